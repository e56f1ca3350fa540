"""What a real IMAP server (Dovecot) does to the source of mail."""

import base64
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta, timezone

import pytest

from domain.errors import MailboxError, MailboxLoginError
from intake import imap, imap_session
from intake.sources import Source, check_mailbox, open_mailbox
from tests.support.dovecot import USERS, Dovecot
from tests.support.fault_proxy import fault_proxy

pytestmark = pytest.mark.dovecot


@contextmanager
def opened(
    server: Dovecot, *, user: str = "vanphong", folders: Sequence[str] = ("INBOX",), port: int | None = None
) -> Iterator[Source]:
    """Open the mailbox of `user`; `port` is that of a proxy in between."""
    url = f"imap://{user}@127.0.0.1:{port}/" if port else server.url(user)
    with closing(open_mailbox(url, password=USERS[user], folders=folders, cafile=server.cafile, timeout=2)) as mailbox:
        yield mailbox


def mail(number: int, size: int = 0) -> bytes:
    line = b"noi dung bao cao " * 4 + b"\r\n"
    return f"Subject: Bao cao {number}\r\n\r\nso {number}.\r\n".encode() + line * (size // len(line))


def deliver(server: Dovecot, count: int, size: int = 0) -> list[bytes]:
    mails = [mail(number, size) for number in range(count)]
    for raw in mails:
        server.deliver(raw)
    return mails


def fetch_all(mailbox: Source) -> list[bytes]:
    return [mail.raw for mail in mailbox.fetch(list(mailbox.locations()))]


class TestLogin:
    @pytest.mark.parametrize("user", USERS)
    def test_plain_and_vietnamese_passwords_log_in(self, dovecot: Dovecot, user: str) -> None:
        dovecot.deliver(mail(1), user=user)
        with opened(dovecot, user=user) as mailbox:
            assert fetch_all(mailbox) == [mail(1)]

    @pytest.mark.parametrize("password", ["khong-dung", "không đúng", 'a"b\\c d'])
    def test_a_wrong_password_is_told_without_repeating_it(self, dovecot: Dovecot, password: str) -> None:
        mailbox = open_mailbox(dovecot.url(), password=password, cafile=dovecot.cafile)
        with pytest.raises(MailboxLoginError) as refused:
            list(mailbox.locations())
        assert "vanphong" in str(refused.value)
        assert "AUTHENTICATIONFAILED" in str(refused.value)
        assert password not in str(refused.value)

    def test_the_account_holds_no_password_and_stays_the_same(self, dovecot: Dovecot) -> None:
        with opened(dovecot) as mailbox:
            assert mailbox.account == f"imaps://vanphong@127.0.0.1:{dovecot.imaps_port}"
            assert USERS["vanphong"] not in repr(vars(mailbox)) + repr(vars(vars(mailbox)["_session"]))


class TestTls:
    def test_a_certificate_of_nobody_we_trust_is_refused(self, dovecot: Dovecot) -> None:
        mailbox = open_mailbox(dovecot.url(), password=USERS["vanphong"])
        with pytest.raises(MailboxError, match="chứng chỉ TLS không được tin cậy"):
            list(mailbox.locations())
        assert "Login:" not in dovecot.log()

    def test_a_certificate_of_another_name_is_refused(self, dovecot: Dovecot) -> None:
        with fault_proxy(dovecot.imaps_port, after=0, breaks=0, host="127.0.0.2") as proxy:
            url = f"imaps://vanphong@127.0.0.2:{proxy.port}/"
            mailbox = open_mailbox(url, password=USERS["vanphong"], cafile=dovecot.cafile)
            with pytest.raises(MailboxError, match="chứng chỉ TLS không được tin cậy"):
                list(mailbox.locations())

    def test_a_server_without_tls_is_refused(self, dovecot: Dovecot) -> None:
        url = f"imaps://vanphong@127.0.0.1:{dovecot.imap_port}/"
        mailbox = open_mailbox(url, password=USERS["vanphong"], cafile=dovecot.cafile, timeout=2)
        with pytest.raises(MailboxError):
            list(mailbox.locations())


class TestFolders:
    def test_lists_several_folders_by_name_and_by_special_use(self, dovecot: Dovecot) -> None:
        folder = "Báo cáo/Năm 2017"
        with dovecot.client() as client:
            client.create_folder(folder)
        dovecot.deliver(mail(1))
        dovecot.deliver(mail(2), folder="Junk")
        dovecot.append(mail(3), folder=folder)
        with opened(dovecot, folders=("INBOX", "\\Junk", "Junk", folder)) as mailbox:
            locations = list(mailbox.locations())
            assert [location.folder for location in locations] == ["INBOX", "Junk", folder]
            fetched = [fetched.raw for fetched in mailbox.fetch([locations[i] for i in (2, 0, 1)])]
        assert fetched == [mail(3), mail(1), mail(2)]

    @pytest.mark.parametrize("folder", ["Không có", "\\All"])
    def test_a_folder_that_is_not_there_is_named(self, dovecot: Dovecot, folder: str) -> None:
        with opened(dovecot, folders=("INBOX", folder)) as mailbox, pytest.raises(MailboxError) as error:
            list(mailbox.locations())
        assert folder in str(error.value)

    def test_check_tells_folders_and_counts(self, dovecot: Dovecot) -> None:
        deliver(dovecot, 3)
        with opened(dovecot, folders=("INBOX", "Junk")) as mailbox:
            assert check_mailbox(mailbox) == [
                f"Đọc được hộp thư {mailbox.account}: 3 thư.",
                "Thư mục “INBOX”: 3 thư.",
                "Thư mục “Junk”: 0 thư.",
                "Các thư mục trên máy chủ: Junk, INBOX.",
            ]


class TestFlagsStay:
    def test_unread_mail_stays_unread_and_read_mail_read(self, dovecot: Dovecot) -> None:
        dovecot.append(mail(1))
        dovecot.append(mail(2), flags=[b"\\Seen", b"\\Flagged", b"\\Deleted"])
        before = dovecot.flags()
        with opened(dovecot) as mailbox:
            assert fetch_all(mailbox) == [mail(1), mail(2)]
        assert dovecot.flags() == before
        assert b"\\Seen" not in before[1]

    def test_mail_that_staff_have_read_is_fetched_and_is_no_new_mail(self, dovecot: Dovecot) -> None:
        dovecot.append(mail(1))
        with opened(dovecot) as mailbox:
            before = list(mailbox.locations())
            with dovecot.client() as client:
                client.select_folder("INBOX")
                client.add_flags([1], [b"\\Seen", b"\\Answered"])
            assert list(mailbox.locations()) == before
            assert fetch_all(mailbox) == [mail(1)]


class TestUidvalidity:
    def test_a_renumbered_folder_gives_new_locations(self, dovecot: Dovecot) -> None:
        deliver(dovecot, 2)
        with opened(dovecot) as mailbox:
            before = set(mailbox.locations())
            dovecot.force_uidvalidity(4242)
            after = set(mailbox.locations())
            assert {location.uidvalidity for location in after} == {4242}
            assert len(after) == 2
            assert not before & after

    def test_a_folder_renumbered_after_listing_gives_no_wrong_mail(self, dovecot: Dovecot) -> None:
        deliver(dovecot, 3)
        with opened(dovecot) as mailbox:
            before = list(mailbox.locations())
            dovecot.force_uidvalidity(4242)
            assert list(mailbox.fetch(before)) == []
            assert fetch_all(mailbox) == [mail(0), mail(1), mail(2)]


@pytest.fixture
def clock_of_vietnam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine in the office's time zone: a time taken for local shows only where local is not UTC."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Ho_Chi_Minh")
        time.tzset()
        yield
    time.tzset()


class TestArrival:
    @pytest.mark.usefixtures("clock_of_vietnam")
    def test_internaldate_is_aware_whatever_its_zone(self, dovecot: Dovecot) -> None:
        at = datetime(2017, 6, 4, 23, 59, 59, tzinfo=timezone(timedelta(hours=7)))
        dovecot.append(b"Received: by x; Fri, 02 Jun 2017 08:00:00 +0700\r\n\r\nx\r\n", at=at)
        with opened(dovecot) as mailbox:
            (fetched,) = mailbox.fetch(list(mailbox.locations()))
        assert fetched.arrived_at == at
        assert fetched.arrived_at.tzinfo is UTC


class TestManyMails:
    @pytest.mark.parametrize("limit", ["UIDS_AN_ANSWER", "UIDS_A_COMMAND", "MAILS_A_BATCH", "BYTES_A_BATCH"])
    def test_nothing_is_lost_between_batches(
        self, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, limit: str
    ) -> None:
        mails = deliver(dovecot, 11)
        with dovecot.client() as client:
            client.select_folder("INBOX")
            client.delete_messages([1, 4, 5, 6])
            client.expunge()
        module = imap_session if limit == "UIDS_AN_ANSWER" else imap
        monkeypatch.setattr(module, limit, 2)
        with opened(dovecot) as mailbox:
            assert fetch_all(mailbox) == [mails[i] for i in (1, 2, 6, 7, 8, 9, 10)]


def test_batches_are_bounded_by_count_and_by_bytes() -> None:
    many = [(uid, 1000) for uid in range(1, 121)]
    assert [len(batch) for batch in imap.by_size(many)] == [50, 50, 20]
    large = [(1, 5 << 20), (2, 3 << 20), (3, 1), (4, 25 << 20), (5, 1), (6, 1)]
    assert list(imap.by_size(large)) == [[1, 2], [3], [4], [5, 6]]


class TestBrokenConnections:
    def test_a_server_that_stops_in_the_middle_is_an_error_and_works_again_later(self, dovecot: Dovecot) -> None:
        mails = deliver(dovecot, 3, size=5 << 20)
        with opened(dovecot) as mailbox:
            locations = list(mailbox.locations())
            fetching = mailbox.fetch(locations)
            assert next(fetching).raw == mails[0]
            dovecot.stop()
            with pytest.raises(MailboxError):
                next(fetching)
            with pytest.raises(MailboxError):
                list(mailbox.locations())
            dovecot.start()
            assert list(mailbox.locations()) == locations
            assert [fetched.raw for fetched in mailbox.fetch(locations)] == mails

    @pytest.mark.parametrize("how", ["reset", "close", "stall"])
    @pytest.mark.parametrize("after", [30, 700, 60_000])
    def test_one_broken_connection_loses_no_mail(self, dovecot: Dovecot, how: str, after: int) -> None:
        mails = deliver(dovecot, 3, size=50_000)
        with (
            fault_proxy(dovecot.imap_port, after=after, breaks=1, how=how) as proxy,
            opened(dovecot, port=proxy.port) as mailbox,
        ):
            try:
                assert fetch_all(mailbox) == mails
            except MailboxLoginError:
                pytest.fail("a broken connection is not a refused login")
            except MailboxError:
                # Broken before anything was listed: the next round does it.
                assert fetch_all(mailbox) == mails
            assert proxy.connections >= 2

    def test_a_connection_that_always_breaks_ends_the_round(self, dovecot: Dovecot) -> None:
        deliver(dovecot, 20, size=50_000)
        with fault_proxy(dovecot.imap_port, after=20_000, breaks=1000) as proxy:
            with opened(dovecot, port=proxy.port) as mailbox, pytest.raises(MailboxError):
                fetch_all(mailbox)
            assert proxy.connections <= 5

    def test_a_mail_that_the_server_cannot_read_does_not_stop_the_others(
        self, dovecot: Dovecot, caplog: pytest.LogCaptureFixture
    ) -> None:
        dovecot.deliver(mail(0))
        dovecot.deliver(mail(1)).chmod(0)
        dovecot.deliver(mail(2))
        with opened(dovecot) as mailbox:
            assert len(list(mailbox.locations())) == 3
            assert fetch_all(mailbox) == [mail(0), mail(2)]
        assert "UID 2" in caplog.text


class TestLogs:
    def test_neither_password_nor_mail_is_logged_at_debug(
        self, dovecot: Dovecot, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        caplog.set_level(logging.DEBUG, logger="imapclient")
        deliver(dovecot, 2)
        for user in USERS:
            with opened(dovecot, user=user) as mailbox:
                fetch_all(mailbox)
        said = caplog.text.encode()
        assert all(word not in said for word in _secrets())
        assert b"Bao cao" not in said
        assert not [record for record in caplog.records if record.name.startswith("imapclient")]

    def test_the_library_is_kept_quiet_even_where_its_logger_is_on(
        self, dovecot: Dovecot, caplog: pytest.LogCaptureFixture
    ) -> None:
        deliver(dovecot, 2)
        with opened(dovecot) as mailbox:
            locations = list(mailbox.locations())
            caplog.set_level(logging.DEBUG, logger="imapclient")
            assert len(list(mailbox.fetch(locations))) == 2
        assert "Bao cao" not in caplog.text
        assert "literal" not in caplog.text


def _secrets() -> list[bytes]:
    plain = [password.encode() for password in USERS.values()]
    coded = [base64.b64encode(f"\0{user}\0{password}".encode()) for user, password in USERS.items()]
    return plain + coded
