"""What the office sets: templates, periods with their deadlines, units. Every change is noted in the log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from domain.errors import RegisterError
from domain.period import Deadline, Dispatch, Period, ReportKind
from domain.template import Template
from domain.unit import Unit, UnitAddress
from store.audit import write_note
from store.evidence import outline_tree, template_of
from store.part import Part
from store.tables import periods, templates, unit_addresses, units


class Office(Part):
    """Templates, periods and units."""

    def put_template(self, template_id: str, template: Template, *, who: str, now: datetime) -> None:
        """Add the template or replace it. What was filed under its sections before stays as it is."""
        values = {"name": template.name, "outline": outline_tree(template)}
        with self._database.writing() as connection:
            if read_template(connection, template_id) != template:
                _put(connection, templates, template_id, values)
                write_note(connection, who, f"Ghi đề cương “{template.name or template_id}” ({template_id}).", now)

    def template(self, template_id: str) -> Template | None:
        """Return a template."""
        with self._database.reading() as connection:
            return read_template(connection, template_id)

    def put_period(self, period: Period, *, who: str, now: datetime) -> None:
        """Add the period or replace it, its deadlines included; its template must be there."""
        with self._database.writing() as connection:
            if read_period(connection, period.id) != period:
                _put(connection, periods, period.id, _period_values(period))
                write_note(connection, who, f"Ghi kỳ báo cáo “{period.name}” ({period.id}).", now)

    def period(self, period_id: str) -> Period | None:
        """Return a period."""
        with self._database.reading() as connection:
            return read_period(connection, period_id)

    def periods(self) -> list[Period]:
        """Return every period, the one that opened last first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(periods).order_by(periods.c.opens.desc(), periods.c.id))
            return [_period(row) for row in rows]

    def set_deadline(
        self, period_id: str, kind: ReportKind, deadline: Deadline | None, *, who: str, now: datetime
    ) -> None:
        """Set or lift (None) the deadline of one kind. RegisterError where the period is not there."""
        last_day = deadline.last_day if deadline else None
        column = {ReportKind.QUICK: periods.c.quick_last_day, ReportKind.OFFICIAL: periods.c.official_last_day}[kind]
        with self._database.writing() as connection:
            period = read_period(connection, period_id)
            if period is None:
                raise RegisterError(f"there is no period {period_id!r}")
            if period.deadline(kind) != deadline:
                connection.execute(periods.update().where(periods.c.id == period_id).values({column: last_day}))
                change = f"{_in_words(period.deadline(kind))} → {_in_words(deadline)}"
                write_note(connection, who, f"Hạn nộp {kind.vietnamese} {period.name}: {change}.", now)

    def put_units(self, listed: Sequence[Unit], *, who: str, now: datetime) -> tuple[int, int]:
        """Add the units that are new, change those that differ, keep those not listed; return (added, changed).

        New units stand after the others, in the order given. A unit's addresses become those given.
        """
        with self._database.writing() as connection:
            known = {unit.id: unit for unit in read_units(connection)}
            added = [unit for unit in listed if unit.id not in known]
            changed = [unit for unit in listed if unit.id in known and unit != known[unit.id]]
            for unit in (*added, *changed):
                _put_unit(connection, unit)
            if added or changed:
                write_note(connection, who, _import_in_words(added, changed), now)
        return len(added), len(changed)

    def units(self, on: date | None = None) -> list[Unit]:
        """Return the units in the office's order: all, or those that exist on `on`."""
        with self._database.reading() as connection:
            return [unit for unit in read_units(connection) if on is None or unit.valid_on(on)]


def read_template(connection: Connection, template_id: str) -> Template | None:
    """Return a template, None where it is not there."""
    row = connection.execute(select(templates).where(templates.c.id == template_id)).one_or_none()
    return template_of(row.name, row.outline) if row else None


def read_period(connection: Connection, period_id: str) -> Period | None:
    """Return a period, None where it is not there."""
    row = connection.execute(select(periods).where(periods.c.id == period_id)).one_or_none()
    return _period(row) if row else None


def read_units(connection: Connection) -> list[Unit]:
    """Return every unit with its addresses in the office's order; two queries."""
    addresses: dict[str, list[UnitAddress]] = {}
    for row in connection.execute(select(unit_addresses).order_by(unit_addresses.c.unit, unit_addresses.c.position)):
        address = UnitAddress(email=row.email, valid_from=row.valid_from, valid_to=row.valid_to)
        addresses.setdefault(row.unit, []).append(address)
    rows = connection.execute(select(units).order_by(units.c.position, units.c.id))
    return [_unit(row, addresses.get(row.id, [])) for row in rows]


def _put(connection: Connection, table: Any, key: str, values: dict[str, Any]) -> None:
    statement = upsert(table).values(id=key, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=[table.c.id], set_=values))


def _put_unit(connection: Connection, unit: Unit) -> None:
    values = {
        "name": unit.name,
        "kind": unit.kind,
        "aliases": unit.aliases,
        "valid_from": unit.valid_from,
        "valid_to": unit.valid_to,
        "successor": unit.successor,
    }
    last = select(func.coalesce(func.max(units.c.position), 0)).scalar_subquery()
    statement = upsert(units).values(id=unit.id, position=last + 1, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=[units.c.id], set_=values))
    connection.execute(delete(unit_addresses).where(unit_addresses.c.unit == unit.id))
    addresses = _address_values(unit.id, unit.addresses)
    if addresses:
        connection.execute(insert(unit_addresses), addresses)


def _address_values(unit: str, addresses: Iterable[UnitAddress]) -> list[dict[str, Any]]:
    return [
        {"unit": unit, "position": n, "email": a.email, "valid_from": a.valid_from, "valid_to": a.valid_to}
        for n, a in enumerate(addresses)
    ]


def _unit(row: Any, addresses: list[UnitAddress]) -> Unit:
    return Unit(
        id=row.id,
        name=row.name,
        kind=row.kind,
        addresses=tuple(addresses),
        aliases=row.aliases,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        successor=row.successor,
    )


def _period_values(period: Period) -> dict[str, Any]:
    return {
        "name": period.name,
        "template": period.template_id,
        "opens": period.opens,
        "data_cutoff": period.data_cutoff,
        "quick_last_day": period.quick.last_day if period.quick else None,
        "official_last_day": period.official.last_day if period.official else None,
        "dispatch_number": period.dispatch.number,
        "dispatch_dated": period.dispatch.dated,
        "dispatch_subject": period.dispatch.subject,
    }


def _period(row: Any) -> Period:
    return Period(
        id=row.id,
        name=row.name,
        template_id=row.template,
        opens=row.opens,
        data_cutoff=row.data_cutoff,
        quick=Deadline(last_day=row.quick_last_day) if row.quick_last_day else None,
        official=Deadline(last_day=row.official_last_day) if row.official_last_day else None,
        dispatch=Dispatch(number=row.dispatch_number, dated=row.dispatch_dated, subject=row.dispatch_subject),
    )


def _in_words(deadline: Deadline | None) -> str:
    return f"hết ngày {deadline.last_day:%d/%m/%Y}" if deadline else "chưa định hạn"


def _import_in_words(added: Sequence[Unit], changed: Sequence[Unit]) -> str:
    parts = []
    if added:
        parts.append(f"thêm {len(added)} đơn vị ({', '.join(unit.id for unit in added)})")
    if changed:
        parts.append(f"sửa {len(changed)} đơn vị ({', '.join(unit.id for unit in changed)})")
    return f"Danh sách đơn vị: {'; '.join(parts)}."
