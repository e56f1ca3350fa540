"""Parses one XML part of an office file, of which nobody knows who wrote it."""

from __future__ import annotations

from typing import Any

from parsers.contents import damaged


def parse_part(name: str, data: bytes) -> Any:
    """Return the root element of a part, without comments and instructions; entities and outside files stay out.

    Raises UnreadableError where it is not well-formed, MemoryError where memory ran out.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        # libxml2 that gave up for want of memory leaves lxml neither message nor line.
        if error.lineno == 0 and "unknown error" in str(error):
            raise MemoryError from error
        raise damaged(f"{name}: {error}") from error
