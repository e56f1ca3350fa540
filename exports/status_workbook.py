"""The status board as a workbook (ECMA-376) that opens in Excel and LibreOffice: real dates, numbers, plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from domain.board import KindStatus, PendingFact, StatusBoard, StatusRow, SubmissionFact
from domain.period import VIETNAM, Period, ReportKind
from exports.excel_cells import put_text

Value = str | int | date | datetime | None

_WIDEST = 46
_FORMATS = {datetime: "dd/mm/yyyy hh:mm", date: "dd/mm/yyyy", int: "0"}
_HEADING_FILL = PatternFill("solid", fgColor="E6EBF1")
_STATES = {"full": "có", "absent": "thiếu", "doubtful": "cần xem lại", "unknown": "chưa rõ"}


def status_workbook(board: StatusBoard) -> bytes:
    """Return the board as an .xlsx file: one sheet for units, one for their sections, one for mails that wait.

    Moments are Vietnam time, which a workbook cannot name: the sheet 'Kỳ báo cáo' says so.
    """
    book = Workbook()
    book.remove(book.active)
    _fill(book.create_sheet("Bảng theo dõi"), _UNIT_HEADS, (_unit_cells(board, n, r) for n, r in _numbered(board)))
    for kind in ReportKind:
        sheet = book.create_sheet(f"Các mục – {'nhanh' if kind is ReportKind.QUICK else 'chính thức'}")
        _fill(sheet, _section_heads(board), (_section_cells(board, row, kind) for row in board.rows))
    _fill(book.create_sheet("Cần xem lại"), _MAIL_HEADS, (_mail_cells(board, mail) for mail in board.facts.pending))
    _fill(book.create_sheet("Kỳ báo cáo"), ("Điều", "Giá trị"), _about(board))
    book.properties.creator = ""
    book.properties.title = f"Bảng theo dõi báo cáo {board.facts.period.name}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


_KIND_HEADS = ("tình trạng", "nhận lần đầu", "nhận bản mới nhất", "mục có nội dung", "mục thiếu", "thiếu các mục",
               "đoạn cần xem lại", "thư nhắc", "nhắc lần cuối")  # fmt: skip
_UNIT_HEADS = (
    "STT",
    "Đơn vị",
    *(f"{name}: {head}" for name in ("Báo cáo nhanh", "Báo cáo chính thức") for head in _KIND_HEADS),
)
_MAIL_HEADS = ("Đến lúc", "Người gửi", "Tiêu đề thư", "Đơn vị", "Loại", "Lý do")


def _numbered(board: StatusBoard) -> Iterable[tuple[int, StatusRow]]:
    return enumerate(board.rows, start=1)


def _unit_cells(board: StatusBoard, number: int, row: StatusRow) -> list[Value]:
    cells: list[Value] = [number, row.unit.name]
    for kind in ReportKind:
        cells += _kind_cells(row.of(kind), board.now)
    return cells


def _kind_cells(status: KindStatus, now: datetime) -> list[Value]:
    first, latest, letters = status.first, status.latest, status.letters_sent
    return [
        status.words(now),
        first.received_at if first else None,
        latest.received_at if latest else None,
        len(latest.sections) if latest else None,
        len(_surely_absent(latest)) if latest else None,
        ", ".join(_surely_absent(latest)) if latest else None,
        latest.doubtful_entries if latest else None,
        len(letters),
        letters[-1] if letters else None,
    ]


def _surely_absent(latest: SubmissionFact) -> tuple[str, ...]:
    """Return the leaves left out; none while a file is unread and may hold them."""
    return () if latest.unreadable_files else latest.absent


def _section_heads(board: StatusBoard) -> list[str]:
    return ["Đơn vị", *(f"{leaf.id} {leaf.title}" for leaf in board.facts.template.leaves)]


def _section_cells(board: StatusBoard, row: StatusRow, kind: ReportKind) -> list[Value]:
    latest = row.of(kind).latest
    return [row.unit.name, *(_section_state(latest, leaf.id) for leaf in board.facts.template.leaves)]


def _section_state(latest: SubmissionFact | None, leaf: str) -> str | None:
    if latest is None:
        return None
    if leaf in latest.doubtful:
        return _STATES["doubtful"]
    if leaf in latest.sections:
        return _STATES["full"]
    return _STATES["absent" if leaf in _surely_absent(latest) else "unknown"]


def _mail_cells(board: StatusBoard, mail: PendingFact) -> list[Value]:
    names = {row.unit.id: row.unit.name for row in board.rows}
    return [
        mail.received_at,
        mail.sender,
        mail.subject,
        names.get(mail.unit or "", mail.unit),
        mail.kind.vietnamese if mail.kind else None,
        "đang chờ xử lý" if mail.unprocessed else " ".join(mail.reasons),
    ]


def _about(board: StatusBoard) -> Iterable[Sequence[Value]]:
    period: Period = board.facts.period
    mails = board.facts.mails
    yield "Kỳ báo cáo", period.name
    for kind in ReportKind:
        deadline = period.deadline(kind)
        yield f"Hạn {kind.vietnamese} (ngày cuối còn đúng hạn)", deadline.last_day if deadline else "chưa định hạn"
    yield "Chốt số liệu", period.data_cutoff
    yield "Bảng lập lúc (giờ Việt Nam, như mọi giờ trong tệp này)", board.now
    yield "Kiểm tra hộp thư lần cuối", board.facts.last_check_at
    yield "Thư trong hộp thư", mails.in_mailbox
    yield "– đã nhận là báo cáo", mails.accepted
    yield "– không phải báo cáo", mails.not_a_report
    yield "– chờ xem lại hoặc chờ xử lý", mails.waiting


def _fill(sheet: Worksheet, heads: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    lines: list[Sequence[Value]] = [heads, *rows]
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            _put(sheet.cell(number, column), value)
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), _HEADING_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    _set_widths(sheet, lines)
    sheet.freeze_panes = "C2" if heads[0] == "STT" else "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.print_title_rows = "1:1"


def _put(cell: Cell, value: Value) -> None:
    """Write one value as what it is: text, a number, a date."""
    if isinstance(value, str):
        put_text(cell, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return
    cell.value = (
        value.astimezone(VIETNAM).replace(tzinfo=None, second=0, microsecond=0)
        if isinstance(value, datetime)
        else value
    )
    cell.alignment = Alignment(vertical="top")
    if value is not None:
        cell.number_format = _FORMATS[type(value)]


def _set_widths(sheet: Worksheet, lines: Sequence[Sequence[Value]]) -> None:
    for column in range(1, len(lines[0]) + 1):
        longest = max((len(str(line[column - 1])) for line in lines[1:] if line[column - 1] is not None), default=0)
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, max(12, longest + 2))
