"""Made-up facts of a period, for properties that must hold whatever an office lives through."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from domain.board import BoardFacts, DueReport, MailCount, PendingFact, SubmissionFact
from domain.period import VIETNAM, Deadline, Period, ReportKind
from domain.reminders import ReminderPolicy
from domain.template import Section, Template
from domain.unit import Unit, UnitAddress

LAST_DAY = date(2017, 6, 4)
OUTLINE = Template(tuple(Section(id=n, number=n, title=f"Mục {n}", leaf=True) for n in ("I", "II", "III")))
PERIOD = Period(id="ky", name="kỳ thử", template_id="mau", opens=date(2017, 5, 1), quick=Deadline(last_day=LAST_DAY))


def at(day: date, clock: str = "09:00") -> datetime:
    """Return a moment on Vietnam's clock."""
    return datetime.combine(day, time.fromisoformat(clock), VIETNAM)


def unit(unit_id: str = "a", *, email: str | None = "a@units.example") -> Unit:
    """Return a unit with one address, or none."""
    return Unit(id=unit_id, name=f"Đơn vị {unit_id}", addresses=(UnitAddress(email=email),) if email else ())


def submission(
    received_at: datetime,
    *,
    number: int = 1,
    unit_id: str = "a",
    kind: ReportKind = ReportKind.QUICK,
    absent: tuple[str, ...] = (),
    **more: object,
) -> SubmissionFact:
    """Return an accepted submission."""
    fact = SubmissionFact(id=number, mail_id=number, unit=unit_id, kind=kind, received_at=received_at, absent=absent)
    return replace(fact, **more)  # type: ignore[arg-type]


def facts(*units: Unit, **more: object) -> BoardFacts:
    """Return the facts of PERIOD for `units` (one, if none is given), nothing received."""
    base = BoardFacts(period=PERIOD, template=OUTLINE, units=units or (unit(),), due=())
    return replace(base, **more)  # type: ignore[arg-type]


#: Moments around the deadline, to the second at its edge.
moments = st.one_of(
    st.datetimes(datetime(2017, 5, 20), datetime(2017, 6, 30), timezones=st.just(UTC)),  # noqa: DTZ001
    st.builds(lambda seconds: Deadline(last_day=LAST_DAY).passed_at + timedelta(seconds=seconds), st.integers(-2, 2)),
)
days = st.dates(date(2017, 5, 25), date(2017, 6, 25))
kinds = st.sampled_from(ReportKind)
deadlines = st.none() | st.builds(Deadline, last_day=days)
policies = st.builds(
    ReminderPolicy,
    days_before=st.lists(st.integers(1, 10), max_size=3).map(tuple),
    on_the_day=st.booleans(),
    days_after=st.lists(st.integers(1, 10), max_size=3).map(tuple),
    ask_for_missing_sections=st.booleans(),
    opens=st.sampled_from([time(0), time(7, 30)]),
    closes=st.sampled_from([time(17), time(23, 59)]),
    weekdays=st.sets(st.integers(0, 6), min_size=3).map(frozenset),
)
unit_ids = st.sampled_from(["a", "b", "c"])


@st.composite
def addresses(draw: st.DrawFn) -> tuple[UnitAddress, ...]:
    """Draw up to two addresses, some not valid any more."""
    ends = draw(st.lists(st.none() | days, max_size=2))
    return tuple(UnitAddress(email=f"thu{n}@units.example", valid_to=end) for n, end in enumerate(ends))


@st.composite
def submissions(draw: st.DrawFn) -> tuple[SubmissionFact, ...]:
    """Draw accepted submissions, oldest first, ids in any order of arrival."""
    numbers = draw(st.lists(st.integers(1, 50), max_size=6, unique=True))
    drawn = [
        submission(
            draw(moments),
            number=number,
            unit_id=draw(unit_ids),
            kind=draw(kinds),
            absent=draw(st.sampled_from([(), ("I",), ("I", "III")])),
            doubtful_entries=draw(st.sampled_from([0, 0, 2])),
            unplaced=draw(st.sampled_from([0, 0, 1])),
            unreadable_files=draw(st.sampled_from([(), (), ("x.doc",)])),
        )
        for number in numbers
    ]
    return tuple(sorted(drawn, key=lambda s: s.received_at))


@st.composite
def waiting_mails(draw: st.DrawFn) -> tuple[PendingFact, ...]:
    """Draw mails that wait for a person or for processing."""
    return tuple(
        PendingFact(
            mail_id=100 + n,
            unit=draw(st.none() | unit_ids),
            kind=draw(st.none() | kinds),
            received_at=draw(moments),
            unreadable=draw(st.booleans()),
            unprocessed=draw(st.sampled_from([False, False, False, True])),
        )
        for n in range(draw(st.sampled_from([0, 0, 1, 2])))
    )


@st.composite
def offices(draw: st.DrawFn) -> BoardFacts:
    """Draw all the facts of a period: three units, what they owe, what came in."""
    units = tuple(
        replace(unit(u), addresses=draw(addresses()), valid_to=draw(st.sampled_from([None, None, LAST_DAY])))
        for u in ("a", "b", "c")
    )
    due = tuple(
        DueReport(unit=u.id, kind=kind, deadline=draw(deadlines), exempt=draw(st.sampled_from([False, False, True])))
        for u in units
        for kind in ReportKind
    )
    received, waiting = draw(submissions()), draw(waiting_mails())
    others = draw(st.integers(0, 5))
    counted = MailCount(
        in_mailbox=len(received) + others + len(waiting),
        accepted=len(received),
        not_a_report=others,
        waiting=len(waiting),
    )
    return BoardFacts(
        period=PERIOD, template=OUTLINE, units=units, due=due, submissions=received, pending=waiting, mails=counted
    )
