"""Plain text files, whatever charset they were saved in."""

from __future__ import annotations

import codecs
import re

from domain.document import FileKind, Paragraph
from domain.vietnamese import nfc
from parsers.contents import Contents, Members, Skip, empty
from parsers.legacy import Encoding, decode, guess
from parsers.limits import Limits
from parsers.sample import Sample
from parsers.tidy import tidy
from parsers.unwrap import paragraphs

VIETNAMESE = "Văn bản thuần (.txt)"
NEEDS: tuple[str, ...] = ()

_LOOK_AT = 65536
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 26, 27}
#: High bytes of the characters that Vietnamese is written with in UTF-16.
_UTF16_HIGH = frozenset({0x00, 0x01, 0x03, 0x1E, 0x20})
_COMMON = re.compile(
    r"\b(của|và|các|công|đoàn|động|trong|được|là|có|cho|những|người|năm|tháng|với|đã|tổ|chức|báo|cáo|không)\b",
    re.IGNORECASE,
)


def claims(sample: Sample) -> FileKind | None:
    """Claim what no signature tells otherwise and what reads as text throughout its beginning."""
    return FileKind.TEXT if not sample.signature and _is_text(sample.data[:_LOOK_AT]) else None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Return the paragraphs, lines joined where a program had wrapped them."""
    return from_text(to_text(sample.data))


def from_text(text: str) -> Contents:
    """Return the paragraphs of a text. Raises UnreadableError where there is none."""
    found = paragraphs(tidy(text))
    if not found:
        raise empty("white space only")
    return Contents(blocks=tuple(Paragraph(text=p, where=f"đoạn {n}") for n, p in enumerate(found, start=1)))


def to_text(data: bytes) -> str:
    """Decode bytes of unknown charset: byte order marks, UTF-8, UTF-16, then Vietnamese code pages by their words."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return data.decode(charset, "replace")
    if _is_bare_utf16(data):
        return data.decode("utf-16-le", "replace")
    try:
        return _mend(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _from_code_page(data)


def _mend(text: str) -> str:
    """Return text typed with a legacy font and saved as Unicode as it looked in that font."""
    return decode(text, guess(text))


def _from_code_page(data: bytes) -> str:
    western = data.decode("cp1252", "replace")
    readings = [nfc(data.decode("cp1258", "replace")), western]
    readings += [decode(data.decode("latin-1"), encoding) for encoding in (Encoding.TCVN3, Encoding.VNI)]
    return max(readings, key=lambda reading: len(_COMMON.findall(reading)))


def _is_bare_utf16(data: bytes) -> bool:
    high = data[1:512:2]
    return len(data) >= 8 and b"\x00" in high and sum(byte in _UTF16_HIGH for byte in high) >= 0.95 * len(high)


def _is_text(data: bytes) -> bool:
    if not data:
        return False
    if data.startswith(tuple(mark for mark, _ in _MARKS)) or _is_bare_utf16(data):
        return True
    return not any(byte in _CONTROLS for byte in data)
