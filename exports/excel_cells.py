"""Text in a cell is text, whatever it begins with and whatever is in it."""

from __future__ import annotations

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell

#: An Excel cell holds no more (ECMA-376 limits); what is longer would make the whole workbook unreadable.
_MOST_LETTERS = 32_767
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def put_text(cell: Cell, text: str) -> None:
    """Write `text` so that no program takes it for a formula (OWASP: CSV injection)."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_MOST_LETTERS]
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)
