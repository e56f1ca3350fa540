"""Which report a passage says it brings: 'báo cáo nhanh' or 'báo cáo chính thức'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.period import ReportKind
from domain.vietnamese import fold

_REPORT = r"(?:bao ?cao|b ?/? ?c|bcao)"
_BETWEEN = r"(?:(?!bao cao\b|bc\b|nhanh\b|chinh thuc\b)\w+ ){0,9}?"
_KIND_WORD = {
    ReportKind.QUICK: r"(?<!phat trien )(?<!tang )(?<!giam )(?<!tien do )nhanh",
    ReportKind.OFFICIAL: r"chinh ?thuc",
}
_CLAIM = {kind: re.compile(rf"\b{_REPORT} ?{_BETWEEN}{word}\b|\bban {word}\b") for kind, word in _KIND_WORD.items()}
_GLUED = {
    ReportKind.QUICK: re.compile(r"(baocao|^bc|bc)nhanh"),
    ReportKind.OFFICIAL: re.compile(r"(baocao|^bc|bc)chinhthuc"),
}
#: Right after the words: the report is promised, asked for or spoken of, not brought.
_NOT_BROUGHT_AFTER = re.compile(
    r"^ (\w+ ){0,4}?(se|gui sau|nop sau|bo sung sau|gui (ve|den|toi|cho) van phong|gui truoc|nop truoc|truoc ngay"
    r"|cham nhat|gui dung|nop dung|khi nao|bao gio|nop han|co the)\b|^ (\w+ ){0,2}?(chua|da gui|da nop|dang)\b"
)
_NOT_BROUGHT_BEFORE = re.compile(
    r"\b(da (gui|nop)|se (gui|nop)|chua (gui|nop|co)|chua nhan duoc|thay( the)?( cho)?( ban)?|nhac( gui| nop)?"
    r"|yeu cau( gui| nop)?|hoi( ve)?|han( gui| nop)?|sau|ve viec|vv( gui| nop)?|v v( gui| nop)?|bo sung cho|khac voi"
    r"|khong phai( la)?|con) (\w+ ){0,2}?$"
)
_CLAUSE = re.compile(r"[.;!?\n]|,(?!\d)")


@dataclass(frozen=True)
class KindWords:
    """A kind and the words that name it, as they stand."""

    kind: ReportKind
    words: str


def kind_in_heading(text: str) -> KindWords | None:
    """Return the kind that a subject, file name or title names; None where it names none or both."""
    folded = fold(text)
    squeezed = folded.replace(" ", "")
    return _only_one(
        [
            KindWords(kind, " ".join(text.split()))
            for kind in ReportKind
            if _CLAIM[kind].search(folded) or _GLUED[kind].search(squeezed)
        ]
    )


def kind_in_sentences(text: str) -> KindWords | None:
    """Return the kind a mail's own sentences say it brings; promises, questions and references do not count."""
    found = {
        kind: KindWords(kind, clause.strip())
        for clause in _CLAUSE.split(text)
        for kind in ReportKind
        if _brings(kind, fold(clause))
    }
    return _only_one(list(found.values()))


def _brings(kind: ReportKind, folded: str) -> bool:
    match = _CLAIM[kind].search(folded)
    if match is None or _NOT_BROUGHT_AFTER.match(folded[match.end() :]):
        return False
    return not _NOT_BROUGHT_BEFORE.search(folded[: match.start()])


def _only_one(found: list[KindWords]) -> KindWords | None:
    return found[0] if len(found) == 1 else None
