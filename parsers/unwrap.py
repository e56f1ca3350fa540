"""Lines of a plain text back into paragraphs.

A mail program that wraps breaks a line where the next word no longer fits. So a break belongs to the writer exactly
where the next word would still have fitted; where it would not, the line goes on, unless what follows plainly opens
a new item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

#: Widths that mail programs wrap at (RFC 5322, 2.1.1 recommends 78); a text with longer lines was not wrapped.
_NARROWEST, _WIDEST = 50, 82
#: Share of lines that may be longer all the same (addresses of web pages, rules of dashes).
_OUTLIERS = 0.03
#: A text counts as wrapped when so many of its line breaks, at least, have no other reason.
_WRAPPED_BREAKS = 2
_BULLET = re.compile(r"\s*[-–—+*•▪●■➢❖✓→·o]\s+\S")
_NUMBER = re.compile(
    r"\s*(\d{1,2}(\.\d{1,2}){0,4}[.)/:-]|\d{1,2}(\.\d{1,2}){1,4}|[IVXL]+[.)/:-]+|[A-HĐa-hđ][.)/]|\([a-h\d]{1,2}\))"
    r"\s*[^\s\d%,.;]"
)
_OPENS_CAPITAL = re.compile(r"\W*[A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ]")
_QUOTE = re.compile(r"\s*>")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text, wrapped lines joined (RFC 3676 soft breaks too), empty ones left out."""
    lines = text.split("\n")
    if _is_flowed(lines):
        joined = _join(lines, _soft_break)
    elif width := wrap_width(lines):
        joined = _join([line.rstrip() for line in lines], lambda line, after: goes_on(line, after, width))
    else:
        joined = iter(lines)
    return [stripped for line in joined if (stripped := line.strip())]


def wrap_width(lines: Sequence[str]) -> int:
    """Return the width at which `lines` were wrapped, 0 where they were not."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if not lengths or lengths[int((len(lengths) - 1) * (1 - _OUTLIERS))] > _WIDEST:
        return 0
    width = max((length for length in lengths if length <= _WIDEST), default=0)
    if width < _NARROWEST:
        return 0
    breaks = sum(goes_on(line, after, width) for line, after in pairwise(lines))
    return width if breaks >= _WRAPPED_BREAKS else 0


def goes_on(line: str, after: str, width: int) -> bool:
    """Whether the break between two lines of a text wrapped at `width` is the program's, not the writer's."""
    line, first_word = line.rstrip(), after.split(maxsplit=1)[:1]
    if not line.strip() or not first_word or _QUOTE.match(after) or opens_item(after):
        return False
    return len(line) <= _WIDEST and len(line) + 1 + len(first_word[0]) > width


def opens_item(line: str) -> bool:
    """Whether a line begins with a bullet, or with a number as headings have and figures in a sentence have not."""
    if _BULLET.match(line):
        return True
    number = _NUMBER.match(line)
    return bool(number and _OPENS_CAPITAL.match(line[number.end(1) :]))


def _is_flowed(lines: Sequence[str]) -> bool:
    """Whether lines end as format=flowed lets them: every long one that another follows with a space."""
    long = [line for line, after in pairwise(lines) if len(line) >= _NARROWEST and after.strip()]
    soft = [line for line in long if line.endswith(" ")]
    return len(soft) >= _WRAPPED_BREAKS and len(soft) >= 0.5 * len(long) and max(map(len, soft)) <= _WIDEST


def _soft_break(line: str, after: str) -> bool:
    return line.endswith(" ") and line != "-- " and bool(after.strip())


def _join(lines: Sequence[str], joins: Callable[[str, str], bool]) -> Iterator[str]:
    current = ""
    for index, line in enumerate(lines):
        current = f"{current.rstrip()} {line.lstrip()}" if current else line
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if not joins(line, following):
            yield current
            current = ""
