"""The parts of a letter that are worked out rather than written: names, dates, and what is owed until when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from domain.period import VIETNAM, Deadline, Period
from domain.reminders import PlannedLetter
from domain.template import Template
from domain.vietnamese import written_date
from notifier.office import Office

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
#: How an office begins the subject line of a dispatch; the letter says 'về việc' itself.
_ABOUT = re.compile(r"^(?:v/v|về việc|về)(?:\s*:\s*|\s+)", re.IGNORECASE)


def written_day(day: date) -> str:
    """Return `day` in figures and words: '04/6/2017 (Chủ nhật)'."""
    return f"{written_date(day)} ({_WEEKDAYS[day.weekday()]})"


def written_moment(moment: datetime) -> str:
    """Return `moment` (aware) on Vietnam's clock: '09 giờ 00 ngày 02/6/2017'."""
    local = moment.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M} ngày {written_date(local.date())}"


def days_left(deadline: Deadline | None, now: datetime) -> int | None:
    """Return the days from `now` to the last day, negative once it has passed; None where there is no deadline."""
    return (deadline.last_day - now.astimezone(VIETNAM).date()).days if deadline else None


def due_words(deadline: Deadline | None, now: datetime) -> str:
    """Return until when a report is asked for, in words and figures, as seen at `now`."""
    left = days_left(deadline, now)
    if deadline is None or left is None:
        return "theo thời gian quy định"
    if left == 0:
        return f"hết hôm nay, ngày {written_day(deadline.last_day)}"
    end = f"hết ngày {written_day(deadline.last_day)}"
    return f"{end}, còn {left} ngày" if left > 0 else f"{end}, đến nay đã quá {-left} ngày"


def dispatch_words(period: Period, office: Office) -> str:
    """Return how a letter cites the dispatch that asked for the reports, with what is known of it."""
    dispatch = period.dispatch
    number = f" số {dispatch.number}" if dispatch.number else ""
    dated = f" ngày {written_date(dispatch.dated)}" if dispatch.dated else ""
    called = "Công văn" if number or dated else "công văn"
    about = _ABOUT.sub("", dispatch.subject.strip(), count=1) or f"báo cáo {period.name}"
    return f"{called}{number}{dated} của {office.name} về việc {about}"


def words_of(planned: PlannedLetter, template: Template, office: Office, now: datetime) -> Mapping[str, object]:
    """Return every value that a letter template may use, by name; templates/letter.txt.j2 explains them."""
    period, kind, deadline = planned.period, planned.kind, planned.deadline
    return {
        "office_name": office.name,
        "signed_by": office.signed_by,
        "send_to": office.send_to,
        # A number must not be torn apart at the end of a line.
        "phone": office.phone.replace(" ", "\u00a0"),
        "contact": office.contact,
        "unit_name": planned.unit.name,
        "kind": kind.vietnamese,
        "period_name": period.name,
        "report": f"{kind.vietnamese} {period.name}",
        "dispatch": dispatch_words(period, office),
        "deadline": f"hết ngày {written_date(deadline.last_day)}" if deadline else "",
        "days_left": days_left(deadline, now),
        "due": due_words(deadline, now),
        "data_cutoff": f"hết ngày {written_date(period.data_cutoff)}" if period.data_cutoff else "",
        "now": written_moment(now),
        "received": written_moment(planned.received_at) if planned.received_at else "",
        "other_kind": kind.other.vietnamese,
        "other_received": written_moment(planned.other_received_at) if planned.other_received_at else "",
        "missing": [template.printed(s) if s in template else f"Mục {s}" for s in planned.missing],
    }
