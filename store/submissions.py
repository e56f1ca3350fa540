"""Accepted submissions (lần nộp): every version is kept; which one counts follows from the order of arrival."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select, true

from domain.board import SubmissionFact
from domain.outcome import Accepted
from domain.period import ReportKind
from domain.records import StoredSubmission
from domain.report import REVIEW_BELOW, ReadMail
from store.mails import read_mails
from store.part import Part
from store.reports import fingerprint, read_reports
from store.tables import mails, mapped_reports, section_entries, submissions, unplaced_texts, unreadable_files


class Submissions(Part):
    """What units have submitted."""

    def submitted_kinds(self, period: str, unit: str, *, besides_mail: int) -> frozenset[ReportKind]:
        """Return the kinds that `unit` has submitted by other mails."""
        wanted = select(submissions.c.kind).where(_by_others(period, unit, besides_mail)).distinct()
        with self._database.reading() as connection:
            return frozenset(connection.execute(wanted).scalars())

    def same_report(self, period: str, accepted: Accepted, *, besides_mail: int) -> int | None:
        """Return the id of another mail whose submission is the same unit, kind and text, None where there is none.

        Asked is the version of each kind that counts now: a unit that sends its first text again after a second one
        takes the second one back, and that is a new version. Where the kind was only inferred, the same text under
        the other kind is the same report too: else a report sent twice would pass for both.
        """
        by_others = _by_others(period, accepted.unit, besides_mail)
        same_kind = true() if accepted.kind_inferred else submissions.c.kind == accepted.kind
        wanted = (
            select(submissions.c.kind, submissions.c.mail, submissions.c.fingerprint)
            .join(mails, mails.c.id == submissions.c.mail)
            .where(by_others, same_kind)
            .order_by(mails.c.arrived_at, submissions.c.id)
        )
        with self._database.reading() as connection:
            latest = {row.kind: row for row in connection.execute(wanted)}
        text = fingerprint(accepted.mapped, accepted.unreadable)
        return next((row.mail for row in latest.values() if row.fingerprint == text), None)

    def submission(self, submission_id: int) -> StoredSubmission | None:
        """Return one submission with its text."""
        with self._database.reading() as connection:
            return next(iter(_stored(connection, submissions.c.id == submission_id)), None)

    def submissions(self, period: str, unit: str | None = None) -> list[StoredSubmission]:
        """Return every version with its text, oldest arrival first: of one unit, or of all where `unit` is None."""
        which = submissions.c.period == period
        with self._database.reading() as connection:
            return _stored(connection, which if unit is None else and_(which, submissions.c.unit == unit))

    def report_of(self, mail_id: int) -> ReadMail | None:
        """Return what was read of a mail that was accepted or needs review, None for any other."""
        with self._database.reading() as connection:
            return read_reports(connection, select(mails.c.id).where(mails.c.id == mail_id)).get(mail_id)


def read_facts(connection: Connection, which: ColumnElement[bool]) -> list[SubmissionFact]:
    """Return the facts of the submissions that `which` picks, oldest arrival first; four queries."""
    mail_ids = select(submissions.c.mail).where(which)
    filed = _filed(connection, mail_ids)
    unplaced = _unplaced_counts(connection, mail_ids)
    unreadable = _unreadable_names(connection, mail_ids)
    return [
        SubmissionFact(
            id=row.id,
            mail_id=row.mail,
            unit=row.unit,
            kind=row.kind,
            received_at=row.arrived_at,
            kind_inferred=row.kind_inferred,
            sections=frozenset(filed[row.mail].sections),
            absent=row.absent,
            doubtful=frozenset(filed[row.mail].doubtful),
            doubtful_entries=filed[row.mail].doubtful_entries,
            unplaced=unplaced.get(row.mail, 0),
            unreadable_files=tuple(unreadable[row.mail]),
        )
        for row in connection.execute(_submission_rows(which))
    ]


@dataclass
class _Filed:
    """What is counted over the entries of one mail."""

    sections: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    doubtful_entries: int = 0


def _submission_rows(which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(submissions, mails.c.arrived_at, mapped_reports.c.absent)
        .join(mails, mails.c.id == submissions.c.mail)
        .join(mapped_reports, mapped_reports.c.mail == submissions.c.mail)
        .where(which)
        .order_by(mails.c.arrived_at, submissions.c.id)
    )


def _filed(connection: Connection, mail_ids: Select[tuple[int]]) -> defaultdict[int, _Filed]:
    entry = section_entries.c
    # The same question as SectionEntry.needs_review, asked of the rows.
    to_look_at = func.sum(case((or_(entry.confidence < REVIEW_BELOW, entry.doubts != ()), 1), else_=0))
    wanted = select(entry.mail, entry.section, to_look_at.label("to_look_at"))
    filed: defaultdict[int, _Filed] = defaultdict(_Filed)
    for row in connection.execute(wanted.where(entry.mail.in_(mail_ids)).group_by(entry.mail, entry.section)):
        of_mail = filed[row.mail]
        of_mail.sections.add(row.section)
        of_mail.doubtful_entries += row.to_look_at
        if row.to_look_at:
            of_mail.doubtful.add(row.section)
    return filed


def _unplaced_counts(connection: Connection, mail_ids: Select[tuple[int]]) -> dict[int, int]:
    mail = unplaced_texts.c.mail
    rows = connection.execute(select(mail, func.count().label("texts")).where(mail.in_(mail_ids)).group_by(mail))
    return {row.mail: row.texts for row in rows}


def _unreadable_names(connection: Connection, mail_ids: Select[tuple[int]]) -> defaultdict[int, list[str]]:
    file = unreadable_files.c
    names: defaultdict[int, list[str]] = defaultdict(list)
    wanted = select(file.mail, file.name).where(file.mail.in_(mail_ids)).order_by(file.mail, file.position)
    for row in connection.execute(wanted):
        names[row.mail].append(row.name)
    return names


def _by_others(period: str, unit: str, besides_mail: int) -> ColumnElement[bool]:
    return and_(submissions.c.period == period, submissions.c.unit == unit, submissions.c.mail != besides_mail)


def _stored(connection: Connection, which: ColumnElement[bool]) -> list[StoredSubmission]:
    mail_ids = select(submissions.c.mail).where(which)
    reports = read_reports(connection, mail_ids)
    of_mail = {mail.id: mail for mail in read_mails(connection, mails.c.id.in_(mail_ids))}
    return [
        StoredSubmission(fact=fact, mail=of_mail[fact.mail_id], mapped=reports[fact.mail_id].mapped)
        for fact in read_facts(connection, which)
    ]
