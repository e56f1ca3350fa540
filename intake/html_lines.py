"""HTML of a mail as the lines a reader sees, each with its place in the source. Nothing is rendered or fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from domain.mail import OpenedMail

_INLINE = re.compile(
    r"(a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|img|ins|kbd|label|mark|q|s|samp|small|span|strike|strong"
    r"|sub|sup|tt|u|var|wbr|[a-z0-9]+:\w+)$"
)
_UNSEEN = frozenset(("script", "style", "template", "title"))
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
    reader = _LineReader(source)
    reader.feed(source)
    reader.close()
    reader.end_line(len(source))
    return reader.lines


def visible_text(source: str) -> str:
    """Return the visible text of HTML, one line a block."""
    return "\n".join(line.text for line in html_lines(source)) if source and len(source) <= LONGEST_HTML else ""


def body_text(mail: OpenedMail) -> str:
    """Return what the sender of `mail` wrote in its body, as text."""
    return mail.text if mail.text.strip() else visible_text(mail.html)


def _unquoted(raw: str) -> tuple[str, int]:
    marks = _QUOTE_MARKS.match(raw)
    return (raw[marks.end() :], marks[1].count(">")) if marks else (raw, 0)


class _LineReader(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._line_starts = [0, *(m.end() for m in re.finditer("\n", source))]
        self._words: list[str] = []
        self._start = 0
        self._quotes: list[bool] = []
        self._unseen = 0

    def _offset(self) -> int:
        row, column = self.getpos()
        return self._line_starts[min(row, len(self._line_starts)) - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if tag == "body":
            self._unseen = 0
        if not _INLINE.match(tag):
            self.end_line(self._offset(), keep_empty=tag == "br")
        if tag == "blockquote":
            given = dict(attrs)
            self._quotes.append(bool(_CITE.search(f"{given.get('type')} {given.get('class')}")))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if not _INLINE.match(tag):
            self.end_line(self._offset())
        if tag == "blockquote" and self._quotes:
            self._quotes.pop()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if not self._words:
            self._start = self._offset()
        self._words.append(data)

    def end_line(self, offset: int, *, keep_empty: bool = False) -> None:
        """Close the line that stands open at `offset` of the source."""
        written = "".join(self._words)
        self._words.clear()
        shown, depth = _unquoted(_SPACE.sub(" ", written).strip())
        if shown or keep_empty or "\u00a0" in written or depth:
            start = self._start if written else offset
            self.lines.append(Line(shown, start, offset, depth + sum(self._quotes), bool(self._quotes)))
