"""Mails as they come in: nothing twice, nothing forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.outcome import Duplicate, Failed, NeedsReview, NotAReport, Result
from domain.period import VIETNAM, ReportKind
from domain.records import MailEnd, MailGroup, MailState
from store.register import Register
from tests.support.store_values import (
    ACCOUNT,
    NOW,
    PERIOD,
    accepted,
    fetched,
    outcome,
    receive,
    sha256_of,
    sql,
)


def test_a_mail_that_was_received_waits_with_all_that_is_known(register: Register) -> None:
    mail = fetched(1)
    waiting = receive(register, mail)
    assert (waiting.sha256, waiting.size, waiting.arrived_at) == (sha256_of(mail), len(mail.raw), mail.arrived_at)
    stored = register.mail(waiting.id)
    assert stored is not None
    assert (stored.state, stored.end, stored.sha256) == (MailState.WAITING, None, sha256_of(mail))


def test_an_arrival_in_another_zone_is_the_same_moment(register: Register) -> None:
    receive(register, fetched(1, arrived_at=NOW.astimezone(VIETNAM)))
    receive(register, fetched(2, arrived_at=NOW - timedelta(hours=1)))
    assert [mail.arrived_at for mail in register.waiting(NOW)] == [NOW - timedelta(hours=1), NOW]


def test_receiving_twice_changes_nothing(register: Register) -> None:
    mail = fetched(1)
    assert receive(register, mail) == receive(register, mail)
    assert len(register.mails()) == 1


def test_the_same_bytes_in_another_place_are_the_same_mail(register: Register) -> None:
    first = fetched(1)
    moved = replace(first, location=replace(first.location, folder="Lưu trữ", uid="88"))
    assert receive(register, first).id == receive(register, moved).id
    assert register.unknown([first.location, moved.location]) == []


def test_the_earliest_arrival_counts_whichever_place_is_read_first(register: Register) -> None:
    late = fetched(1, raw=b"thu", arrived_at=NOW)
    early = fetched(2, raw=b"thu", arrived_at=NOW - timedelta(days=3))
    assert receive(register, late).arrived_at == NOW
    assert receive(register, early).arrived_at == NOW - timedelta(days=3)
    assert receive(register, late).arrived_at == NOW - timedelta(days=3)


def test_unknown_locations_come_back_in_the_order_given(register: Register) -> None:
    mails = [fetched(n) for n in (5, 3, 9, 1)]
    register.received(mails[1], sha256_of(mails[1]), NOW)
    asked = [mail.location for mail in mails]
    assert register.unknown(asked) == [asked[0], asked[2], asked[3]]
    assert register.unknown([]) == []


@pytest.mark.parametrize("other", [{"uidvalidity": 8}, {"folder": "Spam"}, {"account": "maildir:khac"}, {"uid": "01"}])
def test_every_part_of_a_location_counts(register: Register, other: dict[str, Any]) -> None:
    mail = fetched(1)
    receive(register, mail)
    elsewhere = replace(mail.location, **other)
    assert register.unknown([mail.location, elsewhere]) == [elsewhere]


def test_many_thousand_locations_are_told_apart(register: Register) -> None:
    known = fetched(40_000)
    receive(register, known)
    listed = [replace(known.location, uid=str(n)) for n in range(1, 50_000)]
    assert len(register.unknown(listed)) == 49_998


def test_a_check_records_what_has_gone_and_what_has_come_back(register: Register, path: Path) -> None:
    mails = [fetched(1), fetched(2)]
    for mail in mails:
        receive(register, mail)
    everything = [mail.location for mail in mails]

    def gone() -> list[str]:
        return [uid for (uid,) in sql(path, "SELECT uid FROM mail_locations WHERE gone_at IS NOT NULL")]

    register.checked(ACCOUNT, everything[:1], NOW)
    assert gone() == ["2"]
    register.checked("maildir:khac", [], NOW)
    assert gone() == ["2"]
    register.checked(ACCOUNT, everything, NOW)
    assert gone() == []
    assert register.unknown(everything) == []


def test_the_last_check_is_the_last_that_went_through(register: Register) -> None:
    assert register.last_check(ACCOUNT) is None
    assert register.check_trouble(ACCOUNT) == ""
    register.check_failed(ACCOUNT, "connection refused", NOW)
    assert (register.last_check(ACCOUNT), register.check_trouble(ACCOUNT)) == (None, "connection refused")
    register.checked(ACCOUNT, [], NOW + timedelta(minutes=5))
    register.check_failed(ACCOUNT, "timed out", NOW + timedelta(minutes=10))
    assert register.last_check(ACCOUNT) == NOW + timedelta(minutes=5)
    assert register.check_trouble(ACCOUNT) == "timed out"
    register.checked(ACCOUNT, [], NOW + timedelta(minutes=15))
    assert register.check_trouble(ACCOUNT) == ""


def test_the_oldest_arrival_waits_first(register: Register) -> None:
    for number in (3, 1, 2):
        receive(register, fetched(number))
    assert [mail.arrived_at for mail in register.waiting(NOW)] == [fetched(n).arrived_at for n in (1, 2, 3)]


def test_mails_may_be_entered_while_the_waiting_ones_are_walked_through(register: Register) -> None:
    for number in range(5):
        receive(register, fetched(number))
    for mail in register.waiting(NOW):
        register.enter(mail, PERIOD.id, outcome(NotAReport()), NOW)
    assert list(register.waiting(NOW)) == []


def test_every_group_holds_its_mails_newest_first(register: Register) -> None:
    results: dict[int, Result] = {
        1: accepted("một"),
        2: Duplicate(unit="lak", kind=ReportKind.QUICK, of_mail=1),
        3: NotAReport(),
        4: NeedsReview(reasons=("Không rõ đơn vị.",), unit="y-te"),
        5: Failed(error="X", retry_at=NOW),
        6: Failed(error="X", retry_at=None),
    }
    ids = {number: receive(register, fetched(number)) for number in (*results, 7)}
    for number, result in results.items():
        register.enter(ids[number], PERIOD.id, outcome(result), NOW)
    numbers = {mail.id: number for number, mail in ids.items()}

    def in_group(group: MailGroup) -> list[int]:
        return [numbers[mail.id] for mail in register.mails(group)]

    assert in_group(MailGroup.ALL) == [7, 6, 5, 4, 3, 2, 1]
    assert in_group(MailGroup.ACCEPTED) == [2, 1]
    assert in_group(MailGroup.NOT_A_REPORT) == [3]
    assert in_group(MailGroup.WAITING) == [7, 6, 5, 4]
    assert in_group(MailGroup.FOR_A_PERSON) == [6, 4]
    assert [numbers[mail.id] for mail in register.mails(unit="lak")] == [2, 1]
    assert [numbers[mail.id] for mail in register.mails(limit=2, offset=1)] == [6, 5]


def test_a_parked_mail_can_be_tried_again_by_a_person(register: Register) -> None:
    mail = receive(register, fetched(1))
    assert not register.try_again(mail.id, who="An", now=NOW)
    register.enter(replace(mail, attempts=0), PERIOD.id, outcome(Failed(error="X", retry_at=None)), NOW)
    assert register.try_again(mail.id, who="An", now=NOW)
    assert list(register.waiting(NOW)) == [mail]
    assert register.audit(1)[0].what == f"Cho xử lý lại thư số {mail.id}."
    register.enter(mail, PERIOD.id, outcome(accepted("một")), NOW)
    stored = register.mail(mail.id)
    assert stored is not None
    assert (stored.end, stored.error) == (MailEnd.ACCEPTED, "")
