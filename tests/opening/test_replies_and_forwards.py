"""A reply's history is left out, a forward's content is kept, and the two are not mistaken for one another."""

from __future__ import annotations

import base64

import pytest

from intake.html_lines import body_text, visible_text
from intake.opening import open_mail
from tests.support.letters_in import OFFICE, letter

OUTLINE = ("Đề nghị gửi báo cáo nhanh theo đề cương:", "I. TÌNH HÌNH VIỆC LÀM", "II. KẾT QUẢ HOẠT ĐỘNG")
QUOTED = "\n".join(f"> {line}" for line in OUTLINE)
PLAIN = "\n".join(OUTLINE)
OWN = "Dạ chiều thứ hai em gửi ạ."

HISTORIES = {
    "gmail": f"{OWN}\n\nVào 14:05 Th 5, 1 thg 6, 2017 Văn phòng <{OFFICE}> đã viết:\n{QUOTED}",
    "gmail-broken-line": f"{OWN}\n\nVào 14:05 Th 5, 1 thg 6, 2017 Văn phòng\n<{OFFICE}> đã viết:\n\n{QUOTED}",
    "gmail-english": f"{OWN}\n\nOn Thu, Jun 1, 2017 at 2:05 PM Văn phòng <{OFFICE}> wrote:\n\n{QUOTED}",
    "no-accents": f"{OWN}\n\nVao luc 14:05 ngay 1/6/2017, Van phong <{OFFICE}> da viet:\n{QUOTED}",
    "unquoted": f"{OWN}\n\nVào Th 5, 1 thg 6, 2017 vào lúc 14:05 Văn phòng <{OFFICE}> đã viết:\n{PLAIN}",
    "outlook": f"{OWN}\n\n-----Original Message-----\nFrom: Văn phòng\nSent: 01/06/2017\nTo: x\nSubject: y\n\n{PLAIN}",
    "outlook-vietnamese": f"{OWN}\n\nTừ: Văn phòng <{OFFICE}>\nĐã gửi: 01/06/2017\nĐến: lak\nChủ đề: Nhắc\n\n{PLAIN}",
    "outlook-rule": f"{OWN}\n\n{'_' * 32}\nTừ: Văn phòng\nĐã gửi: 01/06/2017\nĐến: lak\nChủ đề: Nhắc\n\n{PLAIN}",
    "bold-labels": f"{OWN}\n\n*Từ:* Văn phòng\n*Đã gửi:* 01/06/2017\n*Đến:* lak\n*Chủ đề:* Nhắc\n\n{PLAIN}",
    "answer-below": f"Vào 14:05 1 thg 6, 2017 Văn phòng <{OFFICE}> đã viết:\n{QUOTED}\n\n{OWN}",
    "answer-between": f"{QUOTED}\n{OWN}\n{QUOTED}",
    "quoted-forward": f"{OWN}\n\nOn Jun 1, 2017 A <a@b.example> wrote:\n> ---------- Forwarded message ----------\n"
    f"> From: B <b@b.example>\n> Subject: x\n>\n{QUOTED}",
}


@pytest.mark.parametrize("program", HISTORIES)
def test_history_is_left_out(program: str) -> None:
    opened = open_mail(letter(HISTORIES[program], subject="Re: Nhắc gửi báo cáo nhanh"))
    assert opened.text.strip() == OWN
    assert not opened.forwarded


ANSWERS = [f"- Việc thứ {n} đã làm xong." for n in range(1, 4)]
BETWEEN = "\n".join(f"> {n}. Mục {n}\n{answer}" for n, answer in enumerate(ANSWERS, start=1))


@pytest.mark.parametrize("attribution", ["", f"Vào 14:05 1 thg 6, 2017 Văn phòng <{OFFICE}> đã viết:\n"])
def test_an_outline_answered_point_by_point_keeps_what_is_answered(attribution: str) -> None:
    deeper = ">> Nơi nhận cũ\n"
    opened = open_mail(letter(f"{OWN}\n\n{attribution}{deeper}{BETWEEN}\n", subject="Re: Đề cương"))
    assert [line for line in opened.text.splitlines() if line] == [OWN, *BETWEEN.splitlines()]
    assert [line for line in body_text(opened).splitlines() if line] == [OWN, *ANSWERS]


def test_an_outline_answered_point_by_point_in_html() -> None:
    marked = "".join(f"<p>{line.replace('> ', '&gt; ')}</p>" for line in BETWEEN.splitlines())
    quoted = "".join(
        f'<blockquote type="cite"><p>{n}. Mục {n}</p></blockquote><p>{answer}</p>'
        for n, answer in enumerate(ANSWERS, start=1)
    )
    for page in (marked, quoted):
        opened = open_mail(letter("", html=f"<html><body><p>{OWN}</p>{page}</body></html>", subject="Re: Đề cương"))
        shown = [line for line in visible_text(opened.html).splitlines() if line.strip()]
        assert shown == [OWN, *(line.removeprefix("> ") for line in BETWEEN.splitlines())]
        assert [line for line in body_text(opened).splitlines() if line.strip()] == [OWN, *ANSWERS]


HTML_HISTORIES = {
    "gmail": f'<div>{OWN}</div><div class="gmail_quote"><div>Vào 14:05 1 thg 6, 2017 VP &lt;{OFFICE}&gt; '
    f'đã viết:<br></div><blockquote class="gmail_quote">{"<br>".join(OUTLINE)}</blockquote></div>',
    "apple": f'{OWN}<br><blockquote type="cite"><p>On 1 Jun 2017, VP &lt;{OFFICE}&gt; wrote:</p>{PLAIN}</blockquote>',
    "outlook": f"<p class=MsoNormal>{OWN}</p><div style='border:none'><p><b>From:</b> VP<br><b>Sent:</b> 1/6<br>"
    f"<b>To:</b> lak<br><b>Subject:</b> Nhắc</p></div><p>{'</p><p>'.join(OUTLINE)}</p>",
    "yahoo": f'<div>{OWN}</div><div class="yahoo_quoted"><div>Vào 14:05 1 thg 6, 2017, VP &lt;a@b.c&gt; đã viết:</div>'
    f"<div>{'</div><div>'.join(OUTLINE)}</div></div>",
    "marks": f"<p>{OWN}</p><p>Vào 14:05 1 thg 6, 2017 VP đã viết:</p><p>&gt; {'</p><p>&gt; '.join(OUTLINE)}</p>",
    "plain-blockquote": f"<p>{OWN}</p><p>Vào 14:05 1 thg 6, 2017 VP đã viết:</p><blockquote>{PLAIN}</blockquote>",
}


@pytest.mark.parametrize("program", HTML_HISTORIES)
def test_history_is_left_out_of_html(program: str) -> None:
    opened = open_mail(letter("x", html=f"<html><body>{HTML_HISTORIES[program]}</body></html>", subject="Re: Nhắc"))
    assert visible_text(opened.html).strip() == OWN


@pytest.mark.parametrize(
    "text",
    [
        "Kính gửi Văn phòng,\nTừ: tháng 1 đến tháng 6 đơn vị có 81 CĐCS.\nĐến: nay đã kết nạp 40 đoàn viên.",
        "Vào tháng 5, đơn vị đã viết:\nbài tuyên truyền về Tháng Công nhân.",
        "- Ngày 01/6: tập huấn.\n-- Kết quả: tốt --\nChủ đề: Năm vì lợi ích đoàn viên.",
    ],
)
def test_a_report_that_looks_a_little_like_history_stays(text: str) -> None:
    assert open_mail(letter(text, subject="Báo cáo nhanh")).text.strip() == text


def test_an_indented_paragraph_in_a_plain_blockquote_stays() -> None:
    opened = open_mail(letter("x", html="<p>Em gửi</p><blockquote>Số đoàn viên: 40</blockquote>"))
    assert "Số đoàn viên: 40" in visible_text(opened.html)


INNER = "Gửi: Văn phòng LĐLĐ tỉnh\nĐơn vị gửi báo cáo chính thức."
FROM = "LĐLĐ huyện Lắk <lak@units.example>"
FORWARDS = {
    "gmail": f"------- Thư được chuyển tiếp -------\nTừ: {FROM}\nDate: Th 2, 19 thg 6\nSubject: BC\nTo: x@y.example",
    "gmail-english": f"---------- Forwarded message ---------\nFrom: {FROM}\nDate: Mon\nSubject: BC\nTo: <x@y.example>",
    "apple": f"Begin forwarded message:\n\n> From: {FROM}\n> Subject: BC\n> Date: 19 June 2017\n> To: x@y.example\n>",
    "thunderbird": f"------- Forwarded Message -------\nSubject: \tBC\nDate: \tMon\nFrom: \t{FROM}\nTo: \tx@y.example",
    "outlook": "Từ: LĐLĐ huyện Lắk [mailto:lak@units.example]\nĐã gửi: 19/06/2017\nĐến: x@y.example\nChủ đề: BC",
    "outlook-spaced": f"Từ: {FROM}\n\nĐã gửi: 19/06/2017\n\nĐến: x@y.example\n\nChủ đề: BC",
    "long-list": f"Từ: {FROM}\nĐã gửi: 19/06/2017\nĐến: x@y.example; y@y.example;\n z@y.example\nChủ đề: BC",
    "outlook-original": f"-----Original Message-----\nFrom: {FROM}\nSent: Monday\nTo: x@y.example\nSubject: BC",
}


@pytest.mark.parametrize("program", FORWARDS)
def test_a_forward_inside_the_text_is_a_mail_of_its_own(program: str) -> None:
    mark = ">" if program == "apple" else ""
    inner_text = INNER.replace("\n", f"\n{mark}")
    text = f"Chuyển giúp đơn vị.\n\n{FORWARDS[program]}\n{mark}\n{mark}{inner_text}\n"
    opened = open_mail(letter(text, subject="Fwd: BC", sender="banmai@mail.example", files=["bc.docx"]))
    assert opened.text.strip() == "Chuyển giúp đơn vị."
    (inner,) = opened.forwarded
    assert (inner.sender.email, inner.sender.name) == ("lak@units.example", "LĐLĐ huyện Lắk")
    assert (inner.subject, inner.text.strip()) == ("BC", INNER)
    assert [file.name for file in opened.attachments] == ["bc.docx"]


def test_a_forward_in_html_keeps_its_html() -> None:
    header = "Từ: <b>LĐLĐ</b> &lt;lak@units.example&gt;<br>Date: Mon<br>Subject: BC<br>To: x@y.example<br><br>"
    page = f"<div>Chuyển giúp.</div><div>---------- Forwarded message ---------<br>{header}</div><p>I. <b>MỤC</b></p>"
    (inner,) = open_mail(letter(html=page, subject="Fwd: BC")).forwarded
    assert "<b>MỤC</b>" in inner.html
    assert inner.sender.email == "lak@units.example"


def test_forwards_inside_forwards_are_all_found() -> None:
    text = f"{FORWARDS['gmail']}\n\nlần một\n\n{FORWARDS['gmail-english'].replace('lak@', 'ban@')}\n\n{INNER}"
    levels = list(open_mail(letter(text, subject="Fwd: Fwd: BC")).walk())
    assert [mail.sender.email for mail in levels[1:]] == ["lak@units.example", "ban@units.example"]
    assert levels[-1].text.strip() == INNER


def test_history_inside_a_forward_is_left_out() -> None:
    text = f"{FORWARDS['gmail']}\n\n{INNER}\n\nVào 14:05 1 thg 6, 2017 VP <a@b.example> đã viết:\n{QUOTED}"
    (inner,) = open_mail(letter(text, subject="Fwd: BC")).forwarded
    assert inner.text.strip() == INNER


def test_our_own_letter_sent_back_is_history_even_with_a_forward_mark() -> None:
    mark = (
        f"---------- Forwarded message ---------\nFrom: VP <{OFFICE}>\nDate: Mon\nSubject: Nhắc\nTo: lak@units.example"
    )
    opened = open_mail(letter(f"Em gửi ạ.\n\n{mark}\n\n{PLAIN}", subject="Fwd: Nhắc", files=["bc.docx"]))
    assert opened.text.strip() == "Em gửi ạ."
    assert not opened.forwarded


def test_a_forward_mark_without_header_lines_loses_nothing() -> None:
    text = f"Chuyển giúp.\n---------- Thư được chuyển tiếp ----------\n{INNER}"
    assert open_mail(letter(text, subject="Fwd: BC")).text.strip() == text


@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_a_forwarded_mail_part_keeps_its_own_files(encoding: str) -> None:
    inner = letter("Kính gửi.", subject="BC Lắk", files=["bc trong.docx"])
    body = base64.encodebytes(inner) if encoding == "base64" else inner
    raw = (
        b'From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="ngoai"\r\n\r\n'
        b"--ngoai\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: " + encoding.encode() + b"\r\n\r\n"
        + body + b"\r\n--ngoai\r\nContent-Type: application/pdf; name=ngoai.pdf\r\n\r\nmau\r\n--ngoai--\r\n"
    )  # fmt: skip
    opened = open_mail(raw)
    (forwarded,) = opened.forwarded
    assert [file.name for file in opened.attachments] == ["ngoai.pdf"]
    assert [file.name for file in forwarded.attachments] == ["bc trong.docx"]
    assert forwarded.subject == "BC Lắk"


def test_a_mail_sent_as_a_file_is_opened() -> None:
    inner = letter("Kính gửi.", subject="BC Lắk")
    head = b'Content-Type: application/octet-stream; name="thu.eml"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    (forwarded,) = open_mail(b"From: a@b.example\r\n" + head + base64.encodebytes(inner)).forwarded
    assert forwarded.subject == "BC Lắk"
