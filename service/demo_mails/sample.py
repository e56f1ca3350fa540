"""What is known of a sample mail beside its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.mail import Disposition, require_aware
from domain.period import ReportKind


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleMail:
    """One written mail, and what a careful clerk would say of it."""

    #: Name in the folder; sorts by arrival.
    file_name: str
    #: Stamp of the topmost Received header: when the demo delivers it. Aware, Vietnam time.
    arrival: datetime
    #: What it is meant to show, one Vietnamese sentence.
    shows: str
    disposition: Disposition
    #: None where nothing in the mail tells, or where the mail contradicts itself. For a bounce: whose address failed.
    unit: str | None = None
    #: None where neither mail nor document tells.
    kind: ReportKind | None = None
    #: False: no program can read the report's text as it is (a scan: not without recognising characters).
    readable: bool = True
    #: Leaf id → its paragraphs, only leaves that have some, in the outline's order.
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        require_aware(self.arrival, "arrival")
