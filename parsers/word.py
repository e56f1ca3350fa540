"""Word files of 2007 and later: python-docx opens the package, our own walk reads it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from domain.document import FileKind, UnreadableCause
from parsers.contents import Contents, Members, Skip, UnreadableError, damaged, empty, no_text
from parsers.limits import Limits
from parsers.sample import Sample
from parsers.zipguard import guard

VIETNAMESE = "Word (.docx)"
NEEDS: tuple[str, ...] = ("docx", "lxml")

PICTURES_ONLY = "Tệp Word chỉ có hình (bản quét), chưa đọc được chữ; cần gửi lại bản có chữ."
LARGE_PICTURE_NOTE = "Trong tệp có hình lớn; chữ trong hình (nếu có) chưa được đọc."
_FOREIGN_PART_NOTE = "Trong tệp có tài liệu khác được nhúng; phần đó chưa được đọc."


def claims(sample: Sample) -> FileKind | None:
    """Claim every package with a 'word' folder, documents with macros and templates included."""
    return FileKind.DOCX if sample.package == "word" else None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Return the document's paragraphs and tables in reading order, with automatic numbers as labels."""
    guard(sample.data, limits)
    main = _main_part(sample.data)
    try:
        return _contents(main)
    except RecursionError as error:
        raise UnreadableError(
            UnreadableCause.SUSPICIOUS, "Tệp Word lồng quá nhiều lớp bất thường; không đọc.", "nested too deeply"
        ) from error


def _main_part(data: bytes) -> Any:
    from docx.package import Package

    try:
        return Package.open(io.BytesIO(data)).main_document_part
    except MemoryError:
        raise
    except Exception as error:  # python-docx raises KeyError, ValueError, lxml's and its own for broken packages
        if _ran_out_of_memory(error):
            raise MemoryError from error
        raise damaged(f"python-docx: {type(error).__name__}: {error}") from error


def _ran_out_of_memory(error: Exception) -> bool:
    """Whether libxml2 gave up for want of memory: lxml then knows neither message nor line."""
    return getattr(error, "lineno", None) == 0 and "unknown error" in str(error)


def _contents(main: Any) -> Contents:
    from parsers.word_numbers import Numbering
    from parsers.word_styles import Styles, W
    from parsers.word_walk import Walker

    body = _root(main).find(W + "body")
    if body is None:
        raise damaged("no w:body in the main part")
    styles = Styles(_related(main, "styles"), _related(main, "theme"))
    numbering = Numbering(_related(main, "numbering"), styles)
    walker = Walker(styles, numbering, _notes(main))
    blocks = walker.blocks(body)
    if not blocks:
        if walker.seen.pictures:
            raise no_text(PICTURES_ONLY, "pictures only")
        raise empty("no text in the body")
    return Contents(blocks=blocks, margins=_margins(main, walker.text_of), notes=_said_of(walker.seen))


def _said_of(seen: Any) -> tuple[str, ...]:
    notes = ((seen.large_pictures, LARGE_PICTURE_NOTE), (seen.foreign_parts, _FOREIGN_PART_NOTE))
    return tuple(note for met, note in notes if met)


def _parts(main: Any, kind: str) -> list[Any]:
    return [
        rel.target_part for rel in main.rels.values() if not rel.is_external and rel.reltype.rpartition("/")[2] == kind
    ]


def _related(main: Any, kind: str) -> Any | None:
    """Return the root of the part related as `kind`, None where there is none or it cannot be parsed."""
    from lxml import etree

    for part in _parts(main, kind):
        try:
            return _root(part)
        except (etree.XMLSyntaxError, UnreadableError):
            continue
    return None


def _root(part: Any) -> Any:
    """Return a part's XML, that of parts which python-docx knows only as bytes too."""
    from lxml import etree

    element = getattr(part, "element", None)
    if element is not None:
        return element
    try:
        return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise damaged(f"{part.partname}: {error}") from error


def _notes(main: Any) -> dict[tuple[str, str], Any]:
    from parsers.word_styles import W

    notes = {}
    for kind in ("footnote", "endnote"):
        root = _related(main, kind + "s")
        for note in () if root is None else root.iterchildren(W + kind):
            if note.get(W + "type") in (None, "normal"):
                notes[kind, note.get(W + "id")] = note
    return notes


def _margins(main: Any, text_of: Callable[[Any], str]) -> tuple[str, ...]:
    texts = [text_of(_root(part)) for kind in ("header", "footer") for part in _parts(main, kind)]
    # A page number says nothing of the document.
    return tuple(dict.fromkeys(text for text in texts if text.strip("-–. 0123456789")))
