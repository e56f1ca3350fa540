"""Who sent a report and which report it is: evidence in, decision out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.mail import Disposition
from domain.period import ReportKind


class Source(StrEnum):
    """Where in a mail a piece of evidence stands, most trusted first."""

    ADDRESS = "address"
    FORWARDED_ADDRESS = "forwarded_address"
    LETTERHEAD = "letterhead"
    SUBJECT = "subject"
    FILE_NAME = "file_name"
    TITLE = "title"
    SENDER_NAME = "sender_name"
    BODY = "body"

    @property
    def vietnamese(self) -> str:
        """The office's word for the place."""
        return {
            "address": "địa chỉ gửi",
            "forwarded_address": "địa chỉ gửi trong thư được chuyển tiếp",
            "letterhead": "phần đầu văn bản",
            "subject": "tiêu đề thư",
            "file_name": "tên tệp",
            "title": "tên báo cáo",
            "sender_name": "tên người gửi",
            "body": "nội dung thư",
        }[self.value]


@dataclass(frozen=True, kw_only=True, slots=True)
class UnitClaim:
    """One place of a mail says: this is unit `unit`."""

    unit: str
    source: Source
    #: The words that say so, as they stand.
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KindClaim:
    """One place of a mail says: this is a report of kind `kind`."""

    kind: ReportKind
    source: Source
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Who and which. `unit` and `kind` are None where nothing tells or where claims contradict each other."""

    unit: str | None
    kind: ReportKind | None
    unit_claims: tuple[UnitClaim, ...] = ()
    kind_claims: tuple[KindClaim, ...] = ()
    #: Contradictions, one plain Vietnamese sentence each; not empty means: a person decides.
    contradictions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """What a mail is to the office, and why."""

    disposition: Disposition
    #: One plain Vietnamese sentence.
    reason: str
    #: For a bounce: the addresses that could not be reached, lower case.
    failed_recipients: tuple[str, ...] = ()
    #: For a bounce: the failure is permanent (status class 5: RFC 3463).
    permanent: bool = False
    #: A report that came by an automatic mail: nothing is ever sent back to it (RFC 3834).
    automatic: bool = False
