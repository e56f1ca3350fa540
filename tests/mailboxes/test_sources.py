"""Which source a mailbox URL names, and what is wrong with one that names none."""

from pathlib import Path

import pytest

from domain.errors import ConfigError, MailboxError
from intake.sources import check_mailbox, open_mailbox
from tests.support.certificate import self_signed

SECRET = "rat-bi-mat"


def problems_of(url: str, **settings: object) -> list[str]:
    with pytest.raises(ConfigError) as error:
        open_mailbox(url, **{"password": SECRET, **settings})  # type: ignore[arg-type]
    assert SECRET not in str(error.value)
    return error.value.problems


@pytest.mark.parametrize(
    ("url", "account"),
    [
        ("imaps://vanphong@imap.example/", "imaps://vanphong@imap.example"),
        ("imaps://vanphong@IMAP.example:993", "imaps://vanphong@imap.example"),
        ("IMAPS://vanphong@imap.example:1993/", "imaps://vanphong@imap.example:1993"),
        ("imaps://vp%40ldld.example@imap.example/", "imaps://vp%40ldld.example@imap.example"),
        ("imaps://vp@ldld.example@imap.example/", "imaps://vp%40ldld.example@imap.example"),
        ("imaps://vp@[2001:db8::1]:1993/", "imaps://vp@[2001:db8::1]:1993"),
        ("imap://vp@127.0.0.1:1143/", "imap://vp@127.0.0.1:1143"),
        ("imap://vp@127.8.9.1/", "imap://vp@127.8.9.1"),
        ("imap://vp@[::1]/", "imap://vp@[::1]"),
        ("imap://vp@localhost/", "imap://vp@localhost"),
        ("maildir:/var/mail/bc", "maildir:/var/mail/bc"),
        ("maildir:/var/mail/../mail/bc/", "maildir:/var/mail/bc"),
        ("eml:/srv/báo cáo", "eml:/srv/báo cáo"),
        ("mbox:/var/mail/vanphong", "mbox:/var/mail/vanphong"),
    ],
)
def test_the_account_is_the_same_however_the_address_is_written(url: str, account: str) -> None:
    assert open_mailbox(url, password=SECRET).account == account


def test_a_relative_path_is_taken_from_where_the_program_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_mailbox("eml:thu").account == f"eml:{tmp_path}/thu"


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "phải có dạng"),
        ("/var/mail/bc", "phải có dạng"),
        ("pop3://x@y.example/", "phải có dạng"),
        ("maildir:", "phải là một đường dẫn"),
        ("eml:a\0b", "phải là một đường dẫn"),
        ("maildir://var/mail", "không viết maildir://"),
        ("imaps:///", "thiếu tên máy chủ"),
        ("imaps://imap.example/", "thiếu tên đăng nhập"),
        ("imaps://@imap.example/", "thiếu tên đăng nhập"),
        (f"imaps://vp:{SECRET}@imap.example/", "không ghi mật khẩu trong địa chỉ"),
        (f"imaps://vp:{SECRET}@imap.example:x/", "cổng"),
        (f"imaps://vp:{SECRET}#@imap.example/", "phần thừa"),
        (f"imaps://vp:{SECRET}@[imap.example/", "viết sai"),
        ("imaps://vp@imap.example:0/", "cổng"),
        ("imaps://vp@imap.example:70000/", "cổng"),
        ("imaps://vp@imap.example/INBOX", "phần thừa"),
        ("imaps://v%0Ap@imap.example/", "ký tự điều khiển"),
        ("imap://vp@imap.example/", "không mã hoá"),
        ("imap://vp@128.0.0.1/", "không mã hoá"),
        ("imap://vp@localhost.example/", "không mã hoá"),
    ],
)
def test_a_wrong_address_is_told_precisely(url: str, problem: str) -> None:
    assert any(problem in told for told in problems_of(url))


@pytest.mark.parametrize(
    ("url", "settings", "problem"),
    [
        ("imaps://vp@imap.example/", {"password": None}, "chưa có mật khẩu"),
        ("imaps://vp@imap.example/", {"password": ""}, "chưa có mật khẩu"),
        ("imaps://vp@imap.example/", {"password": f"{SECRET}\n"}, "xuống dòng"),
        ("imaps://vp@imap.example/", {"folders": ()}, "folders"),
        ("imaps://vp@imap.example/", {"folders": ("INBOX", "")}, "folders"),
        ("imaps://vp@imap.example/", {"folders": ("a\r\nb",)}, "folders"),
        ("imaps://vp@imap.example/", {"timeout": 0}, "thời gian chờ"),
        ("eml:/srv/thu", {"folders": ("Sent",)}, "folders"),
        ("mbox:/srv/thu", {"folders": ("Sent",)}, "folders"),
    ],
)
def test_a_wrong_setting_is_told_precisely(url: str, settings: dict[str, object], problem: str) -> None:
    assert any(problem in told for told in problems_of(url, **settings))


def test_all_problems_are_told_at_once() -> None:
    assert len(problems_of("imap://imap.example:x/y", password=None, folders=(), timeout=-1)) == 7


@pytest.mark.parametrize("content", [None, "khong phai chung chi"])
def test_a_file_of_authorities_that_cannot_be_used_is_told(tmp_path: Path, content: str | None) -> None:
    cafile = tmp_path / "ca.pem"
    if content:
        cafile.write_text(content)
    (problem,) = problems_of("imaps://vp@imap.example/", cafile=cafile)
    assert str(cafile) in problem


def test_a_file_of_authorities_is_taken(tmp_path: Path) -> None:
    cafile, _ = self_signed(tmp_path)
    assert open_mailbox("imaps://vp@imap.example/", password=SECRET, cafile=cafile).account


def test_opening_connects_to_nothing_and_reads_nothing(tmp_path: Path) -> None:
    for url in ("imaps://vp@127.0.0.1:1/", f"maildir:{tmp_path}/x", f"eml:{tmp_path}/x", f"mbox:{tmp_path}/x"):
        mailbox = open_mailbox(url, password=SECRET, timeout=1)
        with pytest.raises(MailboxError):
            check_mailbox(mailbox)
    assert list(tmp_path.iterdir()) == []
