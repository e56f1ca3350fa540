"""Dates, counts and states as the office says them; Vietnam time, day and month as Decree 30/2020/NĐ-CP prints them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from domain.mail import Disposition
from domain.period import VIETNAM, Deadline
from domain.records import MailEnd, MailState, StoredMail
from domain.vietnamese import written_date

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_STATES = {
    MailState.WAITING: "chờ xử lý",
    MailState.DEFERRED: "chưa xử lý được, sẽ thử lại",
    MailState.PARKED: "chưa xử lý được, cần người xem",
}
_DISPOSITIONS = {
    Disposition.REPORT: "báo cáo",
    Disposition.NOT_REPORT: "không phải báo cáo",
    Disposition.AUTO_REPLY: "thư trả lời tự động",
    Disposition.BOUNCE: "thư báo không chuyển được",
}
_STEP = re.compile(r"(truoc|sau)-(\d+)")


def short_day(day: date) -> str:
    """Return '02/6': as `written_date`, without the year."""
    return written_date(day).rpartition("/")[0]


def day_of(moment: datetime) -> str:
    """Return '02/6', the day of `moment` (aware) in Vietnam time."""
    return short_day(moment.astimezone(VIETNAM).date())


def short_moment(moment: datetime) -> str:
    """Return '02/6 08:05' in Vietnam time; `moment` is aware."""
    local = moment.astimezone(VIETNAM)
    return f"{short_day(local.date())} {local:%H:%M}"


def full_moment(moment: datetime) -> str:
    """Return '08:05 thứ Sáu 02/6/2017' in Vietnam time; `moment` is aware."""
    local = moment.astimezone(VIETNAM)
    return f"{local:%H:%M} {_WEEKDAYS[local.weekday()]} {written_date(local.date())}"


def clock_time(moment: datetime, now: datetime) -> str:
    """Return '09:42' for a moment of the day of `now`, '09:42 ngày 01/6' for another day."""
    local = moment.astimezone(VIETNAM)
    today = local.date() == now.astimezone(VIETNAM).date()
    return f"{local:%H:%M}" if today else f"{local:%H:%M} ngày {short_day(local.date())}"


def deadline_words(deadline: Deadline | None, now: datetime) -> str:
    """Return 'hết ngày 04/6/2017 — còn 2 ngày', 'chưa định hạn' where there is none."""
    if deadline is None:
        return "chưa định hạn"
    left = (deadline.last_day - now.astimezone(VIETNAM).date()).days
    distance = "hôm nay" if left == 0 else f"còn {left} ngày" if left > 0 else f"đã qua {-left} ngày"
    return f"hết ngày {written_date(deadline.last_day)} — {distance}"


def late_by(deadline: Deadline, received_at: datetime) -> str:
    """Return 'muộn 2 ngày', in calendar days after the last day that is in time."""
    return f"muộn {(received_at.astimezone(VIETNAM).date() - deadline.last_day).days} ngày"


def capital(text: str) -> str:
    """Return `text` with its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def shorten(text: str, length: int) -> str:
    """Return `text` on one line, cut at a word so that it has at most `length` characters with its '…'."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head, _, _ = line[:length].rpartition(" ")
    return (head or line[: length - 1]).rstrip(" ,;:.(–-") + "…"


def visible(text: str) -> str:
    """Return `text` without control and format characters: what a sender may use to disguise a name or a line.

    That takes out U+202E, by which 'tep\\u202excod.exe' reads as a document, and terminal escapes.
    """
    return "".join(" " if c in "\t\n\r" else c for c in text if c in "\t\n\r" or unicodedata.category(c)[0] != "C")


def size_words(size: int) -> str:
    """Return a size in bytes as '12 KB' or '1,5 MB', decimal comma."""
    if size < 1024:
        return f"{size} byte"
    if size < 1024 * 1024:
        return f"{round(size / 1024)} KB"
    return f"{size / (1024 * 1024):.1f} MB".replace(".", ",")


def mail_words(mail: StoredMail) -> str:
    """Return how a mail ended, or where it stands, in the office's words."""
    if mail.end is MailEnd.NOT_A_REPORT and mail.disposition in (Disposition.AUTO_REPLY, Disposition.BOUNCE):
        return _DISPOSITIONS[mail.disposition]
    if mail.end is None or mail.end is MailEnd.FAILED:
        return _STATES.get(mail.state, MailEnd.FAILED.vietnamese)
    if mail.end is MailEnd.ACCEPTED and mail.kind:
        return f"đã nhận {mail.kind.vietnamese}"
    return mail.end.vietnamese


def disposition_words(disposition: Disposition | None) -> str:
    """Return what a mail was taken for."""
    return _DISPOSITIONS[disposition] if disposition else "chưa xác định"


def step_words(step: str) -> str:
    """Return what a letter's step (LetterKey.step) means to a person; a step of another name stands as it is."""
    if step == "trong-ngay":
        return "nhắc trong ngày hết hạn"
    if step.startswith("thieu-muc-"):
        return "đề nghị bổ sung mục còn thiếu"
    match = _STEP.fullmatch(step)
    if match is None:
        return step
    return f"nhắc {'trước' if match[1] == 'truoc' else 'sau'} hạn {match[2]} ngày"
