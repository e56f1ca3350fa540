"""Kinds of files that are recognised and not read here: each gets a sentence that says what to send instead."""

from __future__ import annotations

from domain.document import FileKind, UnreadableCause
from parsers.contents import Contents, Members, Skip, UnreadableError, damaged
from parsers.limits import Limits
from parsers.sample import Sample

VIETNAMESE = ""
NEEDS: tuple[str, ...] = ()

#: APPNOTE.TXT 4.3.16; missing where a zip file was cut.
_END_OF_DIRECTORY = b"PK\x05\x06"
_RESEND = "cần gửi lại bằng Word (.docx) hoặc PDF có chữ"
_PACKAGES_READ_ELSEWHERE = frozenset({"", "word", "text", "xl", "spreadsheet"})
_OLE_READ_ELSEWHERE = frozenset({"Workbook", "Book", "EncryptedPackage", "WordDocument", "__properties_version1.0"})


def claims(sample: Sample) -> FileKind | None:
    """Claim what is recognised and has no reader."""
    if sample.signature == "ole":
        return None if sample.ole_streams & _OLE_READ_ELSEWHERE else FileKind.UNKNOWN
    if sample.signature == "xml" or sample.package not in _PACKAGES_READ_ELSEWHERE:
        return FileKind.UNKNOWN
    return None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Refuse with a sentence that says what the file is and what to send."""
    if sample.signature == "zip" and _END_OF_DIRECTORY not in sample.data:
        raise damaged("zip without a central directory")
    if sample.signature == "ole" and not sample.ole_streams:
        raise damaged("OLE container without a directory")
    raise UnreadableError(
        UnreadableCause.UNSUPPORTED, f"Loại tệp này không đọc được; {_RESEND}.", f"no reader for {sample.signature}"
    )
