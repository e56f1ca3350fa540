"""The one page to read first: mail comes in, is kept, is read, and what is owed is asked for.

    collect   mailbox.locations | register.unknown | mailbox.fetch | archive.keep | register.received
    process   register.waiting | archive.get | examine | assess | register.enter
    remind    register.board_facts | status_of | due_letters | compose | register.claim | postman.send | register.mark

`collect` talks to the network and parses nothing. `process` parses and never touches the network: it can be run
again over the archive at any time. Each mail and each letter is one commit, so a kill between any two steps loses
nothing and doubles nothing; running a step twice changes nothing.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from domain.assess import assess
from domain.board import status_of
from domain.errors import (
    MailOpenError,
    PostmanPermanentError,
    PostmanTemporaryError,
    PostmanUnknownError,
    RegisterError,
)
from domain.letters import Letter, LetterState, OutboxLetter
from domain.mail import IncomingMail
from domain.outcome import Accepted, Duplicate, Failed, NeedsReview, NotAReport, Outcome
from domain.period import VIETNAM, Period
from domain.reminders import LetterDecision, PlannedLetter, ReminderPolicy, due_letters
from domain.template import Template
from domain.unit import Unit
from service.ahead import ahead
from service.examine import Examined, envelope_of, examine
from service.ports import Archive, Mailbox, Postman, Reader, Register

log = logging.getLogger(__name__)

#: Delay before the second try of a mail whose processing broke; it doubles with each further try.
FIRST_RETRY = timedelta(minutes=2)
#: After so many tries a mail is parked for a person.
MAX_ATTEMPTS = 5


@dataclass(frozen=True, kw_only=True)
class Round:
    """What one round works with: the parts, and the office's data as they stand when it starts."""

    mailbox: Mailbox
    archive: Archive
    register: Register
    reader: Reader
    postman: Postman
    compose: Callable[[PlannedLetter, datetime], Letter]
    policy: ReminderPolicy
    period: Period
    template: Template
    units: Sequence[Unit]
    #: How many mails are examined at the same time.
    threads: int
    #: The time, aware; the demo's stands in 2017.
    clock: Callable[[], datetime]
    #: Called before each mail and each letter; raises RunStoppedError where this round may not go on.
    proceed: Callable[[], None]
    #: Told in Vietnamese what is being done, for whoever watches.
    tell: Callable[[str], None]


def collect(work: Round) -> int:
    """Keep every mail that is new in the mailbox; return how many there were.

    Raises MailboxError, ArchiveError or RegisterError; what was kept until then stays kept.
    """
    listed = list(work.mailbox.locations())
    new = work.register.unknown(listed)
    work.tell(f"Hộp thư có {len(listed)} thư, {len(new)} thư mới.")
    kept = 0
    for fetched in work.mailbox.fetch(new):
        work.proceed()
        sha256 = work.archive.keep(fetched.raw)
        work.register.received(fetched, sha256, work.clock())
        kept += 1
    work.register.checked(work.mailbox.account, listed, work.clock())
    return kept


def process(work: Round) -> int:
    """Read every waiting mail from the archive and enter its outcome; return how many were handled.

    A mail that breaks the processing is entered as Failed and tried again later; the mails after it go on.
    """
    handled = 0
    waiting = work.register.waiting(work.clock())
    for mail, examined in ahead(waiting, partial(_examine, work), threads=work.threads):
        work.proceed()
        outcome = outcome_of(mail, examined, work)
        work.register.enter(mail, work.period.id, outcome, work.clock())
        handled += 1
        work.tell(f"Đã xử lý thư {handled}: “{outcome.envelope.subject or 'không có tiêu đề'}”")
    return handled


def remind(work: Round) -> int:
    """Send every reminder that is due, each once; return how many were sent.

    To be called only after a collect and a process that succeeded a moment ago: the caller sees to that.
    """
    interrupted = work.register.doubt_interrupted_letters(work.clock())
    if interrupted:
        log.warning("%d letter(s) were interrupted while being handed over; shown as unknown", interrupted)
    if not work.policy.within_hours(work.clock()):
        return 0
    decision = plan_letters(work.register, work.policy, work.period, work.clock())
    _expire_letters_not_due(work, decision)
    sent = 0
    for planned in decision.letters:
        work.proceed()
        work.tell(f"Gửi thư nhắc: {planned.unit.name}")
        letter = work.compose(planned, work.clock())
        claimed = work.register.claim(planned.key, letter, work.clock())
        if claimed is not None:
            sent += _hand_over(work, letter, claimed)
    return sent


def plan_letters(register: Register, policy: ReminderPolicy, period: Period, now: datetime) -> LetterDecision:
    """Decide which reminders are due; changes nothing. Letters that wait in the outbox count as still to be sent."""
    board = status_of(register.board_facts(period.id, now), now)
    return due_letters(policy, board, register.claimed_letters(period.id), now)


def outcome_of(mail: IncomingMail, examine_it: Callable[[], Examined], work: Round) -> Outcome:
    """Find out how one kept mail ends; raises for nothing that the mail itself is like. Raises RegisterError."""
    try:
        examined = examine_it()
        result = assess(
            examined.judgement,
            examined.identity,
            examined.read,
            lambda unit: work.register.submitted_kinds(work.period.id, unit, besides_mail=mail.id),
        )
    except MailOpenError as error:
        return Outcome(result=NeedsReview(reasons=(str(error),)))
    except RegisterError:
        raise
    except Exception as error:
        where = _describe(error)
        log.error("mail %d (%s) could not be processed: %s", mail.id, mail.sha256[:12], where)  # noqa: TRY400  no mail text in logs
        return Outcome(result=Failed(error=where, retry_at=_next_try(mail, work.clock())))
    return Outcome(
        result=_unless_repeated(result, mail, work),
        envelope=envelope_of(examined.opened),
        judgement=examined.judgement,
        identity=examined.identity,
    )


def _examine(work: Round, mail: IncomingMail) -> Examined:
    on = mail.arrived_at.astimezone(VIETNAM).date()
    raw = work.archive.get(mail.sha256)
    return examine(raw, on=on, reader=work.reader, template=work.template, units=work.units)


def backoff(attempts: int) -> timedelta:
    """Return how long to wait after so many tries: doubling, at most half a day."""
    return min(FIRST_RETRY * (1 << min(attempts, 16)), timedelta(hours=12))


def _unless_repeated(
    result: Accepted | NeedsReview | NotAReport, mail: IncomingMail, work: Round
) -> Accepted | NeedsReview | NotAReport | Duplicate:
    if isinstance(result, Accepted):
        earlier = work.register.same_report(work.period.id, result, besides_mail=mail.id)
        if earlier is not None:
            return Duplicate(unit=result.unit, kind=result.kind, of_mail=earlier)
    return result


def _describe(error: Exception) -> str:
    """Return type and place of `error`: its message could hold text of the mail, which logs must not."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}"


def _next_try(mail: IncomingMail, now: datetime) -> datetime | None:
    if mail.attempts + 1 >= MAX_ATTEMPTS:
        return None
    return now + backoff(mail.attempts)


def _expire_letters_not_due(work: Round, decision: LetterDecision) -> None:
    """A claimed letter whose unit has sent its report meanwhile must not go out with a later round."""
    due = {letter.key for letter in decision.letters} | {letter.key for letter in decision.held}
    for waiting in work.register.open_letters(work.period.id):
        if waiting.key not in due:
            work.register.mark(waiting.id, LetterState.EXPIRED, work.clock())


def _hand_over(work: Round, letter: Letter, claimed: OutboxLetter) -> bool:
    """Hand over one claimed letter; return whether it was surely accepted."""
    mark = partial(work.register.mark, claimed.id)
    mark(LetterState.SENDING, work.clock())
    try:
        work.postman.send(replace(letter, message_id=claimed.message_id))
    except PostmanTemporaryError as error:
        later = work.clock() + backoff(claimed.attempts)
        mark(LetterState.CLAIMED, work.clock(), error=str(error), not_before=later)
    except PostmanPermanentError as error:
        mark(LetterState.FAILED, work.clock(), error=str(error))
    except PostmanUnknownError as error:
        mark(LetterState.UNKNOWN, work.clock(), error=str(error))
    else:
        mark(LetterState.SENT, work.clock())
        return True
    return False
