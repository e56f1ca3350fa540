"""The rule of the house: domain knows nobody, rooms know only domain, service knows everybody."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
ROOMS = {"intake", "parsers", "store", "notifier", "exports", "web"}
ALL = ROOMS | {"domain", "service"}
#: Libraries with one owner room; python-docx reads in parsers and writes in exports.
OWNERS = {
    "imapclient": {"intake"},
    "mailparser": {"intake"},
    "docx": {"parsers", "exports"},
    "python_calamine": {"parsers"},
    "pypdfium2": {"parsers"},
    "olefile": {"parsers"},
    "rapidfuzz": {"parsers"},
    "pebble": {"parsers"},
    "openpyxl": {"exports"},
    "reportlab": {"exports"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "smtplib": {"notifier"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "apscheduler": {"service"},
    "pydantic": {"service"},
}


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: absolute imports only"
            yield (node.module or "").split(".")[0]


def all_imports() -> Iterator[tuple[str, Path, str]]:
    for room in sorted(ALL):
        for path in (HOME / room).rglob("*.py"):
            for name in imports_of(path):
                yield room, path.relative_to(HOME), name


def test_rooms_import_domain_and_never_one_another() -> None:
    allowed = {room: {room, "domain"} for room in ROOMS} | {"domain": {"domain"}, "service": ALL}
    broken = [f"{path} imports {name}" for room, path, name in all_imports() if name in ALL - allowed[room]]
    assert not broken


def test_domain_uses_the_standard_library_only() -> None:
    import sys

    foreign = [
        f"{path} imports {name}"
        for room, path, name in all_imports()
        if room == "domain" and name not in sys.stdlib_module_names | {"domain"}
    ]
    assert not foreign


def test_each_library_has_its_owner_room() -> None:
    strays = [f"{path} imports {name}" for room, path, name in all_imports() if room not in OWNERS.get(name, ALL)]
    assert not strays


@pytest.mark.parametrize("room", sorted(ALL))
def test_no_module_is_named_after_a_library(room: str) -> None:
    assert not {path.stem for path in (HOME / room).rglob("*.py")} & set(OWNERS)
