"""kill -9 between any two steps of a round loses nothing and doubles nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import service.lease
from domain.letters import LetterState
from domain.records import MailEnd
from service.assembly import Service
from service.clock import system_now
from tests.support.killing import round_killed_at
from tests.support.small_office import NOW, office, put, question_mail, report_mail

MAILS = {"1": report_mail(), "2": question_mail(), "3": report_mail("hoi.ai", number=3)}


def fill(folder: Path) -> None:
    office(folder)
    for name, raw in MAILS.items():
        put(folder, name, raw)


def what_stands(service: Service, folder: Path) -> dict[str, object]:
    letters = service.register.letters(service.period.id)
    return {
        "mails": sorted((m.sha256, m.end, m.unit) for m in service.register.mails()),
        "archive": sorted(p.name for p in (folder / "du-lieu" / "thu-goc").rglob("*.eml")),
        "submissions": [
            (unit.id, len(service.register.submissions(service.period.id, unit.id)))
            for unit in service.register.units()
        ],
        "letters": sorted((letter.key.unit, letter.key.step) for letter in letters),
    }


def settle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, object], list[LetterState]]:
    """Run two whole rounds once the killed one's lease is over; return what stands then."""
    monkeypatch.setattr(service.lease, "system_now", lambda: system_now() + timedelta(minutes=10))
    office_service = Service(office(folder), now=lambda: NOW)
    try:
        office_service.round(letters=True)
        settled = what_stands(office_service, folder)
        office_service.round(letters=True)
        assert what_stands(office_service, folder) == settled, "running again changed something"
        return settled, [letter.state for letter in office_service.register.letters(office_service.period.id)]
    finally:
        office_service.close()


def test_killed_at_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "whole")
    expected, states = settle(tmp_path / "whole", monkeypatch)
    assert len(expected["mails"]) == len(MAILS)  # type: ignore[arg-type]
    assert {end for _, end, _ in expected["mails"]} == {  # type: ignore[attr-defined]
        MailEnd.ACCEPTED,
        MailEnd.NOT_A_REPORT,
        MailEnd.NEEDS_REVIEW,
    }
    assert states
    assert set(states) == {LetterState.SENT}

    step = 0
    while True:
        reached = False
        for after in (False, True):
            folder = tmp_path / f"{step}-{after}"
            fill(folder)
            if not round_killed_at(folder, step, after=after):
                break
            reached = True
            settled, states = settle(folder, monkeypatch)
            assert settled == expected, f"step {step}, killed {'after' if after else 'before'} it"
            in_doubt = states.count(LetterState.UNKNOWN)
            assert in_doubt <= 1
            files = len(list((folder / "thu-di").glob("*.eml")))
            assert len(states) - in_doubt <= files <= len(states)
        if not reached:
            break
        step += 1
    assert step > 15, "the round has fewer steps than it should have"
