"""The alignment: a dynamic program over the lines of a document and the order of the template.

Every hypothesis is one reading of all lines so far: which of them were headings, and of which section. After each
line the best readings for every section one may now stand in are kept (Viterbi), so that number, title, typography
and order are weighed over the whole document and no single hint decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from parsers.mapping.headings import Candidate, Option
from parsers.mapping.lines import Line
from parsers.mapping.numbers import Number, Style
from parsers.mapping.prices import (
    bare_before,
    inherited_partner,
    is_container,
    joint_fit,
    joint_level,
    level_fit,
    move_price,
    number_fit,
)
from parsers.mapping.readings import FRONT, Heading, Place, Sibling, State, ancestor
from parsers.mapping.titles import Titles

#: Readings kept after each line.
_BEAM = 20
#: Of these, for each section one may stand in.
_EACH = 4
#: A reading so much worse than the best does not catch up.
_FAR = 13.0
#: A step worse than this is not taken.
_HOPELESS = -5.0
#: Price of a heading that the template does not have, and more where it goes on with the role one is in.
_OUTSIDE, _SAME_ROLE = 1.8, 1.5
#: What speaks for a heading by number alone, and what every bit of likeness adds.
_GUESS, _GUESS_LIKE = -2.8, 8.0
#: A title so much more like another section's is no guess.
_NAMES_ANOTHER = 0.5
#: What the next number of a level says for a heading.
_IN_TURN = 1.5
#: Price of taking a Part's title for none of the template's though it is as like one as this.
_PASSED_BY, _SURELY = 3.0, 0.9
#: A line that looks so much like a heading and is so like a title is not lightly taken for text.
_SHOWN, _PLAINLY_NAMED = 1.5, 0.7
#: Before any section was met, a title guessed by its number has at least something of the template's.
_FAINT = 0.2


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
        if option.joint:
            out.append(_enter_joint(state, i, line, option, titles))
            continue
        bare = bare_before(state, i, line, titles.nodes[option.node], titles) and not _less_like(state, option, titles)
        move = move_price(state, titles.nodes[option.node], titles, bare)
        if option.weight + move > _HOPELESS:
            out.append(_enter(state, i, line, option, titles, move, bare))
    guess = _guess(state, line, candidate, titles)
    if guess is not None:
        out.append(_enter(state, i, line, guess, titles, 0.0, bare=False, guess=True))
    return out


def _less_like(state: State, option: Option, titles: Titles) -> bool:
    """Whether a second heading of a leaf is less like its title than the first: then it is a sub-heading of it."""
    if state.trail is None or option.node != state.node or not titles.nodes[option.node].section.leaf:
        return False
    return option.likeness < state.trail[0].option.likeness - 0.05


def _level(state: State, line: Line, titles: Titles) -> int | None:
    """Return the depth at or above the one stood at whose headings look like `line`, None for a level of its own."""
    depth = min(titles.nodes[state.node].depth if state.node != FRONT else -1, state.closed_from)
    level = next((d for d, key in sorted(state.keys.items()) if key == line.key and d <= depth), None)
    if level is None or line.number is None or not line.number.counts:
        return level
    seen = state.siblings.get(ancestor(titles, state.node, level - 1))
    anew = line.number.value == 1 and seen is not None and seen.number is not None and seen.number.value >= 1
    return None if anew else level


def _counts_on(state: State, line: Line, level: int, titles: Titles) -> bool:
    """Whether the line's number is the next one of its level."""
    seen = state.siblings.get(ancestor(titles, state.node, level - 1))
    if seen is None or seen.number is None or line.number is None or not line.number.counts:
        return False
    return line.number.value == seen.number.value + 1 and len(line.number.path) == len(seen.number.path)


def _stay(state: State, i: int, line: Line, candidate: Candidate, level: int | None, titles: Titles) -> State:
    """Take the line for text, or for a sub-heading of the section one stands in."""
    strength = max(0.0, candidate.strength)
    price = 0.05 * strength
    if line.number is None and strength > _SHOWN and _names_new_leaf(state, candidate, titles):
        price += 0.5 * _PASSED_BY
    if line.number is not None and line.number.style is Style.PART:
        named = any(o.likeness >= _SURELY and o.node not in state.visited for o in candidate.options)
        return replace(state, score=state.score - price - _PASSED_BY * named)
    if line.key == state.inner and (strength > 0.5 or candidate.numbered):
        return replace(state, score=state.score - price)
    if line.key == _opening_key(state, i, line, candidate, level, titles) and (strength > 0.5 or candidate.numbered):
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


def _names_new_leaf(state: State, candidate: Candidate, titles: Titles) -> bool:
    """Whether a line names a leaf of the top level that was not met yet."""
    leaves = (o.node for o in candidate.options if o.likeness >= _PLAINLY_NAMED and o.node not in state.visited)
    return any(titles.nodes[node].section.leaf and titles.nodes[node].depth == 0 for node in leaves)


def _opening_key(
    state: State, i: int, line: Line, candidate: Candidate, level: int | None, titles: Titles
) -> str | None:
    """Return the line's key where it begins the sub-headings of a leaf.

    It does where nothing stands between it and the leaf's heading, or where it counts from 1.
    """
    if state.outside or state.trail is None or candidate.role is not None:
        return None
    if not state.joint and not titles.nodes[state.node].section.leaf:
        return None
    if line.number is not None and line.number.counts:
        return line.key if line.number.value == 1 and level is None else None
    last = state.trail[0]
    return line.key if last.bare and last.line + last.option.span == i else None


def _holds_sections(state: State, titles: Titles) -> bool:
    """Whether one stands right under a section whose sections have sections of their own."""
    return state.node != FRONT and not state.outside and _is_container(state.node, titles)


def _is_container(node: int, titles: Titles) -> bool:
    return any(titles.nodes[c].children for c in titles.nodes[node].children)


def _role(state: State, titles: Titles) -> str | None:
    return titles.nodes[state.node].role if state.node != FRONT and not state.outside else None


def _leave(state: State, i: int, line: Line, candidate: Candidate, level: int | None, titles: Titles) -> State:
    """Take the line for a heading that the template does not have."""
    free = state.node == FRONT or (state.outside and level is None)
    price = 0.1 if free else _OUTSIDE + _SAME_ROLE * candidate.same_role(_role(state, titles))
    siblings = state.siblings
    if level is not None:
        price *= 0.7
        parent = ancestor(titles, state.node, level - 1)
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


def _enter(
    state: State, i: int, line: Line, option: Option, titles: Titles, move: float, bare: bool, *, guess: bool = False
) -> State:
    """Take the line for the heading of the section that `option` names."""
    node = titles.nodes[option.node]
    number = number_fit(state, line, node)
    partner = option.partner if option.partner is not None else inherited_partner(state, node, titles)
    alone = option.span > 1 or option.head >= len(line.body)
    heading = Heading(i, node.index, option, partner, None, guess, number, move, bare=alone)
    visited = state.visited - {state.node} if bare and is_container(state, node) else state.visited
    return State(
        score=state.score + option.weight + number + move + level_fit(state, line, node),
        node=node.index,
        partner=partner,
        visited=visited | {node.index, *node.ancestors} | ({partner} if partner is not None else frozenset()),
        siblings={
            **_counted(state, line, node.depth, titles),
            node.parent: Sibling(line.key, line.number, node.ordinal),
        },
        keys={**state.keys, node.depth: line.key},
        numbers={**state.numbers, node.index: line.number},
        partners={**state.partners, node.index: partner} if partner is not None else state.partners,
        container=state.container,
        free_from=i + option.span,
        trail=(heading, state),
    )


def _counted(state: State, line: Line, depth: int, titles: Titles) -> dict[int, Sibling]:
    """Return the siblings, those of the levels above counted on where a deeper heading is numbered like them."""
    siblings = state.siblings
    for level, key in state.keys.items():
        parent = ancestor(titles, state.node, level - 1)
        if level < depth and key == line.key and parent in siblings and line.number is not None:
            siblings = {**siblings, parent: replace(siblings[parent], number=line.number)}
    return siblings


def _enter_joint(state: State, i: int, line: Line, option: Option, titles: Titles) -> State:
    """Take the line for one heading for a role of all sections; one stays where one stood for what comes after."""
    node = titles.nodes[option.node]
    fit = joint_fit(state, line, node)
    return replace(
        state,
        score=state.score + option.weight + fit,
        outside=False,
        joint=option.joint,
        partner=None,
        closed_from=joint_level(state, line, node),
        siblings=_counted(state, line, node.depth, titles),
        inner="",
        free_from=i + option.span,
        trail=(Heading(i, node.index, option, joint=option.joint, number=fit), state),
    )


def _guess(state: State, line: Line, candidate: Candidate, titles: Titles) -> Option | None:
    """A numbered heading in words of its own may still be the next section by number and order."""
    number = line.number
    if number is None or not number.counts or candidate.strength < 1.2:
        return None
    named = max((v for n, v in candidate.likeness.items() if titles.nodes[n].role is None), default=0.0)
    for node, faintest in _expected(state, line, number, titles):
        likeness = candidate.likeness.get(node, 0.0)
        if (candidate.role and not _is_container(node, titles)) or likeness < named - _NAMES_ANOTHER:
            continue
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
        parent = ancestor(titles, state.node, depth - 1)
        seen = state.siblings.get(parent)
        if key == line.key and seen is not None and seen.number is not None:
            ordinal = seen.ordinal + number.value - seen.number.value
            yield from ((n, 0.0) for n in titles.children(parent) if titles.nodes[n].ordinal == ordinal)
