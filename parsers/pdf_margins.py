"""Page headers, page footers and page numbers of a PDF: what is drawn again on page after page is no content."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from parsers.pdf_page import Page, Segment
from parsers.tidy import tidy
from parsers.unwrap import opens_item

Line = tuple[Segment, ...]
#: A line's text whole (and None), or with one number left out and by how much that is ahead of the page's own.
_Saying = tuple[str, int | None]

#: How many lines at a page's top and bottom may be repeated ones, and within what share of its height they stand.
_MARGIN_LINES, _MARGIN_HEIGHT = 3, 0.12
#: A header stands at the same height on every page, give or take so many points.
_SAME_PLACE = 2.0
#: A line is repeated when so many pages, and more than this share of them, have it; where there are few, all must.
_PAGES, _SHARE = 3, 0.5
_PAGE_NUMBER = re.compile(r"\W*(?:trang\s*)?(\d{1,3})(?:\s*/\s*\d{1,3})?\W*", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,]*\d)")
#: A section's number before its title: '2.2. Tồn tại', '2.2 Tồn tại', '1/ Công tác', 'II Kết quả', 'a) Về'.
_SECTION_NUMBER = re.compile(
    r"\W*(\d{1,2}\s*[.):]|\d{1,2}(\.\d{1,2})+|\d{1,2}\s*[-–/]\s*[^\W\d]|[IVXLC]+\b|[^\W\d][.):/])"
)
_SENTENCE_ENDS = (".", ";", ":", ",")


def take_margins(pages: Sequence[Page]) -> tuple[str, ...]:
    """Take page headers, footers and page numbers out of `pages`; return the text of headers and footers.

    A line goes only where most pages have it at the same height, all but the page's number alike, and where it does
    not stand as often anywhere else. What begins with a section's number or ends as a sentence does stays in any case.
    """
    everywhere = Counter(saying for page in pages for line in page.lines for saying in _sayings(line, page))
    taken: dict[str, None] = {}
    for from_top in (True, False):
        repeated = _repeated(pages, everywhere, from_top)
        offsets = _offsets(pages, from_top)
        for page in pages:
            for line in list(_edge(page, from_top)):
                if _number(line, page) not in offsets and not _is_drawn_again(line, page, repeated):
                    break
                page.lines.remove(line)
                taken[text_of(line)] = None
    return tuple(text for text in taken if not _PAGE_NUMBER.fullmatch(text))


def text_of(line: Line) -> str:
    """Return a line's text."""
    return tidy(" ".join(segment.text for segment in line))


def _edge(page: Page, from_top: bool) -> Iterator[Line]:
    """Yield the lines in a page's upper or lower margin, outermost first."""
    for line in (page.lines if from_top else page.lines[::-1])[:_MARGIN_LINES]:
        height = line[0].baseline / page.height
        if height > 1 - _MARGIN_HEIGHT if from_top else height < _MARGIN_HEIGHT:
            yield line


def _sayings(line: Line, page: Page) -> Iterator[_Saying]:
    text = text_of(line)
    yield text, None
    for number in _NUMBER.finditer(text):
        yield f"{text[: number.start()]}#{text[number.end() :]}", int(number[0]) - page.number


def _repeated(pages: Sequence[Page], everywhere: Counter[_Saying], from_top: bool) -> dict[_Saying, float]:
    """Return what most pages say in this margin, and at which height."""
    heights: dict[_Saying, list[float]] = defaultdict(list)
    for page in pages:
        for line in _edge(page, from_top):
            if not _is_content(text_of(line)):
                for saying in _sayings(line, page):
                    heights[saying].append(line[0].baseline)
    places = {saying: median(found) for saying, found in heights.items()}
    often = {s: sum(abs(height - places[s]) <= _SAME_PLACE for height in found) for s, found in heights.items()}
    enough = min(len(pages), max(_PAGES, int(_SHARE * len(pages)) + 1))
    return {s: places[s] for s, n in often.items() if n >= max(2, enough) and everywhere[s] < 2 * n}


def _is_content(text: str) -> bool:
    return bool(_SECTION_NUMBER.match(text)) or opens_item(text) or text.endswith(_SENTENCE_ENDS)


def _is_drawn_again(line: Line, page: Page, repeated: dict[_Saying, float]) -> bool:
    return any(
        saying in repeated and abs(repeated[saying] - line[0].baseline) <= _SAME_PLACE
        for saying in _sayings(line, page)
    ) and not _is_content(text_of(line))


def _number(line: Line, page: Page) -> int | None:
    """Return by how much a lone number is ahead of its page's, None for any other line."""
    number = _PAGE_NUMBER.fullmatch(text_of(line))
    return int(number[1]) - page.number if number else None


def _offsets(pages: Sequence[Page], from_top: bool) -> set[int]:
    """Return what lone numbers in this margin may be ahead of their pages to be page numbers."""
    found = Counter(_number(line, page) for page in pages for line in _edge(page, from_top))
    return {0} | {offset for offset, times in found.items() if offset is not None and times > 1}
