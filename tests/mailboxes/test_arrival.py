"""When a mail arrived, by what it and the mbox around it say."""

from datetime import UTC, datetime

import pytest

from intake.arrival import from_line_at, received_at

FOURTH = datetime(2017, 6, 4, 9, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "headers",
    [
        b"Received: from a by b; Sun, 04 Jun 2017 16:40:00 +0700",
        b"Received: from a\r\n (a [192.0.2.1])\r\n by b with ESMTP;\r\n\tSun, 4 Jun 2017 16:40:00 +0700 (ICT)",
        b"received: by b; 4 Jun 2017 09:40:00 GMT",
        b"Received: by b; Sun, 04 Jun 2017 09:40:00 -0000",
        b"Return-Path: <x@y.example>\nSubject: B\xb8o c\xb8o\nReceived: by b; Sun, 4 Jun 2017 16:40:00 +0700",
        b"Received: by c with no date\r\nReceived: by b; Sun, 4 Jun 2017 16:40:00 +0700",
        b"Received: by c; some day\r\nReceived: by b; Sun, 4 Jun 2017 16:40:00 +0700",
        b"Received: by c; Fri, 31 Dec 9999 23:00:00 -0700\r\nReceived: by b; Sun, 4 Jun 2017 16:40:00 +0700",
        b"Received: by \xff\xfe\0; Sun, 4 Jun 2017 16:40:00 +0700",
        b"Received: by c; Sun, 4 Jun 2017 16:40:00 +0700\r\nReceived: by b; Sat, 3 Jun 2017 16:40:00 +0700",
    ],
)
@pytest.mark.parametrize("end", [b"\r\n\r\nnoi dung\r\n", b"\n\nnoi dung\n", b""])
def test_the_topmost_received_with_a_date_counts(headers: bytes, end: bytes) -> None:
    assert received_at(headers + end) == FOURTH


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\0\0",
        b"Date: Sun, 04 Jun 2017 16:40:00 +0700\r\n\r\n",
        b"Subject: x\r\n\r\nReceived: by b; Sun, 04 Jun 2017 16:40:00 +0700\r\n",
        b"Received: by b; Sun, 99 Jun 2017 16:40:00 +0700\r\n\r\n",
        b"Received: by b; Sun, 04 Jun 2017 16:40:00 +9999\r\n\r\n",
        b"Received:\r\n\r\n",
    ],
)
def test_without_a_received_date_nothing_is_guessed(raw: bytes) -> None:
    assert received_at(raw) is None


@pytest.mark.parametrize(
    "line",
    [
        b"From x@y.example Sun Jun  4 09:40:00 2017\n",
        b"From x@y.example Sun Jun  4 09:40:00 2017\r\n",
        b"From - Sun Jun 4 09:40:00 2017\n",
        b"From 1569@xxx Sun Jun 04 09:40:00 +0000 2017\n",
        b"From MAILER DAEMON Sun Jun 4 16:40 2017 +0700\n",
        b"From x Sun Jun 4 09:40:00 GMT 2017\n",
    ],
)
def test_dates_of_from_lines(line: bytes) -> None:
    assert from_line_at(line) == FOURTH


@pytest.mark.parametrize("line", [b"From here on\n", b"From x Sun Jun 40 09:40:00 2017\n", b"From \n", b"From 2017\n"])
def test_other_lines_have_no_date(line: bytes) -> None:
    assert from_line_at(line) is None
