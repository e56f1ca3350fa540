"""Pictures: logos of signatures are left out, photographs and scans of pages are told as not readable."""

from __future__ import annotations

import re

from domain.document import FileKind
from parsers.contents import Contents, Members, Skip, no_text
from parsers.limits import Limits
from parsers.sample import Sample

VIETNAMESE = ""
NEEDS: tuple[str, ...] = ()

_PICTURES = frozenset({"jpeg", "png", "gif", "tiff", "bmp", "webp", "heic", "emf", "wmf"})
#: A page of text that a person could read has at least so many pixels on its shorter side.
_PAGE_SIDE = 400
#: A picture whose size in pixels is not known counts as a page from so many bytes on.
_PAGE_BYTES = 40_000
#: Baseline, extended and progressive frame headers; C4, C8 and CC are other segments (ITU-T T.81, table B.1).
_JPEG_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..\x08(..)(..)[\x01-\x04]", re.DOTALL)


def claims(sample: Sample) -> FileKind | None:
    """Claim pictures of every usual format."""
    return FileKind.IMAGE if sample.signature in _PICTURES else None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Leave out what is too small to be a page; anything else may be a scanned report."""
    if not _may_be_page(sample):
        return Skip(reason="Hình nhỏ (biểu trưng, trang trí), không phải tài liệu.")
    raise no_text(
        "Ảnh chụp/bản quét, chưa đọc được chữ; cần gửi lại bằng Word (.docx) hoặc PDF có chữ.",
        f"{sample.signature} picture of {pixels(sample)} pixels",
    )


def _may_be_page(sample: Sample) -> bool:
    size = pixels(sample)
    if size is None:
        return len(sample.data) >= _PAGE_BYTES
    return min(size) >= _PAGE_SIDE


def pixels(sample: Sample) -> tuple[int, int] | None:
    """Return width and height as the picture's header tells, None where this is not known for its format."""
    data = sample.data
    if sample.signature == "png" and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if sample.signature == "gif" and len(data) >= 10:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if sample.signature == "bmp" and len(data) >= 26:
        return int.from_bytes(data[18:22], "little"), abs(int.from_bytes(data[22:26], "little", signed=True))
    if sample.signature == "jpeg" and (frames := _JPEG_FRAME.findall(data)):
        # A thumbnail inside the Exif block has a frame header of its own: the picture is the largest.
        return max((int.from_bytes(w, "big"), int.from_bytes(h, "big")) for h, w in frames)
    return None
