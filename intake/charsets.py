"""Bytes to text: the declared charset is believed first, and every doubt is said.

Vietnamese mail comes in UTF-8, in windows-1258 (which stores tone marks as combining characters, so that its text is
NFC only after normalising), and now and then with a charset that is wrong, unknown or not declared at all.
"""

from __future__ import annotations

import re

from domain.vietnamese import nfc

#: Charsets in which any byte means something, so that they never refuse bytes that are really UTF-8.
_SINGLE_BYTE = re.compile(r"^(us-?ascii|ascii|(x-)?(windows|cp|ibm)-?\d+|iso-?8859-?\d+|latin-?\d|koi8-\w+)$")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def decode(data: bytes, declared: str, defects: list[str]) -> str:
    """Return `data` as NFC text without control characters; what had to be guessed is added to `defects`.

    `declared` is the charset that the mail names, '' where it names none. Never raises.
    """
    charset = declared.strip().strip("\"'").lower().partition("*")[0]
    text = _declared(data, charset, defects)
    return clean(_guessed(data) if text is None else text, defects)


def clean(text: str, defects: list[str]) -> str:
    """Return `text` in NFC with lone '\\n' line ends and without NUL, other controls and direction marks."""
    if "\x00" in text:
        defects.append("Thư có ký tự NUL; đã bỏ đi khi đọc.")
    if not text.isascii():
        text = nfc(text.encode("utf-8", "replace").decode("utf-8"))
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _declared(data: bytes, charset: str, defects: list[str]) -> str | None:
    if data.isascii() and (not charset or _SINGLE_BYTE.match(charset) or charset in ("utf-8", "utf8")):
        return data.decode("ascii")
    if not charset:
        return None
    if _SINGLE_BYTE.match(charset) and _is_utf8(data):
        # Bytes of an 8-bit charset practically never form valid UTF-8 by chance; programs that declare latin-1
        # for everything do exist.
        defects.append(f"Thư khai bảng mã “{charset}” nhưng chữ là UTF-8; đã đọc theo UTF-8.")
        return data.decode("utf-8")
    try:
        return data.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        defects.append(f"Bảng mã “{charset}” mà thư khai không dùng được; chữ có thể bị sai.")
        return None


def _guessed(data: bytes) -> str:
    for charset in ("utf-8", "windows-1258"):
        try:
            return data.decode(charset)
        except UnicodeError:
            continue
    return data.decode("utf-8", "replace")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeError:
        return False
    return True
