"""Scanned pages and photographs of pages: each page to printed words, all pages of a document to paragraphs."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from contextlib import closing
from statistics import median
from typing import TYPE_CHECKING

from domain.document import FileKind
from parsers.contents import Contents, UnreadableError, damaged, no_text
from parsers.limits import Limits
from parsers.ocr_page import Print, PrintedPage, printed_page
from parsers.sheet import DPI, level, opened, photographed, rendered
from parsers.tesseract import quarter_turns, recognise

if TYPE_CHECKING:
    from PIL.Image import Image

    from parsers.pdf_page import Page

_BLURRED = (
    "Bản quét mờ hoặc ảnh không có chữ, máy không nhận ra; "
    "cần quét lại rõ hơn hoặc gửi bằng Word (.docx) hoặc PDF có chữ."
)

#: A page with so few words, or words so unsure, may lie on its side.
_FEW_WORDS, _POOR = 15, 70.0
#: Less sure words, on the whole of a page, are guesses (measured: 93 and more where nearly all is right, 76 where every
#: paragraph has errors); fewer words, in a whole file, are no document.
_LEAST_SURE, _LEAST_WORDS = 80.0, 15
#: Bold strokes are wider than most strokes of a page by so much (measured: 1.2 to 1.6; others 0.8 to 1.15).
_BOLD = 1.18
#: A page with fewer words than this is measured by the other pages' strokes.
_ENOUGH_WORDS = 60
#: Width of the text on the pages laid out, its left edge and that of the paper, in points.
_TEXT_WIDTH, _LEFT, _PAPER = 455.0, 85.0, 595.0
#: Text takes so much of the paper's height.
_TEXT_HEIGHT = 0.9
_LOWEST_SHEET = 300.0
#: Fewer bold words before others are chance.
_LEAD_IN = 2
#: A gap of so much of the letter size parts columns.
_COLUMN = 1.7
_ROMAN = re.compile(r"[IlH|!1]{1,5}(?=[.,)/:]|$)")
#: The full stop behind a capital number, taken for the foot of an L.
_ROMAN_END = re.compile(r"I{0,3}L|[VX]{1,2}I{0,3}L")
_DASHES = frozenset({"—", "–", "~", "_", "=", "−", "-—", "--", "¬"})


def count_pages(data: bytes, kind: FileKind) -> int:
    """Return how many pages a PDF or a picture (TIFF may hold several) shows. Raises UnreadableError."""
    if kind is FileKind.PDF:
        import pypdfium2

        try:
            with closing(pypdfium2.PdfDocument(data)) as document:
                return len(document)
        except pypdfium2.PdfiumError as error:
            raise damaged(f"pdfium: {error}") from error
    picture = opened(data)
    return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1


def recognise_page(data: bytes, kind: FileKind, number: int, limits: Limits) -> PrintedPage:
    """Return the words of page `number` (from 0), turned upright. Raises UnreadableError."""
    until = time.monotonic() + limits.ocr_seconds
    sheet = rendered(data, number) if kind is FileKind.PDF else photographed(data, number)
    page = _words(sheet, until)
    if len(page.words) >= _FEW_WORDS and page.sureness >= _POOR:
        return page
    turns = quarter_turns(sheet, DPI, until)
    if not turns:
        return page
    # Image.rotate turns anticlockwise.
    upright = _words(sheet.rotate(-90 * turns, expand=True), until)
    return max(page, upright, key=_worth)


def _words(sheet: Image, until: float) -> PrintedPage:
    lying = level(sheet)
    return printed_page(recognise(lying, DPI, until), lying)


def _worth(page: PrintedPage) -> float:
    return sum(word.sureness * len(word.text) for word in page.words if word.sureness >= _LEAST_SURE)


# ---- from printed words to paragraphs


def blurred(detail: str) -> UnreadableError:
    """Return the error for pictures in which no text was recognised."""
    return no_text(_BLURRED, detail)


def is_legible(page: PrintedPage) -> bool:
    """Whether what was recognised on a page is text rather than guesses."""
    return bool(page.words) and page.sureness >= _LEAST_SURE


def assemble(pages: Sequence[PrintedPage]) -> Contents:
    """Return the paragraphs of all legible pages of one document. Raises UnreadableError where there are none."""
    from parsers.pdf_layout import lay_out

    legible = {n: page for n, page in enumerate(pages, start=1) if is_legible(page)}
    if sum(len(page.words) for page in legible.values()) < _LEAST_WORDS:
        sure = max((page.sureness for page in pages), default=0.0)
        raise blurred(f"{sum(len(p.words) for p in pages)} words on {len(pages)} pages, sureness {sure:.0f}")
    blocks, margins = lay_out(_sheets(legible, len(pages)))
    return Contents(blocks=blocks, margins=margins, notes=_notes(pages), ocr=True)


def _notes(pages: Sequence[PrintedPage]) -> tuple[str, ...]:
    return (f"Chữ do máy nhận dạng từ ảnh của {len(pages)} trang; cần đối chiếu với bản gốc.",)


def _sheets(legible: dict[int, PrintedPage], count: int) -> list[Page]:
    """Return all pages in points, text edges and letter sizes of different photographs made equal."""
    from parsers.pdf_page import Page

    pages = list(legible.values())
    measured = [page for page in pages if page.full] or pages
    width = median(page.right - page.left for page in measured)
    size = median(page.size for page in measured) * _TEXT_WIDTH / max(width, 1.0)
    strokes = [word.stroke for page in pages for word in page.words]
    sheets = [Page(number=n + 1, width=_PAPER, height=842.0) for n in range(count)]
    for number, page in legible.items():
        # Where few lines are full the other pages tell the scale.
        scale = _TEXT_WIDTH / max(page.right - page.left if page.full else width, 1.0)
        own = [word.stroke for word in page.words]
        bold = _BOLD * median(own if len(own) >= _ENOUGH_WORDS else strokes)
        _lay(page, sheets[number - 1], scale, size, bold)
    return sheets


def _lay(page: PrintedPage, sheet: Page, scale: float, size: float, bold: float) -> None:
    from parsers.pdf_page import Segment, Word

    top, bottom = page.lines[0].baseline, page.lines[-1].baseline
    sheet.height = max((bottom - top) * scale / _TEXT_HEIGHT, _LOWEST_SHEET)
    for line in page.lines:
        heavy = _heavy(line.words, bold)
        places = [(_LEFT + (w.left - page.left) * scale, _LEFT + (w.right - page.left) * scale) for w in line.words]
        texts = spelled(line.words)
        words = tuple(Word(text, *place, n < heavy) for n, (text, place) in enumerate(zip(texts, places, strict=True)))
        height = sheet.height * (1 + _TEXT_HEIGHT) / 2 - (line.baseline - top) * scale
        sheet.lines.append(Segment(words, height, size, sheet.number).split(_COLUMN))


def _heavy(words: Sequence[Print], stroke: float) -> int:
    """Return how many leading words are bold: all or none of most lines, a lead-in of some."""
    told = [n for n, word in enumerate(words) if word.is_word]
    # One short word tells little: each is taken with its neighbours.
    near = {n: median(words[m].stroke for m in told[max(i - 1, 0) : i + 2]) for i, n in enumerate(told)}
    light = next((n for n in told if near[n] < stroke), len(words))
    return light if light == len(words) or sum(n < light for n in told) >= _LEAD_IN else 0


def spelled(words: Sequence[Print]) -> list[str]:
    """Return the words of a line, its number or dash as it was surely printed: 'Il.' is 'II.', '~' a dash."""
    texts = [word.text for word in words]
    first, titled = texts[0], len(texts) > 2 and all(text.isupper() for text in texts[1:3])
    roman = _ROMAN.match(first)
    if first in _DASHES:
        texts[0] = "-"
    elif titled and _ROMAN_END.fullmatch(first):
        texts[0] = first.rstrip("L").ljust(1, "I") + "."
    elif roman and not roman[0].isdigit() and (titled or len(roman[0]) > 1):
        texts[0] = re.sub(r"[l|!1]", "I", roman[0]).replace("H", "II") + first[roman.end() :]
    return texts
