"""Opening a mail: raw bytes in, `OpenedMail` out. Nothing is fetched, run or rendered, and hardly anything refuses.

What is used of mail-parser 4.8, and what is not:

* `mailparser.parse_from_bytes` opens every mail. Its `message` gives the structure and its `defects_categories` what
  is wrong with the form. Its address and date readers are used for every mail, inner ones too (see `intake.headers`).
* Its lists `attachments`, `text_plain` and `text_html` are not used: they append an attachment without name and
  disposition to the body, give a random name where Content-Disposition is doubled, mix the files of a forwarded mail
  with those of the outer one, do not open a base64 message/rfc822, and damage some file names. The walk over the parts
  is therefore ours.
* It raises TypeError where a part that is no multipart itself carries a multipart whose boundary never comes. Then the
  standard library's parser, on which it stands, gives the same structure without it.
"""

from __future__ import annotations

import email
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesHeaderParser

import mailparser
from mailparser.exceptions import MailParserError

from domain.errors import MailOpenError
from domain.mail import Address, Attachment, OpenedMail
from intake import damage, headers
from intake.bodies import payload_bytes, text_of
from intake.charsets import decode
from intake.file_links import file_links
from intake.file_names import declared_name, disposition
from intake.inner import Bodies, take_apart

#: Mails and multiparts inside one another, and parts in all, that are followed; real mail stays far below.
DEEPEST = 30
MOST_PARTS = 1000
#: A picture shown inside the text that is larger than this may be a photographed page rather than a logo.
LARGEST_LOGO = 150_000

_DEFECTS = {
    "CloseBoundaryNotFoundDefect": damage.CUT_SHORT,
    "StartBoundaryNotFoundDefect": damage.NO_SUCH_BOUNDARY,
    "NoBoundaryInMultipartDefect": damage.NO_BOUNDARY_TOLD,
    "MissingHeaderBodySeparatorDefect": "Phần đầu thư có dòng không đúng quy cách.",
    "FirstHeaderLineIsContinuationDefect": "Phần đầu thư có dòng không đúng quy cách.",
    "MisplacedEnvelopeHeaderDefect": "Phần đầu thư có dòng không đúng quy cách.",
}
_BOUNDARY_LINE = re.compile(rb"^--(\S[^\r\n]{0,70}?)[ \t]*\r?\nContent-", re.MULTILINE | re.IGNORECASE)
_LOOKS_LIKE_MAIL = re.compile(rb"^([\w-]{1,60}:[^\n]*\n([ \t][^\n]*\n)*){2}", re.IGNORECASE)
_STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
_MAIL_TYPES = ("message/rfc822", "message/global", "message/news")


@dataclass
class _Parts:
    """What was gathered from the parts of one mail, inner mails apart."""

    defects: list[str]
    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    files: list[tuple[Attachment, str]] = field(default_factory=list)
    inner: list[OpenedMail] = field(default_factory=list)
    status: list[tuple[tuple[str, str], ...]] = field(default_factory=list)


@dataclass
class _Budget:
    """How many more parts of the whole mail are followed."""

    parts: int = MOST_PARTS


def open_mail(raw: bytes) -> OpenedMail:
    """Take a mail (RFC 5322, MIME) apart, whatever state it is in.

    What is wrong with its form stands in `defects`. What lies deeper than DEEPEST is kept as an attached file, so
    that nothing is lost. Raises MailOpenError only where the parser itself gives up on every way of reading it.
    """
    message, defects = _parse(raw)
    if message is None:
        return _headers_only(raw, defects)
    if not raw.strip(b"\x00\r\n\t "):
        defects = ["Thư rỗng: không có đầu thư và nội dung."]
    return _open(message, defects, 0, _Budget())


def _parse(raw: bytes) -> tuple[Message | None, list[str]]:
    logging.getLogger("mailparser").setLevel(logging.CRITICAL)  # it logs pieces of the mail
    try:
        parsed = mailparser.parse_from_bytes(raw)
        told = sorted(parsed.defects_categories)
        message: Message = parsed.message
    except (MailParserError, RecursionError):
        return None, [damage.ONLY_HEADERS_READ]
    except (AttributeError, LookupError, TypeError, ValueError):
        return _parse_without_mail_parser(raw), [damage.BROKEN_STRUCTURE]
    return message, [_DEFECTS[name] for name in told if name in _DEFECTS]


def _parse_without_mail_parser(raw: bytes) -> Message | None:
    try:
        return email.message_from_bytes(raw)
    except RecursionError:
        return None


def _headers_only(raw: bytes, defects: list[str]) -> OpenedMail:
    try:
        message = BytesHeaderParser().parsebytes(raw)
    except (ValueError, LookupError, RecursionError) as error:
        raise MailOpenError("Không mở được thư: cấu trúc thư hỏng hoàn toàn.") from error
    whole = Attachment(name="thu-goc.eml", declared_type="message/rfc822", data=raw)
    return _assemble(message, _Parts(defects, files=[(whole, "")]))


def _open(message: Message, defects: list[str], depth: int, budget: _Budget) -> OpenedMail:
    parts = _Parts(defects)
    _gather(message, parts, depth, budget)
    return _assemble(message, parts)


def _gather(part: Message, parts: _Parts, depth: int, budget: _Budget) -> None:
    """Sort `part` and all below it into `parts`."""
    budget.parts -= 1
    if depth > DEEPEST or budget.parts < 0:
        _keep_unopened(part, parts, too_deep=depth > DEEPEST)
    elif part.get_content_type() in _STATUS_TYPES:
        parts.status += _status_blocks(part, parts.defects)
    elif inner := _inner_message(part, parts.defects):
        parts.inner.append(_open(inner, [], depth + 1, budget))
    elif part.is_multipart():
        for child in part.get_payload():
            if isinstance(child, Message):
                _gather(child, parts, depth + 1, budget)
    elif part.get_content_maintype() == "multipart":
        _gather_unbounded(part, parts, depth, budget)
    elif _is_body(part):
        target = parts.htmls if part.get_content_subtype() == "html" else parts.texts
        target.append(text_of(part, parts.defects))
    else:
        parts.files.append(_file(part, parts))


def _keep_unopened(part: Message, parts: _Parts, *, too_deep: bool) -> None:
    defect = damage.TOO_DEEP if too_deep else damage.TOO_MANY_PARTS
    if too_deep or defect not in parts.defects:
        parts.defects.append(defect)
        try:
            data = part.as_bytes()
        except (ValueError, LookupError, TypeError, RecursionError):
            data = b""
        name = f"phan-chua-mo-{len(parts.files) + 1}.eml"
        parts.files.append((Attachment(name=name, declared_type="message/rfc822", data=data), ""))


def _inner_message(part: Message, defects: list[str]) -> Message | None:
    """Return the mail that `part` carries (RFC 2046, 5.2.1), also where it is encoded or sent as a file '.eml'."""
    is_mail = part.get_content_type() in _MAIL_TYPES
    encoded = _is_encoded(part)
    if is_mail and part.is_multipart() and not encoded:
        inner = part.get_payload(0)
        return inner if isinstance(inner, Message) else None
    if is_mail and part.is_multipart():
        data = _encoded_content(part, defects)
    elif is_mail or declared_name(part, []).lower().endswith(".eml"):
        data = payload_bytes(part, defects)
    else:
        return None
    return _parse_without_mail_parser(data) if _LOOKS_LIKE_MAIL.match(data.lstrip()[:100_000]) else None


def _is_encoded(part: Message) -> bool:
    encoding = headers.raw_header(part, "content-transfer-encoding").lower()
    return "base64" in encoding or "quoted" in encoding


def _encoded_content(part: Message, defects: list[str]) -> bytes:
    """Undo the transfer encoding of a message/* part that the parser took for plain text (RFC 2046 forbids it)."""
    carrier = Message()
    carrier["Content-Transfer-Encoding"] = headers.raw_header(part, "content-transfer-encoding")
    whole = part.get_payload(0)
    carrier.set_payload(whole.as_bytes().decode("ascii", "surrogateescape") if isinstance(whole, Message) else "")
    return payload_bytes(carrier, defects)


def _gather_unbounded(part: Message, parts: _Parts, depth: int, budget: _Budget) -> None:
    """Read a multipart whose declared boundary never comes: by the boundary that is there, else as text."""
    left = part.get_payload(decode=True)
    left = left if isinstance(left, bytes) else b""
    found = _BOUNDARY_LINE.search(left)
    again = None
    if found:
        head = b'Content-Type: multipart/mixed; boundary="' + found[1] + b'"\r\n\r\n'
        again = _parse_without_mail_parser(head + left)
    if again is None or not again.is_multipart():
        parts.texts.append(decode(left, "", parts.defects))
        return
    parts.defects.append("Ranh giới các phần của thư khai sai; đã đọc theo ranh giới có thật.")
    _gather(again, parts, depth + 1, budget)


def _is_body(part: Message) -> bool:
    if part.get_content_type() not in ("text/plain", "text/html") or disposition(part) == "attachment":
        return False
    return not declared_name(part, [])


def _file(part: Message, parts: _Parts) -> tuple[Attachment, str]:
    """Return the attachment and its Content-ID."""
    name = declared_name(part, parts.defects) or f"tep-{len(parts.files) + 1}"
    data = payload_bytes(part, parts.defects)
    content_id = headers.raw_header(part, "content-id").strip().strip("<>")
    shown = disposition(part) == "inline" and part.get_content_maintype() == "image"
    return Attachment(name=name, declared_type=part.get_content_type(), data=data, inline=shown), content_id


def _status_blocks(part: Message, defects: list[str]) -> list[tuple[tuple[str, str], ...]]:
    """Return the blocks of a delivery status (RFC 3464, 2.1): the first about the message, then one a recipient."""
    blocks = part.get_payload()
    if isinstance(blocks, str) or _is_encoded(part):
        text = _encoded_content(part, defects) if part.is_multipart() else payload_bytes(part, defects)
        split = re.split(rb"\r?\n[ \t]*\r?\n", text.strip())
        blocks = [BytesHeaderParser().parsebytes(block + b"\n\n") for block in split]
    fields = [tuple(_header_list(block, defects)) for block in blocks if isinstance(block, Message)]
    return [block for block in fields if block]


def _header_list(message: Message, defects: list[str]) -> list[tuple[str, str]]:
    return [(name.lower(), headers.header_text(str(value), defects)) for name, value in message.raw_items()]


def _assemble(message: Message, parts: _Parts) -> OpenedMail:
    defects = parts.defects
    listed = _header_list(message, defects)
    subject = headers.header_text(headers.raw_header(message, "subject"), defects)
    recipients = tuple(
        address
        for name in ("to", "cc", "delivered-to")
        for value in headers.raw_headers(message, name)
        for address in headers.addresses(value, defects)
    )
    bodies = take_apart(
        Bodies("\n".join(parts.texts).rstrip(), "\n".join(parts.htmls)),
        subject=subject,
        recipients=recipients,
        answers=any(name in ("in-reply-to", "references") for name, _ in listed),
    )
    if not listed:
        defects.append("Thư không có phần đầu (người gửi, ngày gửi, tiêu đề).")
    return OpenedMail(
        message_id=headers.header_text(headers.raw_header(message, "message-id"), []),
        subject=subject,
        sender=headers.sender_of(headers.raw_header(message, "from"), defects),
        recipients=_each_once(recipients),
        dated=headers.date_of(headers.raw_header(message, "date")),
        text=bodies.own.text,
        html=bodies.own.html,
        attachments=_attachments(parts.files, "\n".join(parts.htmls)),
        headers=tuple(listed),
        forwarded=(*parts.inner, *bodies.forwarded),
        delivery_status=tuple(parts.status),
        file_links=file_links(bodies.own.text, bodies.own.html),
        defects=tuple(dict.fromkeys(defects)),
    )


def _each_once(found: Sequence[Address]) -> tuple[Address, ...]:
    return tuple({address.email: address for address in reversed(found)}.values())[::-1]


def _attachments(files: Sequence[tuple[Attachment, str]], html: str) -> tuple[Attachment, ...]:
    """Mark the pictures that the text shows (RFC 2392, 'cid:'); a large one may be a page, so it stays a file."""
    return tuple(
        Attachment(
            name=file.name,
            declared_type=file.declared_type,
            data=file.data,
            inline=file.declared_type.startswith("image/")
            and len(file.data) <= LARGEST_LOGO
            and (file.inline or bool(content_id and f"cid:{content_id}" in html)),
        )
        for file, content_id in files
    )
