"""What a mail is to this office: a report, no report, an automatic answer or a bounce, and why."""

from __future__ import annotations

from domain.document import UnreadableCause
from domain.identity import Judgement
from domain.mail import Disposition, OpenedMail
from domain.report import MappedReport, ReadMail
from domain.vietnamese import fold
from intake import automatic
from intake.claims import Claims, claims_of, names_this_report, other_report_in, title_of
from intake.damage import is_damaged
from intake.html_lines import body_text
from intake.passages import title_lines

#: So many recognised headings are a report whatever the mail says of itself; some need a word that it is one.
SURELY_A_REPORT = 6
PERHAPS_A_REPORT = 2
#: What answers no more of the outline is hardly more than the outline itself.
_HARDLY_ANSWERED = 0.1
#: A report named otherwise that answers so much of the outline is the one that was asked for.
_MOSTLY_ANSWERED = 0.5
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
    if mapped.headings_found >= SURELY_A_REPORT and _answered(mapped) > _HARDLY_ANSWERED:
        return True
    if claims.other or title_of(mapped.front_matter) or _is_other_report(claims, mapped):
        return False
    return mapped.headings_found >= PERHAPS_A_REPORT and claims.report and not claims.question


def _answered(mapped: MappedReport) -> float:
    """Return which share of the outline's sections says something; little where the outline itself was sent back."""
    said = len({entry.section for entry in mapped.entries})
    return said / max(1, said + len(mapped.absent))


def _is_other_report(claims: Claims, mapped: MappedReport) -> bool:
    """Whether it is named as a report of another subject or period, and follows the outline for a small part only."""
    title = fold(" ".join(title_lines(mapped.front_matter)))
    named = other_report_in([title]) or (claims.other_report and not names_this_report(title))
    return bool(named) and _answered(mapped) < _MOSTLY_ANSWERED


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
    seen = bool(read.mapped.entries) or not claims.report_file
    if seen and not unread and _is_other_report(claims, read.mapped):
        return False
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
    other_report = claims.other_report or other_report_in(map(fold, title_lines(read.mapped.front_matter)))
    files = any(not file.inline for mail in opened.walk() for file in mail.attachments)
    if other:
        return f"Thư gửi {other}, không phải báo cáo."
    if other_report and (files or read.mapped.entries):
        return f"Thư gửi {other_report}, không phải báo cáo theo đề cương này."
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
