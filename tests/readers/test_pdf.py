"""PDF pages back into what was typed."""

from __future__ import annotations

import io
import time

import pytest
from reportlab.pdfgen.canvas import Canvas

from domain.document import Paragraph, Table
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


FULL = "Duyet de an nhan su cua 72 co so, tra lai 3 de an vi con thieu co cau nu va can bo tre tuoi."


@pytest.mark.parametrize(
    "behind",
    ["Ton tai", "6.2. Kho khan, vuong mac", "4.Xay dung to chuc cong doan: Tu dau nam ket nap 299 doan vien o 12 xa"],
)
def test_a_heading_behind_a_sentence_that_fills_its_line_stands_alone(behind: str) -> None:
    page = [(72, 760, FULL), (72, 744, behind), (72, 728, "Con cham."), (72, 712, FULL)]
    assert [line.text for line in paragraphs(read(pdf_of([page])).blocks)][:2] == [FULL, behind]


def test_a_sentence_that_ends_on_the_next_line_is_one_paragraph() -> None:
    page = [(72, 760, FULL), (72, 744, "Con cham so voi ke hoach."), (72, 712, FULL)]
    first, second = paragraphs(read(pdf_of([page])).blocks)
    assert (first.text, second.text) == (f"{FULL} Con cham so voi ke hoach.", FULL)


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


def _pages_with(*edges: str, y: float = 770) -> bytes:
    """Return a PDF of one page for each of `edges`, that text at the same place on each."""
    bodies = [[(85, 600, f"Text number {chr(65 + n)} of its own,"), (85, 560, "end.")] for n in range(len(edges))]
    return pdf_of([[(85, y, edge), *body] for edge, body in zip(edges, bodies, strict=True)])


@pytest.mark.parametrize("y", [770, 60])
@pytest.mark.parametrize(
    "edges",
    [
        # Headings of many sections that happen to begin or end their pages.
        ("2.2. Shortcomings", "5.2. Shortcomings", "8.2. Shortcomings"),
        ("2.2 Shortcomings", "3.2 Shortcomings", "4.2 Shortcomings", "5.2 Shortcomings"),
        ("1/ Shortcomings", "2/ Shortcomings", "3/ Shortcomings"),
        # The same heading of many sections: its number is the same on each page.
        ("2. Shortcomings", "2. Shortcomings", "2. Shortcomings"),
        ("II Results", "II Results", "II Results"),
        ("b) Shortcomings", "b) Shortcomings", "b) Shortcomings"),
        ("- None", "- None", "- None"),
        ("None.", "None.", "None."),
        # Figures in place of a page number that do not follow the pages.
        ("Of 12 units", "Of 3 units", "Of 7 units"),
        ("442", "243", "712"),
        # Too few pages have it.
        ("Unit of the district", "Another line", "Unit of the district", "Third line"),
    ],
)
def test_lines_at_the_edges_of_pages_that_are_content_stay(edges: tuple[str, ...], y: float) -> None:
    contents = read(_pages_with(*edges, y=y))
    assert [line for line in lines(contents.blocks) if "Text number" not in line and line != "end."] == list(edges)
    assert contents.margins == ()


@pytest.mark.parametrize("y", [800, 30])
@pytest.mark.parametrize(
    ("edges", "margins"),
    [
        (("Unit of the district",) * 2, ("Unit of the district",)),
        (("First page", *("Unit of the district",) * 4), ("Unit of the district",)),
        (("1", "2", "3"), ()),
        (("- 12 -", "- 13 -", "- 14 -"), ()),
        (("Trang 1/3", "Trang 2/3", "Trang 3/3"), ()),
        (("Unit, 6 months of 2017 - 1", "Unit, 6 months of 2017 - 2"), None),
    ],
)
def test_lines_drawn_again_on_every_page_are_margins(
    edges: tuple[str, ...], margins: tuple[str, ...] | None, y: float
) -> None:
    contents = read(_pages_with(*edges, y=y))
    kept = [line for line in lines(contents.blocks) if "Text number" not in line and line != "end."]
    assert kept == [edge for edge in edges if edge == "First page"]
    assert contents.margins == (edges if margins is None else margins)


def test_a_line_as_frequent_in_the_text_as_at_the_edge_is_no_header() -> None:
    pages = [[(85, 770, "Shortcomings"), (85, 600, "text."), (85, 400, "Shortcomings"), (85, 300, "end.")]] * 3
    contents = read(pdf_of(pages))
    assert lines(contents.blocks).count("Shortcomings") == 6


def test_a_header_at_another_height_is_no_header() -> None:
    contents = read(pdf_of([[(85, 800 - 10 * n, "Shortcomings"), (85, 600, "text.")] for n in range(4)]))
    assert lines(contents.blocks).count("Shortcomings") == 4


def test_bold_is_told_by_the_font() -> None:
    found = paragraphs(read(pdf_of([[(85, 700, "!I. HEADING"), (85, 660, "text below it")]])).blocks)
    assert [(paragraph.text, paragraph.bold) for paragraph in found] == [("I. HEADING", True), ("text below it", False)]


def test_a_legacy_text_is_told_by_its_letters_where_the_font_is_not_named_after_it() -> None:
    page = [(85, 700, "C«ng ®oµn tØnh ®· tæ chøc héi nghÞ"), (85, 660, "c¸n bé cña ®¬n vÞ.")]
    assert lines(read(pdf_of([page])).blocks) == ["Công đoàn tỉnh đã tổ chức hội nghị", "cán bộ của đơn vị."]
    page = [(85, 700, "Coâng ñoaøn cô sôû ñaõ toå chöùc"), (85, 660, "hoäi nghò caùn boä.")]
    assert lines(read(pdf_of([page])).blocks) == ["Công đoàn cơ sở đã tổ chức", "hội nghị cán bộ."]


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


# ---- tables drawn with lines


def drawn_table(
    pages: list[tuple[list[float], list[float], list[tuple[float, float, str]]]], *, pieces: int = 1
) -> bytes:
    """Return a PDF: for each page the places of upright lines, the heights of level ones, and (x, y, text)."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for uprights, levels, texts in pages:
        canvas.setFont("Times-Roman", 12)
        for x in uprights:
            canvas.line(x, levels[-1], x, levels[0])
        for y in levels:
            step = (uprights[-1] - uprights[0]) / pieces
            for n in range(pieces):
                canvas.line(uprights[0] + n * step, y, uprights[0] + (n + 1) * step, y)
        for x, y, text in texts:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def rows_of(found: Table) -> list[list[list[str]]]:
    """Return the paragraphs of every cell."""
    return [[lines(cell.blocks) for cell in row] for row in found.rows]


_UPRIGHT = [80.0, 110, 200, 280]


@pytest.mark.parametrize("pieces", [1, 5])
def test_words_close_together_in_drawn_cells_stay_apart(pieces: int) -> None:
    texts = [
        (85, 780, "Above the table."),
        (83, 740, "No"), (113, 740, "Results"), (203, 741.5, "Shortcomings"),
        (83, 715, "1"), (113, 715, "- Many meetings"), (203, 716.5, "- Few members"),
        (113, 700, "were held."), (203, 702.5, "came."), (113, 685, "- More."),
        (85, 640, "Below the table."),
    ]  # fmt: skip
    above, found, below = read(drawn_table([(_UPRIGHT, [755, 730, 670], texts)], pieces=pieces)).blocks
    assert isinstance(found, Table)
    assert rows_of(found) == [
        [["No"], ["Results"], ["Shortcomings"]],
        [["1"], ["- Many meetings were held.", "- More."], ["- Few members came."]],
    ]
    assert found.borderless is False
    assert lines((above, below)) == ["Above the table.", "Below the table."]
    assert paragraphs((below,))[0].where == "trang 1 dòng 6"


def test_a_row_that_the_page_cuts_in_two_is_one_row() -> None:
    first = [(83, 80, "1"), (113, 80, "- Begun on the"), (203, 80, "- Whole.")]
    second = [(113, 780, "first page."), (113, 765, "- Other."), (83, 735, "2"), (113, 735, "Next")]
    pages = [(_UPRIGHT, [95.0, 70], first), (_UPRIGHT, [795.0, 755, 720], second)]
    (found,) = read(drawn_table(pages)).blocks
    assert isinstance(found, Table)
    assert rows_of(found) == [
        [["1"], ["- Begun on the first page.", "- Other."], ["- Whole."]],
        [["2"], ["Next"], []],
    ]


def test_a_heading_row_that_is_drawn_again_stands_once() -> None:
    heading = [(83, 780, "No"), (113, 780, "Results"), (203, 780, "Rest")]
    pages = [
        (_UPRIGHT, [795.0, 770, 740], [*heading, (83, 750, str(n)), (113, 750, "Text."), (203, 750, "None.")])
        for n in (1, 2)
    ]
    (found,) = read(drawn_table(pages)).blocks
    assert isinstance(found, Table)
    assert [row[0].text for row in found.rows] == ["No", "1", "2"]


def test_tables_with_text_between_them_or_of_other_columns_are_two() -> None:
    cells: list[tuple[float, float, str]] = [(83, 750, "1"), (113, 750, "A."), (203, 750, "B.")]
    two = [(_UPRIGHT, [770.0, 740], cells), ([80.0, 200, 280], [770.0, 740], [(83, 750, "C."), (203, 750, "D.")])]
    assert len(read(drawn_table(two)).blocks) == 2
    between = [(_UPRIGHT, [770.0, 740], [*cells, (85, 700, "Text.")]), (_UPRIGHT, [770.0, 740], cells)]
    assert [type(block) for block in read(drawn_table(between)).blocks] == [Table, Paragraph, Table]


def test_a_drawing_of_many_lines_costs_no_time() -> None:
    ruled = [float(n) / 20 + 100 for n in range(9000)]
    began = time.monotonic()
    assert lines(read(drawn_table([(ruled, ruled[::-1], [(85.0, 780.0, "A drawing.")])])).blocks) == ["A drawing."]
    assert time.monotonic() - began < 20


def test_a_frame_around_text_is_no_table() -> None:
    frame = [([80.0, 500], [770.0, 700], [(85.0, 750.0, "A notice."), (85.0, 720.0, "Its end.")])]
    assert lines(read(drawn_table(frame)).blocks) == ["A notice.", "Its end."]
    assert not any(isinstance(block, Table) for block in read(drawn_table(frame)).blocks)


# ---- footnotes


def noted(number: str, *, rule_to: float = 200) -> bytes:
    """Return a PDF page with a raised 1 in its text and a line below that begins with `number`."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("Times-Roman", 14)
    canvas.drawString(85, 700, "- First point.")
    canvas.drawString(85 + canvas.stringWidth("- First point.", "Times-Roman", 14) + 60, 640, "2")
    canvas.setFont("Times-Roman", 8)
    canvas.drawString(85 + canvas.stringWidth("- First point.", "Times-Roman", 14), 705, "1")
    canvas.line(85, 80, rule_to, 80)
    canvas.setFont("Times-Roman", 10)
    canvas.drawString(85, 65, f"{number} Not counting")
    canvas.drawString(85, 53, "new units.")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_footnotes_hang_on_the_words_that_bear_their_numbers() -> None:
    first, other = paragraphs(read(noted("1")).blocks)
    assert (first.text, first.footnotes) == ("- First point.", ("Not counting new units.",))
    assert (other.text, other.footnotes) == ("2", ())


@pytest.mark.parametrize(("number", "rule_to"), [("2", 200.0), ("1.", 200.0), ("1", 500.0)])
def test_lines_below_a_rule_that_are_no_footnotes_stay(number: str, rule_to: float) -> None:
    found = paragraphs(read(noted(number, rule_to=rule_to)).blocks)
    assert [paragraph.footnotes for paragraph in found if paragraph.footnotes] == []
    assert " ".join(paragraph.text for paragraph in found).endswith(f"{number} Not counting new units.")
