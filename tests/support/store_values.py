"""Values that tests of the store put in: a period, its outline, units, mails, outcomes, letters."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from domain.document import FileKind, Unreadable, UnreadableCause
from domain.identity import Identity, Judgement, KindClaim, Source, UnitClaim
from domain.letters import Letter
from domain.mail import Disposition, FetchedMail, IncomingMail, MailLocation
from domain.outcome import Accepted, Envelope, Outcome, Result
from domain.period import Deadline, Dispatch, Period, ReportKind
from domain.reminders import LetterKey
from domain.report import Finding, FindingCode, MappedReport, SectionEntry, Unplaced
from domain.template import Section, Template
from domain.unit import Unit, UnitAddress, UnitKind
from store.register import Register

NOW = datetime(2017, 6, 2, 2, 0, tzinfo=UTC)
WHO = "chuyên viên A"
ACCOUNT = "imaps://vanphong@imap.example"

TEMPLATE = Template(
    (
        Section(id="I", number="I", title="TÌNH HÌNH", leaf=True, aliases=("Đặc điểm tình hình",)),
        Section(id="II", number="II", title="KẾT QUẢ", leaf=False),
        Section(id="II.1", number="1", title="Kết quả đạt được", leaf=True, prompts=("Nêu số liệu.",)),
        Section(id="II.2", number="2", title="Tồn tại, hạn chế", leaf=True),
    ),
    "Đề cương thử",
)

PERIOD = Period(
    id="2017-6t",
    name="sơ kết 6 tháng đầu năm 2017",
    template_id="de-cuong",
    opens=date(2017, 5, 20),
    data_cutoff=date(2017, 5, 31),
    quick=Deadline(last_day=date(2017, 6, 4)),
    dispatch=Dispatch(number="123/LĐLĐ", dated=date(2017, 5, 18), subject="Báo cáo sơ kết"),
)

LAK = Unit(
    id="lak",
    name="Liên đoàn Lao động huyện Lắk",
    kind=UnitKind.DISTRICT,
    addresses=(
        UnitAddress(email="lak@units.example"),
        UnitAddress(email="lak.cu@units.example", valid_to=date(2016, 12, 31)),
    ),
    aliases=("LĐLĐ huyện Lắk",),
    valid_to=date(2025, 6, 30),
    successor="xa-lien-son",
)
Y_TE = Unit(id="y-te", name="Công đoàn ngành Y tế", kind=UnitKind.SECTOR)
XA = Unit(id="xa-lien-son", name="Công đoàn xã Liên Sơn Lắk", kind=UnitKind.COMMUNE, valid_from=date(2025, 7, 1))
UNITS = (LAK, Y_TE, XA)


def set_up(register: Register) -> Register:
    """Put in what the office sets."""
    register.put_template(PERIOD.template_id, TEMPLATE, who=WHO, now=NOW)
    register.put_period(PERIOD, who=WHO, now=NOW)
    register.put_units(UNITS, who=WHO, now=NOW)
    return register


def sql(path: Path, statement: str) -> list[Any]:
    """Run one statement on the file as any other program could; return the rows."""
    with closing(sqlite3.connect(path)) as file, file:
        return file.execute(statement).fetchall()


def fetched(number: int, *, raw: bytes | None = None, arrived_at: datetime | None = None) -> FetchedMail:
    """Return mail `number` of the mailbox; each arrives a minute after the one before it."""
    return FetchedMail(
        location=MailLocation(account=ACCOUNT, folder="INBOX", uidvalidity=7, uid=str(number)),
        raw=raw if raw is not None else f"Subject: thu {number}\r\n\r\nbody".encode(),
        arrived_at=arrived_at or NOW + timedelta(minutes=number),
    )


def sha256_of(mail: FetchedMail) -> str:
    """Return the name under which the archive keeps `mail`."""
    return hashlib.sha256(mail.raw).hexdigest()


def receive(register: Register, mail: FetchedMail) -> IncomingMail:
    """Record `mail` and return it as it waits."""
    row = register.received(mail, sha256_of(mail), NOW)
    return next(waiting for waiting in register.waiting(NOW) if waiting.id == row)


def mapped(*texts: str) -> MappedReport:
    """Return a report with a certain entry under I and a doubtful one under II.1 for each text."""
    entries = []
    for number, text in enumerate(texts, start=1):
        where = f"đoạn {number}"
        entries.append(SectionEntry(section="I", text=text, file="a.docx", where=where, confidence=0.99))
        doubts = ("tiêu đề gộp hai mục",)
        doubtful = SectionEntry(section="II.1", text=text, file="a.docx", where=where, confidence=0.9, doubts=doubts)
        entries.append(doubtful)
    return MappedReport(
        entries=tuple(entries),
        absent=("II.2",),
        unplaced=(Unplaced(text="Lời mở đầu", file="a.docx", where="đoạn 1", reason="đứng trước mục I"),),
        findings=(Finding(code=FindingCode.SECTION_ABSENT, text="Thiếu mục 2", section="II.2"),),
        front_matter=("LĐLĐ TỈNH", "Số: /BC"),
        headings_found=3,
        report_files=("a.docx",),
    )


LOCKED = Unreadable(
    name="phu luc.doc",
    kind=FileKind.DOC,
    cause=UnreadableCause.PASSWORD,
    reason="Tệp có mật khẩu.",
    detail="encrypted",
)

ENVELOPE = Envelope(
    message_id="<1@units.example>",
    subject="Báo cáo nhanh",
    sender_name="Ban Thường vụ",
    sender_email="lak@units.example",
    attachment_names=("a.docx", "phu luc.doc"),
)
JUDGEMENT = Judgement(disposition=Disposition.REPORT, reason="Thư có tệp theo đề cương.")
IDENTITY = Identity(
    unit="lak",
    kind=ReportKind.QUICK,
    unit_claims=(UnitClaim(unit="lak", source=Source.ADDRESS, words="lak@units.example"),),
    kind_claims=(KindClaim(kind=ReportKind.QUICK, source=Source.SUBJECT, words="Báo cáo nhanh"),),
)


def accepted(*texts: str, unit: str = "lak", kind: ReportKind = ReportKind.QUICK, inferred: bool = False) -> Accepted:
    """Return an accepted report that says `texts`."""
    return Accepted(unit=unit, kind=kind, kind_inferred=inferred, mapped=mapped(*texts), unreadable=(LOCKED,))


def outcome(result: Result) -> Outcome:
    """Return `result` with everything that processing tells beside it."""
    return Outcome(result=result, envelope=ENVELOPE, judgement=JUDGEMENT, identity=IDENTITY)


def key(step: str = "truoc-1", unit: str = "lak", last_day: date | None = date(2017, 6, 4)) -> LetterKey:
    """Return the key of a reminder."""
    return LetterKey(period=PERIOD.id, unit=unit, kind=ReportKind.QUICK, step=step, last_day=last_day)


def letter(message_id: str = "<nhac-1@ldld.example>") -> Letter:
    """Return a composed reminder."""
    return Letter(
        message_id=message_id,
        to=("lak@units.example",),
        subject="Nhắc nộp báo cáo nhanh",
        text="Kính gửi Ban Thường vụ,",
        html="<p>Kính gửi Ban Thường vụ,</p>",
        cc=("huyenuy@units.example",),
        reply_to="vanphong@ldld.example",
        references=("<1@units.example>",),
    )
