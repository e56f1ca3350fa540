"""Which mails and letters a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from domain.letters import OutboxLetter
from domain.records import MailEnd, StoredMail

#: Address of a list → what it holds; together they are the whole mailbox (domain.board.MailCount).
MAIL_GROUPS = {"da-nhan": "đã nhận báo cáo", "khong-phai": "không phải báo cáo", "cho": "chờ xem lại hoặc chờ xử lý"}


def mail_group(mail: StoredMail) -> str:
    """Return the one group that `mail` stands in."""
    if mail.end in (MailEnd.ACCEPTED, MailEnd.DUPLICATE):
        return "da-nhan"
    return "khong-phai" if mail.end is MailEnd.NOT_A_REPORT else "cho"


def mails_newest_first(mails: Iterable[StoredMail], group: str = "") -> list[StoredMail]:
    """Return the mails of a group (an unknown or empty one: all)."""
    wanted = [mail for mail in mails if group not in MAIL_GROUPS or mail_group(mail) == group]
    return sorted(wanted, key=lambda mail: (mail.arrived_at, mail.id), reverse=True)


def letters_newest_first(letters: Iterable[OutboxLetter]) -> list[OutboxLetter]:
    """Return the letters by the moment they were sent, or claimed where they were not."""
    return sorted(letters, key=lambda letter: (letter.sent_at or letter.claimed_at, letter.id), reverse=True)
