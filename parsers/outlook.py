"""Mails that Outlook attached as .msg files (MS-OXMSG): the body and the attached files, each read by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.document import FileKind
from domain.vietnamese import nfc
from parsers.body import BODY_NAME
from parsers.contents import Contents, Member, Members, Skip, UnreadableError, damaged, empty
from parsers.limits import Limits
from parsers.sample import Sample

VIETNAMESE = "Thư Outlook đính kèm (.msg)"
NEEDS: tuple[str, ...] = ("oxmsg", "olefile")

_MAIL = "__properties_version1.0"
#: Properties by number (MS-OXPROPS): PidTagAttachDataObject, PidTagAttachFilename, PidTagAttachContentId.
_EMBEDDED_MAIL = "__substg1.0_3701000D"
_SHORT_NAME, _CONTENT_ID = 0x3704, 0x3712
#: Bytes before the properties of a mail inside a mail (MS-OXMSG 2.4.1.2).
_EMBEDDED_HEADER = 24


def claims(sample: Sample) -> FileKind | None:
    """Claim OLE containers that hold the properties of a mail and nothing that another reader knows."""
    return FileKind.MSG if sample.ole_only(_MAIL) else None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Return the mail's body as a file of its own, then its attachments, those of mails inside it too."""
    from oxmsg import Message

    try:
        message = Message.load(sample.data)
        files = tuple(_files(message, message.properties, limits.depth))
    except MemoryError:
        raise
    except Exception as error:  # struct, olefile, KeyError, UnicodeError: whatever a broken property leads it to
        raise damaged(f"msg: {type(error).__name__}: {error}") from error
    if not files:
        raise empty("mail without text and files")
    return Members(files=files)


def _files(message: Any, properties: Any, depth: int) -> Iterator[Member]:
    if body := _body(message, properties):
        yield Member(name=BODY_NAME, data=body)
    for number, attachment in enumerate(message.attachments, start=1):
        yield from _attached(attachment, number, depth)


def _attached(attachment: Any, number: int, depth: int) -> Iterator[Member]:
    name = f"tệp {number}"
    try:
        properties = attachment.properties
        name = nfc(attachment.file_name or properties.str_prop_value(_SHORT_NAME) or name).strip("\x00")
        inner = next((s for s in attachment._storage.storages if s.name == _EMBEDDED_MAIL), None)
        if inner is not None and depth > 1:
            for member in _mail_inside(inner, depth - 1):
                yield Member(name=f"{name}/{member.name}", data=member.data, inline=member.inline)
            return
        data = attachment.file_bytes
        inline = bool(properties.str_prop_value(_CONTENT_ID))
    except MemoryError:
        raise
    except Exception as error:  # as above
        yield Member(name=name, data=damaged(f"msg attachment: {type(error).__name__}: {error}"))
        return
    yield Member(name=name, data=_missing() if data is None else data, inline=inline)


def _mail_inside(storage: Any, depth: int) -> Iterator[Member]:
    from oxmsg import Message
    from oxmsg.properties import Properties

    properties = Properties(storage, properties_header_offset=_EMBEDDED_HEADER)
    yield from _files(Message(storage), properties, depth)


def _missing() -> UnreadableError:
    return damaged("msg attachment without bytes (attached by reference or as an OLE object)")


def _body(message: Any, properties: Any) -> bytes:
    """Return the body: HTML where there is some, which holds what plain text loses, else the plain text."""
    from oxmsg.domain import constants

    html = properties.binary_prop_value(constants.PID_HTML)
    if html and html.strip(b"\x00\r\n\t "):
        charset = properties.body_encoding if properties.int_prop_value(constants.PID_INTERNET_CODEPAGE) else ""
        try:
            return str(html.decode(charset)).encode("utf-8-sig") if charset else bytes(html)
        except (LookupError, UnicodeDecodeError):
            return bytes(html)
    text = properties.str_prop_value(constants.PID_BODY_HTML) or properties.str_prop_value(constants.PID_BODY) or ""
    return text.strip("\x00").encode("utf-8-sig", "replace") if text.strip("\x00\r\n\t ") else b""
