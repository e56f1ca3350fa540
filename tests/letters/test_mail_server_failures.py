"""What a postman says of a letter when the mail server refuses, is slow, lies or breaks."""

from __future__ import annotations

import base64
import logging
import socket
import ssl
import time
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import (
    ConfigError,
    PostmanError,
    PostmanPermanentError,
    PostmanTemporaryError,
    PostmanUnknownError,
)
from notifier.postman import SmtpPostman
from tests.support.sample_letters import NOW, OFFICE, letter
from tests.support.smtp_sink import SmtpSink, running_sink

#: aiosmtpd's: the other side of the connection, which may know the password.
SERVER_LOG = "mail.log"


def postman_for(sink: SmtpSink, **changes: object) -> SmtpPostman:
    settings: dict[str, object] = {
        "office": OFFICE,
        "security": sink.security,
        "username": sink.username,
        "password": sink.password,
        "cafile": sink.cafile,
        "timeout": 5,
        "clock": lambda: NOW,
    }
    return SmtpPostman(sink.host, sink.port, **(settings | changes))  # type: ignore[arg-type]


@pytest.fixture
def postman(smtp_sink: SmtpSink) -> Iterator[SmtpPostman]:
    postman = postman_for(smtp_sink)
    yield postman
    postman.close()


class TestRefusals:
    @pytest.mark.parametrize(
        ("fault", "answer"),
        [
            ("greeting", "421 4.3.2 busy"),
            ("greeting", "554 5.3.2 no service here"),
            ("login", "454 4.7.0 try the login later"),
            ("mail", "451 4.3.0 later"),
            ("mail", "530 5.7.0 log in first"),
            ("mail", "550 5.4.5 Daily user sending limit exceeded"),
            ("data", "452 4.3.1 disk full"),
            ("letter", "451 4.7.1 greylisted"),
            ("letter", "421 4.3.2 going down"),
            ("letter", "550 5.4.5 Daily user sending limit exceeded"),
        ],
    )
    def test_for_now(self, smtp_sink: SmtpSink, postman: SmtpPostman, fault: str, answer: str) -> None:
        setattr(smtp_sink.faults, fault, answer)
        with pytest.raises(PostmanTemporaryError, match=answer[4:9]):
            postman.send(letter())
        assert smtp_sink.stored == []

    @pytest.mark.parametrize(
        ("fault", "answer"),
        [
            ("mail", "550 5.7.1 not your address"),
            ("data", "554 5.5.1 no"),
            ("letter", "554 5.7.1 looks like spam"),
            ("letter", "552 5.3.4 too big"),
        ],
    )
    def test_for_good(self, smtp_sink: SmtpSink, postman: SmtpPostman, fault: str, answer: str) -> None:
        setattr(smtp_sink.faults, fault, answer)
        with pytest.raises(PostmanPermanentError, match=answer[4:9]):
            postman.send(letter())
        assert smtp_sink.stored == []

    @pytest.mark.parametrize(
        ("answer", "error"), [("450 4.2.1 full", PostmanTemporaryError), ("550 5.1.1 unknown", PostmanPermanentError)]
    )
    def test_a_recipient_is_named(
        self, smtp_sink: SmtpSink, postman: SmtpPostman, answer: str, error: type[PostmanError]
    ) -> None:
        smtp_sink.faults.rcpt["chinh@suoingo.example"] = answer
        with pytest.raises(error, match=r"chinh@suoingo\.example"):
            postman.send(letter())

    def test_one_recipient_of_two_refused_refuses_the_letter(self, smtp_sink: SmtpSink, postman: SmtpPostman) -> None:
        smtp_sink.faults.rcpt["b@suoingo.example"] = "550 5.1.1 unknown"
        with pytest.raises(PostmanPermanentError):
            postman.send(replace(letter(), cc=("b@suoingo.example",)))
        assert smtp_sink.stored == []

    def test_the_next_letter_goes_out_after_a_refused_one(self, smtp_sink: SmtpSink, postman: SmtpPostman) -> None:
        smtp_sink.faults.rcpt["chinh@suoingo.example"] = "550 5.1.1 unknown"
        with pytest.raises(PostmanPermanentError):
            postman.send(letter(1))
        postman.send(letter(2, to="phu@suoingo.example"))
        assert [m["Message-ID"] for m in smtp_sink.letters] == [letter(2).message_id]


class TestBrokenConnections:
    @pytest.mark.parametrize("moment", ["mail", "data"])
    def test_before_the_letter_left_it_is_surely_not_sent(
        self, smtp_sink: SmtpSink, postman: SmtpPostman, moment: str
    ) -> None:
        smtp_sink.faults.reset = moment
        with pytest.raises(PostmanTemporaryError, match="Mất kết nối"):
            postman.send(letter())
        assert smtp_sink.stored == []

    def test_in_the_middle_of_the_letter_it_is_surely_not_sent(self, smtp_sink: SmtpSink, postman: SmtpPostman) -> None:
        smtp_sink.faults.reset = "content"
        with pytest.raises(PostmanTemporaryError, match="Mất kết nối"):
            postman.send(letter(text="a line that makes the letter long\n" * 400_000))
        assert smtp_sink.stored == []

    @pytest.mark.parametrize(("moment", "stored"), [("before-storing", 0), ("after-storing", 1)])
    def test_after_the_letter_left_nobody_knows(
        self, smtp_sink: SmtpSink, postman: SmtpPostman, moment: str, stored: int
    ) -> None:
        smtp_sink.faults.reset = moment
        with pytest.raises(PostmanUnknownError, match="chưa rõ"):
            postman.send(letter())
        assert len(smtp_sink.stored) == stored

    def test_an_answer_that_comes_too_late_leaves_it_open(self, smtp_sink: SmtpSink) -> None:
        smtp_sink.faults.slow = 30
        postman = postman_for(smtp_sink, timeout=0.5)
        began = time.monotonic()
        with pytest.raises(PostmanUnknownError, match="chưa rõ"):
            postman.send(letter())
        assert time.monotonic() - began < 5
        assert len(smtp_sink.stored) == 1

    @pytest.mark.parametrize("answer", ["354 go on", "999 what", "hello"])
    def test_an_answer_that_makes_no_sense_leaves_it_open(
        self, smtp_sink: SmtpSink, postman: SmtpPostman, answer: str
    ) -> None:
        smtp_sink.faults.letter = answer
        with pytest.raises(PostmanUnknownError):
            postman.send(letter())

    def test_a_connection_that_died_between_two_letters_is_replaced(
        self, smtp_sink: SmtpSink, postman: SmtpPostman
    ) -> None:
        postman.send(letter(1))
        assert postman._connection is not None
        assert postman._connection.sock is not None
        postman._connection.sock.shutdown(socket.SHUT_RDWR)
        postman.send(letter(2))
        assert [m["Message-ID"] for m in smtp_sink.letters] == [letter(1).message_id, letter(2).message_id]

    def test_several_letters_share_one_connection_and_login(self, smtp_sink: SmtpSink, postman: SmtpPostman) -> None:
        for number in range(4):
            postman.send(letter(number))
        assert (smtp_sink.connections, smtp_sink.logins, len(smtp_sink.stored)) == (1, 1, 4)

    def test_nobody_listens(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        postman = SmtpPostman("127.0.0.1", port, office=OFFICE, security="none", timeout=2)
        with pytest.raises(PostmanTemporaryError, match=f"127.0.0.1, cổng {port}"):
            postman.send(letter())

    def test_a_server_that_never_greets(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as mute:
            postman = SmtpPostman("127.0.0.1", mute.getsockname()[1], office=OFFICE, security="none", timeout=0.3)
            with pytest.raises(PostmanTemporaryError, match="không trả lời"):
                postman.send(letter())


class TestTls:
    def test_a_certificate_that_nobody_vouches_for_is_refused(self, smtp_sink: SmtpSink) -> None:
        postman = postman_for(smtp_sink, cafile=None)
        with pytest.raises(PostmanTemporaryError, match="không xác minh được chứng thư"):
            postman.send(letter())
        assert smtp_sink.logins == 0

    def test_a_certificate_of_another_name_is_refused(self, tmp_path: Path) -> None:
        with running_sink(tmp_path, "tls", host="127.0.0.2") as sink:
            with pytest.raises(PostmanTemporaryError, match="không xác minh được chứng thư"):
                postman_for(sink).send(letter())
            assert sink.logins == 0

    def test_no_password_goes_to_a_server_without_starttls(self, tmp_path: Path) -> None:
        with running_sink(tmp_path, "none") as sink:
            with pytest.raises(PostmanTemporaryError, match="STARTTLS"):
                postman_for(sink, security="starttls").send(letter())
            assert (sink.logins, sink.stored) == (0, [])

    def test_old_tls_is_refused(self, tmp_path: Path) -> None:
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        old.set_ciphers("DEFAULT:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
            anyone = ssl.create_default_context()
            anyone.minimum_version = ssl.TLSVersion.TLSv1_1
        anyone.set_ciphers("DEFAULT:@SECLEVEL=0")
        with running_sink(tmp_path, "tls", tls=old) as sink:
            anyone.load_verify_locations(sink.cafile)
            with (
                socket.create_connection((sink.host, sink.port)) as raw,
                anyone.wrap_socket(raw, server_hostname=sink.host) as proof,
            ):
                assert proof.version() == "TLSv1.1"
            with pytest.raises(PostmanTemporaryError, match="Không kết nối được"):
                postman_for(sink).send(letter())
            assert sink.logins == 0

    @pytest.mark.parametrize("host", ["smtp.hoalac.example", "192.0.2.7", "::ffff:192.0.2.7", ""])
    def test_without_tls_only_this_machine_is_trusted(self, host: str) -> None:
        with pytest.raises(ConfigError):
            SmtpPostman(host, 25, office=OFFICE, security="none")

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
    def test_without_tls_this_machine_is_trusted(self, host: str) -> None:
        assert host in repr(SmtpPostman(host, 25, office=OFFICE, security="none"))

    def test_an_unknown_kind_of_security_is_refused(self) -> None:
        with pytest.raises(ConfigError):
            SmtpPostman("127.0.0.1", 25, office=OFFICE, security="TLS 1.3")

    @pytest.mark.parametrize(("security", "port"), [("tls", 465), ("starttls", 587), ("none", 25)])
    def test_each_kind_has_its_usual_port(self, security: str, port: int) -> None:
        assert f"127.0.0.1:{port}," in repr(SmtpPostman("127.0.0.1", office=OFFICE, security=security))


class TestLogin:
    def test_a_wrong_password_waits_for_the_operator(self, smtp_sink: SmtpSink) -> None:
        with pytest.raises(PostmanTemporaryError, match="xem lại tên tài khoản và mật khẩu"):
            postman_for(smtp_sink, password="sai").send(letter())
        assert smtp_sink.mails == 0

    def test_check_reports_it_too(self, smtp_sink: SmtpSink) -> None:
        with pytest.raises(PostmanTemporaryError, match=smtp_sink.username):
            postman_for(smtp_sink, password="sai").check()

    def test_check_begins_no_mail(self, smtp_sink: SmtpSink) -> None:
        (sentence,) = postman_for(smtp_sink).check()
        assert smtp_sink.username in sentence
        assert (smtp_sink.logins, smtp_sink.mails) == (1, 0)

    def test_without_user_there_is_no_login(self, smtp_sink: SmtpSink) -> None:
        with pytest.raises(PostmanTemporaryError, match="530"):
            postman_for(smtp_sink, username=None, password=None).send(letter())
        assert smtp_sink.logins == 0

    def test_a_password_that_smtp_cannot_carry_is_said_so(self, smtp_sink: SmtpSink) -> None:
        with pytest.raises(PostmanTemporaryError, match="ASCII"):
            postman_for(smtp_sink, password="mật khẩu").send(letter())

    @pytest.mark.parametrize("password", ["bi-mat-khong-lo", "bí-mật-không-lộ"])
    def test_the_password_is_nowhere_to_be_seen(
        self, smtp_sink: SmtpSink, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], password: str
    ) -> None:
        sent = base64.b64encode(f"\0{smtp_sink.username}\0{password}".encode()).decode()
        smtp_sink.faults.login = (
            f"535 5.7.8 not understood: AUTH PLAIN {sent} ({password.encode('ascii', 'replace')!r})"
        )
        postman = postman_for(smtp_sink, password=password)
        caplog.set_level(logging.DEBUG)
        with pytest.raises(PostmanTemporaryError) as raised:
            postman.send(letter())
        logged = "".join(record.getMessage() for record in caplog.records if record.name != SERVER_LOG)
        told = logged + repr(postman) + "".join(capfd.readouterr())
        told += "".join(traceback.format_exception(raised.value))
        chain: BaseException | None = raised.value
        while chain is not None:
            told += repr(chain) + repr(chain.args) + repr(vars(chain))
            chain = chain.__context__
        assert password not in told
        assert sent not in told
        assert base64.b64encode(password.encode()).decode() not in told
