"""Mail that no person wrote: automatic answers, newsletters, receipts and bounces, by what its headers say.

Such headers decide that nothing is sent back (RFC 3834). They never decide that a report is thrown away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.mail import OpenedMail
from domain.vietnamese import fold

_AUTO_SUBJECT = re.compile(
    r"^((thu )?tra loi tu dong|phan hoi tu dong|hop thu tu dong|tu dong (tra loi|phan hoi)|thu tu dong"
    r"|auto(matic)? ?reply|automatic response|autoresponse|out of (the )?office|(van phong )?vang mat|auto )\b"
)
_DAEMON = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|bounces?)([+=-].*)?@", re.IGNORECASE)
_BOUNCE_SUBJECT = re.compile(
    r"(delivery status notification|undeliver(ed|able)|returned mail|mail delivery (failed|failure|system)"
    r"|failure notice|delivery (has )?fail(ed|ure)|thu khong (the )?(gui|chuyen|den)|khong gui duoc"
    r"|thong bao (ve )?trang thai)"
)
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_SMTP_CODE = re.compile(r"(?:^|[\s#:])([45])\d\d[ -]")
_ADDRESS = re.compile(r"[\w.+'=-]+@[\w-]+(?:\.[\w-]+)+")
#: Actions of a status that tell of success (RFC 3464, 2.3.3).
_ARRIVED = ("delivered", "relayed", "expanded")
_RECIPIENT_FIELDS = ("final-recipient", "original-recipient")


def is_automatic_reply(opened: OpenedMail) -> bool:
    """Whether a program answered: Auto-Submitted, null Return-Path and the like, or the subject says so."""
    submitted = opened.header("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if opened.header("return-path").strip() == "<>" or _AUTO_SUBJECT.match(fold(opened.subject)):
        return True
    told = ("x-autoreply", "x-autorespond", "x-autoresponse", "x-loop", "x-auto-response")
    if any(opened.header(name).strip().lower() not in ("", "no") for name in told):
        return True
    return opened.header("precedence").strip().lower() in ("bulk", "junk", "auto_reply") and not is_newsletter(opened)


def is_newsletter(opened: OpenedMail) -> bool:
    """Whether it was sent to a list of readers (RFC 2369, RFC 2919)."""
    if opened.header("list-unsubscribe") or opened.header("list-id"):
        return True
    return opened.header("precedence").strip().lower() == "list"


def is_read_receipt(opened: OpenedMail) -> bool:
    """Whether it only tells that a mail was read (RFC 8098)."""
    return "disposition-notification" in opened.header("content-type").lower()


def is_bounce(opened: OpenedMail) -> bool:
    """Whether a mail server tells that a letter could not be delivered (RFC 3464, or only the daemon's own words)."""
    if opened.header("x-failed-recipients"):
        return True
    daemon = _DAEMON.match(opened.sender.email) or opened.header("return-path").strip() == "<>"
    if any(mail.delivery_status for mail in opened.walk()):
        return (bool(daemon) or bool(opened.delivery_status)) and not _all_arrived(opened)
    return bool(daemon) and bool(_BOUNCE_SUBJECT.search(fold(opened.subject)))


def failed_recipients(opened: OpenedMail) -> tuple[str, ...]:
    """Return the addresses that were not reached, lower case, each once: by status, by header, by the text."""
    told = [*_by_status(opened), *_ADDRESS.findall(opened.header("x-failed-recipients"))]
    if not told:
        returned = [address.email for mail in opened.forwarded for address in mail.recipients]
        told = returned or _ADDRESS.findall(opened.text)[:1]
    return tuple(dict.fromkeys(each.lower() for each in told if each))


def is_permanent(opened: OpenedMail) -> bool:
    """Whether trying again is of no use: status class 5 (RFC 3463), or the server's 5xx answer in the text."""
    codes = [value.strip()[:1] for block in _blocks(opened) for name, value in block if name == "status"]
    if not codes:
        found = _STATUS.search(opened.text) or _SMTP_CODE.search(opened.text)
        codes = [found[1]] if found else []
    return "5" in codes


def is_delay_only(opened: OpenedMail) -> bool:
    """Whether a status tells of nothing but delay: the letter is still on its way."""
    actions = _actions(opened)
    return bool(actions) and "failed" not in actions


def _all_arrived(opened: OpenedMail) -> bool:
    actions = _actions(opened)
    return bool(actions) and all(action in _ARRIVED for action in actions)


def _actions(opened: OpenedMail) -> list[str]:
    return [value.strip().lower() for block in _blocks(opened) for name, value in block if name == "action"]


def _by_status(opened: OpenedMail) -> Iterator[str]:
    for block in _blocks(opened):
        fields = dict(block)
        if fields.get("action", "failed").strip().lower() in _ARRIVED:
            continue
        value = next((fields[name] for name in _RECIPIENT_FIELDS if name in fields), "")
        yield from _ADDRESS.findall(value)


def _blocks(opened: OpenedMail) -> Iterator[tuple[tuple[str, str], ...]]:
    for mail in opened.walk():
        yield from mail.delivery_status
