"""The mail around a report, byte for byte as a mailbox holds it (RFC 5322, RFC 2045 to 2047, RFC 2231)."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.header import Header
from email.utils import format_datetime
from enum import Enum
from urllib.parse import quote

from service.demo_mails.files import ReportFile

OFFICE = "vanphong@ldld.example"
_CRLF = "\r\n"


class NameStyle(Enum):
    """How a mail program writes the name of an attached file."""

    RFC2231 = "rfc2231"
    #: Encoded words in a parameter, against RFC 2047, 5, and common.
    RFC2047 = "rfc2047"
    #: Bare UTF-8, against RFC 5322, and common.
    RAW = "raw"
    #: Letters and marks apart, as file systems of Apple machines keep them.
    NFD = "nfd"


@dataclass(frozen=True, kw_only=True, slots=True)
class MailDraft:
    """A mail before it is written down."""

    sender_name: str
    #: '' for the null return path of an automatic mail (RFC 5321, 4.5.5).
    sender_email: str
    subject: str
    arrival: datetime
    text: str = ""
    html: str = ""
    files: tuple[ReportFile, ...] = ()
    name_style: NameStyle = NameStyle.RFC2231
    #: More headers, as written.
    headers: tuple[tuple[str, str], ...] = ()
    null_return_path: bool = False
    #: How long it was on its way: the Date header stands so much before the arrival.
    on_the_way: timedelta = timedelta(seconds=40)


def written(draft: MailDraft) -> bytes:
    """Return the mail's bytes; the same draft gives the same bytes."""
    key = hashlib.sha256(f"{draft.sender_email} {draft.subject} {draft.arrival.isoformat()}".encode()).hexdigest()
    parts = [_body(draft, key), *(_file_part(file, draft.name_style) for file in draft.files)]
    content = parts[0] if len(parts) == 1 else multipart("mixed", parts, key)
    return _CRLF.join([*_headers(draft, key), "MIME-Version: 1.0", content]).encode()


def bounce(draft: MailDraft, failed: str, status: str, diagnostic: str, original: str) -> bytes:
    """Return a delivery status notification (RFC 3464) about the mail `original` (its headers) to `failed`."""
    key = hashlib.sha256(f"{failed} {draft.arrival.isoformat()}".encode()).hexdigest()
    fields = [
        f"Reporting-MTA: dns; {draft.sender_email.partition('@')[2]}",
        "",
        f"Final-Recipient: rfc822; {failed}",
        "Action: failed",
        f"Status: {status}",
        f"Diagnostic-Code: smtp; {diagnostic}",
    ]
    parts = [
        _text_part("plain", draft.text),
        _CRLF.join(["Content-Type: message/delivery-status", "", *fields, ""]),
        _CRLF.join(["Content-Type: text/rfc822-headers", "", original]),
    ]
    report = multipart('report; report-type="delivery-status"', parts, key)
    return _CRLF.join([*_headers(draft, key), "MIME-Version: 1.0", report]).encode()


def multipart(subtype: str, parts: Sequence[str], key: str) -> str:
    """Return header and body of a multipart entity (RFC 2046, 5.1); `key` makes the boundary."""
    boundary = f"----=_Part_{key[:24]}"
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"'
    inside = "".join(f"--{boundary}{_CRLF}{part}{_CRLF}" for part in parts)
    return f"{head}{_CRLF}{_CRLF}{inside}--{boundary}--{_CRLF}"


def encoded_words(text: str) -> str:
    """Return `text` as a header value: as it is where it is ASCII, else in encoded words (RFC 2047)."""
    return text if text.isascii() else Header(text, "utf-8", maxlinelen=70).encode(linesep=_CRLF)


def _headers(draft: MailDraft, key: str) -> Iterator[str]:
    domain = draft.sender_email.partition("@")[2]
    sent = draft.arrival - draft.on_the_way
    yield f"Return-Path: <{'' if draft.null_return_path else draft.sender_email}>"
    yield _received(f"mail.{domain}", "mx.ldld.example", key[:12], draft.arrival, f" for <{OFFICE}>")
    yield _received(f"may-tram.{domain}", f"mail.{domain}", key[12:24], sent + timedelta(seconds=4))
    yield f"Date: {format_datetime(sent)}"
    yield f"From: {encoded_words(draft.sender_name)} <{draft.sender_email}>"
    yield f"To: {encoded_words('Văn phòng LĐLĐ tỉnh')} <{OFFICE}>"
    yield f"Subject: {encoded_words(draft.subject)}"
    yield f"Message-ID: <{key[24:44]}@{domain}>"
    yield from (f"{name}: {value}" for name, value in draft.headers)


def _received(source: str, target: str, key: str, at: datetime, recipient: str = "") -> str:
    return (
        f"Received: from {source} ({source} [192.0.2.{1 + int(key[:2], 16) % 250}]){_CRLF}"
        f" by {target} with ESMTPS id {key}{recipient};{_CRLF} {format_datetime(at)}"
    )


def _body(draft: MailDraft, key: str) -> str:
    plain, html = _text_part("plain", draft.text), _text_part("html", draft.html)
    if draft.text and draft.html:
        return multipart("alternative", [plain, html], key[::-1])
    return html if draft.html else plain


def _text_part(subtype: str, text: str) -> str:
    return _CRLF.join(
        [
            f'Content-Type: text/{subtype}; charset="UTF-8"',
            "Content-Transfer-Encoding: base64",
            "",
            _base64(text.replace("\n", _CRLF).encode()),
        ]
    )


def _file_part(file: ReportFile, style: NameStyle) -> str:
    name = _file_name(file.name, style)
    return _CRLF.join(
        [
            f"Content-Type: {file.media_type}",
            f"Content-Disposition: attachment;{_CRLF} {name}",
            "Content-Transfer-Encoding: base64",
            "",
            _base64(file.data),
        ]
    )


def _file_name(name: str, style: NameStyle) -> str:
    if style is NameStyle.RAW:
        return f'filename="{name}"'
    if style is NameStyle.RFC2047:
        return f'filename="{encoded_words(name)}"'
    if style is NameStyle.NFD:
        name = unicodedata.normalize("NFD", name)
    return f"filename*=UTF-8''{quote(name, safe='')}"


def _base64(data: bytes) -> str:
    return base64.encodebytes(data).decode("ascii").replace("\n", _CRLF)
