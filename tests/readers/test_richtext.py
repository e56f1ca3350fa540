"""RTF files, hand-written as Word, LibreOffice and WordPad write them."""

from __future__ import annotations

import pytest

from domain.document import FileKind, Paragraph, Table
from parsers.contents import Contents, UnreadableError
from parsers.sniff import sniff
from tests.support.documents import lines, paragraphs, read, table

_FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset2 Symbol;}{\f2\fnil .VnTime;}"
    r"{\f3\fswiss\fcharset0 VNI-Times{\*\falt Arial};}{\f4\fnil\fcharset163 Arial;}{\f5\fnil\fcharset2 Wingdings;}"
    r"{\f6\fnil\fcharset128 MS Mincho;}{\f7\fnil\fcharset0 .VnTimeH;}}"
)
_STYLES = (
    r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\*\cs2 heading 3;}{\s3\outlinelevel1 Muc;}{\s4 toc 1;}"
    r"{\s5 heading 2 char;}}"
)


def rtf(body: str, start: str = r"{\rtf1\ansi\ansicpg1252\deff0" + _FONTS + _STYLES) -> Contents:
    """Read an RTF file with that body."""
    return read(f"{start}{body}}}".encode("latin-1"))


def drawn(body: str) -> list[str]:
    """Return what a reader of the file sees, line by line."""
    return lines(rtf(body).blocks)


def only(body: str) -> Paragraph:
    """Return the one paragraph of a file."""
    (found,) = paragraphs(rtf(body).blocks)
    return found


# ---- letters


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\uc1 C\u244\'f4ng \u273\'3fo\u224\'e0n", "Công đoàn"),
        (r"\uc1 \u273?o\u224?n", "đoàn"),
        (r"\uc0 \u273 o\u224 n", "đoàn"),
        (r"\uc2 \u273\'a1\'b1o{\uc0 \u224 }n\u7879 ab.", "đoànệ."),
        (r"a\u-10179?\u-8704?b\u-8704?", "a\U0001f600b\ufffd"),
        (r"{\upr{\'63\'3f}{\*\ud{c\u7889\'3f}}}", "cố"),
        (r"\f2 C\'ab\'6eg \'ae\'6fn", "Công đon"),
        # The letter ư of a TCVN3 font, which Word takes for an optional hyphen.
        (r"\f2 ng\-\'eai", "người"),
        (r"\f7 C\'ab\'6eg", "CÔNG"),
        (r"\f3 Co\'e2ng \'f1oa\'f8n", "Công đoàn"),
        (r"\f3 C\u244\'f4ng \u273\'3fo\u224\'e0n", "Công đoàn"),
        (r"\f4 C\'f4ng ng\'fd\'f5\'cci", "Công người"),
        (r"\f6 \'82\'a0", "あ"),
        (r"\f1 \'b7\f0  a-1", "• a-1"),
        (r"\f5 \'fc\f0  a", "✓ a"),
        (r"\f1 \u-3913?\f0 ", "•"),
        (r"a\~b\_c\{\}\\\emdash\lquote\ldblquote\tab\bullet", "a\u00a0b-c{}\\—‘“\t•"),
        ("a\r\nb\\line c\\-d", "ab\ncd"),
        (r"a\'zzb", "azzb"),
        (r"a{\bin4 }}{{b}c", "abc"),
    ],
)
def test_letters(body: str, text: str) -> None:
    assert only(body).text == text


@pytest.mark.parametrize(
    ("start", "body", "text"),
    [
        (r"{\rtf1\ansi\ansicpg1258", r"\'d0o\'e0n ng\'fd\'f5\'cci", "Đoàn người"),
        (r"{\rtf1\mac", r"\'8e", "é"),
        (r"{\rtf1\pc", r"\'82", "é"),
        (r"{\rtf1\ansi\ansicpg99999", r"\'e9", "é"),
        (r"{\rtf1\ansi{\fonttbl{\f0\cpg1251 Times;}}", r"\f0 \'e0", "а"),
        (r"{\rtf1\ansi{\fonttbl{\f0\fcharset999 Times;}}", r"\f0 \'e9", "é"),
    ],
)
def test_code_pages(start: str, body: str, text: str) -> None:
    (found,) = paragraphs(rtf(body, start).blocks)
    assert found.text == text


def test_where_no_font_is_named_the_letters_tell() -> None:
    typed = "C«ng ®oµn tØnh ®· tæ chøc héi nghÞ c¸n bé cña ®¬n vÞ"
    assert lines(rtf(typed, r"{\rtf1\ansi ").blocks) == ["Công đoàn tỉnh đã tổ chức hội nghị cán bộ của đơn vị"]
    assert lines(rtf("plain words", r"{\rtf1\ansi ").blocks) == ["plain words"]


# ---- paragraphs and their looks


def test_bold_and_the_rest_belong_to_their_group() -> None:
    found = paragraphs(
        rtf(
            r"\pard\qc{\b I. A}\par\pard{\b head:} text\par\pard\plain\b all\b0\par"
            r"\pard\i it\par\pard\plain\ul un\ulnone\par\pard\plain{\rtlch\ab \ltrch not}\par"
        ).blocks
    )
    assert [(p.text, p.bold_until, p.italic, p.underlined, p.centered) for p in found] == [
        ("I. A", 4, False, False, True),
        ("head: text", 5, False, False, False),
        ("all", 3, False, False, False),
        ("it", 0, True, False, False),
        ("un", 0, False, True, False),
        ("not", 0, False, False, False),
    ]


def test_outline_levels_by_word_by_style_and_by_name() -> None:
    body = r"\pard\s1 a\par\pard\s3 b\par\pard\outlinelevel2 c\par\pard\s5 d\par\pard\s1\outlinelevel9 e\par"
    assert [p.outline_level for p in paragraphs(rtf(body).blocks)] == [0, 1, 2, None, None]


def test_contents_tables_hidden_and_deleted_text_are_left_out() -> None:
    body = (
        r"\pard\s4 I. heading\tab 3\par\pard a{\v hidden}{\deleted gone}{\revised kept}"
        r"{\deleted\par}and on\par{\*\unknown x}{\info{\title t}}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}"
        r"{\xe{\v i}ndex}{\*\annotation note}\par"
    )
    assert drawn(body) == ["akeptand on", "link"]


def test_numbers_are_those_that_the_writer_drew() -> None:
    body = (
        r"\pard\ls1\ilvl0{\listtext\pard\plain\f0 I.\tab}One\par"
        r"\pard\ls1\ilvl1{\listtext\f1\'b7\tab}two\par"
        r"\pard{\pntext\f0 1.1)\tab}three\par\pard\ls1\ilvl0{\*\listtext II.\tab}\par\pard{\listtext -\tab}\par"
    )
    found = paragraphs(rtf(body).blocks)
    assert [(p.label, p.text, p.list_level) for p in found] == [
        ("I.", "One", 0),
        ("•", "two", 1),
        ("1.1)", "three", 0),
        ("II.", "", 0),
    ]


def test_footnotes_headers_and_text_boxes() -> None:
    contents = rtf(
        r"{\header\pard unit\par}{\footerf\pard - 1 -\par}"
        r"\pard a{\super\chftn{\footnote\pard\chftn first\par second}} b{\*\footnote c}\par"
        r"\pard{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard box\par}}"
        r"{\shprslt{\*\do{\dptxbxtext\pard box\par}}}}d\par"
        r"{\*\do\dptxbx{\dptxbxtext\pard old box\par}}\pard e\par"
    )
    assert lines(contents.blocks) == ["a b", "box", "d", "old box", "e"]
    assert paragraphs(contents.blocks)[0].footnotes == ("first second", "c")
    assert contents.margins == ("unit",)


def test_pictures_are_noted_when_they_may_be_pages() -> None:
    large = r"{\*\shppict{\pict\picwgoal9000\pichgoal12000 ffd8ff}}{\nonshppict{\pict 00}}"
    small = r"{\pict\picwgoal900\pichgoal1200\bin3 }}}}"
    assert (drawn(large + "a"), rtf(large + "a").notes != ()) == (["a"], True)
    assert rtf(small + "a").notes == ()
    assert cause_of(rf"{{\rtf1 {large}}}".encode()) == "no_text"


# ---- tables


def row(*cells: str, merges: tuple[str, ...] = (), edge: str = r"\clbrdrt\brdrs") -> str:
    """Return a table row whose cells are 1,000 twips wide."""
    kinds = merges or ("",) * len(cells)
    defined = "".join(rf"{kind}{edge}\cellx{1000 * n}" for n, kind in enumerate(kinds, start=1))
    return rf"\trowd{defined}" + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row"


def test_rows_cells_and_merged_cells() -> None:
    body = (
        r"\pard before\par"
        + row("a", "b", "c", merges=(r"\clvmgf", r"\clmgf", r"\clmrg"))
        + row("", r"d\par e", "f", merges=(r"\clvmrg", "", ""))
        + r"\pard after\par"
    )
    before, found, after = rtf(body).blocks
    assert isinstance(found, Table)
    assert [[(c.text, c.column_span, c.row_span) for c in r] for r in found.rows] == [
        [("a", 1, 2), ("b c", 2, 1)],
        [("d e", 1, 1), ("f", 1, 1)],
    ]
    assert found.borderless is False
    assert lines((before, after)) == ["before", "after"]
    assert [p.where for p in paragraphs((found,))] == ["bảng 1 dòng 1"] * 3 + ["bảng 1 dòng 2"] * 3


def test_tables_of_one_wide_cell_and_without_lines() -> None:
    body = r"\trowd\cellx2000\pard\intbl a\cell\row" + row("b", "c", edge=r"\clbrdrt\brdrnone\clbrdrl\brdrw10")
    found = table(rtf(body + r"\pard\brdrt\brdrs x\par").blocks)
    assert [[c.column_span for c in r] for r in found.rows] == [[2], [1, 1]]
    assert found.borderless is True


def test_two_tables_with_an_empty_paragraph_between_are_two() -> None:
    assert len(rtf(row("a") + r"\pard\par" + row("b")).blocks) == 2


def test_nested_tables() -> None:
    nested = (
        r"\pard\intbl\itap2 x\nestcell y\nestcell{\*\nesttableprops\trowd\cellx500\cellx1000\nestrow}"
        r"{\nonesttables\par}\pard\intbl\itap1 z"
    )
    (outer,) = rtf(row("a", nested)).blocks
    assert isinstance(outer, Table)
    inner, below = outer.rows[0][1].blocks
    assert isinstance(inner, Table)
    assert [c.text for c in inner.rows[0]] == ["x", "y"]
    assert lines((below,)) == ["z"]


def test_rows_that_were_never_ended_keep_their_text() -> None:
    assert drawn(r"\trowd\cellx1000\pard\intbl a\cell\pard\intbl b\par\pard c\par") == ["a", "b", "c"]


# ---- what cannot be read


def cause_of(data: bytes) -> str:
    """Return why a file that is RTF cannot be read."""
    assert sniff(data) is FileKind.RTF
    with pytest.raises(UnreadableError) as caught:
        read(data)
    return caught.value.cause.value


def test_a_cut_file_is_damaged_for_the_rest_may_hold_what_seems_missing() -> None:
    whole = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\pard I. One\par\pard{\b II.} Two\par}"
    assert lines(read(whole).blocks) == ["I. One", "II. Two"]
    assert lines(read(whole + b"\r\n\x00").blocks) == ["I. One", "II. Two"]
    assert {cause_of(whole[:length]) for length in range(5, len(whole))} == {"damaged"}


def test_text_behind_the_end_is_not_dropped_in_silence() -> None:
    assert cause_of(rb"{\rtf1\ansi\pard One\par}\pard Two\par}") == "damaged"


def test_no_text_at_all_is_empty() -> None:
    assert cause_of(rb"{\rtf1\ansi\pard\par}") == "empty"


def test_groups_and_tables_nested_beyond_reason_do_no_harm() -> None:
    assert lines(read(b"{\\rtf1 " + b"{" * 50_000 + b"a" + b"}" * 50_000 + b"}").blocks) == ["a"]
    assert lines(read(rb"{\rtf1\pard\intbl\itap2000000000 a\nestcell\nestrow\ilvl99999\uc99999\cell\row}").blocks) == [
        "a"
    ]
