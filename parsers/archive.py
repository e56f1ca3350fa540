"""Zip archives: what is inside comes out as files of its own, each read by itself."""

from __future__ import annotations

import zipfile

from domain.document import FileKind
from domain.vietnamese import nfc
from parsers.contents import Contents, Member, Members, Skip, UnreadableError, damaged, empty
from parsers.limits import Limits
from parsers.sample import Sample
from parsers.zipguard import ZIP_ERRORS, inflate, opened, refuse_encrypted, too_large

VIETNAMESE = "Tệp nén (.zip)"
NEEDS: tuple[str, ...] = ()

_UTF8_NAME = 0x800
_UNICODE_PATH = 0x7075
#: Files that operating systems leave in archives.
_CHAFF = ("__MACOSX/", "Thumbs.db", ".DS_Store", "desktop.ini")


def claims(sample: Sample) -> FileKind | None:
    """Claim every zip file that is no office file."""
    return FileKind.ZIP if sample.signature == "zip" and not sample.package else None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Take the files out, in the archive's order, folders and leftovers of operating systems left out.

    One that is encrypted, broken or too large is told as that file's own problem; the others still come out.
    """
    files: list[Member] = []
    used = 0
    with opened(sample.data, limits) as archive:
        for entry in archive.infolist():
            name = member_name(entry)
            if entry.is_dir() or is_chaff(name):
                continue
            member = _take_out(archive, entry, name, limits, used)
            used += len(member.data) if isinstance(member.data, bytes) else 0
            files.append(member)
    if not files:
        raise empty("archive without files")
    return Members(files=tuple(files))


def is_chaff(name: str) -> bool:
    """Whether an entry is what an operating system left in the archive."""
    return any(part in name for part in _CHAFF)


def _take_out(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, limits: Limits, used: int) -> Member:
    try:
        refuse_encrypted(entry)
        if entry.file_size > limits.file_bytes:
            raise too_large("file_bytes", "Tệp quá lớn.", f"{entry.file_size} bytes, {limits.file_bytes} allowed")
        return Member(name=name, data=inflate(archive, entry, limits, used))
    except UnreadableError as problem:
        return Member(name=name, data=problem)
    except ZIP_ERRORS as error:
        return Member(name=name, data=damaged(f"zip entry: {error}"))


def member_name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's path as its writer meant it, NFC.

    Names without the UTF-8 flag are cp437 by the standard (APPNOTE.TXT, appendix D) and hardly ever so in truth:
    old Windows tools here write cp1258, many others plain UTF-8.
    """
    if unicode_path := _unicode_path(entry.extra):
        return nfc(unicode_path)
    if entry.flag_bits & _UTF8_NAME:
        return nfc(entry.filename)
    raw = entry.orig_filename.encode("cp437", "replace")
    for charset in ("utf-8", "cp1258"):
        try:
            return nfc(raw.decode(charset)).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return nfc(entry.filename)


def _unicode_path(extra: bytes) -> str:
    """Return the name in an Info-ZIP Unicode Path field (APPNOTE.TXT 4.6.9), '' where there is none."""
    while len(extra) >= 4:
        field, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if field == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return ""
