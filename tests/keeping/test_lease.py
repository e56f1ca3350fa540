"""One run at a time, whichever process starts it."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from store.register import Register, open_register
from tests.support.children import together
from tests.support.store_values import NOW, sql

MINUTE = timedelta(minutes=1)


def test_the_lease_is_taken_by_one(register: Register) -> None:
    assert register.take_lease("a", NOW, 60)
    assert not register.take_lease("b", NOW + MINUTE / 2, 60)
    assert not register.take_lease("a", NOW + MINUTE / 2, 60)


def test_a_lease_that_was_given_back_is_free(register: Register) -> None:
    register.take_lease("a", NOW, 60)
    register.release_lease("a")
    assert register.take_lease("b", NOW, 60)


def test_a_lease_of_a_killed_run_expires(register: Register) -> None:
    register.take_lease("a", NOW, 60)
    assert not register.take_lease("b", NOW + MINUTE - timedelta(microseconds=1), 60)
    assert register.take_lease("b", NOW + MINUTE, 60)


def test_a_lease_is_renewed_by_its_owner_only(register: Register) -> None:
    assert not register.renew_lease("a", NOW, 60)
    register.take_lease("a", NOW, 60)
    assert register.renew_lease("a", NOW + MINUTE / 2, 60)
    assert not register.renew_lease("b", NOW, 60)
    assert not register.take_lease("b", NOW + MINUTE, 60)


def test_who_has_lost_the_lease_can_neither_renew_it_nor_give_it_away(register: Register) -> None:
    register.take_lease("a", NOW, 60)
    register.take_lease("b", NOW + MINUTE, 60)
    assert not register.renew_lease("a", NOW + MINUTE, 60)
    register.release_lease("a")
    assert not register.take_lease("c", NOW + MINUTE, 60)


def test_of_processes_that_race_one_gets_it(register: Register, path: Path) -> None:
    def run(owner: str) -> bool:
        with open_register(path) as mine:
            return mine.take_lease(owner, NOW, 60)

    assert sum(together(*(lambda n=n: run(f"run {n}") for n in range(8)))) == 1


def test_the_file_itself_holds_one_lease(register: Register, path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="one_row"):
        sql(path, "INSERT INTO lease (id, owner, expires_at) VALUES (2, 'x', '2017-06-02 00:00:00.000000')")
