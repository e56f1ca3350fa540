"""A file's bytes with what tells its kind, worked out once and only when asked for."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cached_property

from domain.document import FileKind

#: Enough for the start of any text, little enough to look at for every file.
_HEAD = 4096
_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_HTML = re.compile(
    r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body|meta|div|p|table|span|title)\b", re.DOTALL
)
_FLAT_XML = re.compile(r"<\?xml|<\?mso-application|<svg\b")

#: (what it is, where the mark stands, the mark)
_MARKS = (
    ("zip", 0, b"PK\x03\x04"),
    ("zip", 0, b"PK\x05\x06"),
    ("ole", 0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("rtf", 0, b"{\\rtf"),
    ("rar", 0, b"Rar!\x1a\x07"),
    ("7z", 0, b"7z\xbc\xaf\x27\x1c"),
    ("gzip", 0, b"\x1f\x8b\x08"),
    ("tnef", 0, b"\x78\x9f\x3e\x22"),
    ("jpeg", 0, b"\xff\xd8\xff"),
    ("png", 0, b"\x89PNG\r\n\x1a\n"),
    ("gif", 0, b"GIF8"),
    ("tiff", 0, b"II*\x00"),
    ("tiff", 0, b"MM\x00*"),
    ("bmp", 6, b"\x00\x00\x00\x00"),
    ("webp", 8, b"WEBP"),
    ("heic", 4, b"ftyp"),
    ("emf", 40, b" EMF"),
    ("wmf", 0, b"\xd7\xcd\xc6\x9a"),
    ("ics", 0, b"BEGIN:VCALENDAR"),
    ("vcf", 0, b"BEGIN:VCARD"),
    ("signature", 0, b"-----BEGIN PGP SIGNATURE"),
    ("signature", 0, b"-----BEGIN PKCS7"),
)
#: A second mark for those whose first one is short.
_ALSO = {"bmp": b"BM", "webp": b"RIFF"}
#: DER of the object identifier pkcs7-signedData (RFC 2315, 14), the start of every .p7s and .p7m.
_PKCS7_SIGNED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_OUTLOOK_MAIL = "__properties_version1.0"
_OLE_NAMES = ("WordDocument", "Workbook", "Book", "EncryptedPackage", _OUTLOOK_MAIL)
_CONTAINERS = {
    "rar": FileKind.RAR,
    "7z": FileKind.SEVEN_ZIP,
    "tnef": FileKind.TNEF,
    "gzip": FileKind.UNKNOWN,
}
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."


class Sample:
    """The bytes of one file, and whether the mail shows it inside its text."""

    def __init__(self, data: bytes, *, inline: bool = False) -> None:
        self.data = data
        self.inline = inline

    @cached_property
    def signature(self) -> str:
        """What the first bytes say: 'zip', 'ole', 'pdf', 'html', 'png' …; '' where they say nothing."""
        head = self.data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
        for name, at, mark in _MARKS:
            if head.startswith(mark, at) and head.startswith(_ALSO.get(name, b"")):
                return name
        # Acrobat accepts a header anywhere in the first 1024 bytes (ISO 32000-1, annex H, note 13).
        if b"%PDF-" in head[:1024]:
            return "pdf"
        if head[:1] == b"\x30" and _PKCS7_SIGNED in head[:32]:
            return "signature"
        return self._markup(head)

    @staticmethod
    def _markup(head: bytes) -> str:
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            head = head.replace(b"\x00", b"")[2:]
        text = head.decode("ascii", "replace").lstrip().lower()
        if _HTML.match(text) or ("<html" in text and text.startswith("<")):
            return "html"
        return "xml" if _FLAT_XML.match(text) else ""

    @cached_property
    def zip_names(self) -> frozenset[str]:
        """Names of a zip's entries; of those that are still there when the file was cut."""
        if self.signature != "zip":
            return frozenset()
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                return frozenset(archive.namelist())
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            return frozenset(self._local_names())

    def _local_names(self) -> list[str]:
        names = []
        for header in _LOCAL_HEADER.finditer(self.data):
            length = int.from_bytes(header[1], "little")
            names.append(self.data[header.end() : header.end() + length].decode("cp437"))
        return names

    def ole_only(self, stream: str) -> bool:
        """Whether an OLE container holds `stream` and nothing that marks another kind of file."""
        known = self.ole_streams & set(_OLE_NAMES)
        return known == {stream}

    @property
    def container(self) -> FileKind | None:
        """What a file is that holds other files, None for one that does not; its content is not looked into."""
        if self.signature == "zip":
            return None if self.package else FileKind.ZIP
        if self.signature == "ole":
            return FileKind.MSG if _OUTLOOK_MAIL.encode("utf-16-le") in self.data else None
        return _CONTAINERS.get(self.signature)

    @cached_property
    def package(self) -> str:
        """Which family of office files a zip is: 'word', 'xl', 'ppt', 'text', 'spreadsheet' …; '' for an archive."""
        if self.signature != "zip":
            return ""
        start = self.data.find(_OPEN_DOCUMENT, 30, 80)
        if start >= 0:
            kind = self.data[start + len(_OPEN_DOCUMENT) :][:20].partition(b"-")[0].partition(b"PK")[0]
            return kind.decode("ascii", "replace")
        if "[Content_Types].xml" not in self.zip_names and "_rels/.rels" not in self.zip_names:
            return ""
        folders = {name.partition("/")[0] for name in self.zip_names}
        return next((family for family in ("word", "xl", "ppt") if family in folders), "other")

    @cached_property
    def ole_streams(self) -> frozenset[str]:
        """Names of an OLE container's top-level streams and storages (MS-CFB 2.6)."""
        if self.signature != "ole":
            return frozenset()
        import olefile

        try:
            with olefile.OleFileIO(io.BytesIO(self.data)) as container:
                return frozenset(entry[0] for entry in container.listdir(streams=True, storages=True))
        except Exception:  # olefile raises whatever a broken directory leads it to
            return frozenset(name for name in _OLE_NAMES if name.encode("utf-16-le") in self.data)
