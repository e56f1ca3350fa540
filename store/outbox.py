"""The outbox (hộp chờ gửi): each letter is claimed once, ever, and leaves once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from domain.errors import RegisterError
from domain.letters import Letter, LetterState, OutboxLetter
from domain.reminders import LetterKey
from store.part import Part
from store.tables import letters

#: From which states a letter may come into each state. SENDING only from CLAIMED: of two runs that hold the same
#: claim, one goes on. A run that was doubted too early (UNKNOWN) may still tell what surely became of its letter.
_COMES_FROM: dict[LetterState, frozenset[LetterState]] = {
    LetterState.CLAIMED: frozenset({LetterState.SENDING, LetterState.UNKNOWN}),
    LetterState.SENDING: frozenset({LetterState.CLAIMED}),
    LetterState.SENT: frozenset({LetterState.SENDING, LetterState.UNKNOWN}),
    LetterState.FAILED: frozenset({LetterState.SENDING, LetterState.UNKNOWN}),
    LetterState.UNKNOWN: frozenset({LetterState.SENDING}),
    LetterState.EXPIRED: frozenset({LetterState.CLAIMED}),
}


class Outbox(Part):
    """Letters and what became of them."""

    def claim(self, key: LetterKey, letter: Letter, now: datetime) -> OutboxLetter | None:
        """Put `letter` into the outbox, or take up the claim that a killed run left.

        None where the key is taken, or its next try is not due yet. A claim taken up keeps its Message-ID, the one that
        a copy can be recognised by, and takes the words of `letter`: days may have passed.
        """
        with self._database.writing() as connection:
            row = connection.execute(select(letters).where(_has(key))).one_or_none()
            if row is None:
                connection.execute(insert(letters).values(_new(key, letter, now)))
            elif row.state is LetterState.CLAIMED and (row.not_before is None or row.not_before <= now):
                connection.execute(update(letters).where(letters.c.id == row.id).values(_words(letter)))
            else:
                return None
            return _outbox_letter(connection.execute(select(letters).where(_has(key))).one())

    def mark(
        self, letter_id: int, state: LetterState, now: datetime, *, error: str = "", not_before: datetime | None = None
    ) -> None:
        """Record what became of a letter; marking the same end twice changes nothing.

        RegisterError where its state does not lead there: another run has it, or it has left already.
        """
        values: dict[str, Any] = {"state": state, "changed_at": now, "error": error, "not_before": not_before}
        if state is LetterState.SENDING:
            values["attempts"] = letters.c.attempts + 1
        if state is LetterState.SENT:
            values["sent_at"] = now
        change = update(letters).where(letters.c.id == letter_id, letters.c.state.in_(_COMES_FROM[state]))
        with self._database.writing() as connection:
            if connection.execute(change.values(values)).rowcount == 0:
                _allow_repetition(connection, letter_id, state)

    def doubt_interrupted_letters(self, now: datetime) -> int:
        """Mark letters found in state SENDING as UNKNOWN (a killed run left them); return how many."""
        change = update(letters).where(letters.c.state == LetterState.SENDING)
        with self._database.writing() as connection:
            return connection.execute(change.values(state=LetterState.UNKNOWN, changed_at=now)).rowcount

    def claimed_letters(self, period: str) -> frozenset[LetterKey]:
        """Return the keys of the letters in the outbox that are not open any more (sending, sent, failed …)."""
        which = and_(letters.c.period == period, letters.c.state != LetterState.CLAIMED)
        return frozenset(letter.key for letter in self._read(which))

    def open_letters(self, period: str) -> Sequence[OutboxLetter]:
        """Return the letters that are claimed and not yet handed over."""
        return self._read(and_(letters.c.period == period, letters.c.state == LetterState.CLAIMED))

    def letters(self, period: str, unit: str | None = None) -> Sequence[OutboxLetter]:
        """Return the letters of a period in the order they were claimed, of one unit where `unit` is given."""
        which = letters.c.period == period
        return self._read(which if unit is None else and_(which, letters.c.unit == unit))

    def letter(self, letter_id: int) -> Letter | None:
        """Return the whole letter as it was composed."""
        with self._database.reading() as connection:
            row = connection.execute(select(letters).where(letters.c.id == letter_id)).one_or_none()
            return _letter(row) if row else None

    def _read(self, which: ColumnElement[bool]) -> list[OutboxLetter]:
        with self._database.reading() as connection:
            return [_outbox_letter(row) for row in connection.execute(select(letters).where(which).order_by("id"))]


def _allow_repetition(connection: Connection, letter_id: int, state: LetterState) -> None:
    now_in = connection.execute(select(letters.c.state).where(letters.c.id == letter_id)).scalar_one_or_none()
    if now_in is None:
        raise RegisterError(f"there is no letter {letter_id}")
    if now_in is not state or state is LetterState.SENDING:
        raise RegisterError(f"letter {letter_id} is {now_in} and cannot become {state}: another run has it")


def _has(key: LetterKey) -> ColumnElement[bool]:
    return and_(*(letters.c[name] == value for name, value in _key_columns(key).items()))


def _key_columns(key: LetterKey) -> dict[str, Any]:
    return {"period": key.period, "unit": key.unit, "kind": key.kind, "step": key.step, "last_day": key.last_day}


def _new(key: LetterKey, letter: Letter, now: datetime) -> dict[str, Any]:
    return _key_columns(key) | {
        "message_id": letter.message_id,
        "state": LetterState.CLAIMED,
        "claimed_at": now,
        "changed_at": now,
        **_words(letter),
    }


def _words(letter: Letter) -> dict[str, Any]:
    return {
        "recipients": letter.to,
        "copies": letter.cc,
        "reply_to": letter.reply_to,
        "references": letter.references,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
    }


def _outbox_letter(row: Any) -> OutboxLetter:
    return OutboxLetter(
        id=row.id,
        key=LetterKey(period=row.period, unit=row.unit, kind=row.kind, step=row.step, last_day=row.last_day),
        message_id=row.message_id,
        state=row.state,
        claimed_at=row.claimed_at,
        attempts=row.attempts,
        not_before=row.not_before,
        sent_at=row.sent_at,
        subject=row.subject,
        to=row.recipients,
        error=row.error,
    )


def _letter(row: Any) -> Letter:
    return Letter(
        message_id=row.message_id,
        to=row.recipients,
        subject=row.subject,
        text=row.text,
        html=row.html,
        cc=row.copies,
        reply_to=row.reply_to,
        references=row.references,
    )
