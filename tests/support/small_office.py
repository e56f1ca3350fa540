"""A small office for tests of the flow: three units, a folder of mails, letters to a folder, a clock that stands."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from domain.period import VIETNAM
from service.config import Config, parse_config

#: Friday, two days before the quick report's last day: reminders are due and letters may leave.
NOW = datetime(2017, 6, 2, 9, 0, tzinfo=VIETNAM)

UNITS = """id,name,kind,email,aliases
buon-don,Liên đoàn Lao động huyện Buôn Đôn,district,buondon@units.example,LĐLĐ huyện Buôn Đôn
lak,Liên đoàn Lao động huyện Lắk,district,lak@units.example,LĐLĐ huyện Lắk
y-te,Công đoàn ngành Y tế,sector,cdyte@units.example,CĐ ngành Y tế
"""

REPORT = """BÁO CÁO NHANH
Sơ kết công tác công đoàn 6 tháng đầu năm 2017

I. TÌNH HÌNH VIỆC LÀM, THU NHẬP, ĐỜI SỐNG CỦA ĐOÀN VIÊN, NGƯỜI LAO ĐỘNG
Việc làm của đoàn viên ổn định, thu nhập bình quân 5,2 triệu đồng mỗi tháng.

II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM 2017
7. Công tác nữ công
7.1. Kết quả đạt được
Tổ chức khám sức khỏe cho 120 nữ đoàn viên tại trung tâm y tế huyện.
7.2. Tồn tại, hạn chế
Cán bộ nữ công kiêm nhiệm nên hoạt động chưa thường xuyên.

III. KIẾN NGHỊ VỚI ĐẢNG, NHÀ NƯỚC, TỔNG LIÊN ĐOÀN
Đề nghị tăng kinh phí tập huấn cho cán bộ công đoàn cơ sở.

IV. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM 2017
Tiếp tục kết nạp 150 đoàn viên mới và chuẩn bị đại hội công đoàn cơ sở.
"""


def mail(sender: str, subject: str, text: str, *, arrived: datetime = NOW, number: int = 1) -> bytes:
    """Return a plain mail as a mailbox would hold it."""
    message = EmailMessage()
    message["Received"] = f"by mx.ldld.example; {format_datetime(arrived)}"
    message["From"] = sender
    message["To"] = "vanphong@ldld.example"
    message["Subject"] = subject
    message["Date"] = format_datetime(arrived)
    message["Message-ID"] = f"<{number}.{sender}>"
    message.set_content(text)
    return bytes(message)


def report_mail(unit: str = "buondon", number: int = 1, *, arrived: datetime = NOW) -> bytes:
    """Return a quick report in the body of a mail from the address of `unit`."""
    return mail(f"{unit}@units.example", "Báo cáo nhanh 6 tháng đầu năm 2017", REPORT, arrived=arrived, number=number)


def question_mail(unit: str = "lak", number: int = 2, *, arrived: datetime = NOW) -> bytes:
    """Return a mail that is no report."""
    text = "Kính gửi Văn phòng, xin hỏi báo cáo nhanh có thể gửi sang thứ hai được không? Xin cảm ơn."
    return mail(f"{unit}@units.example", "Hỏi về thời hạn gửi báo cáo", text, arrived=arrived, number=number)


def office(folder: Path, **tables: dict[str, object]) -> Config:
    """Return settings of an office whose mailbox is folder/'hop-thu' and whose letters go to folder/'thu-di'."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hop-thu").mkdir(exist_ok=True)
    (folder / "don-vi.csv").write_text(UNITS, encoding="utf-8")
    raw: dict[str, object] = {
        "mailbox": {"url": "eml:hop-thu"},
        "letters": {"url": "folder:thu-di"},
        "office": {"sender": "vanphong@ldld.example"},
        "data": {"folder": "du-lieu", "units": "don-vi.csv"},
    }
    return parse_config(raw | tables, base=folder)


def put(folder: Path, name: str, raw: bytes) -> None:
    """Let a mail arrive in the office's mailbox folder."""
    (folder / "hop-thu" / f"{name}.eml").write_bytes(raw)
