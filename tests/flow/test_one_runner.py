"""One round at a time, whoever starts it; a round that has lost its lease or is told to stop goes no further."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import service.lease
from domain.errors import RunnerBusyError, RunStoppedError
from service.assembly import Service
from service.clock import system_now
from tests.support.small_office import NOW, office, put, question_mail, report_mail


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Service, Service]]:
    """Two services over one office, as a timer and a button, or two machines."""
    config = office(tmp_path)
    put(tmp_path, "1", report_mail())
    put(tmp_path, "2", question_mail())
    both = Service(config, now=lambda: NOW), Service(config, now=lambda: NOW)
    yield both
    for one in both:
        one.close()


def test_a_second_round_finds_the_first_at_work(two: tuple[Service, Service]) -> None:
    first, second = two
    with first.runner.lease():
        with pytest.raises(RunnerBusyError):
            second.round(letters=True)
        assert not second.register.mails()
    assert second.round(letters=True).kept == 2
    assert first.round(letters=True).kept == 0


def test_a_killed_runs_lease_is_over_after_a_while(
    two: tuple[Service, Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two
    assert first.register.take_lease("a run that was killed", system_now(), service.lease.LEASE_SECONDS)
    with pytest.raises(RunnerBusyError):
        second.collect()
    later = system_now() + timedelta(seconds=service.lease.LEASE_SECONDS + 1)
    monkeypatch.setattr(service.lease, "system_now", lambda: later)
    assert second.collect().kept == 2


def test_a_round_that_is_told_to_stop_ends_before_its_next_mail_and_the_next_goes_on(
    two: tuple[Service, Service],
) -> None:
    first, second = two
    first._tell = lambda text: first.runner.stop() if text.startswith("Hộp thư có") else None
    with pytest.raises(RunStoppedError):
        first.round(letters=True)
    report = second.round(letters=True)
    assert (report.kept, report.handled) == (2, 2)


def test_a_run_whose_lease_has_gone_to_another_stops(two: tuple[Service, Service]) -> None:
    first, _ = two
    with first.runner.lease():
        first.runner.proceed()
        first.runner._lost.set()
        with pytest.raises(RunStoppedError):
            first.runner.proceed()
