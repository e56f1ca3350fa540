"""The passages of a mail and its report in which a clerk looks for who and which, and no others.

A report names other units all through its text, and a reply carries this office's own words; so only the lines before
the first section, the subject, the file names and a few lines of the mail itself are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from domain.mail import OpenedMail
from domain.vietnamese import fold
from intake.html_lines import body_text

_TITLE = re.compile(r"^(du thao )?(bao cao|bc)\b")
_SENTENCE_START = re.compile(r"^(thuc hien|can cu|kinh gui|theo|nham|de |tren co so|phan thu|trong )")
_ADDRESSEE = re.compile(r"^(kinh gui|noi nhan|gui den|nguoi nhan)\b")
_LISTED = re.compile(r"^\s*[-–+*•]")
_DATE_LINE = re.compile(r"\bngay( \d{1,2})? thang( \d{1,2})? nam\b")
_SECTION = re.compile(r"^\s*(phần|[IVX]{1,4}|[A-E]|\d{1,2})\s*[./)\-:]", re.IGNORECASE)
_SALUTATION = re.compile(r"^(kinh gui|kinh chao|chao|kinh thua|to|dear)\b|^gui\b(?!.*\b(bao cao|bc)\b)")
#: Longer lines are sentences of the report rather than letterhead or title.
_LONGEST_HEAD = 160
_TITLE_LINES = 4
#: Lines of a mail's own text that are read: its greeting, its sentence or two and the signature below.
_MAIL_LINES = 12


def letterhead(front_matter: Sequence[str], of_mail: Collection[str] = ()) -> list[str]:
    """Return the lines of the letterhead: before the title, without addressees and date line.

    `of_mail`: the lines of the mail's own text. Where there is no title they are a letter, not a letterhead.
    """
    title = _title_at(front_matter)
    lines = [line for line in _without_addressees(front_matter[:title]) if len(line) <= _LONGEST_HEAD]
    return lines if title < len(front_matter) else [line for line in lines if line.strip() not in of_mail]


def title_lines(front_matter: Sequence[str]) -> list[str]:
    """Return the report's title: the line 'BÁO CÁO …' and what belongs to it, up to the first sentence."""
    lines: list[str] = []
    for line in front_matter[_title_at(front_matter) :][:_TITLE_LINES]:
        if lines and (_SENTENCE_START.match(fold(line)) or len(line) > _LONGEST_HEAD):
            break
        lines.append(line)
    return lines


def opening_lines(front_matter: Sequence[str]) -> list[str]:
    """Return what stands between title and first section ('…, LĐLĐ huyện X báo cáo như sau:')."""
    after = _title_at(front_matter) + len(title_lines(front_matter))
    return _without_addressees(front_matter[after:])


def mail_lines(mail: OpenedMail) -> list[str]:
    """Return the few lines of its own that a mail has, without the greeting and a report typed into it."""
    lines = []
    for line in body_text(mail).splitlines():
        if _SECTION.match(line) or _TITLE.match(fold(line[:40])):
            break
        if line.strip() and not _SALUTATION.match(fold(line[:_LONGEST_HEAD])):
            lines.append(line.strip())
    return lines[:_MAIL_LINES]


def file_names(mail: OpenedMail) -> Iterator[str]:
    """Yield the names of the files that are attached, pictures of the signature left out."""
    for inner in mail.walk():
        yield from (file.name for file in inner.attachments if not file.inline)


def _title_at(front_matter: Sequence[str]) -> int:
    found = (i for i, line in enumerate(front_matter) if _TITLE.match(fold(line)) and len(line) <= _LONGEST_HEAD)
    return next(found, len(front_matter))


def _without_addressees(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    in_list = False
    for line in lines:
        folded = fold(line)
        in_list = bool(_ADDRESSEE.match(folded)) or (in_list and bool(_LISTED.match(line)))
        if not in_list and not _DATE_LINE.search(folded):
            kept.append(line)
    return kept
