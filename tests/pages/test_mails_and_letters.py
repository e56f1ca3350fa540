"""Mails in with their outcome and why; letters out with their state and text, and those kept back."""

import pytest

from domain.letters import LetterState
from domain.records import MailEnd, MailState
from tests.support.office_desk import HOSTILE, UNITS, MemoryDesk, at, sample_desk
from tests.support.pages import client_of, text_of


@pytest.fixture
def desk() -> MemoryDesk:
    return sample_desk()


def test_the_groups_make_up_the_mailbox(desk: MemoryDesk) -> None:
    text = text_of(client_of(desk), "/thu-den")
    assert "Tất cả 24 Đã nhận báo cáo 17 Không phải báo cáo 3 Chờ xem lại hoặc chờ xử lý 4" in text


def test_a_group_shows_only_its_mails_newest_first(desk: MemoryDesk) -> None:
    text = text_of(client_of(desk), "/thu-den?loc=khong-phai")
    assert text.index("Giấy mời họp giao ban") < text.index("Trả lời tự động: Tôi đi công tác")
    assert "Thư trả lời tự động Thư có tiêu đề Auto-Submitted." in text
    assert "Thư báo không chuyển được" in text
    assert "Báo cáo sơ kết 6 tháng đầu năm của" not in text


def test_an_empty_group_leads_back(desk: MemoryDesk) -> None:
    desk.mails_ = [m for m in desk.mails_ if m.end is MailEnd.ACCEPTED]
    assert "Không có thư nào trong nhóm này. Xem tất cả thư" in text_of(client_of(desk), "/thu-den?loc=cho")


def test_an_empty_mailbox_teaches() -> None:
    assert "Muốn thử, hãy gửi tới hộp thư một thư có đính kèm báo cáo" in text_of(client_of(MemoryDesk()), "/thu-den")


@pytest.mark.parametrize(
    ("end", "state", "words"),
    [
        (None, MailState.WAITING, "Chờ xử lý"),
        (MailEnd.FAILED, MailState.DEFERRED, "Chưa xử lý được, sẽ thử lại"),
        (MailEnd.FAILED, MailState.PARKED, "Chưa xử lý được, cần người xem"),
        (MailEnd.DUPLICATE, MailState.DONE, "Gửi trùng"),
        (MailEnd.ACCEPTED, MailState.DONE, "Đã nhận báo cáo nhanh"),
    ],
)
def test_every_state_has_words(end: MailEnd | None, state: MailState, words: str) -> None:
    desk = MemoryDesk()
    desk.add_mail(1, at(1, 8), end, state=state)
    client = client_of(desk)
    assert words in text_of(client, "/thu-den")
    assert f"Kết quả {words}" in text_of(client, "/thu-den/101")


def test_one_mail_says_who_when_what_and_why(desk: MemoryDesk) -> None:
    mail = next(m for m in desk.mails_ if m.unit == UNITS[14].id)
    text = text_of(client_of(desk), f"/thu-den/{mail.id}")
    assert f"Người gửi {UNITS[14].name} <dv15@units.example>" in text
    assert "Đến lúc 08:20 thứ Sáu 02/6/2017" in text
    assert "Kết quả Cần xem lại" in text
    assert "Vì sao Địa chỉ gửi là của Công đoàn ngành Y tế" in text
    assert "47 KB" in text


def test_a_mail_of_nobody_known_has_a_page(desk: MemoryDesk) -> None:
    mail = next(m for m in desk.mails_ if m.envelope.subject == "Gửi báo cáo")
    assert "Đơn vị chưa xác định" in text_of(client_of(desk), f"/thu-den/{mail.id}")


def test_a_mail_without_subject_sender_and_files_has_a_page() -> None:
    desk = MemoryDesk()
    desk.add_mail(0, at(1, 8), MailEnd.NEEDS_REVIEW, subject="", files=(), disposition=None, kind=None)
    client = client_of(desk)
    assert "(thư không có tiêu đề)" in text_of(client, "/thu-den")
    assert "(thư không có tiêu đề)" in text_of(client, "/thu-den/101")


def test_hostile_names_are_words_on_every_page(desk: MemoryDesk) -> None:
    mail = next(m for m in desk.mails_ if m.envelope.subject == HOSTILE)
    for address in ("/", "/thu-den", f"/thu-den/{mail.id}"):
        page = client_of(desk).get(address).text
        assert "<script" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page


def test_direction_marks_cannot_disguise_a_file() -> None:
    desk = MemoryDesk()
    desk.add_mail(1, at(1, 8), files=("bao-cao\u202excod.exe",))
    assert "bao-caoxcod.exe" in text_of(client_of(desk), "/thu-den/101")


def test_letters_out_say_their_state(desk: MemoryDesk) -> None:
    desk.remind(21, at(2, 8, 30), step="sau-1", state=LetterState.CLAIMED)
    text = text_of(client_of(desk), "/thu-di")
    assert "Thư đã lập: 10" in text
    assert f"Chờ gửi {UNITS[20].name}" in text
    assert "Nhắc sau hạn 1 ngày, báo cáo nhanh" in text
    assert "Không gửi được Máy chủ thư từ chối địa chỉ nhận." in text
    assert "Đề nghị bổ sung mục còn thiếu, báo cáo nhanh" in text


def test_letters_kept_back_say_why(desk: MemoryDesk) -> None:
    text = text_of(client_of(desk), "/thu-di")
    assert "Đến lịch nhưng giữ lại: 1 thư" in text
    assert "chưa nhắc khi chưa xem xong" in text


def test_one_letter_is_shown_as_the_unit_reads_it(desk: MemoryDesk) -> None:
    text = text_of(client_of(desk), "/thu-di/1")
    assert f"Kính gửi: Ban Thường vụ {UNITS[18].name}" in text
    assert "Gửi tới dv19@units.example" in text


def test_before_the_first_letter_the_page_says_when_letters_leave() -> None:
    assert "đơn vị nào đã nộp thì không bị nhắc" in text_of(client_of(MemoryDesk()), "/thu-di")


@pytest.mark.parametrize("address", ["/thu-den/999", "/thu-den/abc", "/thu-di/999", "/thu-den/999999999999999999999"])
def test_what_is_not_there_is_said_in_words(desk: MemoryDesk, address: str) -> None:
    answer = client_of(desk).get(address)
    assert answer.status_code == 404
    assert "Không có trang này" in answer.text
