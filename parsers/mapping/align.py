"""The alignment: a dynamic program over the lines of a document and the order of the template.

Every hypothesis is one reading of all lines so far: which of them were headings, and of which section. After each
line the best reading for every section one may now stand in is kept (Viterbi), so that number, title, typography and
order are weighed over the whole document and no single hint decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from parsers.mapping.headings import Candidate, Option
from parsers.mapping.lines import Line
from parsers.mapping.numbers import Number, Style
from parsers.mapping.titles import Node, Titles

#: Deeper than any template.
_DEEPEST = 99
#: Keys of lines with a number that counts (see Line.key).
_COUNTING = ("part", "roman", "upper", "decimal", "lower", "bracketed")

Place = tuple[int, bool, str | None, int | None, int, frozenset[int]]

#: Before the first section.
FRONT = -1
#: Readings kept after each line.
_BEAM = 20
#: Sections that must have been met before one heading can be for a role of all of them.
_SOME = 3
#: Of these, for each section one may stand in.
_EACH = 4
#: A reading so much worse than the best does not catch up.
_FAR = 13.0
#: A step worse than this is not taken.
_HOPELESS = -5.0

# Prices in natural-log odds.
_SKIP, _SKIP_MOST = 0.3, 2.4
_BACK, _AGAIN, _CLOSED = 1.6, 12.0, 13.0
_NO_PARENT, _ROLE_NO_PARENT = 0.8, 4.5
_NUMBER_RIGHT, _NUMBER_ON, _NUMBER_WRONG = 1.5, 0.5, -1.2
_LEVEL_RIGHT, _LEVEL_OTHER, _LEVEL_LOST, _LEVEL_TAKEN = 0.6, -0.6, -1.6, -3.0
_OUTSIDE, _SAME_ROLE = 1.8, 1.5
_GUESS, _GUESS_LIKE = -2.8, 8.0
#: What the next number of a level says for a heading.
_IN_TURN = 1.5
#: Before any section was met, a title guessed by its number has at least something of the template's.
_FAINT = 0.2


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
    closed_from: int = _DEEPEST
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


def align(lines: Sequence[Line], candidates: Sequence[Candidate], titles: Titles) -> list[Heading]:
    """Return the headings of the best reading, in the order of the lines."""
    states = [State()]
    for i, candidate in enumerate(candidates):
        if candidate.plain:
            continue
        after: dict[Place, State] = {}
        for state in states:
            for reached in _steps(state, i, lines[i], candidate, titles):
                known = after.get(reached.place)
                if known is None or reached.score > known.score:
                    after[reached.place] = reached
        states = _best(after.values())
    return _path(states[0])


def _best(states: Iterable[State]) -> list[State]:
    """Keep the best readings, few for each place so that other places stay in the running."""
    kept: list[State] = []
    counts: Counter[tuple[int, bool, str | None]] = Counter()
    ranked = sorted(states, key=lambda s: -s.score)
    for state in ranked:
        if state.score < ranked[0].score - _FAR:
            break
        where = state.node, state.outside, state.joint
        if counts[where] < _EACH and len(kept) < _BEAM:
            counts[where] += 1
            kept.append(state)
    return kept


def _path(state: State) -> list[Heading]:
    headings = []
    while state.trail is not None:
        heading, state = state.trail
        headings.append(heading)
    return headings[::-1]


def _steps(state: State, i: int, line: Line, candidate: Candidate, titles: Titles) -> list[State]:
    if i < state.free_from:
        return [state]
    level = _level(state, line, titles)
    if level is not None and _counts_on(state, line, level, titles):
        candidate = replace(candidate, strength=candidate.strength + _IN_TURN)
    out = [_stay(state, i, line, candidate, level, titles)]
    if candidate.strength > 0.5:
        out.append(_leave(state, i, line, candidate, level, titles))
    for option in candidate.options:
        bare = _bare_before(state, i, line, titles.nodes[option.node])
        move = 0.0 if option.joint else _move(state, titles.nodes[option.node], titles, bare)
        if option.weight + move > _HOPELESS:
            out.append(_enter(state, i, line, option, titles, move, bare))
    guess = _guess(state, line, candidate, titles)
    if guess is not None:
        out.append(_enter(state, i, line, guess, titles, 0.0, bare=False, guess=True))
    return out


def _level(state: State, line: Line, titles: Titles) -> int | None:
    """Return the depth at or above the one stood at whose headings look like `line`, None for a level of its own."""
    depth = min(titles.nodes[state.node].depth if state.node != FRONT else -1, state.closed_from)
    level = next((d for d, key in sorted(state.keys.items()) if key == line.key and d <= depth), None)
    if level is None or line.number is None or not line.number.counts:
        return level
    seen = state.siblings.get(_ancestor(titles, state.node, level - 1))
    anew = line.number.value == 1 and seen is not None and seen.number is not None and seen.number.value > 1
    return None if anew else level


def _counts_on(state: State, line: Line, level: int, titles: Titles) -> bool:
    """Whether the line's number is the next one of its level."""
    seen = state.siblings.get(_ancestor(titles, state.node, level - 1))
    if seen is None or seen.number is None or line.number is None or not line.number.counts:
        return False
    return line.number.value == seen.number.value + 1 and len(line.number.path) == len(seen.number.path)


def _stay(state: State, i: int, line: Line, candidate: Candidate, level: int | None, titles: Titles) -> State:
    """Take the line for text, or for a sub-heading of the section one stands in."""
    strength = max(0.0, candidate.strength)
    price = 0.05 * strength
    if line.number is not None and line.number.style is Style.PART:
        return replace(state, score=state.score - price)
    if strength > 0.5 and line.key in (state.inner, _opening_key(state, i, line, candidate, titles)):
        return replace(state, score=state.score - price - 0.2, inner=line.key)
    if candidate.role and strength > 0 and _holds_sections(state, titles):
        return replace(state, score=state.score - price, container=line.key)
    if candidate.same_role(_role(state, titles)):
        price += 0.3
    elif level is not None and not state.outside and strength > 0:
        price += (0.8 + 0.9 * strength) * (1.5 if line.number and line.number.counts else 0.6)
    elif candidate.role is not None and state.node != FRONT:
        price += 0.5 * strength
    return replace(state, score=state.score - price)


def _opening_key(state: State, i: int, line: Line, candidate: Candidate, titles: Titles) -> str | None:
    """A heading of its own right under that of a leaf, nothing between, is a sub-heading of it."""
    if state.outside or state.trail is None or candidate.role is not None or (line.number and line.number.counts):
        return None
    last = state.trail[0]
    under_leaf = last.bare and titles.nodes[last.node].section.leaf and last.line + last.option.span == i
    return line.key if under_leaf else None


def _holds_sections(state: State, titles: Titles) -> bool:
    """Whether one stands right under a section whose sections have sections of their own."""
    if state.node == FRONT or state.outside:
        return False
    return any(titles.nodes[c].children for c in titles.nodes[state.node].children)


def _role(state: State, titles: Titles) -> str | None:
    return titles.nodes[state.node].role if state.node != FRONT and not state.outside else None


def _leave(state: State, i: int, line: Line, candidate: Candidate, level: int | None, titles: Titles) -> State:
    """Take the line for a heading that the template does not have."""
    free = state.node == FRONT or (state.outside and level is None)
    price = 0.1 if free else _OUTSIDE + _SAME_ROLE * candidate.same_role(_role(state, titles))
    siblings = state.siblings
    if level is not None:
        price *= 0.7
        parent = _ancestor(titles, state.node, level - 1)
        if parent in siblings:
            siblings = {**siblings, parent: replace(siblings[parent], number=line.number)}
    option = Option(state.node, 0.0, 0.0, candidate.head)
    heading = Heading(i, state.node, option, foreign=True)
    return replace(
        state,
        score=state.score - price,
        outside=True,
        closed_from=state.closed_from if level is None else min(level, state.closed_from),
        joint=None,
        partner=None,
        siblings=siblings,
        trail=(heading, state),
    )


def _ancestor(titles: Titles, node: int, depth: int) -> int:
    """Return the node of `depth` that `node` stands in (itself included), FRONT for none."""
    while node != FRONT and titles.nodes[node].depth > depth:
        node = titles.nodes[node].parent
    return node


def _enter(
    state: State, i: int, line: Line, option: Option, titles: Titles, move: float, bare: bool, *, guess: bool = False
) -> State:
    """Take the line for the heading of the section that `option` names."""
    node = titles.nodes[option.node]
    number = _joint_fit(state, line, node) if option.joint else _number_fit(state, line, node)
    level = 0.0 if option.joint else _level_fit(state, line, node)
    partner = option.partner if option.partner is not None else _inherited_partner(state, node, titles)
    alone = option.span > 1 or option.head >= len(line.body)
    heading = Heading(i, node.index, option, partner, option.joint, guess, number, move, bare=alone)
    above = {node.index, *node.ancestors}
    visited = (state.visited - {state.node} if bare and _container(state, node) else state.visited) | above
    if option.joint:
        visited = state.visited
    elif partner is not None:
        visited |= {partner}
    return State(
        score=state.score + option.weight + number + move + level,
        node=state.node if option.joint else node.index,
        joint=option.joint,
        closed_from=_joint_level(state, line, node) if option.joint else _DEEPEST,
        partner=partner,
        visited=visited,
        siblings={**state.siblings, node.parent: Sibling(line.key, line.number, node.ordinal)}
        if not option.joint
        else state.siblings,
        keys={**state.keys, node.depth: line.key} if not option.joint else state.keys,
        numbers={**state.numbers, node.index: line.number} if not option.joint else state.numbers,
        container=state.container,
        partners={**state.partners, node.index: partner} if partner is not None else state.partners,
        free_from=i + option.span,
        trail=(heading, state),
    )


def _bare_before(state: State, i: int, line: Line, node: Node) -> bool:
    """Whether the heading just before has nothing under it but this numbered one, and is no parent of `node`."""
    if state.trail is None or state.outside or line.number is None or not line.number.counts:
        return False
    last = state.trail[0]
    return (
        last.bare and last.line + last.option.span == i and last.node == state.node and last.node not in node.ancestors
    )


def _container(state: State, node: Node) -> bool:
    """Whether the heading one stands under may be the title of a Part, whose sections come with their own headings."""
    if node.index > state.node and node.index != state.partner:
        return False
    number = state.numbers.get(state.node)
    return number is None or not number.counts or number.style is Style.PART


def _inherited_partner(state: State, node: Node, titles: Titles) -> int | None:
    """Under a heading for two sections, a sub-heading is for the same child of both."""
    other = state.partners.get(node.parent)
    if other is None or node.parent not in _chain(titles, state.node):
        return None
    children = titles.nodes[other].children
    same = [c for c in children if titles.nodes[c].role == node.role and titles.nodes[c].role is not None]
    if not same:
        same = [c for c in children if titles.nodes[c].ordinal == node.ordinal]
    return same[0] if same else (other if titles.nodes[other].section.leaf else None)


def _chain(titles: Titles, node: int) -> frozenset[int]:
    """Return `node` and all it stands in."""
    return titles.nodes[node].ancestors | {node} if node != FRONT else frozenset()


def _move(state: State, node: Node, titles: Titles, bare: bool) -> float:
    """What it costs to go from where one stands to `node`, against the template's order."""
    chain = frozenset(n for n in _chain(titles, state.node) if titles.nodes[n].depth < state.closed_from)
    price = 0.0
    if node.index in state.visited:
        retold = bare and node.index in (state.node, state.partner) and _container(state, node)
        price += 0.5 if retold else _AGAIN
    if node.parent != -1 and node.parent not in chain:
        above = titles.nodes[node.parent].parent
        if node.parent in state.visited:
            price += _CLOSED
        elif not (node.role or node.repeated):
            price += _NO_PARENT
        else:
            price += _ROLE_NO_PARENT if above in chain and state.node != above else _CLOSED
    return -price - _order(state, node, titles)


def _order(state: State, node: Node, titles: Titles) -> float:
    """Price of skipping siblings or going back among them, at the level where the two ways part."""
    top = node
    while top.parent != -1 and top.parent not in _chain(titles, state.node):
        top = titles.nodes[top.parent]
    here = _ancestor(titles, state.node, top.depth)
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


def _number_fit(state: State, line: Line, node: Node) -> float:
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


def _level_fit(state: State, line: Line, node: Node) -> float:
    """Whether headings of that depth have looked like this so far."""
    counts = line.number is not None and line.number.counts
    if counts and line.key == state.container:
        return _LEVEL_TAKEN
    if counts and any(key == line.key for depth, key in state.keys.items() if depth != node.depth):
        return _LEVEL_TAKEN
    known = state.keys.get(node.depth)
    if known is None:
        return 0.0
    if known == line.key:
        return _LEVEL_RIGHT
    return _LEVEL_OTHER if counts or not known.startswith(_COUNTING) else _LEVEL_LOST


def _joint_fit(state: State, line: Line, node: Node) -> float:
    """One heading for a role of all sections stands at a level above that of the role."""
    if state.node == FRONT or len(state.visited) < _SOME:
        return -8.0
    above = any(key == line.key for depth, key in state.keys.items() if depth < node.depth)
    if line.key == state.container:
        return 3.0
    if not above:
        return -5.0
    return -1.0 if state.keys.get(node.depth) == line.key else 1.0


def _joint_level(state: State, line: Line, node: Node) -> int:
    """Return the depth at which a heading for a role of all sections stands."""
    alike = (depth for depth, key in state.keys.items() if key == line.key and depth < node.depth)
    return min(alike, default=0 if line.key == state.container else node.depth - 1)


def _guess(state: State, line: Line, candidate: Candidate, titles: Titles) -> Option | None:
    """A numbered heading in words of its own may still be the next section by number and order."""
    number = line.number
    if number is None or not number.counts or candidate.strength < 1.2 or candidate.role:
        return None
    for node, faintest in _expected(state, line, number, titles):
        likeness = candidate.likeness.get(node, 0.0)
        if node not in state.visited and likeness >= faintest and titles.nodes[node].role is None:
            return Option(node, likeness, _GUESS + _GUESS_LIKE * likeness, candidate.head)
    return None


def _expected(state: State, line: Line, number: Number, titles: Titles) -> Iterator[tuple[int, float]]:
    """Yield the sections that a number counts to from where one stands, and how like the title must at least be."""
    if state.node == FRONT:
        if number.style in (Style.ROMAN, Style.UPPER, Style.PART):
            yield from ((n, _FAINT) for n in titles.children(FRONT) if titles.nodes[n].ordinal == number.value)
        return
    for depth, key in state.keys.items():
        parent = _ancestor(titles, state.node, depth - 1)
        seen = state.siblings.get(parent)
        if key == line.key and seen is not None and seen.number is not None:
            ordinal = seen.ordinal + number.value - seen.number.value
            yield from ((n, 0.0) for n in titles.children(parent) if titles.nodes[n].ordinal == ordinal)
