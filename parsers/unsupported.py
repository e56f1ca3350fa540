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
_REASONS = {
    FileKind.RAR: "Tệp nén .rar chưa mở được; cần gửi lại tệp Word, PDF hoặc nén bằng .zip.",
    FileKind.SEVEN_ZIP: "Tệp nén .7z chưa mở được; cần gửi lại tệp Word, PDF hoặc nén bằng .zip.",
    FileKind.MSG: "Thư Outlook đính kèm (.msg) chưa mở được; cần gửi lại chính tệp báo cáo.",
    FileKind.TNEF: "Tệp winmail.dat của Outlook chưa mở được; cần gửi lại thư ở dạng thường, kèm chính tệp báo cáo.",
    FileKind.UNKNOWN: f"Loại tệp này không đọc được; {_RESEND}.",
}
_SIGNATURES = {
    "rar": FileKind.RAR,
    "7z": FileKind.SEVEN_ZIP,
    "tnef": FileKind.TNEF,
    "gzip": FileKind.UNKNOWN,
    "xml": FileKind.UNKNOWN,
}
_PACKAGES = {"ppt": FileKind.UNKNOWN, "other": FileKind.UNKNOWN}
_OLE = {"__properties_version1.0": FileKind.MSG}


def claims(sample: Sample) -> FileKind | None:
    """Claim what is recognised and has no reader."""
    if sample.signature in _SIGNATURES:
        return _SIGNATURES[sample.signature]
    if sample.package:
        return _PACKAGES.get(sample.package, None if sample.package in _READ_ELSEWHERE else FileKind.UNKNOWN)
    if sample.signature == "ole" and not sample.ole_streams & _OLE_READ_ELSEWHERE:
        return next((kind for name, kind in _OLE.items() if name in sample.ole_streams), FileKind.UNKNOWN)
    return None


_READ_ELSEWHERE = frozenset({"word", "text", "xl", "spreadsheet"})
_OLE_READ_ELSEWHERE = frozenset({"Workbook", "Book", "EncryptedPackage", "WordDocument"})


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Refuse with a sentence that says what the file is and what to send."""
    if sample.signature == "zip" and _END_OF_DIRECTORY not in sample.data:
        raise damaged("zip without a central directory")
    if sample.signature == "ole" and not sample.ole_streams:
        raise damaged("OLE container without a directory")
    kind = claims(sample) or FileKind.UNKNOWN
    raise UnreadableError(UnreadableCause.UNSUPPORTED, _REASONS[kind], f"no reader for {sample.signature or kind}")
