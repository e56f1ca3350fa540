"""Whatever a file does, it is that file's result, and the file after it is read."""

from __future__ import annotations

import io
import multiprocessing
import zipfile
from pathlib import Path

import pytest

from domain.document import Document, FileKind, Ignored, Reading, Unreadable, UnreadableCause
from domain.mail import Attachment
from parsers.limits import Limits
from parsers.reading import FileReader
from tests.support.corpus import attachments_of
from tests.support.documents import excel_of, p, pdf_of, word_of, zip_of

_GOOD = word_of(p("đọc được"))


def attached(name: str, data: bytes, *, inline: bool = False) -> Attachment:
    """Return an attachment whose declared type lies."""
    return Attachment(name=name, declared_type="application/octet-stream", data=data, inline=inline)


def outcome(reader: FileReader, data: bytes, name: str = "tep.bin") -> Reading:
    """Return what comes of a file, having checked that the file after it is read."""
    first, second = reader.read([attached(name, data), attached("sau.docx", _GOOD)])
    assert isinstance(second, Document)
    assert second.text == "đọc được"
    assert first.name == name
    return first


def cause(reading: Reading) -> tuple[FileKind, UnreadableCause]:
    """Return what an unreadable file is and why, having checked that it says so in words."""
    assert isinstance(reading, Unreadable)
    assert reading.reason.endswith(".")
    assert reading.detail
    return reading.kind, reading.cause


def with_part(name: str, text: str | bytes) -> bytes:
    """Return a .docx with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(_GOOD)) as archive:
        return zip_of({n: archive.read(n) for n in archive.namelist()} | {name: text})


def test_zero_bytes(reader: FileReader) -> None:
    assert cause(outcome(reader, b"")) == (FileKind.UNKNOWN, UnreadableCause.EMPTY)


def test_a_wrong_ending_does_not_matter(reader: FileReader) -> None:
    for name, data, kind in [
        ("a.pdf", _GOOD, FileKind.DOCX),
        ("a.doc", _GOOD, FileKind.DOCX),
        ("a.docx", pdf_of([[(85, 700, "a")]]), FileKind.PDF),
        ("a.xls", excel_of({"a": [[1]]}), FileKind.XLSX),
        ("a.doc", b"<html><p>a", FileKind.HTML),
    ]:
        reading = outcome(reader, data, name)
        assert isinstance(reading, Document)
        assert reading.kind is kind


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_word_file(reader: FileReader, share: float) -> None:
    kind, why = cause(outcome(reader, _GOOD[: int(len(_GOOD) * share)]))
    assert why is UnreadableCause.DAMAGED
    assert kind is FileKind.DOCX or share < 0.5


def test_flipped_bytes(reader: FileReader) -> None:
    broken = bytearray(_GOOD)
    start = broken.index(b"word/document.xml") + len("word/document.xml")
    for place in range(start, start + 100, 7):
        broken[place] ^= 0x55
    assert cause(outcome(reader, bytes(broken)))[1] is UnreadableCause.DAMAGED


@pytest.mark.parametrize(
    "part",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><w:document xmlns:w="x"/>',
        '<?xml version="1.0"?>\n<!-- x --> <!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><x/>'.encode("utf-16"),
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><x/>'.encode("utf-16-be"),
    ],
)
@pytest.mark.parametrize("name", ["word/document.xml", "word/_rels/document.xml.rels"])
def test_a_document_type_declaration(reader: FileReader, name: str, part: str | bytes) -> None:
    assert cause(outcome(reader, with_part(name, part))) == (FileKind.DOCX, UnreadableCause.SUSPICIOUS)


def test_doctype_as_text_is_only_text(reader: FileReader) -> None:
    reading = outcome(reader, word_of(p("&lt;!DOCTYPE html>") + "<!-- <!DOCTYPE x> -->"))
    assert isinstance(reading, Document)


def test_a_word_file_that_inflates_beyond_reason(reader: FileReader) -> None:
    bomb = with_part("word/media/a.xml", bytes(200 * 2**20))
    assert len(bomb) < 2**20
    reading = outcome(reader, bomb)
    assert cause(reading) == (FileKind.DOCX, UnreadableCause.TOO_LARGE)
    assert isinstance(reading, Unreadable)
    assert "limit inflated_bytes" in reading.detail


def test_a_directory_that_lies_about_sizes() -> None:
    honest = bytearray(with_part("word/a.xml", bytes(3 * 2**20)))
    at = honest.rindex(b"PK\x01\x02")
    while honest[at + 46 : at + 56] != b"word/a.xml":
        at = honest.rindex(b"PK\x01\x02", 0, at)
    honest[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with FileReader(Limits(inflated_bytes=2**20), workers=1) as small:
        assert cause(outcome(small, bytes(honest)))[1] is UnreadableCause.DAMAGED


def test_more_entries_than_allowed() -> None:
    crowded = zip_of({f"{n}.txt": "a" for n in range(30)})
    with FileReader(Limits(entries=20), workers=1) as small:
        reading = outcome(small, crowded)
        assert cause(reading) == (FileKind.ZIP, UnreadableCause.TOO_LARGE)
        assert isinstance(reading, Unreadable)
        assert "limit entries" in reading.detail


def test_a_file_larger_than_allowed() -> None:
    with FileReader(Limits(file_bytes=5000), workers=1) as small:
        reading = outcome(small, b"a" * 5001)
        assert isinstance(reading, Unreadable)
        assert (reading.cause, "limit file_bytes" in reading.detail) == (UnreadableCause.TOO_LARGE, True)


def test_a_reader_that_takes_too_long_is_killed() -> None:
    slow = word_of(p("một hai ba") * 60_000)
    with FileReader(Limits(seconds=1), workers=1) as hasty:
        reading = outcome(hasty, slow)
        assert cause(reading) == (FileKind.DOCX, UnreadableCause.TOO_SLOW)
        assert isinstance(reading, Unreadable)
        assert "limit seconds" in reading.detail


def test_a_reader_that_takes_too_much_memory_is_stopped() -> None:
    greedy = word_of(p("một hai ba") * 60_000)
    with FileReader(Limits(memory_bytes=40 * 2**20), workers=1) as poor:
        reading = outcome(poor, greedy)
        assert cause(reading) == (FileKind.DOCX, UnreadableCause.TOO_LARGE)
        assert isinstance(reading, Unreadable)
        assert "limit memory_bytes" in reading.detail


def test_a_library_that_takes_the_process_with_it(reader: FileReader) -> None:
    sheet = excel_of({"a": [["x", 1], ["y", 2]]})
    with zipfile.ZipFile(io.BytesIO(sheet)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # A value in the last cell of a sheet makes calamine ask for 512 GB, and Rust abort.
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b'"B2"', b'"XFD1048576"')
    assert cause(outcome(reader, zip_of(parts))) == (FileKind.XLSX, UnreadableCause.READER_FAILED)


@pytest.mark.shared
def test_a_library_that_panics(reader: FileReader) -> None:
    (sheet,) = (file for file in attachments_of("016") if file.name.endswith(".xls"))
    broken = bytearray(sheet.data)
    broken[2050] = 0
    reading = outcome(reader, bytes(broken))
    assert cause(reading) == (FileKind.XLS, UnreadableCause.READER_FAILED)
    assert isinstance(reading, Unreadable)
    assert "PanicException" in reading.detail


def test_an_encrypted_zip(reader: FileReader) -> None:
    locked = bytearray(zip_of({"a.txt": "a"}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    (reading,) = reader.read([attached("a.zip", bytes(locked))])
    assert (reading.name, cause(reading)[1]) == ("a.zip/a.txt", UnreadableCause.PASSWORD)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x00\x01\x02", FileKind.UNKNOWN),
        (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><x/>", FileKind.UNKNOWN),
    ],
)
def test_what_is_not_read_here_says_so(reader: FileReader, data: bytes, kind: FileKind) -> None:
    assert cause(outcome(reader, data)) == (kind, UnreadableCause.UNSUPPORTED)


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes(9)


def test_logos_are_left_out_and_photographs_of_pages_are_told(reader: FileReader) -> None:
    assert isinstance(outcome(reader, png(160, 60)), Ignored)
    assert cause(outcome(reader, png(1200, 1700))) == (FileKind.IMAGE, UnreadableCause.NO_TEXT)


@pytest.mark.parametrize(
    "data", [b"BEGIN:VCALENDAR\r\n", b"BEGIN:VCARD\r\n", b"0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02"]
)
def test_trifles_are_left_out(reader: FileReader, data: bytes) -> None:
    assert isinstance(outcome(reader, data), Ignored)


@pytest.mark.parametrize("how_many", [1, 2])
def test_processes_that_something_else_ended_are_no_files_fault(how_many: int) -> None:
    others = {process.pid for process in multiprocessing.active_children()}
    with FileReader(workers=2) as reader:
        reader.read([attached("a.docx", _GOOD)])
        own = [process for process in multiprocessing.active_children() if process.pid not in others]
        for process in own[:how_many]:
            process.kill()
        readings = reader.read([attached(f"{n}.docx", _GOOD) for n in range(4)])
    assert [type(reading) for reading in readings] == [Document] * 4


def test_a_reader_can_be_closed_and_used_again() -> None:
    reader = FileReader(workers=1)
    for _ in range(2):
        (reading,) = reader.read([attached("a.docx", _GOOD)])
        assert isinstance(reading, Document)
        reader.close()


def test_the_programs_main_module_is_not_imported_into_readers(tmp_path: Path) -> None:
    import subprocess
    import sys

    program = tmp_path / "program.py"
    program.write_text(
        "print('main runs')\n"
        "from domain.mail import Attachment\n"
        "from parsers.reading import FileReader\n"
        "with FileReader() as reader:\n"
        "    print(reader.read([Attachment(name='a', declared_type='', data=b'abc')])[0].text)\n",
        encoding="utf-8",
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, program], capture_output=True, text=True, check=True, cwd=root, env={"PYTHONPATH": str(root)}
    )
    assert done.stdout.split("\n")[:2] == ["main runs", "abc"]
