"""`baocao inspect`: reads mails without storing anything and prints what it makes of each, one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from domain.assess import assess
from domain.errors import MailOpenError
from domain.mail import Disposition
from domain.outcome import NeedsReview
from domain.report import SectionEntry
from domain.template import Template
from domain.unit import Unit
from service.examine import Examined, examine
from service.ports import Reader


def inspect(
    paths: Iterable[Path], reader: Reader, template: Template, units: Sequence[Unit]
) -> Iterator[dict[str, Any]]:
    """Yield what is printed of each mail, in the order given. Raises OSError where a path cannot be read."""
    for path in paths:
        try:
            examined = examine(path.read_bytes(), reader=reader, template=template, units=units)
        except MailOpenError as error:
            yield _unopened(path, str(error))
        else:
            yield {"message": str(path), **_shown(examined, template)}


def as_line(shown: dict[str, Any]) -> str:
    """Return one JSON object on one line."""
    return json.dumps(shown, ensure_ascii=False)


def as_text(shown: dict[str, Any], template: Template) -> str:
    """Return the same for a person, several lines."""
    lines = [
        f"{shown['message']}",
        f"  là: {shown['disposition']}; đơn vị: {shown['unit'] or 'không rõ'}; loại: {shown['kind'] or 'không rõ'}",
        *(f"  ! {finding}" for finding in shown["findings"]),
        *(f"  thiếu {template.printed(leaf)}" for leaf in shown["absent"]),
    ]
    for section in shown["sections"]:
        doubt = " (cần xem lại)" if section["needs_review"] else ""
        lines.append(f"  {template.printed(section['id'])}{doubt}")
        lines += [f"      {paragraph}" for paragraph in section["text"].splitlines()]
    lines += [f"  chưa xếp được: {text}" for text in shown["unplaced"]]
    return "\n".join(lines)


def _shown(examined: Examined, template: Template) -> dict[str, Any]:
    mapped = examined.read.mapped
    is_report = examined.judgement.disposition is Disposition.REPORT
    readable = examined.read.readable
    result = assess(examined.judgement, examined.identity, examined.read, lambda unit: frozenset())
    notes = [file.reason for file in examined.read.unreadable]
    return {
        "disposition": examined.judgement.disposition.value,
        "unit": examined.identity.unit,
        "kind": examined.identity.kind.value if is_report and examined.identity.kind else None,
        "readable": readable,
        "needs_review": isinstance(result, NeedsReview),
        "sections": list(_sections(mapped.entries, template)) if is_report else [],
        "absent": list(mapped.absent) if is_report and readable else [],
        "unplaced": [piece.text for piece in mapped.unplaced] if is_report else [],
        "findings": [finding.text for finding in mapped.findings] + notes + list(examined.identity.contradictions),
    }


def _sections(entries: Sequence[SectionEntry], template: Template) -> Iterator[dict[str, Any]]:
    """One object a leaf that has text; as certain as its least certain paragraph."""
    for leaf in template.leaves:
        own = [entry for entry in entries if entry.section == leaf.id]
        if own:
            yield {
                "id": leaf.id,
                "text": "\n".join(entry.text for entry in own),
                "confidence": round(min(entry.confidence for entry in own), 3),
                "needs_review": any(entry.needs_review for entry in own),
            }


def _unopened(path: Path, reason: str) -> dict[str, Any]:
    nothing: dict[str, Any] = {"sections": [], "absent": [], "unplaced": [], "findings": [reason]}
    return {
        "message": str(path),
        "disposition": Disposition.NOT_REPORT.value,
        "unit": None,
        "kind": None,
        "readable": False,
        "needs_review": True,
        **nothing,
    }
