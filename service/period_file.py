"""A reporting period as a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from domain.errors import ConfigError
from domain.period import Deadline, Dispatch, Period
from service.data_file import is_id, read_text, refuse, unknown_keys

_TABLES = {"quick": ("last_day",), "official": ("last_day",), "dispatch": ("number", "dated", "subject")}
_KEYS = ("id", "name", "template", "opens", "data_cutoff", *_TABLES)


def load_period(path: Path) -> Period:
    """Return the period of a TOML file.

    Keys: id, name, template, opens (a day), data_cutoff? (a day); tables [quick] and [official] with last_day, the last
    day that is in time; [dispatch] with number, dated, subject. Raises ConfigError with every problem found.
    """
    try:
        given = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path.name}: không phải tệp TOML ({error})."]) from error
    refuse(path, _problems(given))
    return Period(
        id=given["id"],
        name=given["name"],
        template_id=given["template"],
        opens=given["opens"],
        data_cutoff=given.get("data_cutoff"),
        quick=_deadline(given, "quick"),
        official=_deadline(given, "official"),
        dispatch=Dispatch(**given.get("dispatch", {})),
    )


def _deadline(given: Mapping[str, Any], kind: str) -> Deadline | None:
    return Deadline(last_day=given[kind]["last_day"]) if kind in given else None


def _problems(given: Mapping[str, Any]) -> Iterator[str]:
    yield from unknown_keys("kỳ báo cáo", given, _KEYS)
    for key in ("id", "name", "template"):
        if not isinstance(given.get(key), str) or not given[key].strip():
            yield f"thiếu “{key}” (chữ)."
    if isinstance(given.get("id"), str) and given["id"] and not is_id(given["id"]):
        yield f"mã kỳ “{given['id']}” phải gồm chữ thường không dấu, chữ số và dấu gạch nối."
    if not _is_day(given.get("opens")):
        yield "thiếu “opens” (ngày, ghi như 2017-05-15)."
    if "data_cutoff" in given and not _is_day(given["data_cutoff"]):
        yield "“data_cutoff” không phải là ngày (ghi như 2017-05-31)."
    for table, known in _TABLES.items():
        if isinstance(given.get(table, {}), dict):
            yield from _table_problems(table, given.get(table), known)
        else:
            yield f"[{table}] phải là một bảng."
    yield from _order_problems(given)


def _table_problems(table: str, given: Mapping[str, Any] | None, known: tuple[str, ...]) -> Iterator[str]:
    if given is None:
        return
    yield from unknown_keys(f"[{table}]", given, known)
    if "last_day" in known and not _is_day(given.get("last_day")):
        yield f"[{table}]: thiếu “last_day” (ngày cuối cùng còn đúng hạn, ghi như 2017-06-04)."
    if "dated" in given and not _is_day(given["dated"]):
        yield f"[{table}]: “dated” không phải là ngày."
    for key in ("number", "subject"):
        if key in given and not isinstance(given[key], str):
            yield f"[{table}]: “{key}” phải là chữ."


def _order_problems(given: Mapping[str, Any]) -> Iterator[str]:
    for table in ("quick", "official"):
        last = given[table].get("last_day") if isinstance(given.get(table), dict) else None
        if _is_day(given.get("opens")) and _is_day(last) and last < given["opens"]:
            yield f"[{table}]: hạn nộp đứng trước ngày mở kỳ (opens)."


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
