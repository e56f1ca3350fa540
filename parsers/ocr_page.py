"""One recognised page: its words with their places, turned upright and straightened.

A page on a scanner's glass lies a little askew, one before a camera leans as well. Lines of a justified text tell
both: their baselines run level, and their ends stand on two straight edges.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element
    from PIL.Image import Image

_LINE = frozenset({"ocr_line", "ocr_textfloat", "ocr_header", "ocr_caption"})
_NUMBERS = r"(-?[\d.]+)"
_BOX = re.compile(rf"bbox {_NUMBERS} {_NUMBERS} {_NUMBERS} {_NUMBERS}")
_BASELINE = re.compile(rf"baseline {_NUMBERS} {_NUMBERS}")
_SIZE = re.compile(rf"x_size {_NUMBERS}")
_SURENESS = re.compile(rf"x_wconf {_NUMBERS}")
_LETTER = re.compile(r"[^\W_]")
#: Specks, lines and stamps come out as words that tesseract itself hardly believes (0 to 100); a word of letters that
#: it doubts amid a line it is sure of is a word all the same.
_SPECK, _SPECK_SIGN, _SURE_LINE = 20, 60, 60
#: Beyond so much of a turn (radians, 6 degrees) the lines found are not the page's.
_MOST_SKEW = 0.1
#: Edges are followed over so many lines; indented lines stand further off than the lean can explain.
_NEIGHBOURS, _MOST_LEAN = 8, 0.1
#: Fewer pairs of lines than this tell nothing of an edge.
_PAIRS = 6
#: Lines that end within so much of the letter size of the furthest one end at the margin.
_AT_MARGIN = 1.0
#: Letters are taller than what hOCR calls their size by so much.
_FONT = 1.1
#: The margin is where so many lines begin, at least; further left stands at most a letterhead.
_MARGIN_SHARE, _MARGIN_LINES = 0.12, 3


@dataclass(frozen=True, slots=True)
class Print:
    """One word as printed; places in pixels from the upper left corner."""

    text: str
    left: float
    right: float
    #: 0 to 100, as tesseract tells it.
    sureness: float
    #: Mean width of its strokes in pixels.
    stroke: float

    @property
    def is_word(self) -> bool:
        """It has a letter or figure."""
        return _LETTER.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of words from left to right."""

    words: tuple[Print, ...]
    #: Height of the baseline, from the top.
    baseline: float
    size: float

    @property
    def left(self) -> float:
        """Left edge."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Right edge."""
        return self.words[-1].right


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The lines of one page from top to bottom, and the edges of its text."""

    lines: tuple[PrintedLine, ...]
    left: float = 0.0
    right: float = 0.0
    size: float = 1.0
    #: Enough lines end at the right edge to know where it is.
    full: bool = False

    @property
    def words(self) -> list[Print]:
        """Every word that has a letter or figure."""
        return [word for line in self.lines for word in line.words if word.is_word]

    @property
    def sureness(self) -> float:
        """Mean sureness of all letters, 0 where there are none."""
        words = self.words
        letters = sum(len(word.text) for word in words)
        return sum(word.sureness * len(word.text) for word in words) / letters if letters else 0.0


def printed_page(hocr: bytes, picture: Image) -> PrintedPage:
    """Return what hOCR 1.2 tells of a page; the picture tells how bold its words are."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    root = etree.fromstring(hocr, parser)
    found = [_Found(element) for element in root.iter("{*}span") if element.get("class") in _LINE]
    stroke = _stroke_meter(picture)
    return _straight([line for one in found if (line := one.line(stroke)) is not None], _skew(found))


class _Found:
    """A line as hOCR has it: words with boxes, a baseline that may be askew."""

    def __init__(self, element: _Element) -> None:
        title = element.get("title") or ""
        self.box = _box(title)
        slope = _BASELINE.search(title)
        self.slope, self.offset = (float(slope[1]), float(slope[2])) if slope else (0.0, 0.0)
        size = _SIZE.search(title)
        self.size = max(float(size[1]) if size else self.box[3] - self.box[1], 1.0)
        self.elements = [word for word in element.iter("{*}span") if word.get("class") == "ocrx_word"]

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    def line(self, stroke: Callable[[Sequence[float]], float]) -> PrintedLine | None:
        words = [word for element in self.elements if (word := _print(element, stroke)).text]
        sure = bool(words) and median(word.sureness for word in words) >= _SURE_LINE
        kept = tuple(word for word in words if _is_printed(word, sure))
        middle = (self.box[0] + self.box[2]) / 2
        baseline = self.box[3] + self.offset + self.slope * (middle - self.box[0])
        return PrintedLine(kept, baseline, self.size) if kept else None


def _is_printed(word: Print, line_is_sure: bool) -> bool:
    if not word.is_word:
        return word.sureness >= _SPECK_SIGN
    return word.sureness >= _SPECK or (line_is_sure and len(word.text) > 1)


def _print(element: _Element, stroke: Callable[[Sequence[float]], float]) -> Print:
    title = element.get("title") or ""
    sureness = _SURENESS.search(title)
    box = _box(title)
    text = "".join(element.itertext()).strip()
    return Print(text, box[0], box[2], float(sureness[1]) if sureness else 0.0, stroke(box))


def _box(title: str) -> tuple[float, float, float, float]:
    found = _BOX.search(title)
    return (float(found[1]), float(found[2]), float(found[3]), float(found[4])) if found else (0.0, 0.0, 0.0, 0.0)


def _stroke_meter(picture: Image) -> Callable[[Sequence[float]], float]:
    """Return what measures the mean width of strokes in a box: dark pixels over changes from light to dark."""
    from PIL import ImageChops, ImageStat

    mean = ImageStat.Stat(picture).mean[0]
    ink = picture.point([255 if level < 0.75 * mean else 0 for level in range(256)])
    edges = ImageChops.difference(ink, ImageChops.offset(ink, 1, 0))

    def stroke(box: Sequence[float]) -> float:
        area = (int(box[0]), int(box[1]), int(box[2]), int(box[3]))
        changes = edges.crop(area).histogram()[255]
        return 2 * ink.crop(area).histogram()[255] / changes if changes else 0.0

    return stroke


# ---- straightening


def _skew(found: Sequence[_Found]) -> float:
    """Return how many radians the lines run downwards to the right."""
    widest = max((line.width for line in found), default=0.0)
    slopes = [line.slope for line in found if line.width > 0.4 * widest]
    skew = math.atan(median(slopes)) if slopes else 0.0
    return skew if abs(skew) < _MOST_SKEW else 0.0


def _straight(lines: Sequence[PrintedLine], skew: float) -> PrintedPage:
    level = sorted((_turned(line, skew) for line in lines), key=lambda line: line.baseline)
    if not level:
        return PrintedPage(())
    size = _FONT * median(line.size for line in level for _ in line.words)
    left_lean = _lean(level, lambda line: line.left) or 0.0
    right_lean = _lean(_full(level, size), lambda line: line.right)
    upright = [_unbent(line, left_lean, left_lean if right_lean is None else right_lean, level) for line in level]
    alike = [replace(line, size=size) for line in upright]
    left, right = _edges(alike, size)
    full = sum(abs(line.right - right) < 0.3 * size for line in alike) >= _MARGIN_LINES
    return PrintedPage(tuple(_joined(alike)), left, right, size, full)


def _turned(line: PrintedLine, skew: float) -> PrintedLine:
    cos, sin = math.cos(skew), math.sin(skew)
    middle = (line.left + line.right) / 2
    level = line.baseline * cos - middle * sin

    def turn(x: float) -> float:
        return x * cos + (line.baseline + (x - middle) * math.tan(skew)) * sin

    words = tuple(replace(word, left=turn(word.left), right=turn(word.right)) for word in line.words)
    return replace(line, words=words, baseline=level)


def _full(lines: Sequence[PrintedLine], size: float) -> list[PrintedLine]:
    furthest = max(line.right for line in lines)
    return [line for line in lines if line.right > furthest - 4 * size]


def _lean(lines: Sequence[PrintedLine], edge: Callable[[PrintedLine], float]) -> float | None:
    """Return by how many pixels an edge moves to the right for each pixel down, None where too few lines tell."""
    leans = []
    for n, upper in enumerate(lines):
        for lower in lines[n + 1 : n + 1 + _NEIGHBOURS]:
            down = lower.baseline - upper.baseline
            across = edge(lower) - edge(upper)
            if down > 0 and abs(across) <= _MOST_LEAN * down:
                leans.append(across / down)
    return median(leans) if len(leans) >= _PAIRS else None


def _unbent(line: PrintedLine, left_lean: float, right_lean: float, page: Sequence[PrintedLine]) -> PrintedLine:
    """Shift a line's words so that both edges of the text stand upright: each by the lean of the nearer edge."""
    west = min(one.left for one in page)
    width = max(max(one.right for one in page) - west, 1.0)
    down = line.baseline - page[0].baseline

    def upright(x: float) -> float:
        share = (x - west) / width
        return x - down * (left_lean * (1 - share) + right_lean * share)

    words = tuple(replace(word, left=upright(word.left), right=upright(word.right)) for word in line.words)
    return replace(line, words=words)


def _edges(lines: Sequence[PrintedLine], size: float) -> tuple[float, float]:
    """Return the left and the right margin: the leftmost place where lines begin, and where full lines end."""
    lefts = sorted(line.left for line in lines)
    enough = max(_MARGIN_LINES, _MARGIN_SHARE * len(lines))
    begun = [x for x in lefts if sum(-0.1 * size <= other - x < 0.4 * size for other in lefts) >= enough]
    furthest = max(line.right for line in lines)
    rights = [line.right for line in lines if line.right > furthest - _AT_MARGIN * size]
    return min(begun, default=lefts[0]), median(rights)


def _joined(lines: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Yield lines, pieces that stand side by side as one."""
    row: list[PrintedLine] = []
    for line in lines:
        if row and not _beside(row, line):
            yield _row(row)
            row = []
        row.append(line)
    if row:
        yield _row(row)


def _beside(row: Sequence[PrintedLine], line: PrintedLine) -> bool:
    level = line.baseline - row[0].baseline < 0.4 * line.size
    pieces = sorted([*row, line], key=lambda piece: piece.left)
    return level and all(a.right <= b.left for a, b in pairwise(pieces))


def _row(row: Sequence[PrintedLine]) -> PrintedLine:
    words = tuple(word for piece in sorted(row, key=lambda piece: piece.left) for word in piece.words)
    return PrintedLine(words, max(row, key=lambda piece: len(piece.words)).baseline, row[0].size)
