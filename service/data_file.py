"""What the loaders of the office's own files share. Their messages are Vietnamese: the clerk made the files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from domain.errors import ConfigError
from domain.vietnamese import nfc

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_text(path: Path) -> str:
    """Return the text of `path`, UTF-8 with or without byte order mark, NFC. Raises ConfigError."""
    try:
        return nfc(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError([f"{path}: không mở được tệp ({error.strerror})."]) from error
    except UnicodeDecodeError as error:
        message = f"{path}: tệp không ở bảng mã UTF-8. Trong Excel, chọn Lưu thành → “CSV UTF-8” rồi lưu lại."
        raise ConfigError([message]) from error


def refuse(path: Path, problems: Iterable[str]) -> None:
    """Raise ConfigError with every problem, each with the file's name in front; return where there is none."""
    found = [f"{path.name}: {problem}" for problem in problems]
    if found:
        raise ConfigError(found)


def is_id(text: str) -> bool:
    """Whether `text` can be an id: lower-case letters without accents, digits, hyphens between them."""
    return _ID.fullmatch(text) is not None


def parse_day(text: str) -> date | None:
    """Return the day that '2017-06-30' or '30/6/2017' (Excel in Vietnam) means, None where it is no day."""
    try:
        found = _DAY.fullmatch(text)
        return date(*(int(found[n]) for n in (3, 2, 1))) if found else date.fromisoformat(text)
    except ValueError:
        return None


def unknown_keys(where: str, given: Mapping[str, object], known: Iterable[str]) -> list[str]:
    """Return one problem for each key of `given` that nobody reads."""
    return [f"{where}: không có khóa nào tên “{key}”." for key in given if key not in set(known)]
