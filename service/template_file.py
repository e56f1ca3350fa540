"""The outline that a dispatch asks for, as a JSON file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from domain.errors import ConfigError
from domain.template import Section, Template
from service.data_file import read_text, refuse, unknown_keys

_TEXTS = ("id", "number", "title")
_LISTS = ("aliases", "prompts")
_KEYS = (*_TEXTS, "leaf", *_LISTS)


def load_template(path: Path) -> Template:
    """Return the outline of a JSON file: a list of sections {id, number, title, leaf, aliases?, prompts?}.

    Instead of the list the file may hold an object {name, sections}. Raises ConfigError with every problem found.
    """
    name, items = _open(path)
    refuse(path, _item_problems(items))
    sections = tuple(_section(item) for item in items)
    refuse(path, _outline_problems(sections))
    return Template(sections, name)


def _open(path: Path) -> tuple[str, list[Any]]:
    try:
        content = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise ConfigError([f"{path.name}: không phải tệp JSON (dòng {error.lineno}: {error.msg})."]) from error
    except RecursionError as error:
        raise ConfigError([f"{path.name}: tệp JSON lồng nhau quá sâu."]) from error
    if isinstance(content, list):
        return "", content
    if not isinstance(content, dict) or not isinstance(content.get("sections"), list):
        raise ConfigError([f"{path.name}: cần một danh sách mục, hoặc một đối tượng có “name” và “sections”."])
    name = content.get("name", "")
    problems = unknown_keys("đề cương", content, ("name", "sections"))
    refuse(path, problems if isinstance(name, str) else [*problems, "“name” phải là chữ."])
    return name, content["sections"]


def _item_problems(items: list[Any]) -> Iterator[str]:
    if not items:
        yield "đề cương không có mục nào."
    for position, item in enumerate(items, start=1):
        where = f"mục thứ {position}"
        if not isinstance(item, dict):
            yield f"{where}: phải là một đối tượng có {', '.join(_KEYS[:4])}."
            continue
        yield from unknown_keys(where, item, _KEYS)
        yield from (f"{where}: {problem}" for problem in _value_problems(item))


def _value_problems(item: Mapping[str, Any]) -> Iterator[str]:
    for key in _TEXTS:
        if not isinstance(item.get(key), str):
            yield f"thiếu “{key}” (chữ)."
        elif key != "number" and not item[key].strip():
            yield f"“{key}” để trống."
    if not isinstance(item.get("leaf"), bool):
        yield "thiếu “leaf” (true hoặc false)."
    for key in _LISTS:
        values = item.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            yield f"“{key}” phải là một danh sách chữ."


def _section(item: Mapping[str, Any]) -> Section:
    return Section(
        id=item["id"],
        number=item["number"],
        title=item["title"],
        leaf=item["leaf"],
        aliases=tuple(item.get("aliases", ())),
        prompts=tuple(item.get("prompts", ())),
    )


def _outline_problems(sections: tuple[Section, ...]) -> Iterator[str]:
    ids = [section.id for section in sections]
    yield from (f"mã mục “{id_}” có hai lần." for id_ in dict.fromkeys(ids) if ids.count(id_) > 1)
    if not any(section.leaf for section in sections):
        yield "không có mục nào để xếp nội dung (leaf: true)."
    for section in sections:
        if section.leaf and any(id_.startswith(f"{section.id}.") for id_ in ids):
            yield f"mục “{section.id}” có mục con nên không thể là leaf: true."
