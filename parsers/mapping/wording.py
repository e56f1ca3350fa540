"""Whether a paragraph without a heading of its own speaks of what is wanting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from domain.vietnamese import fold
from parsers.mapping.words import load

#: From this score on a paragraph is plainly about shortcomings; on labelled reports 1 in 1,700 of the others has it.
PLAINLY = 1.6
#: From this score on it may be.
PERHAPS = 1.0
#: What a paragraph that follows one plainly about shortcomings needs.
FOLLOWING = 0.6
#: What takes the place of a harmless phrase: the words around it do not follow one another.
_GAP = " . "
_LEAD, _STRONG, _FAINT = 2.0, 1.0, 0.6


@dataclass(frozen=True, slots=True)
class _Wanting:
    leads: tuple[str, ...]
    strong: tuple[str, ...]
    faint: tuple[str, ...]
    harmless: tuple[str, ...]


@lru_cache(maxsize=1)
def _wanting() -> _Wanting:
    raw = load("wanting.json")

    def spaced(key: str) -> tuple[str, ...]:
        return tuple(sorted((f" {fold(phrase)} " for phrase in raw[key]), key=len, reverse=True))

    return _Wanting(spaced("leads"), spaced("strong"), spaced("faint"), spaced("harmless"))


def begins_wanting(folded: str) -> bool:
    """Whether a folded paragraph begins like one about shortcomings ('Tuy nhiên, …', 'Nguyên nhân: …')."""
    return any(f" {folded} ".startswith(lead) for lead in _wanting().leads)


def wanting(folded: str) -> float:
    """Return how much a folded paragraph speaks of what is wanting; see PLAINLY and PERHAPS."""
    known = _wanting()
    text = f" {folded} "
    for phrase in known.harmless:
        text = text.replace(phrase, _GAP)
    score = _LEAD if begins_wanting(folded) else 0.0
    for weight, words in ((_STRONG, known.strong), (_FAINT, known.faint)):
        for word in words:
            times = text.count(word)
            if times:
                score += weight * times
                text = text.replace(word, " ")
    return score
