"""The board as plain text, for `baocao status` and `baocao demo --once`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest

from domain.board import PendingFact, StatusBoard, StatusRow, SubmissionFact
from domain.period import ReportKind
from domain.unit import Unit
from domain.vietnamese import nfc, written_date
from web.board_view import RowView, row_view, shown_by_no_row, status_view
from web.totals import QUESTIONS, asked, count, kind_in_focus
from web.words import capital, day_of, deadline_words, full_moment, short_moment, visible

#: How narrow a column of words may become; figures and moments are never broken.
_NARROWEST = 12
_GAP = "  "
#: No-break space.
_TOGETHER = "\u00a0"


def render_board(board: StatusBoard, width: int) -> str:
    """Return the board as lines of at most `width` columns (80 or more; below that the table keeps its least width).

    Text from mails is stripped of control characters, so that none of it can steer the terminal.
    """
    kind = kind_in_focus(board)
    views = [row_view(board, row, kind) for row in board.rows]
    columns = _columns(board, views)
    lines = [*_head(board, width), *_totals(board, width), ""]
    lines += _table(list(zip(*columns, strict=True)), width)
    lines += _notes(board, width)
    return "\n".join(line.rstrip() for line in lines).replace(_TOGETHER, " ") + "\n"


def display_width(text: str) -> int:
    """Return how many columns a terminal gives `text`: none for combining marks, two for wide letters (UAX #11)."""
    return sum(_letter_width(letter) for letter in text)


def wrap(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` columns, broken at spaces, within a word only where it is longer.

    A no-break space keeps its words together.
    """
    lines = [""]
    for word in filter(None, text.split(" ")):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if display_width(joined) <= width:
            lines[-1] = joined
            continue
        *full, rest = _broken(word, width)
        lines += [*full, rest]
    return lines[1:] if len(lines) > 1 and not lines[0] else lines


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _broken(word: str, width: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and display_width(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _padded(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def _head(board: StatusBoard, width: int) -> list[str]:
    period, now = board.facts.period, board.now
    mails, checked = board.facts.mails, board.facts.last_check_at
    head = [f"Báo cáo {period.name} – lúc {full_moment(now)}"]
    head += [f"Hạn {kind.vietnamese}: {deadline_words(period.deadline(kind), now)}" for kind in ReportKind]
    if period.data_cutoff:
        head.append(f"Chốt số liệu: {written_date(period.data_cutoff)}")
    head.append(f"Kiểm tra hộp thư lần cuối: {full_moment(checked)}" if checked else "Chưa kiểm tra hộp thư lần nào")
    head.append(
        f"Trong hộp thư: {mails.in_mailbox} thư = {mails.accepted} đã nhận + {mails.not_a_report} không phải báo cáo"
        f" + {mails.waiting} chờ" + ("" if mails.adds_up else " (số thư không khớp, đề nghị báo người vận hành)")
    )
    return [line for text in head for line in wrap(text, width)]


def _totals(board: StatusBoard, width: int) -> list[str]:
    lines: list[str] = []
    for kind in ReportKind:
        numbers = [f"{q.label.lower()} {count(board, kind, q)}" for q in QUESTIONS]
        numbers[0] += f"/{asked(board, kind)}"
        numbers = [_unbroken(number) for number in numbers]
        lines += wrap(f"{capital(kind.vietnamese)}: {', '.join(numbers)}", width)
    return lines


def _columns(board: StatusBoard, views: Sequence[RowView]) -> list[list[str]]:
    """Return the table by columns, heads first; the official report's only once it has something to say."""
    quick = ["Báo cáo nhanh", *(view.quick.words for view in views)]
    official = ["Báo cáo chính thức", *(view.official.words for view in views)]
    speaks = any(view.official.tone != "idle" for view in views)
    return [
        ["Đơn vị", *(_short_name(view.row.unit) for view in views)],
        *([quick, official] if speaks else [quick]),
        ["Nhận lúc", *(_unbroken(short_moment(v.latest.received_at)) if v.latest else "–" for v in views)],
        ["Mục", *(_sections(board, view.latest) for view in views)],
        ["Nhắc", *(_letters(view.letters) for view in views)],
    ]


def _short_name(unit: Unit) -> str:
    """Return the office's short form of a unit's name, the first alias that is shorter than the name."""
    return next((alias for alias in unit.aliases if len(alias) < len(unit.name)), unit.name)


def _sections(board: StatusBoard, latest: SubmissionFact | None) -> str:
    return f"{len(latest.sections)}/{len(board.facts.template.leaves)}" if latest else "–"


def _letters(sent: Sequence[datetime]) -> str:
    return _unbroken(f"{len(sent)} ({day_of(sent[-1])})") if sent else "–"


def _unbroken(text: str) -> str:
    return text.replace(" ", _TOGETHER)


def _table(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    clean = [[nfc(visible(cell)) for cell in row] for row in rows]
    columns = list(zip(*clean, strict=True))
    widest = [max(map(display_width, column)) for column in columns]
    words = [n for n, column in enumerate(columns) if any(" " in cell for cell in column[1:])]
    widths = _fit(widest, words, width - len(_GAP) * (len(widest) - 1))
    lines: list[str] = []
    for row in clean:
        lines += _row_lines(row, widths)
        if row is clean[0]:
            lines.append(_GAP.join("─" * size for size in widths))
    return lines


def _fit(widths: list[int], wrapping: Sequence[int], total: int) -> list[int]:
    """Return `widths` with the widest of the `wrapping` columns made narrower until all fit into `total`."""
    fitted = list(widths)
    while sum(fitted) > total:
        widest = max(wrapping, key=lambda column: fitted[column], default=None)
        if widest is None or fitted[widest] <= _NARROWEST:
            break
        fitted[widest] -= 1
    return fitted


def _row_lines(cells: Sequence[str], widths: Sequence[int]) -> Iterable[str]:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for pieces in zip_longest(*wrapped, fillvalue=""):
        yield _GAP.join(_padded(piece, width) for piece, width in zip(pieces, widths, strict=True))


def _notes(board: StatusBoard, width: int) -> list[str]:
    rows = [_row_note(board, row) for row in board.rows if row.quick.unsettled or row.official.unsettled]
    unknown = [_mail_note(mail) for mail in shown_by_no_row(board)]
    lines: list[str] = []
    for title, notes in (("Thư của đơn vị chờ xem lại:", rows), ("Thư chưa biết của đơn vị nào:", unknown)):
        if notes:
            lines += ["", title]
        for note in notes:
            first, *more = wrap(nfc(visible(note)), width - 2)
            lines += [f"- {first}", *(f"  {line}" for line in more)]
    return lines


def _row_note(board: StatusBoard, row: StatusRow) -> str:
    status = row.quick if row.quick.unsettled else row.official
    return f"{_short_name(row.unit)}: {status_view(status, board.now).note}"


def _mail_note(mail: PendingFact) -> str:
    reasons = "đang chờ xử lý" if mail.unprocessed else " ".join(mail.reasons)
    subject = mail.subject or "thư không có tiêu đề"
    return f"“{subject}” từ {mail.sender or 'người gửi không rõ'}, {short_moment(mail.received_at)}: {reasons}"
