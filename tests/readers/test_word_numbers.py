"""Automatic numbers come out as Word draws them (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import pytest

from parsers.word_numbers import figure
from tests.support.documents import abstract, level, lines, listed, num, p, paragraphs, read, word_of

_OUTLINE = abstract(1, level("%1.", "upperRoman"), level("%2."), level("%2.%3."))


def drawn(body: str, numbering: str, styles: str = "") -> list[str]:
    return lines(read(word_of(body, numbering=numbering, styles=styles)).blocks)


def test_an_outline_counts_and_restarts_under_each_heading() -> None:
    body = "".join(
        listed(text, 1, depth)
        for text, depth in [("a", 0), ("b", 0), ("c", 1), ("d", 2), ("e", 2), ("f", 1), ("g", 2), ("h", 0), ("i", 1)]
    )
    assert drawn(body, _OUTLINE + num(1, 1)) == [
        "I. a", "II. b", "1. c", "1.1. d", "1.2. e", "2. f", "2.1. g", "III. h", "1. i",
    ]  # fmt: skip


def test_a_level_used_before_the_one_above_it_shows_that_ones_start() -> None:
    assert drawn(listed("a", 1, 2), _OUTLINE + num(1, 1)) == ["1.1. a"]


def test_lists_of_one_abstract_list_share_their_counter() -> None:
    numbering = abstract(1, level("%1.")) + num(1, 1) + num(2, 1)
    assert drawn(listed("a", 1) + listed("b", 2) + listed("c", 1), numbering) == ["1. a", "2. b", "3. c"]


def test_a_start_override_restarts_once_at_the_lists_first_number() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = abstract(1, level("%1.")) + num(1, 1) + num(2, 1, override)
    body = listed("a", 1) + listed("b", 2) + listed("c", 2) + listed("d", 1)
    assert drawn(body, numbering) == ["1. a", "5. b", "6. c", "7. d"]


def test_a_start_override_is_used_again_when_its_level_restarts() -> None:
    override = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride>'
    numbering = abstract(1, level("%1."), level("%1.%2.")) + num(1, 1, override)
    body = "".join(listed("x", 1, depth) for depth in (0, 1, 1, 0, 1))
    assert drawn(body, numbering) == ["1. x", "1.3. x", "1.4. x", "2. x", "2.3. x"]


def test_a_level_override_replaces_the_whole_level() -> None:
    override = (
        '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride>'
    )
    numbering = abstract(1, level("%1.")) + num(1, 1, override)
    assert drawn(listed("a", 1) + listed("b", 1), numbering) == ["a) a", "b) b"]


def test_numbers_come_through_styles_and_what_they_are_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Muc"/><w:basedOn w:val="H2"/></w:style>'
    )
    body = "".join(
        p(text, props=f'<w:pStyle w:val="{style}"/>') for text, style in [("a", "H1"), ("b", "H2"), ("c", "Own")]
    )
    found = paragraphs(read(word_of(body, numbering=_OUTLINE + num(1, 1), styles=styles)).blocks)
    assert [(f.label, f.list_level, f.outline_level) for f in found] == [("I.", 0, 0), ("1.", 1, 1), ("2.", 1, 1)]


def test_the_level_that_names_a_style_wins_over_the_level_the_style_names() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Deep"><w:name w:val="Deep"/><w:pPr><w:numPr><w:ilvl w:val="0"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = abstract(1, level("%1."), level("%2)", extra='<w:pStyle w:val="Deep"/>')) + num(1, 1)
    assert drawn(p("a", props='<w:pStyle w:val="Deep"/>'), numbering, styles) == ["1) a"]


def test_a_numbering_style_stands_for_the_list_it_names() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="Outline"><w:name w:val="Outline"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    linked = abstract(2, extra='<w:numStyleLink w:val="Outline"/>')
    own = abstract(1, level("%1/"), extra='<w:styleLink w:val="Outline"/>')
    assert drawn(listed("a", 2) + listed("b", 1), own + linked + num(1, 1) + num(2, 2), styles) == ["1/ a", "2/ b"]


def test_numbers_are_taken_off_with_list_zero() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    found = paragraphs(read(word_of(p("a") + listed("b", 0), numbering=_OUTLINE + num(1, 1), styles=styles)).blocks)
    assert [(f.label, f.list_level) for f in found] == [("I.", 0), ("", None)]


@pytest.mark.parametrize(("restart", "after"), [("0", "3)"), ("1", "3)"), ("2", "1)")])
def test_a_level_restarts_only_after_the_levels_it_names(restart: str, after: str) -> None:
    third = level("%3)", extra=f'<w:lvlRestart w:val="{restart}"/>')
    body = "".join(listed("x", 1, depth) for depth in (0, 1, 2, 2, 1, 2))
    assert drawn(body, abstract(1, level("%1."), level("%2."), third) + num(1, 1))[-1] == f"{after} x"


def test_a_legal_level_draws_inherited_numbers_in_arabic_figures() -> None:
    second = level("%1.%2", extra="<w:isLgl/>")
    body = listed("a", 1) + listed("b", 1) + listed("c", 1, 1)
    assert drawn(body, abstract(1, level("%1.", "upperRoman"), second) + num(1, 1)) == ["I. a", "II. b", "2.1 c"]


def test_a_format_of_newer_programs_falls_back_to_figures() -> None:
    custom = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom"'
        ' w:format="001"/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1."/></w:lvl>'
    )
    assert drawn(listed("a", 1), f'<w:abstractNum w:abstractNumId="1">{custom}</w:abstractNum>' + num(1, 1)) == ["1. a"]


def test_bullets_of_symbol_fonts_are_real_bullets() -> None:
    symbol = level("\uf0b7", "bullet", extra='<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>')
    assert drawn(listed("a", 1), abstract(1, symbol) + num(1, 1)) == ["• a"]


def test_a_legacy_font_draws_the_number_too() -> None:
    font = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'
    numbering = abstract(1, level("PhÇn %1:", extra=font)) + num(1, 1)
    assert drawn(listed("a", 1), numbering) == ["Phần 1: a"]


def test_an_empty_numbered_paragraph_counts_and_shows_its_number() -> None:
    assert drawn(listed("", 1) + listed("b", 1), abstract(1, level("%1.")) + num(1, 1)) == ["1.", "2. b"]


def test_deleted_and_unknown_lists_leave_the_text_without_number() -> None:
    assert drawn(listed("a", 9), abstract(1, level("%1.")) + num(1, 7)) == ["a"]


@pytest.mark.parametrize(
    ("name", "count", "text"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 9, "ix"),
        ("upperLetter", 4, "D"),
        ("lowerLetter", 28, "bb"),
        ("none", 4, ""),
        ("numberInDash", 2, "- 2 -"),
        ("chineseCounting", 7, "7"),
    ],
)
def test_number_formats(name: str, count: int, text: str) -> None:
    assert figure(count, name) == text
