"""PDF pages back into what was typed."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from domain.document import Table
from parsers.contents import UnreadableError
from parsers.limits import Limits
from tests.support.documents import lines, paragraphs, pdf_of, read

_FULL = "words that fill the whole of the line up to its right edge and then some more of"


def test_wrapped_lines_are_joined_and_indented_ones_begin_anew() -> None:
    page = [
        (110, 700, "- " + _FULL),
        (85, 684, _FULL + " them"),
        (85, 668, "end."),
        (110, 652, "- second item."),
        (110, 636, "- third item " + _FULL[:60]),
        (85, 620, "and its end."),
    ]
    assert lines(read(pdf_of([page])).blocks) == [
        f"- {_FULL} {_FULL} them end.",
        "- second item.",
        f"- third item {_FULL[:60]}",
        "and its end.",
    ]


def test_a_paragraph_goes_on_over_the_page_and_page_marks_stay_out() -> None:
    def page(number: int, *body: tuple[float, float, str]) -> list[tuple[float, float, str]]:
        return [(85, 800, f"Report of unit, page {number}"), *body, (300, 30, str(number))]

    pages = [
        page(1, (110, 700, "First " + _FULL), (85, 684, _FULL + " them")),
        page(2, (85, 760, "goes on here."), (110, 744, "Next.")),
        page(3, (110, 760, "Last.")),
    ]
    contents = read(pdf_of(pages))
    assert lines(contents.blocks) == [f"First {_FULL} {_FULL} them goes on here.", "Next.", "Last."]
    assert contents.margins == ("Report of unit, page 1", "Report of unit, page 2", "Report of unit, page 3")
    assert paragraphs(contents.blocks)[0].where == "trang 1 dòng 1"


def test_bold_is_told_by_the_font() -> None:
    found = paragraphs(read(pdf_of([[(85, 700, "!I. HEADING"), (85, 660, "text below it")]])).blocks)
    assert [(paragraph.text, paragraph.bold) for paragraph in found] == [("I. HEADING", True), ("text below it", False)]


def test_letters_are_put_in_order_by_where_they_stand() -> None:
    page = [(85, 700, "L"), (99, 700, "NG"), (92.4, 700, "A"), (85, 660, "below")]
    assert lines(read(pdf_of([page])).blocks)[0] == "LANG"


def test_columns_of_figures_are_a_table() -> None:
    rows = [
        ("Area", "Total", "Women"),
        ("Office", "442", "243"),
        ("Company with a", "712", "391"),
        ("long name", "", ""),
    ]
    page = [
        (x, 700 - 14 * n, text)
        for n, row in enumerate(rows)
        for x, text in zip((85, 250, 350), row, strict=True)
        if text
    ]
    (found,) = read(pdf_of([page])).blocks
    assert isinstance(found, Table)
    assert [[cell.text for cell in row] for row in found.rows] == [
        ["Area", "Total", "Women"],
        ["Office", "442", "243"],
        ["Company with a long name", "712", "391"],
    ]


def test_a_letterhead_is_read_column_by_column() -> None:
    page = [
        (85, 780, "UNION OF THE PROVINCE"),
        (330, 780, "THE REPUBLIC"),
        (85, 764, "UNION OF THE DISTRICT"),
        (330, 764, "Freedom - Happiness"),
        (85, 748, "No: 12"),
        (250, 700, "REPORT"),
    ]
    letterhead, title = read(pdf_of([page])).blocks
    assert isinstance(letterhead, Table)
    assert letterhead.borderless is True
    assert lines((letterhead,)) == [
        "UNION OF THE PROVINCE",
        "UNION OF THE DISTRICT",
        "No: 12",
        "THE REPUBLIC",
        "Freedom - Happiness",
    ]
    assert lines((title,)) == ["REPORT"]


def picture_page() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawInlineImage(Image.new("L", (60, 80), 200), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_scan_says_that_it_is_one() -> None:
    with pytest.raises(UnreadableError, match="bản quét") as caught:
        read(picture_page())
    assert caught.value.cause == "no_text"


def test_a_pdf_without_anything_is_empty() -> None:
    with pytest.raises(UnreadableError) as caught:
        read(pdf_of([[]]))
    assert caught.value.cause == "empty"


def test_more_pages_than_allowed_are_refused_naming_the_limit() -> None:
    with pytest.raises(UnreadableError, match="limit pdf_pages") as caught:
        read(pdf_of([[(85, 700, "a")]] * 4), Limits(pdf_pages=3))
    assert caught.value.cause == "too_large"


def test_a_cut_pdf_is_damaged() -> None:
    with pytest.raises(UnreadableError) as caught:
        read(pdf_of([[(85, 700, "a")]])[:200])
    assert caught.value.cause == "damaged"


def test_a_pdf_under_a_password_says_so() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt="secret")
    canvas.drawString(85, 700, "a")
    canvas.save()
    with pytest.raises(UnreadableError) as caught:
        read(out.getvalue())
    assert caught.value.cause == "password"
