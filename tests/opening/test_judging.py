"""What a clerk would say a mail is, by headers, words and what reading brought."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from domain.document import FileKind, Unreadable, UnreadableCause
from domain.identity import Judgement
from domain.mail import Disposition
from domain.report import MappedReport, ReadMail, SectionEntry
from intake.disposition import judge
from intake.opening import open_mail
from tests.support.broken_mails import broken_mails
from tests.support.letters_in import OFFICE, letter

NOTHING = ReadMail(mapped=MappedReport())
UNREADABLE = ReadMail(
    mapped=MappedReport(),
    unreadable=(Unreadable(name="x.pdf", kind=FileKind.PDF, cause=UnreadableCause.NO_TEXT, reason="ảnh quét"),),
)


def mapped(headings: int, front_matter: Sequence[str] = ("BÁO CÁO",), absent: int = 0) -> ReadMail:
    entry = SectionEntry(section="I", text="Việc làm ổn định.", file="bc.docx", where="đoạn 3", confidence=0.9)
    return ReadMail(
        mapped=MappedReport(
            entries=(entry,),
            absent=tuple(f"II.{n}" for n in range(absent)),
            headings_found=headings,
            front_matter=tuple(front_matter),
            report_files=("bc.docx",),
        )
    )


def judged(raw: bytes, read: ReadMail = NOTHING) -> Judgement:
    return judge(open_mail(raw), read)


REPORTS = {
    "sections were found": (letter("Em gửi ạ.", subject="x", files=["a.docx"]), mapped(12)),
    "few sections, called a report": (letter("Em gửi báo cáo.", files=["a.docx"]), mapped(3)),
    "beside a plan": (letter(subject="BC nhanh và KH hội thao", files=["BC.docx", "KH hội thao.docx"]), mapped(15)),
    "in the text": (letter("Em gửi báo cáo.", subject="Báo cáo nhanh"), mapped(9)),
    "with a question": (letter("Anh chị nhận được chưa ạ?", subject="BC nhanh", files=["bc.docx"]), mapped(20)),
    "unreadable, by the file's name": (letter("Em gửi.", files=["BC nhanh.pdf"]), UNREADABLE),
    "unreadable, by the subject": (letter("Em gửi.", subject="bao cao chinh thuc", files=["scan.pdf"]), UNREADABLE),
    "unreadable, by the text": (letter("Đơn vị xin gửi báo cáo 6 tháng.", files=["scan.pdf"]), UNREADABLE),
    "unreadable, and nothing is said": (letter("", files=["scan.pdf"]), UNREADABLE),
    "a link": (letter("Em gửi báo cáo: https://drive.google.com/file/d/1/view", subject="BC nhanh"), NOTHING),
    "another outline": (letter("Em gửi.", subject="Báo cáo nhanh 6 tháng", files=["bc.docx"]), NOTHING),
    "by an automatic system": (
        letter("", subject="BC", files=["BC nhanh.docx"], headers=[("Auto-Submitted", "auto-generated")]),
        mapped(12),
    ),
    "through a mailing list": (letter("", headers=[("List-Id", "<a.b>"), ("Precedence", "list")]), mapped(8)),
    "unreadable, by an automatic system": (
        letter("", files=["BC nhanh.docx"], headers=[("Precedence", "bulk")]),
        UNREADABLE,
    ),
    "under the name of the outline": (letter("Em gửi.", files=["De cuong bao cao 6 thang.docx"]), UNREADABLE),
}


@pytest.mark.parametrize("case", REPORTS)
def test_a_report_is_a_report(case: str) -> None:
    raw, read = REPORTS[case]
    assert judged(raw, read).disposition is Disposition.REPORT


@pytest.mark.parametrize("symptom", ["mime-bi-cat", "khai-nhieu-phan-khong-ranh-gioi", "hai-tram-thu-long-nhau"])
def test_a_damaged_mail_that_says_it_brings_a_report_is_not_thrown_away(symptom: str) -> None:
    judgement = judged(dict(broken_mails())[symptom])
    assert judgement.disposition is Disposition.REPORT
    assert "bị hỏng" in judgement.reason


NO_REPORTS = {
    "question": (letter("Báo cáo nhanh gửi ngày 08/6 được không ạ?", subject="Hỏi về báo cáo"), "hỏi"),
    "extension": (letter("Đơn vị xin gia hạn nộp báo cáo đến 08/6.", subject="Xin gia hạn"), "đề nghị"),
    "extension as a document": (
        letter("Kính gửi.", subject="Công văn xin lùi hạn", files=["CV xin lui han bao cao.pdf"]),
        "công văn",
    ),
    "promise": (letter("Chiều thứ hai em gửi báo cáo ạ.", subject="Re: Nhắc gửi báo cáo nhanh"), "hẹn"),
    "thanks": (letter("Cảm ơn anh chị, em nhận được rồi."), "cảm ơn"),
    "forgotten file": (letter("Em gửi báo cáo nhanh (tệp đính kèm).", subject="BC nhanh"), "quên đính kèm"),
    "empty": (letter(""), "trống"),
    "invitation": (letter("Mời dự hội nghị.", subject="Giấy mời sơ kết 6 tháng", files=["Giấy mời.docx"]), "giấy mời"),
    "plan": (letter("Gửi Kế hoạch Tháng Công nhân.", subject="Kế hoạch", files=["KH 6 tháng.docx"]), "kế hoạch"),
    "scanned plan": (letter("Gửi kế hoạch.", files=["Ke hoach thang cong nhan.pdf"]), "kế hoạch"),
    "list": (letter("Gửi danh sách đại biểu.", files=["DS đại biểu.xlsx"]), "danh sách"),
    "pictures": (letter("Ảnh hội thao ạ.", subject="Ảnh hội thao", files=["a.jpg"]), "không phải báo cáo"),
    "decision": (letter("Gửi anh.", subject="QĐ khen thưởng", files=["QĐ 12.pdf"]), "quyết định"),
}  # fmt: skip


@pytest.mark.parametrize("case", NO_REPORTS)
def test_what_is_no_report_is_told_with_its_reason(case: str) -> None:
    raw, reason = NO_REPORTS[case]
    judgement = judged(raw, UNREADABLE if b".pdf" in raw else NOTHING)
    assert judgement.disposition is Disposition.NOT_REPORT
    assert reason in judgement.reason


def test_a_plan_in_which_a_few_headings_were_taken_for_sections_is_no_report() -> None:
    plan = letter("Gửi Kế hoạch.", subject="Kế hoạch tháng 6", files=["KH.docx"])
    assert judged(plan, mapped(4, ["KẾ HOẠCH", "Tháng Công nhân"])).disposition is Disposition.NOT_REPORT


OTHER_REPORTS = {
    "month": ("Báo cáo tháng 5/2017 LĐLĐ huyện Mẫu", "BC thang 5.docx", "Kết quả công tác tháng 5", "báo cáo tháng"),
    "subject": ("Báo cáo chuyên đề BHXH", "BC BHXH.docx", "Tình hình nợ BHXH", "chuyên đề"),
    "resolution": ("BC", "BC 6b.docx", "Sơ kết 3 năm thực hiện Nghị quyết 6b", "sơ kết"),
}


@pytest.mark.parametrize("case", OTHER_REPORTS)
def test_a_report_of_another_subject_or_period_is_not_this_one(case: str) -> None:
    subject, file, title, reason = OTHER_REPORTS[case]
    small = mapped(3, ["BÁO CÁO", title], absent=9)
    judgement = judged(letter("Đơn vị gửi báo cáo.", subject=subject, files=[file]), small)
    assert judgement.disposition is Disposition.NOT_REPORT
    assert reason in judgement.reason


@pytest.mark.parametrize(
    ("subject", "title", "headings", "absent"),
    [
        ("Báo cáo tháng 5", "Kết quả công tác tháng 5", 3, 0),
        ("Báo cáo tháng 6", "Kết quả công tác 6 tháng đầu năm 2017", 3, 9),
        ("Báo cáo nhanh tháng 6", "", 3, 9),
        ("Báo cáo", "Đăk Mẫu, ngày 15 tháng 6 năm 2017", 3, 9),
        ("Báo cáo chuyên đề", "Chuyên đề", 12, 8),
    ],
)
def test_a_report_that_answers_the_outline_or_names_its_period_is_one(
    subject: str, title: str, headings: int, absent: int
) -> None:
    raw = letter("Đơn vị gửi báo cáo.", subject=subject, files=["BC.docx"])
    assert judged(raw, mapped(headings, ["BÁO CÁO", title], absent)).disposition is Disposition.REPORT


def test_quarterly_accounts_are_no_report_of_this_outline() -> None:
    raw = letter("Kính gửi.", subject="Báo cáo quyết toán tài chính quý II/2017", files=["B07 quy II.xlsx"])
    judgement = judged(raw)
    assert judgement.disposition is Disposition.NOT_REPORT
    assert "báo cáo tài chính" in judgement.reason


def test_the_outline_sent_back_with_a_question_is_no_report() -> None:
    raw = letter("Công văn này là bản cuối chưa ạ?", subject="Fwd: Công văn sơ kết", files=["Cong van so ket.docx"])
    assert judged(raw, mapped(34, [], absent=21)).disposition is Disposition.NOT_REPORT


def test_a_newsletter_is_no_report() -> None:
    raw = letter("1. Kết quả đạt được\n2. Hạn chế", subject="Bản tin", headers=[("List-Unsubscribe", "<x>")])
    judgement = judged(raw, mapped(2))
    assert (judgement.disposition, judgement.automatic) == (Disposition.NOT_REPORT, True)


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("Trả lời tự động: Nhắc gửi báo cáo nhanh", []),
        ("Automatic reply: Nhắc gửi báo cáo", []),
        ("Out of Office", []),
        ("Re: Nhắc", [("Auto-Submitted", "auto-replied (vacation)")]),
        ("Đã nhận được thư", [("X-Autoreply", "yes")]),
        ("Đã nhận được thư", [("Precedence", "bulk")]),
        ("Re: Nhắc", [("Return-Path", "<>")]),
        ("Re: Nhắc", [("X-Loop", "x@y.example")]),
    ],
)
def test_an_automatic_answer_is_told_by_header_or_subject(subject: str, headers: list[tuple[str, str]]) -> None:
    raw = letter("Tôi đi công tác, sẽ trả lời về báo cáo nhanh sau.", subject=subject, headers=headers)
    assert judged(raw).disposition is Disposition.AUTO_REPLY


def test_auto_submitted_no_is_a_person() -> None:
    raw = letter("Cảm ơn.", headers=[("Auto-Submitted", "no"), ("X-Auto-Response-Suppress", "All")])
    assert judged(raw) == judged(letter("Cảm ơn."))


def bounce(action: str = "failed", status: str = "5.1.1", *, wrapped: bool = False, returned: str = OFFICE) -> bytes:
    report = (
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="bc"\r\n\r\n'
        b"--bc\r\nContent-Type: text/plain\r\n\r\nKhong gui duoc.\r\n"
        b"--bc\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        b"Final-Recipient: rfc822; Lak@units.example\r\n"
        + f"Action: {action}\r\nStatus: {status}\r\n\r\n".encode()
        + b"--bc\r\nContent-Type: message/rfc822\r\n\r\n"
        + letter("Nhắc gửi báo cáo.", sender=returned, subject="Nhắc")
        + b"\r\n--bc--\r\n"
    )
    head = f"From: MAILER-DAEMON@mx.example\r\nTo: {OFFICE}\r\nMIME-Version: 1.0\r\n".encode()
    if wrapped:
        return head + b'Content-Type: multipart/mixed; boundary="n"\r\n\r\n--n\r\n' + report + b"\r\n--n--\r\n"
    return head + report


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize(
    ("action", "status", "permanent"),
    [("failed", "5.1.1", True), ("failed", "4.4.7", False), ("delayed", "4.2.0", False)],
)
def test_a_bounce_names_who_was_not_reached(action: str, status: str, permanent: bool, wrapped: bool) -> None:
    judgement = judged(bounce(action, status, wrapped=wrapped), mapped(4))
    assert judgement.disposition is Disposition.BOUNCE
    assert judgement.failed_recipients == ("lak@units.example",)
    assert judgement.permanent is permanent


def test_a_note_that_a_letter_arrived_is_no_bounce() -> None:
    assert judged(bounce("delivered", "2.0.0")).disposition is not Disposition.BOUNCE


def test_a_bounce_without_status_is_told_by_the_daemon() -> None:
    text = "550 5.1.1 no such user: lak@units.example"
    judgement = judged(letter(text, subject="Undelivered Mail Returned to Sender", sender="postmaster@a.b"))
    assert (judgement.disposition, judgement.permanent) == (Disposition.BOUNCE, True)
    assert judgement.failed_recipients == ("lak@units.example",)


def test_a_returned_report_that_is_not_our_own_letter_is_kept_as_a_report() -> None:
    judgement = judged(bounce(returned="lak@units.example"), mapped(12))
    assert (judgement.disposition, judgement.automatic) == (Disposition.REPORT, False)
