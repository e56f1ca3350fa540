"""Reporting periods (kỳ báo cáo), the two kinds of report, and what is due when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.mail import require_aware

#: The zone of every date that a person reads or writes; the store keeps UTC.
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class ReportKind(StrEnum):
    """A dispatch asks twice: a quick report first, the official one later."""

    QUICK = "quick"
    OFFICIAL = "official"

    @property
    def vietnamese(self) -> str:
        """The office's word for it."""
        return {"quick": "báo cáo nhanh", "official": "báo cáo chính thức"}[self.value]

    @property
    def other(self) -> ReportKind:
        """The other kind of the two."""
        return ReportKind.OFFICIAL if self is ReportKind.QUICK else ReportKind.QUICK


def end_of_day(day: date) -> datetime:
    """Return the first moment that is too late for something due on `day`: midnight after it, Vietnam time."""
    return datetime.combine(day + timedelta(days=1), time(0), VIETNAM)


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """The last day (hạn nộp) on which a report is in time, Vietnam time.

    'trước ngày 05/6/2017' is last_day 4 June; 'chậm nhất ngày 05/6/2017' is last_day 5 June.
    """

    last_day: date

    @property
    def passed_at(self) -> datetime:
        """The first moment that is late; aware."""
        return end_of_day(self.last_day)

    def met_by(self, arrived_at: datetime) -> bool:
        """Whether something that arrived at `arrived_at` (aware) was in time."""
        require_aware(arrived_at, "arrived_at")
        return arrived_at < self.passed_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Dispatch:
    """The document (công văn) that asked for the reports. Number and date may be unknown in a draft."""

    number: str = ""
    dated: date | None = None
    subject: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """One round of reporting. A kind with no deadline is asked for, but not yet owed by a date."""

    id: str
    #: As letters name it, e.g. 'sơ kết 6 tháng đầu năm 2017'.
    name: str
    template_id: str
    #: Day from which mails count for this period.
    opens: date
    #: Figures are asked up to the end of this day; another date than any deadline.
    data_cutoff: date | None = None
    quick: Deadline | None = None
    official: Deadline | None = None
    dispatch: Dispatch = Dispatch()

    def deadline(self, kind: ReportKind) -> Deadline | None:
        """Return the deadline of `kind`, None while the office has set none."""
        return self.quick if kind is ReportKind.QUICK else self.official


def current_period(periods: Iterable[Period], on: date) -> Period | None:
    """Return the period that mails arriving on `on` count for: the latest that has opened; else the first to open."""
    by_opening = sorted(periods, key=lambda period: period.opens)
    opened = [period for period in by_opening if period.opens <= on]
    return opened[-1] if opened else next(iter(by_opening), None)
