"""Weighing claims about unit and kind: agreement gives an answer, contradiction a sentence for the clerk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.identity import KindClaim, Source, UnitClaim
from domain.period import ReportKind
from intake.kinds import KindWords

#: Places that a sender chose for this report; what the others say only helps where these are silent.
_WRITTEN = (Source.LETTERHEAD, Source.SUBJECT, Source.FILE_NAME, Source.TITLE)
_WEAK = (Source.SENDER_NAME, Source.BODY)


def weigh_units(claims: Sequence[UnitClaim], names: Mapping[str, str]) -> tuple[str | None, str]:
    """Return the unit, or None with a sentence that says which places contradict each other ('' where none does).

    A registered address and the letterhead must agree. A forward's inner address stands above the forwarder's.
    Where address and letterhead agree, a subject or file name that names another unit is a leftover.
    """
    sender = _sender(claims)
    head = _of(claims, Source.LETTERHEAD)
    if sender and head:
        matching = [claim for claim in sender if claim.unit == head[0].unit]
        return (head[0].unit, "") if matching else (None, _contradiction(sender[0], head[0], names))
    settled = (sender or head)[:1] + [claim for source in _WRITTEN for claim in _of(claims, source)]
    if not settled:
        settled = [claim for source in _WEAK for claim in _of(claims, source)]
    other = next((claim for claim in settled if claim.unit != settled[0].unit), None)
    if other:
        return None, _contradiction(settled[0], other, names)
    return (settled[0].unit, "") if settled else (None, "")


def weigh_kinds(claims: Sequence[KindClaim], of_files: Sequence[KindWords]) -> tuple[ReportKind | None, str]:
    """Return the kind on which all claims agree, else None with a sentence where they contradict each other."""
    if len({each.kind for each in of_files}) > 1:
        return None, "Thư kèm cả tệp báo cáo nhanh và tệp báo cáo chính thức; cần người xem tách riêng từng báo cáo."
    if not claims:
        return None, ""
    other = next((claim for claim in claims if claim.kind != claims[0].kind), None)
    if other is None:
        return claims[0].kind, ""
    first = claims[0]
    sides = (f"{claim.source.vietnamese} nói là {claim.kind.vietnamese} (“{claim.words}”)" for claim in (first, other))
    return None, _capital(" nhưng ".join(sides)) + "."


def _sender(claims: Sequence[UnitClaim]) -> list[UnitClaim]:
    return [*_of(claims, Source.FORWARDED_ADDRESS), *_of(claims, Source.ADDRESS)]


def _of(claims: Sequence[UnitClaim], source: Source) -> list[UnitClaim]:
    return [claim for claim in claims if claim.source is source]


def _contradiction(first: UnitClaim, second: UnitClaim, names: Mapping[str, str]) -> str:
    return f"{_capital(_said(first, names))} nhưng {_said(second, names)}."


def _said(claim: UnitClaim, names: Mapping[str, str]) -> str:
    unit = names.get(claim.unit, claim.unit)
    if claim.source in (Source.ADDRESS, Source.FORWARDED_ADDRESS):
        return f"{claim.source.vietnamese} {claim.words} là của {unit}"
    return f"{claim.source.vietnamese} ghi “{claim.words}” ({unit})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
