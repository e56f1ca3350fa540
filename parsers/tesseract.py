"""Tesseract, the recogniser of printed letters, as a program of its own: it can be killed, and needs not be there."""

from __future__ import annotations

import io
import os
import re
import resource
import shutil
import subprocess
import time
from functools import cache
from typing import TYPE_CHECKING

from domain.document import UnreadableCause
from parsers.contents import UnreadableError

if TYPE_CHECKING:
    from PIL.Image import Image

_LANGUAGE = "vie"
#: Page segmentation: 'single column of text of variable sizes' keeps both halves of a letterhead in their lines;
#: 0 looks at orientation only.
_COLUMN, _ORIENTATION = "4", "0"
_ROTATE = re.compile(rb"^Rotate: (\d+)", re.MULTILINE)
_SURE = re.compile(rb"^Orientation confidence: ([\d.]+)", re.MULTILINE)
#: What tesseract calls its confidence in an orientation; below it is a guess.
_LEAST_SURE = 1.0


@cache
def lacking() -> str:
    """Return what is missing for recognising Vietnamese, as a Vietnamese phrase; '' where nothing is."""
    if not shutil.which("tesseract"):
        return "thiếu chương trình tesseract (gói tesseract-ocr, tesseract-ocr-vie)"
    try:
        listed = subprocess.run(
            ["tesseract", "--list-langs"],  # noqa: S607
            capture_output=True,
            check=False,
            timeout=30,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return f"chương trình tesseract không chạy được ({error})"
    if _LANGUAGE.encode() not in (listed.stdout + listed.stderr).split():
        return "thiếu dữ liệu tiếng Việt của tesseract (gói tesseract-ocr-vie)"
    return ""


def recognise(picture: Image, dpi: int, until: float) -> bytes:
    """Return the text of a grey picture with its places as hOCR 1.2; `until` is a time.monotonic() to end by.

    Raises UnreadableError (TOO_SLOW, READER_FAILED).
    """
    return _run(picture, ["-l", _LANGUAGE, "--dpi", str(dpi), "--psm", _COLUMN, "hocr"], until)


def quarter_turns(picture: Image, dpi: int, until: float) -> int:
    """Return how many quarter turns clockwise make a page stand upright; 0 where that is not clear."""
    try:
        told = _run(picture, ["-l", "osd", "--dpi", str(dpi), "--psm", _ORIENTATION], until)
    except UnreadableError as error:
        if error.cause is UnreadableCause.TOO_SLOW:
            raise
        return 0  # too few letters to tell, or no data for orientation installed
    degrees, sure = _ROTATE.search(told), _SURE.search(told)
    if not degrees or not sure or float(sure[1]) < _LEAST_SURE:
        return 0
    return int(degrees[1]) // 90 % 4


def _run(picture: Image, arguments: list[str], until: float) -> bytes:
    left = until - time.monotonic()
    if left <= 0:
        raise too_slow()
    sheet = io.BytesIO()
    picture.save(sheet, "PPM")
    with subprocess.Popen(  # noqa: S603
        ["tesseract", "stdin", "stdout", *arguments],  # noqa: S607
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # More threads than one make it slower (three times on two cores).
        env={**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"},
    ) as program:
        # Should nobody be left to kill it, it ends by itself.
        resource.prlimit(program.pid, resource.RLIMIT_CPU, (int(left) + 2, int(left) + 2))
        try:
            said, complained = program.communicate(sheet.getvalue(), timeout=left)
        except subprocess.TimeoutExpired as error:
            program.kill()
            raise too_slow() from error
    if program.returncode:
        raise UnreadableError(
            UnreadableCause.READER_FAILED,
            "Chương trình nhận dạng chữ gặp lỗi với trang này; cần người xem lại.",
            f"tesseract ended with {program.returncode}: {complained[-200:].decode('utf-8', 'replace')}",
        )
    return said


def too_slow() -> UnreadableError:
    """Return the error for a page that took too long."""
    return UnreadableError(
        UnreadableCause.TOO_SLOW,
        "Nhận dạng chữ của trang quá lâu nên phải dừng; cần người xem lại.",
        "limit ocr_seconds",
    )
