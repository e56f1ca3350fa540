"""What a mail's documents said, filed under sections: written once, read back as it was."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, Table, insert, select

from domain.document import Unreadable
from domain.report import Finding, MappedReport, ReadMail, SectionEntry, Unplaced
from store.tables import findings, mapped_reports, section_entries, unplaced_texts, unreadable_files


def write_report(
    connection: Connection, mail_id: int, mapped: MappedReport, unreadable: tuple[Unreadable, ...]
) -> None:
    """Add all that was read of one mail."""
    connection.execute(
        insert(mapped_reports).values(
            mail=mail_id,
            absent=mapped.absent,
            front_matter=mapped.front_matter,
            headings_found=mapped.headings_found,
            report_files=mapped.report_files,
        )
    )
    _write_lines(connection, section_entries, mail_id, (_entry_columns(entry) for entry in mapped.entries))
    _write_lines(connection, unplaced_texts, mail_id, (_unplaced_columns(text) for text in mapped.unplaced))
    _write_lines(connection, findings, mail_id, (_finding_columns(finding) for finding in mapped.findings))
    _write_lines(connection, unreadable_files, mail_id, (_unreadable_columns(file) for file in unreadable))


def read_reports(connection: Connection, mail_ids: Select[tuple[int]]) -> dict[int, ReadMail]:
    """Return what was read of the mails that `mail_ids` picks, as it was entered; five queries."""
    entries = _lines(connection, section_entries, mail_ids, _entry)
    unplaced = _lines(connection, unplaced_texts, mail_ids, _unplaced)
    noted = _lines(connection, findings, mail_ids, _finding)
    unreadable = _lines(connection, unreadable_files, mail_ids, _unreadable)
    return {
        row.mail: ReadMail(
            mapped=MappedReport(
                entries=tuple(entries[row.mail]),
                absent=row.absent,
                unplaced=tuple(unplaced[row.mail]),
                findings=tuple(noted[row.mail]),
                front_matter=row.front_matter,
                headings_found=row.headings_found,
                report_files=row.report_files,
            ),
            unreadable=tuple(unreadable[row.mail]),
        )
        for row in connection.execute(select(mapped_reports).where(mapped_reports.c.mail.in_(mail_ids)))
    }


def fingerprint(mapped: MappedReport, unreadable: Iterable[Unreadable]) -> str:
    """Return a SHA-256 over all that a report says, spaces aside: equal for a report sent again, whatever its file.

    What was unplaced or could not be read counts too: a mail that brings more must not pass for a repetition.
    """
    said = [
        [[entry.section, " ".join(entry.text.split())] for entry in mapped.entries],
        list(mapped.absent),
        [" ".join(text.text.split()) for text in mapped.unplaced],
        sorted(file.name for file in unreadable),
    ]
    return hashlib.sha256(json.dumps(said).encode("ascii")).hexdigest()


def _write_lines(connection: Connection, table: Table, mail_id: int, lines: Iterable[dict[str, Any]]) -> None:
    rows = [{"mail": mail_id, "position": n} | line for n, line in enumerate(lines)]
    if rows:
        connection.execute(insert(table), rows)


def _lines(
    connection: Connection, table: Table, mail_ids: Select[tuple[int]], make: Any
) -> defaultdict[int, list[Any]]:
    lines: defaultdict[int, list[Any]] = defaultdict(list)
    wanted = select(table).where(table.c.mail.in_(mail_ids)).order_by(table.c.mail, table.c.position)
    for row in connection.execute(wanted):
        lines[row.mail].append(make(row))
    return lines


def _entry_columns(entry: SectionEntry) -> dict[str, Any]:
    return {
        "section": entry.section,
        "text": entry.text,
        "file": entry.file,
        "place": entry.where,
        "confidence": entry.confidence,
        "doubts": entry.doubts,
    }


def _entry(row: Any) -> SectionEntry:
    return SectionEntry(
        section=row.section,
        text=row.text,
        file=row.file,
        where=row.place,
        confidence=row.confidence,
        doubts=row.doubts,
    )


def _unplaced_columns(text: Unplaced) -> dict[str, Any]:
    return {"text": text.text, "file": text.file, "place": text.where, "reason": text.reason}


def _unplaced(row: Any) -> Unplaced:
    return Unplaced(text=row.text, file=row.file, where=row.place, reason=row.reason)


def _finding_columns(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "text": finding.text, "section": finding.section}


def _finding(row: Any) -> Finding:
    return Finding(code=row.code, text=row.text, section=row.section)


def _unreadable_columns(file: Unreadable) -> dict[str, Any]:
    return {
        "name": file.name,
        "kind": file.kind,
        "cause": file.cause,
        "reason": file.reason,
        "detail": file.detail,
    }


def _unreadable(row: Any) -> Unreadable:
    return Unreadable(name=row.name, kind=row.kind, cause=row.cause, reason=row.reason, detail=row.detail)
