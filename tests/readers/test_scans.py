"""Scanned pages and photographs of pages are recognised, joined to documents and marked, or told to be unreadable."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops, ImageFilter
from rapidfuzz import fuzz

from domain.document import Document, Ignored, Paragraph, Reading, Unreadable, UnreadableCause
from domain.mail import Attachment
from parsers import tesseract
from parsers.limits import Limits
from parsers.ocr_page import Print
from parsers.reading import FileReader, check_readers
from parsers.scan import spelled
from tests.support.corpus import case, letters
from tests.support.documents import p, word_of, zip_of
from tests.support.needs import need_program
from tests.support.scanned_pages import page, picture, scanned_pdf

_FIRST = [
    "**I. TÌNH HÌNH VIỆC LÀM, THU NHẬP CỦA ĐOÀN VIÊN**",
    "- Việc làm của người lao động khu vực hành chính, sự nghiệp cơ bản ổn định; ở khu vực sản xuất kinh doanh có 4 "
    "doanh nghiệp phải giãn việc do giá cà phê, cao su xuống thấp.",
    "- Tình hình nợ lương còn diễn ra ở 3 đơn vị.",
    "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN**",
    "- Công đoàn đã tham gia đoàn điều tra tai nạn lao động nặng và",
]
_SECOND = [
    "yêu cầu bồi thường đúng quy định.",
    "**III. KIẾN NGHỊ**",
    "- Đề nghị Tổng Liên đoàn ban hành sớm hướng dẫn về vị trí việc làm cho cán bộ công đoàn.",
]


@pytest.fixture(scope="module")
def scanner() -> Iterator[FileReader]:
    """Return a reader that recognises scans."""
    need_program("tesseract")
    with FileReader(Limits(ocr_pages=10)) as reader:
        yield reader


def attached(name: str, data: bytes, *, inline: bool = False) -> Attachment:
    return Attachment(name=name, declared_type="", data=data, inline=inline)


def one(readings: tuple[Reading, ...]) -> Document:
    (document,) = readings
    assert isinstance(document, Document), document
    return document


def cause_of(reading: Reading) -> UnreadableCause:
    assert isinstance(reading, Unreadable), reading
    return reading.cause


def assert_alike(document: Document, expected: list[str]) -> None:
    """Paragraph by paragraph the same, but for a letter here and there."""
    found = [letters(line) for line in document.text.split("\n")]
    assert len(found) == len(expected), found
    for line, text in zip(found, expected, strict=True):
        assert fuzz.ratio(line, letters(text)) >= 93, (line, text)


def test_a_scanned_pdf_comes_out_in_paragraphs_and_marked(scanner: FileReader) -> None:
    document = one(
        scanner.read([attached("a.pdf", scanned_pdf([page(_FIRST, number="1"), page(_SECOND, number="2")]))])
    )
    assert document.ocr
    assert document.notes
    assert_alike(document, [*_FIRST[:4], f"{_FIRST[4]} {_SECOND[0]}", *_SECOND[1:]])
    bold = [b.bold for b in document.blocks if isinstance(b, Paragraph)]
    assert bold == [True, False, False, True, False, True, False]
    assert [getattr(b, "where", "") for b in document.blocks][-1] == "trang 2 dòng 3"


def test_pictures_side_by_side_are_pages_of_one_document_in_the_order_of_their_numbers(scanner: FileReader) -> None:
    files = {"trang 10.png": picture(page(_SECOND)), "trang 9.png": picture(page(_FIRST))}
    document = one(scanner.read([attached(name, data) for name, data in files.items()]))
    assert document.name == "trang 9.png … trang 10.png"
    assert letters("tai nạn lao động nặng và yêu cầu bồi thường") in letters(document.text)
    document = one(scanner.read([attached("anh.zip", zip_of(files))]))
    assert document.name == "anh.zip/trang 9.png … trang 10.png"


def test_a_sideways_page_a_camera_held_upside_down_and_a_fax_of_several_pages(scanner: FileReader) -> None:
    sheet = page(_FIRST)
    held = Image.Exif()
    held[274] = 3
    several = picture(sheet, "TIFF", save_all=True, append_images=[page(_SECOND)])
    sideways = picture(sheet.rotate(90, expand=True))
    upside_down = picture(sheet.rotate(180), "JPEG", exif=held)
    for data in (sideways, upside_down, several):
        assert letters(_FIRST[1]) in letters(one(scanner.read([attached("a", data)])).text)


def test_a_page_askew_and_half_in_shadow_is_read_as_the_straight_one(scanner: FileReader) -> None:
    sheet = page(_FIRST)
    shadow = Image.linear_gradient("L").resize(sheet.size).point([90 + level * 165 // 255 for level in range(256)])
    askew = ImageChops.multiply(sheet.rotate(4, fillcolor=245, resample=Image.Resampling.BICUBIC), shadow)
    document = one(scanner.read([attached("a.jpg", picture(askew, "JPEG"))]))
    assert_alike(document, _FIRST)


def test_the_scan_of_a_file_that_was_read_is_left_at_that(scanner: FileReader) -> None:
    report = word_of("".join(p(text.strip("*")) for text in (*_FIRST, *_SECOND)))
    scan = scanned_pdf([page(_FIRST), page(_SECOND)])
    other = word_of("".join(p(f"Mời dự hội nghị số {n} tại hội trường lớn của Công đoàn tỉnh.") for n in range(9)))
    word, twin = scanner.read([attached("bc.docx", report), attached("bc da ky.pdf", scan)])
    assert isinstance(word, Document)
    assert isinstance(twin, Ignored)
    assert "bc.docx" in twin.reason
    _, read = scanner.read([attached("moi.docx", other), attached("bc.pdf", scan)])
    assert isinstance(read, Document)


def test_what_nobody_could_read_is_told_so(scanner: FileReader) -> None:
    blurred = page(_FIRST).filter(ImageFilter.GaussianBlur(7))
    empty = Image.new("L", (900, 700), 255)
    for sheet in (blurred, empty):
        (reading,) = scanner.read([attached("a.png", picture(sheet))])
        assert cause_of(reading) is UnreadableCause.NO_TEXT


def test_one_blurred_page_does_not_cost_the_others_and_is_told(scanner: FileReader) -> None:
    blurred = page(_SECOND).filter(ImageFilter.GaussianBlur(4))
    document, blur = scanner.read([attached("a.pdf", scanned_pdf([page(_FIRST), blurred]))])
    assert isinstance(document, Document)
    assert (cause_of(blur), blur.name) == (UnreadableCause.NO_TEXT, "a.pdf (trang 2)")


def test_a_logo_in_the_text_of_a_mail_is_no_document(scanner: FileReader) -> None:
    logo = Image.new("RGB", (500, 500), (200, 30, 30))
    shown = attached("image001.png", picture(logo), inline=True)
    ignored, read = scanner.read([shown, attached("image002.png", picture(page(_SECOND)))])
    assert isinstance(ignored, Ignored)
    assert isinstance(read, Document)


def test_pages_and_seconds_are_limited() -> None:
    need_program("tesseract")
    scan = attached("a.pdf", scanned_pdf([page(_FIRST), page(_SECOND)]))
    for limits, cause in [
        (Limits(ocr_pages=1), UnreadableCause.TOO_LARGE),
        (Limits(ocr_seconds=0.1), UnreadableCause.TOO_SLOW),
        (Limits(ocr_pages=0), UnreadableCause.NO_TEXT),
    ]:
        with FileReader(limits) as reader:
            assert cause_of(reader.read([scan])[0]) is cause


def test_without_tesseract_a_scan_is_told_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "lacking", lambda: "thiếu chương trình tesseract")
    with FileReader() as reader:
        (reading,) = reader.read([attached("a.png", picture(page(_SECOND)))])
    assert cause_of(reading) is UnreadableCause.NO_TEXT
    assert check_readers()[-1].startswith("Bản quét và ảnh chụp trang giấy: KHÔNG đọc được, thiếu")


def test_cut_and_flipped_pictures_stay_the_files_own_problem(scanner: FileReader) -> None:
    chance = random.Random(7)  # noqa: S311
    sheet = page(_SECOND).crop((80, 50, 500, 460))
    broken = []
    for form in ("JPEG", "PNG", "TIFF", "GIF", "BMP", "WEBP"):
        data = picture(sheet, form)
        flipped = bytearray(data)
        for _ in range(5):
            flipped[chance.randrange(30, len(data))] ^= 1 << chance.randrange(8)
        broken += [bytes(flipped), data[: len(data) * 2 // 3], data[:60]]
    # Each alone in its archive: pictures side by side would be one document.
    packed = zip_of({f"{n}/a": data for n, data in enumerate(broken)})
    with FileReader(Limits(ocr_pages=100)) as reader:
        readings = reader.read([attached("a.zip", packed)])
    assert len(readings) == len(broken)
    failed = [r for r in readings if isinstance(r, Unreadable) and r.cause is UnreadableCause.READER_FAILED]
    assert failed == []


def test_numbers_and_dashes_are_taken_for_what_was_printed() -> None:
    for printed, meant in [
        ("H. KẾT QUẢ HOẠT ĐỘNG", "II. KẾT QUẢ HOẠT ĐỘNG"),
        ("IIL KIẾN NGHỊ VỚI ĐẢNG", "II. KIẾN NGHỊ VỚI ĐẢNG"),
        ("Il. Kết quả", "II. Kết quả"),
        ("~ Ký 12 bản", "- Ký 12 bản"),
        ("11. Công tác nữ", "11. Công tác nữ"),
        ("H. nuôi 12 con", "H. nuôi 12 con"),
        ("LẮK VÀ KON TUM", "LẮK VÀ KON TUM"),
    ]:
        words = tuple(Print(text, 0, 1, 90, 1) for text in printed.split())
        assert " ".join(spelled(words)) == meant


@pytest.mark.shared
def test_nine_of_ten_paragraphs_of_the_labelled_photographs_come_back(scanner: FileReader) -> None:
    mail = case("041")
    document = one(scanner.read(mail.attachments))
    assert (document.name, document.ocr) == ("IMG_20170622_1.jpg … IMG_20170622_4.jpg", True)
    found = letters(document.text)
    assert sum(letters(text) in found for text in mail.paragraphs) >= 0.9 * len(mail.paragraphs)


def test_a_picture_is_measured_before_it_is_unpacked(scanner: FileReader) -> None:
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    (reading,) = scanner.read([attached("a.png", out.getvalue())])
    assert cause_of(reading) is UnreadableCause.TOO_LARGE
