"""The lines of one PDF page, made of its characters sorted by position.

In content order the Vietnamese letters that a page draws in a fallback font fall to the ends of lines; by baseline
and left edge they stand where the eye sees them.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, NamedTuple

from parsers.legacy import Encoding, decode, encoding_of, is_unicode

#: Baselines within so much of the letter size belong to one line: raised figures and marks do.
_SAME_LINE = 0.4
#: A gap of so much of the letter size is a space; one of so much more parts columns.
_SPACE, _COLUMN = 0.14, 1.7
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|,b$", re.IGNORECASE)
_BOLD_WEIGHT = 600
_INVISIBLE_TEXT = 3
_IMAGE, _PATH = 3, 2
#: The number of a footnote is smaller than so much of the letters before it, and raised by so much of their size.
_SMALL, _RAISED = 0.8, 0.15
#: What is drawn thinner and longer than so many points is a line.
_THIN, _LONG, _TALL = 2.5, 15, 5
#: A page under a picture of so much of its area, with fewer characters than so many on it, is a scan.
_SCAN_COVER, _SCAN_CHARACTERS = 0.5, 200


@dataclass(frozen=True, slots=True)
class _Face:
    """How a text object is drawn."""

    size: float
    bold: bool
    encoding: Encoding
    invisible: bool


@dataclass(slots=True)
class _Glyph:
    text: str
    origin: float
    left: float
    right: float
    baseline: float
    face: _Face


@dataclass(frozen=True, slots=True)
class Word:
    """Letters with no gap between them. Lengths in points, from the page's lower left corner."""

    text: str
    left: float
    right: float
    bold: bool
    #: Its own baseline, which may differ a little from its line's; None where only the line's is known.
    baseline: float | None = None
    #: Small raised figures at its end, as the number of a footnote is; part of `text`.
    raised: str = ""
    #: The footnote that hangs on it.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line with no wide gap inside; most lines are one segment."""

    words: tuple[Word, ...]
    baseline: float
    size: float
    page: int

    @property
    def text(self) -> str:
        """The words with single spaces between."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Left edge."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Right edge."""
        return self.words[-1].right

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for word in self.words)

    def split(self, gap: float) -> tuple[Segment, ...]:
        """Return the pieces between gaps of more than `gap` of the letter size."""
        pieces: list[list[Word]] = []
        for word in self.words:
            if pieces and word.left - pieces[-1][-1].right <= gap * self.size:
                pieces[-1].append(word)
            else:
                pieces.append([word])
        return tuple(Segment(tuple(words), self.baseline, self.size, self.page) for words in pieces)

    def decoded(self, encoding: Encoding) -> Segment:
        """Return the same with its words understood in `encoding`."""
        return replace(self, words=tuple(replace(word, text=decode(word.text, encoding)) for word in self.words))


class Rule(NamedTuple):
    """A straight line that is drawn: the height of a level one or the left distance of an upright one, and its ends."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """One page: its lines from top to bottom, each as segments from left to right."""

    number: int
    width: float
    height: float
    lines: list[tuple[Segment, ...]] = field(default_factory=list)
    #: Level and upright lines that are drawn.
    horizontal: tuple[Rule, ...] = ()
    vertical: tuple[Rule, ...] = ()
    scanned: bool = False
    invisible_text: bool = False
    characters: int = 0
    #: Characters whose meaning the file does not tell.
    unknown: int = 0

    @property
    def rules(self) -> tuple[float, ...]:
        """Heights at which level lines are drawn, from the top."""
        return tuple(sorted({round(rule.at, 1) for rule in self.horizontal}, reverse=True))


def read_page(page: Any, number: int) -> Page:
    """Return the lines of a pdfium page."""
    width, height = page.get_size()
    found = Page(number=number, width=width, height=height)
    text_page = page.get_textpage()
    try:
        glyphs = list(_glyphs(text_page, found))
    finally:
        text_page.close()
    found.characters = len(glyphs)
    found.invisible_text = bool(glyphs) and sum(g.face.invisible for g in glyphs) > 0.5 * len(glyphs)
    lines = (_segment(line, number) for line in _lines(glyphs))
    found.lines = [line.split(_COLUMN) for line in lines if line]
    _look_at_objects(page, found)
    return found


def _glyphs(text_page: Any, page: Page) -> Iterator[_Glyph]:
    import pypdfium2.raw as pdfium

    faces: dict[int, _Face] = {}
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        if pdfium.FPDFText_IsGenerated(text_page, index) or code in (10, 13):
            continue
        character = "-" if code == 2 else chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        page.unknown += character == "\ufffd" or pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, box):
            continue
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        yield _Glyph(character, x.value, box.left, box.right, y.value, _face(text_page, index, faces))


def _face(text_page: Any, index: int, faces: dict[int, _Face]) -> _Face:
    import pypdfium2.raw as pdfium

    drawn = pdfium.FPDFText_GetTextObject(text_page, index)
    key = ctypes.addressof(drawn.contents) if drawn else -1
    if key not in faces:
        name = ctypes.create_string_buffer(256)
        pdfium.FPDFText_GetFontInfo(text_page, index, name, 256, ctypes.c_int())
        font = name.value.decode("utf-8", "replace").rpartition("+")[2]
        heavy = pdfium.FPDFText_GetFontWeight(text_page, index) >= _BOLD_WEIGHT
        faces[key] = _Face(
            size=max(_height(text_page, index), 1.0),
            bold=heavy or _BOLD_NAME.search(font) is not None,
            encoding=encoding_of(font),
            invisible=bool(drawn) and pdfium.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE_TEXT,
        )
    return faces[key]


def _height(text_page: Any, index: int) -> float:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    size = float(pdfium.FPDFText_GetFontSize(text_page, index))
    if pdfium.FPDFText_GetMatrix(text_page, index, matrix):
        scale = abs(matrix.d) or abs(matrix.b)
        return size * scale if scale else size
    return size


def _lines(glyphs: Sequence[_Glyph]) -> Iterator[list[_Glyph]]:
    """Yield the glyphs line by line, from the top, each line from the left."""
    line: list[_Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: -g.baseline):
        if line and line[0].baseline - glyph.baseline > _SAME_LINE * max(line[0].face.size, glyph.face.size):
            yield sorted(line, key=lambda g: g.origin)
            line = []
        line.append(glyph)
    if line:
        yield sorted(line, key=lambda g: g.origin)


def _segment(line: Sequence[_Glyph], page: int) -> Segment | None:
    words = tuple(_word(glyphs) for glyphs in _words(line))
    drawn = [glyph for glyph in line if not glyph.text.isspace()]
    if not words:
        return None
    baselines = [round(glyph.baseline, 1) for glyph in drawn]
    sizes = sorted(glyph.face.size for glyph in drawn)
    return Segment(words, max(baselines, key=baselines.count), sizes[len(sizes) // 2], page)


def _words(line: Sequence[_Glyph]) -> Iterator[list[_Glyph]]:
    word: list[_Glyph] = []
    right = 0.0
    for glyph in line:
        # A mark in a fallback font stands where the next letter would; it belongs to the letter before.
        apart = not unicodedata.combining(glyph.text) and glyph.left - right > _SPACE * glyph.face.size
        if word and (glyph.text.isspace() or apart):
            yield word
            word = []
        if not glyph.text.isspace():
            right = max(right, glyph.right) if word else glyph.right
            word.append(glyph)
    if word:
        yield word


def _word(glyphs: Sequence[_Glyph]) -> Word:
    plain = "".join(glyph.text for glyph in glyphs)
    if any(glyph.face.encoding is not Encoding.UNICODE for glyph in glyphs) and not is_unicode(plain):
        plain = "".join(_decoded(glyphs))
    baselines = [round(glyph.baseline, 1) for glyph in glyphs]
    baseline = max(baselines, key=baselines.count)
    right = max(glyph.right for glyph in glyphs)
    return Word(plain, glyphs[0].left, right, glyphs[0].face.bold, baseline, _raised(glyphs))


def _raised(glyphs: Sequence[_Glyph]) -> str:
    """Return the small raised figures at a word's end."""
    first = glyphs[0]
    small = [
        glyph.face.size < _SMALL * first.face.size and glyph.baseline > first.baseline + _RAISED * first.face.size
        for glyph in glyphs
    ]
    tail = "".join(glyph.text for glyph, is_small in zip(glyphs, small, strict=True) if is_small)
    return tail if tail.isdigit() and all(small[-len(tail) :]) else ""


def _decoded(glyphs: Sequence[_Glyph]) -> Iterator[str]:
    for encoding, run in groupby(glyphs, key=lambda glyph: glyph.face.encoding):
        yield decode("".join(glyph.text for glyph in run), encoding)


def _look_at_objects(page: Any, found: Page) -> None:
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    cover = 0.0
    for drawn in page.get_objects(filter=(_IMAGE, _PATH), max_depth=3):
        left, bottom, right, top = drawn.get_bounds() if hasattr(drawn, "get_bounds") else drawn.get_pos()
        if drawn.type == _IMAGE:
            cover = max(cover, (right - left) * (top - bottom))
        elif top - bottom < _THIN and right - left > _LONG:
            horizontal.append(Rule((top + bottom) / 2, left, right))
        elif right - left < _THIN and top - bottom > _TALL:
            vertical.append(Rule((left + right) / 2, bottom, top))
    found.horizontal, found.vertical = tuple(horizontal), tuple(vertical)
    found.scanned = cover > _SCAN_COVER * found.width * found.height and found.characters < _SCAN_CHARACTERS
