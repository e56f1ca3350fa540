"""Headers, file names, charsets and parts, each way that real programs write them."""

from __future__ import annotations

import unicodedata

import pytest

from intake.opening import LARGEST_LOGO, open_mail

NAME = "Báo cáo nhanh Ea H'leo.docx"


def with_file(*headers: str, body: str = "mau", kind: str = "application/octet-stream") -> bytes:
    part = "\r\n".join([f"Content-Type: {kind}", *headers])
    return (
        "From: lak@units.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="mau"\r\n\r\n'
        "--mau\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nEm gửi.\r\n"
        f"--mau\r\n{part}\r\n\r\n{body}\r\n--mau--\r\n"
    ).encode()


@pytest.mark.parametrize(
    "disposition",
    [
        "attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20nhanh%20Ea%20H%27leo.docx",
        "attachment; filename=\"Bao cao.docx\"; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20nhanh%20Ea%20H%27leo.docx",
        "attachment; filename*0*=UTF-8''B%C3%A1o%20c%C;\r\n filename*1*=3%A1o%20nhanh%20;"
        "\r\n filename*2=\"Ea H'leo.docx\"",
        'attachment; filename="=?UTF-8?B?QsOhbyBjw6Fv?=\r\n =?UTF-8?Q?_nhanh_Ea_H=27leo.docx?="',
        "attachment; filename*=windows-1258''B%E1o%20c%E1o%20nhanh%20Ea%20H%27leo.docx",
        f'attachment; filename="{NAME}"',
        f'attachment; filename="{unicodedata.normalize("NFD", NAME)}"',
        f"attachment; filename={NAME}",
        f'attachment; filename="..\\..\\{NAME}"',
        f'attachment; filename="/tam/{NAME}"',
        f"attachment\r\nContent-Disposition: attachment; filename=\"{NAME}\"",
    ],
)  # fmt: skip
def test_a_file_name_comes_through_however_it_is_written(disposition: str) -> None:
    (file,) = open_mail(with_file(f"Content-Disposition: {disposition}")).attachments
    assert file.name == NAME


def test_a_letter_cut_between_two_encoded_words_is_joined() -> None:
    sender = b"From: =?utf-8?B?QsOhbyBjw6E=?= =?utf-8?B?byB4w6M=?= <a@b.example>\r\n"
    raw = sender + b"Subject: =?utf-8?B?QsM=?=\r\n =?utf-8?B?oW8=?=\r\n\r\n"
    opened = open_mail(raw)
    assert opened.subject == "Báo"
    assert opened.sender.name == "Báo cáo xã"


@pytest.mark.parametrize("name", ["Bao cao ngay 05/6.docx", "Bao cao ngay 05 / 6.docx"])
def test_a_date_in_a_name_is_no_folder(name: str) -> None:
    (file,) = open_mail(with_file(f'Content-Disposition: attachment; filename="{name}"')).attachments
    assert file.name == "Bao cao ngay 05-6.docx"


def test_a_file_without_name_and_disposition_is_a_file_and_no_text() -> None:
    opened = open_mail(with_file(kind="application/pdf", body="%PDF-1.4"))
    assert opened.text == "Em gửi."
    assert [(file.name, file.data) for file in opened.attachments] == [("tep-1", b"%PDF-1.4")]


def test_text_sent_as_a_file_is_a_file() -> None:
    opened = open_mail(with_file('Content-Disposition: inline; filename="bc.txt"', kind="text/plain"))
    assert opened.text == "Em gửi."
    assert opened.attachments[0].name == "bc.txt"


@pytest.mark.parametrize(
    ("size", "shown", "inline"), [(100, True, True), (100, False, False), (LARGEST_LOGO + 1, True, False)]
)
def test_only_a_small_picture_that_the_text_shows_is_a_logo(size: int, shown: bool, inline: bool) -> None:
    page = '<p>Em gửi.</p><img src="cid:logo@x">' if shown else "<p>Em gửi.</p>"
    raw = (
        'From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="m"\r\n\r\n'
        f"--m\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n"
        "--m\r\nContent-Type: image/png; name=image001.png\r\nContent-ID: <logo@x>\r\n\r\n"
        + "x" * size
        + "\r\n--m--\r\n"
    ).encode()
    assert open_mail(raw).attachments[0].inline is inline


def test_a_repeated_header_keeps_every_value_in_order() -> None:
    opened = open_mail(b"Received: by a\r\nReceived: by b\r\nFrom: x@y.example\r\n\r\n")
    assert opened.header_all("Received") == ("by a", "by b")
    assert opened.header("received") == "by a"


def test_the_date_is_aware_and_garbage_is_none() -> None:
    opened = open_mail(b"Date: Fri, 02 Jun 2017 09:00:00 +0700\r\n\r\n")
    assert opened.dated is not None
    assert opened.dated.isoformat() == "2017-06-02T02:00:00+00:00"
    assert open_mail(b"Date: hom qua\r\n\r\n").dated is None


def test_windows_1258_text_becomes_nfc() -> None:
    written = "K\u00ednh g\u01b0\u0309i".encode("cp1258")
    opened = open_mail(b"Content-Type: text/plain; charset=windows-1258\r\n\r\n" + written)
    assert opened.text == "Kính gửi"
    assert unicodedata.is_normalized("NFC", opened.text)


def test_flowed_lines_are_joined() -> None:
    raw = b"Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nMot doan \r\nnoi tiep.\r\nDoan hai.\r\n"
    assert open_mail(raw).text == "Mot doan noi tiep.\nDoan hai."


def test_the_charset_of_html_may_stand_in_the_html() -> None:
    page = '<html><head><meta charset="windows-1258"></head><body>B\u00e1o c\u00e1o</body></html>'.encode("cp1258")
    assert "Báo cáo" in open_mail(b"Content-Type: text/html\r\n\r\n" + page).html


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (
            "Xem https://drive.google.com/file/d/1x/view?usp=sharing.",
            "https://drive.google.com/file/d/1x/view?usp=sharing",
        ),
        ("https://1drv.ms/w/s!Abc", "https://1drv.ms/w/s!Abc"),
        ("(https://we.tl/t-abc)", "https://we.tl/t-abc"),
        ("https://coquan-my.sharepoint.com/:w:/g/x", "https://coquan-my.sharepoint.com/:w:/g/x"),
        (
            "https://apc01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.dropbox.com%2Fs%2Fx&data=1",
            "https://www.dropbox.com/s/x",
        ),
    ],
)
def test_links_to_stored_files_are_found(text: str, link: str) -> None:
    assert open_mail(f"From: a@b.example\r\n\r\n{text}".encode()).file_links == (link,)


def test_a_link_behind_words_in_html_is_found_and_other_links_are_not() -> None:
    page = (
        b'<a href="https://docs.google.com/document/d/1/edit">bao cao</a> <a href="https://congdoan.example/">web</a>'
    )
    opened = open_mail(b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page)
    assert opened.file_links == ("https://docs.google.com/document/d/1/edit",)
