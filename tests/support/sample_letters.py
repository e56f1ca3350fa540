"""An office, units, a period and letters for tests; nothing in them is of a real case."""

from __future__ import annotations

from datetime import date, datetime

from domain.letters import Letter
from domain.period import VIETNAM, Deadline, Dispatch, Period, ReportKind
from domain.reminders import LetterKey, PlannedLetter, Purpose
from domain.template import Section, Template
from domain.unit import Unit, UnitAddress, UnitKind
from notifier.compose import Office

NOW = datetime(2031, 2, 4, 9, 0, tzinfo=VIETNAM)

OFFICE = Office(
    name="Liên đoàn Lao động tỉnh Hòa Lạc",
    signed_by="Văn phòng Liên đoàn Lao động tỉnh Hòa Lạc",
    sender="vanphong@hoalac.example",
    reply_to="nhanbaocao@hoalac.example",
    phone="000 123 4567",
    contact="bộ phận tổng hợp",
    message_id_domain="hoalac.example",
)

OUTLINE = Template(
    (
        Section(id="A", number="A", title="VIỆC LÀM VÀ ĐỜI SỐNG", leaf=True),
        Section(id="B", number="B", title="KẾT QUẢ HOẠT ĐỘNG", leaf=False),
        Section(id="B.1", number="1", title="Công tác nữ công", leaf=False),
        Section(id="B.1.1", number="1.1", title="Mặt được", leaf=True),
        Section(id="B.1.2", number="1.2", title="Mặt chưa được", leaf=True),
        Section(id="C", number="", title="Kiến nghị <với tỉnh> & trung ương", leaf=True),
    )
)

UNIT = Unit(
    id="suoi-ngo",
    name="Liên đoàn Lao động huyện Suối Ngọ",
    kind=UnitKind.DISTRICT,
    addresses=(
        UnitAddress(email="cu@suoingo.example", valid_to=date(2030, 12, 31)),
        UnitAddress(email="chinh@suoingo.example", valid_from=date(2031, 1, 1)),
        UnitAddress(email="phu@suoingo.example"),
    ),
)

DISPATCH = Dispatch(number="12/LĐLĐ", dated=date(2031, 1, 9), subject="V/v sơ kết công tác năm")


def period(*, last_day: date | None = date(2031, 2, 6), dispatch: Dispatch = DISPATCH) -> Period:
    """Return a period whose two kinds have the same deadline, or none."""
    deadline = Deadline(last_day=last_day) if last_day else None
    return Period(
        id="2031-a",
        name="tổng kết năm 2030",
        template_id="mau",
        opens=date(2031, 1, 1),
        data_cutoff=date(2030, 12, 31),
        quick=deadline,
        official=deadline,
        dispatch=dispatch,
    )


def planned(
    purpose: Purpose = Purpose.UPCOMING,
    *,
    last_day: date | None = date(2031, 2, 6),
    kind: ReportKind = ReportKind.QUICK,
    unit: Unit = UNIT,
    dispatch: Dispatch = DISPATCH,
    missing: tuple[str, ...] | None = None,
    step: str = "truoc-3",
    other_received_at: datetime | None = None,
) -> PlannedLetter:
    """Return a reminder as due_letters would plan it."""
    incomplete = purpose is Purpose.INCOMPLETE
    asked = period(last_day=last_day, dispatch=dispatch)
    return PlannedLetter(
        key=LetterKey(period=asked.id, unit=unit.id, kind=kind, step=step, last_day=last_day),
        purpose=purpose,
        unit=unit,
        period=asked,
        kind=kind,
        deadline=asked.deadline(kind),
        missing=("B.1.2", "C") if missing is None and incomplete else missing or (),
        received_at=datetime(2031, 2, 3, 16, 20, tzinfo=VIETNAM) if incomplete else None,
        other_received_at=other_received_at,
    )


def letter(
    number: int = 1, *, to: str = "chinh@suoingo.example", text: str = "Kính gửi đơn vị,\n.một dòng có chấm\n"
) -> Letter:
    """Return a letter with Vietnamese text and a line that begins with a dot."""
    return Letter(
        message_id=f"<baocao.{number:032x}@hoalac.example>",
        to=(to,),
        subject=f"Nhắc nộp báo cáo nhanh tổng kết năm 2030, lần {number} (hạn: hết ngày 06/02/2031)",
        text=text,
        html="<p>Kính gửi đơn vị,</p>\n",
        reply_to="nhanbaocao@hoalac.example",
    )
