"""PDF files with a text layer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from domain.document import FileKind, UnreadableCause
from parsers.contents import Contents, Members, Skip, UnreadableError, damaged, empty, locked, no_text
from parsers.legacy import Encoding, guess
from parsers.limits import Limits
from parsers.sample import Sample
from parsers.zipguard import too_large

if TYPE_CHECKING:
    from parsers.pdf_page import Page

VIETNAMESE = "PDF có chữ"
NEEDS: tuple[str, ...] = ("pypdfium2",)

#: Beyond this share of characters that the file gives no meaning for, what comes out is no text.
_UNKNOWN_SHARE = 0.3
_SCAN = "Tệp PDF là bản quét (ảnh chụp trang giấy), chưa đọc được chữ; cần gửi kèm bản Word hoặc PDF có chữ."


def claims(sample: Sample) -> FileKind | None:
    """Claim what has a PDF header near its beginning."""
    return FileKind.PDF if sample.signature == "pdf" else None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Return the paragraphs of a PDF, lines joined, page headers and footers in the margins."""
    from parsers.pdf_layout import lay_out

    pages = _pages(sample.data, limits)
    _refuse_pictures(pages)
    _mend(pages)
    blocks, margins = lay_out(pages)
    if not blocks:
        raise empty("pages without text or pictures")
    return Contents(blocks=blocks, margins=margins, notes=_notes(pages), ocr=any(p.invisible_text for p in pages))


def _pages(data: bytes, limits: Limits) -> list[Page]:
    import pypdfium2

    from parsers.pdf_page import read_page

    try:
        with closing(_opened(data)) as document:
            if len(document) > limits.pdf_pages:
                raise too_large(
                    "pdf_pages",
                    f"Tệp PDF quá dài ({len(document)} trang, cho phép {limits.pdf_pages}).",
                    f"{len(document)} pages, {limits.pdf_pages} allowed",
                )
            return [read_page(document[n], n + 1) for n in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise damaged(f"pdfium: {error}") from error


def _opened(data: bytes) -> Any:
    import pypdfium2
    import pypdfium2.raw

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise locked("PDF with a user password") from error
        raise


def _refuse_pictures(pages: Sequence[Page]) -> None:
    characters = sum(page.characters for page in pages)
    if pages and all(page.scanned or not page.characters for page in pages) and any(page.scanned for page in pages):
        raise no_text(_SCAN, f"{len(pages)} pages of pictures, {characters} characters")
    if characters and sum(page.unknown for page in pages) > _UNKNOWN_SHARE * characters:
        raise UnreadableError(
            UnreadableCause.NO_TEXT,
            "Chữ trong tệp PDF không kèm bảng mã nên không đọc được; cần gửi lại bản Word (.docx).",
            "characters without Unicode meaning",
        )


def _mend(pages: Sequence[Page]) -> None:
    """Decode a text in a legacy font whose name the file does not keep: its letters tell (embedded Type 3 fonts)."""
    encoding = guess("\n".join(segment.text for page in pages for line in page.lines for segment in line))
    if encoding is not Encoding.UNICODE:
        for page in pages:
            page.lines = [tuple(segment.decoded(encoding) for segment in line) for line in page.lines]


def _notes(pages: Sequence[Page]) -> tuple[str, ...]:
    scanned = ", ".join(str(page.number) for page in pages if page.scanned)
    return (f"Trang {scanned} là bản quét, chưa đọc được chữ.",) if scanned else ()
