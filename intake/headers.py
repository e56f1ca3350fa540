"""Header fields as a person reads them: RFC 2047 words, RFC 2231 parameters, raw 8-bit bytes, addresses, dates.

Nothing here raises: a header that cannot be understood stays as it is written and a defect is noted. mail-parser takes
address lists and dates apart (it does so by structure and invents no address); words and parameters are decoded here,
because mail-parser 4.8 leaves a file name damaged that is cut inside an escape, prefers the ASCII one of two names,
and drops bytes that are not UTF-8.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from datetime import datetime
from email.message import Message
from urllib.parse import unquote_to_bytes

from mailparser.dates import parse_mail_date
from mailparser.utils import get_addresses

from domain.mail import Address
from intake.charsets import clean, decode

_FOLD = re.compile(r"\r?\n[ \t]*|\r")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_PARAMETER = re.compile(r";\s*([^\s=;*\"]+)(?:\*(\d{1,4}))?(\*)?\s*=\s*(\"(?:[^\"\\]|\\.)*\"?|[^;]*)", re.DOTALL)

#: A header longer than this is cut before it is decoded: nobody writes one, and decoding costs time.
_LONGEST = 100_000


def raw_header(part: Message, name: str) -> str:
    """Return the first value of header `name` as it stands in the mail (bytes beyond ASCII as surrogates), or ''."""
    return next(raw_headers(part, name), "")


def raw_headers(part: Message, name: str) -> Iterator[str]:
    """Yield every value of header `name` as it stands in the mail, topmost first."""
    for key, value in part.raw_items():
        if key.lower() == name:
            yield str(value)[:_LONGEST]


def header_text(raw: str, defects: list[str]) -> str:
    """Return a header value as readable NFC text on one line (RFC 2047), malformed words left as they are."""
    value = _eight_bit(_FOLD.sub(" ", raw[:_LONGEST]), defects)
    return " ".join(clean(_decode_words(value, defects), defects).split())


def addresses(raw: str, defects: list[str]) -> tuple[Address, ...]:
    """Return the addresses of an address header (RFC 5322, 3.4); what is none is left out."""
    value = _eight_bit(_FOLD.sub(" ", raw[:_LONGEST]), defects)
    pairs = _pairs(value)
    if not pairs and "=?" in value:
        # Programs exist that encode the whole field, address included.
        pairs = _pairs(_decode_words(value, defects))
    return tuple(Address(name=header_text(name, defects), email=email.lower()) for name, email in pairs)


def sender_of(raw: str, defects: list[str]) -> Address:
    """Return the first address of a From header; with garbage in it, the garbage as name and no address."""
    found = addresses(raw, defects)
    if found:
        return found[0]
    defects.append("Không đọc được địa chỉ người gửi." if raw.strip() else "Thư không ghi người gửi.")
    return Address(name=header_text(raw, defects), email="")


def date_of(raw: str) -> datetime | None:
    """Return the moment a Date header tells (aware, UTC; RFC 5322, 3.3), None where none is understood."""
    found = parse_mail_date(_FOLD.sub(" ", raw)).value if raw else None
    return found if isinstance(found, datetime) else None


def parameters(raw: str, defects: list[str]) -> dict[str, str]:
    """Return the parameters of a MIME header by lower-case name, decoded.

    RFC 2231: segments are joined before they are decoded, and an extended value wins over a plain one. RFC 2047 words
    in a value are decoded although it forbids them, because most programs write names so.
    """
    segments: dict[str, dict[int, tuple[str, bool]]] = {}
    plain: dict[str, str] = {}
    for match in _PARAMETER.finditer(_FOLD.sub(" ", raw[:_LONGEST])):
        name, number, star, value = match[1].lower(), match[2], bool(match[3]), _unquote(match[4])
        if number is None and not star:
            plain.setdefault(name, header_text(value, defects))
        else:
            segments.setdefault(name, {}).setdefault(int(number or 0), (value, star))
    extended = {name: _join_segments(parts, defects) for name, parts in segments.items()}
    return plain | {name: value for name, value in extended.items() if value}


def _pairs(value: str) -> list[tuple[str, str]]:
    return [(name, email) for name, email in get_addresses(value) if "@" in email]


def _eight_bit(value: str, defects: list[str]) -> str:
    if value.isascii():
        return value
    return decode(value.encode("utf-8", "surrogateescape"), "", defects)


def _unquote(value: str) -> str:
    value = value.strip()
    if not value.startswith('"'):
        return value
    value = value[1:-1] if len(value) > 1 and value.endswith('"') else value[1:]
    return value.replace('\\"', '"').replace("\\\\", "\\")


def _join_segments(parts: dict[int, tuple[str, bool]], defects: list[str]) -> str:
    ordered = [parts[number] for number in sorted(parts)]
    if not any(star for _, star in ordered):
        return header_text("".join(value for value, _ in ordered), defects)
    joined = "".join(value if star else value.replace("%", "%25") for value, star in ordered)
    charset, _, rest = joined.partition("'")
    _, mark, escaped = rest.partition("'")
    data = unquote_to_bytes((escaped if mark else joined).encode("utf-8", "surrogateescape"))
    return " ".join(decode(data, charset if mark else "", defects).split())


def _decode_words(value: str, defects: list[str]) -> str:
    """Decode encoded-words; neighbours of one charset are joined first, since some programs cut inside a letter."""
    out: list[str] = []
    run = bytearray()
    charset, end = "", 0

    def flush() -> None:
        if run:
            out.append(decode(bytes(run), charset, defects))
            run.clear()

    for match in _WORD.finditer(value):
        between = value[end : match.start()]
        if not (run and not between.strip() and match[1].lower() == charset):
            glued = bool(run) and not between.strip()
            flush()
            out.append("" if glued else between)
        charset, end = match[1].lower(), match.end()
        run += _word_bytes(match[2], match[3])
    flush()
    rest = value[end:]
    if "=?" in rest or any("=?" in piece for piece in out):
        defects.append("Đầu thư có chữ mã hóa sai quy cách; giữ nguyên như trong thư.")
    return "".join(out) + rest


def _word_bytes(encoding: str, payload: str) -> bytes:
    if encoding in "qQ":
        return binascii.a2b_qp(payload.encode("utf-8", "surrogateescape"), header=True)
    letters = _NOT_BASE64.sub("", payload)
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))
