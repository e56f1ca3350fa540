"""The streams of a Word 97-2003 file and the table of contents at their head, the FIB ([MS-DOC] 2.5)."""

from __future__ import annotations

import io
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any

from parsers.contents import UnreadableError, damaged, locked
from parsers.doc_bytes import take, u16, u32

_MAGIC = 0xA5EC
#: What files before Word 97 begin with, those of Japanese and Korean versions included.
_OLDER_MAGICS = frozenset({_MAGIC, 0xA5DB, 0xA5DC, 0xA697, 0xA699})
#: Files of Word 97 and later; Word 6 and 95 have lower numbers and another form.
_WORD_97 = 0xC1
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_LENGTHS_AT, _PLACES_AT, _COUNT_AT = 76, 154, 152


class Part(IntEnum):
    """Structures of the table stream, by their place in FibRgFcLcb97 (2.5.6)."""

    STYLES = 1
    FOOTNOTE_MARKS = 2
    FOOTNOTE_TEXTS = 3
    SECTIONS = 6
    MARGINS = 11
    CHARACTER_PAGES = 12
    PARAGRAPH_PAGES = 13
    FONTS = 15
    PIECES = 33
    ANCHORS = 40
    ENDNOTE_MARKS = 46
    ENDNOTE_TEXTS = 47
    DRAWINGS = 50
    BOX_TEXTS = 56
    LISTS = 73
    LIST_OVERRIDES = 74


class Story(IntEnum):
    """The stories that follow one another in the text, by the place of their length in FibRgLw97 (2.5.4)."""

    MAIN = 0
    FOOTNOTES = 1
    MARGINS = 2
    MACROS = 3
    COMMENTS = 4
    ENDNOTES = 5
    BOXES = 6
    MARGIN_BOXES = 7


@dataclass(frozen=True)
class WordFile:
    """The streams of one file, opened; its structures by name."""

    #: Stream 'WordDocument': the FIB, the text, the pages of formatting.
    main: bytes
    #: Stream '0Table' or '1Table', whichever is in use.
    table: bytes
    #: Stream 'Data': pictures and properties too long for a page; b'' where there is none.
    data: bytes

    def part(self, part: Part) -> bytes:
        """Return a structure of the table stream, b'' where the file has none. Raises FormError."""
        return take(self.table, *self.place(part))

    def place(self, part: Part) -> tuple[int, int]:
        """Return where a structure begins in the table stream, and its size."""
        if part >= u16(self.main, _COUNT_AT):
            return 0, 0
        at = _PLACES_AT + 8 * part
        size = u32(self.main, at + 4)
        return (u32(self.main, at), size) if size else (0, 0)

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """How many characters each `Story` has."""
        return tuple(u32(self.main, _LENGTHS_AT + 4 * story) for story in Story)

    def span(self, story: Story) -> tuple[int, int]:
        """Return where a story begins and ends in the text."""
        begin = sum(self.lengths[:story])
        return begin, begin + self.lengths[story]


def open_file(data: bytes) -> WordFile | None:
    """Return the file's streams, None for a file of Word 6 or 95. Raises UnreadableError."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return _streams(container)
    except (MemoryError, UnreadableError):
        raise
    except Exception as error:  # olefile raises whatever a broken directory leads it to
        raise damaged(f"{type(error).__name__}: {error}") from error


def _streams(container: Any) -> WordFile | None:
    main = _stream(container, "WordDocument")
    older = u16(main, 2) < _WORD_97
    if u16(main, 0) not in (_OLDER_MAGICS if older else (_MAGIC,)):
        raise damaged(f"wIdent is {u16(main, 0):#x}")
    flags = u16(main, 10)
    if flags & _ENCRYPTED:
        raise locked("fEncrypted is set in the FIB")
    if older:
        return None
    table = _stream(container, "1Table" if flags & _TABLE_1 else "0Table")
    return WordFile(main=main, table=table, data=_stream(container, "Data") if container.exists("Data") else b"")


def _stream(container: Any, name: str) -> bytes:
    with container.openstream(name) as stream:
        found: bytes = stream.read()
    # olefile hands on what is left of a stream that was cut.
    if len(found) < container.get_size(name):
        raise damaged(f"stream {name}: {len(found)} bytes of {container.get_size(name)}")
    return found
