"""A real process is killed with SIGKILL: nothing is lost, nothing is doubled, and the next run goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.outcome import NeedsReview, Result
from domain.records import MailState
from domain.report import ReadMail
from store.archive import Archive
from store.register import Register, open_register
from tests.support.children import killed_after, killed_at_statement
from tests.support.store_values import (
    LOCKED,
    NOW,
    PERIOD,
    accepted,
    fetched,
    mapped,
    outcome,
    receive,
    set_up,
    sha256_of,
)


def killed_everywhere(path: Path, work: Callable[[Register], object], whole: Callable[[Register], None]) -> int:
    """Kill `work` before each of its statements in turn, until it runs to its end; `whole` looks after each."""

    def child() -> None:
        work(open_register(path))

    number = 0
    while killed_at_statement(number, child):
        with open_register(path) as register:
            whole(register)
        number += 1
        assert number < 100
    return number


def test_between_keeping_and_recording(path: Path, tmp_path: Path) -> None:
    mail = fetched(1)

    def child() -> None:
        Archive(tmp_path / "kho").keep(mail.raw)
        mine = open_register(path)
        mine.received(mail, sha256_of(mail), NOW)

    open_register(path).close()
    assert killed_at_statement(0, child)
    with open_register(path) as register:
        assert register.unknown([mail.location]) == [mail.location]
        assert Archive(tmp_path / "kho").keep(mail.raw) == sha256_of(mail)
        register.received(mail, sha256_of(mail), NOW)
        assert [kept.sha256 for kept in register.mails()] == [sha256_of(mail)]


def test_while_the_register_is_made(path: Path) -> None:
    def usable(register: Register) -> None:
        assert register.check() == ["sổ theo dõi nguyên vẹn: 0 thư đến, 0 lần nộp, 0 thư đi"]

    number = 0
    while killed_at_statement(number, lambda: open_register(path)):
        with open_register(path) as register:
            usable(register)
        for file in path.parent.glob("so.db*"):
            file.unlink()
        number += 1
    assert number > 20


def test_while_a_mail_is_recorded(register: Register, path: Path) -> None:
    mail = fetched(1)

    def whole(now: Register) -> None:
        known = not now.unknown([mail.location])
        assert len(now.mails()) == int(known)

    points = killed_everywhere(path, lambda mine: mine.received(mail, sha256_of(mail), NOW), whole)
    assert points >= 4
    assert len(register.mails()) == 1
    assert register.unknown([mail.location]) == []


@pytest.mark.parametrize(
    "result",
    [accepted("một", "hai"), NeedsReview(reasons=("Xem.",), mapped=mapped("một", "hai"), unreadable=(LOCKED,))],
)
def test_while_an_outcome_is_entered(register: Register, path: Path, result: Result) -> None:
    mail = receive(register, fetched(1))
    everything = ReadMail(mapped=mapped("một", "hai"), unreadable=(LOCKED,))
    is_accepted = not isinstance(result, NeedsReview)

    def whole(now: Register) -> None:
        (kept,) = now.mails()
        done = kept.state is MailState.DONE
        assert now.report_of(mail.id) == (everything if done else None)
        assert len(now.submissions(PERIOD.id)) == int(done and is_accepted)
        assert list(now.waiting(NOW)) == ([] if done else [mail])

    points = killed_everywhere(path, lambda mine: mine.enter(mail, PERIOD.id, outcome(result), NOW), whole)
    assert points >= 7
    whole(register)
    assert list(register.waiting(NOW)) == []


@pytest.mark.parametrize("milliseconds", [5, 20, 50, 120, 250])
def test_a_round_killed_at_any_moment_goes_on_where_it_stopped(path: Path, tmp_path: Path, milliseconds: int) -> None:
    with open_register(path) as register:
        set_up(register)
    mails = [fetched(number, raw=f"thu {number}".encode() * 500) for number in range(150)]

    def round_of_work(tell: Callable[[str], None]) -> None:
        archive = Archive(tmp_path / "kho")
        mine = open_register(path)
        tell("start")
        new = set(mine.unknown([mail.location for mail in mails]))
        for mail in mails:
            if mail.location in new:
                mine.received(mail, archive.keep(mail.raw), NOW)
                for waiting in mine.waiting(NOW):
                    mine.enter(waiting, PERIOD.id, outcome(accepted(waiting.sha256)), NOW)
                    tell(waiting.sha256)

    told = killed_after(milliseconds / 1000, round_of_work)[1:]
    with open_register(path) as register:
        after_kill = {s.mail.sha256 for s in register.submissions(PERIOD.id)}
        assert set(told) <= after_kill
        round_of_work(lambda _: None)
        for waiting in register.waiting(NOW):
            register.enter(waiting, PERIOD.id, outcome(accepted(waiting.sha256)), NOW)
        submitted = [s.mail.sha256 for s in register.submissions(PERIOD.id)]
        assert sorted(submitted) == sorted(sha256_of(mail) for mail in mails)
        archive = Archive(tmp_path / "kho")
        assert all(archive.get(sha256) for sha256 in submitted)
        assert register.check()
