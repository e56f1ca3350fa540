"""Sentences of invented reports: patterns from sentences.toml with figures filled in, the same for the same seed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from domain.period import ReportKind
from domain.template import Template

_SLOT = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"(\d+)(?:,(\d))?\.\.(\d+)(?:,(\d))?")
#: Figures of a half-year lie in the days before its cut-off.
_DAYS_BACK = 140
#: A section with at least so many patterns has room for one more sentence in a corrected version.
_ROOMY = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Prose:
    """Patterns, and what fills their slots."""

    sections: Mapping[str, Sequence[str]]
    #: For leaves of an outline that has no patterns of its own.
    any_leaf: Sequence[str]
    preface: Sequence[str]
    firms: Sequence[str]
    places: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Writer:
    """Who writes which report: decides every choice and every figure."""

    seed: int
    #: Tells this report's figures from another's.
    key: str
    #: What the report calls its unit, e.g. 'LĐLĐ huyện Buôn Đôn'.
    called: str
    #: Last day of which the figures tell.
    cutoff: date
    #: 2 is a corrected version: the same text, and in the fuller sections a sentence more.
    version: int = 1


@cache
def load_prose() -> Prose:
    """Return the patterns that lie beside this module."""
    data = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))
    return Prose(
        sections=data["sections"],
        any_leaf=data["any"]["leaf"],
        preface=data["preface"],
        firms=data["firms"],
        places=data["places"],
    )


def write_sections(template: Template, writer: Writer) -> dict[str, tuple[str, ...]]:
    """Return leaf id → sentences for every leaf of `template`."""
    prose = load_prose()
    return {
        leaf.id: _sentences(prose.sections.get(leaf.id, prose.any_leaf), writer, leaf.id) for leaf in template.leaves
    }


def write_preface(writer: Writer) -> tuple[str, ...]:
    """Return the paragraphs of a 'Đặc điểm tình hình' that the outline does not ask for."""
    dice = _dice(writer, "preface")
    return tuple(_fill(pattern, writer, dice) for pattern in load_prose().preface)


def write_table(writer: Writer) -> tuple[tuple[str, ...], ...]:
    """Return a table of new members, column names first."""
    dice = _dice(writer, "table")
    rows = [("TT", "Khối", "Chỉ tiêu năm", "Đã kết nạp", "Tỷ lệ %")]
    for number, place in enumerate(("Khối hành chính, sự nghiệp", "Khối trường học", "Khối doanh nghiệp"), start=1):
        target = dice.randint(60, 240)
        done = dice.randint(target // 4, target)
        rows.append((str(number), place, str(target), str(done), _decimal(1000 * done // target)))
    return tuple(rows)


def paper_number(writer: Writer) -> int:
    """Return the number under which the unit's office has entered the paper."""
    return _dice(writer, "number").randint(21, 96)


def in_words(kind: ReportKind | None) -> str:
    """Return what a unit calls its report; one that does not tell its kind says only 'báo cáo'."""
    return kind.vietnamese if kind else "báo cáo"


def _sentences(patterns: Sequence[str], writer: Writer, leaf: str) -> tuple[str, ...]:
    dice = _dice(writer, leaf)
    order = dice.sample(range(len(patterns)), len(patterns))
    count = dice.randint(1 if len(patterns) < _ROOMY else 2, min(4, len(patterns)))
    if writer.version > 1 and len(patterns) >= _ROOMY:
        count += 1
    return tuple(_fill(patterns[n], writer, _dice(writer, f"{leaf}/{n}")) for n in sorted(order[:count]))


def _fill(pattern: str, writer: Writer, dice: Random) -> str:
    return _SLOT.sub(lambda slot: _value(slot[1], writer, dice), pattern)


def _value(slot: str, writer: Writer, dice: Random) -> str:
    if slot == "đơn vị":
        return writer.called
    if slot == "doanh nghiệp":
        return dice.choice(load_prose().firms)
    if slot == "nơi":
        return dice.choice(load_prose().places)
    if slot == "ngày":
        return vietnamese_day(writer.cutoff - timedelta(days=dice.randint(10, _DAYS_BACK)))
    return _figure(slot, dice)


def _figure(slot: str, dice: Random) -> str:
    found = _RANGE.fullmatch(slot)
    if found is None:
        raise ValueError(f"sentences.toml: no such slot: {{{slot}}}")
    low, low_tenth, high, high_tenth = found.groups()
    if low_tenth is not None:
        return _decimal(dice.randint(int(low + low_tenth), int(high + high_tenth)))
    number = f"{dice.randint(int(low), int(high)):,}".replace(",", ".")
    return number.zfill(len(low)) if low.startswith("0") else number


def _decimal(tenths: int) -> str:
    return f"{tenths // 10},{tenths % 10}"


def vietnamese_day(day: date) -> str:
    """Return '03/5/2017' or '12/02/2017': days below 10 and months below 3 get a nought, as offices write them."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def _dice(writer: Writer, what: str) -> Random:
    return Random(f"{writer.seed}/{writer.key}/{what}")  # noqa: S311 - figures of a demo, not secrets
