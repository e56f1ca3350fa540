"""From a planned reminder to the letter that leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from itertools import product
from pathlib import Path

from domain.errors import ConfigError, LetterTemplateError
from domain.letters import Letter
from domain.mail import require_aware
from domain.period import VIETNAM, Deadline, Period, ReportKind
from domain.reminders import LetterKey, PlannedLetter, Purpose
from domain.template import Section, Template
from domain.unit import Unit, UnitAddress
from notifier.letter_templates import templates_of
from notifier.office import Office
from notifier.wording import words_of

__all__ = ["Office", "check_templates", "compose_reminder", "message_id_of"]

#: What the letters of check_templates are dated and named by.
_TRIAL_DAY = datetime(2000, 1, 3, 9, tzinfo=VIETNAM)
_TRIAL_OUTLINE = Template((Section(id="I", number="I", title="Mục thử", leaf=True),))


def compose_reminder(
    planned: PlannedLetter, now: datetime, *, template: Template, office: Office, templates: Path | None = None
) -> Letter:
    """Return the letter for `planned`, worded as of `now` (aware).

    `template` is the outline that the missing sections are named by; `templates` a folder with the office's own letter
    templates, None for the built-in ones. The letter goes to the unit's main address of that day only: a reminder
    that several people get is nobody's. Its Message-ID comes from the key alone, so that a claim taken up after a
    kill makes the same letter. Raises LetterTemplateError where a template cannot be rendered, ValueError for a
    unit without address (due_letters holds those back).
    """
    require_aware(now, "now")
    addresses = planned.unit.emails_on(now.astimezone(VIETNAM).date())
    if not addresses:
        raise ValueError(f"unit {planned.unit.id} has no address on that day")
    rendered = templates_of(templates).render(planned.purpose, words_of(planned, template, office, now))
    return Letter(
        message_id=message_id_of(planned.key, office),
        to=addresses[:1],
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        reply_to=office.send_to,
    )


def message_id_of(key: LetterKey, office: Office) -> str:
    """Return the Message-ID (RFC 5322, 3.6.4) of the reminder `key`, angle brackets included: always the same one."""
    last_day = key.last_day.isoformat() if key.last_day else ""
    named = "\0".join((key.period, key.unit, key.kind.value, key.step, last_day))
    return f"<baocao.{sha256(named.encode()).hexdigest()[:32]}@{office.message_id_domain}>"


def check_templates(office: Office, templates: Path | None) -> list[str]:
    """Compose a trial letter for every purpose, with and without a deadline; return what went well, in Vietnamese.

    Raises ConfigError with every problem found.
    """
    problems: list[str] = []
    for trial in _trials():
        try:
            compose_reminder(trial, _TRIAL_DAY, template=_TRIAL_OUTLINE, office=office, templates=templates)
        except LetterTemplateError as e:
            problems.append(str(e))
    if templates is not None and not templates.is_dir():
        problems.append(f"Không có thư mục mẫu thư {templates}.")
    if problems:
        raise ConfigError(list(dict.fromkeys(problems)))
    return [f"{len(Purpose)} mẫu thư, {f'mẫu riêng ở {templates}' if templates else 'mẫu có sẵn'}"]


def _trials() -> Iterator[PlannedLetter]:
    """Yield made-up reminders that together use every value that a template may ask for, present and absent."""
    unit = Unit(id="thu", name="Đơn vị thử", addresses=(UnitAddress(email="thu@don-vi.example"),))
    kind = ReportKind.QUICK
    for purpose, deadline in product(Purpose, (Deadline(last_day=_TRIAL_DAY.date()), None)):
        moment = _TRIAL_DAY if deadline else None
        yield PlannedLetter(
            key=LetterKey(period="thu", unit=unit.id, kind=kind, step=purpose.value, last_day=None),
            purpose=purpose,
            unit=unit,
            period=Period(id="thu", name="thử", template_id="thu", opens=_TRIAL_DAY.date(), quick=deadline),
            kind=kind,
            deadline=deadline,
            missing=("I",) if purpose is Purpose.INCOMPLETE else (),
            received_at=moment,
            other_received_at=moment,
        )
