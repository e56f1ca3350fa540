"""Files inside archives are read as if they had been attached themselves."""

from __future__ import annotations

import io
import zipfile

import pytest

from domain.document import Document, Reading, Unreadable, UnreadableCause
from domain.mail import Attachment
from parsers.archive import member_name
from parsers.limits import Limits
from parsers.reading import FileReader
from tests.support.documents import p, word_of, zip_of

_REPORT = word_of(p("báo cáo"))


def opened(reader: FileReader, data: bytes) -> tuple[Reading, ...]:
    return reader.read([Attachment(name="goi.zip", declared_type="", data=data)])


def test_each_file_is_a_reading_in_the_archives_order(reader: FileReader) -> None:
    inner = zip_of({"sâu.txt": "chữ"})
    data = zip_of(
        {"b/bao cao.docx": _REPORT, "__MACOSX/b": "x", "rỗng/": "", "a.zip": inner, "hỏng.docx": _REPORT[:300]}
    )
    readings = opened(reader, data)
    assert [(reading.name, type(reading)) for reading in readings] == [
        ("goi.zip/b/bao cao.docx", Document),
        ("goi.zip/a.zip/sâu.txt", Document),
        ("goi.zip/hỏng.docx", Unreadable),
    ]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Báo cáo quý II.docx".encode(), "Báo cáo quý II.docx"),
        ("Ba\u0301o ca\u0301o.docx".encode("cp1258"), "Báo cáo.docx"),
        (b"bao cao.docx", "bao cao.docx"),
        ("Thư mục\\tệp.docx".encode(), "Thư mục/tệp.docx"),
    ],
)
def test_names_without_the_utf8_flag(raw: bytes, name: str) -> None:
    entry = zipfile.ZipInfo("x")
    entry.orig_filename = entry.filename = raw.decode("cp437")
    assert member_name(entry) == name


def test_an_info_zip_unicode_name_wins() -> None:
    entry = zipfile.ZipInfo("B_o c_o.docx")
    name = "Báo cáo.docx".encode()
    entry.extra = b"\x75\x70" + (5 + len(name)).to_bytes(2, "little") + b"\x01" + bytes(4) + name
    assert member_name(entry) == "Báo cáo.docx"


def test_archives_nested_deeper_than_allowed() -> None:
    nested = zip_of({"a.txt": "a"})
    for n in range(3):
        nested = zip_of({f"{n}.zip": nested, f"{n}.txt": "bên cạnh"})
    with FileReader(Limits(depth=2), workers=1) as shallow:
        readings = opened(shallow, nested)
    assert [(r.name, getattr(r, "cause", None)) for r in readings] == [
        ("goi.zip/2.zip/1.zip", UnreadableCause.SUSPICIOUS),
        ("goi.zip/2.zip/1.txt", None),
        ("goi.zip/2.txt", None),
    ]


def test_archives_share_one_allowance() -> None:
    inner = zip_of({f"{n}.txt": "a" for n in range(4)})
    data = zip_of({"a.zip": inner, "b.zip": inner, "c.zip": inner})
    with FileReader(Limits(entries=10), workers=1) as small:
        readings = opened(small, data)
    read = [reading for reading in readings if isinstance(reading, Document)]
    refused = [reading for reading in readings if isinstance(reading, Unreadable)]
    assert len(read) == 7
    assert {reading.detail for reading in refused} == {"limit entries: used up by the files before"}


def test_one_broken_entry_spoils_no_other(reader: FileReader) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("hỏng.txt", "noi dung se bi sua")
        archive.writestr("lành.txt", "nội dung lành")
    broken, whole = opened(reader, out.getvalue().replace(b"noi dung", b"NOI DUNG"))
    assert isinstance(broken, Unreadable)
    assert broken.cause is UnreadableCause.DAMAGED
    assert isinstance(whole, Document)


def test_an_empty_archive(reader: FileReader) -> None:
    (reading,) = opened(reader, zip_of({}))
    assert isinstance(reading, Unreadable)
    assert reading.cause is UnreadableCause.EMPTY
