"""Templates, periods, deadlines, units, and the log of who set them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from domain.errors import RegisterError
from domain.period import Deadline, ReportKind
from domain.template import Template
from domain.unit import Unit, UnitAddress
from store.register import Register, open_register
from tests.support.store_values import LAK, NOW, PERIOD, TEMPLATE, UNITS, WHO, XA, Y_TE


def test_what_the_office_set_is_read_back_by_another_process(register: Register, path: Path) -> None:
    with open_register(path) as other:
        assert other.template("de-cuong") == TEMPLATE
        assert other.period(PERIOD.id) == PERIOD
        assert other.periods() == [PERIOD]
        assert other.units() == list(UNITS)


def test_what_is_not_there_is_none(register: Register) -> None:
    assert register.template("khac") is None
    assert register.period("khac") is None


def test_the_period_that_opened_last_stands_first(register: Register) -> None:
    later = replace(PERIOD, id="2017-9t", opens=date(2017, 8, 20))
    register.put_period(later, who=WHO, now=NOW)
    assert register.periods() == [later, PERIOD]


def test_a_template_is_replaced_whole(register: Register) -> None:
    shorter = Template(TEMPLATE.sections[:1], "Đề cương ngắn")
    register.put_template("de-cuong", shorter, who=WHO, now=NOW)
    assert register.template("de-cuong") == shorter


def test_a_deadline_is_set_and_lifted_and_the_log_says_who(register: Register) -> None:
    set_to = Deadline(last_day=date(2017, 6, 12))
    register.set_deadline(PERIOD.id, ReportKind.OFFICIAL, set_to, who="Bình", now=NOW)
    assert register.period(PERIOD.id) == replace(PERIOD, official=set_to)
    register.set_deadline(PERIOD.id, ReportKind.QUICK, None, who="An", now=NOW)
    assert register.period(PERIOD.id) == replace(PERIOD, official=set_to, quick=None)
    lifted, was_set = register.audit(2)
    assert (was_set.who, was_set.at) == ("Bình", NOW)
    assert (
        was_set.what == "Hạn nộp báo cáo chính thức sơ kết 6 tháng đầu năm 2017: chưa định hạn → hết ngày 12/06/2017."
    )
    assert lifted.what == "Hạn nộp báo cáo nhanh sơ kết 6 tháng đầu năm 2017: hết ngày 04/06/2017 → chưa định hạn."


def test_setting_what_is_set_already_is_no_news(register: Register) -> None:
    before = register.audit()
    register.set_deadline(PERIOD.id, ReportKind.QUICK, PERIOD.quick, who=WHO, now=NOW)
    register.put_template("de-cuong", TEMPLATE, who=WHO, now=NOW)
    register.put_period(PERIOD, who=WHO, now=NOW)
    assert register.put_units(UNITS, who=WHO, now=NOW) == (0, 0)
    assert register.audit() == before


def test_a_deadline_of_no_period_is_refused(register: Register) -> None:
    with pytest.raises(RegisterError, match="no period 'khac'"):
        register.set_deadline("khac", ReportKind.QUICK, None, who=WHO, now=NOW)


def test_a_period_of_no_template_is_refused(register: Register) -> None:
    with pytest.raises(RegisterError, match="FOREIGN KEY"):
        register.put_period(replace(PERIOD, template_id="khac"), who=WHO, now=NOW)


def test_an_import_adds_and_changes_and_keeps_the_others(register: Register) -> None:
    new = Unit(id="a-moi", name="Công đoàn mới", addresses=(UnitAddress(email="moi@units.example"),))
    moved = replace(LAK, addresses=(UnitAddress(email="lak.moi@units.example", valid_from=date(2017, 6, 1)),))
    assert register.put_units([new, moved], who="Bình", now=NOW) == (1, 1)
    assert register.units() == [moved, Y_TE, XA, new]
    assert register.audit(1)[0].what == "Danh sách đơn vị: thêm 1 đơn vị (a-moi); sửa 1 đơn vị (lak)."


def test_units_of_a_day(register: Register) -> None:
    assert register.units(date(2017, 6, 1)) == [LAK, Y_TE]
    assert register.units(date(2025, 7, 1)) == [Y_TE, XA]


def test_a_successor_that_is_no_unit_is_refused_and_nothing_of_the_list_stays(register: Register) -> None:
    wrong = Unit(id="moi", name="Mới", successor="khong-co")
    with pytest.raises(RegisterError, match="FOREIGN KEY"):
        register.put_units([Unit(id="dung", name="Đúng"), wrong], who=WHO, now=NOW)
    assert register.units() == list(UNITS)


def test_the_log_is_read_newest_first(register: Register) -> None:
    register.note("An", "Xem thư số 1.", NOW)
    register.note("Bình", "Xem thư số 2.", NOW)
    assert [(entry.who, entry.what) for entry in register.audit(2)] == [
        ("Bình", "Xem thư số 2."),
        ("An", "Xem thư số 1."),
    ]


def test_a_moment_without_a_zone_is_refused(register: Register) -> None:
    with pytest.raises(ValueError, match="aware"):
        register.note("An", "Xem thư.", datetime(2017, 6, 2, 9, 0))  # noqa: DTZ001
