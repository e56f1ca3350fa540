"""Whatever bytes arrive, a mail is opened, judged and identified without an error."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.report import MappedReport, ReadMail
from intake.disposition import judge
from intake.identify import identify
from intake.opening import open_mail
from tests.support.broken_mails import broken_mails
from tests.support.letters_in import letter

NOTHING = ReadMail(mapped=MappedReport())
WHOLE = letter(
    "Chuyển giúp.\n---------- Thư được chuyển tiếp ----------\nTừ: A <a@b.example>\nDate: x\nSubject: y\n\nGửi.",
    html="<p>Chuyển <blockquote type=cite>Vào 1 thg 6, 2017 a@b.example đã viết:</blockquote>",
    subject="Fwd: Báo cáo nhanh",
    files=["Báo cáo.docx", "a.pdf"],
)


def handle(raw: bytes) -> None:
    opened = open_mail(raw)
    judgement = judge(opened, NOTHING)
    assert judgement.reason
    identify(opened, judgement, (), (), date(2017, 6, 2))


@pytest.mark.parametrize("symptom", [symptom for symptom, _ in broken_mails()])
def test_every_broken_mail_is_judged(symptom: str) -> None:
    handle(dict(broken_mails())[symptom])


def test_a_mail_may_end_anywhere() -> None:
    for end in range(0, len(WHOLE), 7):
        handle(WHOLE[:end])


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, len(WHOLE) - 1), noise=st.binary(min_size=1, max_size=12))
def test_a_mail_may_be_damaged_anywhere(at: int, noise: bytes) -> None:
    handle(WHOLE[:at] + noise + WHOLE[at + len(noise) :])


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_at_all(raw: bytes) -> None:
    handle(raw)


HEADER_LINES = st.sampled_from(
    ["From: ", "Subject: ", "Content-Type: ", "Content-Disposition: ", "Content-Transfer-Encoding: ", "Date: ", "To: "]
)
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["multipart/mixed; boundary=a", "message/rfc822", "message/delivery-status", "multipart/report", "base64",
         "text/html; charset=utf-7", "text/plain; format=flowed", "attachment; filename*0*=a'b", "=?utf-7?B?K0FBQQ==?="]
    ),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(HEADER_LINES, VALUES), max_size=6),
    st.lists(st.sampled_from(["--a", "--a--", "", "Content-Type: message/rfc822", "From: x", "> x", "=3D=", "x"])),
)
def test_any_headers_over_any_parts(headers: list[tuple[str, str]], lines: list[str]) -> None:
    head = "".join(f"{name}{value}\r\n" for name, value in headers)
    handle((head + "\r\n" + "\r\n".join(lines)).encode("utf-8", "replace"))
