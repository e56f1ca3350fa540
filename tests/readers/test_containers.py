"""What .rar, .7z, .tar.gz, .msg and winmail.dat hold is read as if it had been attached itself."""

from __future__ import annotations

import random

import pytest

from domain.document import Document, FileKind, Reading, Unreadable, UnreadableCause
from domain.mail import Attachment
from parsers.limits import Limits
from parsers.reading import FileReader, check_readers
from parsers.sniff import sniff
from tests.support.archive_files import old_rar_of, rar_of, seven_zip_of, tar_gz_of
from tests.support.documents import p, word_of, zip_of
from tests.support.needs import need_library
from tests.support.outlook_files import mail_of, msg_of, winmail_of

need_library("libarchive")

_REPORT = word_of(p("báo cáo"))
_FILES = {"Quý II/Báo cáo.docx": _REPORT, "ghi chú.txt": "Kính gửi văn phòng".encode()}
_ARCHIVES = {
    FileKind.RAR: rar_of(_FILES),
    FileKind.SEVEN_ZIP: seven_zip_of(_FILES),
    FileKind.UNKNOWN: tar_gz_of(_FILES),
}
_MAIL = msg_of("Kính gửi văn phòng", {"Báo cáo.docx": _REPORT, "lớn.txt": "đoạn dài\n".encode() * 900})
_WINMAIL = winmail_of({"bao cao.docx": _REPORT, "ghi chu.txt": b"Kinh gui van phong"})


def opened(data: bytes, reader: FileReader, name: str = "goi") -> tuple[Reading, ...]:
    return reader.read([Attachment(name=name, declared_type="", data=data)])


def texts(readings: tuple[Reading, ...]) -> list[tuple[str, str]]:
    return [(r.name, r.text.split("\n")[0] if isinstance(r, Document) else type(r).__name__) for r in readings]


@pytest.mark.parametrize("data", [*_ARCHIVES.values(), old_rar_of(_FILES)])
def test_each_file_of_an_archive_is_a_reading(reader: FileReader, data: bytes) -> None:
    assert texts(opened(data, reader)) == [
        ("goi/Quý II/Báo cáo.docx", "báo cáo"),
        ("goi/ghi chú.txt", "Kính gửi văn phòng"),
    ]


@pytest.mark.parametrize(("kind", "data"), _ARCHIVES.items())
def test_archives_are_told_by_content(kind: FileKind, data: bytes) -> None:
    assert sniff(data) is kind


def test_an_encrypted_file_says_so(reader: FileReader) -> None:
    (reading,) = opened(old_rar_of({"a.txt": b"abc"}, encrypted=True), reader)
    assert isinstance(reading, Unreadable)
    assert reading.cause is UnreadableCause.PASSWORD


@pytest.mark.parametrize("make", [rar_of, seven_zip_of, tar_gz_of])
def test_an_archive_stays_within_its_limits(make: object) -> None:
    assert callable(make)
    many = make({f"{n}.txt": b"abc" for n in range(9)})
    large = make({"a.txt": b"abc", "b.txt": bytes(3_000_000)})
    nested = make({"trong.zip": zip_of({"a.txt": "a"})})
    with FileReader(Limits(entries=5, inflated_bytes=2_000_000, depth=1)) as reader:
        limited = [opened(data, reader) for data in (many, large, nested)]
    causes = [[r.cause if isinstance(r, Unreadable) else r for r in readings] for readings in limited]
    assert causes == [[UnreadableCause.TOO_LARGE], [UnreadableCause.TOO_LARGE], [UnreadableCause.SUSPICIOUS]]
    assert "limit entries" in getattr(limited[0][0], "detail", "")
    assert "limit inflated_bytes" in getattr(limited[1][0], "detail", "")


def test_one_large_file_does_not_cost_the_others() -> None:
    with FileReader(Limits(file_bytes=50_000)) as reader:
        readings = (
            opened(rar_of({"a.bin": bytes(60_000)}), reader),
            opened(seven_zip_of({"lon.bin": bytes(60_000), "nho.txt": b"abc"}), reader),
        )
    assert [type(r) for r in readings[0]] == [Unreadable]
    assert texts(readings[1]) == [("goi/lon.bin", "Unreadable"), ("goi/nho.txt", "abc")]


def test_without_the_library_an_archive_is_told_unsupported(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from parsers import compressed
    from parsers.contents import UnreadableError
    from parsers.sample import Sample

    monkeypatch.setitem(sys.modules, "libarchive", None)
    with pytest.raises(UnreadableError) as refused:
        compressed.read(Sample(_ARCHIVES[FileKind.RAR]), Limits())
    assert refused.value.cause is UnreadableCause.UNSUPPORTED
    assert any(".rar" in said and "KHÔNG" in said for said in check_readers())


def test_a_mail_of_outlook_gives_its_text_and_its_files(reader: FileReader) -> None:
    assert texts(opened(_MAIL, reader, "fw.msg")) == [
        ("fw.msg/nội dung thư", "Kính gửi văn phòng"),
        ("fw.msg/Báo cáo.docx", "báo cáo"),
        ("fw.msg/lớn.txt", "đoạn dài"),
    ]


def test_html_is_preferred_and_a_mail_in_a_mail_is_opened(reader: FileReader) -> None:
    inner = mail_of("Bản gốc", {"a.docx": _REPORT})
    html = "<html><body><ul><li>Gửi lại</li></ul></body></html>".encode()
    data = msg_of("Gửi lại", {"gốc": inner, "rỗng.bin": b""}, html=html)
    assert texts(opened(data, reader, "fw.msg")) == [
        ("fw.msg/nội dung thư", "• Gửi lại"),
        ("fw.msg/gốc/nội dung thư", "Bản gốc"),
        ("fw.msg/gốc/a.docx", "báo cáo"),
        ("fw.msg/rỗng.bin", "Unreadable"),
    ]


def test_winmail_gives_its_files(reader: FileReader) -> None:
    assert texts(opened(_WINMAIL, reader, "winmail.dat")) == [
        ("winmail.dat/bao cao.docx", "báo cáo"),
        ("winmail.dat/ghi chu.txt", "Kinh gui van phong"),
    ]


@pytest.mark.parametrize(
    "data", [b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c", b"\x78\x9f\x3e\x22", b"\x1f\x8b\x08", _MAIL[:600]]
)
def test_what_ends_behind_its_signature_is_damaged(reader: FileReader, data: bytes) -> None:
    (reading,) = opened(data, reader)
    assert isinstance(reading, Unreadable)
    assert reading.cause in (UnreadableCause.DAMAGED, UnreadableCause.EMPTY)


@pytest.mark.parametrize("data", [*_ARCHIVES.values(), old_rar_of(_FILES), _MAIL, _WINMAIL])
def test_cut_and_flipped_bytes_stay_the_files_own_problem(data: bytes) -> None:
    chance = random.Random(len(data))  # noqa: S311
    broken = [data[: len(data) * part // 10] for part in range(1, 10)]
    for _ in range(15):
        flipped = bytearray(data)
        for _ in range(4):
            flipped[chance.randrange(4, len(data))] ^= 1 << chance.randrange(8)
        broken.append(bytes(flipped))
    with FileReader(Limits(seconds=5, ocr_pages=0)) as reader:
        readings = reader.read([Attachment(name=f"{n}", declared_type="", data=one) for n, one in enumerate(broken)])
    failed = [r for r in readings if isinstance(r, Unreadable) and r.cause is UnreadableCause.READER_FAILED]
    assert failed == []
