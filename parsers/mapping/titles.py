"""How like a heading is to each title of the template."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from domain.template import Section, Template
from domain.vietnamese import squeeze
from parsers.mapping.words import phrases, role_of, tokens, topics

#: A title of a role ('Kết quả đạt được') under any of its usual names is as good as the title itself.
_ROLE_LIKENESS = 0.95
#: Weight of a word that says little, beside words that say much.
_WEAK = 0.12
#: Headings whose likeness is remembered: reports repeat one another.
_REMEMBERED = 4096
#: Words in common that weigh less than this (about one telling syllable) are chance.
_ENOUGH = 1.5
#: Likeness of a heading that begins with a title of at least so many letters and then names something more.
_GOES_ON, _TELLING = 0.75, 9
#: What stands between the members of an enumeration.
_ENUMERATES = re.compile(r"[,;/+&]|\s[-–]\s|\b(?:và|với|va)\b", re.IGNORECASE)
#: From this likeness on a misspelt syllable is taken for one of the template's.
_SLIP = 80


@dataclass(frozen=True, slots=True)
class Node:
    """A section of the template as the alignment sees it; `index` is its place in the template's order."""

    index: int
    section: Section
    #: Index of the parent, -1 at the top; 1-based place among its siblings; 0 is the top level.
    parent: int
    ordinal: int
    depth: int
    children: tuple[int, ...]
    #: What the section is about where its title says only that (results, shortcomings), else None.
    role: str | None
    #: Whether the same title stands under several parents, so that only the context tells them apart.
    repeated: bool
    ancestors: frozenset[int]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbouring sections under one heading."""

    first: int
    second: int
    likeness: float


@dataclass(frozen=True, slots=True)
class _Title:
    """One distinct title or alias; the same words may stand for several nodes."""

    nodes: tuple[int, ...]
    squeezed: str
    weight: float


class Titles:
    """The titles of one template, ready to be compared with."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.nodes = _nodes(template)
        self._titles = _distinct(self.nodes)
        self._weights = _weights(self._titles[1])
        self._vocabulary = sorted({word for words in self._titles[1] for word in words if len(word) > 2})
        self._postings = _postings(self._titles[1])
        self._totals = [sum(map(self._weight, _features(words))) for words in self._titles[1]]
        self._roles: dict[str, tuple[int, ...]] = {
            role: tuple(n.index for n in self.nodes if n.role == role)
            for role in {n.role for n in self.nodes if n.role}
        }
        self._prompts = frozenset(squeeze(p) for n in self.nodes for p in n.section.prompts)
        self._top = tuple(n.index for n in self.nodes if n.parent == -1)
        self._slips: dict[str, str] = {}
        self._cache: dict[str, dict[int, float]] = {}

    def is_prompt(self, text: str) -> bool:
        """Whether `text` only repeats what the dispatch asks."""
        bare = squeeze(text)
        if bare in self._prompts:
            return True
        return len(bare) > 20 and any(fuzz.ratio(bare, p, score_cutoff=93) for p in self._prompts)

    def best(self, head: str) -> float:
        """Return the likeness of `head` to the title it is most like."""
        return max(self.likeness(head).values(), default=0.0)

    def likeness(self, head: str) -> dict[int, float]:
        """Return node index → likeness (0 to 1) of `head`, for the nodes that are like it at all."""
        known = self._cache.get(head)
        if known is None:
            if len(self._cache) >= _REMEMBERED:
                self._cache.clear()
            known = self._cache[head] = self._compare(head)
        return known

    def children(self, node: int) -> tuple[int, ...]:
        """Return the nodes right under `node`, -1 for the top level."""
        return self.nodes[node].children if node >= 0 else self._top

    def roles(self, role: str) -> tuple[int, ...]:
        """Return the nodes that hold `role` ('results', 'shortcomings')."""
        return self._roles.get(role, ())

    def _compare(self, head: str) -> dict[int, float]:
        found: dict[int, float] = {}
        bare = squeeze(head)
        if not bare:
            return found
        covered = self._coverage(head)
        for i, title in enumerate(self._titles[0]):
            value = max(_by_letters(bare, title.squeezed), covered.get(i, 0.0), _begins(bare, title.squeezed))
            if value >= 0.15:
                for node in self._meant(title, head):
                    found[node] = max(found.get(node, 0.0), value)
        role = role_of(head)
        for node in self.roles(role) if role else ():
            found[node] = max(found.get(node, 0.0), _ROLE_LIKENESS)
        return found

    def _meant(self, title: _Title, head: str) -> tuple[int, ...]:
        """Return the nodes of `title`; results and shortcomings are named by nothing but their usual names."""
        if role_of(head):
            return title.nodes
        return tuple(n for n in title.nodes if self.nodes[n].role is None)

    def _coverage(self, head: str) -> dict[int, float]:
        """Likeness by the words shared, each by how much it tells: share of the heading, share of the title."""
        words = self._corrected(head)
        features = _features(words)
        total = sum(map(self._weight, features)) or 1.0
        shared: dict[int, float] = defaultdict(float)
        for feature in features:
            for i in self._postings.get(feature, ()):
                shared[i] += self._weight(feature)
        out = {}
        for i, common in shared.items():
            of_head, of_title = common / total, common / self._totals[i]
            out[i] = of_head * (0.5 + 0.5 * min(1.0, 1.7 * of_title)) * min(1.0, common / _ENOUGH)
        return out

    def pairs(self, head: str) -> list[Pair]:
        """Return pairs of sections that `head` names together ('Công tác tài chính và kiểm tra')."""
        words = self._corrected(head)
        features = _features(words)
        total = sum(map(self._weight, features)) or 1.0
        by_title: dict[int, set[tuple[str, ...]]] = defaultdict(set)
        for feature in features:
            for i in self._postings.get(feature, ()):
                by_title[i].add(feature)
        best: dict[int, tuple[float, set[tuple[str, ...]]]] = {}
        for i, common in by_title.items():
            title = self._titles[0][i]
            if len(title.nodes) != 1 or len(by_title) < 2:
                continue
            share = sum(map(self._weight, common)) / self._totals[i]
            if share > best.get(title.nodes[0], (0.0, set()))[0]:
                best[title.nodes[0]] = (share, common)
        return self._joined(best, total, [set(self._corrected(s)) for s in _ENUMERATES.split(head)])

    def _joined(
        self, best: dict[int, tuple[float, set[tuple[str, ...]]]], total: float, named: Sequence[set[str]]
    ) -> list[Pair]:
        pairs = []
        for first, (share, common) in best.items():
            for second, (other_share, other) in best.items():
                a, b = self.nodes[first], self.nodes[second]
                if first >= second or a.parent != b.parent or min(share, other_share) < 0.3:
                    continue
                union = sum(map(self._weight, common | other)) / total
                own = sum(map(self._weight, common - other)) / total
                others = sum(map(self._weight, other - common)) / total
                if union >= 0.6 and min(own, others) >= 0.16 and _apart(common - other, other - common, named):
                    pairs.append(Pair(first, second, min(0.95, union * (0.7 + 0.3 * min(1.0, share + other_share)))))
        return pairs

    def _weight(self, feature: tuple[str, ...]) -> float:
        known = self._weights.get(feature)
        return _unknown_weight(feature, len(self._titles[0])) if known is None else known

    def _corrected(self, head: str) -> tuple[str, ...]:
        return tuple(self._known(word) for word in tokens(head))

    def _known(self, word: str) -> str:
        """Return the template's syllable that `word` is a slip of the pen for, else `word`."""
        if len(word) < 4 or (word,) in self._postings or word in phrases().weak:
            return word
        if word not in self._slips:
            close = process.extractOne(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=_SLIP)
            self._slips[word] = close[0] if close else word
        return self._slips[word]


@lru_cache(maxsize=16)
def titles_of(template: Template) -> Titles:
    """Return the compared titles of `template`, made once."""
    return Titles(template)


def _nodes(template: Template) -> tuple[Node, ...]:
    index = {section.id: i for i, section in enumerate(template.sections)}
    parents = [(-1 if (p := template.parent(s.id)) is None else index[p.id]) for s in template.sections]
    same = Counter(squeeze(section.title) for section in template.sections)
    nodes: list[Node] = []
    for i, section in enumerate(template.sections):
        parent = parents[i]
        siblings = [j for j, p in enumerate(parents) if p == parent]
        above = nodes[parent].ancestors | {parent} if parent >= 0 else frozenset[int]()
        nodes.append(
            Node(
                index=i,
                section=section,
                parent=parent,
                ordinal=siblings.index(i) + 1,
                depth=len(above),
                children=tuple(j for j, p in enumerate(parents) if p == i),
                role=role_of(section.title) if parent >= 0 and section.leaf else None,
                repeated=same[squeeze(section.title)] > 1,
                ancestors=above,
            )
        )
    return tuple(nodes)


def _distinct(nodes: Iterable[Node]) -> tuple[list[_Title], list[tuple[str, ...]]]:
    by_words: dict[str, tuple[list[int], tuple[str, ...]]] = {}
    for node in nodes:
        for title in (node.section.title, *node.section.aliases):
            entry = by_words.setdefault(squeeze(title), ([], tokens(title)))
            entry[0].append(node.index)
    titles = [_Title(tuple(dict.fromkeys(found)), bare, 0.0) for bare, (found, _) in by_words.items()]
    return titles, [words for _, words in by_words.values()]


def _by_letters(one: str, other: str) -> float:
    """Likeness by letters: good for slips and glued words; little of it is chance."""
    if 2 * min(len(one), len(other)) < max(len(one), len(other)):
        return 0.0
    ratio = fuzz.ratio(one, other, score_cutoff=70) / 100
    return ratio if ratio >= 0.86 else max(0.0, ratio - 1.5 * (0.86 - ratio))


def _apart(one: set[tuple[str, ...]], other: set[tuple[str, ...]], named: Sequence[set[str]]) -> bool:
    """Whether two sets of words stand in different members of an enumeration, as two subjects do."""
    ones, others = ({f[0] for f in features if len(f) == 1} - phrases().weak for features in (one, other))
    here = [(bool(words & (ones - others)), bool(words & (others - ones))) for words in named]
    return (True, False) in here and (False, True) in here


def _begins(bare: str, title: str) -> float:
    """A title that goes on with a further subject ('Công tác nữ công và bình đẳng giới') is still that title."""
    return _GOES_ON if len(title) >= _TELLING and bare.startswith(f"{title}va") else 0.0


def _features(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Syllables, pairs of syllables (most Vietnamese words have two) and what they are about."""
    return {(w,) for w in words} | set(pairwise(words)) | set(topics(words))


def _weights(titles: list[tuple[str, ...]]) -> dict[tuple[str, ...], float]:
    spread: Counter[tuple[str, ...]] = Counter()
    for words in titles:
        spread.update(_features(words))
    count = len(titles)
    return {f: math.log((count + 1) / n) * _strength(f) for f, n in spread.items()}


def _strength(feature: tuple[str, ...]) -> float:
    weak = phrases().weak
    if feature[0].startswith("#"):
        return 1.2
    if all(word in weak for word in feature):
        return _WEAK
    return 1.0 if len(feature) == 2 and not any(word in weak for word in feature) else 0.6


@lru_cache(maxsize=8192)
def _unknown_weight(feature: tuple[str, ...], count: int) -> float:
    return math.log(count + 1) * _strength(feature) * 0.28


def _postings(titles: list[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[int, ...]]:
    postings: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, words in enumerate(titles):
        for feature in _features(words):
            postings[feature].append(i)
    return {feature: tuple(found) for feature, found in postings.items()}
