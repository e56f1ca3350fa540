"""A report as an office scanner leaves it: pages of pictures, no text layer."""

from __future__ import annotations

import io
import textwrap

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from domain.errors import ExportError
from exports.fonts import REGULAR, font_file
from exports.report_sheet import MOTTO, NATION, ReportSheet
from exports.report_text import write_text

#: A4 at 120 dots an inch, and what fits on it.
_PIXELS = (992, 1403)
_COLUMNS, _ROWS = 78, 50
_MARGIN, _LEADING, _SIZE = 110, 24, 18
_PAPER, _INK = 246, 35


def write_scan(sheet: ReportSheet) -> bytes:
    """Return `sheet` as a PDF of page pictures, a little askew; the same sheet gives the same bytes.

    Raises ExportError.
    """
    lines = [row for line in _typed(sheet) for row in textwrap.wrap(line, _COLUMNS) or [""]]
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    try:
        for start in range(0, len(lines), _ROWS):
            canvas.drawImage(_picture(lines[start : start + _ROWS]), 0, 0, *A4)
            canvas.showPage()
    except (OSError, ValueError) as error:
        raise ExportError(f"the scanned pages could not be written: {error}") from error
    canvas.save()
    return out.getvalue()


def _typed(sheet: ReportSheet) -> list[str]:
    return [NATION.center(_COLUMNS), MOTTO.center(_COLUMNS), "", *write_text(sheet).splitlines()]


def _picture(lines: list[str]) -> ImageReader:
    page = Image.new("L", _PIXELS, _PAPER)
    pen, font = ImageDraw.Draw(page), ImageFont.truetype(str(font_file(REGULAR)), _SIZE)
    for row, line in enumerate(lines):
        pen.text((_MARGIN, _MARGIN + row * _LEADING), line, font=font, fill=_INK)
    askew = page.rotate(0.8, resample=Image.Resampling.BICUBIC, fillcolor=_PAPER)
    jpeg = io.BytesIO()
    askew.filter(ImageFilter.GaussianBlur(0.6)).save(jpeg, "JPEG", quality=55)
    jpeg.seek(0)
    return ImageReader(jpeg)
