"""What stands in a Word file comes out once, in reading order, as its last readers saw it."""

from __future__ import annotations

import io

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH

from parsers.contents import UnreadableError
from tests.support.documents import lines, p, paragraphs, r, read, table, word_of

_BOX = "<w:txbxContent>{}</w:txbxContent>"


def texts(body: str, **parts: str) -> list[str]:
    return lines(read(word_of(body, **parts)).blocks)


def test_a_file_made_by_python_docx() -> None:
    document = docx.Document()
    document.add_heading("Tình hình chung", level=1)
    paragraph = document.add_paragraph("Kết quả: ")
    paragraph.runs[0].bold = True
    paragraph.add_run("đạt 95%.")
    document.add_paragraph("BÁO CÁO").alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("Việc thứ nhất", style="List Number")
    document.add_table(1, 2).rows[0].cells[1].text = "ô hai"
    out = io.BytesIO()
    document.save(out)
    found = read(out.getvalue()).blocks
    heading, mixed, title, item, cell = paragraphs(found)
    assert (heading.text, heading.outline_level, heading.bold) == ("Tình hình chung", 0, True)
    assert (mixed.text, mixed.bold_until, mixed.bold) == ("Kết quả: đạt 95%.", len("Kết quả:"), False)
    assert title.centered
    assert not item.centered
    assert (item.label, item.text) == ("1.", "Việc thứ nhất")
    assert cell.text == "ô hai"
    assert [paragraph.where for paragraph in paragraphs(found)] == [
        "đoạn 1",
        "đoạn 2",
        "đoạn 3",
        "đoạn 4",
        "bảng 1 dòng 1",
    ]


def test_breaks_tabs_and_hyphens() -> None:
    run = "<w:t>a</w:t><w:br/><w:t>b</w:t><w:cr/><w:t>c</w:t><w:tab/><w:t>d</w:t><w:noBreakHyphen/>"
    run += "<w:softHyphen/><w:t>e</w:t>"
    assert texts(f"<w:p><w:r>{run}</w:r></w:p>") == ["a\nb\nc\td-e"]


def test_symbols() -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0D8"/></w:r><w:r><w:sym w:font="Symbol" w:char="B7"/></w:r>'
        '<w:r><w:sym w:font="Times New Roman" w:char="1EBF"/></w:r></w:p>'
    )
    assert texts(body) == ["➢•ế"]


def test_insertions_stand_and_deletions_do_not() -> None:
    deleted = "<w:del><w:r><w:delText>417</w:delText></w:r></w:del>"
    body = (
        f"<w:p>{r('Có ')}{deleted}<w:ins>{r('336')}</w:ins>{r(' triệu')}</w:p>"
        f"<w:p><w:moveFrom>{r('dời đi')}</w:moveFrom></w:p><w:p><w:moveTo>{r('dời đến')}</w:moveTo></w:p>"
    )
    assert texts(body) == ["Có 336 triệu", "dời đến"]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    body = p("một ", props="<w:rPr><w:del/></w:rPr>") + p("hai") + p("ba")
    assert texts(body) == ["một hai", "ba"]


def test_formerly_valid_properties_are_not_read() -> None:
    old = '<w:pPrChange><w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange>'
    (found,) = paragraphs(read(word_of(p("a", props=old))).blocks)
    assert (found.centered, found.outline_level) == (False, None)


def test_deleted_table_rows_are_left_out() -> None:
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc></w:tr>"
    assert texts(f"<w:tbl>{row.format('<w:del/>', p('cũ'))}{row.format('', p('mới'))}</w:tbl>") == ["mới"]


def test_a_text_box_is_read_once_whichever_program_it_was_drawn_for() -> None:
    box = _BOX.format(p("trong hộp"))
    new = f"<w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing>"
    choice = f'<mc:Choice Requires="wps">{new}</mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
    for branches in (choice + fallback, fallback, '<mc:Choice Requires="x"/>' + fallback):
        body = f"{p('trước')}<w:p><w:r><mc:AlternateContent>{branches}</mc:AlternateContent></w:r>{r('sau')}</w:p>"
        assert texts(body) == ["trước", "trong hộp", "sau"]


def test_a_text_box_stands_where_it_is_anchored() -> None:
    box = f"<w:r><w:pict><v:shape><v:textbox>{_BOX.format(p('hộp'))}</v:textbox></v:shape></w:pict></w:r>"
    assert texts(f"<w:p>{r('đầu')}{box}{r(' cuối')}</w:p>{p('sau')}") == ["đầu cuối", "hộp", "sau"]
    assert texts(f"<w:p>{box}{r('đầu')}</w:p>") == ["hộp", "đầu"]


def test_a_box_inside_a_box_is_read_once() -> None:
    inner = f"<w:p><w:r><w:pict><v:textbox>{_BOX.format(p('trong'))}</v:textbox></w:pict></w:r></w:p>"
    assert texts(
        f"<w:p><w:r><w:pict><v:textbox>{_BOX.format(inner + p('ngoài'))}</v:textbox></w:pict></w:r></w:p>"
    ) == [
        "trong",
        "ngoài",
    ]


def test_content_controls_and_other_wrappers_are_transparent() -> None:
    body = (
        f"<w:sdt><w:sdtContent>{p('a')}</w:sdtContent></w:sdt>"
        f"<w:p><w:sdt><w:sdtContent>{r('b')}</w:sdtContent></w:sdt><w:hyperlink>{r('c')}</w:hyperlink>"
        f"<w:smartTag>{r('d')}</w:smartTag></w:p>"
        f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc>{p('e')}</w:tc></w:sdtContent></w:sdt></w:tr>"
        "</w:sdtContent></w:sdt></w:tbl>"
    )
    assert texts(body) == ["a", "bcd", "e"]


def test_a_prompt_of_a_content_control_is_no_text() -> None:
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Bấm để nhập')}</w:sdtContent></w:sdt>"
    assert texts(f"<w:p>{prompt}{r('thật')}</w:p>") == ["thật"]


def test_of_a_field_only_the_result_is_read() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    nested = f"{char('begin')}{r('MERGEFIELD')}{char('separate')}{r('x')}{char('end')}"
    field = (
        f"{char('begin')}<w:r><w:instrText>REF</w:instrText></w:r>{nested}{char('separate')}{r('kết quả')}{char('end')}"
    )
    simple = f'<w:fldSimple w:instr="DATE">{r("1/6")}</w:fldSimple>'
    assert texts(f"<w:p>{field}{r(' ngày ')}{simple}</w:p>{p('tiếp')}") == ["kết quả ngày 1/6", "tiếp"]


def test_a_field_that_never_ends_does_not_swallow_the_rest() -> None:
    assert texts(f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>{p("còn lại")}') == ["còn lại"]


def test_a_table_of_contents_is_no_content() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    assert texts(p("I. Mục\t1", props='<w:pStyle w:val="T1"/>') + p("I. Mục"), styles=styles) == ["I. Mục"]


def test_hidden_text_is_not_read() -> None:
    assert texts(f"<w:p>{r('thấy')}{r('ẩn', '<w:vanish/>')}</w:p>") == ["thấy"]


def test_footnotes_hang_on_their_paragraph() -> None:
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{r(" Số liệu tạm tính.")}</w:p></w:footnote>'
    )
    body = f'<w:p>{r("Kết nạp 12 người")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>{p("sau")}'
    first, second = paragraphs(read(word_of(body, footnotes=notes)).blocks)
    assert (first.text, first.footnotes) == ("Kết nạp 12 người", ("Số liệu tạm tính.",))
    assert second.footnotes == ()


def test_headers_and_footers_are_margins() -> None:
    contents = read(word_of(p("thân"), header=p("LĐLĐ huyện"), footer=p("2")))
    assert lines(contents.blocks) == ["thân"]
    assert contents.margins == ("LĐLĐ huyện",)


def test_letters_split_over_runs_are_composed() -> None:
    assert texts(f"<w:p>{r('kê')}{r(chr(0x301), '<w:i/>')}{r('t')}</w:p>") == ["kết"]


def test_looks_come_from_the_run_its_style_the_paragraphs_style_and_the_defaults() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:pPr><w:jc w:val="center"/></w:pPr>'
        "<w:rPr><w:b/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="B2"><w:name w:val="B2"/><w:basedOn w:val="B"/>'
        "<w:rPr><w:i/></w:rPr></w:style>"
        '<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    inherited = p("a", props='<w:pStyle w:val="B2"/>')
    taken_off = p("b", props='<w:pStyle w:val="B"/>', run='<w:b w:val="0"/>')
    by_character_style = p("c", run='<w:rStyle w:val="S"/>')
    toggled = p("d", props='<w:pStyle w:val="B"/>', run='<w:rStyle w:val="S"/>')
    found = paragraphs(read(word_of(inherited + taken_off + by_character_style + toggled, styles=styles)).blocks)
    assert [(f.bold, f.italic, f.centered) for f in found] == [
        (True, True, True),
        (False, False, True),
        (True, False, False),
        (False, False, True),
    ]


def test_white_space_has_no_look() -> None:
    body = f"<w:p>{r(' ')}{r('1. Mục', '<w:b/>')}{r(' ')}{r('đậm:', '<w:b/>')}{r(' thường')}</w:p>"
    (found,) = paragraphs(read(word_of(body)).blocks)
    assert (found.text, found.bold_until) == ("1. Mục đậm: thường", len("1. Mục đậm:"))


def test_merged_and_nested_cells() -> None:
    def tc(content: str, props: str = "") -> str:
        return f"<w:tc><w:tcPr>{props}</w:tcPr>{content}</w:tc>"

    nested = f"<w:tbl><w:tr>{tc(p('lồng'))}</w:tr></w:tbl>"
    down, across = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'
    body = (
        '<w:tbl><w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr>'
        f"<w:tr>{tc(p('dọc'), down)}{tc(p('ngang'), across)}</w:tr>"
        f"<w:tr>{tc(p(''), '<w:vMerge/>')}{tc(p('x'))}{tc(p('y') + nested)}</w:tr></w:tbl>"
    )
    found = table(read(word_of(body)).blocks)
    assert [[(c.text, c.column_span, c.row_span) for c in row] for row in found.rows] == [
        [("dọc", 1, 2), ("ngang", 2, 1)],
        [("x", 1, 1), ("y lồng", 1, 1)],
    ]
    assert found.borderless is False


@pytest.mark.parametrize("main_type", ["template.main", "document.macroEnabled.main"])
def test_templates_and_files_with_macros_are_read_too(main_type: str) -> None:
    assert lines(read(word_of(p("a"), main_type=main_type)).blocks) == ["a"]


def test_mathematics_is_read_as_its_letters() -> None:
    assert texts(f"<w:p>{r('S = ')}<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>") == ["S = a+b"]


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (p(""), "empty"),
        ('<w:p><w:r><w:drawing><a:blip r:embed="r9"/></w:drawing></w:r></w:p>', "no_text"),
    ],
)
def test_a_file_without_text_says_why(body: str, cause: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(word_of(body))
    assert caught.value.cause == cause
