"""How sure a heading is: the odds the alignment found, turned into the share that is right."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.mapping.readings import Heading
from parsers.mapping.titles import Titles

#: Likeness → share of headings so like their title that were right, on labelled reports.
_BY_LIKENESS = ((0.9, 0.995), (0.7, 0.985), (0.55, 0.96), (0.45, 0.92), (0.3, 0.8), (0.0, 0.6))


def certainties(headings: Sequence[Heading], titles: Titles) -> list[float]:
    """Return for each heading the probability that it and all it stands under were read right."""
    own: dict[int, float] = {}
    out = []
    for heading in headings:
        if heading.foreign:
            out.append(0.0)
            continue
        node = titles.nodes[heading.node]
        sure = _alone(heading)
        if node.role or node.repeated:
            sure *= own.get(node.parent, 0.75) if node.parent != -1 else 1.0
        if not heading.joint:
            own[heading.node] = sure
        out.append(sure)
    return out


def _alone(heading: Heading) -> float:
    likeness = heading.option.likeness
    wrong = 1.0 - next(share for least, share in _BY_LIKENESS if likeness >= least)
    if heading.number >= 1.0:
        wrong *= 0.5
    elif heading.number < -0.5:
        wrong *= 1.5
    if heading.move < -4.0:
        wrong = max(0.3, 4.0 * wrong)
    elif heading.move < -1.2:
        wrong *= 1.5
    if heading.guess and likeness < 0.3:
        wrong = 0.4
    return max(0.0, 1.0 - wrong)
