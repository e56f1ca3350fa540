"""What each step of the alignment costs or earns, in natural-log odds."""

from __future__ import annotations

from parsers.mapping.lines import Line
from parsers.mapping.numbers import Style
from parsers.mapping.readings import FRONT, State, ancestor, chain
from parsers.mapping.titles import Node, Titles

#: Keys of lines with a number that counts (see Line.key).
_COUNTING = ("part", "roman", "upper", "decimal", "lower", "bracketed")
#: Numbers of headings from the highest level down; I and A stand above one another in either order.
_RANKS = (Style.PART, Style.ROMAN, Style.DECIMAL, Style.LOWER)
#: Sections that must have been met before one heading can be for a role of all of them.
_SOME = 3

_SKIP, _SKIP_MOST = 0.3, 2.4
_BACK, _AGAIN, _CLOSED = 1.6, 12.0, 13.0
_NO_PARENT, _ROLE_NO_PARENT = 0.8, 4.5
_NUMBER_RIGHT, _NUMBER_ON, _NUMBER_WRONG = 1.5, 0.5, -1.2
_LEVEL_RIGHT, _LEVEL_OTHER, _LEVEL_LOST, _LEVEL_TAKEN = 0.6, -0.6, -1.6, -3.0
#: Where headings have numbers or weight, a line with neither is a paragraph that names its subject.
_LEVEL_LEAD_IN = -5.5


def bare_before(state: State, i: int, line: Line, node: Node, titles: Titles) -> bool:
    """Whether the heading just before has nothing under it but this numbered one, and is no parent of `node`.

    Under the title of a Part it may have no number.
    """
    if state.trail is None or state.outside:
        return False
    number = state.numbers.get(state.node)
    in_part = number is not None and number.style is Style.PART and not titles.nodes[state.node].section.leaf
    if not in_part and (line.number is None or not line.number.counts):
        return False
    last = state.trail[0]
    return (
        last.bare and last.line + last.option.span == i and last.node == state.node and last.node not in node.ancestors
    )


def is_container(state: State, node: Node) -> bool:
    """Whether the heading one stands under may be the title of a Part, whose sections come with their own headings."""
    if node.index > state.node and node.index != state.partner:
        return False
    number = state.numbers.get(state.node)
    return number is None or not number.counts or number.style is Style.PART


def inherited_partner(state: State, node: Node, titles: Titles) -> int | None:
    """Under a heading for two sections, a sub-heading is for the same child of both."""
    other = state.partners.get(node.parent)
    if other is None or node.parent not in chain(titles, state.node):
        return None
    children = titles.nodes[other].children
    same = [c for c in children if titles.nodes[c].role == node.role and titles.nodes[c].role is not None]
    if not same:
        same = [c for c in children if titles.nodes[c].ordinal == node.ordinal]
    return same[0] if same else (other if titles.nodes[other].section.leaf else None)


def move_price(state: State, node: Node, titles: Titles, bare: bool) -> float:
    """What it costs to go from where one stands to `node`, against the template's order."""
    open_ = frozenset(n for n in chain(titles, state.node) if titles.nodes[n].depth < state.closed_from)
    price = 0.0
    if node.index in state.visited:
        retold = bare and node.index in (state.node, state.partner) and is_container(state, node)
        price += 0.5 if retold else _AGAIN
    if node.parent != -1 and node.parent not in open_:
        above = titles.nodes[node.parent].parent
        if node.parent in state.visited:
            price += _CLOSED
        elif not (node.role or node.repeated):
            price += _NO_PARENT
        else:
            price += _ROLE_NO_PARENT if above in open_ and state.node != above else _CLOSED
    return -price - _order(state, node, titles)


def _order(state: State, node: Node, titles: Titles) -> float:
    """Price of skipping siblings or going back among them, at the level where the two ways part."""
    top = node
    while top.parent != -1 and top.parent not in chain(titles, state.node):
        top = titles.nodes[top.parent]
    here = ancestor(titles, state.node, top.depth)
    if here == FRONT or titles.nodes[here].parent != top.parent or here == top.index:
        last = 0
    else:
        last = titles.nodes[here].ordinal
        if here in state.partners and titles.nodes[state.partners[here]].ordinal == last + 1:
            last += 1
    ahead = top.ordinal - last
    if ahead < 0:
        return _BACK + 0.05 * -ahead
    unseen = sum(c not in state.visited for c in _between(titles, top, last))
    return min(_SKIP_MOST, _SKIP * unseen)


def _between(titles: Titles, top: Node, last: int) -> list[int]:
    return [c for c in titles.children(top.parent) if last < titles.nodes[c].ordinal < top.ordinal]


def number_fit(state: State, line: Line, node: Node) -> float:
    """How the document's number agrees with the template's, relative to the numbers seen so far."""
    number = line.number
    if number is None or not number.counts:
        return 0.0
    fit = 0.0
    above = state.numbers.get(node.parent)
    if len(number.path) > 1 and above is not None and above.counts:
        fit += 1.0 if number.path[-2] == above.value else -1.0
    seen = state.siblings.get(node.parent)
    if seen is None or seen.number is None or not seen.number.counts:
        return fit + (1.0 if number.value == node.ordinal else (0.0 if number.value == 1 else -0.3))
    if node.role and node.parent not in state.numbers:
        return fit
    if node.depth > 1 and state.numbers.get(node.parent) is not None and seen.ordinal >= node.ordinal:
        return fit + (0.8 if number.value == node.ordinal else -0.2)
    step = number.value - seen.number.value
    if step == node.ordinal - seen.ordinal:
        return fit + _NUMBER_RIGHT
    return fit + (_NUMBER_ON if step == 1 else _NUMBER_WRONG)


def outranks(line: Line, key: str) -> bool:
    """Whether a line's number is of a kind that stands above that of headings which look like `key`."""
    if line.number is None or line.number.style not in _RANKS:
        return False
    style = key.rstrip("0123456789")
    return style in _RANKS and _RANKS.index(line.number.style) < _RANKS.index(Style(style))


def level_fit(state: State, line: Line, node: Node) -> float:
    """Whether headings of that depth have looked like this so far."""
    counts = line.number is not None and line.number.counts
    if counts and state.keys.get(node.depth) == line.key:
        return _LEVEL_RIGHT
    if counts and (line.key == state.container or outranks(line, state.keys.get(node.depth - 1, ""))):
        return _LEVEL_TAKEN
    if counts and any(key == line.key for depth, key in state.keys.items() if depth != node.depth):
        return _LEVEL_TAKEN
    known = state.keys.get(node.depth)
    if known is None:
        return 0.0
    if known == line.key:
        return _LEVEL_RIGHT
    if not counts and line.number is not None and not line.bold_until and known.startswith("plain/b"):
        return _LEVEL_LEAD_IN
    if counts or not known.startswith(_COUNTING):
        return _LEVEL_OTHER
    return _LEVEL_LOST if node.role or line.bold_until else _LEVEL_LEAD_IN


def joint_fit(state: State, line: Line, node: Node) -> float:
    """One heading for a role of all sections stands at a level above that of the role."""
    if state.node == FRONT or len(state.visited) < _SOME:
        return -8.0
    above = any(key == line.key for depth, key in state.keys.items() if depth < node.depth - 1)
    if state.outside and state.closed_from < node.depth - 1 and not above:
        return 4.0
    above = above or state.keys.get(node.depth - 1) == line.key
    above = above or outranks(line, state.keys.get(node.depth - 1, ""))
    if line.key == state.container:
        return 3.0
    if not above:
        return -5.0
    return -1.0 if state.keys.get(node.depth) == line.key else 1.0


def joint_level(state: State, line: Line, node: Node) -> int:
    """Return the depth at which a heading for a role of all sections stands."""
    alike = (depth for depth, key in state.keys.items() if key == line.key and depth < node.depth)
    return min(alike, default=0 if line.key == state.container else node.depth - 1)
