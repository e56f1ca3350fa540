"""What hangs on places of a Word file's text: notes, text boxes, and the headers and footers.

[MS-DOC] 2.3 (document parts), 2.8 (PLCs); [MS-ODRAW] 2.2 for the shapes that are grouped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.doc_bytes import FormError, plc, u16, u32
from parsers.doc_container import Part, Story, WordFile

#: A stretch of the text.
Span = tuple[int, int]

#: Stories of the header document before its first section's: separators of notes (2.3.5).
_SEPARATORS = 6
_GROUP, _SHAPE, _SHAPE_FACTS = 0xF003, 0xF004, 0xF00A
_PICTURE_FRAME = 75
_CONTAINER = 0xF
_DEEPEST_GROUP = 30


@dataclass(frozen=True)
class Hangings:
    """What hangs on the places of the main text; places and spans count characters of the whole text."""

    #: Place of a note's mark → its text.
    notes: dict[int, Span] = field(default_factory=dict)
    #: Place of an anchor → the text boxes drawn there.
    boxes: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    #: Places of anchors of pictures, with the sides in twips.
    pictures: dict[int, tuple[int, int]] = field(default_factory=dict)
    #: Text boxes of which no anchor is known.
    stray_boxes: tuple[Span, ...] = ()


def hangings(file: WordFile) -> Hangings:
    """Return all that hangs on the main text. Raises FormError."""
    notes = _notes(file, Part.FOOTNOTE_MARKS, Part.FOOTNOTE_TEXTS, Story.FOOTNOTES)
    notes |= _notes(file, Part.ENDNOTE_MARKS, Part.ENDNOTE_TEXTS, Story.ENDNOTES)
    places, anchors = plc(file.part(Part.ANCHORS), 26)
    groups, frames = _shapes(file.part(Part.DRAWINGS))
    texts = _box_texts(file)
    boxes: dict[int, tuple[Span, ...]] = {}
    pictures: dict[int, tuple[int, int]] = {}
    for place, anchor in zip(places, anchors, strict=False):
        shape = u32(anchor, 0)
        found = tuple(span for member in groups.get(shape, (shape,)) for span in texts.pop(member, ()))
        if found:
            boxes[place] = found
        if not frames.isdisjoint(groups.get(shape, (shape,))):
            pictures[place] = _sides(anchor)
    return Hangings(notes, boxes, pictures, tuple(span for spans in texts.values() for span in spans))


def margins(file: WordFile) -> Iterator[Span]:
    """Yield the header and footer texts of all sections."""
    positions, _ = plc(file.part(Part.MARGINS), 0)
    yield from _spans(file, Story.MARGINS, positions[_SEPARATORS:-1])


def _notes(file: WordFile, marks: Part, texts: Part, story: Story) -> dict[int, Span]:
    places, _ = plc(file.part(marks), 2)
    positions, _ = plc(file.part(texts), 0)
    # One position more than there are notes, and one more that means nothing (2.8.19).
    return dict(zip(places[:-1], _spans(file, story, positions[:-1]), strict=False))


def _spans(file: WordFile, story: Story, positions: tuple[int, ...]) -> list[Span]:
    begin, end = file.span(story)
    limits = [begin + position for position in positions]
    if any(a > b for a, b in pairwise([*limits, end])):
        raise FormError(f"positions of {story.name} run backwards or beyond the end")
    return list(pairwise(limits))


def _box_texts(file: WordFile) -> dict[int, list[Span]]:
    """Return the texts of text boxes by the number of their shape; of linked boxes the first one's (2.8.38)."""
    positions, items = plc(file.part(Part.BOX_TEXTS), 22)
    texts: dict[int, list[Span]] = {}
    for span, item in zip(_spans(file, Story.BOXES, positions), items, strict=False):
        if not u16(item, 8):
            texts.setdefault(u32(item, 14), []).append(span)
    return texts


def _sides(anchor: bytes) -> tuple[int, int]:
    left, top, right, bottom = (int.from_bytes(anchor[n : n + 4], "little", signed=True) for n in (4, 8, 12, 16))
    return abs(right - left), abs(bottom - top)


# ---- shapes


def _shapes(drawings: bytes) -> tuple[dict[int, tuple[int, ...]], set[int]]:
    """Return the shapes of each group by the group's number, and the numbers of picture frames.

    The drawings come behind one record for the whole file, each after a byte that says where it is used (2.9.173).
    """
    groups: dict[int, tuple[int, ...]] = {}
    frames: set[int] = set()
    if len(drawings) >= 8:
        at = 8 + u32(drawings, 4)
        while at + 9 <= len(drawings):
            size = u32(drawings, at + 5)
            _walk(drawings, at + 9, min(at + 9 + size, len(drawings)), groups, frames, 0)
            at += 9 + size
    return groups, frames


def _walk(
    data: bytes, at: int, end: int, groups: dict[int, tuple[int, ...]], frames: set[int], depth: int
) -> tuple[int, ...]:
    """Gather the shapes between `at` and `end`, those in groups included, and return their numbers."""
    found: list[int] = []
    while at + 8 <= end and depth < _DEEPEST_GROUP:
        version, kind, size = u16(data, at), u16(data, at + 2), u32(data, at + 4)
        inside, at = at + 8, at + 8 + size
        if kind == _SHAPE_FACTS and inside + 4 <= end:
            found.append(u32(data, inside))
            if version >> 4 == _PICTURE_FRAME:
                frames.add(found[-1])
        elif version & 0xF == _CONTAINER:
            members = _walk(data, inside, min(at, end), groups, frames, depth + 1)
            found.extend(members)
            if kind == _GROUP and members:
                # The first shape of a group stands for the whole of it; an anchor names that one.
                groups[members[0]] = members
    return tuple(found)
