"""The words that titles are made of: short forms, roles, phrases (data of this room, editable)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz

from domain.vietnamese import fold, squeeze

RESULTS = "results"
SHORTCOMINGS = "shortcomings"


def load(name: str) -> Any:
    """Return one of this room's data files."""
    return json.loads((files("parsers.mapping") / "data" / name).read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _short_forms() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {tuple(fold(k).split()): tuple(fold(v).split()) for k, v in load("short_forms.json").items()}


@lru_cache(maxsize=1)
def phrases() -> Phrases:
    """Return the folded phrases that mark closings, annexes and letterheads."""
    raw = load("phrases.json")

    def folded(key: str) -> tuple[str, ...]:
        return tuple(fold(phrase) for phrase in raw[key])

    return Phrases(
        weak=frozenset(folded("weak")),
        closing=folded("closing"),
        closing_whole=frozenset(folded("closing_whole")),
        annex=folded("annex"),
        letterhead=folded("letterhead"),
        other_papers=tuple(fold(p) for p in raw["kinds_of_paper"]["other"]),
        report_papers=tuple(fold(p) for p in raw["kinds_of_paper"]["report"]),
    )


@dataclass(frozen=True, slots=True)
class Phrases:
    """Folded phrases of office papers."""

    #: Words that say little in a title.
    weak: frozenset[str]
    #: What the closing of a report begins with; what a closing line may consist of.
    closing: tuple[str, ...]
    closing_whole: frozenset[str]
    annex: tuple[str, ...]
    letterhead: tuple[str, ...]
    other_papers: tuple[str, ...]
    report_papers: tuple[str, ...]


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[str, ...]:
    """Return the folded syllables of `text`, short forms (CNVCLĐ, TĐ-KT) written out."""
    forms, words, i = _short_forms(), fold(text).split(), 0
    out: list[str] = []
    while i < len(words):
        for size in (3, 2, 1):
            full = forms.get(tuple(words[i : i + size]))
            if full:
                out.extend(full)
                i += size
                break
        else:
            out.append(words[i])
            i += 1
    return tuple(out)


@lru_cache(maxsize=1)
def _topics() -> tuple[tuple[str, str], ...]:
    return tuple((f" {fold(p)} ", f"#{i}") for i, group in enumerate(load("related.json")) for p in group)


@lru_cache(maxsize=8192)
def topics(words: tuple[str, ...]) -> tuple[tuple[str], ...]:
    """Return the topics that `words` are about: phrases that stand for one another in titles share one."""
    text = f" {' '.join(words)} "
    return tuple({(topic,) for phrase, topic in _topics() if phrase in text})


@dataclass(frozen=True, slots=True)
class _RolePhrases:
    results: tuple[str, ...]
    shortcomings: tuple[str, ...]
    neutral: tuple[str, ...]
    joint: tuple[str, ...]
    causes: tuple[str, ...]
    squeezed: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def _roles() -> _RolePhrases:
    raw = load("roles.json")

    def folded(key: str) -> tuple[str, ...]:
        return tuple(sorted((f" {fold(p)} " for p in raw[key]), key=len, reverse=True))

    causes = tuple(fold(p) for p in raw["causes"])
    squeezed = tuple((squeeze(p), role) for role in (RESULTS, SHORTCOMINGS) for p in raw[role])
    return _RolePhrases(folded(RESULTS), folded(SHORTCOMINGS), folded("neutral"), folded("joint"), causes, squeezed)


@lru_cache(maxsize=8192)
def role_of(title: str) -> str | None:
    """Return RESULTS or SHORTCOMINGS where `title` says nothing but that ('Những mặt được', 'Khó khăn, vướng mắc')."""
    words = tokens(title)
    if not words or len(words) > 14:
        return None
    known = _roles()
    rest, bad = _without(" " + "  ".join(words) + " ", known.shortcomings)
    rest, good = _without(rest, known.results)
    rest, _ = _without(rest, known.neutral)
    if not rest.split() and good != bad:
        return RESULTS if good else SHORTCOMINGS
    return None if good and bad else _misspelt_role(title)


def _misspelt_role(title: str) -> str | None:
    """Titles with glued words or a slip of the pen."""
    bare = squeeze(title)
    if not 5 <= len(bare) <= 60:
        return None
    best, role = max((fuzz.ratio(bare, phrase), role) for phrase, role in _misspelt_forms())
    return role if best >= 86 else _glued_role(bare)


def _glued_role(bare: str) -> str | None:
    known = _roles()
    found = set()
    for role, parts in ((SHORTCOMINGS, known.shortcomings), (RESULTS, known.results), (None, known.neutral)):
        for part in parts:
            glued = part.replace(" ", "")
            if len(glued) > 3 and glued in bare:
                bare = bare.replace(glued, "")
                found.add(role)
    roles = found - {None}
    return roles.pop() if len(roles) == 1 and len(bare) <= 3 else None


@lru_cache(maxsize=1)
def _misspelt_forms() -> tuple[tuple[str, str], ...]:
    usual = (
        ("kết quả đạt được", RESULTS),
        ("những kết quả đạt được", RESULTS),
        ("những kết quả đã đạt được", RESULTS),
        ("tồn tại hạn chế", SHORTCOMINGS),
        ("những tồn tại hạn chế", SHORTCOMINGS),
        ("tồn tại hạn chế và nguyên nhân", SHORTCOMINGS),
        ("tồn tại hạn chế chung", SHORTCOMINGS),
        ("khó khăn vướng mắc", SHORTCOMINGS),
    )
    return tuple((squeeze(p), r) for p, r in usual) + tuple(p for p in _roles().squeezed if len(p[0]) >= 7)


def is_joint(title: str) -> bool:
    """Whether a title about results or shortcomings says that it is about all sections ('Tồn tại, hạn chế chung')."""
    spaced, bare = f" {fold(title)} ", squeeze(title)
    return any(word in spaced or bare.endswith(word.strip()) for word in _roles().joint)


def is_causes(title: str) -> bool:
    """Whether a title only says that causes follow ('Nguyên nhân', 'Nguyên nhân chủ quan')."""
    words = fold(title)
    return len(words) < 60 and any(words.startswith(cause) for cause in _roles().causes)


def _without(text: str, parts: tuple[str, ...]) -> tuple[str, bool]:
    found = False
    for part in parts:
        spaced = "  ".join(part.split())
        if f" {spaced} " in text:
            text, found = text.replace(f" {spaced} ", "  "), True
    return text, found
