"""The log of what people did (nhật ký thao tác)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from domain.records import AuditEntry
from store.part import Part
from store.tables import audit_log


def write_note(connection: Connection, who: str, what: str, now: datetime) -> None:
    """Add a line inside the transaction that does what the line says."""
    connection.execute(insert(audit_log).values(at=now, who=who, what=what))


class AuditLog(Part):
    """Who did what, when; lines are added and never changed."""

    def note(self, who: str, what: str, now: datetime) -> None:
        """Add one line; `what` is a Vietnamese sentence."""
        with self._database.writing() as connection:
            write_note(connection, who, what, now)

    def audit(self, limit: int = 200) -> list[AuditEntry]:
        """Return the latest `limit` lines, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(audit_log).order_by(audit_log.c.id.desc()).limit(limit))
            return [AuditEntry(at=row.at, who=row.who, what=row.what) for row in rows]
