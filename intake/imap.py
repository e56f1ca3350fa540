"""A mailbox on an IMAP server. What belongs to its folders is listed first, then only what is new is fetched."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from domain.errors import MailboxError
from domain.mail import FetchedMail, MailLocation
from intake.arrival import received_at
from intake.imap_session import Folder, Session

log = logging.getLogger(__name__)

#: A longer list of UIDs is refused by some servers ('Too long argument').
UIDS_A_COMMAND = 500
#: Limits of one FETCH of whole mails: above 50 there is nothing more to win, and 8 MiB bound the memory.
MAILS_A_BATCH = 50
BYTES_A_BATCH = 8 << 20
#: So many mails in a row that break the connection mean that it is the server, not a mail.
_FAILURES_IN_A_ROW = 3
#: PEEK, so that \Seen is not set: the office's staff read the same mailbox.
_WHOLE = ("BODY.PEEK[]", "INTERNALDATE")


class ImapMailbox:
    r"""The `folders` of one account. A folder named '\All', '\Junk', '\Sent' … is found by its special use (RFC 6154).

    The key of a mail is account, folder, UIDVALIDITY and UID (RFC 9051, 2.3.1.1).
    """

    def __init__(self, account: str, session: Session, folders: Sequence[str]) -> None:
        self.account = account
        self._session = session
        self._folders = tuple(folders)
        self._failures = 0

    def locations(self) -> Iterator[MailLocation]:
        """List every mail, flags notwithstanding, on a fresh connection. Raises MailboxError, MailboxLoginError."""
        for name in self._names():
            folder = self._session.examine(name)
            for uid in self._session.uids():
                yield self._location(folder, uid)

    def fetch(self, locations: Sequence[MailLocation]) -> Iterator[FetchedMail]:
        """Fetch these mails, in the order given, in batches that bound the memory.

        Left out are mails that have gone, mails of a folder that was renumbered (UIDVALIDITY) since, and, with a
        warning, a mail that the server cannot give out. Raises MailboxError, MailboxLoginError.
        """
        self._failures = 0
        ours = [location for location in locations if location.account == self.account]
        for (name, uidvalidity), group in groupby(ours, key=lambda place: (place.folder, place.uidvalidity)):
            places = {int(place.uid): place for place in group}
            for batch in self._batches(name, uidvalidity, list(places)):
                answers = self._answers(name, uidvalidity, batch, _WHOLE)
                for uid in batch:
                    mail = _fetched(places[uid], answers.pop(uid, None))
                    if mail:
                        yield mail

    def counts(self) -> dict[str, int]:
        """Return folder → number of mails in it, on a fresh connection. Raises MailboxError, MailboxLoginError."""
        return {name: self._session.examine(name).exists for name in self._names()}

    def folder_names(self) -> tuple[str, ...]:
        """Return the names of all folders on the server. Raises MailboxError, MailboxLoginError."""
        return tuple(name for _, name in self._session.folders())

    def close(self) -> None:
        """Log out; the mailbox can be used again afterwards."""
        self._session.close()

    def _names(self) -> list[str]:
        self._session.close()
        return list(dict.fromkeys(self._real_name(folder) for folder in self._folders))

    def _real_name(self, folder: str) -> str:
        if not folder.startswith("\\"):
            return folder
        for flags, name in self._session.folders():
            if folder.lower() in {flag.lower() for flag in flags}:
                return name
        raise MailboxError(f"Trên máy chủ không có thư mục nào được đánh dấu là {folder}.")

    def _location(self, folder: Folder, uid: int) -> MailLocation:
        return MailLocation(account=self.account, folder=folder.name, uidvalidity=folder.uidvalidity, uid=str(uid))

    def _batches(self, name: str, uidvalidity: int, uids: Sequence[int]) -> Iterator[list[int]]:
        """Yield those of `uids` that are still there, in order, so many at a time as may be fetched at once."""
        for start in range(0, len(uids), UIDS_A_COMMAND):
            some = uids[start : start + UIDS_A_COMMAND]
            answers = self._answers(name, uidvalidity, some, ("RFC822.SIZE",))
            yield from by_size([(uid, answers[uid].get(b"RFC822.SIZE", 0)) for uid in some if uid in answers])

    def _answers(
        self, name: str, uidvalidity: int, uids: Sequence[int], items: Sequence[str]
    ) -> dict[int, dict[bytes, Any]]:
        """Ask for all `uids` at once; where that fails, for each by itself, so that one bad mail does not stop all."""
        if self._session.examine(name).uidvalidity != uidvalidity:
            return {}
        try:
            return self._session.fetch(uids, items)
        except MailboxError as error:
            log.warning("%d mail(s) could not be fetched together, trying one at a time: %s", len(uids), error)
        answers: dict[int, dict[bytes, Any]] = {}
        for uid in uids:
            # Connects anew; a server that has gone ends the round here.
            if self._session.examine(name).uidvalidity == uidvalidity:
                answers |= self._answer(name, uid, items)
        return answers

    def _answer(self, name: str, uid: int, items: Sequence[str]) -> dict[int, dict[bytes, Any]]:
        try:
            answer = self._session.fetch([uid], items)
        except MailboxError as error:
            self._failures += 1
            if self._failures == _FAILURES_IN_A_ROW:
                raise
            log.warning("a mail is left out, the server does not give it: %s UID %d: %s", name, uid, error)
            return {}
        self._failures = 0
        return answer


def by_size(sizes: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Split (UID, size in bytes) pairs into batches of UIDs within the limits; a mail over them comes alone."""
    batch: list[int] = []
    room = BYTES_A_BATCH
    for uid, size in sizes:
        if batch and (size > room or len(batch) == MAILS_A_BATCH):
            yield batch
            batch, room = [], BYTES_A_BATCH
        batch.append(uid)
        room -= size
    if batch:
        yield batch


def _fetched(location: MailLocation, answer: dict[bytes, Any] | None) -> FetchedMail | None:
    raw = answer.get(b"BODY[]") if answer else None
    if answer is None or not isinstance(raw, bytes):
        return None
    stamp = answer.get(b"INTERNALDATE")
    if isinstance(stamp, datetime):
        arrived_at = (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)).astimezone(UTC)
    else:
        # A server that keeps no such time: the mail was surely there when it was fetched.
        arrived_at = received_at(raw) or datetime.now(UTC)
    return FetchedMail(location=location, raw=raw, arrived_at=arrived_at)
