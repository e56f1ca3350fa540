"""OpenDocument texts, hand-written: what stands in them and what is drawn before it."""

from __future__ import annotations

import pytest

from domain.document import Document, FileKind, Paragraph
from domain.mail import Attachment
from parsers.contents import UnreadableError
from parsers.limits import Limits
from parsers.reading import FileReader
from parsers.sniff import sniff
from tests.support.documents import lines, paragraphs, read, table
from tests.support.open_documents import bullet, h, list_style, listed, looks, number, odt_of, one, p, span, style

_LEVELS = list_style(
    "L", number("I"), number("1"), number("1", extra='text:display-levels="2"'), number("a", ")"), bullet("–")
)
_OTHER = list_style("M", number("1", ")", "(", 'text:start-value="3"'))
_OUTLINE = (
    '<text:outline-style style:name="Outline">'
    '<text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
    '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>'
)


def drawn(body: str, automatic: str = "", styles: str = _LEVELS + _OTHER) -> list[str]:
    """Return what a reader of the document sees, line by line."""
    return lines(read(odt_of(body, automatic=automatic, styles=styles)).blocks)


def only(body: str, automatic: str = "") -> Paragraph:
    """Return the one paragraph of a document."""
    (found,) = paragraphs(read(odt_of(body, automatic=automatic)).blocks)
    return found


# ---- automatic numbers, each compared by hand with what LibreOffice 7.4 draws


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            listed(p("a"), p("b") + listed(p("c"), p("d") + listed(p("e"))), p("f"), style="L"),
            ["I. a", "II. b", "1. c", "2. d", "2.1. e", "III. f"],
            id="levels",
        ),
        pytest.param(
            listed(p("a") + listed(p("b"), p("c")), p("d") + listed(p("e")), style="L"),
            ["I. a", "1. b", "2. c", "II. d", "1. e"],
            id="inner lists begin anew",
        ),
        pytest.param(listed(p("a"), style="L") + listed(p("b"), style="L"), ["I. a", "I. b"], id="two lists"),
        pytest.param(
            listed(p("a"), style="L") + p("b") + listed(p("c"), style="L", extra='text:continue-numbering="true"'),
            ["I. a", "b", "II. c"],
            id="continued",
        ),
        pytest.param(
            listed(p("a"), style="L", extra='xml:id="q"')
            + listed(p("b"), style="M")
            + listed(p("c"), style="L", extra='text:continue-list="q"'),
            ["I. a", "(3) b", "II. c"],
            id="continued by name",
        ),
        pytest.param(
            listed(p("a"), style="L") + listed(p("b"), style="M", extra='text:continue-numbering="true"'),
            ["I. a", "(3) b"],
            id="a list of another style is not continued",
        ),
        pytest.param(
            listed(p("a") + p("b"), p("c"), style="L"), ["I. a", "b", "II. c"], id="second paragraph of an item"
        ),
        pytest.param(
            listed(p("a") + listed(p("b")) + p("c") + listed(p("d")), style="L"),
            ["I. a", "1. b", "c", "1. d"],
            id="a paragraph between inner lists",
        ),
        pytest.param(
            listed(f"<text:list-header>{p('a')}</text:list-header>", p("b"), style="L"), ["a", "I. b"], id="list header"
        ),
        pytest.param(
            listed(p("a"), one(p("b"), 'text:start-value="7"'), p("c"), style="L"),
            ["I. a", "VII. b", "VIII. c"],
            id="start value",
        ),
        pytest.param(
            listed(one(listed(one(listed(p("a"), p("b"))))), p("c"), style="L"),
            ["1.1. a", "1.2. b", "II. c"],
            id="levels jumped over count as their first",
        ),
        pytest.param(
            listed(p("a") + listed(p("b"), style="M"), p("c"), style="L"),
            ["I. a", "b", "II. c"],
            id="inner list of a style without that level",
        ),
        pytest.param(listed(p("a"), p(""), p("b"), style="L"), ["I. a", "II.", "III. b"], id="empty item"),
        pytest.param(
            "".join(
                f'<text:numbered-paragraph text:list-id="z" text:style-name="L" text:level="{level}">{p("a")}'
                "</text:numbered-paragraph>"
                for level in (1, 2, 1)
            ),
            ["I. a", "1. a", "II. a"],
            id="numbered paragraphs",
        ),
    ],
)
def test_numbers_of_lists(body: str, expected: list[str]) -> None:
    assert drawn(body) == expected


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (number("a", ")"), ["a) x", "z) x", "aa) x", "ab) x"]),
        (number("A", ")", extra='style:num-letter-sync="true"'), ["A) x", "Z) x", "AA) x", "BB) x"]),
        (number("i", ""), ["i x", "xxvi x", "xxvii x", "xxviii x"]),
        (number("", "-"), ["- x"] * 4),
        (
            number("1", extra='loext:num-list-format="Phần %1%:"'),
            ["Phần 1: x", "Phần 26: x", "Phần 27: x", "Phần 28: x"],
        ),
    ],
)
def test_forms_of_numbers(level: str, expected: list[str]) -> None:
    found = drawn(listed(*[p("x")] * 28, style="N"), styles=list_style("N", level))
    assert [found[n] for n in (0, 25, 26, 27)] == expected


def test_a_level_that_draws_no_number_takes_its_mark_along() -> None:
    levels = list_style(
        "N",
        number("", ""),
        number("1", extra='text:display-levels="2" loext:num-list-format="%1%.%2%)"'),
        number("1", extra='text:display-levels="3"'),
    )
    found = drawn(listed(p("a") + listed(p("b") + listed(p("c"))), style="N"), styles=levels)
    assert found == ["a", "1) b", "1.1. c"]


def test_bullets_of_symbol_fonts() -> None:
    font = looks('fo:font-family="Symbol"')
    levels = list_style("N", bullet("\uf0b7", props=font), '<text:list-level-style-image text:level="2"/>')
    found = read(odt_of(listed(p("a") + listed(p("b")), p(""), style="N"), styles=levels))
    assert [(q.label, q.text, q.list_level) for q in paragraphs(found.blocks)] == [("•", "a", 0), ("•", "b", 1)]


def test_numbers_in_a_legacy_font() -> None:
    levels = list_style("N", number("1", prefix="Môc ", extra='text:style-name="S"'))
    fonts = style("S", "text", looks('fo:font-family=".VnTime"'))
    assert drawn(listed(p("a"), style="N"), styles=levels + fonts) == ["Mục 1. a"]


def test_the_list_of_a_paragraph_style_counts_only_inside_a_list() -> None:
    styles = _LEVELS + style("P", extra='style:list-style-name="L"')
    assert drawn(p("a", "P") + listed(p("b", "P")), styles=styles) == ["a", "I. b"]


def test_headings_are_numbered_by_the_outline() -> None:
    styles = _OUTLINE + style("H", extra='style:list-style-name=""')
    restarted = 'text:restart-numbering="true" text:start-value="9"'
    body = (
        h("a") + h("b", 2) + p("c") + h("d", 2) + h("e") + h("f", 2) + h("g", 2, "H")
        + h("i", 2, extra='text:is-list-header="true"') + h("k", 2, extra=restarted) + h("l", 3)
    )  # fmt: skip
    assert drawn(body, styles=styles) == [
        "I. a", "I.1 b", "c", "I.2 d", "II. e", "II.1 f", "g", "i", "II.9 k", "l",
    ]  # fmt: skip


# ---- text and looks


def test_white_space_tabs_breaks_and_soft_hyphens() -> None:
    body = p(f"  a \n\t b{span(' c', 'x')}<text:s/><text:s text:c='2'/>d<text:tab/>e<text:line-break/>f\u00adg ")
    assert only(body).text == "a b c   d\te\nfg"


def test_looks_come_through_styles_and_what_they_come_from() -> None:
    automatic = (
        style("B", "text", looks('fo:font-weight="bold"'))
        + style("BI", "text", looks('fo:font-style="italic"'), 'style:parent-style-name="B"')
        + style("P", props='<style:paragraph-properties fo:text-align="center"/>' + looks('fo:font-weight="700"'))
        + style("Q", props=looks('fo:font-weight="normal"'), extra='style:parent-style-name="P"')
    )
    assert only(p(span("a", "B") + " " + span("b", "BI") + " c"), automatic).bold_until == len("a b")
    assert only(p(span("a", "BI")), automatic).italic is True
    assert (only(p("a", "P"), automatic).bold, only(p("a", "P"), automatic).centered) == (True, True)
    assert (only(p("a", "Q"), automatic).bold, only(p("a", "Q"), automatic).centered) == (False, True)


def test_legacy_fonts_by_font_face() -> None:
    fonts = '<style:font-face style:name="F1" svg:font-family="\'.VnTime\'"/>'
    automatic = fonts + style("T", "text", looks('style:font-name="F1"'))
    assert only(p(span("C«ng ®oµn", "T")), automatic).text == "Công đoàn"


def test_outline_levels_of_headings_and_of_styles() -> None:
    automatic = style("P", extra='style:default-outline-level="2"') + style("Q", extra='style:parent-style-name="P"')
    found = paragraphs(read(odt_of(h("a", 3) + p("b", "Q") + p("c"), automatic=automatic)).blocks)
    assert [q.outline_level for q in found] == [2, 1, None]


def test_what_is_no_text_of_the_report_is_left_out() -> None:
    deleted = (
        '<text:tracked-changes><text:changed-region xml:id="c"><text:deletion>'
        f"{p('deleted')}</text:deletion></text:changed-region></text:tracked-changes>"
    )
    contents = f"<text:table-of-content><text:index-body>{p('1 heading 3')}</text:index-body></text:table-of-content>"
    comment = f"<office:annotation><dc:creator>x</dc:creator>{p('comment')}</office:annotation>"
    hidden = style("H", "text", looks('text:display="none"'))
    inside = (
        f'a<text:change text:change-id="c"/>{comment}{span("hidden", "H")}'
        '<text:change-start text:change-id="d"/>inserted<text:change-end text:change-id="d"/>'
        "<text:placeholder text:placeholder-type='text'>prompt</text:placeholder>"
    )
    assert drawn(deleted + contents + p(inside), automatic=hidden) == ["ainserted"]


def test_links_fields_and_sections_are_opened() -> None:
    field = '<text:user-defined text:name="x">field</text:user-defined>'
    assert drawn(f"<text:section>{p(f'<text:a>link</text:a> {field}')}</text:section>") == ["link field"]


def test_footnotes_hang_on_their_paragraph() -> None:
    note = f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('n')}{p('m')}</text:note-body>"
    found = only(p(f"a{note}</text:note>b"))
    assert (found.text, found.footnotes) == ("ab", ("n m",))


def test_text_boxes_stand_where_they_are_anchored() -> None:
    box = "<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>"
    body = box.format(p("page")) + p(box.format(p("before")) + "a" + box.format(p("behind")))
    shape = f"<draw:custom-shape>{p('shape')}</draw:custom-shape>"
    assert drawn(body + p(shape)) == ["page", "before", "a", "behind", "shape"]


def test_tables_with_spans_headers_and_nested_tables() -> None:
    def cell(content: str, said: str = "", value: int = 1) -> str:
        extra = f'table:{said}="{value}"' if said else ""
        return f'<table:table-cell table:style-name="C" {extra}>{content}</table:table-cell>'

    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    inner = f"<table:table>{row(cell(p('inner')))}</table:table>"
    covered = "<table:covered-table-cell/>"
    body = (
        "<table:table><table:table-header-rows>"
        + row(cell(p("a"), "number-columns-spanned", 2), covered)
        + "</table:table-header-rows>"
        + row(cell(p("b"), "number-rows-spanned", 2), cell(p("c") + inner))
        + row(covered, cell("", "number-columns-repeated", 2_000_000_000))
        + "</table:table>"
    )
    lined = style("C", "table-cell", '<style:table-cell-properties fo:border-top="none" fo:border-left="1pt solid"/>')
    found = table(read(odt_of(body, automatic=lined)).blocks)
    assert [[(c.text, c.column_span, c.row_span) for c in row] for row in found.rows[:2]] == [
        [("a", 2, 1)],
        [("b", 1, 2), ("c inner", 1, 1)],
    ]
    assert 1 < len(found.rows[2]) < 1000
    assert found.borderless is False
    assert table(read(odt_of(body)).blocks).borderless is True
    assert [q.where for q in paragraphs((found,))] == ["bảng 1 dòng 1", *["bảng 1 dòng 2"] * 2, "bảng 2 dòng 1"]


def test_headers_and_footers_are_margins() -> None:
    pages = (
        f"<style:master-page><style:header>{p('unit')}</style:header>"
        f"<style:footer>{p('- <text:page-number>1</text:page-number> -')}</style:footer></style:master-page>"
        f"<style:master-page><style:header-left>{p('unit')}</style:header-left></style:master-page>"
    )
    assert read(odt_of(p("a"), pages=pages)).margins == ("unit",)


# ---- what cannot be read


def cause_of(data: bytes, limits: Limits = Limits()) -> str:  # noqa: B008 (frozen)
    """Return why a file that is an OpenDocument text cannot be read."""
    assert sniff(data) is FileKind.ODT
    with pytest.raises(UnreadableError) as caught:
        read(data, limits)
    return caught.value.cause.value


def test_what_is_no_whole_document_says_so() -> None:
    picture = '<draw:frame svg:width="17cm" svg:height="10in"><draw:image xlink:href="a.png"/></draw:frame>'
    assert cause_of(odt_of("")) == "empty"
    assert cause_of(odt_of(p(picture))) == "no_text"
    assert cause_of(odt_of(p("a"), content="")) == "damaged"
    assert cause_of(odt_of(p("a"), content="<office:document-content>")) == "damaged"
    assert cause_of(odt_of(p("a"), content="<x/>")) == "damaged"
    assert cause_of(odt_of(p("a"), styles="", manifest='<x a="encryption-data"/>')) == "password"
    assert cause_of(odt_of(p("a"), content='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')) == (
        "suspicious"
    )
    assert cause_of(odt_of(p("a" * 100_000)), Limits(inflated_bytes=50_000)) == "too_large"
    assert cause_of(odt_of(p("a"))[:-40]) == "damaged"
    assert read(odt_of(p("a") + p(picture))).notes


def test_nesting_beyond_reason_is_refused() -> None:
    assert cause_of(odt_of("<text:section>" * 300 + p("a") + "</text:section>" * 300)) == "damaged"


def test_tables_nested_as_deep_as_the_parser_lets_through_reach_the_caller(reader: FileReader) -> None:
    start, end = (
        "<table:table><table:table-row><table:table-cell>",
        "</table:table-cell></table:table-row></table:table>",
    )
    data = odt_of(start * 80 + p("a") + end * 80)
    (reading,) = reader.read([Attachment(name="a.odt", declared_type="", data=data)])
    assert isinstance(reading, Document)
    assert reading.text == "a"
