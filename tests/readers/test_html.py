"""HTML as mails carry it: Word's, Gmail's, and lines with <br>."""

from __future__ import annotations

import pytest

from domain.document import Table
from parsers.contents import UnreadableError
from parsers.hypertext import from_html
from tests.support.documents import lines, paragraphs, read, table


def texts(html: str) -> list[str]:
    return lines(from_html(html).blocks)


def test_paragraphs_as_word_pastes_them() -> None:
    html = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0}</style></head>'
        "<body>"
        "<p class=MsoNormal align=center style='text-align:center'><b><span>BÁO&nbsp;CÁO</span></b><o:p></o:p></p>"
        "<p class=MsoNormal>&nbsp;<o:p></o:p></p><p class=MsoNormal><b>Kết quả: </b>đạt\r\n 95%.<o:p></o:p></p></body>"
    )
    title, result = paragraphs(from_html(html).blocks)
    assert (title.text, title.bold, title.centered) == ("BÁO CÁO", True, True)
    assert (result.text, result.bold_until, result.centered) == ("Kết quả: đạt 95%.", len("Kết quả:"), False)


def test_list_numbers_that_word_drew() -> None:
    html = (
        "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><![if !supportLists]>"
        "<span style='mso-list:Ignore'>1.2."
        "<span style='font:7pt'>&nbsp;&nbsp; </span></span><![endif]>Tồn tại</p>"
    )
    (found,) = paragraphs(from_html(html).blocks)
    assert (found.label, found.text, found.list_level) == ("1.2.", "Tồn tại", 1)


def test_list_numbers_that_a_browser_draws() -> None:
    html = (
        "<ol type=I><li>a<ol><li><p>b</p><li value=7>c</ol><li>d</ol>"
        "<ol type=a start=3><li>e</ol><ul><li><b>f</b></ul><p>sau</p>"
    )
    assert texts(html) == ["I. a", "1. b", "7. c", "II. d", "c. e", "• f", "sau"]


def test_lines_and_headings() -> None:
    found = paragraphs(from_html("<h2>Mục</h2>một<br>hai<div>ba <i>bốn</i></div>").blocks)
    assert [(f.text, f.outline_level) for f in found] == [("Mục", 1), ("một", None), ("hai", None), ("ba bốn", None)]


def test_lines_that_a_program_wrapped_are_joined() -> None:
    html = (
        "<div>- Tình hình nợ lương còn diễn ra: có 2 đơn vị nợ lương từ 1 tháng với số<br>tiền 426 triệu đồng.<br>"
        "- Nhà ở cho giáo viên vùng sâu vẫn là vấn đề bức xúc: mới có 12 phòng ở<br>tập thể.</div>"
    )
    assert len(texts(html)) == 2
    assert texts(html)[0].endswith("với số tiền 426 triệu đồng.")


def test_preformatted_text_keeps_its_lines() -> None:
    assert texts("<pre>I. Mục\n- một\n- hai</pre>") == ["I. Mục", "- một", "- hai"]


def test_tables_with_tables_inside() -> None:
    html = (
        "<table border=1><thead><tr><th colspan=2>Đầu</th></tr></thead>"
        "<tr><td>a<table><tr><td>trong</td></tr></table></td>"
        "<td rowspan=2><p>b</p><p>c</p></td></tr></table>"
    )
    found = table(from_html(html).blocks)
    assert [[(c.text, c.column_span, c.row_span) for c in row] for row in found.rows] == [
        [("Đầu", 2, 1)],
        [("a trong", 1, 1), ("b c", 1, 2)],
    ]
    assert found.borderless is False
    inner = found.rows[1][0].blocks[1]
    assert isinstance(inner, Table)
    assert inner.borderless is True


def test_scripts_comments_and_hidden_parts_are_no_text() -> None:
    html = (
        "<script>x</script><style>y</style><!-- z --><!--[if gte mso 9]><xml>w</xml><![endif]-->"
        "<span style='display: none'>ẩn</span><p>thấy</p>"
    )
    assert texts(html) == ["thấy"]


def test_a_declared_charset_is_believed_and_a_wrong_one_is_not() -> None:
    legacy = '<html><meta charset="windows-1258"><p>Công đoàn</p>'.encode("cp1258", "replace")
    assert lines(read(legacy).blocks) == ["Công đoàn"]
    wrong = '<html><meta charset="us-ascii"><p>Công đoàn được</p>'.encode()
    assert lines(read(wrong).blocks) == ["Công đoàn được"]


@pytest.mark.parametrize("html", ["", "  ", "<html></html>", "<p>&nbsp;</p>", "<!-- x -->"])
def test_a_page_without_text_is_empty(html: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        from_html(html)
    assert caught.value.cause == "empty"


def test_nesting_beyond_reason_is_refused_and_never_called_empty() -> None:
    assert texts("<div>" * 220 + "sâu") == ["sâu"]
    with pytest.raises(UnreadableError) as caught:
        from_html("<div>" * 5000 + "sâu")
    assert caught.value.cause == "suspicious"
