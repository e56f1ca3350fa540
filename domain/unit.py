"""Units (đơn vị) that owe reports, as data with validity dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

#: Form of a mail address that this office can write to (a practical part of RFC 5321, 4.1.2).
EMAIL_FORM = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class UnitKind(StrEnum):
    """What a unit is; an office may add units of another kind under OTHER."""

    DISTRICT = "district"
    TOWN = "town"
    CITY = "city"
    SECTOR = "sector"
    COMMUNE = "commune"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitAddress:
    """One mail address of a unit, used from `valid_from` to `valid_to`, both included (None: no limit)."""

    email: str
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        """Whether the address belongs to the unit on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A unit. `valid_to` is its last day; `successor` the unit that took over its work."""

    id: str
    #: Full name as letters address it, e.g. 'Liên đoàn Lao động huyện Krông Pắc'.
    name: str
    kind: UnitKind = UnitKind.OTHER
    #: The first valid one receives letters; every one of them identifies the sender.
    addresses: tuple[UnitAddress, ...] = ()
    #: Other ways its name is written.
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = field(default=None)

    def valid_on(self, day: date) -> bool:
        """Whether the unit exists on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def emails_on(self, day: date) -> tuple[str, ...]:
        """Return the addresses in use on `day`, the main one first."""
        return tuple(a.email for a in self.addresses if a.valid_on(day))
