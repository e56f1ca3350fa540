"""A report filed under the outline's sections, with what is certain and what is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from domain.document import Unreadable

#: Entries below this confidence are for a person to look at, whatever else is said of them.
REVIEW_BELOW = 0.8


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionEntry:
    """One paragraph, list item or table row filed under a leaf section (nội dung mục)."""

    #: Id of a leaf section of the template.
    section: str
    #: NFC, without number and bullet, cells of a table row joined with ' | ', footnotes after it.
    text: str
    #: File it came from and place in it, for a person: 'bao-cao.docx', 'đoạn 12'.
    file: str
    where: str
    #: Probability that a careful clerk would file it here, 0 to 1; calibrated by bench/.
    confidence: float
    #: Why a person should look, in Vietnamese ('tiêu đề gộp hai mục', 'quét ảnh'); empty where nobody need to.
    doubts: tuple[str, ...] = ()

    @property
    def needs_review(self) -> bool:
        """Whether a person is asked to look."""
        return bool(self.doubts) or self.confidence < REVIEW_BELOW


@dataclass(frozen=True, kw_only=True, slots=True)
class Unplaced:
    """Text kept but filed under no section (phần chưa xếp được): a person will see it."""

    text: str
    file: str
    where: str
    reason: str = ""


class FindingCode(StrEnum):
    """What a finding is about; the board and the letters choose by it."""

    SECTION_ABSENT = "section_absent"
    SECTION_DOUBTFUL = "section_doubtful"
    UNPLACED_TEXT = "unplaced_text"
    FILE_UNREADABLE = "file_unreadable"
    OTHER_FILE = "other_file"
    SECOND_RENDITION = "second_rendition"
    KIND_INFERRED = "kind_inferred"
    MAIL_DEFECT = "mail_defect"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something to note (điểm cần lưu ý); a value, never an exception."""

    code: FindingCode
    #: One Vietnamese sentence that says what and, where it can, what to do.
    text: str
    #: Id of the section it concerns, '' where it concerns the whole.
    section: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class MappedReport:
    """Báo cáo đã xếp theo mục: all that one mail's documents say, filed under one template."""

    entries: tuple[SectionEntry, ...] = ()
    #: Leaf ids about which a fully readable report says nothing, in the template's order.
    absent: tuple[str, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    findings: tuple[Finding, ...] = ()
    #: Lines that stand before the first section of the report document(s): letterhead, title, opening.
    front_matter: tuple[str, ...] = ()
    #: How many of the template's headings were recognised by number and title or by title alone.
    headings_found: int = 0
    #: Names of the files (or 'nội dung thư' for the body) from which entries were taken.
    report_files: tuple[str, ...] = ()

    @property
    def doubtful(self) -> tuple[SectionEntry, ...]:
        """The entries a person is asked to look at."""
        return tuple(e for e in self.entries if e.needs_review)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadMail:
    """What reading brought of one mail: the mapped report and the files that could not be read."""

    mapped: MappedReport
    unreadable: tuple[Unreadable, ...] = ()

    @property
    def readable(self) -> bool:
        """False where nothing of the report could be read because of unreadable files."""
        return bool(self.mapped.entries) or not self.unreadable
