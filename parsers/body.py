"""Which of a mail's two bodies is read: the HTML one where it tells more than the plain one."""

from __future__ import annotations

from domain.document import Block, FileKind, Paragraph, Table, walk_paragraphs
from domain.vietnamese import squeeze
from parsers.contents import Contents
from parsers.unwrap import wrap_width

BODY_NAME = "nội dung thư"
#: HTML that says less than this share of what the plain text says has lost something.
_COVERS = 0.9


def choose_body(
    text: str, plain: Contents | None, html: str, rich: Contents | None
) -> tuple[Contents | None, FileKind]:
    """Return the body to be read and its kind; (None, TEXT) where both are empty."""
    if rich is None or (plain is not None and not _better(text, plain, html, rich)):
        return plain, FileKind.TEXT
    return rich, FileKind.HTML


def _better(text: str, plain: Contents, html: str, rich: Contents) -> bool:
    if len(_letters(rich.blocks)) < _COVERS * len(_letters(plain.blocks)):
        return False
    return "MsoNormal" in html or _structured(rich.blocks) or wrap_width(text.split("\n")) > 0


def _letters(blocks: tuple[Block, ...]) -> str:
    return squeeze(" ".join(p.text for p in walk_paragraphs(blocks)))


def _structured(blocks: tuple[Block, ...]) -> bool:
    return any(
        isinstance(block, Table)
        or (isinstance(block, Paragraph) and (block.label or block.bold_until or block.outline_level is not None))
        for block in blocks
    )
