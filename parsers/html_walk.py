"""Walks through a page's elements in reading order, as a browser without style sheets would show them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from domain.document import Block, Cell, Paragraph, Table
from parsers.tidy import tidy
from parsers.unwrap import paragraphs, wrap_width

_UNSEEN = frozenset(
    {"script", "style", "head", "title", "template", "noscript", "object", "svg", "iframe", "select", "textarea"}
)
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li"}
    | {"main", "nav", "ol", "p", "pre", "section", "summary", "table", "ul"}
)
_BOLD = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_ITALIC = frozenset({"i", "em", "cite", "dfn"})
_UNDERLINED = frozenset({"u", "ins"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|bolder|[6-9]00|normal|[1-5]00|lighter)", re.IGNORECASE)
_MSO_LEVEL = re.compile(r"mso-list\s*:\s*\S+\s+level(\d)", re.IGNORECASE)
#: The number that Word drew, kept for programs that know no lists.
_MSO_NUMBER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
#: Elements inside one another beyond this are no page that a person made.
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool = False
    italic: bool = False
    underlined: bool = False
    pre: bool = False


@dataclass(slots=True)
class _Line:
    """The paragraph that is being gathered."""

    pieces: list[tuple[str, _Look]] = field(default_factory=list)
    label: str = ""
    level: int | None = None
    outline: int | None = None
    centered: bool = False

    @property
    def begun(self) -> bool:
        return any(text.strip() for text, _ in self.pieces)


@dataclass
class _Walker:
    blocks: list[Block] = field(default_factory=list)
    line: _Line = field(default_factory=_Line)
    #: Names the place of a paragraph; shared by the walkers of table cells.
    where: Callable[[], str] = lambda: ""
    lists: int = 0
    depth: int = 0
    centered: bool = False

    # ---- what is met

    def element(self, element: Any, look: _Look) -> None:
        tag = element.tag
        style = element.get("style") or ""
        if not isinstance(tag, str) or tag in _UNSEEN or _HIDDEN.search(style):
            return
        if self.depth > _DEEPEST:
            self.text(element.text_content(), look)
            return
        self.depth += 1
        look = _look(look, tag, style)
        if _MSO_NUMBER.search(style):
            self.line.label = tidy(_SPACES.sub(" ", element.text_content())).replace("\u00a0", " ").strip()
        elif tag == "br":
            self.end_line()
        elif tag == "table":
            self.table(element)
        elif tag in ("ul", "ol"):
            self.list(element, look)
        elif tag in _BLOCKS:
            self.block(element, look, tag, style)
        else:
            self.children(element, look)
        self.depth -= 1

    def children(self, element: Any, look: _Look) -> None:
        self.text(element.text, look)
        for child in element:
            self.element(child, look)
            self.text(child.tail, look)

    def text(self, text: str | None, look: _Look) -> None:
        if text:
            self.line.pieces.append((text if look.pre else _SPACES.sub(" ", text), look))

    def block(self, element: Any, look: _Look, tag: str, style: str) -> None:
        # A paragraph that is the first thing in a list item is that item.
        item = None if self.line.begun else self.line
        self.end_line()
        outer = self.centered
        align = re.search(r"text-align\s*:\s*(\w+)", style)
        named = (align[1] if align else element.get("align") or "").lower()
        self.centered = named == "center" or (tag == "center" or (outer and not named))
        self.line = _Line(centered=self.centered, outline=int(tag[1]) - 1 if re.fullmatch("h[1-6]", tag) else None)
        if item is not None:
            self.line.label, self.line.level = item.label, item.level
        if level := _MSO_LEVEL.search(style):
            self.line.level = int(level[1]) - 1
        self.children(element, look)
        self.end_line()
        self.centered = outer
        self.line = _Line(centered=outer)

    def list(self, element: Any, look: _Look) -> None:
        self.end_line()
        self.lists += 1
        count = _start(element)
        for child in element:
            if child.tag == "li":
                value = child.get("value") or ""
                count = int(value) if value.isdigit() else count
                label = _drawn(count, element.get("type") or "1") if element.tag == "ol" else "•"
                count += 1
                self.line = _Line(label=label, level=self.lists - 1, centered=self.centered)
                self.children(child, look)
                self.end_line()
            else:
                self.element(child, look)
            self.text(child.tail, look)
        self.lists -= 1
        self.end_line()

    def table(self, element: Any) -> None:
        self.end_line()
        all_rows = (tuple(self.cell(td) for td in tr.iterchildren("td", "th")) for tr in _rows(element))
        rows = tuple(row for row in all_rows if row)
        if any(cell.blocks for row in rows for cell in row):
            self.blocks.append(Table(rows=rows, where=self.where(), borderless=_borderless(element)))

    def cell(self, element: Any) -> Cell:
        inner = _Walker(where=self.where, depth=self.depth + 1)
        inner.block(element, _look(_Look(), element.tag, element.get("style") or ""), "div", element.get("style") or "")
        return Cell(
            blocks=tuple(inner.blocks), column_span=_span(element, "colspan"), row_span=_span(element, "rowspan")
        )

    # ---- what comes out

    def end_line(self) -> None:
        line, self.line = self.line, replace(self.line, pieces=[], label="")
        if any(look.pre for _, look in line.pieces):
            whole = tidy("".join(text for text, _ in line.pieces))
            self.blocks.extend(Paragraph(text=text, where=self.where()) for text in paragraphs(whole))
        elif paragraph := _paragraph(line, self.where):
            self.blocks.append(paragraph)


def walk(root: Any) -> tuple[Block, ...]:
    """Return the blocks of a page: paragraphs (one a line), list items with the number a browser draws, tables."""
    count = iter(range(1, 10**9))
    walker = _Walker(where=lambda: f"đoạn {next(count)}")
    walker.element(root, _Look())
    walker.end_line()
    return tuple(_rejoined(walker.blocks))


def _paragraph(line: _Line, where: Callable[[], str]) -> Paragraph | None:
    text = _squeezed("".join(text for text, _ in line.pieces))
    if not text:
        return None
    words = [(text, look) for text, look in line.pieces if text.replace("\u00a0", " ").strip()]
    return Paragraph(
        text=text,
        label=line.label,
        list_level=line.level,
        outline_level=line.outline,
        bold_until=_bold_until(line.pieces, len(text)),
        italic=all(look.italic for _, look in words),
        underlined=all(look.underlined for _, look in words),
        centered=line.centered,
        where=where(),
    )


def _squeezed(text: str) -> str:
    return re.sub(" {2,}", " ", tidy(text).replace("\u00a0", " ")).strip()


def _bold_until(pieces: list[tuple[str, _Look]], length: int) -> int:
    head = ""
    for text, look in pieces:
        if text.replace("\u00a0", " ").strip() and not look.bold:
            return min(len(_squeezed(head)), length)
        head += text
    return length


def _rejoined(blocks: list[Block]) -> Iterator[Block]:
    """Join lines that a program wrapped and then ended with <br>, as some do that make HTML out of plain text."""
    lines = [b.text if isinstance(b, Paragraph) else "" for b in blocks]
    marked = any(isinstance(b, Paragraph) and (b.label or b.outline_level is not None) for b in blocks)
    if marked or not wrap_width(lines):
        yield from blocks
        return
    pending: list[Paragraph] = []
    for block in [*blocks, None]:
        if isinstance(block, Paragraph):
            pending.append(block)
            continue
        texts = paragraphs("\n".join(p.text for p in pending))
        yield from (_first_of(pending, text) for text in texts)
        pending = []
        if block is not None:
            yield block


def _first_of(lines: list[Paragraph], text: str) -> Paragraph:
    """Return the paragraph `text` with the looks of the line it begins with; takes its lines out of `lines`."""
    first = lines.pop(0)
    bold, length = first.bold, len(first.text)
    while length < len(text) and lines:
        following = lines.pop(0)
        bold = bold and following.bold
        length += 1 + len(following.text)
    return replace(first, text=text, bold_until=len(text) if bold else first.bold_until)


def _look(look: _Look, tag: str, style: str) -> _Look:
    weight = _WEIGHT.search(style)
    named = weight[1].lower() if weight else ""
    bold = named.startswith(("bold", "6", "7", "8", "9")) if named else look.bold or tag in _BOLD
    return _Look(
        bold=bold,
        italic=look.italic or tag in _ITALIC or "font-style:italic" in style.replace(" ", ""),
        underlined=look.underlined or tag in _UNDERLINED or "text-decoration:underline" in style.replace(" ", ""),
        pre=look.pre or tag == "pre" or re.search(r"white-space\s*:\s*(pre|break-spaces)", style) is not None,
    )


def _start(element: Any) -> int:
    start = (element.get("start") or "").strip()
    return int(start) if start.isdigit() and len(start) < 7 else 1


def _drawn(count: int, kind: str) -> str:
    if kind in ("a", "A") and 0 < count <= len(_LETTERS):
        text = _LETTERS[count - 1]
    elif kind in ("i", "I") and 0 < count < 40:
        text, rest = "", count
        for worth, letters in _ROMAN:
            times, rest = divmod(rest, worth)
            text += letters * times
    else:
        text = str(count)
    return f"{text.upper() if kind in ('A', 'I') else text}."


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _span(element: Any, name: str) -> int:
    span = (element.get(name) or "").strip()
    return max(1, min(int(span), 1000)) if span.isdigit() and len(span) < 5 else 1


def _borderless(table: Any) -> bool:
    border = (table.get("border") or "0").strip()
    styles = [table.get("style") or "", *(cell.get("style") or "" for cell in table.iter("td", "th"))]
    drawn = any(re.search(r"border[^:;]*:[^;]*(solid|double|dotted|dashed)", style) for style in styles)
    return border == "0" and not drawn
