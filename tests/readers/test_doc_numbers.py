"""Automatic numbers of .doc files as Word draws them: definitions, overrides, styles."""

from __future__ import annotations

from domain.document import Paragraph, walk_paragraphs
from parsers import doc_file
from parsers.contents import Contents
from parsers.limits import Limits
from parsers.sample import Sample
from tests.support.old_word import List, OldWord, Override, Para, in_list, level, para, sprm, style, u16

_ROMAN, _LETTER, _BULLET = 1, 4, 23
_LEGAL, _NO_RESTART = 0x04, 0x08
_OUTLINE = [level("\0.", _ROMAN), level("\1."), level("\1.\2."), level("\3)", _LETTER)]
_ONE = List(1, _OUTLINE)


def paragraphs(file: OldWord) -> list[Paragraph]:
    """Return the paragraphs read from `file`."""
    read = doc_file.read(Sample(file.made()), Limits())
    assert isinstance(read, Contents)
    return list(walk_paragraphs(read.blocks))


def labels(*changes: bytes, lists: list[List], overrides: list[Override]) -> list[str]:
    """Return the labels of paragraphs with these changes."""
    texts = [para(f"đoạn {n}", change) for n, change in enumerate(changes)]
    return [p.label for p in paragraphs(OldWord(texts, lists=lists, overrides=overrides))]


def test_levels_count_within_the_outer_one() -> None:
    places = [(0, 1), (1, 1), (2, 1), (2, 1), (1, 1), (2, 1), (3, 1), (3, 1), (0, 1), (1, 1), (2, 1)]
    drawn = labels(*[in_list(o, lvl) for lvl, o in places], lists=[_ONE], overrides=[Override(1)])
    assert drawn == ["I.", "1.", "1.1.", "1.2.", "2.", "2.1.", "a)", "b)", "II.", "1.", "1.1."]


def test_lists_of_one_definition_go_on_counting_until_an_override_starts_anew() -> None:
    drawn = labels(
        *[in_list(n) for n in (1, 2, 1, 3, 3, 1)],
        lists=[List(9, [level("\0)")])],
        overrides=[Override(9), Override(9), Override(9, {0: (8, b"")})],
    )
    assert drawn == ["1)", "2)", "3)", "8)", "9)", "10)"]


def test_an_override_with_a_level_of_its_own() -> None:
    own = level("(\0)", _LETTER, start=3)
    drawn = labels(
        *[in_list(n) for n in (1, 2, 2)],
        lists=[List(9, [level("\0)")])],
        overrides=[Override(9), Override(9, {0: (1, own)})],
    )
    assert drawn == ["1)", "(c)", "(d)"]


def test_overrides_of_several_levels_do_not_get_into_each_others_way() -> None:
    own = level("§\1")
    changes = [in_list(1), in_list(2, 1), in_list(2, 1), in_list(2, 2)]
    drawn = labels(*changes, lists=[_ONE], overrides=[Override(1), Override(1, {1: (None, own), 2: (4, b"")})])
    assert drawn == ["I.", "§1", "§2", "2.4."]


def test_a_level_that_does_not_restart_and_one_that_restarts_under_the_outermost_only() -> None:
    never = List(1, [level("\0"), level("\1", flags=_NO_RESTART)])
    assert labels(*[in_list(1, n) for n in (0, 1, 0, 1)], lists=[never], overrides=[Override(1)]) == [
        "1",
        "1",
        "2",
        "2",
    ]
    under_first = List(1, [level("\0"), level("\1"), level("\2", flags=_NO_RESTART, limit=1)])
    changes = [in_list(1, n) for n in (0, 1, 2, 1, 2, 0, 1, 2)]
    assert labels(*changes, lists=[under_first], overrides=[Override(1)]) == ["1", "1", "1", "2", "2", "2", "1", "1"]


def test_legal_levels_draw_roman_numbers_as_figures() -> None:
    legal = List(1, [level("\0", _ROMAN), level("\0.\1", flags=_LEGAL)])
    assert labels(in_list(1), in_list(1, 1), lists=[legal], overrides=[Override(1)]) == ["I", "1.1"]


def test_number_formats() -> None:
    for format, drawn in [(0, "4"), (1, "IV"), (2, "iv"), (3, "D"), (4, "d"), (22, "04"), (57, "- 4 -"), (255, "")]:
        one = List(1, [level("\0", format, start=4)])
        assert labels(in_list(1), lists=[one], overrides=[Override(1)]) == [drawn]


def test_bullets_of_symbol_fonts() -> None:
    wingdings = level("\u00fc", _BULLET, look=u16(0x4A4F, 1) + u16(0x4A51, 1))
    dash, point = level("-", _BULLET), level("\uf0b7", _BULLET, look=u16(0x4A4F, 2))
    file = OldWord(
        [para("a", in_list(1)), para("b", in_list(2)), para("c", in_list(3))],
        fonts=["Times New Roman", "Wingdings", "Symbol"],
        lists=[List(1, [wingdings]), List(2, [dash]), List(3, [point])],
        overrides=[Override(1), Override(2), Override(3)],
    )
    assert [p.label for p in paragraphs(file)] == ["✓", "-", "•"]


def test_a_label_in_a_legacy_font_is_decoded() -> None:
    # 'Môc' in a TCVN3 font is 'Mục'; the level has no font, so the mark's font counts.
    mark = u16(0x4A4F, 1) + u16(0x4A51, 1)
    file = OldWord(
        [Para([("a", b"")], in_list(1), mark_changes=mark)],
        fonts=["Times New Roman", ".VnTime"],
        lists=[List(1, [level("M\u00f4c \0.")])],
        overrides=[Override(1)],
    )
    assert [p.label for p in paragraphs(file)] == ["Mục 1."]


_STYLES = [
    style("Normal", built_in=0),
    style("heading 1", base=0, built_in=1, paragraph=u16(0x460B, 1)),
    style("heading 2", base=0, built_in=2, paragraph=u16(0x460B, 1) + sprm(0x260A, 1)),
    style("Dẫn mục", base=2),
    style("heading 3", base=0, built_in=3, paragraph=u16(0x460B, 1) + sprm(0x2640, 4)),
]


def styled(*texts: Para, linked: tuple[int, ...] = (1, 2, 4)) -> list[tuple[str, int | None, int | None]]:
    """Return label, list level and outline level of paragraphs in the styles above."""
    file = OldWord(texts, styles=_STYLES, lists=[List(1, _OUTLINE, linked)], overrides=[Override(1)])
    return [(p.label, p.list_level, p.outline_level) for p in paragraphs(file)]


def test_lists_of_styles_and_of_styles_that_these_are_based_on() -> None:
    found = styled(*[para("a", style=n) for n in (1, 2, 3, 4, 4, 0)])
    assert found == [
        ("I.", 0, 0), ("1.", 1, 1), ("2.", 1, 1), ("2.1.", 2, 4), ("2.2.", 2, 4), ("", None, None)
    ]  # fmt: skip


def test_a_styles_own_level_counts_where_no_level_names_the_style() -> None:
    found = styled(*[para("a", style=n) for n in (1, 2, 3, 4)], linked=())
    assert [label for label, _, _ in found] == ["I.", "1.", "2.", "II."]


def test_a_paragraphs_own_properties_go_over_its_styles() -> None:
    out, deeper, negative = u16(0x460B, 0), sprm(0x260A, 2), u16(0x460B, 0x10000 - 1)
    found = styled(
        para("a", style=1),
        para("b", out, style=1),
        para("c", u16(0x460B, 0xF801), style=1),
        para("d", deeper, style=2),
        para("e", negative, style=0),
        para("f", sprm(0x2640, 9), style=1),
    )
    assert found == [
        ("I.", 0, 0), ("", None, 0), ("", None, 0), ("1.1.", 2, 1), ("II.", 0, None), ("III.", 0, None)
    ]  # fmt: skip


def test_numbered_paragraphs_without_text_are_kept_and_counted() -> None:
    assert labels(in_list(1), lists=[List(1, [level("\0.")])], overrides=[Override(1)]) == ["1."]
    texts = [para("a", in_list(1)), para("", in_list(1)), para("c", in_list(1))]
    file = OldWord(texts, lists=[List(1, [level("\0.")])], overrides=[Override(1)])
    assert [(p.label, p.text) for p in paragraphs(file)] == [("1.", "a"), ("2.", ""), ("3.", "c")]


def test_an_unknown_list_is_no_list() -> None:
    assert labels(in_list(4), in_list(2), lists=[_ONE], overrides=[Override(1), Override(77)]) == ["", ""]
