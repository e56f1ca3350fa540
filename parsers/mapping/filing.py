"""Paragraphs to sections: what stands under which heading, and how sure that is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.mapping.certainty import certainties
from parsers.mapping.headings import strength_of
from parsers.mapping.lines import Line
from parsers.mapping.numbers import Style
from parsers.mapping.readings import Heading
from parsers.mapping.titles import Node, Titles
from parsers.mapping.wording import FOLLOWING, PERHAPS, PLAINLY, begins_wanting, wanting
from parsers.mapping.words import SHORTCOMINGS, role_of

MERGED = "tiêu đề gộp hai mục"
JOINT = "gom chung nhiều mục"
GUESSED = "đoán theo thứ tự"
UNCLEAR = "tiêu đề viết khác đề cương"
BY_WORDING = "chưa rõ là kết quả hay hạn chế"
#: From this likeness on the lead-in of a paragraph ('Về tài chính: …') names a section.
_LEAD = 0.45
_LONGEST_LEAD = 180
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
    filed: list[Filed] = []
    uncertain: set[int] = set()
    for at, heading in enumerate(headings):
        end = headings[at + 1].line if at + 1 < len(headings) else len(lines)
        text = [line for line in _under(lines, heading, end) if not _says_nothing(line, titles, echoes)]
        if heading.foreign:
            name = lines[heading.line].body.rstrip(" :.")
            filed += [Filed(line, None, reason=f"nằm dưới tiêu đề “{name}” không có trong đề cương") for line in text]
            uncertain |= _passed_over(headings, at, titles) if text else set()
            uncertain |= _named(text, titles) if at > first else set()
            continue
        section = _Section(titles, heading, sure[at])
        filed += section.file(text)
        uncertain |= section.uncertain
    front = lines[: min(begin, start)]
    opened = next((i + 1 for i, line in enumerate(front) if line.folded.endswith(_OPENS)), len(front))
    early = [Filed(line, None, reason="đứng trước mục đầu tiên") for line in front[opened:]]
    return Filing(tuple(front), (*early, *filed), frozenset(uncertain))


def _is_lead_in(line: Line, heading: Heading) -> bool:
    """Whether what was taken for a run-in heading may as well be a paragraph's lead-in, and is kept with it."""
    if line.bold_until or heading.option.span > 1 or (line.number is not None and line.number.counts):
        return False
    return role_of(line.body[: heading.option.head]) is None


def _passed_over(headings: Sequence[Heading], at: int, titles: Titles) -> set[int]:
    """Return the sections that the text under a foreign heading stands in the place of."""
    before = next((h.node for h in reversed(headings[:at]) if not h.foreign), -1)
    after = next((h.node for h in headings[at + 1 :] if not h.foreign), len(titles.nodes))
    return set(range(max(before, 0), after))


def _named(text: Sequence[Line], titles: Titles) -> set[int]:
    """Return the sections, and all under them, that lead-ins of unplaced text name."""
    found: set[int] = set()
    for line in text:
        head, colon, _ = line.body.partition(":")
        for node, likeness in titles.likeness(head).items() if colon and len(head) <= _LONGEST_LEAD else ():
            if likeness >= _LEAD:
                found |= {node, *(n.index for n in titles.nodes if node in n.ancestors)}
    return found


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

    def __init__(self, titles: Titles, heading: Heading, sure: float) -> None:
        self._titles = titles
        self._heading = heading
        self._node = titles.nodes[heading.node]
        self._partner = titles.nodes[heading.partner] if heading.partner is not None else None
        self._sure = sure
        self._lead: Node | None = None
        self._leaf = {n.index: _Leaf(n, titles) for n in (self._node, self._partner) if n is not None}
        self.uncertain: set[int] = set()

    def file(self, text: Sequence[Line]) -> list[Filed]:
        """Return the lines with their homes."""
        filed = []
        for i, line in enumerate(text):
            named = _is_sub_heading(line)
            lead = self._lead_of(line)
            if named:
                self._lead = lead
            follows = i + 1 < len(text)
            one = self._joint(line, lead) if self._heading.joint else self._single(line, lead)
            filed.append(replace(one, sub_heading=named and follows) if named else one)
        return filed

    def _lead_of(self, line: Line) -> Node | None:
        """Return the section that the lead-in of a paragraph names; without one, that of the sub-heading above."""
        if self._partner is None and not self._heading.joint:
            return None
        head, colon, _ = line.body.partition(":")
        if len(head) > _LONGEST_LEAD or not (colon or _is_sub_heading(line)):
            return self._lead
        likeness = self._titles.likeness(head)
        found = [n for n in self._homes() if likeness.get(n.index, 0.0) >= _LEAD]
        return max(found, key=lambda n: likeness[n.index]) if found else self._lead

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
