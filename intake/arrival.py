"""When a mail arrived, where the mailbox itself keeps no such time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import policy
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

#: Headers longer than this are not searched any further: the topmost Received stands at the top.
_HEADERS_AT_MOST = 1 << 18
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
#: 'Sun Jun  4 16:40:00 2017' as the From_ line of an mbox has it, with the zones that some writers add.
_FROM_LINE_DATE = re.compile(
    r" [A-Z][a-z]{2} +(?P<month>[A-Z][a-z]{2}) +(?P<day>\d{1,2}) +(?P<time>\d{1,2}:\d\d(?::\d\d)?)"
    r"(?: +(?P<zone>[+-]\d{4}|[A-Z]{2,5}))? +(?P<year>\d{4})(?: +(?P<late_zone>[+-]\d{4}|[A-Z]{2,5}))?\s*$"
)


def received_at(raw: bytes) -> datetime | None:
    """Return the time in the topmost Received header of `raw` that has one (RFC 5321, 4.4), aware, in UTC.

    None where there is none. The Date header is not asked: its writer is the sender.
    """
    head = raw[:_HEADERS_AT_MOST]
    end = _END_OF_HEADERS.search(head)
    headers = BytesHeaderParser(policy=policy.compat32).parsebytes(head[: end.end()] if end else head)
    dates = (_moment(str(value).rpartition(";")[2]) for value in headers.get_all("Received", []))
    return next((date for date in dates if date), None)


def from_line_at(line: bytes) -> datetime | None:
    """Return the time in an mbox's From_ line (RFC 4155: UTC where it names no zone), aware; None where it has none."""
    found = _FROM_LINE_DATE.search(line.decode("ascii", "replace"))
    if not found:
        return None
    zone = found["zone"] or found["late_zone"] or "+0000"
    return _moment(f"{found['day']} {found['month']} {found['year']} {found['time']} {zone}")


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
