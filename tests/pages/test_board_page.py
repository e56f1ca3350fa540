"""The board: what it says, what its numbers count, what it shows when there is nothing to show."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from domain.board import MailCount, PendingFact
from domain.period import Deadline, ReportKind
from tests.support.office_desk import LEAVES, PERIOD, UNITS, MemoryDesk, at, sample_desk
from tests.support.pages import client_of, rows_of, text_of


@pytest.fixture
def desk() -> MemoryDesk:
    return sample_desk()


@pytest.fixture
def client(desk: MemoryDesk) -> TestClient:
    return client_of(desk)


def total(client: TestClient, label: str, address: str = "/") -> str:
    found = re.search(rf"([\d/]+) {label}", text_of(client, address))
    assert found, label
    return found[1]


def test_the_head_says_period_deadlines_and_cut_off(client: TestClient) -> None:
    text = text_of(client, "/")
    assert "Báo cáo sơ kết 6 tháng đầu năm 2017" in text
    assert "Hạn báo cáo nhanh: hết ngày 04/6/2017 — còn 2 ngày" in text
    assert "Hạn báo cáo chính thức: chưa định hạn" in text
    assert "Chốt số liệu: 31/5/2017" in text
    assert "Kiểm tra hộp thư lần cuối lúc 08:55" in text


def test_every_mail_of_the_mailbox_is_accounted_for(client: TestClient) -> None:
    assert "Trong hộp thư: 24 thư = 17 đã nhận + 3 không phải báo cáo + 4 chờ" in text_of(client, "/")
    assert "Cần chú ý" not in text_of(client, "/")


def test_a_mail_that_is_unaccounted_for_is_said(desk: MemoryDesk, client: TestClient) -> None:
    desk.count = MailCount(in_mailbox=10, accepted=5, not_a_report=2, waiting=1)
    assert "Số thư không khớp: lệch 2 thư" in text_of(client, "/")


def test_submitted_and_owing_make_up_all_but_the_exempt(client: TestClient) -> None:
    assert total(client, "Đã nộp") == "15/24"
    assert total(client, "Chưa nộp") == "9"


@pytest.mark.parametrize(
    ("slug", "label"),
    [
        ("da-nop", "Đã nộp"),
        ("chua-nop", "Chưa nộp"),
        ("qua-han", "Quá hạn"),
        ("nop-muon", "Nộp muộn"),
        ("can-xem-lai", "Cần xem lại"),
        ("khong-doc-duoc", "Không đọc được"),
        ("thieu-muc", "Thiếu mục"),
    ],
)
@pytest.mark.parametrize("days", [0, 4])
def test_each_number_leads_to_as_many_rows(
    desk: MemoryDesk, client: TestClient, slug: str, label: str, days: int
) -> None:
    desk.moment += timedelta(days=days)
    desk.submit(21, at(5, 7))
    number = int(total(client, label).split("/")[0])
    assert len(rows_of(client, f"/?loc={slug}")) == number
    assert number or not days


def test_a_filter_shows_the_right_units(client: TestClient) -> None:
    assert rows_of(client, "/?loc=khong-doc-duoc") == ["Liên đoàn Lao động thị xã Buôn Hồ"]
    assert rows_of(client, "/?loc=thieu-muc") == [UNITS[3].name, UNITS[8].name, UNITS[10].name]


def test_an_unknown_filter_shows_all(client: TestClient) -> None:
    assert len(rows_of(client, "/?loc=khong-co")) == 25


def test_search_needs_no_accents_and_knows_short_names(client: TestClient) -> None:
    assert rows_of(client, "/?tim=krong+pac") == ["Liên đoàn Lao động huyện Krông Pắc"]
    assert rows_of(client, "/?tim=ldld+huyen+lak") == ["Liên đoàn Lao động huyện Lắk"]
    assert "Không có đơn vị nào như vậy" in text_of(client, "/?tim=ha+noi")


def test_the_official_report_has_numbers_of_its_own(client: TestClient) -> None:
    assert total(client, "Đã nộp", "/?loai=chinh-thuc") == "1/25"
    assert rows_of(client, "/?loai=chinh-thuc&loc=da-nop") == [UNITS[11].name]


def test_the_board_turns_to_the_official_report_once_that_is_what_is_owed(desk: MemoryDesk, client: TestClient) -> None:
    desk.periods_ = (replace(PERIOD, official=Deadline(last_day=date(2017, 6, 20))),)
    assert total(client, "Đã nộp") == "15/24"
    desk.moment = at(5, 0)
    assert total(client, "Đã nộp") == "1/25"


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        (0, "Đúng hạn"),
        (3, "Đúng hạn, thiếu 2 mục"),
        (9, "Đúng hạn, cần xem lại 3 đoạn 1 đoạn chưa xếp được"),
        (10, "Đúng hạn, cần xem lại 1 đoạn, thiếu 1 mục"),
        (12, "Đúng hạn 1 tệp không đọc được"),
        (13, "Chưa nộp, còn 2 ngày, không đọc được Không đọc được tệp “báo cáo.docx”: tệp có mật khẩu."),
        (17, "Miễn nộp"),
        (18, "Chưa nộp, còn 2 ngày"),
    ],
)
def test_a_row_says_the_status_and_its_reason(client: TestClient, unit: int, words: str) -> None:
    text = text_of(client, "/")
    assert f"{UNITS[unit].name} {words} Chưa nộp" in text


def test_after_the_deadline_the_silent_are_overdue_and_latecomers_say_by_how_much(
    desk: MemoryDesk, client: TestClient
) -> None:
    desk.moment = at(6, 9)
    desk.submit(19, at(6, 8))
    text = text_of(client, "/")
    assert f"{UNITS[18].name} Nộp muộn muộn 2 ngày" in text
    assert f"{UNITS[19].name} Quá hạn chưa nộp" in text
    assert "hết ngày 04/6/2017 — đã qua 2 ngày" in text


def test_the_strip_says_each_section_in_words_too(client: TestClient) -> None:
    page = client.get("/").text
    assert 'aria-label="21 trên 23 mục có nội dung; thiếu mục II.2.2, II.7.2"' in page
    assert "<title>7.2 Tồn tại, hạn chế (7. Công tác nữ công): thiếu</title>" in page
    assert "<title>I Tình hình việc làm, thu nhập, đời sống: cần xem lại</title>" in page
    assert page.count('class="c-none" transform') == 8


def test_a_row_names_when_it_was_received_and_how_often_reminded(client: TestClient) -> None:
    page = client.get("/").text
    assert 'title="08:05 thứ Sáu 02/6/2017">02/6 08:05</time>' in page
    assert f"{UNITS[19].name} Chưa nộp, còn 2 ngày Chưa nộp – – 2 (02/6)" in text_of(client, "/")


def test_mails_of_nobody_known_stand_below_the_table(client: TestClient) -> None:
    text = text_of(client, "/")
    assert "Cần xem lại: 2 thư chưa biết của đơn vị nào" in text
    assert "Gửi báo cáo Nguyễn Văn An, 02/6 07:58 Không rõ báo cáo của đơn vị nào" in text


def test_a_mail_of_a_unit_without_a_row_is_not_lost(desk: MemoryDesk, client: TestClient) -> None:
    desk.pending = [PendingFact(mail_id=7, unit="da-giai-the", kind=None, received_at=at(1, 9), subject="Báo cáo cũ")]
    assert "1 thư chưa biết của đơn vị nào" in text_of(client, "/")
    assert "Báo cáo cũ" in text_of(client, "/")


def test_a_mail_that_waits_for_its_turn_is_not_called_doubtful(desk: MemoryDesk, client: TestClient) -> None:
    desk.pending = [PendingFact(mail_id=7, unit=None, kind=None, received_at=at(1, 9), unprocessed=True)]
    assert "Thư đang chờ xử lý." in text_of(client, "/")


def test_an_alarm_stands_on_every_page(desk: MemoryDesk, client: TestClient) -> None:
    desk.alarm_ = "Hộp thư từ chối đăng nhập."
    for address in ("/", "/thu-den", "/thu-di", "/don-vi/don-vi-01"):
        assert "Cần chú ý: Hộp thư từ chối đăng nhập." in text_of(client, address)


def test_an_empty_office_is_told_what_to_do() -> None:
    empty = MemoryDesk(last_check_at=None)
    client = client_of(empty)
    text = text_of(client, "/")
    assert "Chưa kiểm tra hộp thư lần nào" in text
    assert "Chưa có thư nào. Chương trình đang chờ thư báo cáo" in text
    empty.units = ()
    assert "Chưa có đơn vị nào phải nộp báo cáo" in text_of(client, "/")


def test_another_period_can_be_chosen(desk: MemoryDesk, client: TestClient) -> None:
    assert "Kỳ báo cáo" not in text_of(client, "/")
    earlier = replace(PERIOD, id="2016", name="tổng kết năm 2016", quick=Deadline(last_day=date(2016, 12, 20)))
    desk.periods_ = (PERIOD, earlier)
    text = text_of(client, "/?ky=2016")
    assert "Báo cáo tổng kết năm 2016" in text
    assert total(client, "Đã nộp", "/?ky=2016") == "0/24"
    assert 'href="/don-vi/don-vi-01?ky=2016"' in client.get("/?ky=2016").text
    assert client.get("/?ky=1999").status_code == 404


def test_the_board_stands_for_a_thousand_units() -> None:
    desk = MemoryDesk(units=tuple(replace(UNITS[0], id=f"u{n}", name=f"Đơn vị {n}") for n in range(1000)))
    for number in range(1, 1001, 2):
        desk.submit(number, at(1, 8), absent=LEAVES[:1])
    assert len(rows_of(client_of(desk), "/")) == 1000


class TestDemoClock:
    def test_only_the_demo_has_one(self, client: TestClient) -> None:
        assert "Bản chạy thử" not in client.get("/").text
        assert (
            client.post("/dong-ho", data={"toi": "gio"}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 404
        )

    @pytest.mark.parametrize(
        ("button", "by"),
        [("gio", timedelta(hours=1)), ("ngay", timedelta(days=1)), ("han", timedelta(days=2, hours=23))],
    )
    def test_a_button_moves_it_and_returns_to_the_board(self, button: str, by: timedelta) -> None:
        desk = sample_desk(demo=True)
        client = client_of(desk)
        assert "đồng hồ đang ở 09:00 thứ Sáu 02/6/2017" in text_of(client, "/")
        answer = client.post("/dong-ho", data={"toi": button}, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 200
        assert desk.clock is not None
        assert desk.clock.moves == [by]

    def test_past_the_last_deadline_there_is_no_button_to_it(self) -> None:
        desk = sample_desk(demo=True)
        client = client_of(desk)
        assert "Tới hết hạn (05/6 08:00)" in text_of(client, "/")
        desk.moment = at(5, 8)
        assert "Tới hết hạn" not in text_of(client, "/")
        client.post("/dong-ho", data={"toi": "han"}, headers={"Sec-Fetch-Site": "same-origin"})
        client.post("/dong-ho", data={"toi": "nam"}, headers={"Sec-Fetch-Site": "same-origin"})
        assert desk.clock is not None
        assert desk.clock.moves == []

    def test_the_exempt_who_sent_all_the_same_is_counted(self) -> None:
        desk = sample_desk()
        desk.exempt.add((UNITS[0].id, ReportKind.QUICK))
        assert total(client_of(desk), "Đã nộp") == "15/24"
