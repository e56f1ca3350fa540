"""A report as a neutral value: what stands on the paper, whatever file it becomes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

#: The two lines that open every official paper (Circular 01/2011/TT-BNV, article 6).
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS = "Nơi nhận:"

#: What XML 1.0, 2.2 does not allow: no office file can hold it.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Return `text` without the characters that no office file can hold (control characters, half surrogates)."""
    return _NOT_XML.sub("", text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Letterhead:
    """The head of the paper, in two columns."""

    #: Body above the issuer, e.g. 'LIÊN ĐOÀN LAO ĐỘNG TỈNH ĐẮK LẮK'.
    superior: str
    issuer: str
    #: E.g. 'Số: 45/BC-LĐLĐ'; '' in a draft.
    number: str = ""
    #: E.g. 'Buôn Đôn, ngày 26 tháng 5 năm 2017'.
    place_and_date: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading of the outline."""

    title: str
    #: As typed before the title, with its punctuation: 'I.', '1/', '-'; '' where the heading has none.
    number: str = ""
    #: Depth: 0 is the outermost.
    level: int = 0
    #: Text that follows on the heading's own line.
    run_in: str = ""

    @property
    def lead(self) -> str:
        """Number and title, as typed."""
        return f"{self.number} {self.title}".strip()

    @property
    def line(self) -> str:
        """The whole line, as typed."""
        return f"{self.lead} {self.run_in}".strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A paragraph or list item."""

    text: str
    #: '-' or '+' before a list item; '' for a plain paragraph.
    bullet: str = ""

    @property
    def line(self) -> str:
        """The paragraph as typed."""
        return f"{self.bullet} {self.text}".strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A table of figures; the first row holds the column names."""

    rows: tuple[tuple[str, ...], ...]


Part = Heading | Text | Grid


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportSheet:
    """A whole report."""

    letterhead: Letterhead
    #: The first line is printed larger, e.g. ('BÁO CÁO NHANH', 'Sơ kết công tác công đoàn 6 tháng đầu năm 2017').
    title: tuple[str, ...]
    parts: tuple[Part, ...]
    #: Stamp of the written file (aware): the same report gives the same bytes.
    written_at: datetime
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    #: Lines under 'Nơi nhận:'.
    recipients: tuple[str, ...] = ()
    #: Lines of the signature block.
    signature: tuple[str, ...] = ()
