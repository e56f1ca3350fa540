"""Paragraphs to sections: what stands under which heading, and how sure that is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.mapping.certainty import certainties
from parsers.mapping.headings import strength_of
from parsers.mapping.lines import Line
from parsers.mapping.numbers import Style
from parsers.mapping.outside import LONGEST_LEAD, NAMES, named, own_leaf, untold
from parsers.mapping.readings import Heading
from parsers.mapping.titles import Node, Titles
from parsers.mapping.wording import FOLLOWING, PERHAPS, PLAINLY, begins_wanting, wanting
from parsers.mapping.words import RESULTS, SHORTCOMINGS, role_of

MERGED = "tiêu đề gộp hai mục"
JOINT = "gom chung nhiều mục"
GUESSED = "đoán theo thứ tự"
UNCLEAR = "tiêu đề viết khác đề cương"
BY_WORDING = "chưa rõ là kết quả hay hạn chế"
NAMED_OTHERWISE = "đoạn văn nêu tên mục khác"
OUT_OF_PLACE = "nằm trong mục khác"
#: Certainty of what stands under a heading for another section than the one around it.
_ELSEWHERE = 0.75
#: A lead-in so like a title is that title.
_TITLE = 0.9
#: So many first words of a paragraph without a lead-in, so like a title, name a section too.
_OPENING, _OPENS_WITH = 6, 0.8
#: A sentence with a lead-in after another sentence.
_LEADS = re.compile(r"(?<=[.;])\s+([^:.;]{4,60}):")
#: So many sections are not named by chance under a heading that is for one.
_LISTED = 3
#: How the opening of a report ends; what follows it is content.
_OPENS = ("nhu sau", "cu the la", "sau day")


@dataclass(frozen=True, slots=True)
class Filed:
    """One line with its home: the node of a leaf, or None where it has none."""

    line: Line
    node: int | None
    confidence: float = 1.0
    doubts: tuple[str, ...] = ()
    #: Why it has no home.
    reason: str = ""
    #: The line only names what follows; kept with its section, but says nothing by itself.
    sub_heading: bool = False


@dataclass(frozen=True, slots=True)
class Filing:
    """All lines of one part of a document."""

    front: tuple[Line, ...]
    filed: tuple[Filed, ...]
    #: Leaves that may be spoken of in text that could not be told apart.
    uncertain: frozenset[int]


def file_lines(lines: Sequence[Line], headings: Sequence[Heading], titles: Titles) -> Filing:
    """Give every line under a heading its leaf section."""
    first = next((i for i, h in enumerate(headings) if not h.foreign), len(headings))
    start = headings[first].line if first < len(headings) else len(lines)
    begin = headings[0].line if headings else start
    sure = certainties(headings, titles)
    echoes = _echoes(lines)
    headed = _headed(headings, titles)
    filed: list[Filed] = []
    uncertain: set[int] = set()
    for at, heading in enumerate(headings):
        end = headings[at + 1].line if at + 1 < len(headings) else len(lines)
        text = [line for line in _under(lines, heading, end) if not _says_nothing(line, titles, echoes)]
        if heading.foreign:
            own = own_leaf(lines[heading.line], titles) if at > first else None
            filed += [_under_foreign(line, lines[heading.line], own) for line in text]
            uncertain |= untold(lines, headings, at, text, titles)
            continue
        weak = heading.guess or _is_lead_in(lines[heading.line], heading)
        section = _Section(titles, _joint_if_it_lists(heading, text, titles), sure[at], weak=weak, headed=headed)
        filed += section.file(text)
        uncertain |= section.uncertain
    front = lines[: min(begin, start)]
    opened = next((i + 1 for i, line in enumerate(front) if line.folded.endswith(_OPENS)), len(front))
    early = [Filed(line, None, reason="đứng trước mục đầu tiên") for line in front[opened:]]
    return Filing(tuple(front), (*early, *filed), frozenset(uncertain))


def _headed(headings: Sequence[Heading], titles: Titles) -> frozenset[int]:
    """Return the nodes that some heading names, or stands under."""
    named = {n for h in headings if not h.foreign for n in (h.node, h.partner) if n is not None}
    return frozenset(named).union(*(titles.nodes[n].ancestors for n in named))


def _joint_if_it_lists(heading: Heading, text: Sequence[Line], titles: Titles) -> Heading:
    """Take a heading for a role of one section for that role of all, where what stands under it names one by one."""
    role = titles.nodes[heading.node].role
    if role is None or heading.joint or heading.partner is not None:
        return heading
    section = _Section(titles, replace(heading, joint=role), 1.0)
    named = {lead.index for line in text if (lead := section.named_by(line))}
    return replace(heading, joint=role) if len(named) >= _LISTED else heading


def _is_lead_in(line: Line, heading: Heading) -> bool:
    """Whether what was taken for a run-in heading may as well be a paragraph's lead-in, and is kept with it."""
    if line.bold_until or heading.option.span > 1 or (line.number is not None and line.number.counts):
        return False
    return role_of(line.body[: heading.option.head]) is None


def _under_foreign(line: Line, heading: Line, own: int | None) -> Filed:
    if own is not None:
        return Filed(line, own, _ELSEWHERE, (OUT_OF_PLACE,))
    return Filed(line, None, reason=f"nằm dưới tiêu đề “{heading.body.rstrip(' :.')}” không có trong đề cương")


def _under(lines: Sequence[Line], heading: Heading, end: int) -> Iterator[Line]:
    last = lines[heading.line + heading.option.span - 1]
    rest = last.rest(heading.option.head)
    if rest.body:
        yield last if heading.foreign or _is_lead_in(last, heading) else rest
    yield from lines[heading.line + heading.option.span : end]


def _echoes(lines: Sequence[Line]) -> frozenset[str]:
    """Sentences that a report repeats word for word under many headings are prompts it was given, not content."""
    counts = Counter(line.folded for line in lines if not line.row and not any(c.isdigit() for c in line.body))
    often = (text for text, times in counts.items() if times >= 4 and len(text) > 15)
    return frozenset(text for text in often if not text.startswith(("khong", "chua", "co ban")))


def _says_nothing(line: Line, titles: Titles, echoes: frozenset[str]) -> bool:
    if line.row:
        return False
    if line.number is not None and line.number.style is Style.PART:
        return True
    return not line.folded or line.folded in echoes or titles.is_prompt(line.body)


class _Section:
    """Files what stands under one heading."""

    def __init__(
        self,
        titles: Titles,
        heading: Heading,
        sure: float,
        *,
        weak: bool = False,
        headed: frozenset[int] = frozenset(),
    ) -> None:
        self._titles = titles
        self._heading = heading
        self._node = titles.nodes[heading.node]
        self._partner = titles.nodes[heading.partner] if heading.partner is not None else None
        self._sure = sure
        self._weak = weak
        #: Nodes that have a heading of their own somewhere.
        self._headed = headed
        self._lead: Node | None = None
        self._leaf = {n.index: _Leaf(n, titles) for n in (self._node, self._partner) if n is not None}
        self.uncertain: set[int] = set()

    def file(self, text: Sequence[Line]) -> list[Filed]:
        """Return the lines with their homes."""
        filed = []
        if self._heading.joint:
            text = [part for line in text for part in self._told_apart(line)]
        for i, line in enumerate(text):
            heads = _is_sub_heading(line)
            lead = self._lead_of(line)
            if heads:
                self._lead = lead
            follows = i + 1 < len(text)
            one = self._joint(line, lead) if self._heading.joint else self._single(line, lead)
            one = self._unless_named_otherwise(one)
            filed.append(replace(one, sub_heading=heads and follows) if heads else one)
        return filed

    def _told_apart(self, line: Line) -> Iterator[Line]:
        """Cut a paragraph before each sentence whose lead-in names a section: a list that was run together."""
        start = 0
        for match in _LEADS.finditer(line.body) if not line.row else ():
            if self._most_like(match.group(1), _OPENS_WITH) is not None:
                before = line.body[start : match.start()]
                yield replace(line, text=before, body=before, footnotes=())
                start = match.start(1)
        yield replace(line, text=line.body[start:], body=line.body[start:]) if start else line

    def _unless_named_otherwise(self, one: Filed) -> Filed:
        """Doubt a paragraph whose lead-in is another section's title.

        That is where the heading above it is no more than a lead-in, or where the section named has no heading at all.
        """
        head, colon, _ = one.line.body.partition(":")
        if one.node is None or not colon or len(head) > LONGEST_LEAD:
            return one
        nodes, likeness = self._titles.nodes, self._titles.likeness(head)
        least = {n: _TITLE if n in self._headed else NAMES for n in likeness if self._weak or n not in self._headed}
        other = {n for n, v in least.items() if likeness[n] >= v and nodes[n].role is None and nodes[n].depth > 0}
        if not other or nodes[one.node].depth == 0 or other & (nodes[one.node].ancestors | {one.node}):
            return one
        self.uncertain |= {n.index for n in nodes if other & (n.ancestors | {n.index})}
        return replace(one, confidence=min(one.confidence, _ELSEWHERE), doubts=(*one.doubts, NAMED_OTHERWISE))

    def _lead_of(self, line: Line) -> Node | None:
        """Return the section that the lead-in of a paragraph names; without one, that of the sub-heading above."""
        if self._partner is None and not self._heading.joint:
            return None
        return self.named_by(line) or self._lead

    def named_by(self, line: Line) -> Node | None:
        """Return the section that the lead-in of a paragraph, or a sub-heading, names."""
        head, colon, _ = line.body.partition(":")
        if len(head) <= LONGEST_LEAD and (colon or _is_sub_heading(line)):
            return self._most_like(head, NAMES)
        words = line.body.split()
        return self._most_like(" ".join(words[:_OPENING]), _OPENS_WITH) if len(words) > _OPENING else None

    def _most_like(self, text: str, least: float) -> Node | None:
        likeness = self._titles.likeness(text)
        found = [n for n in self._homes() if likeness.get(n.index, 0.0) >= least]
        return max(found, key=lambda n: likeness[n.index]) if found else None

    def _homes(self) -> list[Node]:
        """Return the sections that a lead-in may name here."""
        nodes = self._titles.nodes
        if self._heading.joint:
            return [nodes[nodes[n].parent] for n in self._titles.roles(self._heading.joint)]
        tops = [n for n in (self._node, self._partner) if n is not None]
        return [nodes[n.parent] if n.role or n.repeated else n for n in tops]

    def _joint(self, line: Line, lead: Node | None) -> Filed:
        nodes = self._titles.nodes
        role = self._heading.joint
        home = next((c for c in lead.children if nodes[c].role == role), None) if lead else None
        if home is None:
            self.uncertain |= set(self._titles.roles(role or ""))
            return Filed(line, None, reason="không rõ thuộc mục nào trong danh sách gom chung")
        return Filed(line, home, min(self._sure, 0.79), (JOINT,))

    def _single(self, line: Line, lead: Node | None) -> Filed:
        node, doubts, sure = self._node, self._doubts(), self._sure
        if self._partner is not None:
            sure = min(sure, 0.79 if lead else 0.6)
            if lead is not None and lead.index in (self._partner.index, self._partner.parent):
                node = self._partner
            elif lead is None:
                self.uncertain |= set(_leaves(self._titles, self._partner))
        if node.section.leaf:
            return Filed(line, node.index, sure, doubts)
        home, told, unclear = self._leaf[node.index].home(line)
        if home is None:
            self.uncertain |= named([line], self._titles)
            return Filed(line, None, reason=f"đứng trước các mục con của mục {node.section.number}")
        if unclear:
            self.uncertain |= set(node.children)
        return Filed(line, home, sure * told, (*doubts, BY_WORDING) if unclear else doubts)

    def _doubts(self) -> tuple[str, ...]:
        doubts = []
        if self._partner is not None:
            doubts.append(MERGED)
        if self._sure < 0.8:
            doubts.append(GUESSED if self._heading.guess else UNCLEAR)
        return tuple(doubts)


def _is_sub_heading(line: Line) -> bool:
    if line.row or len(line.body) > 120 or line.body.rstrip().endswith((".", ";")):
        return False
    counts = line.number is not None and line.number.counts
    return (line.bold or counts or line.body.rstrip().endswith(":")) and strength_of(line, len(line.body)) > -0.3


def _leaves(titles: Titles, node: Node) -> list[int]:
    if node.section.leaf:
        return [node.index]
    return [leaf for child in node.children for leaf in _leaves(titles, titles.nodes[child])]


class _Leaf:
    """Files text that stands right under a section with sections of its own.

    Text without a heading of its own is for the first leaf, unless it is plainly about shortcomings and one of the
    leaves is for these.
    """

    def __init__(self, node: Node, titles: Titles) -> None:
        leaves = [titles.nodes[c] for c in node.children if titles.nodes[c].section.leaf]
        self._first = leaves[0].index if leaves else None
        self._worst = next((n.index for n in leaves if n.role == SHORTCOMINGS), None)
        #: How the paragraph before spoke: 'Tuy nhiên, còn hạn chế sau:' holds for all that follows.
        self._follows = PLAINLY
        self._begun = False

    def home(self, line: Line) -> tuple[int | None, float, bool]:
        """Return leaf, certainty, and whether a person should look because only the wording told.

        What comes first and speaks of shortcomings without beginning so may hold results too.
        """
        if self._first is None or self._worst is None or line.row:
            return self._first, 1.0, False
        score, first, self._begun = wanting(line.folded), not self._begun, True
        if score >= self._follows:
            ends_open = line.body.rstrip().endswith(":")
            self._follows = min(self._follows, 0.0 if ends_open else FOLLOWING)
            mixed = first and not begins_wanting(line.folded)
            return self._worst, 0.75 if mixed else 0.93 if score >= PLAINLY else 0.85, mixed
        return self._first, 0.97 if score < PERHAPS else 0.75, score >= PERHAPS


def by_leaf(filed: Sequence[Filed]) -> dict[int, list[Filed]]:
    """Return leaf node → its lines that say something, in order."""
    leaves: dict[int, list[Filed]] = defaultdict(list)
    for one in filed:
        if one.node is not None:
            leaves[one.node].append(one)
    return leaves


def mixed_leaves(leaves: Mapping[int, Sequence[Filed]], titles: Titles) -> dict[int, int]:
    """Return leaf → leaf for shortcomings of the same section, where that has nothing and the first speaks of such.

    The heading between the two may have been lost with a page or written in a way that was not known.
    """
    mixed = {}
    for leaf, found in leaves.items():
        node = titles.nodes[leaf]
        worst = next((n for n in titles.children(node.parent) if titles.nodes[n].role == SHORTCOMINGS), leaf)
        if node.role == RESULTS and worst not in leaves and any(_speaks_ill(one) for one in found):
            mixed[leaf] = worst
    return mixed


def doubted(one: Filed) -> Filed:
    """Return `one`, doubtful where its wording is about shortcomings."""
    if not _speaks_ill(one):
        return one
    doubts = tuple(dict.fromkeys((*one.doubts, BY_WORDING)))
    return replace(one, confidence=min(one.confidence, _ELSEWHERE), doubts=doubts)


def _speaks_ill(one: Filed) -> bool:
    return not one.line.row and wanting(one.line.folded) >= PERHAPS
