"""HTML of a mail as the lines a reader sees, each with its place in the source. Nothing is rendered or fetched."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from domain.mail import OpenedMail

_INLINE = re.compile(
    r"(a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|img|ins|kbd|label|mark|q|s|samp|small|span|strike|strong"
    r"|sub|sup|tt|u|var|wbr|[a-z0-9]+:\w+)$"
)
_MARK = re.compile(
    r"<(?P<closes>/?)(?P<name>[a-z][\w:.-]*)(?P<attributes>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*|[^<>]*)>|<!--|<[!?][^<>]*>",
    re.IGNORECASE,
)
_HIDDEN = ("script", "style", "title")
_HIDDEN_END = re.compile(r"</(script|style|title)\b", re.IGNORECASE)
_CITE = re.compile(r"gmail_quote|moz-|protonmail_quote|yahoo_quoted|quote_container|cite", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_QUOTE_MARKS = re.compile(r"^[ \t]{0,3}((?:>[ \t]?)+)")

#: HTML beyond this size is text of another kind (pictures written into it); its quoted parts are not looked for.
LONGEST_HTML = 8_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One visible line and the piece of the source it stands in."""

    text: str
    start: int
    end: int
    #: How often it is quoted: '>' marks of plain text, or elements that mail programs put around a quotation.
    quoted: int = 0
    #: It stands in an HTML blockquote, which is a quotation only after an attribution line (it also indents).
    in_blockquote: bool = False


def text_lines(text: str) -> list[Line]:
    """Return the lines of plain text, '>' marks counted and taken off."""
    lines: list[Line] = []
    start = 0
    for raw in text.split("\n"):
        shown, depth = _unquoted(raw)
        lines.append(Line(shown, start, start + len(raw), depth))
        start += len(raw) + 1
    return lines


def html_lines(source: str) -> list[Line]:
    """Return the visible lines of HTML, however broken, in order."""
    reader = _LineReader()
    at = 0
    for found in _tags(source):
        if found.start > at:
            reader.text(source[at : found.start], at)
        if found.name:
            reader.tag(found.name, found.attributes, found.start, closes=found.closes)
        at = found.end
    if at < len(source):
        reader.text(source[at:], at)
    reader.end_line(len(source))
    return reader.lines


def visible_text(source: str) -> str:
    """Return the visible text of HTML, one line a block."""
    return "\n".join(line.text for line in html_lines(source)) if source and len(source) <= LONGEST_HTML else ""


def body_text(mail: OpenedMail) -> str:
    """Return what the sender of `mail` wrote in its body, as text; not the quoted lines he wrote answers below."""
    if mail.text.strip():
        lines = text_lines(mail.text)
    else:
        lines = html_lines(mail.html) if len(mail.html) <= LONGEST_HTML else []
    return "\n".join(line.text for line in lines if not line.quoted)


def _unquoted(raw: str) -> tuple[str, int]:
    marks = _QUOTE_MARKS.match(raw)
    return (raw[marks.end() :], marks[1].count(">")) if marks else (raw, 0)


class _LineReader:
    """Collects text until a mark that ends a line; every line remembers where in the source it stands."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._written: list[str] = []
        self._start = 0
        self._quotes: list[bool] = []

    def text(self, written: str, start: int) -> None:
        """Take up the text between two tags."""
        if not self._written:
            self._start = start
        self._written.append(unescape(written))

    def tag(self, name: str, attributes: str, start: int, *, closes: bool) -> None:
        """Take up a tag that stands at `start`."""
        if not _INLINE.match(name):
            self.end_line(start, keep_empty=name == "br")
        if name == "blockquote" and not closes:
            self._quotes.append(bool(_CITE.search(attributes)))
        elif name == "blockquote" and self._quotes:
            self._quotes.pop()

    def end_line(self, offset: int, *, keep_empty: bool = False) -> None:
        """Close the line that stands open at `offset` of the source."""
        written = "".join(self._written)
        self._written.clear()
        shown, depth = _unquoted(_SPACE.sub(" ", written).strip())
        if shown or keep_empty or "\u00a0" in written or depth:
            start = self._start if written else offset
            self.lines.append(Line(shown, start, offset, depth + sum(self._quotes), bool(self._quotes)))


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag, or a mark of another kind (then without name), and where in the source it begins and ends."""

    start: int
    end: int
    name: str = ""
    attributes: str = ""
    closes: bool = False


def _tags(source: str) -> Iterator[_Tag]:
    """Yield the tags and other marks of HTML; what stands in comments, scripts and styles is part of the mark.

    Own work, because the standard library's parser needs time that grows with the square of the length where a tag or
    comment is never closed, and a mail comes from anyone.
    """
    comment_ends = [found.end() for found in re.finditer("-->", source)]
    hidden_ends = [found.start() for found in _HIDDEN_END.finditer(source)]
    at = 0
    while found := _MARK.search(source, at):
        name, end = (found["name"] or "").lower(), found.end()
        if found[0] == "<!--":
            end = _next_of(comment_ends, end)
        elif name in _HIDDEN and not found["closes"]:
            end = _next_of(hidden_ends, end)
        yield _Tag(found.start(), end, name, found["attributes"] or "", bool(found["closes"]))
        at = end


def _next_of(places: list[int], at: int) -> int:
    """Return the first of `places` from `at` on, `at` itself where there is none."""
    index = bisect_left(places, at)
    return places[index] if index < len(places) else at
