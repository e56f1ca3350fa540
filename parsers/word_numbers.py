"""Automatic numbers of Word, worked out as Word draws them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from parsers.legacy import decode, encoding_of
from parsers.tidy import tidy
from parsers.word_styles import Styles, W, child, number, val

LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list as defined (17.9.6)."""

    format: str = "decimal"
    #: 'lvlText': '%1.%2.' or a bullet.
    text: str = ""
    start: int = 1
    #: 'lvlRestart': the level (1 is the outermost) whose use restarts this one; 0 never, None any outer one.
    restart: int | None = None
    #: 'isLgl': inherited numbers are drawn in Arabic figures.
    legal: bool = False
    #: 'pStyle': the paragraph style that this level belongs to.
    style: str | None = None
    font: str | None = None


@dataclass(slots=True)
class Abstract:
    """An abstract list with the counters that all lists made from it share."""

    levels: dict[int, Level]
    counters: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(slots=True)
class Instance:
    """A list: an abstract list with its overrides (17.9.8)."""

    abstract: Abstract
    levels: dict[int, Level]
    starts: dict[int, int]
    #: Levels whose startOverride has restarted the shared counter already: this list's first number does it.
    started: set[int] = field(default_factory=set)


class Lists:
    """The lists of one document with their counters; draw in the order of its paragraphs."""

    def __init__(self) -> None:
        self.instances: dict[str, Instance] = {}

    def draw(self, num_id: str, level: int, mark_font: str | None = None) -> str:
        """Count one paragraph and return the number or bullet that Word draws before it.

        `mark_font` is the font of the paragraph's end, in which a level without a font of its own is drawn.
        """
        instance = self.instances[num_id]
        definition = instance.levels.get(level)
        if definition is None:
            return ""
        self._count(instance, level)
        text = _PLACEHOLDER.sub(lambda m: self._figure(instance, definition, int(m[1]) - 1), definition.text)
        return tidy(decode(text, encoding_of(definition.font or mark_font))).strip()

    def _count(self, instance: Instance, level: int) -> None:
        counters = instance.abstract.counters
        start = instance.starts.get(level, instance.levels[level].start)
        current = counters[level]
        begins = level in instance.starts and level not in instance.started
        instance.started.add(level)
        counters[level] = start if current is None or begins else current + 1
        for deeper in range(level + 1, LEVELS):
            restart = instance.levels[deeper].restart if deeper in instance.levels else None
            if restart is None or 0 < level + 1 <= restart:
                counters[deeper] = None

    @staticmethod
    def _figure(instance: Instance, drawn: Level, level: int) -> str:
        source = instance.levels.get(level)
        if source is None:
            return ""
        count = instance.abstract.counters[level]
        name = source.format
        if drawn.legal and name not in ("none", "decimalZero"):
            name = "decimal"
        return figure(source.start if count is None else count, name)

    def is_bullet(self, num_id: str, level: int) -> bool:
        """Whether the list draws bullets on this level."""
        definition = self.instances[num_id].levels.get(level)
        return definition is not None and definition.format == "bullet"


class Numbering(Lists):
    """The numbers of one document; ask for them in the order of its paragraphs, each story by itself."""

    def __init__(self, numbering: Any | None, styles: Styles) -> None:
        super().__init__()
        self._styles = styles
        if numbering is not None:
            self._load(numbering)

    def _load(self, numbering: Any) -> None:
        elements = {e.get(W + "abstractNumId"): e for e in numbering.iterchildren(W + "abstractNum")}
        nums = {e.get(W + "numId"): e for e in numbering.iterchildren(W + "num")}
        targets = {num_id: self._target(num_id, nums, elements) for num_id in nums}
        abstracts = {key: Abstract(levels=_levels(e, self._styles)) for key, e in elements.items()}
        for num_id, target in targets.items():
            if target in abstracts:
                self.instances[num_id] = self._instance(nums[num_id], abstracts[target])

    def _target(self, num_id: str, nums: dict[str, Any], abstracts: dict[str, Any]) -> str | None:
        """Return the abstract list behind a list, through numStyleLink to the numbering style's own (17.9.21)."""
        seen: set[str] = set()
        target: str | None = None
        while num_id in nums and num_id not in seen:
            seen.add(num_id)
            target = val(nums[num_id], "abstractNumId")
            abstract = abstracts.get(target or "")
            link = None if abstract is None else val(abstract, "numStyleLink")
            linked = next((s.num_id for s in self._styles.chain(link) if s.num_id), None)
            if linked is None:
                break
            num_id = linked
        return target

    def _instance(self, num: Any, abstract: Abstract) -> Instance:
        levels = dict(abstract.levels)
        starts: dict[int, int] = {}
        for override in num.iterchildren(W + "lvlOverride"):
            level = number(override.get(W + "ilvl"))
            if level is None:
                continue
            own = child(override, "lvl")
            if own is not None:
                levels[level] = _level(own, self._styles)
            start = number(val(override, "startOverride"))
            if start is not None:
                starts[level] = start
        return Instance(abstract=abstract, levels=levels, starts=starts)

    def place(self, props: Any | None, style_id: str | None) -> tuple[str, int] | None:
        """Return list and level of a paragraph, by its own numPr or its style's; None where it is in no list."""
        own = None if props is None else child(props, "numPr")
        num_id = None if own is None else val(own, "numId")
        level = None if own is None else number(val(own, "ilvl"))
        if num_id is None:
            styled = self._styled(style_id)
            if styled is None:
                return None
            num_id, style_level = styled
            level = style_level if level is None else level
        if num_id not in self.instances:
            return None
        return num_id, min(max(level or 0, 0), LEVELS - 1)

    def _styled(self, style_id: str | None) -> tuple[str, int] | None:
        chain = self._styles.chain(style_id)
        num_id = next((style.num_id for style in chain if style.num_id is not None), None)
        if num_id is None or num_id not in self.instances:
            return None
        levels = self.instances[num_id].levels
        for style in chain:
            # A level that names the style wins over the level the style names (17.9.23).
            linked = next((n for n, level in levels.items() if level.style == style.id), None)
            if linked is not None:
                return num_id, linked
            if style.num_id is not None:
                return num_id, style.level or 0
        return num_id, 0


def _levels(abstract: Any, styles: Styles) -> dict[int, Level]:
    return {
        index: _level(element, styles)
        for element in abstract.iterchildren(W + "lvl")
        if (index := number(element.get(W + "ilvl"))) is not None
    }


def _level(element: Any, styles: Styles) -> Level:
    legal = child(element, "isLgl")
    level = Level(
        # The format of newer programs stands in AlternateContent with a decimal fallback.
        format=val(element, "numFmt") or "decimal",
        text=val(element, "lvlText") or "",
        restart=number(val(element, "lvlRestart")),
        legal=legal is not None and legal.get(W + "val") not in ("0", "false", "off"),
        style=val(element, "pStyle"),
        font=styles.look_of(child(element, "rPr")).font,
    )
    start = number(val(element, "start"))
    # Without w:start Word counts from 0 (17.9.25).
    return replace(level, start=0 if start is None else start)


def figure(count: int, name: str) -> str:
    """Return `count` in the number format `name` (17.18.59); formats of other scripts come out as Arabic figures."""
    return _FORMATS.get(name, str)(count)


def _roman(count: int) -> str:
    def parts(rest: int) -> Iterator[str]:
        for worth, letters in _ROMAN:
            times, rest = divmod(rest, worth)
            yield letters * times

    return "".join(parts(count)) if count > 0 else str(count)


def _letter(count: int) -> str:
    if count < 1:
        return ""
    times, index = divmod(count - 1, 26)
    return chr(ord("a") + index) * (times + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda count: "",
    "bullet": lambda count: "",
    "decimalZero": lambda count: f"{count:02d}",
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerLetter": _letter,
    "numberInDash": lambda count: f"- {count} -",
    "decimalEnclosedParen": lambda count: f"({count})",
    "decimalEnclosedFullstop": lambda count: f"{count}.",
    "hex": lambda count: f"{count:X}",
}
