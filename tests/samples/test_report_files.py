"""Written office files, opened again by libraries that had no part in writing them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import docx
import openpyxl
import pypdfium2
import pytest
import python_calamine
import time_machine
from docx.oxml.ns import qn
from reportlab.pdfbase.ttfonts import TTFont

from domain.errors import ExportError
from domain.period import VIETNAM, Period, ReportKind
from domain.template import Section, Template
from exports.blank_report import blank_report
from exports.fonts import BOLD, REGULAR, font_file
from exports.report_excel import write_excel
from exports.report_pdf import write_pdf
from exports.report_scan import write_scan
from exports.report_sheet import NATION, Grid, Heading, Letterhead, ReportSheet, Text
from exports.report_text import write_html, write_text
from exports.report_word import Numbering, write_word
from tests.support.office_files import excel_lines, pdf_text, word_lines, words_of

HEADINGS = (
    Heading(title="TÌNH HÌNH VIỆC LÀM", number="I."),
    Heading(title="KẾT QUẢ HOẠT ĐỘNG", number="II."),
    Heading(title="Công tác nữ công", number="1.", level=1),
    Heading(title="Kết quả đạt được", number="1.1.", level=2),
    Heading(title="Tồn tại, hạn chế:", number="1.2.", level=2, run_in="Không có."),
)
SHEET = ReportSheet(
    letterhead=Letterhead(
        superior="LIÊN ĐOÀN LAO ĐỘNG TỈNH ĐẮK LẮK",
        issuer="LIÊN ĐOÀN LAO ĐỘNG HUYỆN BUÔN ĐÔN",
        number="Số: 45/BC-LĐLĐ",
        place_and_date="Buôn Đôn, ngày 26 tháng 5 năm 2017",
    ),
    title=("BÁO CÁO NHANH", "Sơ kết 6 tháng đầu năm 2017"),
    opening=("Đơn vị báo cáo như sau:",),
    parts=(
        HEADINGS[0],
        Text(text="Thu nhập bình quân 5,2 triệu đồng & ổn định <hơn> trước.", bullet="-"),
        *HEADINGS[1:4],
        Text(text="Khám sức khỏe cho 120 nữ đoàn viên.", bullet="-"),
        Grid(rows=(("TT", "Khối", "Kết quả"), ("1", "Khối trường học", "74,5"))),
        HEADINGS[4],
    ),
    closing=("Trên đây là báo cáo của đơn vị./.",),
    recipients=("- LĐLĐ tỉnh;", "- Lưu: VT."),
    signature=("TM. BAN THƯỜNG VỤ", "", "(đã ký)"),
    written_at=datetime(2017, 5, 26, 8, 12, tzinfo=VIETNAM),
)
#: Every letter of the Vietnamese alphabet with every tone, and the punctuation that offices use.
VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵfjwz"
    "0123456789.,;:!?()[]/%&+-–—“”‘’…•₫"
)
WRITERS: dict[str, Callable[[ReportSheet], bytes]] = {
    "word": write_word,
    "word lists": lambda sheet: write_word(sheet, Numbering.AUTOMATIC),
    "excel": write_excel,
    "pdf": write_pdf,
    "locked pdf": lambda sheet: write_pdf(sheet, password="x"),
    "scan": write_scan,
    "text": lambda sheet: write_text(sheet).encode(),
    "html": lambda sheet: write_html(sheet).encode(),
}


def test_word_holds_typed_numbers_in_bold_headings() -> None:
    document = docx.Document(io.BytesIO(write_word(SHEET)))
    bold = [p.runs[0].text for p in document.paragraphs if p.runs and p.runs[0].bold]
    assert bold == [*SHEET.title, *(heading.lead for heading in HEADINGS)]
    lines = word_lines(write_word(SHEET))
    assert "1.2. Tồn tại, hạn chế: Không có." in lines
    assert "- Khám sức khỏe cho 120 nữ đoàn viên." in lines
    assert lines.index("1 | Khối trường học | 74,5") > lines.index("1.1. Kết quả đạt được")


def test_word_letterhead_is_a_table_of_two_columns_without_borders() -> None:
    letterhead = docx.Document(io.BytesIO(write_word(SHEET))).tables[0]
    left, right = letterhead.rows[0].cells
    assert left.text.splitlines()[1] == SHEET.letterhead.issuer
    assert right.text.startswith(NATION)
    assert letterhead.style is not None
    assert letterhead.style.name == "Normal Table"
    assert letterhead._tbl.tblPr.find(qn("w:tblBorders")) is None


def test_word_lists_number_the_headings_and_keep_numbers_out_of_the_text() -> None:
    document = docx.Document(io.BytesIO(write_word(SHEET, Numbering.AUTOMATIC)))
    numbered = {p.text: p._p.pPr.numPr.ilvl.val for p in document.paragraphs if p._p.pPr.numPr is not None}
    expected = {f"{h.title} {h.run_in}".strip(): h.level for h in HEADINGS}
    assert expected.items() <= numbered.items()
    assert numbered["Khám sức khỏe cho 120 nữ đoàn viên."] == 3
    (number_id,) = {p._p.pPr.numPr.numId.val for p in document.paragraphs if p._p.pPr.numPr is not None}
    numbering = document.part.numbering_part.element
    abstract_id = numbering.num_having_numId(number_id).abstractNumId.val
    (outline,) = [a for a in numbering.findall(qn("w:abstractNum")) if a.get(qn("w:abstractNumId")) == str(abstract_id)]
    shown = [text.get(qn("w:val")) for text in outline.iter(qn("w:lvlText"))]
    assert shown == ["%1.", "%2.", "%2.%3.", "-"]


def test_word_list_definitions_stand_before_the_lists_as_the_schema_wants() -> None:
    document = docx.Document(io.BytesIO(write_word(SHEET, Numbering.AUTOMATIC)))
    tags = [child.tag for child in document.part.numbering_part.element]
    assert tags.index(qn("w:num")) > max(n for n, tag in enumerate(tags) if tag == qn("w:abstractNum"))


def test_excel_has_a_column_of_numbers_and_a_column_of_text() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_excel(SHEET))).active
    assert sheet is not None
    pairs = [(row[0], row[1]) for row in sheet.iter_rows(values_only=True)]
    for heading in HEADINGS:
        assert (heading.number, f"{heading.title} {heading.run_in}".strip()) in pairs
    assert (None, "- Khám sức khỏe cho 120 nữ đoàn viên.") in [(a or None, b) for a, b in pairs]


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://a.example","x")', "+1", "-1+2", "@SUM(A1)", "\t=1"])
def test_text_in_excel_is_never_a_formula(text: str) -> None:
    data = write_excel(replace(SHEET, parts=(Heading(title=text, number=text), Text(text=text)), title=(text,)))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value == text.strip() or cell.value == text]
    assert len(found) >= 3
    assert {cell.data_type for cell in found} == {"s"}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_excel_opens_in_another_library_too() -> None:
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(write_excel(SHEET)))
    cells = [value for row in workbook.get_sheet_by_index(0).to_python() for value in row]
    assert {heading.number for heading in HEADINGS} <= set(cells)


def test_pdf_holds_every_line_as_text() -> None:
    text = words_of(pdf_text(write_pdf(SHEET)))
    for line in (*(h.line for h in HEADINGS), *SHEET.title, SHEET.letterhead.issuer, "Khối trường học", "& ổn định <"):
        assert line in text


def test_locked_pdf_opens_with_its_password_only() -> None:
    data = write_pdf(SHEET, password="mật khẩu 1")
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(data)
    plain = write_pdf(SHEET, password="secret1")
    document = pypdfium2.PdfDocument(plain, password="secret1")
    assert len(document) == 1
    document.close()


def test_scan_is_pages_of_pictures_without_text() -> None:
    data = write_scan(SHEET)
    assert pdf_text(data).strip() == ""
    document = pypdfium2.PdfDocument(data)
    kinds = {item.type for page in document for item in page.get_objects()}
    document.close()
    assert kinds == {pypdfium2.raw.FPDF_PAGEOBJ_IMAGE}


def test_mail_text_holds_headings_in_order_and_html_escapes_what_units_write() -> None:
    lines = write_text(SHEET).splitlines()
    assert [line for line in lines if line in {h.line for h in HEADINGS}] == [h.line for h in HEADINGS]
    assert "&amp; ổn định &lt;hơn&gt; trước" in write_html(SHEET)


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS.keys())
def test_the_same_report_gives_the_same_bytes_whatever_the_clock_says(write: Callable[[ReportSheet], bytes]) -> None:
    with time_machine.travel(datetime(2019, 3, 1, 10, 20, 30, tzinfo=VIETNAM), tick=False):
        first = write(SHEET)
    with time_machine.travel(datetime(2031, 8, 9, 1, 2, 3, tzinfo=VIETNAM), tick=False):
        assert write(SHEET) == first


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS.keys())
def test_characters_that_no_office_file_can_hold_are_left_out(write: Callable[[ReportSheet], bytes]) -> None:
    clean = replace(SHEET, parts=(Text(text="Thu nhập ổn định"),))
    dirty = replace(SHEET, parts=(Text(text="Thu\x00 nhập\x0b ổn\x1f định"),), closing=("Hết\x07./.",))
    assert write(dirty)
    if write in (write_word, write_excel):
        read = word_lines if write is write_word else excel_lines
        assert set(read(write(clean))) - set(read(write(dirty))) == {"Trên đây là báo cáo của đơn vị./."}


@pytest.mark.parametrize("name", [REGULAR, BOLD])
def test_carried_fonts_have_every_vietnamese_letter(name: str) -> None:
    glyphs = TTFont(name, str(font_file(name))).face.charToGlyph
    assert [c for c in VIETNAMESE + VIETNAMESE.upper() if ord(c) not in glyphs] == []


def test_carried_fonts_are_small_and_their_licence_lies_beside_them() -> None:
    for name in (REGULAR, BOLD):
        assert font_file(name).stat().st_size < 120_000
    licence = (font_file(REGULAR).parent / "LICENSE.txt").read_text(encoding="utf-8")
    assert "Bitstream Vera Fonts Copyright" in licence
    assert "Arev Fonts Copyright" in licence


def test_a_table_that_fits_on_no_page_is_an_export_error() -> None:
    huge = Grid(rows=(("Cột",), ("rất dài " * 8000,)))
    with pytest.raises(ExportError):
        write_pdf(replace(SHEET, parts=(huge,)))


def test_a_table_with_uneven_rows_is_an_export_error() -> None:
    with pytest.raises(ExportError):
        write_word(replace(SHEET, parts=(Grid(rows=(("a", "b"), ("c",))),)))


PERIOD = Period(
    id="x", name="sơ kết quý I năm 2018", template_id="x", opens=date(2018, 3, 1), data_cutoff=date(2018, 3, 31)
)
OUTLINE = Template(
    (
        Section(id="A", number="A", title="Tình hình", leaf=False),
        Section(id="A.1", number="1)", title="Việc làm", leaf=True),
        Section(id="A.2", number="2)", title="Thu nhập", leaf=True),
        Section(id="B", number="", title="Kiến nghị", leaf=True),
    )
)


def test_blank_report_has_every_heading_as_the_outline_prints_it() -> None:
    lines = word_lines(blank_report(OUTLINE, PERIOD))
    headings = [line for line in lines if line in {"A. Tình hình", "1) Việc làm", "2) Thu nhập", "Kiến nghị"}]
    assert headings == ["A. Tình hình", "1) Việc làm", "2) Thu nhập", "Kiến nghị"]
    assert "Sơ kết quý I năm 2018" in lines
    assert "(Số liệu tính đến hết ngày 31/3/2018)" in lines
    assert lines[lines.index("1) Việc làm") + 1] == ""


def test_blank_report_of_a_known_unit_and_kind_names_them() -> None:
    data = blank_report(OUTLINE, PERIOD, kind=ReportKind.QUICK, unit="Công đoàn ngành Y tế")
    lines = word_lines(data)
    assert "BÁO CÁO NHANH" in lines
    assert "CÔNG ĐOÀN NGÀNH Y TẾ" in lines[0]
