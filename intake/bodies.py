"""One MIME part's bytes and text (RFC 2045), whatever state the encoding is in."""

from __future__ import annotations

import binascii
import re
from email.message import Message

from intake.charsets import decode
from intake.headers import parameters, raw_header

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))
_PADDING = re.compile(rb"=+\s*")
_BASE64_LINES = re.compile(rb"[A-Za-z0-9+/\s]*")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_QUOTE_DEPTH = re.compile(r">*")


def payload_bytes(part: Message, defects: list[str]) -> bytes:
    """Return the content of a leaf part, transfer encoding undone; a cut base64 text gives what is there of it."""
    if "base64" in raw_header(part, "content-transfer-encoding").lower():
        return unbase64(str(part.get_payload()).encode("ascii", "ignore"), defects)
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError):  # a broken uuencoded text
        defects.append("Một phần của thư mã hóa sai; giữ nguyên như trong thư.")
        data = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return data if isinstance(data, bytes) else b""


def unbase64(letters: bytes, defects: list[str]) -> bytes:
    """Decode base64 (RFC 2045, 6.8), ignoring what is no base64; of a cut text all whole bytes are kept.

    Gateways append a second base64 text, or a notice in plain letters, after the padding; the notice is left out.
    """
    first, *more = _PADDING.split(letters)
    data = [_unbase64_run(first, defects)]
    for run in more:
        if not _BASE64_LINES.fullmatch(run):
            break
        data.append(_unbase64_run(run, defects))
    return b"".join(data)


def _unbase64_run(letters: bytes, defects: list[str]) -> bytes:
    body = letters.translate(None, _NOT_BASE64)
    if len(body) % 4 == 1:
        defects.append("Nội dung mã hóa base64 bị cắt hoặc hỏng; chỉ đọc được phần còn lại.")
        body = body[:-1]
    return binascii.a2b_base64(body + b"=" * (-len(body) % 4))


def text_of(part: Message, defects: list[str]) -> str:
    """Return a text part as NFC text with '\\n' line ends; flowed lines (RFC 3676) are joined."""
    data = payload_bytes(part, defects)
    told = parameters(raw_header(part, "content-type"), defects)
    charset = told.get("charset", "")
    if not charset and part.get_content_subtype() == "html" and (meta := _META_CHARSET.search(data[:2048])):
        charset = meta[1].decode("ascii")
    text = decode(data, charset, defects)
    flowed = part.get_content_subtype() == "plain" and told.get("format", "").lower() == "flowed"
    return _unflow(text, delete_space=told.get("delsp", "").lower() == "yes") if flowed else text


def _unflow(text: str, *, delete_space: bool) -> str:
    lines: list[str] = []
    depth_before, open_line = 0, False
    for line in text.split("\n"):
        marks = _QUOTE_DEPTH.match(line)
        depth = marks.end() if marks else 0
        content = line[depth:].removeprefix(" ")
        soft = content.endswith(" ") and content != "-- "
        content = content[:-1] if soft and delete_space else content
        if open_line and depth == depth_before:
            lines[-1] += content
        else:
            lines.append(">" * depth + (" " if depth else "") + content)
        depth_before, open_line = depth, soft
    return "\n".join(lines)
