"""How much one file may cost before reading it is given up."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one attached file may use. Whichever limit is hit is named in the `Unreadable` that comes of it."""

    #: Wall-clock seconds for one file; the process that reads it is killed then.
    seconds: float = 30.0
    #: Address space, in bytes, that reading may take beyond what the idle process holds (RLIMIT_AS).
    memory_bytes: int = 1024 * _MIB
    #: Size of a file, in bytes, as attached or as found in an archive.
    file_bytes: int = 64 * _MIB
    #: Bytes that all entries of one zip-based file (or of one archive with all archives inside) inflate to.
    inflated_bytes: int = 160 * _MIB
    #: Entries of one zip-based file, and files of one archive with all archives inside.
    entries: int = 2000
    #: Archives inside archives: 1 is a zip of documents, 2 a zip inside a zip.
    depth: int = 3
    #: Pages of a PDF.
    pdf_pages: int = 300
    #: Pages of one mail that are recognised as pictures of text.
    ocr_pages: int = 40
    #: Wall-clock seconds for recognising one page; these are beyond `seconds`.
    ocr_seconds: float = 60.0
