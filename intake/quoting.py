"""What in a mail's text is the sender's own, what is a reply's history, and what is a mail forwarded inside it.

History is left out: it holds what somebody else wrote, often this office's own letter with the whole outline in it.
A forward is kept as a mail of its own: the report and its true sender are in there. Both begin with the same marks
(a dashed line, a block of From / Sent / To / Subject lines), so the mark alone does not decide; see `split`.
Works on `Line`s, so that plain text and HTML go the same way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from domain.vietnamese import fold
from intake.html_lines import Line

_FORWARD_MARK = re.compile(
    r"(thu|tin nhan|thong diep|email|mail) (duoc |da |da duoc )?chuyen tiep|forwarded (message|mail|by)\b"
    r"|(begin|start of) forwarded message|bat dau (thu|tin nhan) (duoc |da )?chuyen tiep|weitergeleitete nachricht"
)
_ORIGINAL_MARK = re.compile(r"(original (message|appointment)|(thu|tin nhan|thong diep) (goc|ban dau)|reply message)")
_ATTRIBUTION_END = re.compile(r"(da viet|viet|wrote|da viet vao.*|schrieb|a ecrit)$")
_ATTRIBUTION_START = re.compile(r"^(vao|luc|ngay|thu|on|at|am|le)\b")
_REPLY_SUBJECT = re.compile(r"^\s*(re|tr[ảa] l[ờo]i|ph[ảa]n h[ồo]i|aw|sv)\s*(\[\d+\]|\(\d+\))?\s*:", re.IGNORECASE)
_FORWARD_SUBJECT = re.compile(r"^\s*(fwd?|fw|chuy[ểe]n( ti[ếe]p)?|tr|wg|i)\s*:", re.IGNORECASE)
_LABEL = re.compile(r"^[*_\s]*([^\W\d_][^:<>@]{0,24}?)\s*[*_]*\s*:\s*[*_]*\s*(.*)$", re.DOTALL)
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
#: Lines of a header block inside a text, long lists of receivers included.
_LONGEST_HEADER = 60
#: So many answers below quoted lines are no remark on a letter but a report written into the outline.
_FEWEST_ANSWERS = 3
_FIELD_OF = {
    label: field_name
    for field_name, labels in {
        "from": ("from", "tu", "nguoi gui"),
        "sent": ("sent", "date", "da gui", "ngay", "ngay gui", "thoi gian", "gui luc", "gui vao", "gui ngay", "gui"),
        "to": ("to", "den", "toi", "nguoi nhan", "gui den", "gui toi", "toi nguoi"),
        "subject": ("subject", "chu de", "tieu de"),
        "other": ("cc", "bcc", "dong gui", "reply to", "tra loi toi", "attachments", "tep dinh kem", "importance"),
    }.items()
    for label in labels
}


@dataclass(frozen=True)
class InnerHeader:
    """The block of header lines above a quoted or forwarded mail."""

    sender: str = ""
    sent: str = ""
    to: str = ""
    subject: str = ""

    @property
    def email(self) -> str:
        """The sender's address, lower case, '' where only a name is given."""
        found = _ADDRESS.findall(self.sender)
        return found[-1].lower() if found else ""


@dataclass(frozen=True)
class Forward:
    """A mail forwarded inside a text: its header block and its lines."""

    header: InnerHeader
    lines: tuple[Line, ...]


@dataclass
class Split:
    """A text taken apart. `own` and `forwards` together are all but the history.

    Quoted lines in `own` are those the sender wrote answers below.
    """

    own: list[Line] = field(default_factory=list)
    forwards: list[Forward] = field(default_factory=list)
    #: `own` is not the whole, or not as it stood: something was left out, or stays only marked.
    cut: bool = False


def is_forward_subject(subject: str, *, answers: bool) -> bool:
    """Whether a mail with this subject forwards rather than answers; `answers`: it refers to an earlier mail."""
    if _FORWARD_SUBJECT.match(subject):
        return True
    return not _REPLY_SUBJECT.match(subject) and not answers


def is_reply_subject(subject: str) -> bool:
    """Whether the subject is an earlier mail's ('Re: …'), not chosen by this sender."""
    return bool(_REPLY_SUBJECT.match(subject))


def split(lines: Sequence[Line], *, forwards: bool, ours: Collection[str]) -> Split:
    """Take the lines of one body apart.

    `forwards`: a header block without a word about forwarding is a forward (by the subject). `ours`: addresses this
    mail was sent to; a mail inside that came from there is the office's own letter, so history, never a report.
    """
    result = Split()
    between = _answers_between(lines)
    at = 0
    while at < len(lines):
        inner = _forward_at(lines, at, forwards=forwards)
        if inner and inner.header.email not in ours:
            result.forwards.append(inner)
            result.cut = True
            break
        after = _history_at(lines, at, between=between) if not inner else len(lines)
        if after is None and lines[at].quoted <= between:
            result.own.append(lines[at])
        result.cut |= after is not None or bool(lines[at].quoted)
        at = at + 1 if after is None else after
    return result


def _answers_between(lines: Sequence[Line]) -> bool:
    """Whether own lines stand between the quoted ones again and again: an outline answered point by point.

    What is quoted then tells what each answer is for (RFC 3676, 4.5), so it stays, marked; deeper quotations do not.
    """
    written = [line for line in lines if line.text.strip()]
    answers = sum(above.quoted == 1 and not line.quoted for above, line in pairwise(written))
    return answers >= _FEWEST_ANSWERS


def _forward_at(lines: Sequence[Line], at: int, *, forwards: bool) -> Forward | None:
    """Return the forward whose mark or header block stands at line `at`."""
    line = lines[at]
    marked = _is_forward_mark(line.text)
    if not marked and not (forwards and not line.quoted):
        return None
    start = at if not marked else _next_written(lines, at + 1)
    start = _after_rule(lines, start)
    found = _header_block(lines, start, least=2 if marked else 3)
    if found is None:
        return None
    header, body = found
    inside = [replace(each, quoted=max(0, each.quoted - line_depth(lines, start))) for each in lines[body:]]
    return Forward(header=header, lines=tuple(inside))


def line_depth(lines: Sequence[Line], at: int) -> int:
    """Return how deep the line at `at` is quoted, 0 beyond the end."""
    return lines[at].quoted if at < len(lines) else 0


def _history_at(lines: Sequence[Line], at: int, *, between: bool) -> int | None:
    """Return where reading goes on if line `at` opens a history: after its mark, or at the end of the text.

    `between`: the quotation is answered line by line, so that only its mark is left out.
    """
    if lines[at].quoted:
        return None
    after = _after_attribution(lines, at)
    if after is None and (_is_original_mark(lines[at].text) or _header_block(lines, _after_rule(lines, at), least=3)):
        after = at + 1
    if after is None:
        return None
    following = _next_written(lines, after)
    if between and line_depth(lines, following):
        return following
    if following < len(lines) and (lines[following].quoted or lines[following].in_blockquote):
        quotation = (i for i in range(following, len(lines)) if not _is_quotation(lines[i]))
        return next(quotation, len(lines))
    return len(lines)


def _is_quotation(line: Line) -> bool:
    return bool(line.quoted) or line.in_blockquote or not line.text.strip()


def _after_attribution(lines: Sequence[Line], at: int) -> int | None:
    """Return the line after 'Vào … <a@b> đã viết:' / 'On … wrote:' that begins at `at`; it may be broken in three."""
    first = lines[at].text.strip()
    if not first or not (_ATTRIBUTION_START.match(fold(first[:20])) or "@" in first):
        return None
    joined = ""
    for i in range(at, min(at + 3, len(lines))):
        joined = f"{joined} {lines[i].text.strip()}".strip()
        if joined.endswith(":") and len(joined) < 400 and _ATTRIBUTION_END.search(fold(joined[-60:])):
            told = "@" in joined or re.search(r"\d{1,2}[:h]\d{2}|\b\d{4}\b", joined)
            return i + 1 if told else None
    return None


def _is_forward_mark(text: str) -> bool:
    bare = text.strip()
    return (
        len(bare) < 100
        and (bare[:2] in ("--", "__", "==") or bare.endswith((":", "-")))
        and bool(_FORWARD_MARK.search(fold(bare)))
    )


def _after_rule(lines: Sequence[Line], at: int) -> int:
    """Return where a header block would begin: below a drawn line or 'Original Message' mark at `at`, else `at`."""
    bare = lines[at].text.strip() if at < len(lines) else ""
    drawn = len(bare) > 9 and not bare.strip("_-")
    return _next_written(lines, at + 1) if drawn or _is_original_mark(bare) else at


def _is_original_mark(text: str) -> bool:
    bare = text.strip()
    return bare.startswith("--") and bare.endswith("-") and bool(_ORIGINAL_MARK.search(fold(bare)))


def _next_written(lines: Sequence[Line], at: int) -> int:
    return next((i for i in range(at, len(lines)) if lines[i].text.strip()), len(lines))


def _header_block(lines: Sequence[Line], at: int, *, least: int) -> tuple[InnerHeader, int] | None:
    """Read the block of header lines that begins at `at` with the sender (or, after a mark, with any of them).

    Returns the header and the line after it, None where fewer than `least` of sender, date, receiver and subject
    are there. Values may stand on the line after their label (tables) and go on over several lines (long lists).
    """
    found: dict[str, str] = {}
    last, name, spaced = at, "", False
    for i in range(at, min(len(lines), at + _LONGEST_HEADER)):
        text = lines[i].text.strip()
        label = _label(text)
        if not text and name and (spaced or len(found) < 2) and i == last + 1:
            spaced = True  # some programs put an empty line after every one
        elif label and label[0] not in found:
            name, found[label[0]], last = label[0], label[1], i
        elif label and label[0] == "other":
            last = i
        elif not label and text and name and (not found[name] or _label_follows(lines, i)):
            found[name], last = f"{found[name]} {text}".strip(), i
        else:
            break
    known = [key for key in ("from", "sent", "to", "subject") if found.get(key)]
    if "from" not in known or len(known) < least or (least > 2 and next(iter(found)) != "from"):
        return None
    header = InnerHeader(found["from"], found.get("sent", ""), found.get("to", ""), found.get("subject", ""))
    return header, last + 1


def _label(text: str) -> tuple[str, str] | None:
    match = _LABEL.match(text)
    name = _FIELD_OF.get(fold(match[1])) if match else None
    return (name, match[2].strip(" *_")) if match and name else None


def _label_follows(lines: Sequence[Line], at: int) -> bool:
    return any(_label(line.text) for line in lines[at + 1 : at + 3])
