"""mbox files as other programs write them."""

import mailbox as stdlib_mailbox
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import MailboxError
from domain.mail import FetchedMail
from intake.sources import Source, open_mailbox
from tests.support.mail_places import THEN, mboxrd

LINE = b"From unit@units.example Sun Jun  4 09:30:15 2017\n"
A = b"Subject: A\n\nmot\n"
B = b"Subject: B\n\nhai\n"
C = b"Subject: C\n\nba\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "hop thu"


def opened(file: Path, content: bytes) -> Source:
    file.write_bytes(content)
    return open_mailbox(f"mbox:{file}")


def fetch_all(source: Source) -> list[FetchedMail]:
    return list(source.fetch(list(source.locations())))


def raws(source: Source) -> list[bytes]:
    return [mail.raw for mail in fetch_all(source)]


def uids(source: Source) -> list[str]:
    return [location.uid for location in source.locations()]


class TestSplitting:
    def test_reads_what_the_standard_library_wrote(self, file: Path) -> None:
        other = stdlib_mailbox.mbox(file)
        for raw in (A, b"Subject: x\n\nFrom here on\n\nFrom: there\n", C):
            other.add(raw)
        other.close()
        assert raws(open_mailbox(f"mbox:{file}")) == [A, b"Subject: x\n\nFrom here on\n\nFrom: there\n", C]

    def test_a_sentence_that_begins_with_from_and_was_not_escaped_stays_in_its_mail(self, file: Path) -> None:
        raw = b"Subject: x\n\nFrom here on\n\nFrom that day in June 2017 on\nall is well\n"
        assert raws(opened(file, LINE + raw + b"\n" + LINE + B)) == [raw, B]

    @pytest.mark.parametrize(
        "line",
        [
            b"From - Sun Jun  4 09:30:15 2017\n",
            b"From 1569@xxx Sun Jun 04 09:30:15 +0000 2017\n",
            b"From unit@units.example\n",
            b"From \n",
        ],
    )
    def test_from_lines_of_other_programs(self, file: Path, line: bytes) -> None:
        assert raws(opened(file, line + A + b"\n" + line + B + b"\n" + line + C)) == [A, B, C]

    def test_a_mail_whose_writer_was_stopped_does_not_swallow_the_next(self, file: Path) -> None:
        cut = b"Subject: x\n\nbi ngat\n"
        assert raws(opened(file, LINE + cut + LINE + B + b"\n")) == [cut, B]

    def test_line_ends_of_windows(self, file: Path) -> None:
        mails = [raw.replace(b"\n", b"\r\n") for raw in (A, B, C)]
        line = LINE.replace(b"\n", b"\r\n")
        assert raws(opened(file, b"".join(line + raw + b"\r\n" for raw in mails))) == mails

    def test_mails_without_anything_in_them(self, file: Path) -> None:
        assert raws(opened(file, LINE + b"\n" + LINE + b"\n\n" + LINE + A)) == [b"", b"\n", A]

    def test_a_file_that_is_no_mbox_is_an_error_and_not_an_empty_mailbox(self, file: Path) -> None:
        with pytest.raises(MailboxError, match="không phải tệp thư dạng mbox"):
            list(opened(file, A).locations())

    @settings(max_examples=150, deadline=None)
    @given(
        st.lists(
            st.lists(
                st.one_of(
                    st.binary(max_size=12).map(lambda text: text.replace(b"\n", b"")),
                    st.sampled_from([b"", b"\r", LINE[:-1], b"From x", b">From x", b">>From ", b"Subject: x", b"\0"]),
                ),
                max_size=8,
            ),
            max_size=5,
        )
    )
    def test_whatever_mboxrd_holds_comes_back(
        self, tmp_path_factory: pytest.TempPathFactory, mails: list[list[bytes]]
    ) -> None:
        wanted = [b"".join(line + b"\n" for line in lines) for lines in mails]
        source = opened(tmp_path_factory.mktemp("mbox") / "x", b"".join(mboxrd(raw, THEN) for raw in wanted))
        assert raws(source) == wanted


class TestUids:
    def test_stay_when_mails_are_appended_or_removed(self, file: Path) -> None:
        source = opened(file, LINE + A + b"\n" + LINE + B)
        first, second = uids(source)
        file.write_bytes(LINE + A + b"\n" + LINE + B + b"\n" + LINE + C + b"\n")
        assert uids(source)[:2] == [first, second]
        third = uids(source)[2]
        file.write_bytes(LINE + B + b"\n" + LINE + C + b"\n")
        assert uids(source) == [second, third]

    def test_stay_when_a_reader_marks_a_mail_as_read(self, file: Path) -> None:
        source = opened(file, LINE + A + b"\n" + LINE + B + b"\n")
        before = uids(source)
        marked = b"Subject: A\nStatus: RO\nX-Status: A\nX-Mozilla-Status: 0001\n\nmot\n"
        file.write_bytes(LINE + marked + b"\n" + LINE + B + b"\n")
        assert uids(source) == before
        assert raws(source) == [marked, B]

    def test_differ_where_only_the_text_says_status(self, file: Path) -> None:
        mails = [b"Subject: A\n\nStatus: mot\n", b"Subject: A\n\nStatus: hai\n"]
        assert len(set(uids(opened(file, b"".join(LINE + raw + b"\n" for raw in mails))))) == 2

    def test_a_file_that_changes_between_two_fetches_gives_no_wrong_mail(self, file: Path) -> None:
        source = opened(file, LINE + A + b"\n" + LINE + B + b"\n" + LINE + C + b"\n")
        fetching = source.fetch(list(source.locations()))
        assert next(fetching).raw == A
        file.write_bytes(LINE + C + b"\n")
        assert [mail.raw for mail in fetching] == [C]

    def test_a_mail_that_was_overwritten_unnoticed_is_left_out(
        self, file: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        source = opened(file, LINE + A + b"\n" + LINE + B + b"\n")
        locations = list(source.locations())
        before = file.stat()
        with file.open("r+b") as same:
            same.write(LINE + A.replace(b"mot", b"bon"))
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert [mail.raw for mail in source.fetch(locations)] == [B]
        assert "left out" in caplog.text


class TestArrival:
    def test_the_from_line_counts_then_received_then_the_file(self, file: Path) -> None:
        received = b"Received: by b; Sat, 3 Jun 2017 16:40:00 +0700\n" + A
        source = opened(file, LINE + received + b"\nFrom unit@units.example\n" + received + b"\nFrom x\n" + A)
        mails = fetch_all(source)
        changed = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        assert [mail.arrived_at for mail in mails] == [THEN, datetime(2017, 6, 3, 9, 40, tzinfo=UTC), changed]
