"""Maildirs and folders of .eml files as people and programs leave them."""

import mailbox as stdlib_mailbox
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.errors import MailboxError
from intake.sources import Source, check_mailbox, open_mailbox

A = b"Subject: A\n\nmot\n"
B = b"Subject: B\n\nhai\n"
C = b"Subject: C\n\nba\n"


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    stdlib_mailbox.Maildir(tmp_path / "bc")
    return tmp_path / "bc"


def fetch_all(source: Source) -> list[bytes]:
    return [mail.raw for mail in source.fetch(list(source.locations()))]


class TestMaildir:
    def test_reads_what_the_standard_library_wrote(self, maildir: Path) -> None:
        other = stdlib_mailbox.Maildir(maildir)
        keys = [other.add(raw) for raw in (A, B, C)]
        message = other[keys[1]]
        message.set_subdir("cur")
        message.set_flags("S")
        other[keys[1]] = message
        source = open_mailbox(f"maildir:{maildir}")
        assert {location.uid for location in source.locations()} == set(keys)
        assert sorted(fetch_all(source)) == [A, B, C]

    def test_mail_that_was_read_is_no_new_mail(self, maildir: Path) -> None:
        (maildir / "new" / "1496.M1P1.may").write_bytes(A)
        source = open_mailbox(f"maildir:{maildir}")
        before = list(source.locations())
        (maildir / "new" / "1496.M1P1.may").rename(maildir / "cur" / "1496.M1P1.may:2,S")
        assert list(source.locations()) == before
        assert [mail.raw for mail in source.fetch(before)] == [A]
        (maildir / "cur" / "1496.M1P1.may:2,S").rename(maildir / "cur" / "1496.M1P1.may:2,RS")
        assert list(source.locations()) == before

    def test_a_mail_that_is_renamed_while_others_are_fetched_is_found(self, maildir: Path) -> None:
        for number, raw in enumerate((A, B, C)):
            (maildir / "new" / f"{number}.M1P1.may").write_bytes(raw)
        source = open_mailbox(f"maildir:{maildir}")
        fetching = source.fetch(list(source.locations()))
        assert next(fetching).raw == A
        (maildir / "new" / "1.M1P1.may").rename(maildir / "cur" / "1.M1P1.may:2,S")
        (maildir / "new" / "2.M1P1.may").unlink()
        assert [mail.raw for mail in fetching] == [B]

    def test_half_written_and_foreign_files_are_left_alone(self, maildir: Path) -> None:
        (maildir / "tmp" / "1.M1P1.may").write_bytes(A)
        (maildir / "dovecot-uidlist").write_bytes(b"3 V1 N1\n")
        (maildir / "cur" / ".nfs0001").write_bytes(B)
        (maildir / "cur" / "folder").mkdir()
        os.mkfifo(maildir / "cur" / "pipe")
        (maildir / "new" / "2.M1P1.may").write_bytes(C)
        assert fetch_all(open_mailbox(f"maildir:{maildir}")) == [C]

    def test_sub_folders_are_read_where_they_are_named(self, maildir: Path) -> None:
        (maildir / "new" / "1").write_bytes(A)
        for name, raw in ((".B&AOE-o c&AOE-o.2017", B), (".Thư rác", C)):
            stdlib_mailbox.Maildir(maildir / name)
            (maildir / name / "new" / "1").write_bytes(raw)
        source = open_mailbox(f"maildir:{maildir}", folders=("INBOX", "Báo cáo/2017", "Thư rác"))
        found = {mail.location.folder: mail.raw for mail in source.fetch(list(source.locations()))}
        assert found == {"INBOX": A, "Báo cáo/2017": B, "Thư rác": C}
        assert check_mailbox(source)[1:] == [
            "Thư mục “INBOX”: 1 thư.",
            "Thư mục “Báo cáo/2017”: 1 thư.",
            "Thư mục “Thư rác”: 1 thư.",
        ]

    def test_a_folder_that_is_no_maildir_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(MailboxError, match="Không đọc được thư mục thư"):
            list(open_mailbox(f"maildir:{tmp_path}").locations())


class TestEmlFolder:
    def test_reads_eml_files_at_any_depth_and_nothing_else(self, tmp_path: Path) -> None:
        (tmp_path / "a" / "b").mkdir(parents=True)
        (tmp_path / ".an").mkdir()
        (tmp_path / "thu.eml").mkdir()
        os.mkfifo(tmp_path / "ong.eml")
        for name, raw in (("1.eml", A), ("a/2.EML", B), ("a/b/3.eml", C)):
            (tmp_path / name).write_bytes(raw)
        for name in ("x.tmp", "x.eml.part", "x.eml.tmp", ".x.eml", ".an/x.eml", "label.json", "eml"):
            (tmp_path / name).write_bytes(b"khong phai thu")
        source = open_mailbox(f"eml:{tmp_path}")
        assert fetch_all(source) == [A, B, C]

    def test_a_file_with_other_content_under_the_same_name_is_a_new_mail(self, tmp_path: Path) -> None:
        file = tmp_path / "1.eml"
        file.write_bytes(A)
        os.utime(file, ns=(1, 1))
        source = open_mailbox(f"eml:{tmp_path}")
        (before,) = source.locations()
        file.write_bytes(B)
        (after,) = source.locations()
        assert after != before
        assert [mail.raw for mail in source.fetch([before, after])] == [B]

    def test_a_file_name_that_is_no_utf8_can_be_kept_and_fetched(self, tmp_path: Path) -> None:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xb8o c\xb8o.eml")).write_bytes(A)
        source = open_mailbox(f"eml:{tmp_path}")
        (location,) = source.locations()
        location.uid.encode()
        assert fetch_all(source) == [A]


class TestArrival:
    RECEIVED = b"Received: by mx.example; Sun, 4 Jun 2017 16:40:00 +0700\n"

    @pytest.mark.parametrize("kind", ["maildir", "eml"])
    def test_received_goes_before_the_time_of_the_file(self, maildir: Path, kind: str) -> None:
        for name, raw in (("1.eml", self.RECEIVED + A), ("2.eml", b"Date: Sat, 3 Jun 2017 08:00:00 +0700\n" + A)):
            (maildir / "new" / name).write_bytes(raw)
            os.utime(maildir / "new" / name, (1496620800, 1496620800))
        source = open_mailbox(f"{kind}:{maildir}")
        assert [mail.arrived_at for mail in source.fetch(list(source.locations()))] == [
            datetime(2017, 6, 4, 9, 40, tzinfo=UTC),
            datetime(2017, 6, 5, 0, 0, tzinfo=UTC),
        ]


@pytest.fixture
def folder_of_an_ordinary_user() -> Iterator[Path]:
    """A folder, and this process without the right to read everything."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        for inner in folder.rglob("*"):
            inner.chmod(0o700)
        shutil.rmtree(folder)


class TestUnreadable:
    @pytest.mark.parametrize("kind", ["maildir", "eml"])
    def test_a_file_that_may_not_be_read_does_not_stop_the_others(
        self, folder_of_an_ordinary_user: Path, kind: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        folder = folder_of_an_ordinary_user
        (folder / "new").mkdir()
        (folder / "cur").mkdir()
        for name, raw in (("1.eml", A), ("2.eml", B), ("3.eml", C)):
            (folder / "new" / name).write_bytes(raw)
        (folder / "new" / "2.eml").chmod(0)
        source = open_mailbox(f"{kind}:{folder}")
        assert len(list(source.locations())) == 3
        assert fetch_all(source) == [A, C]
        assert "2.eml" in caplog.text

    def test_a_sub_folder_that_may_not_be_read_does_not_stop_the_others(
        self, folder_of_an_ordinary_user: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        folder = folder_of_an_ordinary_user
        for name in ("a", "b", "c"):
            (folder / name).mkdir()
            (folder / name / "1.eml").write_bytes(name.encode())
        (folder / "b").chmod(0)
        assert fetch_all(open_mailbox(f"eml:{folder}")) == [b"a", b"c"]
        assert f"{folder}/b" in caplog.text

    def test_a_link_that_leads_nowhere_does_not_stop_the_others(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (tmp_path / "1.eml").write_bytes(A)
        (tmp_path / "2.eml").symlink_to(tmp_path / "2.eml")
        (tmp_path / "3.eml").symlink_to(tmp_path / "khong-co")
        (tmp_path / "4.eml").write_bytes(B)
        assert fetch_all(open_mailbox(f"eml:{tmp_path}")) == [A, B]
        assert "2.eml" in caplog.text

    @pytest.mark.parametrize("kind", ["maildir", "eml", "mbox"])
    def test_a_mailbox_that_may_not_be_read_is_an_error(self, folder_of_an_ordinary_user: Path, kind: str) -> None:
        inner = folder_of_an_ordinary_user / "thu"
        inner.mkdir(mode=0)
        path = inner / "hop-thu" if kind == "mbox" else inner
        with pytest.raises(MailboxError, match="Permission denied"):
            list(open_mailbox(f"{kind}:{path}").locations())
