"""Reports written by hand for tests: a few marks instead of Word."""

from __future__ import annotations

from collections.abc import Sequence

from domain.document import Block, Cell, Document, FileKind, Paragraph, Table
from domain.report import MappedReport
from domain.template import Section, Template


def paragraph(text: str, **marks: object) -> Paragraph:
    """Return a paragraph; '**…**' in front is bold, '^' in front of all is centred."""
    centered = text.startswith("^")
    text = text.removeprefix("^")
    bold = 0
    if text.startswith("**"):
        head, _, rest = text[2:].partition("**")
        text, bold = head + rest, len(head)
    return Paragraph(text=text, bold_until=bold, centered=centered, **marks)  # type: ignore[arg-type]


def table(*rows: Sequence[str | Sequence[str]], borderless: bool | None = False) -> Table:
    """Return a table; a cell is a text or a sequence of paragraphs."""

    def cell(content: str | Sequence[str]) -> Cell:
        texts = [content] if isinstance(content, str) else content
        return Cell(blocks=tuple(paragraph(t) for t in texts if t))

    return Table(rows=tuple(tuple(cell(c) for c in row) for row in rows), borderless=borderless)


def document(
    *blocks: str | Block, name: str = "bao-cao.docx", kind: FileKind = FileKind.DOCX, ocr: bool = False
) -> Document:
    """Return a document of paragraphs (plain texts with marks, or blocks)."""
    made = tuple(paragraph(b) if isinstance(b, str) else b for b in blocks)
    return Document(name=name, kind=kind, blocks=made, ocr=ocr)


def body(*lines: str) -> Document:
    """Return the text of a mail."""
    return document(*lines, name="nội dung thư", kind=FileKind.TEXT)


def sections(report: MappedReport) -> dict[str, list[str]]:
    """Return section id → its texts in order."""
    found: dict[str, list[str]] = {}
    for entry in report.entries:
        found.setdefault(entry.section, []).append(entry.text)
    return found


def outline(*rows: tuple[str, str], prompts: dict[str, tuple[str, ...]] | None = None) -> Template:
    """Return a template of (id, title) rows; what has no child is a leaf."""
    ids = [i for i, _ in rows]
    return Template(
        tuple(
            Section(
                id=i,
                number=i if i.count(".") == 0 else i.split(".", 1)[1],
                title=title,
                leaf=not any(other.startswith(i + ".") for other in ids),
                prompts=(prompts or {}).get(i, ()),
            )
            for i, title in rows
        )
    )


#: A half-year report of a union: results and shortcomings stand under every task.
UNION = outline(
    ("I", "TÌNH HÌNH VIỆC LÀM, THU NHẬP, ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG"),
    ("II", "KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM"),
    ("II.1", "Đại diện và bảo vệ quyền, lợi ích hợp pháp của đoàn viên"),
    ("II.1.1", "Kết quả đạt được"),
    ("II.1.2", "Tồn tại, hạn chế"),
    ("II.2", "Tuyên truyền, vận động, giáo dục nâng cao nhận thức"),
    ("II.2.1", "Kết quả đạt được"),
    ("II.2.2", "Tồn tại, hạn chế"),
    ("II.3", "Công tác nữ công"),
    ("II.3.1", "Kết quả đạt được"),
    ("II.3.2", "Tồn tại, hạn chế"),
    ("II.4", "Công tác tài chính và hoạt động kinh tế"),
    ("II.4.1", "Kết quả đạt được"),
    ("II.4.2", "Tồn tại, hạn chế"),
    ("II.5", "Hoạt động của Ủy ban Kiểm tra"),
    ("II.5.1", "Kết quả đạt được"),
    ("II.5.2", "Tồn tại, hạn chế"),
    ("III", "KIẾN NGHỊ VỚI ĐẢNG, NHÀ NƯỚC, TỔNG LIÊN ĐOÀN"),
    ("IV", "NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM"),
    prompts={"II.1.2": ("Những tồn tại, hạn chế nhiều năm nay chưa được khắc phục.", "Nguyên nhân.")},
)

#: A school's monthly report: Parts, Roman numbers, arabic numbers, letters; other words altogether.
SCHOOL = Template(
    tuple(
        Section(id=i, number=number, title=title, leaf=leaf)
        for i, number, title, leaf in (
            ("P1", "Phần thứ nhất", "KẾT QUẢ CÔNG TÁC THÁNG", False),
            ("P1.I", "I", "CÔNG TÁC CHUYÊN MÔN", False),
            ("P1.I.1", "1", "Dạy và học", False),
            ("P1.I.1.a", "a", "Thực hiện chương trình", True),
            ("P1.I.1.b", "b", "Kiểm tra, đánh giá học sinh", True),
            ("P1.I.2", "2", "Bồi dưỡng học sinh giỏi, phụ đạo học sinh yếu", True),
            ("P1.II", "II", "CÔNG TÁC QUẢN LÝ", False),
            ("P1.II.1", "1", "Đội ngũ giáo viên, nhân viên", True),
            ("P1.II.2", "2", "Cơ sở vật chất, thiết bị dạy học", True),
            ("P1.III", "III", "HOẠT ĐỘNG NGOÀI GIỜ, Y TẾ HỌC ĐƯỜNG", True),
            ("P2", "Phần thứ hai", "KẾ HOẠCH THÁNG TỚI", False),
            ("P2.I", "I", "Nhiệm vụ trọng tâm", True),
            ("P2.II", "II", "Đề xuất với Phòng Giáo dục", True),
        )
    ),
    name="Báo cáo tháng của trường",
)
