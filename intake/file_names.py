"""Names of attached files, as the sender gave them and fit to be shown and kept."""

from __future__ import annotations

import re
from email.message import Message

from intake.charsets import clean
from intake.headers import parameters, raw_header, raw_headers

_DATE_SLASH = re.compile(r"(?<=\d)\s?/\s?(?=\d)")
_LONGEST_NAME = 180


def declared_name(part: Message, defects: list[str]) -> str:
    """Return the cleaned file name of a part, '' where it has none.

    Every Content-Disposition is looked at (some programs write two), then the name in Content-Type.
    """
    for value in raw_headers(part, "content-disposition"):
        if name := clean_name(parameters(value, defects).get("filename", "")):
            return name
    return clean_name(parameters(raw_header(part, "content-type"), defects).get("name", ""))


def disposition(part: Message) -> str:
    """Return 'attachment', 'inline' or '' (RFC 2183); with several headers, attachment wins."""
    told = [value.partition(";")[0].strip().lower() for value in raw_headers(part, "content-disposition")]
    return next((each for each in ("attachment", "inline") if each in told), "")


def clean_name(name: str) -> str:
    """Return `name` in NFC without folders, control characters and leading dots; '' where nothing is left.

    A slash between figures is a date ('BC ngày 05/6.docx'), not a folder.
    """
    name = " ".join(clean(name, []).split())
    name = re.split(r"[/\\]", _DATE_SLASH.sub("-", name))[-1].strip(" .") if name else ""
    if len(name) <= _LONGEST_NAME:
        return name
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: _LONGEST_NAME - 10]}{dot}{extension[:9]}" if stem else name[:_LONGEST_NAME]
