"""What a mail is to this office: a report, no report, an automatic answer or a bounce, and why."""

from __future__ import annotations

from domain.document import UnreadableCause
from domain.identity import Judgement
from domain.mail import Disposition, OpenedMail
from domain.report import ReadMail
from intake import automatic
from intake.claims import Claims, claims_of, title_of
from intake.damage import is_damaged
from intake.html_lines import body_text

#: So many recognised headings are a report whatever the mail says of itself; some need a word that it is one.
SURELY_A_REPORT = 6
PERHAPS_A_REPORT = 2
#: A mail text of so many words that calls itself this report is one, even if no heading is recognised.
_LONG_TEXT = 150


def judge(opened: OpenedMail, read: ReadMail) -> Judgement:
    """Judge one mail by its headers, its words and what reading it brought.

    The order is the rule: a bounce of our own letter first; then whatever carries a report, however it was sent;
    then what programs send; then what people write.
    """
    claims = claims_of(opened)
    by_program = automatic.is_automatic_reply(opened) or automatic.is_newsletter(opened)
    carries = _carries_report(claims, read)
    if automatic.is_bounce(opened) and not (carries and not _returns_our_letter(opened)):
        return _bounce(opened)
    if carries or _brings_report(opened, claims, read, by_program=by_program):
        return Judgement(disposition=Disposition.REPORT, reason=_why_report(opened, claims, read), automatic=by_program)
    return _by_program(opened) or Judgement(
        disposition=Disposition.NOT_REPORT, reason=_why_not(opened, claims, read), automatic=by_program
    )


def _carries_report(claims: Claims, read: ReadMail) -> bool:
    """Whether sections of the outline were found in what was read."""
    mapped = read.mapped
    if not mapped.entries:
        return False
    if mapped.headings_found >= SURELY_A_REPORT:
        return True
    if claims.other or title_of(mapped.front_matter):
        return False
    return mapped.headings_found >= PERHAPS_A_REPORT and claims.report and not claims.question


def _returns_our_letter(opened: OpenedMail) -> bool:
    """Whether the mail that came back is one that this mailbox had sent."""
    ours = {address.email for address in opened.recipients}
    return any(mail.sender.email in ours for mail in opened.forwarded)


def _brings_report(opened: OpenedMail, claims: Claims, read: ReadMail, *, by_program: bool) -> bool:
    """Whether it means to bring a report although no section was found: unreadable, a link, another outline."""
    files = [file for mail in opened.walk() for file in mail.attachments if not file.inline]
    links = [link for mail in opened.walk() for link in mail.file_links]
    unread = bool(read.unreadable or links)
    if claims.other or not (claims.report or (claims.silent and unread)):
        return False
    if by_program:
        return bool(files) and (claims.report_file or (claims.report and unread))
    if files or links:
        return claims.report_file or unread or is_damaged(opened) or (claims.this_report and not claims.question)
    if is_damaged(opened):
        return not claims.question and not claims.promise
    long_text = len(body_text(opened).split()) >= _LONG_TEXT
    return long_text and claims.this_report and bool(read.mapped.entries or read.mapped.unplaced)


def _bounce(opened: OpenedMail) -> Judgement:
    failed = automatic.failed_recipients(opened)
    permanent = automatic.is_permanent(opened)
    to_whom = ", ".join(failed) or "người nhận"
    if automatic.is_delay_only(opened):
        reason = f"Máy chủ thư báo: thư gửi {to_whom} chưa đến, còn đang thử gửi lại."
    elif permanent:
        reason = f"Máy chủ thư báo: thư gửi {to_whom} không đến được, địa chỉ không dùng được."
    else:
        reason = f"Máy chủ thư báo: thư gửi {to_whom} không đến được."
    return Judgement(
        disposition=Disposition.BOUNCE, reason=reason, failed_recipients=failed, permanent=permanent, automatic=True
    )


def _by_program(opened: OpenedMail) -> Judgement | None:
    if automatic.is_read_receipt(opened):
        reason = "Thư tự động báo đã đọc, không phải báo cáo."
    elif automatic.is_newsletter(opened) and not opened.header("auto-submitted"):
        reason = "Bản tin gửi chung cho nhiều người nhận, không phải báo cáo."
        return Judgement(disposition=Disposition.NOT_REPORT, reason=reason, automatic=True)
    elif automatic.is_automatic_reply(opened):
        reason = "Thư trả lời tự động, không kèm báo cáo."
    else:
        return None
    return Judgement(disposition=Disposition.AUTO_REPLY, reason=reason, automatic=True)


def _why_report(opened: OpenedMail, claims: Claims, read: ReadMail) -> str:
    if read.mapped.entries:
        where = ", ".join(read.mapped.report_files) or "thư"
        return f"Có nội dung theo đề cương trong {where}."
    if not claims.report:
        return "Thư không nói gửi gì và có tệp không đọc được; cần người xem."
    if any(file.cause is not UnreadableCause.LINK_ONLY for file in read.unreadable):
        return "Thư nói gửi báo cáo nhưng tệp kèm theo không đọc được."
    if is_damaged(opened):
        return "Thư nói gửi báo cáo nhưng thư bị hỏng hoặc bị cắt, có thể mất tệp kèm theo."
    if any(mail.file_links for mail in opened.walk()):
        return "Thư nói gửi báo cáo nhưng chỉ có đường dẫn, không có tệp."
    return "Thư nói gửi báo cáo nhưng không tìm thấy nội dung theo đề cương."


def _why_not(opened: OpenedMail, claims: Claims, read: ReadMail) -> str:
    other = claims.other or title_of(read.mapped.front_matter)
    files = any(not file.inline for mail in opened.walk() for file in mail.attachments)
    if other:
        return f"Thư gửi {other}, không phải báo cáo."
    if files:
        return "Tệp kèm theo không phải báo cáo theo đề cương."
    if not body_text(opened).strip() and not opened.forwarded:
        return "Thư trống: không có nội dung và không có tệp."
    if claims.question:
        return "Thư hỏi hoặc đề nghị, không kèm báo cáo."
    if claims.promise:
        return "Thư hẹn gửi báo cáo sau, chưa kèm báo cáo."
    if claims.report and claims.says_attached:
        return "Thư nói gửi báo cáo nhưng không có tệp nào kèm theo; có thể đơn vị quên đính kèm."
    if claims.thanks:
        return "Thư xác nhận hoặc cảm ơn, không kèm báo cáo."
    return "Thư trao đổi, không kèm báo cáo."
