"""What IMAP servers other than Dovecot are known to do."""

import logging
import traceback
from base64 import b64encode
from contextlib import closing
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from domain.errors import MailboxError, MailboxLoginError
from domain.mail import FetchedMail
from intake.sources import Source, open_mailbox
from tests.support.scripted_imap import scripted_imap

PASSWORD = "rat-bi-mat-2017"
EXAMINE = "* 1 EXISTS\r\n* OK [UIDVALIDITY 77] valid\r\n* OK [UIDNEXT 8] next\r\n{tag} OK [READ-ONLY] done\r\n"
ONE_MAIL = {
    "EXAMINE": EXAMINE,
    "UID SEARCH": "* SEARCH 7\r\n{tag} OK done\r\n",
    "UID FETCH 7 (RFC822.SIZE)": "* 1 FETCH (UID 7 RFC822.SIZE 14)\r\n{tag} OK done\r\n",
    "UID FETCH 7 (BODY": (
        '* 1 FETCH (UID 7 INTERNALDATE " 4-Jun-2017 16:30:00 +0700" BODY[] {14}\r\nSubject: x\r\n\r\n)\r\n'
        "{tag} OK done\r\n"
    ),
}


def coded(user: str) -> str:
    """Return what AUTHENTICATE PLAIN sends (RFC 4616)."""
    return b64encode(f"\0{user}\0{PASSWORD}".encode()).decode()


def source(port: int, user: str = "vanphong") -> Source:
    return open_mailbox(f"imap://{quote(user, safe='')}@127.0.0.1:{port}/", password=PASSWORD, timeout=5)


def one_round(answers: dict[str, str], user: str = "vanphong") -> tuple[list[FetchedMail], list[str]]:
    """Return what a round over a server with these answers fetched, and the commands it got."""
    with scripted_imap({**ONE_MAIL, **answers}) as (port, commands), closing(source(port, user)) as mailbox:
        fetched = list(mailbox.fetch(list(mailbox.locations())))
    return fetched, commands


def test_only_commands_that_change_nothing_are_sent() -> None:
    fetched, commands = one_round({})
    assert [mail.raw for mail in fetched] == [b"Subject: x\r\n\r\n"]
    assert [command for command in commands if not command.startswith("LOGIN ")] == [
        "CAPABILITY",
        "CAPABILITY",
        'EXAMINE "INBOX"',
        "UID SEARCH ALL",
        "UID FETCH 7 (RFC822.SIZE)",
        "UID FETCH 7 (BODY.PEEK[] INTERNALDATE)",
        "LOGOUT",
    ]


def test_the_key_is_folder_uidvalidity_and_uid() -> None:
    (mail,), _ = one_round({})
    assert (mail.location.folder, mail.location.uidvalidity, mail.location.uid) == ("INBOX", 77, "7")
    assert mail.arrived_at == datetime(2017, 6, 4, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("answer", ["{tag} OK done\r\n", "* ID NIL\r\n{tag} OK done\r\n", "{tag} NO never\r\n"])
def test_id_is_sent_where_it_is_offered(answer: str) -> None:
    capability = "* CAPABILITY IMAP4rev1 ID\r\n{tag} OK done\r\n"
    fetched, commands = one_round({"CAPABILITY": capability, "ID": answer})
    assert 'ID ("name" "baocao")' in commands
    assert len(fetched) == 1


def test_a_user_name_that_login_cannot_carry_goes_by_plain() -> None:
    fetched, commands = one_round(
        {"AUTHENTICATE PLAIN": "+ \r\n", coded("van phong"): "{tag} OK done\r\n"}, "van phong"
    )
    assert "AUTHENTICATE PLAIN" in commands
    assert not any(command.startswith("LOGIN") for command in commands)
    assert len(fetched) == 1


@pytest.mark.parametrize("code", ["UNAVAILABLE", "INUSE", "LIMIT", "THROTTLED", "OVERQUOTA"])
def test_a_login_refused_for_now_is_no_wrong_password(code: str) -> None:
    with pytest.raises(MailboxError) as refused:
        one_round({"LOGIN": f"{{tag}} NO [{code}] later\r\n"})
    assert not isinstance(refused.value, MailboxLoginError)
    assert code in str(refused.value)


def test_a_connection_that_ends_at_login_is_no_wrong_password() -> None:
    with pytest.raises(MailboxError) as refused:
        one_round({"LOGIN": ""})
    assert not isinstance(refused.value, MailboxLoginError)


@pytest.mark.parametrize("word", ["NO", "BAD"])
def test_a_server_that_repeats_the_command_does_not_betray_the_password(
    word: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for user in ("vanphong", "van phong"):
        again = f"{word} not understood: {{command}}\r\n"
        login = {"LOGIN": f"{{tag}} {again}", "AUTHENTICATE": "+ \r\n", coded(user): f"{{tag}} {again}"}
        with pytest.raises(MailboxError) as refused:
            one_round(login, user)
        said = "".join(traceback.format_exception(refused.value)) + caplog.text
        assert PASSWORD not in said
        assert coded(user) not in said


@pytest.mark.parametrize(
    "answers",
    [
        {"EXAMINE": "{tag} NO [NONEXISTENT] no such folder\r\n"},
        {"UID SEARCH": "{tag} BAD what\r\n"},
        {"UID SEARCH": "* SEARCH seven\r\n{tag} OK done\r\n"},
        {"UID SEARCH": "this is no IMAP\r\n"},
        {"UID SEARCH": ""},
        {"UID SEARCH": "* BYE [THROTTLED] too much\r\n"},
        {"EXAMINE": "* BYE going down\r\n"},
    ],
)
def test_an_answer_that_cannot_be_used_is_a_mailbox_error(answers: dict[str, str]) -> None:
    with pytest.raises(MailboxError, match=r"Máy chủ thư 127\.0\.0\.1, khi "):
        one_round(answers)


@pytest.mark.parametrize(
    "answer",
    [
        "* 1 FETCH (UID 7 BODY[] NIL)\r\n{tag} OK done\r\n",
        "* 1 FETCH (FLAGS (\\Seen))\r\n{tag} OK done\r\n",
        "{tag} NO [EXPUNGEISSUED] gone\r\n",
        "{tag} OK done\r\n",
    ],
)
def test_a_mail_that_is_not_given_out_is_left_out(answer: str) -> None:
    fetched, _ = one_round({"UID FETCH 7 (BODY": answer})
    assert fetched == []


def test_a_short_body_in_quotes_is_a_body() -> None:
    answer = '* 1 FETCH (UID 7 INTERNALDATE " 4-Jun-2017 16:30:00 +0700" BODY[] "")\r\n{tag} OK done\r\n'
    (mail,), _ = one_round({"UID FETCH 7 (BODY": answer})
    assert mail.raw == b""


class TestWithoutInternaldate:
    def test_the_topmost_received_counts(self) -> None:
        raw = "Received: by b; Sun, 4 Jun 2017 16:40:00 +0700\r\nReceived: by a; Sat, 3 Jun 2017 16:40:00 +0700\r\n\r\n"
        answer = f"* 1 FETCH (UID 7 INTERNALDATE NIL BODY[] {{{len(raw)}}}\r\n{raw})\r\n{{tag}} OK done\r\n"
        (mail,), _ = one_round({"UID FETCH 7 (BODY": answer})
        assert mail.arrived_at == datetime(2017, 6, 4, 9, 40, tzinfo=UTC)

    def test_without_it_the_time_of_fetching_counts(self) -> None:
        (mail,), _ = one_round({"UID FETCH 7 (BODY": '* 1 FETCH (UID 7 BODY[] "x")\r\n{tag} OK done\r\n'})
        assert abs(datetime.now(UTC) - mail.arrived_at) < timedelta(minutes=1)
