"""The labelled mails beside the repository, opened with the standard library's own parser."""

from __future__ import annotations

import email
import email.policy
import json
import re
import unicodedata
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from domain.mail import Attachment

_CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
_NOISE = re.compile(r"[\s|•·▪\-–—_*+\u00ad\u200b\u200c\u200d\ufeff]+")


@dataclass(frozen=True)
class Case:
    """One labelled mail."""

    name: str
    attachments: tuple[Attachment, ...]
    #: Plain and HTML body; '' where there is none.
    text: str
    html: str
    #: What a careful clerk would say of it.
    expected: dict[str, Any]

    @property
    def paragraphs(self) -> list[str]:
        """Every paragraph that the report has, in the order of the sections."""
        return [text for texts in self.expected.get("sections", {}).values() for text in texts]


def cases() -> tuple[Case, ...]:
    """Return all labelled mails; leave the test out, saying so, where they are not here."""
    if not _CORPUS.is_dir():
        pytest.skip("the labelled corpus in ../shared is not here")
    return _cases()


@cache
def _cases() -> tuple[Case, ...]:
    return tuple(_case(folder) for folder in sorted(_CORPUS.iterdir()) if folder.is_dir())


def case(number: str) -> Case:
    """Return the mail whose folder begins with `number`."""
    (found,) = (case for case in cases() if case.name.startswith(number))
    return found


def attachments_of(number: str) -> tuple[Attachment, ...]:
    """Return the files of one mail."""
    return case(number).attachments


def _case(folder: Path) -> Case:
    mail = email.message_from_bytes((folder / "message.eml").read_bytes(), policy=email.policy.default)
    leaves = [part for part in mail.walk() if isinstance(part, EmailMessage) and not part.is_multipart()]
    files = [part for part in leaves if part.get_filename()]
    return Case(
        name=folder.name,
        attachments=tuple(_attachment(part) for part in files),
        text=_body(leaves, "text/plain"),
        html=_body(leaves, "text/html"),
        expected=json.loads((folder / "expect.json").read_text(encoding="utf-8")),
    )


def _attachment(part: EmailMessage) -> Attachment:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    inline = part.get_content_disposition() == "inline"
    return Attachment(name=part.get_filename() or "", declared_type=part.get_content_type(), data=data, inline=inline)


def _body(leaves: list[EmailMessage], kind: str) -> str:
    found = (part for part in leaves if part.get_content_type() == kind and not part.get_filename())
    part = next(found, None)
    return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


def letters(text: str) -> str:
    """Return `text` for comparison: NFC, case-folded, without white space, dashes, bullets and bars."""
    text = unicodedata.normalize("NFC", text)
    text = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return _NOISE.sub("", text.casefold())
