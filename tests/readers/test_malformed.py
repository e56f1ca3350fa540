"""RTF, OpenDocument and PDF files cut anywhere and with bits flipped: each is a result, never a crash or a hang."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator

import pytest

from domain.document import Document, Ignored, Unreadable, UnreadableCause
from domain.mail import Attachment
from parsers.limits import Limits
from parsers.reading import FileReader
from parsers.work import Job, Opened, read_file
from tests.support.documents import pdf_of
from tests.support.open_documents import h, list_style, listed, looks, number, odt_of, p, span, style

_LISTS = list_style("L", number("I"), number("1", extra='text:display-levels="2"'))
_ODT = odt_of(
    "".join(
        h(f"{n}. Heading")
        + listed(p("a") + listed(p(span("b", "B") + "<text:s text:c='3'/>c")), style="L")
        + "<table:table><table:table-row><table:table-cell table:number-columns-spanned='2'>"
        + p("d")
        + "</table:table-cell></table:table-row></table:table>"
        for n in range(20)
    ),
    automatic=style("B", "text", looks('fo:font-weight="bold"')),
    styles=_LISTS,
)
_RTF = (
    rb"{\rtf1\ansi\ansicpg1258\deff0{\fonttbl{\f0\fcharset163 Arial;}{\f1 .VnTime;}}{\stylesheet{\s1 heading 1;}}"
    + rb"{\header\pard unit\par}"
    + rb"\pard\s1{\listtext\f0 I.\tab}{\b H\u244\'f4}\par\pard\f1 \'ae\'a7n{\footnote\pard note\par}\par"
    + rb"\trowd\cellx900\cellx1800\pard\intbl a\cell\pard\intbl b\par c\cell\row\pard{\pict\bin5 }}}}}} end\par" * 20
    + rb"}"
)
_PDF = pdf_of([[(85, 780 - 20 * n, f"{n}. Line {n} of page {page}") for n in range(20)] for page in range(4)])
#: A file that breaks a reading process would need a person; in these formats nothing may.
_HARMLESS = frozenset(UnreadableCause) - {UnreadableCause.READER_FAILED, UnreadableCause.TOO_SLOW}


def flipped(data: bytes, how_many: int, seed: int) -> Iterator[bytes]:
    """Yield copies of `data` with some bits turned over, or a piece taken out."""
    chance = random.Random(seed)  # noqa: S311
    for _ in range(how_many):
        broken = bytearray(data)
        for _ in range(chance.choice([1, 3, 20, 200])):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        if chance.random() < 0.2:
            start = chance.randrange(len(broken))
            del broken[start : start + chance.choice([1, 10, 500])]
        yield bytes(broken)


def with_wild_attributes(how_many: int) -> Iterator[bytes]:
    """Yield the OpenDocument text, whole as a zip, with values of attributes replaced."""
    chance = random.Random(3)  # noqa: S311
    with zipfile.ZipFile(io.BytesIO(_ODT)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    wild = ["-1", "0", "99999999999", "9" * 30, "x", "", "%1%%2%%99%", "L", "B"]

    def replaced(match: re.Match[str]) -> str:
        return f'="{chance.choice(wild)}"' if chance.random() < 0.1 else match[0]

    for _ in range(how_many):
        broken = {
            name: re.sub(r'(?<!xmlns:\w{2})(?<!xmlns:\w{4})(?<!xmlns:\w{5})="([^"]*)"', replaced, parts[f"{name}.xml"])
            for name in ("content", "styles")
        }
        yield odt_of("", **broken)


def outcome(data: bytes) -> Document | Unreadable | Ignored | Opened:
    """Return what comes of a file in this process, having checked that it is a result people can use."""
    result = read_file(Job(name="a", data=data), Limits())
    if isinstance(result, Unreadable):
        assert result.cause in _HARMLESS, result.detail
    return result


@pytest.mark.parametrize("data", [_ODT, _RTF, _PDF])
def test_the_files_are_read_while_they_are_whole(data: bytes) -> None:
    assert isinstance(outcome(data), Document)


@pytest.mark.parametrize("data", [_ODT, _RTF])
def test_a_cut_file_is_never_taken_for_a_whole_one(data: bytes) -> None:
    results = [outcome(data[:length]) for length in range(40, len(data), max(1, len(data) // 150))]
    assert all(isinstance(result, Unreadable) for result in results)


@pytest.mark.parametrize(("data", "seed"), [(_ODT, 1), (_RTF, 2)])
def test_flipped_bits_are_a_result(data: bytes, seed: int) -> None:
    assert len([outcome(broken) for broken in flipped(data, 150, seed)]) == 150


def test_attributes_without_sense_are_a_result() -> None:
    results = [outcome(broken) for broken in with_wild_attributes(100)]
    assert sum(isinstance(result, Document) for result in results) > 50


def test_broken_pdf_files_leave_the_reader_alive(reader: FileReader) -> None:
    cut = [_PDF[:length] for length in range(100, len(_PDF) - 10, len(_PDF) // 40)]
    files = [*cut, *flipped(_PDF, 60, 4), _PDF]
    readings = reader.read([Attachment(name="a.pdf", declared_type="", data=data) for data in files])
    assert len(readings) == len(files)
    assert all(isinstance(reading, Unreadable) for reading in readings[: len(cut)])
    assert isinstance(readings[-1], Document)
