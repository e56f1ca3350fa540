"""What comes when, from whom, and what it is meant to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.mail import Disposition
from domain.period import VIETNAM, ReportKind
from service.demo_mails.files import Form
from service.demo_mails.layout import Habits, Marks
from service.demo_mails.mime import NameStyle

QUICK, OFFICIAL = ReportKind.QUICK, ReportKind.OFFICIAL


def at(moment: str) -> datetime:
    """Return the moment written '2017-05-26 08:12', Vietnam time."""
    return datetime.fromisoformat(moment).replace(tzinfo=VIETNAM)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportCase:
    """A mail that carries a report, or means to."""

    arrival: datetime
    #: Whose report it is; None: nothing tells.
    unit: str | None
    shows: str
    form: Form = Form.WORD
    kind: ReportKind | None = QUICK
    habits: Habits = field(default_factory=Habits)
    with_preface: bool = False
    table_in: str = ""
    #: 2: a corrected version.
    version: int = 1
    #: When the paper was written, where an earlier paper is sent again; None: when it is sent.
    written_at: datetime | None = None
    #: Name and address it is sent from, where that is not the unit's own.
    sender: tuple[str, str] | None = None
    #: Another unit that the letterhead names: the mail contradicts itself.
    letterhead: str | None = None
    subject: str = ""
    #: What the mail itself says, where it is not the usual covering note.
    note: str = ""
    #: Name of the file without its ending.
    file_stem: str = ""
    name_style: NameStyle = NameStyle.RFC2231
    on_the_way: timedelta = timedelta(seconds=40)


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteCase:
    """A mail that is no report."""

    arrival: datetime
    shows: str
    sender: tuple[str, str]
    subject: str
    text: str
    disposition: Disposition = Disposition.NOT_REPORT
    unit: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    html: str = ""
    #: Title and lines of a paper attached as a Word file; empty for none.
    paper: tuple[str, ...] = ()
    file_stem: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class BounceCase:
    """A notice that a letter of the office did not reach a unit."""

    arrival: datetime
    shows: str
    unit: str
    status: str
    diagnostic: str


Case = ReportCase | NoteCase | BounceCase

_GMAIL = "gmail.example"

BEFORE_THE_DEMO: tuple[Case, ...] = (
    NoteCase(
        arrival=at("2017-05-22 07:02"),
        shows="Bản tin định kỳ, không phải báo cáo.",
        sender=("Bản tin Lao động", "bantin@tintuc.example"),
        subject="Bản tin Lao động & Công đoàn số 20/2017",
        text="BẢN TIN LAO ĐỘNG & CÔNG ĐOÀN - SỐ 20/2017\n\n1. Tháng Công nhân: nhiều hoạt động thiết thực\n"
        "2. Lương cơ sở tăng từ ngày 01/7/2017\n3. Bữa ăn ca của người lao động\n\nHủy nhận tin: trả lời HUY.",
        headers={"List-Id": "<bantin.tintuc.example>", "Precedence": "list"},
    ),
    BounceCase(
        arrival=at("2017-05-23 08:06"),
        shows="Thư của văn phòng không tới vì hộp thư đơn vị đầy.",
        unit="mdrak",
        status="5.2.2",
        diagnostic="552 5.2.2 The email account that you tried to reach is over quota",
    ),
    NoteCase(
        arrival=at("2017-05-23 08:07"),
        shows="Trả lời tự động khi cán bộ đi vắng.",
        sender=("Công đoàn ngành Y tế", "cdyte@units.example"),
        subject="Trả lời tự động: V/v sơ kết công tác công đoàn 6 tháng đầu năm 2017",
        text="Xin chào,\nHiện chúng tôi đi công tác cơ sở đến hết ngày 26/5/2017, chưa kiểm tra thư thường xuyên.\n"
        "Thư này được gửi tự động.",
        disposition=Disposition.AUTO_REPLY,
        unit="y-te",
        headers={
            "Auto-Submitted": "auto-replied",
            "X-Auto-Response-Suppress": "All",
            "In-Reply-To": "<cong-van-so-ket@ldld.example>",
        },
    ),
    NoteCase(
        arrival=at("2017-05-24 14:25"),
        shows="Câu hỏi về hạn nộp, không phải báo cáo.",
        sender=("LĐLĐ huyện Krông Pắc", "krongpac@units.example"),
        subject="Hỏi về thời hạn gửi báo cáo 6 tháng đầu năm",
        text="Kính gửi Văn phòng,\n\nLĐLĐ huyện Krông Pắc xin hỏi: báo cáo nhanh gửi qua thư điện tử có cần gửi kèm "
        "bản giấy không, và hạn báo cáo chính thức là ngày nào ạ?\n\nXin cảm ơn.",
        unit="krong-pac",
    ),
    NoteCase(
        arrival=at("2017-05-25 09:40"),
        shows="Giấy mời họp có tệp Word đính kèm, không phải báo cáo.",
        sender=("Công đoàn ngành Giáo dục", "cdgiaoduc@units.example"),
        subject="Giấy mời dự hội nghị tổng kết năm học 2016 - 2017",
        text="Kính gửi Văn phòng giấy mời dự hội nghị (tệp đính kèm). Rất mong đại biểu đến dự.",
        unit="giao-duc",
        paper=(
            "GIẤY MỜI",
            "Công đoàn ngành Giáo dục trân trọng kính mời đại diện Văn phòng Liên đoàn Lao động tỉnh đến dự hội nghị "
            "tổng kết hoạt động công đoàn năm học 2016 - 2017.",
            "Thời gian: 8 giờ 00 phút, ngày 09/6/2017.",
            "Địa điểm: hội trường tầng 2, cơ quan Công đoàn ngành Giáo dục.",
            "Sự có mặt của quý đại biểu góp phần vào thành công của hội nghị.",
        ),
        file_stem="Giấy mời",
    ),
    ReportCase(
        arrival=at("2017-05-26 08:12"),
        unit="buon-don",
        shows="Báo cáo đủ 23 mục, số gõ tay, có bảng số liệu trong mục 5.1.",
        table_in="II.5.1",
    ),
    ReportCase(
        arrival=at("2017-05-29 08:33"),
        unit="y-te",
        shows="PDF có lớp chữ, thiếu hai mục.",
        form=Form.PDF,
        habits=Habits(left_out=("II.6.2", "II.9.2")),
    ),
    ReportCase(
        arrival=at("2017-05-29 10:15"),
        unit="ea-hleo",
        shows="Báo cáo nằm ngay trong nội dung thư.",
        form=Form.TEXT_BODY,
        habits=Habits(colon=True),
    ),
    ReportCase(
        arrival=at("2017-05-29 16:48"),
        unit="krong-pac",
        shows="Số đề mục do Word tự đánh, trong chữ không có số.",
        form=Form.WORD_LISTS,
    ),
    ReportCase(
        arrival=at("2017-05-30 07:55"),
        unit="buon-don",
        shows="Gửi lại đúng tệp đã gửi ngày 26/5 trong một thư mới: gửi trùng.",
        table_in="II.5.1",
        written_at=at("2017-05-26 08:12"),
        subject="Fw: Báo cáo nhanh 6 tháng đầu năm 2017",
        note="Kính gửi Văn phòng,\n\nĐơn vị gửi lại báo cáo nhanh đã gửi ngày 26/5, nhờ Văn phòng xác nhận giúp.",
    ),
    ReportCase(
        arrival=at("2017-05-30 09:20"),
        unit="buon-ma-thuot",
        shows="Báo cáo là một trang tính Excel: một cột số mục, một cột nội dung.",
        form=Form.EXCEL,
    ),
    ReportCase(
        arrival=at("2017-05-30 10:41"),
        unit="cong-thuong",
        shows="Bỏ hẳn hai phần 7 và 9, thiếu bốn mục.",
        habits=Habits(left_out=("II.7", "II.9")),
        name_style=NameStyle.RFC2047,
    ),
    ReportCase(
        arrival=at("2017-05-30 14:05"),
        unit="vien-chuc",
        shows="PDF đặt mật khẩu: không đọc được.",
        form=Form.LOCKED_PDF,
    ),
    ReportCase(
        arrival=at("2017-05-30 15:32"),
        unit="vien-chuc",
        shows="Gửi lại bằng tệp Word trong gói zip; nội dung viết liền sau đề mục, hai mục trả lời “Không có.”",
        form=Form.ZIP,
        habits=Habits(run_in=True, nothing=("II.6.2", "II.9.2")),
        note="Kính gửi Văn phòng,\n\nCĐVC tỉnh gửi lại báo cáo nhanh, tệp trước có mật khẩu do máy tự đặt.",
    ),
    ReportCase(
        arrival=at("2017-05-31 07:48"),
        unit="cu-mgar",
        shows="Số đề mục có gạch chéo (I/, 1/, 1.1/), tên tệp tách dấu; không nói là báo cáo nhanh hay chính thức.",
        kind=None,
        habits=Habits(marks=Marks.SLASHES),
        name_style=NameStyle.NFD,
    ),
    ReportCase(
        arrival=at("2017-05-31 08:26"),
        unit="ea-kar",
        shows="Cả báo cáo gõ không dấu.",
        habits=Habits(accents=False),
        subject="Bao cao nhanh 6 thang dau nam 2017 - LDLD huyen Ea Kar",
        note="Kinh gui Van phong,\n\nLDLD huyen Ea Kar gui bao cao nhanh 6 thang dau nam 2017.",
        file_stem="Bao cao nhanh 6 thang dau nam 2017",
    ),
    ReportCase(
        arrival=at("2017-05-31 09:57"),
        unit="giao-duc",
        shows="Gộp phần 8 và phần 9 dưới một đề mục.",
        habits=Habits(merged=("II.8", "II.9")),
    ),
    ReportCase(
        arrival=at("2017-05-31 10:02"),
        unit="khu-cong-nghiep",
        shows="Tệp đính kèm rỗng: không đọc được.",
        form=Form.EMPTY_WORD,
    ),
    ReportCase(
        arrival=at("2017-05-31 10:40"),
        unit="khu-cong-nghiep",
        shows="Gửi lại trong thân thư dạng HTML.",
        form=Form.HTML_BODY,
    ),
    ReportCase(
        arrival=at("2017-05-31 16:19"),
        unit="krong-ana",
        shows="Chỉ có bản quét ảnh: không đọc được bằng lớp chữ.",
        form=Form.SCAN,
        file_stem="scan0031",
    ),
    ReportCase(
        arrival=at("2017-06-01 07:40"),
        unit="lak",
        shows="Đường dẫn Drive thay cho tệp: không đọc được.",
        form=Form.LINK,
        note="Kính gửi Văn phòng,\n\nLĐLĐ huyện Lắk gửi báo cáo nhanh 6 tháng đầu năm 2017 tại đường dẫn:\n"
        "https://drive.google.example/file/d/1aBcD-mau-thu/view?usp=sharing",
    ),
    ReportCase(
        arrival=at("2017-06-01 08:14"),
        unit="krong-nang",
        shows="Địa chỉ gửi là Krông Năng, phần đầu văn bản là Krông Búk: người phải xem.",
        letterhead="krong-buk",
        subject="Báo cáo nhanh 6 tháng đầu năm 2017",
        note="Kính gửi Văn phòng báo cáo nhanh của đơn vị.",
    ),
    ReportCase(
        arrival=at("2017-06-01 08:52"),
        unit="cu-kuin",
        shows="Gửi từ hộp thư cá nhân, phần đầu văn bản nói đơn vị; “Đặc điểm tình hình” đặt trước, số La Mã lùi một.",
        sender=("van phong cong doan", f"vpcongdoan2017@{_GMAIL}"),
        with_preface=True,
        subject="báo cáo nhanh 6 tháng",
        note="Gửi Văn phòng báo cáo nhanh ạ.",
        file_stem="bao cao nhanh (sua lan cuoi)",
    ),
    ReportCase(
        arrival=at("2017-06-01 09:36"),
        unit=None,
        shows="Người gửi lạ, không nơi nào nói là đơn vị nào: người phải xem.",
        sender=("hoa pơ lang", f"hoapolang90@{_GMAIL}"),
        kind=None,
        subject="báo cáo",
        note="Em gửi báo cáo ạ.",
        file_stem="bao cao 6 thang",
    ),
    ReportCase(
        arrival=at("2017-06-01 10:30"),
        unit="ea-hleo",
        shows="Bản sửa thay bản đã gửi: đề mục in đậm không số, có thêm số liệu.",
        habits=Habits(marks=Marks.UNNUMBERED, bullet="+"),
        version=2,
        subject="Báo cáo nhanh 6 tháng đầu năm 2017 - LĐLĐ huyện Ea H'leo (bản sửa)",
    ),
    ReportCase(
        arrival=at("2017-06-01 11:12"),
        unit="buon-ho",
        shows="Tệp Word bị cắt cụt khi gửi: không đọc được.",
        form=Form.CUT_WORD,
    ),
    NoteCase(
        arrival=at("2017-06-01 13:45"),
        shows="Hỏi đã nhận được báo cáo chưa, trích lại thư cũ; không phải báo cáo.",
        sender=("Công đoàn ngành Công Thương", "cdcongthuong@units.example"),
        subject="Re: Báo cáo nhanh 6 tháng đầu năm 2017 - CĐ ngành Công Thương",
        text="Kính nhờ Văn phòng xác nhận đã nhận được báo cáo nhanh của ngành chưa ạ.\n\n"
        "Vào 10:41 ngày 30 tháng 5 năm 2017, Công đoàn ngành Công Thương <cdcongthuong@units.example> đã viết:\n"
        "> Kính gửi Văn phòng,\n> CĐ ngành Công Thương gửi báo cáo nhanh 6 tháng đầu năm 2017 (tệp đính kèm).",
        unit="cong-thuong",
    ),
    ReportCase(
        arrival=at("2017-06-01 16:20"),
        unit="krong-buk",
        shows="Số đề mục sai: phần 5 ghi lại là 4, mục 9.2 ghi là 9.1; tên tệp để nguyên tám bit.",
        habits=Habits(wrong_numbers={"II.5": "4", "II.5.1": "4.1", "II.5.2": "4.2", "II.9.2": "9.1"}),
        name_style=NameStyle.RAW,
    ),
    NoteCase(
        arrival=at("2017-06-01 17:05"),
        shows="Kế hoạch của đơn vị có tệp Word, không phải báo cáo.",
        sender=("LĐLĐ TP Buôn Ma Thuột", "bmt@units.example"),
        subject="Kế hoạch tổ chức hội thao công nhân, viên chức, lao động năm 2017",
        text="Kính gửi Văn phòng kế hoạch tổ chức hội thao (tệp đính kèm) để biết, chỉ đạo.",
        unit="buon-ma-thuot",
        paper=(
            "KẾ HOẠCH",
            "Tổ chức hội thao công nhân, viên chức, lao động thành phố năm 2017",
            "I. MỤC ĐÍCH, YÊU CẦU",
            "Tạo sân chơi lành mạnh, nâng cao sức khỏe cho đoàn viên, người lao động.",
            "II. NỘI DUNG, THỜI GIAN",
            "Các môn bóng chuyền, kéo co, cầu lông; khai mạc ngày 22/7/2017 tại nhà văn hóa trung tâm.",
            "III. TỔ CHỨC THỰC HIỆN",
            "Các công đoàn cơ sở đăng ký đội trước ngày 30/6/2017.",
        ),
        file_stem="Kế hoạch hội thao 2017",
    ),
    NoteCase(
        arrival=at("2017-06-02 08:31"),
        shows="Thư quảng cáo, không phải báo cáo.",
        sender=("Văn phòng phẩm Sao Mai mẫu", "banhang@vanphongpham.example"),
        subject="Báo giá văn phòng phẩm tháng 6/2017",
        text="Kính gửi Quý cơ quan,\nCửa hàng xin gửi báo giá giấy in, mực in tháng 6/2017. Giảm 10% cho đơn hàng đầu.",
        html="<p>Kính gửi Quý cơ quan,</p><p>Cửa hàng xin gửi báo giá giấy in, mực in tháng 6/2017. "
        "<b>Giảm 10%</b> cho đơn hàng đầu.</p>",
    ),
)

DURING_THE_DEMO: tuple[Case, ...] = (
    ReportCase(
        arrival=at("2017-06-03 09:15"),
        unit="buon-ho",
        shows="Gửi lại tệp đọc được, còn trong hạn.",
        form=Form.WORD_LISTS,
        note="Kính gửi Văn phòng,\n\nLĐLĐ thị xã Buôn Hồ gửi lại báo cáo nhanh, tệp trước bị lỗi khi tải lên.",
    ),
    ReportCase(
        arrival=at("2017-06-04 22:40"),
        unit="krong-ana",
        shows="Gửi tệp Word thay bản quét, đúng hạn vào đêm cuối.",
        habits=Habits(colon=True),
    ),
    ReportCase(
        arrival=at("2017-06-05 00:03"),
        unit="lak",
        shows="Gửi lúc 23:58 ngày 04/6 nhưng đến nơi 00:03 ngày 05/6: nộp muộn, tính theo giờ đến.",
        form=Form.PDF,
        on_the_way=timedelta(minutes=5),
    ),
    ReportCase(
        arrival=at("2017-06-05 08:10"),
        unit="mdrak",
        shows="Nộp muộn một ngày.",
        habits=Habits(left_out=("II.10.2",)),
    ),
    ReportCase(
        arrival=at("2017-06-05 14:30"),
        unit="cong-thuong",
        shows="Bản bổ sung các mục còn thiếu; bản đầu đúng hạn nên vẫn là đúng hạn.",
        version=2,
        subject="Báo cáo nhanh 6 tháng đầu năm 2017 - CĐ ngành Công Thương (bổ sung phần 7 và 9)",
    ),
    ReportCase(
        arrival=at("2017-06-06 09:05"),
        unit="krong-nang",
        shows="Gửi lại với phần đầu văn bản đúng, sau hạn.",
        note="Kính gửi Văn phòng,\n\nLĐLĐ huyện Krông Năng gửi lại báo cáo nhanh, bản trước ghi nhầm tên đơn vị.",
    ),
    ReportCase(
        arrival=at("2017-06-07 10:22"),
        unit="buon-don",
        shows="Báo cáo chính thức.",
        kind=OFFICIAL,
    ),
    ReportCase(
        arrival=at("2017-06-08 15:45"),
        unit="y-te",
        shows="Báo cáo chính thức, PDF có lớp chữ.",
        form=Form.PDF,
        kind=OFFICIAL,
    ),
    ReportCase(
        arrival=at("2017-06-09 08:30"),
        unit="krong-pac",
        shows="Báo cáo chính thức, Excel.",
        form=Form.EXCEL,
        kind=OFFICIAL,
    ),
)
