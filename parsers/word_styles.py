"""What a run or paragraph of a .docx looks like: direct formatting, styles, styles they are based on, defaults.

ECMA-376 part 1: 17.7 (styles), 17.7.3 (toggle properties), 17.3.2.26 (fonts of a run).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VAL = W + "val"
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Look:
    """Formatting of a run as far as it is said; None where it is left to what stands below."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, below: Look) -> Look:
        """Return this look where it says something, `below` where it does not."""
        if self is _PLAIN:
            return below
        return Look(
            below.bold if self.bold is None else self.bold,
            below.italic if self.italic is None else self.italic,
            below.underline if self.underline is None else self.underline,
            below.hidden if self.hidden is None else self.hidden,
            self.font or below.font,
        )

    def toggled(self, below: Look) -> Look:
        """Return a character style's look on a paragraph style's: bold on bold is not bold (17.7.3)."""
        return Look(
            _toggle(self.bold, below.bold),
            _toggle(self.italic, below.italic),
            below.underline if self.underline is None else self.underline,
            _toggle(self.hidden, below.hidden),
            self.font or below.font,
        )


_PLAIN = Look()


def _toggle(upper: bool | None, lower: bool | None) -> bool | None:
    return bool(upper) != bool(lower) if upper is not None else lower


@dataclass(frozen=True, slots=True)
class Style:
    """One style as written, without what it is based on."""

    id: str
    name: str
    based_on: str | None
    look: Look
    num_id: str | None = None
    level: int | None = None
    outline: int | None = None
    align: str | None = None
    bordered: bool | None = None


class Styles:
    """All styles of a document, resolved along their chains on demand."""

    def __init__(self, styles: Any | None, theme: Any | None) -> None:
        self._theme = _theme_fonts(theme)
        #: Elements at first, read when a paragraph or another style asks for them: few of all styles are used.
        self._styles: dict[str, Style | Any] = {}
        self._defaults: dict[str, str] = {}
        self._base = _PLAIN
        self._looks: dict[str, Look] = {}
        self._chains: dict[str, tuple[Style, ...]] = {}
        if styles is not None:
            self._load(styles)

    def _load(self, styles: Any) -> None:
        self._base = self.look_of(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for element in styles.iterchildren(W + "style"):
            style_id = element.get(W + "styleId") or ""
            self._styles[style_id] = element
            if element.get(W + "default") not in (None, *_OFF):
                self._defaults[element.get(W + "type") or "paragraph"] = style_id

    def _style(self, style_id: str) -> Style | None:
        found = self._styles.get(style_id)
        if found is not None and not isinstance(found, Style):
            found = self._styles[style_id] = self._read(found)
        return found

    def _read(self, element: Any) -> Style:
        props = child(element, "pPr")
        num = None if props is None else child(props, "numPr")
        return Style(
            id=element.get(W + "styleId") or "",
            name=(val(element, "name") or "").lower(),
            based_on=val(element, "basedOn"),
            look=self.look_of(child(element, "rPr")),
            num_id=None if num is None else val(num, "numId"),
            level=None if num is None else number(val(num, "ilvl")),
            outline=None if props is None else number(val(props, "outlineLvl")),
            align=None if props is None else val(props, "jc"),
            bordered=borders_drawn(child(element, "tblPr")),
        )

    def look_of(self, props: Any | None) -> Look:
        """Return what an rPr element says by itself."""
        if props is None:
            return _PLAIN
        bold = italic = underline = hidden = None
        font = None
        for element in props.iterchildren():
            tag = element.tag
            if tag == W + "b":
                bold = _on(element)
            elif tag == W + "i":
                italic = _on(element)
            elif tag == W + "u":
                underline = _on(element)
            elif tag == W + "vanish":
                hidden = _on(element)
            elif tag == W + "rFonts":
                font = self._font(element)
        if font is None and bold is italic is underline is hidden is None:
            return _PLAIN
        return Look(bold, italic, underline, hidden, font)

    def _font(self, fonts: Any) -> str | None:
        # Letters above ASCII, all those that legacy fonts redraw, are drawn in the hAnsi font.
        for kind in ("hAnsi", "ascii"):
            theme = fonts.get(f"{W}{kind}Theme")
            if theme in self._theme:
                return self._theme[theme]
            if name := fonts.get(W + kind):
                return str(name)
        return None

    def default(self, kind: str) -> str | None:
        """Return the id of the default style for 'paragraph', 'table' …"""
        return self._defaults.get(kind)

    def chain(self, style_id: str | None) -> tuple[Style, ...]:
        """Return a style and all it is based on, nearest first; a circle is cut."""
        key = style_id or ""
        if key not in self._chains:
            found: list[Style] = []
            while style_id is not None and (style := self._style(style_id)) and style not in found:
                found.append(style)
                style_id = style.based_on
            self._chains[key] = tuple(found)
        return self._chains[key]

    def look(self, style_id: str | None) -> Look:
        """Return what a style says with all it is based on, document defaults left out."""
        if style_id is None:
            return _PLAIN
        if style_id not in self._looks:
            look = _PLAIN
            for style in reversed(self.chain(style_id)):
                look = style.look.over(look)
            self._looks[style_id] = look
        return self._looks[style_id]

    def run_look(self, paragraph_style: str | None, props: Any | None) -> Look:
        """Return the look of a run with `props` in a paragraph of `paragraph_style`."""
        look = self.look(paragraph_style).over(self._base)
        if props is None:
            return look
        if (character_style := val(props, "rStyle")) is not None:
            look = self.look(character_style).toggled(look)
        return self.look_of(props).over(look)


def child(parent: Any, name: str) -> Any | None:
    """Return the first child `name` of Word's own namespace; several times faster than find()."""
    return next(parent.iterchildren(W + name), None)


def val(parent: Any, name: str) -> str | None:
    """Return the w:val of the child `name`, None where there is none."""
    found = next(parent.iterchildren(W + name), None)
    return None if found is None else found.get(_VAL)


def number(text: str | None) -> int | None:
    """Return a whole number, None for anything else."""
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None


def _on(element: Any) -> bool:
    return (element.get(_VAL) or "1") not in _OFF


def borders_drawn(props: Any | None) -> bool | None:
    """Return whether table properties draw lines, None where they say nothing of borders."""
    borders = None if props is None else child(props, "tblBorders")
    if borders is None:
        return None
    return any((line.get(_VAL) or "nil") not in ("nil", "none") for line in borders.iterchildren())


def _theme_fonts(theme: Any | None) -> dict[str, str]:
    if theme is None:
        return {}
    fonts: dict[str, str] = {}
    for place in ("major", "minor"):
        latin = theme.find(f".//{A}{place}Font/{A}latin")
        if latin is not None and latin.get("typeface"):
            fonts |= {f"{place}HAnsi": latin.get("typeface"), f"{place}Ascii": latin.get("typeface")}
    return fonts
