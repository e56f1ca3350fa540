"""Whole .doc files: four that LibreOffice wrote, and what becomes of them when they are harmed."""

from __future__ import annotations

import random
import shutil
import struct
import time
from pathlib import Path

import pytest

from domain.document import Document, FileKind, Paragraph, Table, Unreadable, UnreadableCause, walk_paragraphs
from domain.mail import Attachment
from parsers import doc_file, doc_old
from parsers.contents import Contents, UnreadableError
from parsers.limits import Limits
from parsers.reading import FileReader
from parsers.sample import Sample
from tests.support.old_word import OldWord, container, para

_SAMPLES = Path(__file__).parent / "samples"
_NAMES = ["boxes", "numbers", "runs", "tables"]


def sample(name: str) -> bytes:
    """Return the bytes of a sample."""
    return (_SAMPLES / f"{name}.doc").read_bytes()


def document(reader: FileReader, data: bytes) -> Document:
    """Return a file as the service reads it."""
    (found,) = reader.read([Attachment(name="a.bin", declared_type="", data=data)])
    assert isinstance(found, Document), found
    assert found.kind is FileKind.DOC
    return found


def test_numbers(reader: FileReader) -> None:
    assert document(reader, sample("numbers")).text.split("\n") == [
        "I. Tình hình",
        "1. Kết quả",
        "1.1. Đạt được",
        "1.2. Tồn tại",
        "2. Tiếp theo",
        "2.1. Lại một",
        "a) a con",
        "b) b con",
        "II. Phương hướng",
        "1. Một",
        "• chấm",
        "- gạch",
        "Phần 1 phần",
        "1.1 x",
        "1.2 y",
        "Phần 2 phần hai",
        "2.1 z không về một",
        "I la mã",
        "I.1 hợp pháp",
        "(iii) ba",
        "(iv) bốn",
        "(viii) tám",
        "(iii) chín",
        "không số",
        "2. Hai",
        "(v)",
        "(vi) sau trống",
    ]


def test_headings(reader: FileReader) -> None:
    levels = [(p.outline_level, p.bold, p.italic) for p in walk_paragraphs(document(reader, sample("numbers")).blocks)]
    assert levels[:7] == [
        (0, True, False),
        (1, True, True),
        (2, False, False),
        (2, False, False),
        (1, True, False),
        (2, False, False),
        (None, False, False),
    ]


def test_text_and_what_hangs_on_it(reader: FileReader) -> None:
    found = document(reader, sample("runs"))
    assert found.text.split("\n") == [
        "trong hộp",
        "hộp hai",
        "neo hộp",
        "đậm thường",
        "nghiêng",
        "gạch chân",
        "giữa",
        "giữa riêng",
        "kiểu thường",
        "trên tắt",
        "công đoàn như trước",
        "CÔNG ĐOÀN",
        "Công đoàn",
        "Công đoàn viết Unicode",
        "giữ thêm lại",
        "nối liền",
        "chú thích một",
        "cuối bài",
        "trang liên kết hết",
        "dòng một",
        "dòng hai\ta-bc\u00a0d",
        "hiện",
        "✓ xong 😀 vui",
        "trước ngắt",
        "sau ngắt",
        "cấp đề cương",
    ]
    assert found.margins == ("tiêu đề trang",)
    by_text = {p.text: p for p in walk_paragraphs(found.blocks)}
    assert by_text["chú thích một"].footnotes == ("nội dung chú dòng hai", "chú hai")
    assert by_text["cuối bài"].footnotes == ("chú cuối",)
    assert by_text["cấp đề cương"].outline_level == 3
    assert {text for text, p in by_text.items() if p.bold_until} == {
        "trong hộp",
        "đậm thường",
        "kiểu thường",
        "trên tắt",
    }
    assert by_text["đậm thường"].bold_until == len("đậm")
    assert [text for text, p in by_text.items() if p.italic] == ["nghiêng"]
    assert [text for text, p in by_text.items() if p.underlined] == ["gạch chân"]
    assert [text for text, p in by_text.items() if p.centered] == ["giữa", "giữa riêng"]


def test_tables(reader: FileReader) -> None:
    layout, between, figures, last = document(reader, sample("tables")).blocks
    assert isinstance(layout, Table)
    assert isinstance(figures, Table)
    assert isinstance(between, Paragraph)
    assert isinstance(last, Paragraph)
    assert (layout.borderless, figures.borderless) == (True, False)
    assert [[c.text for c in row] for row in layout.rows] == [["trái", "phải phải hai"]]
    assert [[(c.text, c.column_span, c.row_span) for c in row] for row in figures.rows] == [
        [("gộp ngang", 2, 1), ("ba", 1, 1)],
        [("gộp dọc", 1, 2), ("b2", 1, 1), ("c2", 1, 1)],
        [("b3", 1, 1), ("c3", 1, 1)],
        [("a4", 1, 1), ("trước trong 1 trong 2 sau", 1, 1), ("c4", 1, 1)],
    ]
    _, inner, _ = figures.rows[3][1].blocks
    assert isinstance(inner, Table)
    assert [p.where for p in walk_paragraphs((inner,))] == ["bảng 3 dòng 1"] * 2


def test_text_boxes_stand_before_the_paragraph_they_are_anchored_in_those_of_a_group_too(reader: FileReader) -> None:
    assert document(reader, sample("boxes")).text.split("\n") == [
        "trước",
        "nhóm 0",
        "nhóm 1",
        "nhóm 2",
        "neo nhóm",
        "giữa",
        "hộp riêng",
        "neo riêng",
        "sau",
    ]


# ---- harm


def outcome(data: bytes) -> Contents | UnreadableCause | None:
    """Return what comes of a file: contents, why not, or None where no .doc is seen in it any more."""
    file = Sample(data)
    if doc_file.claims(file) is None:
        return None
    begun = time.monotonic()
    try:
        read = doc_file.read(file, Limits())
    except UnreadableError as error:
        return error.cause
    finally:
        assert time.monotonic() - begun < 5
    assert isinstance(read, Contents)
    return read


@pytest.mark.parametrize("name", _NAMES)
def test_a_file_that_was_cut_is_never_read_in_part(name: str) -> None:
    data = sample(name)
    for length in range(512, len(data) - 512, 997):
        assert outcome(data[:length]) in (None, UnreadableCause.DAMAGED)


@pytest.mark.parametrize("name", _NAMES)
def test_flipped_bits_end_as_a_document_or_a_reason(name: str) -> None:
    data, chance = sample(name), random.Random(name)  # noqa: S311
    reasons = set()
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(chance.choice([1, 3, 30])):
            broken[chance.randrange(512, len(data))] ^= 1 << chance.randrange(8)
        found = outcome(bytes(broken))
        reasons |= {found} if isinstance(found, UnreadableCause) else set()
    assert reasons <= {UnreadableCause.DAMAGED, UnreadableCause.EMPTY, UnreadableCause.PASSWORD}


def patched(at: int, form: str, *values: int) -> bytes:
    """Return a file with numbers of its FIB changed."""
    made = bytearray(OldWord([para("một"), para("hai")]).made())
    start = made.index(b"\xec\xa5", 512)
    struct.pack_into(form, made, start + at, *values)
    return bytes(made)


@pytest.mark.parametrize(
    ("at", "form", "values"),
    [
        (0, "<H", [0x1234]),
        (76, "<I", [8_000]),
        (76, "<I", [0xFFFFFFFF]),
        (154 + 8 * 33, "<I", [0xFFFFFF]),
        (154 + 8 * 33, "<II", [0, 0]),
        (154 + 8 * 12, "<II", [0, 7]),
        (154 + 8 * 1, "<II", [4000, 90]),
    ],
)
def test_a_head_that_lies(at: int, form: str, values: list[int]) -> None:
    assert outcome(patched(at, form, *values)) is UnreadableCause.DAMAGED


def test_an_empty_stream_and_a_missing_one() -> None:
    assert outcome(container({"WordDocument": b""})) is UnreadableCause.DAMAGED
    head = b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x12" + bytes(2000)
    assert outcome(container({"WordDocument": head})) is UnreadableCause.DAMAGED


def test_a_container_without_a_directory(reader: FileReader) -> None:
    (found,) = reader.read([Attachment(name="a.doc", declared_type="", data=sample("runs")[:4096])])
    assert isinstance(found, Unreadable)
    assert found.cause is UnreadableCause.DAMAGED


# ---- Word 6 and 95


def test_older_files_without_libreoffice_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert outcome(OldWord([para("a")], version=0x65).made()) is UnreadableCause.UNSUPPORTED


needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="needs LibreOffice (apt: libreoffice-writer)"
)


@needs_libreoffice
def test_libreoffice_converts_what_is_not_read_here() -> None:
    # No program at hand writes Word 95; to LibreOffice the way is the same for everything it knows.
    read = doc_old.read(Sample(rb"{\rtf1\ansi \b xin ch\'e0o\b0\par hai\par}"), Limits())
    assert isinstance(read, Contents)
    assert [(p.text, p.bold) for p in walk_paragraphs(read.blocks)] == [("xin chào", True), ("hai", False)]


@needs_libreoffice
def test_libreoffice_is_ended_when_it_takes_too_long() -> None:
    with pytest.raises(UnreadableError) as told:
        doc_old.read(Sample(rb"{\rtf1\ansi a\par}"), Limits(seconds=0.2))
    assert told.value.cause is UnreadableCause.TOO_SLOW
