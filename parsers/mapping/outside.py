"""Text under headings that the template does not have: what it may be about, and so may not be called absent."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.mapping.lines import Line
from parsers.mapping.readings import FRONT, Heading, ancestor
from parsers.mapping.titles import Titles

#: From this likeness on a lead-in or heading names a section, and from this any other short line does.
NAMES, _PLAINLY_NAMES = 0.45, 0.7
#: From this likeness on a heading at the wrong place is that of a leaf of the top level, told piece by piece.
_SAME = 0.9
LONGEST_LEAD = 180


def own_leaf(line: Line, titles: Titles) -> int | None:
    """Return the leaf of the top level that a heading under another section names ('1.3. Kiến nghị')."""
    likeness = titles.likeness(line.body.rstrip(" :."))
    found = [n for n in titles.children(FRONT) if titles.nodes[n].section.leaf and likeness.get(n, 0.0) >= _SAME]
    return max(found, key=lambda n: likeness[n]) if found else None


def untold(
    lines: Sequence[Line], headings: Sequence[Heading], at: int, text: Sequence[Line], titles: Titles
) -> set[int]:
    """Return the sections that text under the foreign heading `at` may be about."""
    if not text:
        return set()
    line = lines[headings[at].line]
    found = _meant(line.body.rstrip(" :."), _PLAINLY_NAMES, titles)
    before = [h.node for h in headings[:at] if not h.foreign]
    if not before:
        return found
    found |= _passed_over(lines, headings, at, titles) | named(text, titles)
    tops = {lines[h.line].key for h in headings if not h.foreign and titles.nodes[h.node].depth == 0}
    if line.key in tops:
        found |= {n for n in titles.children(FRONT) if titles.nodes[n].section.leaf}
    return found


def _passed_over(lines: Sequence[Line], headings: Sequence[Heading], at: int, titles: Titles) -> set[int]:
    """Return the sections that the text under a foreign heading stands in the place of.

    A heading that looks like an earlier one ends the section of that one.
    """
    key = lines[headings[at].line].key
    before = [h.node for h in headings[:at] if not h.foreign]
    after = next((h.node for h in headings[at + 1 :] if not h.foreign), len(titles.nodes))
    alike = [h.node for h in headings[:at] if not h.foreign and lines[h.line].key == key]
    ended = ancestor(titles, before[-1], titles.nodes[alike[-1]].depth) if alike else FRONT
    return {n for n in range(before[-1], after) if ended not in titles.nodes[n].ancestors}


def named(text: Sequence[Line], titles: Titles) -> set[int]:
    """Return the sections, and all under them, that lead-ins and headings among unplaced text name."""
    found: set[int] = set()
    for line in text:
        head, colon, _ = line.body.partition(":")
        found |= _meant(head, NAMES if colon else _PLAINLY_NAMES, titles)
    return found


def _meant(head: str, least: float, titles: Titles) -> set[int]:
    if len(head) > LONGEST_LEAD:
        return set()
    meant = {n for n, value in titles.likeness(head).items() if value >= least and titles.nodes[n].role is None}
    return {n.index for n in titles.nodes if meant & (n.ancestors | {n.index})}
