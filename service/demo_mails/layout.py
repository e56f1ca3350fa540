"""A report on paper with the habits of the unit that wrote it, and where a careful clerk would file each paragraph."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from domain.template import Section, Template
from exports.blank_report import depth
from exports.report_sheet import Grid, Heading, Letterhead, Part, ReportSheet, Text

NOTHING = "Không có."
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


class Marks(Enum):
    """How headings are marked."""

    #: 'I.', '1.', '1.1.'
    DOTS = "dots"
    #: 'I/', '1/', '1.1/'
    SLASHES = "slashes"
    #: Bold lines without a number; the innermost ones are list items.
    UNNUMBERED = "unnumbered"


@dataclass(frozen=True, kw_only=True, slots=True)
class Habits:
    """How a unit deviates from the outline. Sections are named by id and stand for all below them."""

    marks: Marks = Marks.DOTS
    colon: bool = False
    #: The first sentence of a leaf stands on the heading's own line.
    run_in: bool = False
    accents: bool = True
    #: 'Đặc điểm tình hình' stands in front, every number of the first level shifts.
    preface: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    #: Leaves answered 'Không có.'
    nothing: tuple[str, ...] = ()
    #: Two neighbours under one heading; every paragraph says by its lead-in where it belongs.
    merged: tuple[str, str] | None = None
    #: Numbers typed wrongly, by section id.
    wrong_numbers: Mapping[str, str] = field(default_factory=dict)
    #: A table, and the leaf that it stands in.
    table: tuple[str, tuple[tuple[str, ...], ...]] | None = None
    bullet: str = "-"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outlined:
    """The body of a report: its parts in order, and leaf id → paragraphs as a careful clerk would file them."""

    parts: tuple[Part, ...]
    filed: Mapping[str, tuple[str, ...]]


def outline(template: Template, texts: Mapping[str, tuple[str, ...]], habits: Habits) -> Outlined:
    """Return `texts` (leaf id → sentences) under the headings of `template`, written with `habits`."""
    body = _Body(template, texts, habits)
    parts = tuple(body.parts())
    if not habits.accents:
        parts = tuple(_each_text(part, unaccented) for part in parts)
        body.filed = {leaf: tuple(map(unaccented, lines)) for leaf, lines in body.filed.items()}
    return Outlined(parts=parts, filed=body.filed)


def without_accents(sheet: ReportSheet) -> ReportSheet:
    """Return `sheet` with every line typed without accents."""

    def lines(given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(unaccented, given))

    head = sheet.letterhead
    return dataclasses.replace(
        sheet,
        letterhead=Letterhead(
            superior=unaccented(head.superior),
            issuer=unaccented(head.issuer),
            number=unaccented(head.number),
            place_and_date=unaccented(head.place_and_date),
        ),
        title=lines(sheet.title),
        opening=lines(sheet.opening),
        closing=lines(sheet.closing),
        recipients=lines(sheet.recipients),
        signature=lines(sheet.signature),
    )


def unaccented(text: str) -> str:
    """Return `text` as typed without a Vietnamese keyboard, letter case kept."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


class _Body:
    def __init__(self, template: Template, texts: Mapping[str, tuple[str, ...]], habits: Habits) -> None:
        self._template = template
        self._texts = texts
        self._habits = habits
        self.filed: dict[str, tuple[str, ...]] = {}

    def parts(self) -> Iterator[Part]:
        if self._habits.preface:
            yield Heading(title="ĐẶC ĐIỂM TÌNH HÌNH", number=_ROMAN[0] + ".")
            yield from (Text(text=text, bullet=self._habits.bullet) for text in self._habits.preface)
        for section in self._template.sections:
            if not self._within(section, self._habits.left_out) and not self._is_merged_away(section):
                yield from self._section(section)

    def _section(self, section: Section) -> Iterator[Part]:
        heading = self._heading(section)
        lines = self._lines(section)
        if self._habits.run_in and lines:
            heading = dataclasses.replace(heading, title=f"{heading.title.rstrip(':')}:", run_in=lines[0])
            lines = lines[1:]
        yield heading
        yield from (Text(text=line, bullet=self._habits.bullet) for line in lines)
        if self._habits.table and self._habits.table[0] == section.id:
            rows = self._habits.table[1]
            yield Grid(rows=rows)
            self.filed[section.id] += tuple(" | ".join(row) for row in rows)

    def _heading(self, section: Section) -> Heading:
        title = section.title
        if self._habits.merged and section.id == self._habits.merged[0]:
            title = f"{title}; {_small(self._template[self._habits.merged[1]].title)}"
        colon = ":" if self._habits.colon else ""
        level = depth(self._template, section)
        return Heading(title=title + colon, number=self._number(section, level), level=level)

    def _number(self, section: Section, level: int) -> str:
        number = self._habits.wrong_numbers.get(section.id, section.number)
        if self._habits.preface and level == 0 and number in _ROMAN[:-1]:
            number = _ROMAN[_ROMAN.index(number) + 1]
        if self._habits.marks is Marks.UNNUMBERED:
            return "*" if section.leaf and level > 0 else ""
        return number + ("/" if self._habits.marks is Marks.SLASHES else ".")

    def _lines(self, section: Section) -> tuple[str, ...]:
        """Return the paragraphs that stand under `section` on paper, and note where each belongs."""
        if not section.leaf:
            return ()
        partner = self._merged_partner(section)
        if partner is None:
            lines = (NOTHING,) if section.id in self._habits.nothing else self._texts[section.id]
            self.filed[section.id] = lines
            return lines
        for leaf in (section, partner):
            parent = self._template.parent(leaf.id) or leaf
            self.filed[leaf.id] = tuple(f"Về {_small(parent.title)}: {text}" for text in self._texts[leaf.id])
        return self.filed[section.id] + self.filed[partner.id]

    def _merged_partner(self, section: Section) -> Section | None:
        """Return the leaf of the second merged section that shares the heading of `section`, a leaf of the first."""
        if self._habits.merged is None or not self._within(section, self._habits.merged[:1]):
            return None
        first, second = self._habits.merged
        return self._template[second + section.id.removeprefix(first)]

    def _is_merged_away(self, section: Section) -> bool:
        return self._habits.merged is not None and self._within(section, self._habits.merged[1:])

    @staticmethod
    def _within(section: Section, ids: tuple[str, ...]) -> bool:
        return any(section.id == id_ or section.id.startswith(f"{id_}.") for id_ in ids)


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]


def _each_text(part: Part, change: Callable[[str], str]) -> Part:
    if isinstance(part, Heading):
        return dataclasses.replace(part, title=change(part.title), run_in=change(part.run_in))
    if isinstance(part, Text):
        return dataclasses.replace(part, text=change(part.text))
    return Grid(rows=tuple(tuple(change(cell) for cell in row) for row in part.rows))
