"""The labelled mails: every file that can be read is read, and every expected paragraph is found in it, whole."""

from __future__ import annotations

import pytest

from domain.document import Block, Document, FileKind, Paragraph, Table, Unreadable, UnreadableCause
from parsers.reading import FileReader
from tests.support.corpus import Case, case, cases, letters

pytestmark = pytest.mark.shared

#: Formats of the corpus that are read here.
_READ = frozenset({FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF, FileKind.XLSX, FileKind.XLS, FileKind.PDF})

#: Cases whose only report is a scan.
_SCANS = frozenset({"023", "041"})


def documents(reader: FileReader, case: Case) -> list[Document]:
    """Return everything of a mail that was read."""
    body = reader.read_body(case.text, case.html)
    files = [reading for reading in reader.read(case.attachments) if isinstance(reading, Document)]
    return [*([body] if body else []), *files]


def wholes(blocks: tuple[Block, ...]) -> set[str]:
    """Return every paragraph with its footnotes apart, and every table row, for comparison."""
    found: set[str] = set()
    for block in blocks:
        if isinstance(block, Paragraph):
            found |= {letters(block.text), *map(letters, block.footnotes)}
            continue
        found |= {letters("".join(cell.text for cell in row)) for row in block.rows}
        found = found.union(*(wholes(cell.blocks) for row in block.rows for cell in row))
    return found


def test_every_expected_paragraph_is_found_whole(reader: FileReader) -> None:
    missing = []
    for mail in cases():
        # A mail whose only report is a scan has its own tests below.
        if mail.name[:3] in _SCANS:
            continue
        found = set[str]().union(*(wholes(document.blocks) for document in documents(reader, mail)))
        # What follows a heading on its own line is content too: an expected text may be a line's end.
        missing += [(mail.name, t) for t in mail.paragraphs if not any(f.endswith(letters(t)) for f in found)]
    assert missing == []


def test_what_is_read_and_what_is_not(reader: FileReader) -> None:
    for mail in cases():
        for reading in reader.read(mail.attachments):
            if reading.kind in _READ and mail.expected.get("readable", True):
                scanned = isinstance(reading, Unreadable) and reading.cause is UnreadableCause.NO_TEXT
                assert isinstance(reading, Document) or (scanned and reading.kind is FileKind.PDF), reading


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        ("049", UnreadableCause.PASSWORD),
        ("050", UnreadableCause.DAMAGED),
        ("052", UnreadableCause.NO_TEXT),
        ("023", UnreadableCause.NO_TEXT),
        ("041", UnreadableCause.NO_TEXT),
    ],
)
def test_what_cannot_be_read_says_why(reader: FileReader, number: str, cause: UnreadableCause) -> None:
    readings = reader.read(case(number).attachments)
    assert readings
    for reading in readings:
        assert isinstance(reading, Unreadable)
        assert reading.cause is cause


@pytest.mark.parametrize("number", ["002", "003"])
def test_automatic_numbers_are_those_of_the_outline(reader: FileReader, number: str) -> None:
    (document,) = (d for d in documents(reader, case(number)) if d.kind is FileKind.DOCX)
    labels = [p.label for p in document.blocks if isinstance(p, Paragraph) and p.label not in ("", "-")]
    romans = [label for label in labels if label[0] in "IVX"]
    assert romans == ["I.", "II.", "III.", "IV.", "V."][: len(romans)]
    assert "1.1." in labels
    assert "7.2." in labels
    # Each x.1 and x.2 stands right under its own x.
    above = ""
    for label in labels:
        above = label if label.count(".") == 1 else above
        assert label.startswith(above), label


def test_a_letterhead_in_a_text_box_stands_once_and_first(reader: FileReader) -> None:
    (document,) = (d for d in documents(reader, case("022")) if d.kind is FileKind.DOCX)
    assert document.text.startswith("LIÊN ĐOÀN LAO ĐỘNG TỈNH ĐẮK LẮK\nLIÊN ĐOÀN LAO ĐỘNG HUYỆN KRÔNG ANA")
    assert document.text.count("LIÊN ĐOÀN LAO ĐỘNG HUYỆN KRÔNG ANA") == 1


def test_the_table_of_a_pdf_comes_out_as_a_table(reader: FileReader) -> None:
    (document,) = (d for d in documents(reader, case("013")) if d.kind is FileKind.PDF)
    rows = [" | ".join(c.text for c in row) for b in document.blocks if isinstance(b, Table) for row in b.rows]
    assert "Doanh nghiệp tư nhân, hợp tác xã | 712 | 391 | 135" in rows
    assert document.margins == ("LĐLĐ thành phố Buôn Ma Thuột - Báo cáo 6 tháng đầu năm 2017",)
