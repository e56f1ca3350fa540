"""Mails as they came: what is new, what was kept, what waits, how the checks of the mailbox went."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select, true, update
from sqlalchemy.dialects.sqlite import insert

from domain.mail import FetchedMail, IncomingMail, MailLocation
from domain.outcome import Envelope
from domain.records import Evidence, MailEnd, MailGroup, MailState, StoredMail
from store.audit import write_note
from store.evidence import identity_of, judgement_of
from store.part import Part
from store.tables import mail_locations, mailboxes, mails

#: The clerk's sentence for a mail on which processing broke for good; what broke stands in `error`.
PARKED_REASON = "Chương trình đã thử nhiều lần mà chưa xử lý được thư này; đề nghị mở thư gốc để xem."

#: Which rows each group of mails holds. ACCEPTED, NOT_A_REPORT and WAITING share out all mails among them.
GROUPS: dict[MailGroup, ColumnElement[bool]] = {
    MailGroup.ALL: true(),
    MailGroup.ACCEPTED: and_(
        mails.c.state == MailState.DONE, mails.c.ending.in_([MailEnd.ACCEPTED, MailEnd.DUPLICATE])
    ),
    MailGroup.NOT_A_REPORT: and_(mails.c.state == MailState.DONE, mails.c.ending == MailEnd.NOT_A_REPORT),
    MailGroup.WAITING: or_(mails.c.state != MailState.DONE, mails.c.ending == MailEnd.NEEDS_REVIEW),
    MailGroup.FOR_A_PERSON: or_(mails.c.state == MailState.PARKED, mails.c.ending == MailEnd.NEEDS_REVIEW),
}


class Mails(Part):
    """Kept mails and the places they stand in."""

    def unknown(self, locations: Iterable[MailLocation]) -> Sequence[MailLocation]:
        """Return those that have no row yet, in the order given; one query a folder."""
        listed = list(locations)
        with self._database.reading() as connection:
            folders = {(at.account, at.folder, at.uidvalidity) for at in listed}
            known = {folder: _known_uids(connection, *folder) for folder in folders}
        return [at for at in listed if at.uid not in known[at.account, at.folder, at.uidvalidity]]

    def received(self, fetched: FetchedMail, sha256: str, now: datetime) -> int:
        """Record the mail (one row for each different content) and its location; return the row's id. Idempotent.

        The same content found in a second place with an earlier arrival stamp takes the earlier one: lateness must
        not depend on which place was read first.
        """
        with self._database.writing() as connection:
            mail_id = _mail_row(connection, fetched, sha256, now)
            place = _columns(fetched.location) | {"mail": mail_id}
            connection.execute(insert(mail_locations).values(place).on_conflict_do_nothing())
            return mail_id

    def checked(self, account: str, listed: Collection[MailLocation], now: datetime) -> None:
        """Record a whole successful check: what the mailbox holds now, and when."""
        held = {(at.folder, at.uidvalidity, at.uid) for at in listed if at.account == account}
        with self._database.writing() as connection:
            _mark_gone_and_back(connection, account, held, now)
            _put_check(connection, account, {"checked_at": now, "error": ""})

    def check_failed(self, account: str, error: str, now: datetime) -> None:
        """Record a check that failed; `error` is for the operator and holds no secret."""
        with self._database.writing() as connection:
            _put_check(connection, account, {"error": error})

    def last_check(self, account: str) -> datetime | None:
        """Return when a check of this mailbox last went through, None where none did."""
        wanted = select(mailboxes.c.checked_at).where(mailboxes.c.account == account)
        with self._database.reading() as connection:
            return connection.execute(wanted).scalar_one_or_none()

    def check_trouble(self, account: str) -> str:
        """Return what the latest check of this mailbox failed with, '' where it went through."""
        wanted = select(mailboxes.c.error).where(mailboxes.c.account == account)
        with self._database.reading() as connection:
            return connection.execute(wanted).scalar_one_or_none() or ""

    def waiting(self, now: datetime) -> Iterator[IncomingMail]:
        """Yield mails to be processed now (waiting, or deferred and due), oldest arrival first.

        The list is made at once: no transaction stays open while the caller works on a mail.
        """
        deferred_and_due = and_(mails.c.state == MailState.DEFERRED, mails.c.next_try_at <= now)
        wanted = (
            select(mails.c.id, mails.c.sha256, mails.c.size, mails.c.arrived_at, mails.c.attempts)
            .where(or_(mails.c.state == MailState.WAITING, deferred_and_due))
            .order_by(mails.c.arrived_at, mails.c.id)
        )
        with self._database.reading() as connection:
            return iter([IncomingMail(**row) for row in connection.execute(wanted).mappings()])

    def mail(self, mail_id: int) -> StoredMail | None:
        """Return one mail."""
        with self._database.reading() as connection:
            return next(iter(read_mails(connection, mails.c.id == mail_id)), None)

    def mails(
        self,
        group: MailGroup = MailGroup.ALL,
        *,
        unit: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[StoredMail]:
        """Return mails, newest arrival first: all of `group`, of one unit where `unit` is given."""
        which = GROUPS[group] if unit is None else and_(GROUPS[group], mails.c.unit == unit)
        with self._database.reading() as connection:
            return read_mails(connection, which, limit=limit, offset=offset)

    def evidence(self, mail_id: int) -> Evidence | None:
        """Return why a mail was taken for what it is."""
        wanted = select(mails.c.judgement, mails.c.identity).where(mails.c.id == mail_id)
        with self._database.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        return Evidence(
            judgement=judgement_of(row.judgement) if row.judgement else None,
            identity=identity_of(row.identity) if row.identity else None,
        )

    def try_again(self, mail_id: int, *, who: str, now: datetime) -> bool:
        """Let a parked mail wait for processing again; return whether it was parked."""
        parked_mail = update(mails).where(mails.c.id == mail_id, mails.c.state == MailState.PARKED)
        fresh = {"state": MailState.WAITING, "attempts": 0, "ending": None, "reasons": (), "error": ""}
        with self._database.writing() as connection:
            parked = connection.execute(parked_mail.values(fresh)).rowcount == 1
            if parked:
                write_note(connection, who, f"Cho xử lý lại thư số {mail_id}.", now)
        return parked


def read_mails(
    connection: Connection, which: ColumnElement[bool], *, limit: int | None = None, offset: int = 0
) -> list[StoredMail]:
    """Return the mails that `which` picks, newest arrival first; one query."""
    wanted = select(mails).where(which).order_by(mails.c.arrived_at.desc(), mails.c.id.desc())
    return [_stored(row) for row in connection.execute(wanted.limit(limit).offset(offset))]


def _known_uids(connection: Connection, account: str, folder: str, uidvalidity: int) -> frozenset[str]:
    at = mail_locations.c
    wanted = select(at.uid).where(at.account == account, at.folder == folder, at.uidvalidity == uidvalidity)
    return frozenset(connection.execute(wanted).scalars())


def _mail_row(connection: Connection, fetched: FetchedMail, sha256: str, now: datetime) -> int:
    statement = insert(mails).values(
        sha256=sha256,
        size=len(fetched.raw),
        arrived_at=fetched.arrived_at,
        kept_at=now,
        state=MailState.WAITING,
    )
    earlier = func.min(mails.c.arrived_at, statement.excluded.arrived_at)
    stored = statement.on_conflict_do_update(index_elements=[mails.c.sha256], set_={"arrived_at": earlier})
    return int(connection.execute(stored.returning(mails.c.id)).scalar_one())


def _columns(at: MailLocation) -> dict[str, Any]:
    return {"account": at.account, "folder": at.folder, "uidvalidity": at.uidvalidity, "uid": at.uid}


def _mark_gone_and_back(connection: Connection, account: str, held: set[tuple[str, int, str]], now: datetime) -> None:
    at = mail_locations.c
    known = connection.execute(
        select(at.id, at.folder, at.uidvalidity, at.uid, at.gone_at).where(at.account == account)
    )
    changes = [
        {"place": row.id, "since": now if row.gone_at is None else None}
        for row in known
        if ((row.folder, row.uidvalidity, row.uid) in held) == (row.gone_at is not None)
    ]
    if changes:
        mark = update(mail_locations).where(at.id == bindparam("place")).values(gone_at=bindparam("since"))
        connection.execute(mark, changes)


def _put_check(connection: Connection, account: str, values: dict[str, Any]) -> None:
    statement = insert(mailboxes).values(account=account, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=[mailboxes.c.account], set_=values))


def _stored(row: Any) -> StoredMail:
    return StoredMail(
        id=row.id,
        sha256=row.sha256,
        size=row.size,
        arrived_at=row.arrived_at,
        state=row.state,
        end=row.ending,
        disposition=row.disposition,
        envelope=Envelope(
            message_id=row.message_id,
            subject=row.subject,
            sender_name=row.sender_name,
            sender_email=row.sender_email,
            attachment_names=row.attachment_names,
        ),
        unit=row.unit,
        kind=row.kind,
        reasons=row.reasons,
        error=row.error,
    )
