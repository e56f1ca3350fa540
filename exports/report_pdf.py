"""A report as a PDF file with a text layer."""

from __future__ import annotations

import io
from html import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table
from reportlab.platypus.doctemplate import LayoutError

from domain.errors import ExportError
from exports.fonts import BOLD, REGULAR, register_fonts
from exports.report_sheet import MOTTO, NATION, RECIPIENTS, Grid, Heading, Part, ReportSheet, printable

_BODY = ParagraphStyle(
    "body", fontName=REGULAR, fontSize=11, leading=16, alignment=TA_JUSTIFY, firstLineIndent=1 * cm, spaceAfter=5
)
_HEADING = ParagraphStyle("heading", parent=_BODY, alignment=0, spaceBefore=4, keepWithNext=1)
_TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=13, leading=18, alignment=TA_CENTER)
_HEAD = ParagraphStyle("head", fontName=REGULAR, fontSize=9, leading=13, alignment=TA_CENTER)
_SMALL = ParagraphStyle("small", fontName=REGULAR, fontSize=9, leading=12)


def write_pdf(sheet: ReportSheet, *, password: str = "") -> bytes:
    """Return `sheet` as a PDF file with a text layer; the same sheet gives the same bytes. Raises ExportError.

    With `password`, nobody opens the file without it (ISO 32000-1, 7.6).
    """
    register_fonts()
    out = io.BytesIO()
    lock = StandardEncryption(password, ownerPassword=password, strength=128) if password else None
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=3 * cm,
        rightMargin=2 * cm,
        topMargin=2 * cm,
        bottomMargin=2 * cm,
        title=printable(" ".join(sheet.title)),
        author=printable(sheet.letterhead.issuer),
        invariant=1,
        encrypt=lock,
    )
    try:
        document.build(_flow(sheet), onLaterPages=_page_number)
    except (LayoutError, ValueError) as error:
        raise ExportError(f"the PDF file could not be written: {error}") from error
    return out.getvalue()


def _page_number(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(REGULAR, 9)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 1.3 * cm, str(document.page))


def _flow(sheet: ReportSheet) -> list[Flowable]:
    titles = [Paragraph(_xml(line), _TITLE) for line in sheet.title]
    opening = [Paragraph(_xml(line), _BODY) for line in sheet.opening]
    parts = [_part(part) for part in sheet.parts]
    closing = [Paragraph(_xml(line), _BODY) for line in sheet.closing]
    gap = Spacer(1, 14)
    return [_letterhead(sheet), gap, *titles, gap, *opening, *parts, *closing, gap, _ending(sheet)]


def _letterhead(sheet: ReportSheet) -> Table:
    head = sheet.letterhead
    left = [Paragraph(_xml(head.superior), _HEAD), _bold(head.issuer, _HEAD), Paragraph(_xml(head.number), _HEAD)]
    right = [_bold(NATION, _HEAD), _bold(MOTTO, _HEAD), Paragraph(_xml(head.place_and_date), _HEAD)]
    return Table([[left, right]], colWidths=[7.3 * cm, 8.7 * cm], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])


def _part(part: Part) -> Flowable:
    if isinstance(part, Heading):
        run_in = f" {_xml(part.run_in)}" if part.run_in else ""
        return Paragraph(f"<b>{_xml(part.lead)}</b>{run_in}", _HEADING)
    if isinstance(part, Grid):
        return _grid(part)
    return Paragraph(_xml(part.line), _BODY)


def _grid(grid: Grid) -> Table:
    head, *rows = grid.rows
    cells = [[_bold(value, _SMALL) for value in head], *([Paragraph(_xml(v), _SMALL) for v in row] for row in rows)]
    return Table(cells, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)], repeatRows=1, spaceAfter=8)


def _ending(sheet: ReportSheet) -> Table:
    left = [Paragraph(_xml(line), _SMALL) for line in (RECIPIENTS, *sheet.recipients)] if sheet.recipients else []
    right = [_bold(line, _HEAD) for line in sheet.signature]
    return Table([[left, right]], colWidths=[8 * cm, 8 * cm], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])


def _bold(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(f"<b>{_xml(text)}</b>", style)


def _xml(text: str) -> str:
    return escape(printable(text), quote=False)
