"""One unit's page: status, text by section, doubts and reasons, versions, letters and mails."""

import pytest

from domain.letters import LetterState
from domain.period import ReportKind
from domain.report import Unplaced
from tests.support.office_desk import HOSTILE, TEMPLATE, UNITS, MemoryDesk, at, sample_desk
from tests.support.pages import client_of, text_of


@pytest.fixture
def desk() -> MemoryDesk:
    return sample_desk()


def text(desk: MemoryDesk, number: int, query: str = "") -> str:
    return text_of(client_of(desk), f"/don-vi/don-vi-{number:02}{query}")


def test_both_kinds_are_said(desk: MemoryDesk) -> None:
    seen = text(desk, 12)
    assert "Báo cáo nhanh Đúng hạn Hạn hết ngày 04/6/2017 — còn 2 ngày Nhận lần đầu 10:00 thứ Năm 01/6/2017" in seen
    assert "Báo cáo chính thức Đã nộp Hạn chưa định hạn" in seen
    assert "Địa chỉ thư: dv12@units.example" in seen


def test_the_text_of_every_section_stands_under_its_title_with_its_place(desk: MemoryDesk) -> None:
    desk.submit(19, at(2, 8), text="Đã kết nạp 120 đoàn viên mới.")
    seen = text(desk, 19)
    for section in TEMPLATE.sections:
        assert f"{section.number}. {section.title}" in seen
    assert seen.count("Đã kết nạp 120 đoàn viên mới. Báo cáo sơ kết 6 tháng.docx, đoạn") == 23


def test_absent_sections_are_named_where_they_belong(desk: MemoryDesk) -> None:
    seen = text(desk, 4)
    assert "7.2. Tồn tại, hạn chế thiếu Báo cáo không nói đến mục này." in seen
    assert seen.count("Báo cáo không nói đến mục này.") == 2


def test_sections_of_a_partly_unreadable_report_are_not_called_absent(desk: MemoryDesk) -> None:
    seen = text(desk, 13)
    assert "Tệp không đọc được ảnh chụp.jpg" in seen
    assert "Báo cáo không nói đến mục này." not in seen


def test_what_an_unread_file_may_hold_is_not_called_absent(desk: MemoryDesk) -> None:
    desk.submit(19, at(2, 8), absent=("IV",), unreadable_files=("phần sau.docx",))
    desk.submit(19, at(2, 8, 30), absent=("IV",), unreadable_files=("phần sau.docx",))
    seen = text(desk, 19)
    assert "Báo cáo không nói đến mục này." not in seen
    assert "IV. Kiến nghị, đề xuất chưa rõ" in seen
    assert "thiếu" not in seen.split("Các lần nộp")[1]
    assert UNITS[18].name not in text_of(client_of(desk), "/?loc=thieu-muc")


def test_doubts_come_first_with_their_reason(desk: MemoryDesk) -> None:
    seen = text(desk, 10)
    assert seen.index("3 đoạn cần xem lại") < seen.index("I. Tình hình việc làm")
    assert "Tiêu đề gộp hai mục." in seen
    assert "Chỉ chắc 62 % là thuộc mục này." in seen
    assert "1 đoạn chưa xếp được vào mục nào Bảng tổng hợp số liệu" in seen
    assert "không thấy tiêu đề mục" in seen
    assert "1.2. Tồn tại, hạn chế cần xem lại" in seen


def test_findings_are_said(desk: MemoryDesk) -> None:
    assert "Điểm cần lưu ý Tệp “phụ lục.xlsx” không phải báo cáo." in text(desk, 11)


def test_the_latest_version_is_shown_and_the_earlier_can_be(desk: MemoryDesk) -> None:
    seen = text(desk, 4)
    assert "Báo cáo nhanh nhận 08:05 thứ Sáu 02/6/2017" in seen
    assert "(lần nộp thứ 2)" in seen
    older = text(desk, 4, "?lan=4")
    assert "Báo cáo nhanh nhận 11:28 thứ Tư 31/5/2017" in older
    assert "Đây là bản cũ; đơn vị đã gửi bản thay thế sau đó." in older


def test_the_two_kinds_do_not_supersede_each_other(desk: MemoryDesk) -> None:
    quick = next(s for s in desk.stored if s.fact.unit == "don-vi-12" and s.fact.kind is ReportKind.QUICK)
    assert "Đây là bản cũ" not in text(desk, 12, f"?lan={quick.fact.id}")


def test_an_inferred_kind_is_said(desk: MemoryDesk) -> None:
    quick = next(s for s in desk.stored if s.fact.unit == "don-vi-12" and s.fact.kind_inferred)
    assert "hiểu là báo cáo nhanh vì đó là loại đơn vị còn phải nộp" in text(desk, 12, f"?lan={quick.fact.id}")


def test_a_unit_that_sent_nothing_is_told_so(desk: MemoryDesk) -> None:
    seen = text(desk, 18)
    assert "Chưa nhận được báo cáo nào của đơn vị này trong kỳ." in seen
    assert "Chưa gửi thư nào cho đơn vị trong kỳ này." in seen
    assert "Chưa có thư nào từ đơn vị này." in seen


def test_letters_stand_with_their_text_and_state(desk: MemoryDesk) -> None:
    desk.remind(20, at(2, 8, 30), step="trong-ngay", state=LetterState.UNKNOWN, error="Mất kết nối khi đang gửi.")
    seen = text(desk, 20)
    assert "nhắc trước hạn 3 ngày, báo cáo nhanh Đã gửi 01/6 08:00" in seen
    assert "nhắc trong ngày hết hạn, báo cáo nhanh Chưa rõ đã đến hay chưa Mất kết nối khi đang gửi." in seen
    assert seen.count(f"Kính gửi: Ban Thường vụ {UNITS[19].name}") == 3


def test_mails_stand_with_outcome_and_reason(desk: MemoryDesk) -> None:
    assert "Cần xem lại Không đọc được tệp “báo cáo.docx”: tệp có mật khẩu." in text(desk, 14)
    assert "Đơn vị đã có thư đến, xem danh sách dưới đây." in text(desk, 14)


def test_files_and_mail_can_be_downloaded_from_it(desk: MemoryDesk) -> None:
    client = client_of(desk)
    mail = next(s for s in desk.stored if s.fact.unit == "don-vi-11").mail
    page = client.get("/don-vi/don-vi-11").text
    for address in (f"/thu-den/{mail.id}/tep/0", f"/thu-den/{mail.id}/tep/1", f"/thu-den/{mail.id}/thu-goc.eml"):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_what_mails_hold_is_never_markup(desk: MemoryDesk) -> None:
    unplaced = Unplaced(text=HOSTILE, file=HOSTILE, where=HOSTILE, reason=HOSTILE)
    desk.submit(19, at(2, 8), text=HOSTILE, files=(HOSTILE,), unplaced=(unplaced,))
    page = client_of(desk).get("/don-vi/don-vi-19").text
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;") > 23


@pytest.mark.parametrize("address", ["/don-vi/khong-co", "/don-vi/don-vi-04?lan=999", "/don-vi/don-vi-04?lan=x"])
def test_what_is_not_there_is_said_in_words(desk: MemoryDesk, address: str) -> None:
    answer = client_of(desk).get(address)
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text
