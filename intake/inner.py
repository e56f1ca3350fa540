"""A mail's bodies without the history, and the mails that are forwarded inside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from domain.mail import Address, OpenedMail
from intake import headers
from intake.file_links import file_links
from intake.html_lines import LONGEST_HTML, Line, html_lines, text_lines
from intake.quoting import Forward, InnerHeader, is_forward_subject, split

#: Forwards inside forwards that are followed.
DEEPEST_FORWARD = 30
#: Before a quoted line that is kept because the sender wrote his answer below it.
_MARK = "> "
_LEADING_TAGS = re.compile(r"(\s*<[^<>]*>)*\s*")
_NOTHING = Forward(header=InnerHeader(), lines=())


@dataclass(frozen=True)
class Bodies:
    """The two renderings of one mail's body."""

    text: str
    html: str


@dataclass(frozen=True)
class TakenApart:
    """The sender's own words, and the mails forwarded inline below them."""

    own: Bodies
    forwarded: tuple[OpenedMail, ...]


def take_apart(
    bodies: Bodies, *, subject: str, recipients: Sequence[Address], answers: bool, depth: int = 0
) -> TakenApart:
    """Cut the history out of both renderings and open what is forwarded in them.

    `answers`: the mail refers to an earlier one (In-Reply-To, References; RFC 5322, 3.6.4).
    """
    ours = {address.email for address in recipients}
    forwards = is_forward_subject(subject, answers=answers)
    in_text = text_lines(bodies.text) if bodies.text else []
    in_html = html_lines(bodies.html) if bodies.html and len(bodies.html) <= LONGEST_HTML else []
    text, html = (split(lines, forwards=forwards, ours=ours) for lines in (in_text, in_html))
    own = Bodies(
        "\n".join(_MARK * line.quoted + line.text for line in text.own).rstrip() if text.cut else bodies.text,
        _own_html(bodies.html, in_html, html.own) if html.cut else bodies.html,
    )
    if depth >= DEEPEST_FORWARD:
        return TakenApart(bodies, ())
    pairs = zip_longest(text.forwards, html.forwards)
    return TakenApart(own, tuple(_open_forward(in_text, in_html, bodies.html, depth) for in_text, in_html in pairs))


def _own_html(source: str, lines: Sequence[Line], own: Sequence[Line]) -> str:
    """Return the source with only these lines left; tags left open do no harm to a reader of text."""
    kept = [source[: lines[0].start]]
    wanted = iter(own)
    expected = next(wanted, None)
    run: list[Line] = []
    for line in lines:
        own_line = line is expected
        if run and (line.quoted or not own_line):
            kept.append(source[run[0].start : run[-1].end])
            run = []
        if own_line and line.quoted:
            kept.append(_LEADING_TAGS.sub(rf"\g<0>{_MARK}", source[line.start : line.end], count=1))
        elif own_line:
            run.append(line)
        expected = next(wanted, None) if own_line else expected
    kept.append(source[run[0].start : run[-1].end] if run else "")
    return "<br>\n".join(piece for piece in kept if piece)


def _open_forward(text: Forward | None, html: Forward | None, source: str, depth: int) -> OpenedMail:
    """Open a mail forwarded inline; of its header only what the forwarding program copied is known."""
    header = (text or html or _NOTHING).header
    slice_of_html = source[html.lines[0].start : html.lines[-1].end] if html and html.lines else ""
    written = "\n".join(_MARK * line.quoted + line.text for line in text.lines).strip("\n") if text else ""
    defects: list[str] = []
    sender = _sender(header, defects)
    recipients = headers.addresses(header.to, defects)
    taken = take_apart(
        Bodies(written, slice_of_html), subject=header.subject, recipients=recipients, answers=False, depth=depth + 1
    )
    return OpenedMail(
        message_id="",
        subject=header.subject,
        sender=sender,
        recipients=recipients,
        dated=headers.date_of(header.sent),
        text=taken.own.text,
        html=taken.own.html,
        attachments=(),
        headers=tuple((name, value) for name, value in _fields(header) if value),
        forwarded=taken.forwarded,
        file_links=file_links(taken.own.text, taken.own.html),
        defects=tuple(dict.fromkeys(defects)),
    )


def _sender(header: InnerHeader, defects: list[str]) -> Address:
    """Return the sender; Outlook writes 'Tên [mailto:a@b]', others leave the address out."""
    email = header.email
    if not email:
        return Address(name=header.sender, email="")
    found = headers.addresses(header.sender, defects)
    name = found[0].name if found else header.sender.partition(email)[0].replace("mailto:", "").strip(" <[(\"'")
    return Address(name=name, email=email)


def _fields(header: InnerHeader) -> tuple[tuple[str, str], ...]:
    return (("from", header.sender), ("date", header.sent), ("to", header.to), ("subject", header.subject))
