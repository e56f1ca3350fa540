"""The form that a unit fills in: the outline's headings, numbered as the dispatch prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from domain.period import VIETNAM, Period, ReportKind
from domain.template import Section, Template
from exports.report_sheet import Heading, Letterhead, Part, ReportSheet, Text
from exports.report_word import write_word

_TO_FILL = "…………"
_ENDS_WITH_LETTER_OR_DIGIT = re.compile(r"\w$")


def blank_report(
    template: Template, period: Period, *, kind: ReportKind | None = None, unit: str = "", superior: str = ""
) -> bytes:
    """Return a Word file with the headings of `template` and room under each leaf. Raises ExportError.

    `unit` and `superior` are the names in the letterhead; where they are not given, dots are printed for them.
    """
    year = (period.data_cutoff or period.opens).year
    sheet = ReportSheet(
        letterhead=Letterhead(
            superior=superior.upper() or _TO_FILL,
            issuer=unit.upper() or _TO_FILL,
            number="Số:      /BC-",
            place_and_date=f"{_TO_FILL}, ngày     tháng     năm {year}",
        ),
        title=((kind.vietnamese if kind else "báo cáo").upper(), sentence_case(period.name)),
        opening=(_cutoff(period.data_cutoff),) if period.data_cutoff else (),
        parts=tuple(_form(template)),
        signature=("TM. BAN THƯỜNG VỤ",),
        written_at=datetime.combine(period.opens, time(0), VIETNAM),
    )
    return write_word(sheet)


def printed_number(number: str) -> str:
    """Return a section's number as papers print it: 'I' and '1.1' get a full stop, '1)' stays as it is."""
    return f"{number}." if _ENDS_WITH_LETTER_OR_DIGIT.search(number) else number


def sentence_case(text: str) -> str:
    """Return `text` with its first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def depth(template: Template, section: Section) -> int:
    """Return how many sections `section` stands under."""
    parent = template.parent(section.id)
    return 0 if parent is None else 1 + depth(template, parent)


def _form(template: Template) -> Iterator[Part]:
    for section in template.sections:
        yield Heading(number=printed_number(section.number), title=section.title, level=depth(template, section))
        if section.leaf:
            yield Text(text="")


def _cutoff(day: date) -> str:
    return f"(Số liệu tính đến hết ngày {day.day:02d}/{day.month}/{day.year})"
