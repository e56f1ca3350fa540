"""Small files that come with mail and are no documents: calendar entries, address cards, signatures."""

from __future__ import annotations

from domain.document import FileKind
from parsers.contents import Contents, Members, Skip
from parsers.limits import Limits
from parsers.sample import Sample

VIETNAMESE = ""
NEEDS: tuple[str, ...] = ()

_WHAT = {
    "ics": (FileKind.TEXT, "Lịch hẹn, không phải tài liệu."),
    "vcf": (FileKind.TEXT, "Danh thiếp điện tử, không phải tài liệu."),
    "signature": (FileKind.UNKNOWN, "Chữ ký số của thư, không phải tài liệu."),
}


def claims(sample: Sample) -> FileKind | None:
    """Claim iCalendar (RFC 5545), vCard (RFC 6350), PKCS #7 and PGP signatures."""
    return _WHAT[sample.signature][0] if sample.signature in _WHAT else None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Leave it out, saying what it is."""
    return Skip(reason=_WHAT[sample.signature][1])
