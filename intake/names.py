"""Finding the names of units in short texts, however they are written.

A name is taken apart into organisation, level and core (words in name_words.toml), and every combination that a clerk
would read as that unit becomes one key: letters only, no accents, no spaces. So 'LĐLĐ H. Krông A Na', 'CĐ huyện
Krông-Ana' and 'BCnhanhKrongAna.docx' find the same unit. A key that fits two units is no evidence and is dropped; among
names that overlap the longest counts, so that 'Krông Ana' is never taken for a unit 'Krông A'.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from pathlib import Path

from domain.unit import Unit
from domain.vietnamese import fold

_CAMEL = re.compile(r"(?<=[a-zà-ỹđ])(?=[A-ZĐ])")
_WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`´][^\W_]+)*['’ʼ‘`´]?")
#: A core that is shorter, written alone, is too short to mean the unit ('Lắk' also stands in 'Đắk Lắk').
_SHORTEST_ALONE = 5
#: Initials of a place ('BMT') and of a common phrase ('GTVT') that may stand alone; shorter ones mean too much.
_SHORTEST_PLACE_INITIALS = 3
_SHORTEST_INITIALS = 4
_MOST_WORDS = 16
#: Marks across which no name goes on.
_STOP = re.compile(r"[,;:()!?|]")
_SEPARATOR = re.compile(r"[,;:()/|–]| - |\n")
#: How fully a name is written.
_BARE, _WITH_LEVEL, _ORGANISED = range(3)


@dataclass(frozen=True)
class Mention:
    """A unit's name in a text."""

    unit: str
    #: As written.
    words: str
    #: It stands with its organisation or level ('huyện Lắk'), or is an alias; otherwise the bare core ('Krông Pắc').
    qualified: bool
    #: It stands with its organisation ('LĐLĐ huyện Lắk').
    organised: bool
    start: int
    end: int


@dataclass(frozen=True)
class _Words:
    organisations: tuple[tuple[str, ...], ...]
    levels: tuple[tuple[tuple[str, ...], bool], ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    inside: frozenset[str]
    foreign: re.Pattern[str]
    letters: dict[int, str]


@cache
def _words() -> _Words:
    data = tomllib.loads(Path(__file__).with_name("name_words.toml").read_text("utf-8"))
    return _Words(
        organisations=tuple(tuple(map(fold, each["forms"])) for each in data["organisation"]),
        levels=tuple((tuple(map(fold, each["forms"])), bool(each["place"])) for each in data["level"]),
        before=tuple(map(fold, data["fillers"]["before"])),
        after=tuple(map(fold, data["fillers"]["after"])),
        inside=frozenset(map(fold, data["fillers"]["inside"])),
        foreign=re.compile(rf"^(\w+ ){{0,3}}?({'|'.join(map(fold, data['foreign']['before']))})\b"),
        letters=str.maketrans(data["letters"]),
    )


class UnitNames:
    """All names of a list of units, ready to be looked for."""

    def __init__(self, units: Iterable[Unit]) -> None:
        found: dict[str, set[tuple[str, int]]] = defaultdict(set)
        for unit in units:
            for name in (unit.name, *unit.aliases):
                found[_key(name)].add((unit.id, _ORGANISED))
                for form, rank in _forms(name):
                    found[_key(form)].add((unit.id, rank))
        self._keys = {
            key: max(ids, key=lambda found: found[1])
            for key, ids in found.items()
            if key and len({unit_id for unit_id, _ in ids}) == 1
        }
        self._longest = max(map(len, self._keys), default=0)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return the units named in `text` (one line), from left to right; overlapping names by the longest."""
        taken: list[Mention] = []
        for mention in sorted(self._all(text), key=lambda m: m.start - m.end):
            if all(mention.end <= other.start or other.end <= mention.start for other in taken):
                taken.append(mention)
        own = [m for m in taken if m.organised or not _belongs_to_another(text[: m.start])]
        return tuple(sorted(own, key=lambda m: m.start))

    def _all(self, text: str) -> Iterator[Mention]:
        places = _places(text)
        for first in range(len(places)):
            key = ""
            for last in range(first, min(first + _MOST_WORDS, len(places))):
                key += places[last][2]
                apart = last > first and _STOP.search(text, places[last - 1][1], places[last][0])
                if apart or len(key) > self._longest:
                    break
                if key in self._keys:
                    start, end = places[first][0], places[last][1]
                    unit, rank = self._keys[key]
                    yield Mention(unit, text[start:end], rank > _BARE, rank == _ORGANISED, start, end)


def _belongs_to_another(before: str) -> bool:
    """Whether the words before a place's name make it another body's ('UBND huyện …', 'Trường THPT …')."""
    return bool(_words().foreign.match(fold(_SEPARATOR.split(before)[-1])))


def _places(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and key of every word; 'KrongNang' is two words."""
    found: list[tuple[int, int, str]] = []
    for match in _WORD.finditer(text):
        cuts = [0, *(m.start() for m in _CAMEL.finditer(match[0])), len(match[0])]
        for start, end in pairwise(cuts):
            key = _key(match[0][start:end])
            if key:
                found.append((match.start() + start, match.start() + end, key))
    return found


def _key(text: str) -> str:
    return fold(text).replace(" ", "").translate(_words().letters)


def _forms(name: str) -> Iterator[tuple[str, int]]:
    """Yield the ways of writing `name`, each with its rank."""
    organisation, level, place, core = _taken_apart(fold(name))
    if not core:
        return
    for words, initials in _cores(core):
        for org, lvl in product(organisation, ("", *level, *_words().before)):
            yield f"{org} {lvl} {words}", _ORGANISED
        for lvl in level:
            if len(words) > 1 and not (initials and len(lvl) == 1):
                yield f"{lvl} {words}", _WITH_LEVEL
    bare = core.replace(" ", "")
    if place and len(bare) >= _SHORTEST_ALONE:
        yield core, _BARE
    short = _initials(core.split())
    if len(short) >= (_SHORTEST_PLACE_INITIALS if place else _SHORTEST_INITIALS):
        yield short, _BARE


def _taken_apart(name: str) -> tuple[tuple[str, ...], tuple[str, ...], bool, str]:
    """Return the forms of organisation and level, whether the core is a place, and the core, all folded."""
    words = _words()
    organisation, rest = next(
        ((forms, cut) for forms in words.organisations if (cut := _without_front(name, forms[:2])) is not None),
        ((), name),
    )
    for forms, place in words.levels:
        if (cut := _without_front(rest, forms)) is not None:
            return organisation, forms, place, cut
    for filler in words.before:
        rest = rest.removeprefix(f"{filler} ")
    for filler in words.after:
        rest = rest.removesuffix(f" {filler}")
    return organisation, ("nganh",), False, rest


def _without_front(text: str, forms: Sequence[str]) -> str | None:
    return next((text[len(form) + 1 :] for form in forms if text.startswith(f"{form} ")), None)


def _cores(core: str) -> Iterator[tuple[str, bool]]:
    """Yield the core, its shortenings from the back ('nông nghiệp và PTNT') and its initials ('NNPTNT')."""
    yield core, False
    words = [word for word in core.split() if word not in _words().inside]
    yield " ".join(words), False
    for cut in range(2, len(words) - 1):
        yield " ".join(words[:cut]) + " " + _initials(words[cut:]), False
        yield " ".join(words[:cut]), False
    if len(words) > 1:
        yield _initials(words), True


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words if word not in _words().inside)
