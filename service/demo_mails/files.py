"""A report as the file that a unit attaches, readable or not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from exports.report_excel import write_excel
from exports.report_pdf import write_pdf
from exports.report_scan import write_scan
from exports.report_sheet import ReportSheet
from exports.report_word import Numbering, write_word

_PASSWORD = "baocao2017"  # noqa: S105 - nobody is told it: the mail shows a file that cannot be opened
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Form(Enum):
    """What a report comes as."""

    WORD = "word"
    #: Word's automatic multilevel numbers.
    WORD_LISTS = "word_lists"
    EXCEL = "excel"
    PDF = "pdf"
    #: A Word file in a zip archive.
    ZIP = "zip"
    #: In the mail itself.
    TEXT_BODY = "text_body"
    HTML_BODY = "html_body"
    #: Nobody can read these.
    SCAN = "scan"
    LOCKED_PDF = "locked_pdf"
    CUT_WORD = "cut_word"
    EMPTY_WORD = "empty_word"
    LINK = "link"

    @property
    def readable(self) -> bool:
        """Whether ordinary tools can read it."""
        return self not in (Form.SCAN, Form.LOCKED_PDF, Form.CUT_WORD, Form.EMPTY_WORD, Form.LINK)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportFile:
    """An attached file; `name` as the sender sees it."""

    name: str
    media_type: str
    data: bytes


def attach(sheet: ReportSheet, form: Form, stem: str) -> tuple[ReportFile, ...]:
    """Return `sheet` as the file of `form`, named `stem` with its ending; nothing where the form has no file."""
    if form not in _MAKERS:
        return ()
    make, ending, media_type = _MAKERS[form]
    data = _zipped(make(sheet), f"{stem}.docx", sheet) if form is Form.ZIP else make(sheet)
    return (ReportFile(name=f"{stem}.{ending}", media_type=media_type, data=data),)


def _word_with_lists(sheet: ReportSheet) -> bytes:
    return write_word(sheet, Numbering.AUTOMATIC)


def _locked_pdf(sheet: ReportSheet) -> bytes:
    return write_pdf(sheet, password=_PASSWORD)


def _cut_word(sheet: ReportSheet) -> bytes:
    """The first part of a file whose upload broke off: the zip directory at its end is gone."""
    whole = write_word(sheet)
    return whole[: len(whole) * 3 // 5]


def _empty_word(_sheet: ReportSheet) -> bytes:
    return b""


def _zipped(data: bytes, name: str, sheet: ReportSheet) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo(name, date_time=sheet.written_at.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, data)
    return out.getvalue()


_MAKERS: dict[Form, tuple[Callable[[ReportSheet], bytes], str, str]] = {
    Form.WORD: (write_word, "docx", WORD_TYPE),
    Form.WORD_LISTS: (_word_with_lists, "docx", WORD_TYPE),
    Form.EXCEL: (write_excel, "xlsx", _EXCEL_TYPE),
    Form.PDF: (write_pdf, "pdf", "application/pdf"),
    Form.ZIP: (write_word, "zip", "application/zip"),
    Form.SCAN: (write_scan, "pdf", "application/pdf"),
    Form.LOCKED_PDF: (_locked_pdf, "pdf", "application/pdf"),
    Form.CUT_WORD: (_cut_word, "docx", WORD_TYPE),
    Form.EMPTY_WORD: (_empty_word, "docx", WORD_TYPE),
}
