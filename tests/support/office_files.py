"""Reading office files with libraries that had no part in writing them, for tests of what was written."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import docx
import openpyxl
import pypdfium2
from lxml import html


def words_of(text: str) -> str:
    """Return `text` in NFC with single spaces: line breaks of a page are no part of a sentence."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def word_lines(data: bytes) -> list[str]:
    """Return the paragraphs of a .docx in reading order, table rows joined with ' | '."""
    lines: list[str] = []
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, docx.table.Table):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return lines


def excel_lines(data: bytes) -> list[str]:
    """Return the rows of the first sheet of an .xlsx, filled cells joined with a space."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return [" ".join(str(value) for value in row if value is not None) for row in sheet.iter_rows(values_only=True)]


def pdf_text(data: bytes) -> str:
    """Return the text layer of a PDF."""
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def text_of(name: str, data: bytes) -> str:
    """Return the text of an attached file, told by its ending; that of the one file inside for a .zip."""
    ending = name.rpartition(".")[2]
    if ending == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            (inside,) = archive.namelist()
            return text_of(inside, archive.read(inside))
    if ending == "html":
        return words_of(html.fromstring(data.decode()).text_content())
    readers = {"docx": word_lines, "xlsx": excel_lines}
    return words_of(pdf_text(data) if ending == "pdf" else "\n".join(readers[ending](data)))
