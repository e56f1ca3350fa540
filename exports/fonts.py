"""The fonts that PDF files carry: every Vietnamese letter, on every machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from domain.errors import ExportError

FOLDER = Path(__file__).parent / "fonts"
REGULAR = "DejaVuSans"
BOLD = "DejaVuSans-Bold"


def font_file(name: str) -> Path:
    """Return the file of font `name` (REGULAR or BOLD)."""
    return FOLDER / f"{name}.ttf"


@cache
def register_fonts() -> None:
    """Make both fonts known to reportlab, once in a process. Raises ExportError where a font file is unusable."""
    try:
        for name in (REGULAR, BOLD):
            pdfmetrics.registerFont(TTFont(name, str(font_file(name))))
    except (TTFError, OSError) as error:
        raise ExportError(f"a carried font cannot be used: {error}") from error
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
