"""The office's own files: units from Excel, the outline, the period; every problem told at once."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from domain.errors import ConfigError
from domain.unit import UnitKind
from service.builtin import (
    builtin_period,
    builtin_template,
    builtin_units,
    load_period,
    load_template,
    load_units,
)

Load = Callable[[Path], object]


@pytest.fixture
def own_file(tmp_path: Path) -> Callable[[str], Path]:
    """Write a file of the office and return its path."""

    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "own-file"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def problems(load: Load, path: Path) -> list[str]:
    """Return what `load` refuses in the file."""
    with pytest.raises(ConfigError) as error:
        load(path)
    return [problem.removeprefix("own-file: ") for problem in error.value.problems]


def test_the_built_in_half_year_is_that_of_the_dispatch() -> None:
    period = builtin_period()
    assert period.quick is not None
    assert (period.quick.last_day, period.data_cutoff, period.official) == (date(2017, 6, 4), date(2017, 5, 31), None)
    assert period.name == "sơ kết 6 tháng đầu năm 2017"
    assert len(builtin_template().leaves) == 23
    units = builtin_units()
    assert len(units) == 23
    assert all(unit.emails_on(date(2017, 6, 1)) for unit in units)


@pytest.mark.shared
def test_the_built_in_data_hold_what_the_office_handed_over() -> None:
    shared = Path(__file__).parents[3] / "shared"
    if not shared.is_dir():
        pytest.skip("the labelled corpus in ../shared is not here")
    assert load_units(shared / "units.csv") == builtin_units()
    handed = load_template(shared / "template.json").sections
    assert [(s.id, s.number, s.title, s.leaf) for s in handed] == [
        (s.id, s.number, s.title, s.leaf) for s in builtin_template().sections
    ]


def test_units_as_excel_in_vietnam_writes_them(own_file: Callable[..., Path]) -> None:
    text = (
        "id;name;kind;email;aliases;valid_from;valid_to;successor\r\n"
        'ea-sup;LĐLĐ huyện Ea Súp;district;"easup@units.example; ea.sup@units.example";"Ea Súp;EaSup"'
        ";;30/6/2025;phuong\r\n"
        ";;;;;;;\r\n"
        "phuong;Công đoàn phường;Commune;easup@units.example;;01/07/2025;;\r\n"
    )
    sup, ward = load_units(own_file(unicodedata.normalize("NFD", text), "utf-8-sig"))
    assert [a.email for a in sup.addresses] == ["easup@units.example", "ea.sup@units.example"]
    assert sup.name == unicodedata.normalize("NFC", "LĐLĐ huyện Ea Súp")
    assert sup.aliases == ("Ea Súp", "EaSup")
    assert (sup.valid_to, sup.successor) == (date(2025, 6, 30), "phuong")
    assert (ward.kind, ward.valid_from) == (UnitKind.COMMUNE, date(2025, 7, 1))


def test_units_need_only_id_and_name(own_file: Callable[..., Path]) -> None:
    (unit,) = load_units(own_file("id,name\na,Đơn vị A\n"))
    assert (unit.kind, unit.addresses) == (UnitKind.OTHER, ())


def test_every_problem_of_a_list_of_units_is_told_with_its_row(own_file: Callable[..., Path]) -> None:
    found = problems(
        load_units,
        own_file(
            "id,name,kind,email,valid_from,valid_to,successor\n"
            "a,Đơn vị A,town,a@x.example,,,\n"
            "\n"
            "Bê B,,village,không-có,31/4/2017,2017-01-01,mat\n"
            "a,Khác,town,a@x.example,,,\n"
            "d,Đơn vị a,town,A@X.example,2018-01-01,2017-01-01,\n"
            "e,Đơn vị E,town,,,,,,thừa\n"
        ),
    )
    for row in (
        "dòng 4: mã đơn vị “Bê B”",
        "dòng 4: chưa ghi tên",
        "dòng 4: loại đơn vị “village”",
        "dòng 4: “không-có” không phải là địa chỉ",
        "dòng 4: cột “valid_from” có “31/4/2017”",
        "dòng 4: đơn vị kế thừa “mat”",
        "dòng 2 và dòng 5: cùng mã đơn vị “a”",
        "dòng 6: ngày cuối",
        "dòng 7: có 9 ô",
    ):
        assert any(problem.startswith(row) for problem in found), (row, found)


def test_two_units_at_one_time_share_neither_address_nor_name(own_file: Callable[..., Path]) -> None:
    head = "id,name,email,valid_from,valid_to\n"
    at_once = problems(load_units, own_file(head + "a,Đơn vị A,a@x.example,,\nb,ĐƠN VỊ A,A@x.example,,\n"))
    assert at_once == [
        "dòng 2 và dòng 3: cùng địa chỉ “a@x.example”; mỗi địa chỉ chỉ thuộc một đơn vị.",
        "dòng 2 và dòng 3: cùng tên gọi “Đơn vị A”.",
    ]
    in_turn = load_units(own_file(head + "a,Đơn vị A,a@x.example,,2017-12-31\nb,Đơn vị A,a@x.example,2018-01-01,\n"))
    assert len(in_turn) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,email\na,a@x.example\n", "dòng 1: thiếu cột “name”."),
        ("id,name,name\na,A,A\n", "dòng 1: cột “name” có hai lần."),
        ("id,name,phone\na,A,1\n", "dòng 1: không có cột nào tên “phone”"),
        ("id,name\n", "tệp không có đơn vị nào."),
        ("", "dòng 1: thiếu cột “id”."),
    ],
)
def test_a_list_of_the_wrong_form_says_what_form_is_wanted(own_file: Callable[..., Path], text: str, said: str) -> None:
    assert any(problem.startswith(said) for problem in problems(load_units, own_file(text)))


def test_a_file_in_another_encoding_says_how_to_save_it(own_file: Callable[..., Path]) -> None:
    (problem,) = problems(load_units, own_file("id,name\na,Đơn vị\n", "utf-16"))
    assert "CSV UTF-8" in problem


@pytest.mark.parametrize("load", [load_units, load_template, load_period])
def test_a_file_that_is_not_there_is_a_problem_too(load: Load, tmp_path: Path) -> None:
    (problem,) = problems(load, tmp_path / "missing")
    assert "không mở được tệp" in problem


SECTION = {"id": "I", "number": "I", "title": "Tình hình", "leaf": True}


def test_an_outline_is_a_list_or_an_object_with_a_name(own_file: Callable[..., Path]) -> None:
    full = SECTION | {"aliases": ["Thực trạng"], "prompts": ["Đánh giá việc làm."]}
    named = load_template(own_file(json.dumps({"name": "Đề cương", "sections": [full]})))
    assert (named.name, named.sections[0].aliases) == ("Đề cương", ("Thực trạng",))
    assert named.sections[0].prompts == ("Đánh giá việc làm.",)
    bare = load_template(own_file(json.dumps([SECTION]), "utf-8-sig"))
    assert (bare.name, bare.leaves[0].title) == ("", "Tình hình")


def test_every_problem_of_an_outline_is_told_at_once(own_file: Callable[..., Path]) -> None:
    items = [SECTION, {"id": "", "number": 2, "title": "x", "leaf": "yes", "aliases": "a", "colour": 1}, "chữ"]
    found = problems(load_template, own_file(json.dumps(items)))
    assert found == [
        "mục thứ 2: không có khóa nào tên “colour”.",
        "mục thứ 2: “id” để trống.",
        "mục thứ 2: thiếu “number” (chữ).",
        "mục thứ 2: thiếu “leaf” (true hoặc false).",
        "mục thứ 2: “aliases” phải là một danh sách chữ.",
        "mục thứ 3: phải là một đối tượng có id, number, title, leaf.",
    ]


def test_an_outline_that_contradicts_itself_is_refused(own_file: Callable[..., Path]) -> None:
    items = [SECTION, SECTION, SECTION | {"id": "I.1"}]
    found = problems(load_template, own_file(json.dumps(items)))
    assert "mã mục “I” có hai lần." in found
    assert "mục “I” có mục con nên không thể là leaf: true." in found
    (none,) = problems(load_template, own_file(json.dumps([SECTION | {"leaf": False}])))
    assert "không có mục nào để xếp nội dung" in none


@pytest.mark.parametrize("text", ["{", "3", '{"name": "x"}', "[]", "[" * 100_000])
def test_what_is_no_outline_is_refused(own_file: Callable[..., Path], text: str) -> None:
    assert len(problems(load_template, own_file(text))) == 1


def test_a_period_may_have_both_deadlines_and_a_dispatch(own_file: Callable[..., Path]) -> None:
    period = load_period(
        own_file(
            'id = "q1"\nname = "sơ kết quý I"\ntemplate = "q"\nopens = 2018-01-01\n'
            "[quick]\nlast_day = 2018-04-04\n[official]\nlast_day = 2018-04-20\n"
            '[dispatch]\nnumber = "45/LĐLĐ-VP"\ndated = 2018-03-01\n'
        )
    )
    assert period.official is not None
    assert period.official.last_day == date(2018, 4, 20)
    assert (period.dispatch.number, period.dispatch.dated) == ("45/LĐLĐ-VP", date(2018, 3, 1))
    assert period.data_cutoff is None


def test_every_problem_of_a_period_is_told_at_once(own_file: Callable[..., Path]) -> None:
    found = problems(
        load_period,
        own_file(
            'id = "Quý I"\nname = ""\nopens = 2018-05-01\ndata_cutoff = 3\ncolour = 1\n'
            'official = 5\n[quick]\nlast_day = 2018-04-04\nhour = 7\n[dispatch]\nnumber = 5\ndated = "mai"\n'
        ),
    )
    assert len(found) == 10
    for said in ("“colour”", "“name”", "“template”", "“Quý I”", "“data_cutoff”", "[official] phải là một bảng"):
        assert any(said in problem for problem in found), said
    for said in ("“hour”", "“number”", "“dated”", "[quick]: hạn nộp đứng trước ngày mở kỳ"):
        assert any(said in problem for problem in found), said
