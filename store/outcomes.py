"""How a mail ended: entered once, whole, in one transaction."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from domain.mail import IncomingMail
from domain.outcome import Accepted, Duplicate, Failed, NeedsReview, NotAReport, Outcome
from domain.period import ReportKind
from domain.records import MailEnd, MailState
from store.mails import PARKED_REASON
from store.part import Part
from store.reports import fingerprint, write_report
from store.tables import mails, submissions

_AT_WORK = (MailState.WAITING, MailState.DEFERRED)


class Outcomes(Part):
    """What processing found out."""

    def enter(self, mail: IncomingMail, period: str, outcome: Outcome, now: datetime) -> None:
        """Record how `mail` ended, with its submission where it was accepted. Once only for each mail.

        A mail that has ended already, or is parked, stays as it is. A failed try is counted once: a second run that
        reports the same try changes nothing.
        """
        result = outcome.result
        with self._database.writing() as connection:
            if isinstance(result, Failed):
                _enter_failure(connection, mail, period, result)
            elif _enter_end(connection, mail, period, outcome, now):
                _enter_report(connection, mail.id, period, result, now)


def _enter_failure(connection: Connection, mail: IncomingMail, period: str, failed: Failed) -> None:
    same_try = update(mails).where(
        mails.c.id == mail.id, mails.c.state.in_(_AT_WORK), mails.c.attempts == mail.attempts
    )
    values: dict[str, Any] = {
        "attempts": mail.attempts + 1,
        "ending": MailEnd.FAILED,
        "error": failed.error,
        "next_try_at": failed.retry_at,
    }
    if failed.retry_at is None:
        values |= {"state": MailState.PARKED, "period": period, "reasons": (PARKED_REASON,)}
    else:
        values |= {"state": MailState.DEFERRED}
    connection.execute(same_try.values(values))


def _enter_end(connection: Connection, mail: IncomingMail, period: str, outcome: Outcome, now: datetime) -> bool:
    """Close the mail's row; return False where it was closed already."""
    end, unit, kind, reasons = _end_of(connection, outcome)
    closing = update(mails).where(mails.c.id == mail.id, mails.c.state.in_(_AT_WORK))
    values = {
        "state": MailState.DONE,
        "ending": end,
        "ended_at": now,
        "period": period,
        "unit": unit,
        "kind": kind,
        "reasons": reasons,
        "error": "",
        "next_try_at": None,
        "disposition": outcome.judgement.disposition if outcome.judgement else None,
        "judgement": asdict(outcome.judgement) if outcome.judgement else None,
        "identity": asdict(outcome.identity) if outcome.identity else None,
    }
    return connection.execute(closing.values(values | asdict(outcome.envelope))).rowcount == 1


def _end_of(connection: Connection, outcome: Outcome) -> tuple[MailEnd, str | None, ReportKind | None, tuple[str, ...]]:
    """Return end, unit, kind and reasons."""
    why = (outcome.judgement.reason,) if outcome.judgement and outcome.judgement.reason else ()
    match outcome.result:
        case Accepted(unit=unit, kind=kind):
            return MailEnd.ACCEPTED, unit, kind, why
        case NeedsReview(reasons=reasons, unit=unit, kind=kind):
            return MailEnd.NEEDS_REVIEW, unit, kind, reasons
        case NotAReport(unit=unit):
            return MailEnd.NOT_A_REPORT, unit, None, why
        case Duplicate(unit=unit, of_mail=of_mail) as duplicate:
            reason = f"Cùng nội dung với báo cáo đã nhận ở thư số {of_mail}."
            return MailEnd.DUPLICATE, unit, _kind_submitted_by(connection, of_mail) or duplicate.kind, (reason,)
        case Failed():
            raise TypeError("a failure is no end")


def _kind_submitted_by(connection: Connection, mail_id: int) -> ReportKind | None:
    """A repeated report is of the kind of the one it repeats, whatever was inferred for it."""
    return connection.execute(select(submissions.c.kind).where(submissions.c.mail == mail_id)).scalar_one_or_none()


def _enter_report(connection: Connection, mail_id: int, period: str, result: Any, now: datetime) -> None:
    if isinstance(result, Accepted | NeedsReview):
        write_report(connection, mail_id, result.mapped, result.unreadable)
    if isinstance(result, Accepted):
        connection.execute(
            insert(submissions).values(
                mail=mail_id,
                period=period,
                unit=result.unit,
                kind=result.kind,
                kind_inferred=result.kind_inferred,
                fingerprint=fingerprint(result.mapped, result.unreadable),
                entered_at=now,
            )
        )
