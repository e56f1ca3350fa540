"""Every broken mail gives an opened mail with a clear word about what is wrong, quickly, and nothing of it is lost."""

import pytest

from domain.mail import OpenedMail
from intake.opening import DEEPEST, open_mail
from tests.support.broken_mails import broken_mails

MAILS = dict(broken_mails())
SAID = {
    "khong-co-gi": "Thư rỗng",
    "chi-co-dong-trong": "Thư rỗng",
    "chi-co-nul": "Thư rỗng",
    "khong-co-dau-thu": "không có phần đầu",
    "from-la-rac": "người gửi",
    "from-trong": "không ghi người gửi",
    "khong-co-from": "không ghi người gửi",
    "tu-ma-hoa-hong": "mã hóa sai quy cách",
    "tu-ma-hoa-bang-ma-la": "x-khong-co",
    "bang-ma-la": "x-vntime",
    "bang-ma-sai": "nhưng chữ là UTF-8",
    "khai-utf8-nhung-la-cp1258": "Bảng mã “utf-8”",
    "bang-ma-khong-phai-chu": "Bảng mã “base64”",
    "nul-trong-than-thu": "NUL",
    "base64-bi-cat": "cắt",
    "mime-bi-cat": "cắt cụt",
    "khai-nhieu-phan-khong-ranh-gioi": "ranh giới",
    "ranh-gioi-khai-sai": "theo ranh giới có thật",
    "ranh-gioi-mat-trong-thu-ben-trong": "Cấu trúc thư hỏng",
    "hai-tram-lop-phan": "lồng nhau",
    "hai-tram-thu-long-nhau": "lồng nhau",
    "ba-nghin-phan": "quá nhiều phần",
}


@pytest.mark.parametrize("symptom", MAILS)
@pytest.mark.timeout(30)
def test_every_broken_mail_opens(symptom: str) -> None:
    opened = open_mail(MAILS[symptom])
    assert all(file.name for mail in opened.walk() for file in mail.attachments)
    assert all("\x00" not in text for mail in opened.walk() for text in (mail.text, mail.html, mail.subject))
    told = " ".join(defect for mail in opened.walk() for defect in mail.defects)
    assert SAID.get(symptom, "") in told


def test_a_mail_whose_form_is_right_has_no_defects() -> None:
    assert not open_mail(MAILS["khong-co-message-id"]).defects
    assert not open_mail(MAILS["reply-to-rong"]).defects
    assert not open_mail(MAILS["thu-25-mb"]).defects


def test_thirty_levels_are_opened_and_what_is_deeper_is_kept_as_a_file() -> None:
    assert "báo cáo nhanh" in open_mail(MAILS["ba-muoi-lop-phan"]).text
    deep = open_mail(MAILS["hai-tram-lop-phan"])
    assert not deep.text
    assert "báo cáo nhanh".encode() in deep.attachments[0].data


def test_thirty_mails_inside_one_another_are_opened() -> None:
    levels = list(open_mail(MAILS["ba-muoi-thu-long-nhau"]).walk())
    assert len(levels) == 31
    assert "báo cáo nhanh" in levels[-1].text
    *followed, last = open_mail(MAILS["hai-tram-thu-long-nhau"]).walk()
    assert len(followed) == DEEPEST + 1
    assert "báo cáo nhanh".encode() in last.attachments[0].data


def test_a_cut_attachment_keeps_the_bytes_that_came() -> None:
    (file,) = open_mail(MAILS["base64-bi-cat"]).attachments
    assert file.data.startswith(b"PK\x03\x04xxx")
    assert 3000 < len(file.data) < 5004


def test_a_wrong_boundary_does_not_lose_text_or_file() -> None:
    opened = open_mail(MAILS["ranh-gioi-khai-sai"])
    assert "báo cáo nhanh" in opened.text
    assert [(file.name, file.data) for file in opened.attachments] == [("bao cao.docx", b"abc" * 9)]


def test_25_megabytes_come_through_whole() -> None:
    assert len(open_mail(MAILS["thu-25-mb"]).attachments[0].data) == 18_000_004


@pytest.mark.parametrize(
    ("symptom", "text"),
    [
        ("bang-ma-la", "LĐLĐ huyện Lắk"),
        ("bang-ma-sai", "LĐLĐ huyện Lắk"),
        ("khai-utf8-nhung-la-cp1258", "Báo cáo gửi"),
        ("nul-trong-than-thu", "baocaonhanh"),
    ],
)
def test_text_survives_a_wrong_charset(symptom: str, text: str) -> None:
    assert text in open_mail(MAILS[symptom]).text


def test_a_raw_windows_1258_subject_is_read() -> None:
    assert open_mail(MAILS["dau-thu-8bit-cp1258"]).subject == "Báo cáo"


def test_no_address_is_made_up_from_garbage() -> None:
    opened: OpenedMail = open_mail(MAILS["from-la-rac"])
    assert opened.sender.email == ""
    assert opened.subject == "rac"
