"""Small mails for tests of opening and judging, as a mailbox would hold them."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage

OFFICE = "vanphong@ldld.example"


def letter(
    text: str = "",
    *,
    subject: str = "",
    sender: str = "lak@units.example",
    html: str = "",
    files: Sequence[str] = (),
    headers: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Return a mail to the office; every file is a stand-in of a few bytes."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = OFFICE
    message["Subject"] = subject
    for name, value in headers:
        message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name in files:
        message.add_attachment(b"mau", maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
