"""The outline: who stands under whom, and how a letter names a section."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.template import Section, Template

OUTLINE = Template(
    (
        Section(id="I", number="I", title="TÌNH HÌNH", leaf=True),
        Section(id="II", number="II", title="KẾT QUẢ", leaf=False),
        Section(id="II.1", number="1", title="Đại diện", leaf=False),
        Section(id="II.1.1", number="1.1", title="Mặt được", leaf=True),
        Section(id="II.1.b", number="b)", title="Hạn chế", leaf=True),
        Section(id="II.10", number="10", title="Chỉ đạo", leaf=True),
        Section(id="III", number="", title="Kiến nghị", leaf=True),
        Section(id="IV.2.1", number="2.1", title="Không có mục cha", leaf=True),
    )
)


class TestNaming:
    @pytest.mark.parametrize(
        ("section", "printed"),
        [
            ("I", "I. TÌNH HÌNH"),
            ("II.1.1", "1.1. Mặt được (1. Đại diện)"),
            ("II.1.b", "b) Hạn chế (1. Đại diện)"),
            ("II.10", "10. Chỉ đạo (II. KẾT QUẢ)"),
            ("III", "Kiến nghị"),
            ("IV.2.1", "2.1. Không có mục cha"),
        ],
    )
    def test_a_section_is_named_with_the_one_it_stands_under(self, section: str, printed: str) -> None:
        assert OUTLINE.printed(section) == printed

    def test_one_that_the_outline_does_not_have_is_no_name(self) -> None:
        assert "V" not in OUTLINE
        with pytest.raises(KeyError):
            OUTLINE.printed("V")


class TestTree:
    def test_a_prefix_in_letters_is_no_parent(self) -> None:
        parents = {s.id: (p.id if (p := OUTLINE.parent(s.id)) else None) for s in OUTLINE.sections}
        assert parents == {
            "I": None,
            "II": None,
            "II.1": "II",
            "II.1.1": "II.1",
            "II.1.b": "II.1",
            "II.10": "II",
            "III": None,
            "IV.2.1": None,
        }

    @given(
        st.lists(
            st.lists(st.sampled_from(["I", "1", "2", "10", "a"]), min_size=1, max_size=4).map(".".join), unique=True
        )
    )
    def test_every_section_is_the_child_of_its_parent_and_of_nobody_else(self, ids: list[str]) -> None:
        outline = Template(tuple(Section(id=i, number=i, title=i, leaf=True) for i in ids))
        children = [s.id for parent in (None, *ids) for s in outline.children(parent)]
        assert sorted(children) == sorted(ids)
        for i in ids:
            parent = outline.parent(i)
            assert parent is None or i.startswith(f"{parent.id}.")

    def test_leaves_stand_in_the_order_printed(self) -> None:
        assert [s.id for s in OUTLINE.leaves] == ["I", "II.1.1", "II.1.b", "II.10", "III", "IV.2.1"]

    def test_one_id_twice_is_refused(self) -> None:
        with pytest.raises(ValueError, match="twice"):
            Template((OUTLINE.sections[0], OUTLINE.sections[0]))
