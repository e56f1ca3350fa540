"""The lease: one run at a time, whichever process or machine starts it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.dialects.sqlite import insert

from store.part import Part
from store.tables import lease


class Lease(Part):
    """One row with an owner and an expiry. `owner` must be different for every run, not only for every machine."""

    def take_lease(self, owner: str, now: datetime, seconds: int) -> bool:
        """Take the lease for `seconds` from `now` if it is free or expired; return whether `owner` has it now."""
        wanted = insert(lease).values(id=1, owner=owner, expires_at=now + timedelta(seconds=seconds))
        taken = wanted.on_conflict_do_update(
            index_elements=[lease.c.id],
            set_={"owner": wanted.excluded.owner, "expires_at": wanted.excluded.expires_at},
            where=lease.c.expires_at <= now,
        )
        with self._database.writing() as connection:
            return connection.execute(taken).rowcount == 1

    def renew_lease(self, owner: str, now: datetime, seconds: int) -> bool:
        """Return whether `owner` still had it; if so it lasts `seconds` from `now`."""
        longer = update(lease).where(lease.c.owner == owner).values(expires_at=now + timedelta(seconds=seconds))
        with self._database.writing() as connection:
            return connection.execute(longer).rowcount == 1

    def release_lease(self, owner: str) -> None:
        """Give the lease back; nothing happens where it has gone to another."""
        with self._database.writing() as connection:
            connection.execute(delete(lease).where(lease.c.owner == owner))
