"""What the receiving server itself found out about a mail's sender (RFC 8601)."""

from __future__ import annotations

import re

from domain.mail import OpenedMail

#: The server whose word counts: the one that took the mail in for this mailbox. Other such headers came with the mail.
_TRUSTED = re.compile(r"^mx\.google\.com\s*;", re.IGNORECASE)
_DMARC_FAILED = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)


def forged(opened: OpenedMail) -> str:
    """Return a sentence for the clerk where the server says that the sender's address is not genuine, else ''.

    Only the topmost Authentication-Results is looked at, since anyone can write one below it.
    """
    topmost = opened.header("authentication-results")
    if _TRUSTED.match(topmost) and _DMARC_FAILED.search(topmost):
        return f"Máy chủ nhận thư cho biết thư có thể không thật sự gửi từ địa chỉ {opened.sender.email}."
    return ""
