"""Automatic numbers of OpenDocument texts, worked out as LibreOffice draws them.

OpenDocument 1.3 part 3: 16.30 (list styles), 16.34 (outline numbering), 19.779-19.880 (attributes of lists). Where the
standard leaves it open LibreOffice's way is taken: a level that was jumped over counts as its first number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from parsers.legacy import decode, encoding_of
from parsers.opendocument_styles import STYLE, TEXT, Styles
from parsers.tidy import tidy
from parsers.word_numbers import figure
from parsers.word_styles import number

LEVELS = 10
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LIST_FORMAT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format"
_PLACEHOLDER = re.compile(r"%(\d{1,2})%")
_OUTLINE = "\x00outline"
_FORMATS = {"1": "decimal", "I": "upperRoman", "i": "lowerRoman", "A": "upperLetter", "a": "lowerLetter"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list style."""

    bullet: str = ""
    #: 'style:num-format': '1', 'I', 'a' …; '' draws no number.
    format: str = ""
    prefix: str = ""
    suffix: str = ""
    #: 'text:display-levels': how many levels, this one the last, are drawn.
    shown: int = 1
    start: int = 1
    #: 'style:num-letter-sync': 'bb' behind 'z' rather than 'ba'.
    same_letters: bool = False
    #: LibreOffice's own 'num-list-format', '%1%.%2%.'; where it stands it is what LibreOffice draws.
    pattern: str | None = None
    font: str | None = None

    @property
    def figures(self) -> bool:
        """Whether it draws a number."""
        return bool(self.format)

    def figure(self, count: int) -> str:
        """Return `count` as this level writes it."""
        if self.format in ("A", "a") and not self.same_letters and count > 26:
            return _letters(count).upper() if self.format == "A" else _letters(count)
        name = "decimalZero" if self.format.startswith("0") else _FORMATS.get(self.format, "decimal")
        return figure(count, name)


_NO_LEVEL = Level()
ListStyle = dict[int, Level]


@dataclass(slots=True)
class OpenList:
    """A list as the walk goes through it: its style, its counters, and how deep the walk is in it."""

    name: str | None
    style: ListStyle
    #: Count of the last paragraph of each level; shared with lists that continue this one.
    counts: list[int | None] = field(default_factory=lambda: [None] * LEVELS)
    level: int = 0

    def inner(self, name: str | None, style: ListStyle) -> OpenList:
        """Return the list inside one of this list's items."""
        return OpenList(name, style, self.counts, min(self.level + 1, LEVELS - 1))

    def draw(self, start: int | None) -> str:
        """Count one item, from `start` where it says so, and return the number or bullet drawn before it."""
        for outer in range(self.level):
            if self.counts[outer] is None:
                self.counts[outer] = self.style.get(outer, _NO_LEVEL).start
        before = self.counts[self.level]
        own = self.style.get(self.level, _NO_LEVEL)
        self.counts[self.level] = start if start is not None else own.start if before is None else before + 1
        self.end_inner()
        label = own.bullet or (self._by_pattern(own.pattern) if own.pattern else self._by_parts(own))
        return tidy(decode(label, encoding_of(own.font))).strip()

    def end_inner(self) -> None:
        """Have lists inside begin anew behind a paragraph of this level, one without a number too."""
        self.counts[self.level + 1 :] = [None] * (LEVELS - self.level - 1)

    @property
    def is_bullet(self) -> bool:
        """Whether this level draws bullets."""
        return bool(self.style.get(self.level, _NO_LEVEL).bullet)

    def _figure(self, level: int) -> str:
        drawn = self.style.get(level, _NO_LEVEL)
        count = self.counts[level] if level < LEVELS else None
        return drawn.figure(count) if count is not None and drawn.figures else ""

    def _by_pattern(self, pattern: str) -> str:
        """Fill in a pattern; what follows the number of a level that draws none goes with it."""
        head, *rest = _PLACEHOLDER.split(pattern)
        label = head
        for level, between in zip(rest[::2], rest[1::2], strict=True):
            drawn = self._figure(int(level) - 1)
            label += drawn + between if drawn or int(level) - 1 == self.level else ""
        return label

    def _by_parts(self, own: Level) -> str:
        first = max(0, self.level + 1 - own.shown)
        drawn = [figure for level in range(first, self.level + 1) if (figure := self._figure(level))]
        return own.prefix + ".".join(drawn if own.figures else ()) + own.suffix


class Lists:
    """The lists of one document; ask in the order of its paragraphs."""

    def __init__(self, roots: Iterable[Any], styles: Styles) -> None:
        self._styles: dict[str, ListStyle] = {}
        self._named: dict[str, OpenList] = {}
        self._last: OpenList | None = None
        for root in roots:
            for element in root.iter(TEXT + "list-style", TEXT + "outline-style"):
                style = _list_style(element, styles)
                self._styles[element.get(STYLE + "name") or ""] = style
                if element.tag == TEXT + "outline-style":
                    self._named[_OUTLINE] = OpenList(_OUTLINE, style)

    def open(self, element: Any, around: OpenList | None, paragraph_style: str | None) -> OpenList:
        """Return the list that a text:list begins; `paragraph_style` is the list of its first paragraph's style."""
        name = element.get(TEXT + "style-name") or (around.name if around else None) or paragraph_style
        style = self._styles.get(name or "", {})
        if around is not None:
            return around.inner(name, style)
        continued = self._named.get(element.get(TEXT + "continue-list") or "")
        if continued is None and element.get(TEXT + "continue-numbering") == "true":
            continued = self._last
        opened = OpenList(name, style)
        if continued is not None and continued.name == name:
            opened.counts = continued.counts
        return self._keep(opened, element.get(_XML_ID))

    def numbered_paragraph(self, element: Any, paragraph_style: str | None) -> OpenList:
        """Return the list of a text:numbered-paragraph, which names its list and level itself (5.3.6)."""
        name = element.get(TEXT + "style-name") or paragraph_style
        key = element.get(TEXT + "list-id") or name or ""
        known = self._named.get(key) or self._keep(OpenList(name, self._styles.get(name or "", {})), key)
        level = (number(element.get(TEXT + "level")) or 1) - 1
        return OpenList(name, known.style, known.counts, min(max(level, 0), LEVELS - 1))

    def _keep(self, opened: OpenList, key: str | None) -> OpenList:
        self._last = opened
        if key:
            self._named[key] = opened
        return opened

    def heading(self, level: int) -> OpenList | None:
        """Return the document's outline at `level`, None where headings of that level are not numbered."""
        outline = self._named.get(_OUTLINE)
        if outline is None or not 0 <= level < LEVELS:
            return None
        own = outline.style.get(level, _NO_LEVEL)
        drawn = own.figures or own.bullet or own.prefix or own.suffix
        return OpenList(_OUTLINE, outline.style, outline.counts, level) if drawn else None


def _list_style(element: Any, styles: Styles) -> ListStyle:
    return {
        level - 1: _level(child, styles)
        for child in element.iterchildren("*")
        if (level := number(child.get(TEXT + "level"))) is not None and 1 <= level <= LEVELS
    }


def _level(element: Any, styles: Styles) -> Level:
    kind = element.tag.rpartition("}")[2]
    own = styles.look_of(element.find(STYLE + "text-properties")).font
    font = own or styles.look("text", element.get(TEXT + "style-name")).font
    if kind == "list-level-style-image":
        return Level(bullet="•")
    if kind == "list-level-style-bullet":
        return Level(bullet=element.get(TEXT + "bullet-char") or "•", font=font)
    start = number(element.get(TEXT + "start-value"))
    return Level(
        format=element.get(STYLE + "num-format") or "",
        prefix=element.get(STYLE + "num-prefix") or "",
        suffix=element.get(STYLE + "num-suffix") or "",
        shown=max(1, number(element.get(TEXT + "display-levels")) or 1),
        start=1 if start is None else start,
        same_letters=element.get(STYLE + "num-letter-sync") == "true",
        pattern=element.get(_LIST_FORMAT),
        font=font,
    )


def _letters(count: int) -> str:
    """Return 'a' … 'z', 'aa', 'ab' …"""
    letters = ""
    while count > 0:
        count, index = divmod(count - 1, 26)
        letters = chr(ord("a") + index) + letters
    return letters
