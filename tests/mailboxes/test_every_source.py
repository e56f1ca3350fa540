"""What holds for a mailbox of every kind: one class, run against real ones."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from domain.errors import MailboxError
from domain.mail import MailLocation
from intake.sources import Source, check_mailbox
from tests.support.mail_places import THEN, Place, place_of

A = b"Subject: A\r\n\r\nbao cao nhanh\r\n"
B = b"Subject: B\r\n\r\nthu hai\r\n"
C = b"Subject: C\r\n\r\nthu ba\r\n"

ODD = {
    "empty": b"",
    "no headers": b"\r\nchi co noi dung\r\n",
    "no body": b"Subject: chi co tieu de\r\n",
    "not a mail": b"day khong phai thu\r\n",
    "8-bit": "Subject: Báo cáo 6 tháng\r\n\r\nKính gửi Văn phòng\r\n".encode(),
    "legacy 8-bit": b"Subject: B\xb8o c\xb8o\r\n\r\n\xff\xfe\x80\r\n",
    "NUL bytes": b"Subject: NUL\r\n\r\na\0b\0\0c\r\n",
    "From in the text": b"Subject: F\r\n\r\nFrom here on\r\n>From there\r\n\r\nFrom: x\r\n>>From y\r\n",
    "blank lines at the end": b"Subject: trong\r\n\r\ncuoi\r\n\r\n\r\n",
    "truncated": b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/pl',
    "bare LF": b"Subject: LF\n\nmot\nhai\n\n",
    "long line": b"Subject: dai\r\n\r\n" + b"x" * 100_000 + b"\r\n",
}


@pytest.fixture(params=[pytest.param("imap", marks=pytest.mark.dovecot), "maildir", "eml", "mbox"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with place_of(request.param, tmp_path) as found:
        yield found


@pytest.fixture
def source(place: Place) -> Iterator[Source]:
    with closing(place.open()) as opened:
        yield opened


def fetch_all(source: Source) -> list[bytes]:
    return [mail.raw for mail in source.fetch(list(source.locations()))]


def by_raw(source: Source) -> dict[bytes, MailLocation]:
    return {mail.raw: mail.location for mail in source.fetch(list(source.locations()))}


class TestEverySource:
    def test_an_empty_mailbox_has_no_mail(self, source: Source) -> None:
        assert list(source.locations()) == []
        assert list(source.fetch([])) == []

    def test_lists_and_fetches_every_mail_once(self, place: Place, source: Source) -> None:
        for raw in (A, B, C):
            place.put(raw)
        assert len(set(source.locations())) == 3
        assert sorted(fetch_all(source)) == [A, B, C]

    def test_every_location_names_the_account(self, place: Place, source: Source) -> None:
        place.put(A)
        assert {location.account for location in source.locations()} == {source.account}

    def test_only_new_mail_has_a_new_location(self, place: Place, source: Source) -> None:
        place.put(A)
        place.put(B)
        before = set(source.locations())
        assert set(source.locations()) == before
        place.put(C)
        after = list(source.locations())
        assert before < set(after)
        assert [mail.raw for mail in source.fetch([place for place in after if place not in before])] == [C]

    def test_another_program_run_lists_the_same(self, place: Place, source: Source) -> None:
        place.put(A)
        place.put(B)
        before = list(source.locations())
        with closing(place.open()) as again:
            assert list(again.locations()) == before
            assert sorted(mail.raw for mail in again.fetch(before)) == [A, B]

    @pytest.mark.parametrize("raw", ODD.values(), ids=ODD.keys())
    def test_the_exact_bytes_come_back(self, place: Place, source: Source, raw: bytes) -> None:
        place.put(A)
        place.put(raw)
        place.put(B)
        assert sorted(fetch_all(source)) == sorted([A, place.given_out(raw), B])

    def test_a_mail_of_25_mb_comes_back(self, place: Place, source: Source) -> None:
        line = b"0123456789abcdefghijklmnopqrstuvwxyz" * 2 + b"\r\n"
        raw = b"Subject: lon\r\n\r\n" + line * (25_000_000 // len(line) + 1)
        place.put(raw)
        place.put(A)
        fetched = fetch_all(source)
        assert len(fetched) == 2
        assert raw in fetched

    def test_fetches_in_the_order_asked(self, place: Place, source: Source) -> None:
        for raw in (A, B, C):
            place.put(raw)
        at = by_raw(source)
        for order in ([C, A, B], [B, C, A], [C, B]):
            assert [mail.raw for mail in source.fetch([at[raw] for raw in order])] == order

    def test_a_mail_that_has_gone_is_left_out(self, place: Place, source: Source) -> None:
        for raw in (A, B, C):
            place.put(raw)
        at = by_raw(source)
        place.remove(b"thu hai")
        assert [mail.raw for mail in source.fetch([at[A], at[B], at[C]])] == [A, C]
        assert set(source.locations()) == {at[A], at[C]}

    def test_a_mail_of_another_mailbox_is_left_out(self, place: Place, source: Source) -> None:
        place.put(A)
        (known,) = source.locations()
        other = MailLocation(
            account="imaps://khac@imap.example", folder=known.folder, uidvalidity=known.uidvalidity, uid=known.uid
        )
        assert [mail.location for mail in source.fetch([other, known])] == [known]

    def test_two_mails_of_the_same_bytes_stand_in_two_places(self, place: Place, source: Source) -> None:
        place.put(A)
        place.put(A)
        assert len(set(source.locations())) == 2
        assert fetch_all(source) == [A, A]

    def test_arrival_is_aware_and_exact_to_the_second(self, place: Place, source: Source) -> None:
        place.put(A, THEN)
        place.put(B, THEN + timedelta(days=1, seconds=1))
        arrived = {mail.raw: mail.arrived_at for mail in source.fetch(list(source.locations()))}
        assert arrived == {A: THEN, B: THEN + timedelta(days=1, seconds=1)}
        assert all(moment.utcoffset() == timedelta(0) for moment in arrived.values())

    def test_a_whole_round_changes_nothing(self, place: Place, source: Source) -> None:
        for raw in (A, B, *ODD.values()):
            place.put(raw)
        before = place.state()
        assert len(fetch_all(source)) == 2 + len(ODD)
        check_mailbox(source)
        source.close()
        assert place.state() == before

    def test_can_be_used_again_after_close(self, place: Place, source: Source) -> None:
        place.put(A)
        assert fetch_all(source) == [A]
        source.close()
        source.close()
        assert fetch_all(source) == [A]

    def test_a_mailbox_that_is_not_there_is_an_error(self, place: Place, source: Source) -> None:
        place.put(A)
        known = list(source.locations())
        source.close()
        place.break_down()
        with pytest.raises(MailboxError):
            list(source.locations())
        with pytest.raises(MailboxError):
            list(source.fetch(known))

    def test_check_counts_the_mails(self, place: Place, source: Source) -> None:
        place.put(A)
        place.put(B)
        assert check_mailbox(source)[0] == f"Đọc được hộp thư {source.account}: 2 thư."
