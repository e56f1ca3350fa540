"""How like headings are to the template's titles, and what results and shortcomings are called."""

import pytest

from parsers.mapping.titles import titles_of
from parsers.mapping.words import RESULTS, SHORTCOMINGS, is_joint, role_of, tokens
from tests.support.reports import SCHOOL, UNION


def best(heading, template=UNION):
    likeness = titles_of(template).likeness(heading)
    top = max(likeness, key=likeness.__getitem__, default=None)
    return (template.sections[top].id, likeness[top]) if top is not None else (None, 0.0)


@pytest.mark.parametrize(
    ("heading", "section", "at_least"),
    [
        ("Công tác nữ công", "II.3", 0.99),
        ("CÔNGTÁC TÀICHÍNH VÀ HOẠT ĐỘNG KINHTẾ", "II.4", 0.95),
        ("Cong tac tai chinh va hoat dong kinh te", "II.4", 0.99),
        ("Công tác TC và HĐKT", "II.4", 0.95),
        ("Hoạt động của UBKT", "II.5", 0.9),
        ("Nhiêm vụ trong tâm 6 thang cuối năm", "IV", 0.95),
        ("Công tác tuyên giáo", "II.2", 0.5),
        ("NHỮNG KIẾN NGHỊ, ĐỀ XUẤT", "III", 0.45),
        ("Công tác kiểm tra, giám sát của công đoàn", "II.5", 0.4),
    ],
)
def test_the_right_title_is_the_likest(heading, section, at_least):
    found, likeness = best(heading)
    assert found == section
    assert likeness >= at_least


@pytest.mark.parametrize(
    "heading", ["ĐẶC ĐIỂM TÌNH HÌNH CHUNG", "Tổ chức thực hiện", "Mục đích, yêu cầu", "Khen thưởng"]
)
def test_other_headings_are_like_no_title(heading):
    assert best(heading)[1] < 0.45


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Kết quả đạt được", RESULTS),
        ("Những mặt làm được:", RESULTS),
        ("KQ đạt được", RESULTS),
        ("Kêt quả đạt đươc", RESULTS),
        ("Ưuđiểm", RESULTS),
        ("Tồn tại, hạn chế và nguyên nhân", SHORTCOMINGS),
        ("Những mặt còn hạn chế", SHORTCOMINGS),
        ("Khó khăn, vướng mắc", SHORTCOMINGS),
        ("Mặt chưa được", SHORTCOMINGS),
        ("TỒN TẠI, HẠNCHẾ CHUNG", SHORTCOMINGS),
        ("Kết quả và hạn chế", None),
        ("Nguyên nhân", None),
        ("Bên cạnh đó, còn tồn tại, hạn chế", None),
        ("Công tác nữ công", None),
    ],
)
def test_roles_under_their_usual_names(title, role):
    assert role_of(title) == role


def test_one_heading_for_all_and_short_forms():
    assert is_joint("Tồn tại, hạn chế chung")
    assert not is_joint("Tồn tại, hạn chế")
    assert tokens("Công tác TĐ-KT của CĐCS") == (
        *("cong", "tac", "thi", "dua", "khen", "thuong"),
        *("cua", "cong", "doan", "co", "so"),
    )


def test_two_sections_under_one_heading():
    pairs = titles_of(UNION).pairs("Công tác tài chính và kiểm tra")
    assert [(UNION.sections[p.first].id, UNION.sections[p.second].id) for p in pairs] == [("II.4", "II.5")]
    assert titles_of(UNION).pairs("Công tác nữ công") == []


def test_another_template_has_its_own_titles():
    assert best("Cơ sở vật chất, TBDH", SCHOOL)[0] == "P1.II.2"
    assert best("Bồi dưỡng HSG, phụ đạo HS yếu", SCHOOL)[0] == "P1.I.2"


def test_prompts_are_known_again():
    titles = titles_of(UNION)
    assert titles.is_prompt("Những tồn tại hạn chế nhiều năm nay chưa được khắc phục")
    assert titles.is_prompt("nguyên nhân")
    assert not titles.is_prompt("Nguyên nhân: kế toán kiêm nhiệm.")
