"""A report as the text of a mail, plain or HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from exports.report_sheet import Grid, Heading, Part, ReportSheet, Text


def write_text(sheet: ReportSheet) -> str:
    """Return `sheet` as plain text, one paragraph a line, blank lines before headings of the first level."""
    return "\n".join(_lines(sheet)) + "\n"


def write_html(sheet: ReportSheet) -> str:
    """Return `sheet` as an HTML fragment of the kind web mail programs write: headings are bold paragraphs."""
    head = sheet.letterhead
    top = [escape(line) for line in (head.superior, head.issuer) if line]
    rows = [
        *(f"<p><b>{line}</b></p>" for line in top),
        *(f'<p align="center"><b>{escape(line)}</b></p>' for line in sheet.title),
        *(_paragraph(line) for line in sheet.opening),
        *(_html_part(part) for part in sheet.parts),
        *(_paragraph(line) for line in (*sheet.closing, *sheet.signature)),
    ]
    return "<div>\n" + "\n".join(rows) + "\n</div>\n"


def _lines(sheet: ReportSheet) -> Iterator[str]:
    head = sheet.letterhead
    yield from (line for line in (head.superior, head.issuer, head.number) if line)
    yield from ("", *sheet.title, "", *sheet.opening)
    for part in sheet.parts:
        if isinstance(part, Heading) and part.level == 0:
            yield ""
        yield from _plain_part(part)
    yield from ("", *sheet.closing, "", *sheet.signature)


def _plain_part(part: Part) -> Iterator[str]:
    if isinstance(part, Grid):
        yield from (" | ".join(row) for row in part.rows)
    else:
        yield part.line


def _html_part(part: Part) -> str:
    if isinstance(part, Heading):
        run_in = f" {escape(part.run_in)}" if part.run_in else ""
        return f"<p><b>{escape(part.lead)}</b>{run_in}</p>"
    if isinstance(part, Text):
        return _paragraph(part.line)
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in part.rows)
    return f'<table border="1">{rows}</table>'


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
