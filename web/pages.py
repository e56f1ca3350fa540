"""The pages: each handler asks the desk, has a view decide the words, and names its template."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Form
from starlette.responses import RedirectResponse, Response

from domain.board import MailCount, StatusBoard, StatusRow
from domain.letters import OutboxLetter
from domain.period import VIETNAM, ReportKind
from domain.records import StoredMail, StoredSubmission
from web.board_view import after_deadline, row_view, shown_by_no_row
from web.desk import OfficeDesk
from web.downloads import XLSX, download
from web.mail_view import MAIL_GROUPS, letters_newest_first, mail_group, mails_newest_first
from web.refusals import NotThere
from web.rendering import page
from web.totals import QUESTIONS, asked, count, kind_in_focus, matching
from web.unit_view import kind_views, newest_first, report_view
from web.words import clock_time, full_moment

Workbook = Callable[[StatusBoard], bytes]

#: How addresses name the kinds.
KIND_SLUGS = {ReportKind.QUICK: "nhanh", ReportKind.OFFICIAL: "chinh-thuc"}
_MOVES = {"gio": timedelta(hours=1), "ngay": timedelta(days=1)}


class OfficePages:
    """All pages over one desk. Handlers are plain functions, which the server runs in threads of their own."""

    def __init__(self, desk: OfficeDesk, workbook: Workbook | None) -> None:
        self._desk = desk
        self._workbook = workbook

    def board(self, ky: str = "", loai: str = "", loc: str = "", tim: str = "") -> Response:
        """Show who has sent what, filtered by one of the numbers (`loc`) or by name (`tim`)."""
        board = self._board(ky)
        kind = next((k for k, slug in KIND_SLUGS.items() if slug == loai), kind_in_focus(board))
        rows = matching(board, kind, loc, tim)
        question = next((q for q in QUESTIONS if q.slug == loc), None)
        return page(
            "board.html",
            {
                **self._frame(board, ky),
                "kind": kind,
                "kind_slugs": KIND_SLUGS,
                "totals": [(q, count(board, kind, q)) for q in QUESTIONS],
                "asked": asked(board, kind),
                "question": question,
                "search": tim,
                "rows": [row_view(board, row, kind) for row in rows],
                "unshown": shown_by_no_row(board),
                "after_deadline": after_deadline(board),
                "can_download": self._workbook is not None,
            },
        )

    def unit(self, unit: str, ky: str = "", lan: str = "") -> Response:
        """Show one unit: its status, one submission (`lan`, else the latest) by section, its letters and mails."""
        board = self._board(ky)
        row = _row(board, unit)
        submissions = newest_first(self._desk.submissions(board.facts.period.id, unit))
        chosen = _chosen(submissions, lan)
        return page(
            "unit.html",
            {
                **self._frame(board, ky),
                "row": row,
                "kinds": kind_views(board, row, submissions),
                "submissions": submissions,
                "report": report_view(board.facts.template, chosen, submissions) if chosen else None,
                "letters": [(out, self._desk.letter(out.id)) for out in self._letters(board, unit)],
                "mails": mails_newest_first(self._desk.unit_mails(unit)),
            },
        )

    def mails(self, loc: str = "") -> Response:
        """Show every mail and how it ended, or one of the groups that make up the mailbox."""
        board = self._board("")
        mails = list(self._desk.mails())
        return page(
            "mails.html",
            {
                **self._frame(board, ""),
                "mails": mails_newest_first(mails, loc),
                "groups": {slug: sum(mail_group(m) == slug for m in mails) for slug in MAIL_GROUPS},
                "group_words": MAIL_GROUPS,
                "group": loc if loc in MAIL_GROUPS else "",
                "total": len(mails),
            },
        )

    def mail(self, mail_id: int) -> Response:
        """Show one mail, how it ended and why."""
        mail = self._stored_mail(mail_id)
        return page("mail.html", {**self._frame(self._board(""), ""), "mail": mail})

    def raw_mail(self, mail_id: int) -> Response:
        """Hand over the mail as it came, to be opened in a mail program."""
        raw = self._desk.raw_mail(mail_id)
        if raw is None:
            raise NotThere
        return download(f"thu-{mail_id}.eml", raw)

    def attachment(self, mail_id: int, index: int) -> Response:
        """Hand over one attached file as it came."""
        found = self._desk.attachment(mail_id, index) if index >= 0 else None
        if found is None:
            raise NotThere
        return download(*found)

    def letters(self, ky: str = "") -> Response:
        """Show the letters out and what became of them, and those that are kept back."""
        board = self._board(ky)
        context = {"letters": self._letters(board), "held": self._desk.held() if not ky else ()}
        return page("letters.html", {**self._frame(board, ky), **context})

    def letter(self, letter_id: int, ky: str = "") -> Response:
        """Show one letter as the unit reads it."""
        board = self._board(ky)
        out = next((o for o in self._letters(board) if o.id == letter_id), None)
        text = self._desk.letter(letter_id)
        if out is None or text is None:
            raise NotThere
        return page("letter.html", {**self._frame(board, ky), "out": out, "letter": text})

    def workbook(self, ky: str = "") -> Response:
        """Hand over the board as a workbook."""
        if self._workbook is None:
            raise NotThere
        board = self._board(ky)
        return download(f"bang-theo-doi-{board.now.astimezone(VIETNAM):%Y%m%d-%H%M}.xlsx", self._workbook(board), XLSX)

    def move_clock(self, toi: Annotated[str, Form()] = "") -> Response:
        """Move the demo's clock forward, then show the board."""
        clock = self._desk.clock
        if clock is None:
            raise NotThere
        board = self._board("")
        target = after_deadline(board) if toi == "han" else None
        by = target - board.now if target else _MOVES.get(toi)
        if by is not None:
            clock.move(by)
        return RedirectResponse("/", status_code=303)

    def _board(self, period: str) -> StatusBoard:
        if period and period not in {p.id for p in self._desk.periods()}:
            raise NotThere
        return self._desk.board(period or None)

    def _letters(self, board: StatusBoard, unit: str | None = None) -> list[OutboxLetter]:
        return letters_newest_first(self._desk.letters(board.facts.period.id, unit))

    def _stored_mail(self, mail_id: int) -> StoredMail:
        mail = self._desk.mail(mail_id)
        if mail is None:
            raise NotThere
        return mail

    def _frame(self, board: StatusBoard, ky: str) -> dict[str, Any]:
        """Return what every page shows around its own content."""
        checked = board.facts.last_check_at
        return {
            "now": board.now,
            "today": board.now.astimezone(VIETNAM).date(),
            "period": board.facts.period,
            "periods": self._desk.periods(),
            "template": board.facts.template,
            "unit_names": {row.unit.id: row.unit.name for row in board.rows},
            "ky": ky,
            "alarm": " ".join(text for text in (self._desk.alarm(), _unaccounted(board.facts.mails)) if text),
            "checked": clock_time(checked, board.now) if checked else "",
            "checked_full": full_moment(checked) if checked else "",
            "counts": board.facts.mails,
            "demo": self._desk.clock is not None,
        }


def _row(board: StatusBoard, unit: str) -> StatusRow:
    row = next((row for row in board.rows if row.unit.id == unit), None)
    if row is None:
        raise NotThere
    return row


def _chosen(newest_first: list[StoredSubmission], wanted: str) -> StoredSubmission | None:
    """Return the submission that the address names, else the latest; None where there is none yet."""
    if not wanted:
        return newest_first[0] if newest_first else None
    chosen = next((s for s in newest_first if str(s.fact.id) == wanted), None)
    if chosen is None:
        raise NotThere
    return chosen


def _unaccounted(mails: MailCount) -> str:
    if mails.adds_up:
        return ""
    missing = mails.in_mailbox - mails.accepted - mails.not_a_report - mails.waiting
    return f"Số thư không khớp: lệch {missing} thư giữa hộp thư và sổ theo dõi; đề nghị báo người vận hành."
