"""winmail.dat, in which Outlook packs a mail's files for other Outlooks (MS-OXTNEF): each comes out by itself."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from typing import Any

from domain.document import FileKind
from domain.vietnamese import nfc
from parsers.body import BODY_NAME
from parsers.contents import Contents, Member, Members, Skip, damaged, empty
from parsers.limits import Limits
from parsers.sample import Sample

VIETNAMESE = "Tệp winmail.dat của Outlook"
NEEDS: tuple[str, ...] = ("tnefparse",)


def claims(sample: Sample) -> FileKind | None:
    """Claim what begins with the TNEF signature."""
    return FileKind.TNEF if sample.signature == "tnef" else None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Return the body, where it is not only the mail's own over again as RTF, and the attached files."""
    from tnefparse import TNEF

    # It tells the log of every checksum that is off; what cannot be read is told by what is missing.
    logging.getLogger("tnefparse").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            files = tuple(_files(TNEF(sample.data, do_checksum=False)))
    except MemoryError:
        raise
    except Exception as error:  # struct, UnicodeError, KeyError, UnboundLocalError: whatever the bytes lead it to
        raise damaged(f"TNEF: {type(error).__name__}: {error}") from error
    if not files:
        raise empty("TNEF without text and files")
    return Members(files=files)


def _files(tnef: Any) -> Iterator[Member]:
    if body := _body(tnef.htmlbody) or _body(tnef.body):
        yield Member(name=BODY_NAME, data=body)
    for number, attachment in enumerate(tnef.attachments, start=1):
        data = attachment.data
        kept = bytes(data) if isinstance(data, bytes | bytearray) else damaged("TNEF attachment without bytes")
        yield Member(name=_name(attachment) or f"tệp {number}", data=kept)


def _body(body: Any) -> bytes:
    if isinstance(body, str):
        body = body.encode("utf-8-sig", "replace") if body.strip("\x00\r\n\t ") else b""
    return bytes(body).strip(b"\x00") if isinstance(body, bytes | bytearray) and body.strip(b"\x00\r\n\t ") else b""


def _name(attachment: Any) -> str:
    """Return the long name; the short one of DOS days may be in any code page."""
    for told in (attachment.long_filename, lambda: attachment._name):
        try:
            name = told()
        except (UnicodeDecodeError, AttributeError, IndexError):
            continue
        text = name.decode("cp1258", "replace") if isinstance(name, bytes | bytearray) else str(name)
        if text.strip("\x00 "):
            return nfc(text.strip("\x00 "))
    return ""
