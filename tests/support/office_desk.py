"""A desk in memory with 25 units in every state, for tests of the pages: real domain values, no store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from domain.board import (
    BoardFacts,
    DueReport,
    MailCount,
    PendingFact,
    StatusBoard,
    SubmissionFact,
    status_of,
)
from domain.letters import Letter, LetterState, OutboxLetter
from domain.mail import Disposition
from domain.outcome import Envelope
from domain.period import VIETNAM, Deadline, Period, ReportKind
from domain.records import MailEnd, MailState, StoredMail, StoredSubmission
from domain.reminders import HeldLetter, LetterKey
from domain.report import Finding, FindingCode, MappedReport, SectionEntry, Unplaced
from domain.template import Section, Template
from domain.unit import Unit, UnitAddress, UnitKind

DONE, TODO = "Kết quả đạt được", "Tồn tại, hạn chế"
_PARTS = (
    "Đại diện và bảo vệ quyền, lợi ích hợp pháp, chính đáng của đoàn viên và người lao động",
    "Hoạt động chăm lo đời sống cho đoàn viên và người lao động",
    "Tuyên truyền, vận động, giáo dục nâng cao nhận thức cho đoàn viên và người lao động",
    "Phong trào thi đua yêu nước trong đoàn viên, người lao động và hoạt động Công đoàn",
    "Phát triển đoàn viên, xây dựng tổ chức công đoàn vững mạnh",
    "Triển khai thực hiện Kế hoạch của Tổng Liên đoàn về tổ chức đại hội công đoàn các cấp",
    "Công tác nữ công",
    "Công tác kiểm tra",
    "Công tác tài chính",
    "Công tác chỉ đạo, điều hành",
)
NAMES = (
    "Liên đoàn Lao động huyện Buôn Đôn", "Liên đoàn Lao động huyện Cư Kuin", "Liên đoàn Lao động huyện Cư M'gar",
    "Liên đoàn Lao động huyện Ea H'leo", "Liên đoàn Lao động huyện Ea Kar", "Liên đoàn Lao động huyện Ea Súp",
    "Liên đoàn Lao động huyện Krông Ana", "Liên đoàn Lao động huyện Krông Bông",
    "Liên đoàn Lao động huyện Krông Búk", "Liên đoàn Lao động huyện Krông Năng",
    "Liên đoàn Lao động huyện Krông Pắc", "Liên đoàn Lao động huyện Lắk", "Liên đoàn Lao động huyện M'Drắk",
    "Liên đoàn Lao động thị xã Buôn Hồ", "Liên đoàn Lao động thành phố Buôn Ma Thuột", "Công đoàn ngành Giáo dục",
    "Công đoàn ngành Y tế", "Công đoàn ngành Nông nghiệp và Phát triển nông thôn", "Công đoàn ngành Công Thương",
    "Công đoàn ngành Giao thông vận tải", "Công đoàn ngành Xây dựng", "Công đoàn Viên chức tỉnh",
    "Công đoàn các Khu công nghiệp tỉnh", "Công đoàn Công ty Cà phê Thắng Lợi", "Công đoàn Công ty Cao su tỉnh",
)  # fmt: skip
#: Friday, two days before the last day of the quick report.
NOW = datetime(2017, 6, 2, 9, 0, tzinfo=VIETNAM)
HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)>\"'&"
DOCX = "Báo cáo sơ kết 6 tháng.docx"


def half_year_template() -> Template:
    """Return an outline of 23 leaves in three levels, 'Kết quả đạt được' ten times."""
    sections = [Section(id="I", number="I", title="Tình hình việc làm, thu nhập, đời sống", leaf=True)]
    sections.append(Section(id="II", number="II", title="Kết quả hoạt động công đoàn", leaf=False))
    for n, title in enumerate(_PARTS, start=1):
        sections.append(Section(id=f"II.{n}", number=str(n), title=title, leaf=False))
        sections.append(Section(id=f"II.{n}.1", number=f"{n}.1", title=DONE, leaf=True))
        sections.append(Section(id=f"II.{n}.2", number=f"{n}.2", title=TODO, leaf=True))
    sections.append(Section(id="III", number="III", title="Nhiệm vụ trọng tâm 6 tháng cuối năm", leaf=True))
    sections.append(Section(id="IV", number="IV", title="Kiến nghị, đề xuất", leaf=True))
    return Template(tuple(sections), name="Đề cương báo cáo sơ kết 6 tháng đầu năm 2017")


TEMPLATE = half_year_template()
LEAVES = tuple(s.id for s in TEMPLATE.leaves)
PERIOD = Period(
    id="2017-6t",
    name="sơ kết 6 tháng đầu năm 2017",
    template_id="2017-6t",
    opens=date(2017, 5, 20),
    data_cutoff=date(2017, 5, 31),
    quick=Deadline(last_day=date(2017, 6, 4)),
)
UNITS = tuple(
    Unit(
        id=f"don-vi-{n:02}",
        name=name,
        kind=UnitKind.DISTRICT,
        addresses=(UnitAddress(email=f"dv{n:02}@units.example"),),
        aliases=(name.replace("Liên đoàn Lao động", "LĐLĐ"),),
    )
    for n, name in enumerate(NAMES, start=1)
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of June 2017, Vietnam time; day 0 is 31 May."""
    return datetime(2017, 6, 1, hour, minute, tzinfo=VIETNAM) + timedelta(days=day - 1)


@dataclass
class DemoClock:
    """Moves the desk's clock and remembers by how much."""

    desk: MemoryDesk
    moves: list[timedelta] = field(default_factory=list)

    def move(self, by: timedelta) -> None:
        self.moves.append(by)
        self.desk.moment += by


@dataclass
class MemoryDesk:
    """OfficeDesk over lists."""

    moment: datetime = NOW
    periods_: tuple[Period, ...] = (PERIOD,)
    units: tuple[Unit, ...] = UNITS
    stored: list[StoredSubmission] = field(default_factory=list)
    mails_: list[StoredMail] = field(default_factory=list)
    pending: list[PendingFact] = field(default_factory=list)
    exempt: set[tuple[str, ReportKind]] = field(default_factory=set)
    outbox: list[tuple[OutboxLetter, Letter]] = field(default_factory=list)
    held_: list[HeldLetter] = field(default_factory=list)
    files: dict[tuple[int, int], tuple[str, bytes]] = field(default_factory=dict)
    alarm_: str = ""
    last_check_at: datetime | None = field(default_factory=lambda: at(2, 8, 55))
    count: MailCount | None = None
    clock: DemoClock | None = None

    def now(self) -> datetime:
        return self.moment

    def alarm(self) -> str:
        return self.alarm_

    def periods(self) -> Sequence[Period]:
        return self.periods_

    def board(self, period: str | None) -> StatusBoard:
        chosen = next(p for p in self.periods_ if period in (None, p.id))
        current = chosen is self.periods_[0]
        facts = BoardFacts(
            period=chosen,
            template=TEMPLATE,
            units=self.units,
            due=tuple(
                DueReport(unit=u.id, kind=k, deadline=chosen.deadline(k), exempt=(u.id, k) in self.exempt)
                for u in self.units
                for k in ReportKind
            ),
            submissions=tuple(s.fact for s in self.stored) if current else (),
            pending=tuple(self.pending) if current else (),
            letters_sent=tuple((o.key.unit, o.key.kind, o.sent_at) for o, _ in self.outbox if o.sent_at),
            last_check_at=self.last_check_at,
            mails=self.count or self._count(),
        )
        return status_of(facts, self.moment)

    def _count(self) -> MailCount:
        accepted = sum(m.end in (MailEnd.ACCEPTED, MailEnd.DUPLICATE) for m in self.mails_)
        other = sum(m.end is MailEnd.NOT_A_REPORT for m in self.mails_)
        total = len(self.mails_)
        return MailCount(in_mailbox=total, accepted=accepted, not_a_report=other, waiting=total - accepted - other)

    def submissions(self, period: str, unit: str) -> Sequence[StoredSubmission]:
        return [s for s in self.stored if s.fact.unit == unit and period == self.periods_[0].id]

    def mails(self) -> Sequence[StoredMail]:
        return self.mails_

    def unit_mails(self, unit: str) -> Sequence[StoredMail]:
        return [m for m in self.mails_ if m.unit == unit]

    def mail(self, mail: int) -> StoredMail | None:
        return next((m for m in self.mails_ if m.id == mail), None)

    def raw_mail(self, mail: int) -> bytes | None:
        found = self.mail(mail)
        return f"Subject: {found.id}\r\n\r\n<b>thu</b>".encode() if found else None

    def attachment(self, mail: int, index: int) -> tuple[str, bytes] | None:
        return self.files.get((mail, index))

    def letters(self, period: str, unit: str | None = None) -> Sequence[OutboxLetter]:
        return [o for o, _ in self.outbox if o.key.period == period and unit in (None, o.key.unit)]

    def letter(self, letter: int) -> Letter | None:
        return next((text for o, text in self.outbox if o.id == letter), None)

    def held(self) -> Sequence[HeldLetter]:
        return self.held_

    # Making up the sample

    def add_mail(
        self,
        number: int,
        arrived_at: datetime,
        end: MailEnd | None = MailEnd.ACCEPTED,
        *,
        subject: str | None = None,
        sender: str = "",
        files: tuple[str, ...] = (DOCX,),
        disposition: Disposition | None = Disposition.REPORT,
        reasons: tuple[str, ...] = (),
        state: MailState = MailState.DONE,
        kind: ReportKind | None = ReportKind.QUICK,
    ) -> StoredMail:
        """Add a mail of the unit with this number (0: of nobody known)."""
        unit = self.units[number - 1] if number else None
        if subject is None:
            subject = f"Báo cáo sơ kết 6 tháng đầu năm của {unit.name}" if unit else ""
        mail = StoredMail(
            id=len(self.mails_) + 101,
            sha256=f"{len(self.mails_):064x}",
            size=48_213,
            arrived_at=arrived_at,
            state=state,
            end=end,
            disposition=disposition,
            envelope=Envelope(
                subject=subject,
                sender_name=unit.name if unit else sender,
                sender_email=unit.addresses[0].email if unit else "la@mail.example",
                attachment_names=files,
            ),
            unit=unit.id if unit else None,
            kind=kind,
            reasons=reasons,
        )
        self.mails_.append(mail)
        for index, name in enumerate(files):
            self.files[mail.id, index] = (name, f"bytes of {mail.id}/{index}".encode())
        return mail

    def submit(
        self,
        number: int,
        received_at: datetime,
        *,
        kind: ReportKind = ReportKind.QUICK,
        absent: tuple[str, ...] = (),
        doubtful: tuple[str, ...] = (),
        text: str = "Công đoàn các cấp đã tổ chức 12 buổi tuyên truyền cho 1.250 lượt đoàn viên, người lao động.",
        unplaced: tuple[Unplaced, ...] = (),
        findings: tuple[Finding, ...] = (),
        files: tuple[str, ...] = (DOCX,),
        **facts: object,
    ) -> StoredSubmission:
        """Have a unit submit: text under every leaf but the absent ones."""
        mail = self.add_mail(number, received_at, files=files, kind=kind)
        entries = tuple(
            SectionEntry(
                section=leaf,
                text=text,
                file=files[0] if files else "nội dung thư",
                where=f"đoạn {12 + n}",
                confidence=0.62 if leaf in doubtful else 0.98,
                doubts=("tiêu đề gộp hai mục",) if leaf in doubtful[:1] else (),
            )
            for n, leaf in enumerate(LEAVES)
            if leaf not in absent
        )
        fact = SubmissionFact(
            id=len(self.stored) + 1,
            mail_id=mail.id,
            unit=self.units[number - 1].id,
            kind=kind,
            received_at=received_at,
            sections=frozenset(e.section for e in entries),
            absent=absent,
            doubtful=frozenset(doubtful),
            doubtful_entries=len(doubtful),
            unplaced=len(unplaced),
        )
        fact = replace(fact, **facts)  # type: ignore[arg-type]
        mapped = MappedReport(entries=entries, absent=absent, unplaced=unplaced, findings=findings)
        self.stored.append(StoredSubmission(fact=fact, mail=mail, mapped=mapped))
        return self.stored[-1]

    def hold_for_review(
        self, number: int, arrived_at: datetime, reason: str, *, unreadable: bool = False, **mail: object
    ) -> PendingFact:
        """Add a mail that waits for a person."""
        stored = self.add_mail(number, arrived_at, MailEnd.NEEDS_REVIEW, reasons=(reason,), **mail)  # type: ignore[arg-type]
        fact = PendingFact(
            mail_id=stored.id,
            unit=stored.unit,
            kind=stored.kind,
            received_at=arrived_at,
            reasons=(reason,),
            unreadable=unreadable,
            sender=stored.envelope.sender_name or stored.envelope.sender_email,
            subject=stored.envelope.subject,
        )
        self.pending.append(fact)
        return fact

    def remind(
        self, number: int, when: datetime, step: str = "truoc-3", state: LetterState = LetterState.SENT, error: str = ""
    ) -> OutboxLetter:
        """Add a letter to a unit."""
        unit = self.units[number - 1]
        key = LetterKey(
            period=self.periods_[0].id, unit=unit.id, kind=ReportKind.QUICK, step=step, last_day=date(2017, 6, 4)
        )
        subject = "Nhắc nộp báo cáo nhanh sơ kết 6 tháng đầu năm 2017 (hạn: hết ngày 04/6/2017)"
        to = (unit.addresses[0].email,)
        out = OutboxLetter(
            id=len(self.outbox) + 1,
            key=key,
            message_id=f"<{len(self.outbox) + 1}@office.example>",
            state=state,
            claimed_at=when,
            sent_at=when if state is LetterState.SENT else None,
            subject=subject,
            to=to,
            error=error,
        )
        text = f"Kính gửi: Ban Thường vụ {unit.name}\n\n"
        text += "Thực hiện công văn của Liên đoàn Lao động tỉnh, Văn phòng đề nghị đơn vị gửi báo cáo nhanh trước hạn."
        self.outbox.append((out, Letter(message_id=out.message_id, to=to, subject=subject, text=text)))
        return out


def sample_desk(*, demo: bool = False) -> MemoryDesk:
    """Return 25 units: complete, incomplete, doubtful, unreadable, late to come, exempt, silent; and other mail."""
    desk = MemoryDesk()
    desk.clock = DemoClock(desk) if demo else None
    for number in range(1, 9):
        desk.submit(number, at(number % 2, 7 + number, 7 * number))
    desk.submit(4, at(2, 8, 5), absent=("II.2.2", "II.7.2"))
    desk.submit(9, at(1, 16, 20), absent=("II.1.2", "II.4.2", "II.7.2", "IV"))
    desk.submit(
        10,
        at(2, 8, 31),
        doubtful=("II.1.2", "II.8.1", "II.8.2"),
        unplaced=(Unplaced(text="Bảng tổng hợp số liệu", file=DOCX, where="đoạn 40", reason="không thấy tiêu đề mục"),),
    )
    desk.submit(
        11,
        at(1, 9, 2),
        absent=("III",),
        doubtful=("I",),
        findings=(Finding(code=FindingCode.OTHER_FILE, text="Tệp “phụ lục.xlsx” không phải báo cáo."),),
        files=(DOCX, "phụ lục.xlsx"),
    )
    desk.submit(12, at(1, 10, 0), kind_inferred=True)
    desk.submit(12, at(2, 8, 40), kind=ReportKind.OFFICIAL)
    desk.submit(13, at(2, 7, 45), unreadable_files=("ảnh chụp.jpg",), sections=frozenset(LEAVES[:15]))
    desk.hold_for_review(
        14,
        at(2, 8, 12),
        "Không đọc được tệp “báo cáo.docx”: tệp có mật khẩu.",
        unreadable=True,
        files=("báo cáo.docx",),
    )
    desk.hold_for_review(
        15, at(2, 8, 20), "Địa chỉ gửi là của Công đoàn ngành Y tế, phần đầu văn bản ghi Công đoàn ngành Giáo dục."
    )
    for number in (16, 17):
        desk.submit(number, at(1, 8 + number - 16, 30))
    desk.exempt = {(UNITS[17].id, ReportKind.QUICK)}
    desk.hold_for_review(
        0,
        at(2, 7, 58),
        "Không rõ báo cáo của đơn vị nào: địa chỉ gửi lạ, trong thư và tệp không có tên đơn vị.",
        subject="Gửi báo cáo",
        sender="Nguyễn Văn An",
    )
    desk.hold_for_review(0, at(2, 8, 1), f"Tên tệp lạ: {HOSTILE}", subject=HOSTILE, sender=HOSTILE, files=(HOSTILE,))
    for day, subject, disposition, reason in (
        (1, "Trả lời tự động: Tôi đi công tác", Disposition.AUTO_REPLY, "Thư có tiêu đề Auto-Submitted."),
        (1, "Undelivered Mail Returned to Sender", Disposition.BOUNCE, "Máy chủ báo không chuyển được thư."),
        (2, "Giấy mời họp giao ban", Disposition.NOT_REPORT, "Thư là giấy mời, không có nội dung báo cáo."),
    ):
        desk.add_mail(
            0, at(day, 8), MailEnd.NOT_A_REPORT, subject=subject, sender="Văn thư", files=(), disposition=disposition,
            reasons=(reason,), kind=None,
        )  # fmt: skip
    for number in range(19, 26):
        desk.remind(number, at(1, 8))
    desk.remind(20, at(2, 8), step="truoc-2")
    desk.remind(9, at(2, 8), step="thieu-muc-10", state=LetterState.FAILED, error="Máy chủ thư từ chối địa chỉ nhận.")
    desk.held_ = [
        HeldLetter(
            key=LetterKey(period=PERIOD.id, unit=UNITS[14].id, kind=ReportKind.QUICK, step="truoc-1", last_day=None),
            unit=UNITS[14],
            reason="Đơn vị đã gửi thư đang chờ văn phòng xem lại; chưa nhắc khi chưa xem xong.",
        )
    ]
    return desk
