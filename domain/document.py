"""What a reader hands on: a file's text in reading order, with the marks that tell headings from text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """One paragraph, list item or line. `text` is NFC, otherwise as written, typed numbers and bullets included."""

    text: str
    #: The automatic number or bullet that Word draws before the text ('1.1.', 'a)', '-', '•'); '' where there is none.
    #: A number typed by hand stays in `text`.
    label: str = ""
    #: Depth of the list item (0 is the outermost), None where the paragraph is in no automatic list.
    list_level: int | None = None
    #: Outline level of the heading style (0 is 'Heading 1'), None for body text.
    outline_level: int | None = None
    #: How many leading characters of `text` are bold; len(text) means all of it.
    bold_until: int = 0
    italic: bool = False
    underlined: bool = False
    centered: bool = False
    #: Where it stands, for a person: 'đoạn 12', 'trang 3 dòng 5', 'trang tính "Biểu 1" dòng 4'.
    where: str = ""
    #: Text of footnotes that hang on this paragraph.
    footnotes: tuple[str, ...] = ()

    @property
    def bold(self) -> bool:
        """All of the text is bold."""
        return 0 < len(self.text) <= self.bold_until


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One cell of a table; a cell may hold several paragraphs and tables of its own."""

    blocks: tuple[Block, ...]
    #: Columns and rows it spans; a cell covered by a vertical merge is not repeated.
    column_span: int = 1
    row_span: int = 1

    @property
    def text(self) -> str:
        """All text of the cell on one line."""
        return " ".join(p.text for p in walk_paragraphs(self.blocks) if p.text).replace("\n", " ").strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table in place; `rows` from top to bottom, cells from left to right."""

    rows: tuple[tuple[Cell, ...], ...]
    where: str = ""
    #: No visible borders: used for layout (letterhead, signature) rather than for figures. None where not known.
    borderless: bool | None = None


Block = Paragraph | Table


def walk_paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Yield every paragraph of `blocks` in reading order, those in tables included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from walk_paragraphs(cell.blocks)


class FileKind(StrEnum):
    """What a file is, told from its bytes, never from its name."""

    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    PDF = "pdf"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"
    ODS = "ods"
    HTML = "html"
    TEXT = "text"
    ZIP = "zip"
    RAR = "rar"
    SEVEN_ZIP = "7z"
    IMAGE = "image"
    MSG = "msg"
    TNEF = "tnef"
    ENCRYPTED_OFFICE = "encrypted_office"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A file that was read."""

    #: File name as the sender gave it, cleaned; for a file inside an archive 'goi.zip/bao cao.docx'.
    name: str
    kind: FileKind
    blocks: tuple[Block, ...]
    #: The text came from optical character recognition: every entry of it is to be marked.
    ocr: bool = False
    #: Text of page headers and footers, left out of `blocks` (they may hold a letterhead).
    margins: tuple[str, ...] = ()
    #: What a person should know of the reading ('có phần chữ trong hình chưa đọc được'), in Vietnamese.
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All text, one paragraph a line, automatic numbers included."""
        return "\n".join(f"{p.label} {p.text}".strip() for p in walk_paragraphs(self.blocks))


class UnreadableCause(StrEnum):
    """Why a file cannot be read; each has its own advice in letters to the unit."""

    PASSWORD = "password"  # noqa: S105
    DAMAGED = "damaged"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    NO_TEXT = "no_text"
    LINK_ONLY = "link_only"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    SUSPICIOUS = "suspicious"
    READER_FAILED = "reader_failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unreadable:
    """A file that could not be read. Never taken to mean that sections are missing."""

    name: str
    kind: FileKind
    cause: UnreadableCause
    #: One clear sentence in Vietnamese for the clerk.
    reason: str
    #: Precise error for the operator, in English; no text of the file.
    detail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ignored:
    """A file that is no document: a signature logo, a calendar entry, a vCard."""

    name: str
    kind: FileKind
    reason: str


#: What comes of one attached file (an archive gives several).
Reading = Document | Unreadable | Ignored
