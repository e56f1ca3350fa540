"""What the demo's mails say is what the program makes of them: format by format, paragraph by paragraph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from domain.mail import Disposition
from domain.vietnamese import squeeze
from parsers import tesseract
from parsers.reading import FileReader
from service.builtin import builtin_template, builtin_units
from service.demo_mails import SampleMail
from service.examine import Examined, examine
from tests.samples.conftest import WrittenMails


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with FileReader() as reader:
        yield reader


@pytest.fixture(scope="module")
def read_back(written_mails: WrittenMails, reader: FileReader) -> list[tuple[SampleMail, Examined]]:
    """Every sample with what the program makes of it."""
    template, units = builtin_template(), builtin_units()
    return [
        (sample, examine(written_mails.raw(sample), reader=reader, template=template, units=units))
        for sample in written_mails.samples
    ]


def is_readable(sample: SampleMail) -> bool:
    """Whether this machine can read the sample: a scan only where characters can be recognised."""
    return sample.readable or ("scan" in sample.file_name and not tesseract.lacking())


def test_what_who_and_which(read_back: list[tuple[SampleMail, Examined]]) -> None:
    wrong = [
        (sample.file_name, examined.judgement, examined.identity)
        for sample, examined in read_back
        if examined.judgement.disposition is not sample.disposition
        or examined.identity.unit != sample.unit
        or (sample.disposition is Disposition.REPORT and examined.identity.kind is not sample.kind)
        or (sample.disposition is Disposition.REPORT and examined.read.readable is not is_readable(sample))
    ]
    assert not wrong


def test_no_paragraph_is_filed_wrong_in_silence_and_none_is_lost(read_back: list[tuple[SampleMail, Examined]]) -> None:
    places: Counter[str] = Counter()
    silent = []
    for sample, examined in read_back:
        filed = {(e.section, squeeze(e.text)): e.needs_review for e in examined.read.mapped.entries}
        doubtful = {text for (_, text), doubt in filed.items() if doubt}
        unplaced = {squeeze(piece.text) for piece in examined.read.mapped.unplaced}
        for section, paragraphs in sample.sections:
            for text in map(squeeze, paragraphs):
                if (section, text) in filed:
                    places["right"] += 1
                elif text in doubtful:
                    places["flagged"] += 1
                elif text in unplaced:
                    places["unplaced"] += 1
                else:
                    silent.append((sample.file_name, section, text[:60]))
    assert not silent
    assert places["right"] > 1200
    assert places["right"] >= 0.99 * places.total(), places


def test_sections_are_called_absent_exactly_where_nothing_is_said(
    read_back: list[tuple[SampleMail, Examined]],
) -> None:
    leaves = {leaf.id for leaf in builtin_template().leaves}
    for sample, examined in read_back:
        if sample.disposition is Disposition.REPORT and sample.readable:
            said = {section for section, _ in sample.sections}
            assert set(examined.read.mapped.absent) == leaves - said, sample.file_name
