"""The text of one Word paragraph: its runs as pieces with their looks, put together once all are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from domain.document import Block
from parsers.legacy import Encoding, decode, encoding_of, is_unicode
from parsers.tidy import tidy
from parsers.word_styles import Look


@dataclass(slots=True)
class Pieces:
    """What has been gathered of one paragraph so far."""

    pieces: list[tuple[str, Look]] = field(default_factory=list)
    #: Blocks of text boxes that are anchored before the first word, and behind it.
    boxes_before: list[Block] = field(default_factory=list)
    boxes_behind: list[Block] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)

    def add(self, text: str, look: Look) -> None:
        """Append a piece of text."""
        if self.pieces and self.pieces[-1][1] == look:
            # Word splits words at every editing session; a VNI letter and its mark belong together.
            self.pieces[-1] = (self.pieces[-1][0] + text, look)
        else:
            self.pieces.append((text, look))

    def add_boxes(self, blocks: tuple[Block, ...]) -> None:
        """Put a text box's blocks where it is anchored."""
        begun = any(text.strip() for text, _ in self.pieces)
        (self.boxes_behind if begun else self.boxes_before).extend(blocks)


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph's text, tidy, with what the domain wants to know of its looks."""

    text: str
    bold_until: int
    italic: bool
    underlined: bool


def put_together(pieces: list[tuple[str, Look]]) -> Text:
    """Decode legacy fonts, join, tidy, and measure the looks; white space has no look of its own."""
    decoded = _decoded(pieces)
    text = tidy("".join(part for part, _ in decoded)).strip()
    return Text(
        text=text,
        bold_until=_bold_until(decoded, len(text)),
        italic=bool(text) and _throughout(decoded, lambda look: look.italic),
        underlined=bool(text) and _throughout(decoded, lambda look: look.underline),
    )


def _decoded(pieces: list[tuple[str, Look]]) -> list[tuple[str, Look]]:
    encodings = [encoding_of(look.font) for _, look in pieces]
    if all(encoding is Encoding.UNICODE for encoding in encodings):
        return pieces
    # People type Unicode into old files: the font's name then means nothing, and Word draws another font.
    if is_unicode("".join(text for (text, _), e in zip(pieces, encodings, strict=True) if e is not Encoding.UNICODE)):
        return pieces
    return [(decode(text, encoding), look) for (text, look), encoding in zip(pieces, encodings, strict=True)]


def _bold_until(pieces: list[tuple[str, Look]], length: int) -> int:
    head: list[str] = []
    for text, look in pieces:
        if text.strip() and not look.bold:
            return min(len(tidy("".join(head)).strip()), length)
        head.append(text)
    return length


def _throughout(pieces: list[tuple[str, Look]], has: Callable[[Look], bool | None]) -> bool:
    return all(has(look) for text, look in pieces if text.strip())
