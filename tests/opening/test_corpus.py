"""The labelled corpus: what a careful clerk says of each mail, with reading taken from the labels."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.document import FileKind, Unreadable, UnreadableCause
from domain.mail import OpenedMail
from domain.report import MappedReport, ReadMail, SectionEntry
from domain.unit import Unit, UnitAddress, UnitKind
from intake.disposition import judge
from intake.identify import identify
from intake.opening import open_mail

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="needs the labelled corpus in ../shared"),
]
CASES = sorted(path.name for path in (SHARED / "corpus").glob("*-*"))


def units(*, addresses: bool) -> list[Unit]:
    with (SHARED / "units.csv").open(encoding="utf-8", newline="") as file:
        return [
            Unit(
                id=row["id"],
                name=row["name"],
                kind=UnitKind(row["kind"]),
                addresses=(UnitAddress(email=row["email"]),) if addresses else (),
                aliases=tuple(alias for alias in row["aliases"].split(";") if alias),
            )
            for row in csv.DictReader(file)
        ]


def as_labelled(label: dict[str, Any], opened: OpenedMail) -> ReadMail:
    """Return what reading would bring if it made no mistake."""
    entries = tuple(
        SectionEntry(section=section, text=text, file="", where="", confidence=1.0)
        for section, texts in label["sections"].items()
        for text in texts
    )
    files = () if label["readable"] else opened.attachments
    unreadable = tuple(
        Unreadable(name=file.name, kind=FileKind.UNKNOWN, cause=UnreadableCause.DAMAGED, reason="hỏng")
        for file in files
    )
    front = tuple(label["ignore"][:10])
    mapped = MappedReport(entries=entries, front_matter=front, headings_found=len(label["sections"]))
    return ReadMail(mapped=mapped, unreadable=unreadable)


@pytest.mark.parametrize("addresses", [True, False], ids=["addresses-known", "addresses-unknown"])
@pytest.mark.parametrize("case", CASES)
def test_every_mail_is_told_as_a_clerk_would(case: str, addresses: bool) -> None:
    folder = SHARED / "corpus" / case
    label = json.loads((folder / "expect.json").read_text("utf-8"))
    opened = open_mail((folder / "message.eml").read_bytes())
    read = as_labelled(label, opened)
    judgement = judge(opened, read)
    identity = identify(opened, judgement, read.mapped.front_matter, units(addresses=addresses), date(2017, 6, 2))
    assert judgement.disposition == label["disposition"]
    assert (identity.kind, identity.contradictions) == (label["kind"], ())
    # Without registered addresses a unit may stay unknown, but never be another one.
    assert identity.unit == label["unit"] or (not addresses and identity.unit is None)
