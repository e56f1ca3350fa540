"""One contract for every postman, run against the folder and against a real mail server on each kind of connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest

from domain.errors import PostmanPermanentError
from domain.letters import Letter
from notifier.postman import FolderPostman, SmtpPostman
from tests.support.sample_letters import NOW, OFFICE, letter
from tests.support.smtp_sink import running_sink


@dataclass
class Post:
    """A postman and the letters that have arrived."""

    postman: FolderPostman | SmtpPostman
    arrived: Callable[[], list[EmailMessage]]


@pytest.fixture(params=["folder", "tls", "starttls", "none"])
def post(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Post]:
    if request.param == "folder":
        folder = tmp_path / "thu-di"
        yield Post(FolderPostman(folder, OFFICE, lambda: NOW), lambda: _in(folder))
        return
    with running_sink(tmp_path, request.param) as sink:
        postman = SmtpPostman(
            sink.host,
            sink.port,
            office=OFFICE,
            security=sink.security,
            username=sink.username,
            password=sink.password,
            cafile=sink.cafile,
            timeout=5,
            clock=lambda: NOW,
        )
        yield Post(postman, lambda: sink.letters)
        postman.close()


def _in(folder: Path) -> list[EmailMessage]:
    files = sorted(folder.glob("*"))
    return [cast(EmailMessage, message_from_bytes(f.read_bytes(), policy=policy.default)) for f in files]


class TestEveryPostman:
    def test_the_letter_arrives_word_for_word(self, post: Post) -> None:
        post.postman.send(letter())
        (mail,) = post.arrived()
        text, html = mail.get_body(("plain",)), mail.get_body(("html",))
        assert text is not None
        assert html is not None
        assert text.get_content().splitlines() == ["Kính gửi đơn vị,", ".một dòng có chấm"]
        assert html.get_content().splitlines() == ["<p>Kính gửi đơn vị,</p>"]
        assert mail["Subject"] == "Nhắc nộp báo cáo nhanh tổng kết năm 2030, lần 1 (hạn: hết ngày 06/02/2031)"
        assert mail["Message-ID"] == letter().message_id
        assert mail["To"] == "chinh@suoingo.example"
        assert mail["From"].addresses[0].addr_spec == OFFICE.sender
        assert mail["From"].addresses[0].display_name == OFFICE.signed_by
        assert mail["Date"].datetime == NOW

    def test_several_letters_arrive_each_once(self, post: Post) -> None:
        for number in range(5):
            post.postman.send(letter(number))
        assert sorted(m["Message-ID"] for m in post.arrived()) == sorted(letter(n).message_id for n in range(5))

    def test_it_can_be_used_again_after_closing(self, post: Post) -> None:
        post.postman.send(letter(1))
        post.postman.close()
        post.postman.send(letter(2))
        assert len(post.arrived()) == 2

    def test_closing_twice_or_unused_is_harmless(self, post: Post) -> None:
        post.postman.close()
        post.postman.close()
        assert post.arrived() == []

    def test_checking_says_that_it_works_and_sends_nothing(self, post: Post) -> None:
        assert post.postman.check()
        assert post.arrived() == []

    @pytest.mark.parametrize(
        "bad",
        [
            letter(to="không@suoingo.example"),
            letter(to="a@suoingo.example, b@suoingo.example"),
            letter(to="a@suoingo.example\r\nBcc: b@suoingo.example"),
            Letter(message_id="<a@b.example>\r\nX: y", to=("a@suoingo.example",), subject="s", text="t"),
            Letter(message_id="<a@b.example>", to=(), subject="s", text="t"),
        ],
    )
    def test_what_is_no_mail_is_refused_for_good(self, post: Post, bad: Letter) -> None:
        with pytest.raises(PostmanPermanentError):
            post.postman.send(bad)
        assert post.arrived() == []
