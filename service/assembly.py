"""The one place where the parts are put together; nothing happens at import."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from domain.errors import ConfigError, MailboxError
from domain.period import VIETNAM, Period, current_period
from domain.reminders import LetterDecision
from intake.sources import Source, open_mailbox
from notifier.compose import Office, compose_reminder
from notifier.postman import FolderPostman, SmtpPostman
from parsers.limits import Limits
from parsers.reading import FileReader
from service.builtin import (
    builtin_period,
    builtin_template,
    builtin_units,
    load_period,
    load_template,
    load_units,
)
from service.clock import system_now
from service.config import Config
from service.lease import Runner
from service.pipeline import Round, collect, plan_letters, process, remind
from service.ports import Postman
from store.archive import Archive
from store.register import Register, open_register

log = logging.getLogger(__name__)

#: Names under the data folder: the exact bytes of every mail, and the database.
ARCHIVE_FOLDER, REGISTER_FILE = "thu-goc", "so-theo-doi.db"
#: Name under which the audit log notes what a new register started with.
SEEDED_BY = "thiết lập ban đầu"


@dataclass(frozen=True, kw_only=True)
class RoundReport:
    """What one round did."""

    kept: int = 0
    handled: int = 0
    sent: int = 0
    #: Why the mailbox could not be checked, in Vietnamese; '' where it was.
    trouble: str = ""


class Service:
    """All parts of one installation, wired. Close it when done."""

    def __init__(
        self,
        config: Config,
        *,
        now: Callable[[], datetime] = system_now,
        tell: Callable[[str], None] = log.debug,
    ) -> None:
        self.config = config
        self.now = now
        self._tell = tell
        folder = config.data.folder
        self.archive = Archive(folder / ARCHIVE_FOLDER)
        self.register = open_register(folder / REGISTER_FILE)
        seed(self.register, config, now())
        self.mailbox = mailbox_of(config)
        self.postman = postman_of(config, now)
        self.reader = FileReader(limits_of(config), workers=config.reading.workers)
        self.runner = Runner(self.register)

    def close(self) -> None:
        """Let go of processes and connections; no round may be running."""
        self.reader.close()
        self.mailbox.close()
        self.postman.close()
        self.register.close()

    @property
    def period(self) -> Period:
        """The period that the office is in now."""
        period = current_period(self.register.periods(), self.now().astimezone(VIETNAM).date())
        if period is None:
            raise ConfigError(["sổ chưa có kỳ báo cáo nào (the register holds no period)"])
        return period

    def round(self, *, letters: bool, patience: float = 0) -> RoundReport:
        """Collect, process and, where `letters`, remind. Raises RunnerBusyError, RegisterError, ArchiveError.

        A mailbox that cannot be checked is recorded; what was kept before is processed all the same, but no
        letter leaves. `patience`: seconds to wait for another run to end.
        """
        with self.runner.lease(patience):
            work = self._work()
            kept, trouble = self._collect(work)
            handled = process(work)
            may_send = letters and not trouble and self.config.reminders.enabled
            sent = remind(work) if may_send else 0
        return RoundReport(kept=kept, handled=handled, sent=sent, trouble=trouble)

    def collect(self) -> RoundReport:
        """Only keep what is new in the mailbox."""
        with self.runner.lease():
            kept, trouble = self._collect(self._work())
        return RoundReport(kept=kept, trouble=trouble)

    def process(self) -> RoundReport:
        """Only read what was kept; never touches the network."""
        with self.runner.lease():
            return RoundReport(handled=process(self._work()))

    def plan(self) -> LetterDecision:
        """Say which reminders would leave now and which are held back; changes nothing."""
        return plan_letters(self.register, self.config.reminders.policy(), self.period, self.now())

    def _collect(self, work: Round) -> tuple[int, str]:
        try:
            return collect(work), ""
        except MailboxError as error:
            log.warning("the mailbox could not be checked: %s", error)
            self.register.check_failed(self.mailbox.account, str(error), self.now())
            return 0, str(error)
        finally:
            self.mailbox.close()

    def _work(self) -> Round:
        period = self.period
        template = self.register.template(period.template_id)
        if template is None:
            raise ConfigError([f"sổ không có đề cương “{period.template_id}” (the period's template is missing)"])
        return Round(
            mailbox=self.mailbox,
            archive=self.archive,
            register=self.register,
            reader=self.reader,
            postman=self.postman,
            compose=partial(
                compose_reminder,
                template=template,
                office=office_of(self.config),
                templates=self.config.letters.templates,
            ),
            policy=self.config.reminders.policy(),
            period=period,
            template=template,
            units=self.register.units(),
            threads=self.config.reading.workers,
            clock=self.now,
            proceed=self.runner.proceed,
            tell=self._tell,
        )


def seed(register: Register, config: Config, now: datetime) -> None:
    """Give a new register its first period, template and units; a register that has a period is left as it is."""
    if register.periods():
        return
    data = config.data
    period = load_period(data.period) if data.period else builtin_period()
    template = load_template(data.template) if data.template else builtin_template()
    units = load_units(data.units) if data.units else builtin_units()
    register.put_template(period.template_id, template, who=SEEDED_BY, now=now)
    register.put_units(units, who=SEEDED_BY, now=now)
    register.put_period(period, who=SEEDED_BY, now=now)


def mailbox_of(config: Config) -> Source:
    """Return the source of mail that the settings name; connects to nothing yet. Raises ConfigError."""
    settings = config.mailbox
    return open_mailbox(
        settings.url,
        password=settings.password(),
        folders=settings.folders,
        cafile=settings.cafile,
        timeout=settings.timeout_seconds,
    )


def postman_of(config: Config, now: Callable[[], datetime] = system_now) -> Postman:
    """Return the way letters leave that the settings name; connects to nothing yet. Raises ConfigError."""
    settings, office = config.letters, office_of(config)
    scheme, _, path = settings.url.partition(":")
    if scheme == "folder":
        return FolderPostman(Path(path), office, clock=now)
    url = urlsplit(settings.url)
    if not url.hostname:
        raise ConfigError([f"letters.url: thiếu tên máy chủ trong “{settings.url}” (no host)"])
    return SmtpPostman(
        url.hostname,
        url.port,
        office=office,
        security={"smtps": "tls", "smtp+starttls": "starttls", "smtp": "none"}[scheme],
        username=unquote(url.username) if url.username else None,
        password=settings.password(),
        cafile=settings.cafile,
        timeout=settings.timeout_seconds,
        clock=now,
    )


def office_of(config: Config) -> Office:
    """Return who signs the letters."""
    settings = config.office
    return Office(
        name=settings.name,
        signed_by=settings.signed_by,
        sender=settings.sender,
        reply_to=settings.reply_to or "",
        phone=settings.phone,
        contact=settings.contact,
        message_id_domain=settings.message_id_domain or settings.sender.rpartition("@")[2],
    )


def limits_of(config: Config) -> Limits:
    """Return the limits within which files are read."""
    settings = config.reading
    return Limits(
        seconds=settings.seconds,
        memory_bytes=settings.memory_mb * 2**20,
        file_bytes=settings.file_mb * 2**20,
        inflated_bytes=settings.inflated_mb * 2**20,
        entries=settings.entries,
        depth=settings.depth,
        pdf_pages=settings.pdf_pages,
        ocr_pages=settings.ocr_pages,
        ocr_seconds=settings.ocr_seconds,
    )
