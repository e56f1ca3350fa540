"""Pages drawn as a scanner or a camera would show them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

_FONTS = Path("/usr/share/fonts/truetype/dejavu")
_SIZE, _LEADING, _AFTER = 22, 31, 8
_LEFT, _WIDTH = 90, 720
_PAPER = (900, 700)


def page(paragraphs: Sequence[str], *, number: str = "") -> Image.Image:
    """Return a page in grey; a paragraph in '**' is bold. Without the font the test is left out, saying so."""
    if not _FONTS.exists():
        pytest.skip("needs the fonts of fonts-dejavu-core")
    sheet = Image.new("L", _PAPER, 245)
    draw = ImageDraw.Draw(sheet)
    top = 60
    for text in paragraphs:
        bold = text.startswith("**")
        font = ImageFont.truetype(str(_FONTS / ("DejaVuSerif-Bold.ttf" if bold else "DejaVuSerif.ttf")), _SIZE)
        for line in _wrapped(text.strip("*"), font):
            draw.text((_LEFT, top), line, fill=20, font=font)
            top += _LEADING
        top += _AFTER
    if number:
        font = ImageFont.truetype(str(_FONTS / "DejaVuSerif.ttf"), _SIZE)
        draw.text((_PAPER[0] / 2, _PAPER[1] - 45), number, fill=20, font=font)
    return sheet


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > _WIDTH:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def picture(sheet: Image.Image, form: str = "PNG", **options: object) -> bytes:
    """Return a page as a file."""
    out = io.BytesIO()
    sheet.save(out, form, **options)
    return out.getvalue()


def scanned_pdf(sheets: Sequence[Image.Image]) -> bytes:
    """Return a PDF whose pages are pictures."""
    return picture(sheets[0], "PDF", resolution=110, save_all=True, append_images=list(sheets[1:]))
