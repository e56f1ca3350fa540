"""What a span or paragraph of an OpenDocument text looks like: automatic and common styles with all they come from.

OpenDocument 1.3 part 3: 16.2 (styles), 16.29 (formatting properties), 19.498 (parent styles).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from parsers.word_styles import Look, number

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_OASIS}office:1.0}}"
STYLE = f"{{{_OASIS}style:1.0}}"
TEXT = f"{{{_OASIS}text:1.0}}"
TABLE = f"{{{_OASIS}table:1.0}}"
DRAW = f"{{{_OASIS}drawing:1.0}}"
FO = f"{{{_OASIS}xsl-fo-compatible:1.0}}"
SVG = f"{{{_OASIS}svg-compatible:1.0}}"

_PLAIN = Look()
_BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class Style:
    """One style as written, without what it comes from."""

    parent: str | None
    look: Look
    #: 'style:list-style-name'; '' takes the list of the parent style away.
    list_style: str | None = None
    #: 'style:default-outline-level', counted from 0; -1 where it says that the style is no heading's.
    outline: int | None = None
    align: str | None = None
    #: Whether a cell of this style draws a line; None where it says nothing of borders.
    bordered: bool | None = None


class Styles:
    """All styles of a document by family and name; of two with one name the later root's counts."""

    def __init__(self, roots: Iterable[Any]) -> None:
        self._fonts: dict[str, str] = {}
        self._styles: dict[tuple[str, str], Style] = {}
        self._chains: dict[tuple[str, str], tuple[Style, ...]] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        for root in roots:
            for face in root.iter(STYLE + "font-face"):
                self._fonts[face.get(STYLE + "name") or ""] = (face.get(SVG + "font-family") or "").strip("'\"")
            for element in root.iter(STYLE + "default-style", STYLE + "style"):
                # A default style has no name (16.4); it stands below all others of its family.
                name = element.get(STYLE + "name") or ""
                self._styles[element.get(STYLE + "family") or "", name] = self._read(element)

    def _read(self, element: Any) -> Style:
        is_default = element.tag == STYLE + "default-style"
        paragraph = element.find(STYLE + "paragraph-properties")
        level = element.get(STYLE + "default-outline-level")
        return Style(
            parent=None if is_default else element.get(STYLE + "parent-style-name") or "",
            look=self.look_of(element.find(STYLE + "text-properties")),
            list_style=element.get(STYLE + "list-style-name"),
            outline=None if level is None else (number(level) or 0) - 1,
            align=None if paragraph is None else paragraph.get(FO + "text-align"),
            bordered=_borders_drawn(element.find(STYLE + "table-cell-properties")),
        )

    def look_of(self, props: Any | None) -> Look:
        """Return what a text-properties element says by itself."""
        if props is None:
            return _PLAIN
        underline = props.get(STYLE + "text-underline-style")
        hidden = props.get(TEXT + "display")
        return Look(
            bold=_bold(props.get(FO + "font-weight")),
            italic=_is(props.get(FO + "font-style"), "italic", "oblique"),
            underline=None if underline is None else underline != "none",
            hidden=_is(hidden, "none"),
            font=self._font(props),
        )

    def _font(self, props: Any) -> str | None:
        name = props.get(STYLE + "font-name")
        if name is not None:
            return self._fonts.get(name) or str(name)
        family = props.get(FO + "font-family")
        return None if family is None else str(family).strip("'\"")

    def chain(self, family: str, name: str | None) -> tuple[Style, ...]:
        """Return a style and all it comes from, nearest first, the family's default last; a circle is cut."""
        key = family, name or ""
        if key not in self._chains:
            found: list[Style] = []
            at: str | None = key[1]
            while at is not None and (style := self._styles.get((family, at))) and style not in found:
                found.append(style)
                at = style.parent
            self._chains[key] = tuple(found)
        return self._chains[key]

    def look(self, family: str, name: str | None) -> Look:
        """Return what a style says with all it comes from."""
        key = family, name or ""
        if key not in self._looks:
            look = _PLAIN
            for style in reversed(self.chain(family, name)):
                look = style.look.over(look)
            self._looks[key] = look
        return self._looks[key]

    def list_style(self, name: str | None) -> str | None:
        """Return the name of the list that a paragraph style belongs to."""
        return next((s.list_style for s in self.chain("paragraph", name) if s.list_style is not None), None) or None

    def taken_from_lists(self, name: str | None) -> bool:
        """Return whether a paragraph style says that its paragraphs are in no list, the outline's numbers included."""
        return next((s.list_style for s in self.chain("paragraph", name) if s.list_style is not None), None) == ""

    def outline(self, name: str | None) -> int | None:
        """Return the outline level, counted from 0, that a paragraph style stands for."""
        found = next((s.outline for s in self.chain("paragraph", name) if s.outline is not None), None)
        return found if found is not None and found >= 0 else None

    def align(self, name: str | None) -> str | None:
        """Return the alignment of a paragraph style."""
        return next((s.align for s in self.chain("paragraph", name) if s.align), None)

    def bordered(self, name: str | None) -> bool:
        """Return whether a cell of this style draws lines; without a word about it none is drawn."""
        return bool(next((s.bordered for s in self.chain("table-cell", name) if s.bordered is not None), None))


def _bold(weight: str | None) -> bool | None:
    if weight is None:
        return None
    return weight == "bold" or (number(weight) or 0) >= _BOLD_WEIGHT


def _is(value: str | None, *wanted: str) -> bool | None:
    return None if value is None else value in wanted


def _borders_drawn(props: Any | None) -> bool | None:
    if props is None:
        return None
    sides = ("", "-top", "-bottom", "-left", "-right")
    said = [border for side in sides if (border := props.get(f"{FO}border{side}")) is not None]
    return any(border not in ("none", "hidden") for border in said) if said else None
