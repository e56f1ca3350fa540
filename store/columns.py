"""Column types: how the office's values stand in the database, and which values it refuses."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from domain.mail import require_aware

Word = TypeVar("Word", bound=StrEnum)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. A naive one is refused: nobody could tell which day it falls on."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC without its zone."""
        if value is None:
            return None
        require_aware(value, "a stored moment")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: aware, UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class OneOf(TypeDecorator[Word], Generic[Word]):
    """A word of a StrEnum, kept as its value."""

    impl = String(32)
    cache_ok = True

    def __init__(self, words: type[Word]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Word | None, dialect: Dialect) -> str | None:
        """To the database: the value; a word that is none of the enum's is refused."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Word | None:
        """From the database: the enum's member."""
        return None if value is None else self.words(value)


class Prose(TypeDecorator[str]):
    """Text that came from outside. Half characters (lone surrogates), which UTF-8 cannot hold, become '?'."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else _storable(value)


class Strings(TypeDecorator[tuple[str, ...]]):
    """A list of strings in one column, as JSON with its letters readable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else _storable(json.dumps(list(value), ensure_ascii=False))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """From the database."""
        return None if value is None else tuple(json.loads(value))


class Evidence(TypeDecorator[dict[str, Any]]):
    """A small tree of plain values, as JSON with its letters readable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else _storable(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any] | None:
        """From the database."""
        return None if value is None else json.loads(value)


class DayOrNone(TypeDecorator[date]):
    """A date, or '' for none: two NULLs are never equal in a unique index, two empty strings are."""

    impl = String(10)
    cache_ok = True
    # Compared with None, the column is still compared with '', not asked whether it IS NULL.
    coerce_to_is_types = ()

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str:
        """To the database."""
        return "" if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """From the database."""
        return date.fromisoformat(value) if value else None


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
