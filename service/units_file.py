"""The list of units as a CSV file, the way a clerk keeps it in Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from domain.errors import ConfigError
from domain.unit import EMAIL_FORM, Unit, UnitAddress, UnitKind
from domain.vietnamese import fold
from service.data_file import is_id, parse_day, read_text, refuse

_REQUIRED = ("id", "name")
_OPTIONAL = ("kind", "email", "aliases", "valid_from", "valid_to", "successor")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """One unit's row; `number` as Excel shows it."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def several(self, column: str) -> tuple[str, ...]:
        """Return the values of a cell that holds several, separated by ';'."""
        return tuple(value for part in self[column].split(";") if (value := part.strip()))


def load_units(path: Path) -> tuple[Unit, ...]:
    """Return the units of a CSV file, in its order.

    Columns: id, name; optional kind, email, aliases (both may hold several values, separated by ';'), valid_from,
    valid_to (2017-06-30 or 30/6/2017), successor (id of the unit that took over). UTF-8 with or without byte order
    mark, cells separated by ',' or ';'. Raises ConfigError with every problem found, row numbers as Excel shows them.
    """
    rows, problems = _read_rows(path)
    if not rows and not problems:
        problems.append("tệp không có đơn vị nào.")
    units = [_unit(row) for row in rows]
    for row in rows:
        problems += [f"dòng {row.number}: {problem}" for problem in _row_problems(row)]
    problems += _clashes(rows, units)
    refuse(path, problems)
    return tuple(units)


def _read_rows(path: Path) -> tuple[list[_Row], list[str]]:
    text = read_text(path)
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ConfigError([f"{path.name}: tệp CSV bị hỏng ({error})."]) from error
    columns = [name.strip().lower() for name in table[0]] if table else []
    problems = _column_problems(columns)
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        if any(cell.strip() for cell in cells[len(columns) :]):
            problems.append(f"dòng {number}: có {len(cells)} ô nhưng tệp chỉ có {len(columns)} cột.")
        if any(cell.strip() for cell in cells):
            rows.append(_Row(number=number, cells={c: v.strip() for c, v in zip(columns, cells, strict=False)}))
    return rows, problems


def _column_problems(columns: Sequence[str]) -> list[str]:
    known = (*_REQUIRED, *_OPTIONAL)
    return [
        *(f"dòng 1: thiếu cột “{name}”." for name in _REQUIRED if name not in columns),
        *(
            f"dòng 1: không có cột nào tên “{name}”; các cột là {', '.join(known)}."
            for name in columns
            if name and name not in known
        ),
        *(f"dòng 1: cột “{name}” có hai lần." for name in dict.fromkeys(columns) if columns.count(name) > 1),
    ]


def _unit(row: _Row) -> Unit:
    kind = row["kind"].lower()
    return Unit(
        id=row["id"],
        name=row["name"],
        kind=UnitKind(kind) if kind in set(UnitKind) else UnitKind.OTHER,
        addresses=tuple(UnitAddress(email=email.lower()) for email in row.several("email")),
        aliases=row.several("aliases"),
        valid_from=parse_day(row["valid_from"]),
        valid_to=parse_day(row["valid_to"]),
        successor=row["successor"] or None,
    )


def _row_problems(row: _Row) -> Iterator[str]:
    if "id" in row.cells and not is_id(row["id"]):
        yield f"mã đơn vị “{row['id']}” phải gồm chữ thường không dấu, chữ số và dấu gạch nối, ví dụ “krong-pac”."
    if "name" in row.cells and not row["name"]:
        yield "chưa ghi tên đơn vị."
    if row["kind"] and row["kind"].lower() not in set(UnitKind):
        yield f"loại đơn vị “{row['kind']}” không có; các loại là {', '.join(UnitKind)}."
    for email in row.several("email"):
        if not EMAIL_FORM.fullmatch(email):
            yield f"“{email}” không phải là địa chỉ thư điện tử."
    for column in ("valid_from", "valid_to"):
        if row[column] and parse_day(row[column]) is None:
            yield f"cột “{column}” có “{row[column]}” không phải là ngày; ghi như 30/6/2017."
    start, end = parse_day(row["valid_from"]), parse_day(row["valid_to"])
    if start and end and end < start:
        yield "ngày cuối (valid_to) đứng trước ngày đầu (valid_from)."


def _clashes(rows: Sequence[_Row], units: Sequence[Unit]) -> Iterator[str]:
    """Yield what is wrong between rows: an id twice, a name or address of two units at one time, a lost successor."""
    ids = {unit.id for unit in units}
    for row, unit in zip(rows, units, strict=True):
        if unit.successor is not None and (unit.successor not in ids or unit.successor == unit.id):
            yield f"dòng {row.number}: đơn vị kế thừa “{unit.successor}” không có trong danh sách."
    for both, _, _, shared in _sharing(rows, units, lambda unit: {unit.id} - {""}):
        yield f"{both}: cùng mã đơn vị “{shared}”."
    for both, one, other, shared in _sharing(rows, units, _emails):
        if _at_one_time(one, other):
            yield f"{both}: cùng địa chỉ “{shared}”; mỗi địa chỉ chỉ thuộc một đơn vị."
    for both, one, other, shared in _sharing(rows, units, _folded_names):
        if _at_one_time(one, other):
            yield f"{both}: cùng tên gọi “{next(n for n in _names(one) if fold(n) == shared)}”."


def _sharing(
    rows: Sequence[_Row], units: Sequence[Unit], keys: Callable[[Unit], set[str]]
) -> Iterator[tuple[str, Unit, Unit, str]]:
    """Yield every two units that share one of `keys`: their rows in words, both units, the key."""
    holders: dict[str, list[tuple[_Row, Unit]]] = {}
    for row, unit in zip(rows, units, strict=True):
        for key in sorted(keys(unit)):
            holders.setdefault(key, []).append((row, unit))
    for key, held in holders.items():
        for (row, one), (other_row, other) in combinations(held, 2):
            yield f"dòng {row.number} và dòng {other_row.number}", one, other, key


def _at_one_time(one: Unit, other: Unit) -> bool:
    if one.id == other.id:
        return False
    latest_start = max(one.valid_from or date.min, other.valid_from or date.min)
    return latest_start <= min(one.valid_to or date.max, other.valid_to or date.max)


def _emails(unit: Unit) -> set[str]:
    return {address.email for address in unit.addresses}


def _names(unit: Unit) -> tuple[str, ...]:
    return tuple(name for name in (unit.name, *unit.aliases) if name)


def _folded_names(unit: Unit) -> set[str]:
    return {fold(name) for name in _names(unit)}
