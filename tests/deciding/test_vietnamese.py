"""Comparing Vietnamese text as people read it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.vietnamese import fold, nfc, squeeze, written_date

#: Letters, marks that combine, marks nobody sees, look-alikes, and the rest of Unicode.
TEXT = st.text(
    st.one_of(
        st.sampled_from("aăâbcdđeêoôơuưyAĂÂDĐEÊOÔƠUƯ ’'‘-–\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"),
        st.sampled_from("\u00ad\u200b\u200c\u200d\ufeffÐðƣƢ\u00a0\u1fef\u1ffd\u212a"),
        st.characters(codec="utf-8"),
    )
)


class TestNamesThatAreTheSame:
    @pytest.mark.parametrize(
        "names",
        [
            ("hoà bình", "hòa bình", "HÒA BÌNH", "hoa\u0300 bình"),
            ("uỷ ban", "ủy ban", "Uỷ Ban"),
            ("Đắk Lắk", "Đăk Lăk", "Đak Lak", "ĐẮK LẮK", "Ðắk Lắk", "Đắk\u00a0Lắk", "  Đắk   Lắk "),
            (
                "Ea H'leo",
                "Ea H’leo",
                "Ea H‘leo",
                "Ea Hʼleo",
                "Ea H`leo",
                "Ea H´leo",
                "Ea H\u1fefleo",
                "Ea Hleo",
                "EA H'LEO",
            ),
            ("Cư M'gar", "Cƣ M’gar", "Cư Mgar", "CƯ M'GAR", "Cu\u031b M'gar"),
            ("M'Drắk", "M’Đrắk", "MDrăk"),
            ("công đoàn", "cô\u200bng đo\u00adàn", "\ufeffcông đoàn", unicodedata.normalize("NFD", "công đoàn")),
            ("LĐLĐ TP. Buôn Ma Thuột", "LĐLĐ TP Buôn Ma Thuột", "LĐLĐ: TP – Buôn Ma Thuột"),
        ],
    )
    def test_fold_alike(self, names: tuple[str, ...]) -> None:
        assert {fold(name) for name in names} == {fold(names[0])}

    @pytest.mark.parametrize(
        "names",
        [("Đắk Lắk", "Daklak", "Đ ắ k L ắ k"), ("Krông Ana", "Krông A Na", "KRÔNGANA")],
    )
    def test_squeeze_alike_where_words_are_glued_or_torn(self, names: tuple[str, ...]) -> None:
        assert {squeeze(name) for name in names} == {squeeze(names[0])}

    @pytest.mark.parametrize(("text", "folded"), [("M' Đrăk", "m drak"), ("Cư M' gar", "cu m gar")])
    def test_a_space_after_the_apostrophe_is_a_space(self, text: str, folded: str) -> None:
        assert fold(text) == folded
        assert squeeze(text) == folded.replace(" ", "")

    @pytest.mark.parametrize(
        ("one", "other"), [("Krông Búk", "Krông Bông"), ("Ea Kar", "Ea Súp"), ("II.1", "II.2"), ("Lắk", "Đắk Lắk")]
    )
    def test_different_names_stay_different(self, one: str, other: str) -> None:
        assert fold(one) != fold(other)
        assert squeeze(one) != squeeze(other)


class TestFold:
    @given(TEXT)
    def test_is_plain_words_with_single_spaces(self, text: str) -> None:
        assert re.fullmatch(r"(?:[0-9a-z]+(?: [0-9a-z]+)*)?", fold(text))

    @given(TEXT)
    def test_folding_again_changes_nothing(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)
        assert squeeze(squeeze(text)) == squeeze(text)

    @given(TEXT)
    def test_composed_and_decomposed_text_agree(self, text: str) -> None:
        forms = {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
        assert forms == {fold(text)}

    @given(st.text("aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ bcghklmnpqrstvx"))
    def test_case_does_not_matter(self, text: str) -> None:
        assert fold(text.upper()) == fold(text.title()) == fold(text)

    @given(st.lists(st.sampled_from("\u00ad\u200b\u200c\u200d\u2060\ufeff"), min_size=1), st.integers(0, 9))
    def test_what_nobody_sees_splits_no_word(self, invisible: list[str], place: int) -> None:
        word = "công đoàn"
        assert fold(word[:place] + "".join(invisible) + word[place:]) == fold(word)


class TestNfc:
    @given(TEXT)
    def test_keeps_what_is_read_and_is_settled(self, text: str) -> None:
        assert unicodedata.is_normalized("NFC", nfc(text))
        assert nfc(nfc(text)) == nfc(text)
        assert unicodedata.normalize("NFD", nfc(text)) == unicodedata.normalize("NFD", text)


class TestWrittenDate:
    @pytest.mark.parametrize(
        ("day", "written"),
        [
            (date(2017, 6, 5), "05/6/2017"),
            (date(2017, 5, 31), "31/5/2017"),
            (date(2017, 3, 9), "09/3/2017"),
            (date(2008, 1, 28), "28/01/2008"),
            (date(2013, 2, 1), "01/02/2013"),
            (date(2013, 12, 25), "25/12/2013"),
        ],
    )
    def test_as_dispatches_write_it(self, day: date, written: str) -> None:
        assert written_date(day) == written

    @given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
    def test_it_reads_back_as_the_same_day_and_no_figure_fits_in_front(self, day: date) -> None:
        first, second, year = written_date(day).split("/")
        assert date(int(year), int(second), int(first)) == day
        assert len(first) == 2
        assert second not in ("1", "2")
