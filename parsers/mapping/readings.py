"""What a reading of a document is while it is being made: the values the alignment works on."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.mapping.headings import Option
from parsers.mapping.numbers import Number
from parsers.mapping.titles import Titles

#: Before the first section.
FRONT = -1
#: Deeper than any template.
DEEPEST = 99

#: Where a reading stands, and all of its past that its future depends on.
Place = tuple[int, bool, str | None, int | None, int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Sibling:
    """The last heading seen among the children of one section."""

    key: str
    number: Number | None
    ordinal: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A line taken for the heading of a section; `option` says how."""

    line: int
    node: int
    option: Option
    partner: int | None = None
    joint: str | None = None
    #: Taken by number and order alone.
    guess: bool = False
    #: How number and place in the template's order agreed with it.
    number: float = 0.0
    move: float = 0.0
    #: A heading that belongs to no section; text under it has no home in the template.
    foreign: bool = False
    #: No text stands on its own line.
    bare: bool = False


@dataclass(frozen=True)
class State:
    """One reading of the lines so far."""

    score: float = 0.0
    node: int = FRONT
    #: Under a heading that belongs to no section.
    outside: bool = False
    #: Depth from which on the sections one stood in are closed by that heading.
    closed_from: int = DEEPEST
    joint: str | None = None
    partner: int | None = None
    visited: frozenset[int] = frozenset()
    #: Parent node → last heading seen among its children.
    siblings: dict[int, Sibling] = field(default_factory=dict)
    #: Depth in the template → what the document's headings of that depth look like.
    keys: dict[int, str] = field(default_factory=dict)
    #: Node → the number it has in the document.
    numbers: dict[int, Number | None] = field(default_factory=dict)
    #: First section of a merged heading → the second one.
    partners: dict[int, int] = field(default_factory=dict)
    #: What a heading for one role of all sections looked like that had their headings under it.
    container: str = ""
    #: What sub-headings of the section one stands in look like.
    inner: str = ""
    #: Line up to which a heading of several lines reaches.
    free_from: int = 0
    trail: tuple[Heading, State] | None = None

    @property
    def place(self) -> Place:
        """Readings that agree in this have the same future."""
        return self.node, self.outside, self.joint, self.partner, self.free_from, self.visited


def ancestor(titles: Titles, node: int, depth: int) -> int:
    """Return the node of `depth` that `node` stands in (itself included), FRONT for none."""
    while node != FRONT and titles.nodes[node].depth > depth:
        node = titles.nodes[node].parent
    return node


def chain(titles: Titles, node: int) -> frozenset[int]:
    """Return `node` and all it stands in."""
    return titles.nodes[node].ancestors | {node} if node != FRONT else frozenset()
