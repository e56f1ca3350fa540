"""The register is split by idea; every part works on the same database."""

from __future__ import annotations

from store.database import Database


class Part:
    """One part of the register. Every public method is one transaction and raises RegisterError."""

    def __init__(self, database: Database) -> None:
        self._database = database
