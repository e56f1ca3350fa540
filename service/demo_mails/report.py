"""A unit's whole report: letterhead, text with the unit's habits, signature."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.period import Period, ReportKind
from domain.template import Template
from domain.unit import Unit, UnitKind
from exports.blank_report import sentence_case
from exports.report_sheet import Letterhead, ReportSheet
from service.demo_mails.layout import Habits, outline, without_accents
from service.demo_mails.prose import (
    Writer,
    in_words,
    paper_number,
    vietnamese_day,
    write_preface,
    write_sections,
    write_table,
)

_SUPERIOR = "LIÊN ĐOÀN LAO ĐỘNG TỈNH ĐẮK LẮK"
_SEAT = "Buôn Ma Thuột"
_SMALL_PLACES = (" huyện ", " thị xã ", " thành phố ")


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """Which report is to be written."""

    #: Whom the letterhead names; None: a paper that names nobody.
    letterhead: Unit | None
    #: Tells this report's figures from another's.
    key: str
    kind: ReportKind | None
    written_at: datetime
    habits: Habits = field(default_factory=Habits)
    with_preface: bool = False
    #: Leaf that holds a table of figures; '' for none.
    table_in: str = ""
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """The paper, and leaf id → paragraphs as a careful clerk would file them."""

    sheet: ReportSheet
    filed: Mapping[str, tuple[str, ...]]


def write_report(request: Request, template: Template, period: Period, seed: int) -> Report:
    """Return the report that `request` asks for; the same arguments give the same report."""
    unit = request.letterhead
    called = short_name(unit) if unit else "Đơn vị"
    cutoff = period.data_cutoff or request.written_at.date()
    writer = Writer(seed=seed, key=request.key, called=called, cutoff=cutoff, version=request.version)
    habits = dataclasses.replace(
        request.habits,
        preface=write_preface(writer) if request.with_preface else (),
        table=(request.table_in, write_table(writer)) if request.table_in else None,
    )
    outlined = outline(template, write_sections(template, writer), habits)
    sheet = ReportSheet(
        letterhead=_letterhead(unit, writer, request.written_at),
        title=(_title(request.kind), sentence_case(period.name)),
        opening=_opening(called, period, request.version),
        parts=outlined.parts,
        closing=(f"Trên đây là báo cáo {period.name} của {called}./.",),
        recipients=("- LĐLĐ tỉnh (báo cáo);", "- Ủy viên Ban Chấp hành;", "- Lưu: VT."),
        signature=("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH", "", "(đã ký)"),
        written_at=request.written_at,
    )
    return Report(sheet=sheet if habits.accents else without_accents(sheet), filed=outlined.filed)


def short_name(unit: Unit) -> str:
    """Return what the unit calls itself in running text."""
    return unit.aliases[0] if unit.aliases else unit.name


def _title(kind: ReportKind | None) -> str:
    return (kind.vietnamese if kind is ReportKind.QUICK else in_words(None)).upper()


def _opening(called: str, period: Period, version: int) -> tuple[str, ...]:
    until = f" (số liệu tính đến hết ngày {vietnamese_day(period.data_cutoff)})" if period.data_cutoff else ""
    lines = (f"Thực hiện công văn của Liên đoàn Lao động tỉnh, {called} báo cáo {period.name}{until} như sau:",)
    return lines if version == 1 else (*lines, "Báo cáo này thay thế báo cáo đơn vị đã gửi trước đó.")


def _letterhead(unit: Unit | None, writer: Writer, written_at: datetime) -> Letterhead:
    day = f"ngày {written_at.day:02d} tháng {written_at.month} năm {written_at.year}"
    if unit is None:
        return Letterhead(superior="", issuer="", place_and_date=f"……, {day}")
    initials = "CĐN" if unit.kind is UnitKind.SECTOR else "LĐLĐ"
    return Letterhead(
        superior=_SUPERIOR,
        issuer=unit.name.upper(),
        number=f"Số: {paper_number(writer)}/BC-{initials}",
        place_and_date=f"{_place(unit)}, {day}",
    )


def _place(unit: Unit) -> str:
    return next((unit.name.partition(word)[2] for word in _SMALL_PLACES if word in unit.name), _SEAT)
