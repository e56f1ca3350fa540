"""The bytes of a letter: every header in place, Vietnamese intact, nothing smuggled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import PostmanPermanentError
from domain.letters import Letter
from notifier.message import to_message
from tests.support.sample_letters import NOW, OFFICE, letter

HEADERS = {
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
}


def sent(written: Letter) -> EmailMessage:
    """Return `written` as the unit's program reads it."""
    raw = to_message(written, OFFICE, NOW).as_bytes()
    return cast(EmailMessage, message_from_bytes(raw, policy=policy.default))


class TestHeaders:
    def test_all_that_a_reminder_needs_and_nothing_else(self) -> None:
        mail = sent(letter())
        assert set(mail.keys()) == HEADERS
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Reply-To"] == "nhanbaocao@hoalac.example"
        assert mail["Date"].datetime == NOW
        assert str(mail["Date"]).endswith("+0700")

    def test_answers_go_to_the_office_where_the_letter_names_nobody(self) -> None:
        assert sent(replace(letter(), reply_to=""))["Reply-To"] == OFFICE.send_to

    def test_a_copy_is_said_openly(self) -> None:
        assert sent(replace(letter(), cc=("cap.tren@hoalac.example",)))["Cc"] == "cap.tren@hoalac.example"

    def test_what_it_answers_is_named_whole_however_long(self) -> None:
        answered = tuple(f"<{'a' * 90}.{n}@{'b' * 60}.example>" for n in range(3))
        raw = to_message(replace(letter(), references=answered), OFFICE, NOW).as_bytes()
        lines = raw.split(b"\r\n")
        start = lines.index(b"References: " + answered[0].encode())
        assert lines[start + 1 : start + 3] == [f" {one}".encode() for one in answered[1:]]
        assert f"In-Reply-To: {answered[-1]}".encode() in lines
        assert max(map(len, raw.split(b"\r\n"))) <= 998

    def test_what_is_no_message_id_is_not_answered(self) -> None:
        mail = sent(replace(letter(), references=("<a b@c.example>", "x", "<d@e.example>\r\nBcc: f@g.example")))
        assert set(mail.keys()) == HEADERS

    def test_a_long_message_id_stays_whole(self) -> None:
        long = f"<baocao.{'0' * 32}@{'a' * 60}.{'b' * 60}.example>"
        assert sent(replace(letter(), message_id=long))["Message-ID"] == long

    def test_a_naive_clock_is_refused(self) -> None:
        with pytest.raises(ValueError, match="aware"):
            to_message(letter(), OFFICE, datetime(2031, 2, 4, 9))  # noqa: DTZ001


class TestForm:
    def test_text_comes_first_and_html_beside_it(self) -> None:
        mail = sent(letter())
        assert mail.get_content_type() == "multipart/alternative"
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
        assert {part.get_content_charset() for part in mail.iter_parts()} == {"utf-8"}

    def test_a_letter_without_html_is_plain(self) -> None:
        assert sent(replace(letter(), html="")).get_content_type() == "text/plain"

    def test_the_same_letter_at_the_same_moment_is_the_same_bytes(self) -> None:
        first, second = (to_message(letter(), OFFICE, NOW).as_bytes() for _ in range(2))
        assert first == second
        assert first != to_message(letter(), OFFICE, datetime(2031, 2, 4, 3, tzinfo=UTC)).as_bytes()

    def test_it_passes_servers_that_know_seven_bits_and_short_lines(self) -> None:
        raw = to_message(letter(text="Đường dài " * 500 + "\n"), OFFICE, NOW).as_bytes()
        assert raw.isascii()
        assert max(map(len, raw.split(b"\r\n"))) <= 78
        assert raw.count(b"\n") == raw.count(b"\r\n")


#: What people write, what breaks headers, and the rest of Unicode.
TEXT = st.text(
    st.one_of(st.sampled_from('Nhắc nộp \r\n\t\x00\x0b\x1c\x85\u2028:<>,;"\\=?_@'), st.characters(codec="utf-8"))
)


class TestNothingIsSmuggledIn:
    @given(subject=TEXT, name=TEXT)
    def test_by_the_subject_or_the_name_of_the_sender(self, subject: str, name: str) -> None:
        office = replace(OFFICE, signed_by=name)
        raw = to_message(replace(letter(), subject=subject), office, NOW).as_bytes()
        mail = cast(EmailMessage, message_from_bytes(raw, policy=policy.default))
        assert set(mail.keys()) == HEADERS
        assert [a.addr_spec for a in mail["From"].addresses] == [OFFICE.sender]
        assert [a.addr_spec for a in mail["To"].addresses] == ["chinh@suoingo.example"]
        assert len(list(mail.iter_parts())) == 2

    @given(subject=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1))
    def test_and_a_printable_subject_arrives_as_it_was(self, subject: str) -> None:
        assert sent(replace(letter(), subject=subject))["Subject"] == subject

    @given(text=TEXT)
    def test_by_the_text(self, text: str) -> None:
        mail = sent(replace(letter(), text=text + "\n"))
        assert set(mail.keys()) == HEADERS
        assert len(list(mail.iter_parts())) == 2

    @given(address=TEXT)
    def test_by_an_address(self, address: str) -> None:
        for bad in (
            replace(letter(), to=(address + " ",)),
            replace(letter(), cc=(f"a@b.example,{address}",)),
            replace(letter(), reply_to=f"{address}\na@b.example"),
        ):
            with pytest.raises(PostmanPermanentError):
                to_message(bad, OFFICE, NOW)

    @given(text=TEXT)
    def test_by_the_message_id(self, text: str) -> None:
        with pytest.raises(PostmanPermanentError):
            to_message(replace(letter(), message_id=f"<a@b.example>\r\n{text}"), OFFICE, NOW)
