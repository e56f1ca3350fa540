"""Pictures of pages made fit for reading: grey, lit evenly, level, at 300 dots an inch."""

from __future__ import annotations

import io
import math
import warnings
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from parsers.contents import damaged
from parsers.zipguard import too_large

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

#: Dots an inch; a photograph is taken to show a page of A4 (shorter side 8.27 in).
DPI = 300
_PAGE_SIDE = round(8.27 * DPI)
#: A picture is not enlarged beyond this: it would not get clearer.
_LARGEST_SCALE = 2.5
#: A picture of more pixels is no page (A3 in 600 dpi has 70 million).
_PIXELS = 100_000_000
#: The paper's grain: a blur of one pixel brought one paragraph in ten from nearly right to right.
_BLUR = 1.0
#: The light on the paper is what is left of a picture made smaller by so much, letters taken out.
_LIGHT_REDUCE, _LIGHT_REACH, _LIGHT_BLUR = 16, 5, 4
#: Skew is looked for up to so many degrees, on a picture of so many pixels across, first roughly, then finely.
_MOST_SKEW, _SKEW_SIDE, _ROUGH, _FINE = 10, 700, 1.0, 0.25
#: Less skew is straightened out of the words' places; what makes lines stand out less than this is no skew.
_LEAST_SKEW, _STANDS_OUT = 0.4, 1.1


def rendered(data: bytes, number: int) -> Picture:
    """Return page `number` (from 0) of a PDF. Raises UnreadableError."""
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            page = document[number]
            width, height = page.get_size()
            # Some scanners call each dot a point: their pages are of several metres.
            scale = min(DPI / 72, 1.5 * _PAGE_SIDE / max(min(width, height), 1.0))
            scale = min(scale, math.sqrt(_PIXELS / 4 / max(width * height, 1.0)))
            return _clean(page.render(scale=scale, grayscale=True).to_pil())
    except pypdfium2.PdfiumError as error:
        raise damaged(f"pdfium: {error}") from error


def photographed(data: bytes, number: int) -> Picture:
    """Return page `number` (from 0) of a picture, held as its camera noted. Raises UnreadableError."""
    from PIL import Image, ImageOps

    picture = opened(data)
    try:
        picture.seek(number)
        # Exif 2.3, tag 274.
        grey = _on_white(ImageOps.exif_transpose(picture))
    except MemoryError:
        raise
    except Exception as error:  # decoders raise OSError, SyntaxError, struct.error, EOFError …
        raise damaged(f"picture: {type(error).__name__}: {error}") from error
    scale = min(_PAGE_SIDE / min(grey.size), _LARGEST_SCALE)
    size = (max(round(grey.width * scale), 1), max(round(grey.height * scale), 1))
    return _clean(grey.resize(size, Image.Resampling.LANCZOS) if abs(scale - 1) > 0.05 else grey)


def opened(data: bytes) -> Any:
    """Return a picture whose size is checked before anything of it is unpacked. Raises UnreadableError."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data))
    except Exception as error:  # Pillow raises whatever a broken header leads it to
        raise damaged(f"picture: {type(error).__name__}: {error}") from error
    if picture.width * picture.height > _PIXELS:
        raise too_large("pixels", "Ảnh quá lớn nên không đọc.", f"{picture.width} × {picture.height}")
    return picture


def _on_white(picture: Picture) -> Picture:
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("L")
    return picture.convert("RGB").convert("L") if picture.mode == "P" else picture.convert("L")


def _clean(sheet: Picture) -> Picture:
    from PIL import ImageFilter

    return _evenly_lit(sheet.convert("L")).filter(ImageFilter.GaussianBlur(_BLUR))


def _evenly_lit(sheet: Picture) -> Picture:
    """Divide by the light that falls on the paper: half a page in shadow would else come out as black."""
    from PIL import Image, ImageFilter, ImageMath

    if min(sheet.size) < 4 * _LIGHT_REDUCE:
        return sheet
    paper = sheet.reduce(_LIGHT_REDUCE).filter(ImageFilter.MaxFilter(_LIGHT_REACH))
    light = paper.filter(ImageFilter.GaussianBlur(_LIGHT_BLUR)).resize(sheet.size, Image.Resampling.BILINEAR)
    bright = light.point([max(level, 1) for level in range(256)])

    def divided(by: dict[str, Any]) -> Any:
        return by["convert"](by["min"](by["sheet"] * 255 / by["light"], 255), "L")

    return cast("Picture", ImageMath.lambda_eval(divided, sheet=sheet, light=bright))


def level(sheet: Picture) -> Picture:
    """Turn a page that lies askew by some degrees so that its lines run level."""
    skew = _skew(sheet)
    if abs(skew) < _LEAST_SKEW:
        return sheet
    from PIL import Image

    return sheet.rotate(skew, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)


def _skew(sheet: Picture) -> float:
    """Return by how many degrees, anticlockwise, a page has to be turned: lines stand out most from what is between."""
    from PIL import Image

    shrink = max(round(min(sheet.size) / _SKEW_SIDE), 1)
    small = sheet.reduce(shrink).point([255 - value for value in range(256)])

    def stands_out(angle: float) -> float:
        turned = small.rotate(angle, resample=Image.Resampling.BILINEAR)
        rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
        return float(sum((a - b) ** 2 for a, b in pairwise(rows)))

    def best(around: float, reach: float, step: float) -> float:
        return max((around + step * n for n in range(-round(reach / step), round(reach / step) + 1)), key=stands_out)

    skew = best(best(0.0, _MOST_SKEW, _ROUGH), _ROUGH, _FINE)
    return skew if stands_out(skew) > _STANDS_OUT * stands_out(0.0) else 0.0
