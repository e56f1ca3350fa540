"""The facts of one period, read at one moment: what the status board is derived from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, exists, func, not_, or_, select

from domain.board import BoardFacts, DueReport, MailCount, PendingFact, SubmissionFact
from domain.errors import RegisterError
from domain.letters import LetterState
from domain.period import VIETNAM, Period, ReportKind
from domain.records import MailGroup, MailState
from domain.unit import Unit
from store.evidence import identity_of
from store.mails import GROUPS
from store.office import read_period, read_template, read_units
from store.part import Part
from store.submissions import read_facts
from store.tables import letters, mailboxes, mails, section_entries, submissions, unreadable_files


class Facts(Part):
    """Reading for the board."""

    def board_facts(self, period: str, now: datetime) -> BoardFacts:
        """Read all facts of one period at one moment; the number of queries does not grow with units or mails.

        RegisterError where the period is not there.
        """
        with self._database.reading() as connection:
            found = read_period(connection, period)
            template = read_template(connection, found.template_id) if found else None
            if found is None or template is None:
                raise RegisterError(f"there is no period {period!r}")
            submitted = read_facts(connection, submissions.c.period == period)
            pending = _pending(connection, period)
            units = _units_of(found, read_units(connection), submitted, pending, now)
            return BoardFacts(
                period=found,
                template=template,
                units=units,
                due=tuple(_due(found, units, now)),
                submissions=tuple(submitted),
                pending=pending,
                letters_sent=_letters_sent(connection, period),
                last_check_at=_last_check(connection),
                mails=_mail_count(connection),
            )


def _units_of(
    period: Period,
    units: Iterable[Unit],
    submitted: Iterable[SubmissionFact],
    pending: Iterable[PendingFact],
    now: datetime,
) -> tuple[Unit, ...]:
    """Return the units that are asked, and any other of which there is something to show: nothing may vanish."""
    heard_of = {fact.unit for fact in submitted} | {fact.unit for fact in pending}
    return tuple(unit for unit in units if _asked(period, unit, now) or unit.id in heard_of)


def _asked(period: Period, unit: Unit, now: datetime) -> bool:
    """Whether the unit exists at some time from the opening to the last deadline (to today while none is set)."""
    deadlines = [d.last_day for kind in ReportKind if (d := period.deadline(kind))]
    last_day: date = max(deadlines, default=now.astimezone(VIETNAM).date())
    ended_before = unit.valid_to is not None and unit.valid_to < period.opens
    began_after = unit.valid_from is not None and unit.valid_from > max(last_day, period.opens)
    return not ended_before and not began_after


def _due(period: Period, units: Iterable[Unit], now: datetime) -> Iterable[DueReport]:
    for unit in units:
        exempt = not _asked(period, unit, now)
        for kind in ReportKind:
            yield DueReport(unit=unit.id, kind=kind, deadline=period.deadline(kind), exempt=exempt)


def _pending(connection: Connection, period: str) -> tuple[PendingFact, ...]:
    """Return the mails that wait: those of this period, and those of which the period is not known yet."""
    has_text = exists().where(section_entries.c.mail == mails.c.id)
    has_unreadable = exists().where(unreadable_files.c.mail == mails.c.id)
    wanted = (
        select(mails, and_(has_unreadable, not_(has_text)).label("unreadable"))
        .where(GROUPS[MailGroup.WAITING], or_(mails.c.period == period, mails.c.period.is_(None)))
        .order_by(mails.c.arrived_at, mails.c.id)
    )
    return tuple(_pending_fact(row) for row in connection.execute(wanted))


def _pending_fact(row: Any) -> PendingFact:
    return PendingFact(
        mail_id=row.id,
        unit=row.unit,
        kind=row.kind,
        received_at=row.arrived_at,
        reasons=row.reasons,
        unreadable=row.unreadable,
        sender=row.sender_name or row.sender_email,
        subject=row.subject,
        unprocessed=row.state in (MailState.WAITING, MailState.DEFERRED),
        claimed_units=_claimed(row),
    )


def _claimed(row: Any) -> frozenset[str]:
    if row.unit is not None or not row.identity:
        return frozenset()
    return frozenset(claim.unit for claim in identity_of(row.identity).unit_claims)


def _letters_sent(connection: Connection, period: str) -> tuple[tuple[str, ReportKind, datetime], ...]:
    wanted = (
        select(letters.c.unit, letters.c.kind, letters.c.sent_at)
        .where(letters.c.period == period, letters.c.state == LetterState.SENT)
        .order_by(letters.c.sent_at, letters.c.id)
    )
    return tuple((row.unit, row.kind, row.sent_at) for row in connection.execute(wanted))


def _last_check(connection: Connection) -> datetime | None:
    last: datetime | None = connection.execute(select(func.max(mailboxes.c.checked_at))).scalar()
    return last


def _mail_count(connection: Connection) -> MailCount:
    row = connection.execute(
        select(
            func.count().label("in_mailbox"),
            func.count().filter(GROUPS[MailGroup.ACCEPTED]).label("accepted"),
            func.count().filter(GROUPS[MailGroup.NOT_A_REPORT]).label("not_a_report"),
            func.count().filter(GROUPS[MailGroup.WAITING]).label("waiting"),
        ).select_from(mails)
    ).one()
    return MailCount(**row._mapping)
