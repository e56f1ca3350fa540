"""What RTF control words do to the formatting that a group inherits (RTF specification 1.9.1, 'Character Text')."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from parsers.richtext_story import ParagraphLook
from parsers.word_styles import Look

_PLAIN = Look(bold=False, italic=False, underline=False, hidden=False)
_IN_NO_TABLE = ParagraphLook()


@dataclass(frozen=True, slots=True)
class State:
    """What a group inherits and gives back at its end."""

    look: Look = _PLAIN
    font: int | None = None
    deleted: bool = False
    paragraph: ParagraphLook = _IN_NO_TABLE
    #: \\uc: how many bytes stand after a Unicode character for programs that do not know Unicode.
    fallback: int = 1


def _toggle(name: str) -> Callable[[State, int | None], State]:
    return lambda state, number: replace(state, look=replace(state.look, **{name: number != 0}))  # type: ignore[arg-type]


def _underline(drawn: bool) -> Callable[[State, int | None], State]:
    return lambda state, number: replace(state, look=replace(state.look, underline=drawn and number != 0))


def _paragraph(name: str, fixed: object = None) -> Callable[[State, int | None], State]:
    def change(state: State, number: int | None) -> State:
        value = number if fixed is None else fixed
        return replace(state, paragraph=replace(state.paragraph, **{name: value}))  # type: ignore[arg-type]

    return change


#: Control word → the state after it.
CHANGES: dict[str, Callable[[State, int | None], State]] = {
    "b": _toggle("bold"),
    "i": _toggle("italic"),
    "v": _toggle("hidden"),
    **{name: _underline(True) for name in ("ul", "uld", "uldb", "ulw", "uldash", "ulth", "ulwave")},
    "ulnone": _underline(False),
    "f": lambda state, number: replace(state, font=number),
    "deleted": lambda state, number: replace(state, deleted=number != 0),
    "uc": lambda state, number: replace(state, fallback=min(max(0, number or 0), 8)),
    "pard": lambda state, number: replace(state, paragraph=_IN_NO_TABLE),
    "intbl": _paragraph("in_table", True),
    "itap": _paragraph("nesting"),
    "qc": _paragraph("centered", True),
    **{name: _paragraph("centered", False) for name in ("ql", "qr", "qj", "qd")},
    "outlinelevel": _paragraph("outline"),
    "s": _paragraph("style"),
    "ls": lambda state, number: replace(state, paragraph=replace(state.paragraph, listed=bool(number))),
    "ilvl": lambda s, number: replace(s, paragraph=replace(s.paragraph, level=min(max(0, number or 0), 8))),
}


@lru_cache(maxsize=4096)
def changed(state: State, word: str, number: int | None) -> State:
    """Return the state behind a control word of CHANGES; a file goes through the same few again and again."""
    return CHANGES[word](state, number)
