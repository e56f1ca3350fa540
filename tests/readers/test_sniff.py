"""A file is what its bytes say, and exactly one reader takes it."""

from __future__ import annotations

import pytest

from domain.document import FileKind
from parsers import plain, sniff
from parsers.sample import Sample
from tests.support.documents import excel_of, p, pdf_of, word_of, zip_of

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_ODF = {"mimetype": "application/vnd.oasis.opendocument.", "content.xml": "<x/>"}


def ole_with(stream: str) -> bytes:
    """Return what begins like an OLE container, has a broken directory and still names a stream."""
    return _OLE + stream.encode("utf-16-le") + bytes(512)


def open_document(kind: str) -> bytes:
    """Return a zip whose first entry, stored as it is, names its kind."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return out.getvalue()


_FILES = [
    (word_of(p("a")), FileKind.DOCX),
    (word_of(p("a"))[:-300], FileKind.DOCX),
    (excel_of({"a": [[1]]}), FileKind.XLSX),
    (pdf_of([[(85, 700, "a")]]), FileKind.PDF),
    (b"junk before\n%PDF-1.4\n", FileKind.PDF),
    (zip_of({"a.txt": "a"}), FileKind.ZIP),
    (open_document("text"), FileKind.ODT),
    (open_document("spreadsheet"), FileKind.ODS),
    (zip_of({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), FileKind.UNKNOWN),
    (ole_with("WordDocument"), FileKind.DOC),
    (ole_with("Workbook"), FileKind.XLS),
    (ole_with("EncryptedPackage"), FileKind.ENCRYPTED_OFFICE),
    (ole_with("__properties_version1.0"), FileKind.MSG),
    (_OLE, FileKind.UNKNOWN),
    (b"{\\rtf1\\ansi a}", FileKind.RTF),
    (b"Rar!\x1a\x07\x01\x00", FileKind.RAR),
    (b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
    (b"\x78\x9f\x3e\x22", FileKind.TNEF),
    (b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
    (b"\xff\xd8\xff\xe0", FileKind.IMAGE),
    (b"BEGIN:VCALENDAR\r\n", FileKind.TEXT),
    (b"<!DOCTYPE html><p>a", FileKind.HTML),
    ("\ufeff<html><p>a".encode("utf-16-le"), FileKind.HTML),
    (b"<?xml version='1.0'?><x/>", FileKind.UNKNOWN),
    ("I. Tình hình".encode(), FileKind.TEXT),
    ("I. Tình hình".encode("utf-16"), FileKind.TEXT),
    (b"\x00\x01\x02\x03\x04", FileKind.UNKNOWN),
    (b"", FileKind.UNKNOWN),
]


@pytest.mark.parametrize(("data", "kind"), _FILES)
def test_kinds_by_content(data: bytes, kind: FileKind) -> None:
    assert sniff.sniff(data) is kind


@pytest.mark.parametrize("data", [data for data, _ in _FILES])
def test_no_file_has_two_readers(data: bytes) -> None:
    assert len([r for r in sniff.READERS if r.claims(Sample(data)) is not None]) <= 1


def test_two_claims_are_an_error_that_names_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sniff, "READERS", [plain, *sniff.READERS])
    with pytest.raises(sniff.TwoClaimsError, match=r"parsers\.plain as text, parsers\.plain as text"):
        sniff.sniff(b"a")
