"""The register (sổ theo dõi): everything known about mails, reports, letters and what the office has set."""

from __future__ import annotations

from pathlib import Path

from domain.errors import RegisterError
from store.audit import AuditLog
from store.check import SelfCheck
from store.database import Database
from store.facts import Facts
from store.lease import Lease
from store.mails import Mails
from store.office import Office
from store.outbox import Outbox
from store.outcomes import Outcomes
from store.submissions import Submissions

#: How long a transaction waits while another process writes; each write takes milliseconds.
BUSY_SECONDS = 15.0


class Register(Office, Mails, Outcomes, Submissions, Facts, Outbox, Lease, AuditLog, SelfCheck):
    """All parts on one database. Every public method is one transaction, safe from any thread or process.

    Methods take aware datetimes, return frozen values, and raise RegisterError where the database cannot be used.
    """

    def __enter__(self) -> Register:
        """Return itself; the file is let go of at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def open_register(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Register:
    """Open the register kept in the SQLite file `path`; make it where it is missing, bring it up to this version.

    RegisterError where the file cannot be used, is locked for longer than `busy_seconds`, is no register, or was
    made by a newer version.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RegisterError(f"the folder of {path} cannot be made: {error}") from error
    database = Database(path, busy_seconds=busy_seconds)
    database.migrate()
    return Register(database)
