"""Which lines may be headings, and of which sections."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from parsers.mapping.lines import Line, capitals
from parsers.mapping.numbers import Style
from parsers.mapping.titles import Titles
from parsers.mapping.words import SHORTCOMINGS, is_causes, is_joint, role_of

#: No heading is longer than this.
_LONGEST = 260
#: A title less like than this is no better for being the only one.
_CLEAR = 0.45
#: What speaks for a heading that names two sections being for both.
_BOTH = 1.8
#: What the word 'chung' says for one heading being for all sections, and against its being for one.
_JOINT = 2.5
#: From this likeness what ends like a sentence is a title all the same.
_WORD_FOR_WORD = 0.8
#: A heading never goes over more lines than this.
_MOST_LINES = 3
_SENTENCE = re.compile(r"[.;]\s*$")
_ASIDE = re.compile(r"\([^()]*\)")
_FIGURES = re.compile(r"\d+[.,]?\d*\s*(?:%|đồng|triệu|tỷ|người|lượt|cuộc|vụ|suất|buổi)")


@dataclass(frozen=True, slots=True)
class Option:
    """One reading of a line as a heading."""

    #: Index of the section's node.
    node: int
    likeness: float
    #: How much it speaks for the reading, in natural-log odds.
    weight: float
    #: How many leading characters of the (last) line's body are heading; the rest is text.
    head: int
    #: How many lines it takes.
    span: int = 1
    #: A second section that the same heading names.
    partner: int | None = None
    #: One heading for the same role of all sections ('Tồn tại, hạn chế chung').
    joint: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a line may be."""

    options: tuple[Option, ...]
    #: How much it looks like a heading, whatever it says; 0 is even.
    strength: float
    #: Length of the part that would be the heading.
    head: int
    #: The title says only 'results' or 'shortcomings'.
    role: str | None = None
    #: Node → likeness of that part, faint ones included.
    likeness: Mapping[int, float] = field(default_factory=dict)

    #: The title only says that causes follow.
    causes: bool = False
    #: It has a number that counts.
    numbered: bool = False

    def same_role(self, role: str | None) -> bool:
        """Whether the title goes on with the `role` one is already in ('Khó khăn, vướng mắc', 'Nguyên nhân')."""
        return role is not None and (self.role == role or (self.causes and role == SHORTCOMINGS))

    @property
    def plain(self) -> bool:
        """Nothing speaks for a heading."""
        return not self.options and self.strength <= (-0.6 if self.numbered else 0.5)


PLAIN = Candidate((), -3.0, 0)


def candidates_of(lines: Sequence[Line], titles: Titles) -> list[Candidate]:
    """Return for every line what it may be."""
    return [_candidate(lines, i, titles) for i in range(len(lines))]


def strength_of(line: Line, head: int) -> float:
    """Return how much a line looks like a heading by number, weight, case, length and ending."""
    if line.cell_title:
        return 5.0
    whole = head >= len(line.body)
    score = -1.0
    if line.number is not None and line.number.counts:
        score += {Style.PART: 3.0, Style.ROMAN: 2.0, Style.UPPER: 1.5}.get(line.number.style, 0.8)
        score += 0.5 * (len(line.number.path) - 1)
    if line.bold_until >= min(head, len(line.body)) > 0:
        score += 2.0
    score += 0.5 * line.underlined + 0.3 * line.italic + 2.0 * (line.outline_level is not None)
    score += 1.0 * capitals(line.body[:head])
    if line.number is None and line.body[:1].islower():
        score -= 1.5
    if whole:
        score += 0.8 if line.body.rstrip().endswith(":") else 0.0
        score -= 0.8 if _SENTENCE.search(line.body) else 0.0
        score -= max(0.0, (len(line.body) - 110) / 60)
    else:
        score -= 1.0 if line.bold_until == 0 and (line.number is None or not line.number.counts) else 0.3
    return score - (1.0 if _FIGURES.search(line.body[:head]) else 0.0)


def _candidate(lines: Sequence[Line], i: int, titles: Titles) -> Candidate:
    line = lines[i]
    heads = _heads(line, titles)
    if line.row or not heads:
        return PLAIN
    main = heads[0]
    strength = strength_of(line, main)
    options: dict[int, Option] = {}
    for head in heads:
        for option in _options(line.body[:head], head, titles, strength_of(line, head), 1):
            _keep(options, option)
    if len(line.body) == main:
        for option in _over_lines(lines, i, titles, strength):
            _keep(options, option)
    role = next((r for head in heads if (r := role_of(line.body[:head]))), None)
    found = list(options.values())
    if role and is_joint(line.body[:main]):
        found = [replace(o, weight=o.weight - _JOINT) if titles.nodes[o.node].role == role else o for o in found]
    if role == SHORTCOMINGS or (role and is_joint(line.body)):
        found += _joint(line, heads, role, titles, strength)
    title, numbered = line.body[:main], line.number is not None and line.number.counts
    return Candidate(tuple(found), strength, main, role, titles.likeness(title), is_causes(title), numbered)


def _heads(line: Line, titles: Titles) -> list[int]:
    """Return where the heading part of the line may end, the likeliest first."""
    body = line.body
    colon = body.find(":", 0, _LONGEST)
    ends = []
    if 0 < line.bold_until < len(body) and len(body[: line.bold_until].strip(" .:-–")) > 3:
        ends.append(line.bold_until if colon < 0 or abs(colon - line.bold_until) > 2 else colon + 1)
    if colon > 0:
        ends.append(colon + 1)
    if len(body) <= _LONGEST and (not _is_sentence(line) or titles.best(body) >= _WORD_FOR_WORD):
        ends.append(len(body))
    stop = re.search(r"\.\s", body[:120])
    if stop and role_of(body[: stop.start()]):
        ends.append(stop.end())
    return list(dict.fromkeys(ends))


def _is_sentence(line: Line) -> bool:
    """Plain text that ends like a sentence: of some length, or without a number that counts and no role's name."""
    if line.bold_until > 0 or not _SENTENCE.search(line.body):
        return False
    counts = line.number is not None and line.number.counts
    return len(line.body) > 90 or not (counts or line.caps or role_of(line.body))


def _keep(options: dict[int, Option], option: Option) -> None:
    key = option.node if option.partner is None else -1 - option.node
    known = options.get(key)
    if known is None or option.weight > known.weight:
        options[key] = option


def _options(text: str, head: int, titles: Titles, strength: float, span: int) -> list[Option]:
    likeness = titles.likeness(_ASIDE.sub(" ", text) if "(" in text else text)
    plain = {n: v for n, v in likeness.items() if titles.nodes[n].role is None}
    top = sorted(plain.values(), reverse=True)
    best, second = (*top, 0.0, 0.0)[:2]
    bonus = _typography(strength)
    found = []
    for node, value in likeness.items():
        rival = second if value == best else best
        gap = 0.0 if node not in plain else max(-0.4, min(0.3 if value >= _CLEAR else 0.0, value - rival))
        found.append(Option(node, value, _odds(value) + 4.0 * gap + bonus, head, span))
    if 0.3 <= best < 0.97 and len(text) > 20 and strength > -0.8:
        for pair in titles.pairs(text):
            alone = max(plain.get(pair.first, 0.0), plain.get(pair.second, 0.0))
            if pair.likeness >= alone - 0.05:
                weight = _odds(pair.likeness) + _BOTH + bonus
                found.append(Option(pair.first, pair.likeness, weight, head, span, pair.second))
    return found


def _typography(strength: float) -> float:
    """What the look of a line adds to what it says: little for it, much against it."""
    return 0.36 * min(4.0, strength) if strength > 0 else 1.1 * max(-3.0, strength)


def _odds(likeness: float) -> float:
    """Log odds that a line so like a title is its heading, before typography and context speak."""
    return 14.0 * (likeness - 0.55) if likeness < 0.9 else 4.9 + 20.0 * (likeness - 0.9)


def _may_continue(line: Line) -> bool:
    return not line.row and not line.cell_title and line.number is None


def _over_lines(lines: Sequence[Line], i: int, titles: Titles, strength: float) -> list[Option]:
    """Headings that a line break or a new paragraph cuts in two."""
    text, found = lines[i].body, []
    for span in range(2, _MOST_LINES + 1):
        if i + span > len(lines) or text.rstrip().endswith((":", ".")):
            break
        line = lines[i + span - 1]
        if not _may_continue(line) or bool(line.bold_until) != bool(lines[i].bold_until):
            break
        for head in _heads(line, titles):
            whole = f"{text} {line.body[:head]}"
            alone = max(titles.best(lines[i].body), titles.best(text))
            for option in _options(whole, head, titles, strength, span) if len(whole) <= _LONGEST else ():
                if option.likeness >= alone + 0.04:
                    found.append(option)
        text = f"{text} {line.body}"
    return found


def _joint(line: Line, heads: list[int], role: str, titles: Titles, strength: float) -> list[Option]:
    nodes = titles.roles(role)
    if len(nodes) < 2:
        return []
    head = next(h for h in heads if role_of(line.body[:h]))
    weight = 3.5 + _typography(strength) + (_JOINT if is_joint(line.body[:head]) else 0.0)
    return [Option(nodes[-1], 0.9, weight, head, joint=role)]
