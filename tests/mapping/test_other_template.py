"""Nothing knows the titles of one template: a school's monthly report with Parts, Roman numbers, figures, letters."""

from parsers.mapping import map_report
from tests.support.reports import SCHOOL, document, sections


def test_a_schools_monthly_report():
    report = map_report(
        [
            document(
                "^**BÁO CÁO**",
                "^**Công tác tháng 5 năm 2017**",
                "^**Phần thứ nhất: KẾT QUẢ CÔNG TÁC THÁNG**",
                "**I. CÔNG TÁC CHUYÊN MÔN**",
                "**1. Dạy và học**",
                "**a) Thực hiện chương trình**",
                "- Đúng tiến độ.",
                "**b) Kiểm tra, đánh giá HS**",
                "- Đã kiểm tra học kỳ.",
                "**2. Bồi dưỡng HS giỏi, phụ đạo HS yếu**",
                "- 12 em đạt giải.",
                "**II. CÔNG TÁC QUẢN LÝ**",
                "**1. Đội ngũ giáo viên, nhân viên:** Đủ 45 người.",
                "**2. Cơ sở vật chất, thiết bị dạy học:** Sửa 3 phòng học.",
                "^**Phần thứ hai: KẾ HOẠCH THÁNG TỚI**",
                "**I. Nhiệm vụ trọng tâm**",
                "1. Bồi dưỡng học sinh giỏi lớp 8.",
                "2. Sửa chữa thiết bị.",
                "**II. Đề xuất với Phòng Giáo dục**",
                "- Không.",
                "Trên đây là báo cáo của trường.",
            )
        ],
        SCHOOL,
    )
    assert sections(report) == {
        "P1.I.1.a": ["Đúng tiến độ."],
        "P1.I.1.b": ["Đã kiểm tra học kỳ."],
        "P1.I.2": ["12 em đạt giải."],
        "P1.II.1": ["Đủ 45 người."],
        "P1.II.2": ["Sửa 3 phòng học."],
        "P2.I": ["Bồi dưỡng học sinh giỏi lớp 8.", "Sửa chữa thiết bị."],
        "P2.II": ["Không."],
    }
    assert report.absent == ("P1.III",)
    assert report.unplaced == ()


def test_the_same_without_parts_numbers_or_accents():
    report = map_report(
        [
            document(
                "BAO CAO",
                "Cong tac thang 5",
                "**CONG TAC CHUYEN MON**",
                "**Thuc hien chuong trinh:**",
                "Dung tien do.",
                "**Kiem tra, danh gia hoc sinh:**",
                "Da kiem tra.",
                "**Co so vat chat, thiet bi day hoc:**",
                "Sua 3 phong.",
                "**Hoat dong ngoai gio, y te hoc duong:**",
                "Kham suc khoe.",
                "**Nhiem vu trong tam:**",
                "Tong ket nam hoc.",
            )
        ],
        SCHOOL,
    )
    assert sections(report) == {
        "P1.I.1.a": ["Dung tien do."],
        "P1.I.1.b": ["Da kiem tra."],
        "P1.II.2": ["Sua 3 phong."],
        "P1.III": ["Kham suc khoe."],
        "P2.I": ["Tong ket nam hoc."],
    }
