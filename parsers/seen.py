"""What a reader's walk through a document met besides text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Seen:
    """Counts that number the places of paragraphs and tables, and tell a document that is only pictures."""

    paragraphs: int = 0
    tables: int = 0
    pictures: int = 0
    #: Pictures so large that they may be pages of text.
    large_pictures: int = 0
    #: Parts of another format inside the document, which are not read.
    foreign_parts: int = 0
