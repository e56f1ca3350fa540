"""What a mail says it is, in words: a report, another kind of document, a question, a promise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from domain.mail import OpenedMail
from domain.vietnamese import fold
from intake.html_lines import body_text
from intake.passages import file_names
from intake.quoting import is_reply_subject

_REPORT = re.compile(r"\b(bao ?cao|bc|bcao)\b|baocao|^bc(nhanh|chinhthuc|\d)")
#: Words that tie a report to this task rather than to any other ('báo cáo tai nạn lao động').
_THIS_REPORT = re.compile(r"\b(nhanh|chinh thuc|so ket|6 thang|sau thang|6t|dau nam|9 thang|quy|tong ket|nam 20\d\d)\b")
#: Other documents, by the words that open a subject, file name or title; the last word is what a clerk calls it.
_OTHERS = (
    (r"giay moi|thu moi|moi (du|hop|tham du)", "giấy mời"),
    (r"ke hoach|kh", "kế hoạch"),
    (r"thong bao|tb", "thông báo"),
    (r"quyet dinh|qd", "quyết định"),
    (r"to trinh|ttr", "tờ trình"),
    (r"cong van|cv", "công văn"),
    (r"huong dan", "hướng dẫn"),
    (r"nghi quyet|nq", "nghị quyết"),
    (r"chuong trinh", "chương trình"),
    (r"danh sach|ds", "danh sách"),
    (r"bien ban", "biên bản"),
    (r"lich (cong tac|lam viec|hop)", "lịch công tác"),
    (r"phieu dang ky|dang ky", "bản đăng ký"),
    (r"de an|quy che|dieu le", "văn bản khác"),
    (r"bai viet|tin bai|ban tin|tap chi", "tin, bài"),
    (r"hoa don|bao gia|hop dong", "hóa đơn, hợp đồng"),
)
_OTHER_OPENS = tuple((re.compile(rf"^(\d+ )*(gui |kinh gui |v v )?({words})\b"), name) for words, name in _OTHERS)
_OTHER_INSIDE = tuple(
    (re.compile(rf"\b({'|'.join(w for w in words.split('|') if len(w) > 3)})\b"), name) for words, name in _OTHERS
)
_AND_REPORT = re.compile(r"\b(va|kem|cung|kem theo) (\w+ ){0,2}?(bao cao|bc)\b")
#: Reports of another subject or period, by the words of a subject, file name or title; what a clerk calls them.
_OTHER_REPORTS = tuple(
    (re.compile(rf"\b({words})\b"), name)
    for words, name in (
        (r"chuyen de", "báo cáo chuyên đề"),
        (r"(so|tong) ket \d+ nam|\d+ nam (trien khai )?thuc hien", "báo cáo sơ kết, tổng kết một văn bản"),
        (r"quyet toan|(bao cao|bc) (thu chi|tai chinh)|bctc", "báo cáo tài chính"),
        (r"(bao cao|bc) (ve )?(tai nan lao dong|tnld|su co|vu viec)|dot xuat", "báo cáo vụ việc"),
        (r"(?<!ngay \d )(?<!ngay \d\d )thang (0?[1-9]|1[0-2])( (nam )?20\d\d)?(?! thang)", "báo cáo tháng"),
        (r"(bao cao|bc) tuan|tuan \d{1,2}", "báo cáo tuần"),
    )
)
_NAMES_THIS = re.compile(r"\b(nhanh|chinh thuc|(6|sau|9|chin) thang( dau nam)?)\b|baocaonhanh|bcnhanh")
_QUESTION = re.compile(
    r"\b(xin hoi|cho (em |toi |minh |don vi )?hoi|hoi (ve|them|y kien)|duoc khong|khi nao|bao gio|(la|nao) a$"
    r"|(vui long|de nghi) huong dan|xin y kien|nhu the nao|co phai|gia han|lui (han|thoi)|hoan (nop|gui)"
    r"|xin (cham|nop cham|nop muon))\b"
)
_PROMISE = re.compile(
    r"\b(se (gui|nop|hoan thanh|bo sung)|gui sau|nop sau"
    r"|(chieu|sang|toi|mai|tuan sau|ngay mai|thu (hai|ba|tu|nam|sau|bay)) (\w+ ){0,4}?(gui|nop)"
    r"|(con|dang) (cho|tong hop|hoan (thien|thanh))|chua (kip|xong|tong hop|gui duoc))\b"
)
_ATTACHED = re.compile(r"\b(dinh kem|gui kem|kem theo|file kem|tep kem|xin gui|gui (bao cao|bc))\b")
_THANKS = re.compile(r"\b(cam on|da nhan duoc|da nhan (thu|cong van|mail)|xac nhan)\b")

#: A mail with no more words than these says nothing of what it brings.
_FEW_WORDS = 2


@dataclass(frozen=True)
class Claims:
    """What the words of a mail say. Every field is False or '' where they say nothing."""

    #: A file name, the subject or the text calls it a report.
    report: bool
    #: … and one of this task: báo cáo nhanh, chính thức, sơ kết, 6 tháng.
    this_report: bool
    #: A file's own name calls it a report.
    report_file: bool
    #: What the subject or every file name calls it instead ('giấy mời').
    other: str
    #: Which other report than one of this task the subject or a file name says it is ('báo cáo tháng').
    other_report: str
    question: bool
    promise: bool
    says_attached: bool
    thanks: bool
    #: Neither subject nor text says anything.
    silent: bool


def claims_of(opened: OpenedMail) -> Claims:
    """Read subject, file names and text of a mail and of the mails inside it."""
    own = [mail.subject for mail in opened.walk() if not is_reply_subject(mail.subject)]
    subjects = [fold(_without_prefix(subject)) for subject in own]
    names = [fold(name.rpartition(".")[0] or name) for name in file_names(opened)]
    bodies = [body_text(mail) for mail in opened.walk()]
    text = fold(" ".join(body[:3000] for body in bodies))
    every = [*subjects, *names, text]
    report_file = any(_REPORT.search(name) and not _opening(name) for name in names)
    return Claims(
        report=any(_REPORT.search(each) for each in every),
        this_report=any(_REPORT.search(each) and _THIS_REPORT.search(each) for each in every),
        report_file=report_file,
        other="" if report_file else _other(subjects, names, text),
        other_report=other_report_in([*subjects, *names]),
        question=any("?" in body for body in bodies) or any(_QUESTION.search(each) for each in (*subjects, text)),
        promise=bool(_PROMISE.search(text)),
        says_attached=bool(_ATTACHED.search(text)),
        thanks=bool(_THANKS.search(text)),
        silent=len(" ".join((*subjects, text)).split()) <= _FEW_WORDS,
    )


def _other(subjects: list[str], names: list[str], text: str) -> str:
    """Return what other document it is: by all file names, by the subject, by the text; '' where a report is named."""
    if names and all(named := [_opening(name) for name in names]):
        return named[0]
    for subject in subjects:
        if found := _opening(subject) or (not _REPORT.search(subject) and _inside(subject)):
            return found
    if not any(_REPORT.search(each) for each in (*subjects, text)):
        return _inside(text[:600])
    return ""


def _opening(text: str) -> str:
    """Return what other document the text begins with; with a report beside it ('công văn và báo cáo') it is none."""
    if _AND_REPORT.search(text):
        return ""
    return next((name for pattern, name in _OTHER_OPENS if pattern.match(text)), "")


def _inside(text: str) -> str:
    return next((name for pattern, name in _OTHER_INSIDE if pattern.search(text)), "")


def other_report_in(headings: Iterable[str]) -> str:
    """Return which other report these folded subjects, file names or titles name; '' where one names this task's."""
    told = list(headings)
    if any(map(names_this_report, told)):
        return ""
    return next((name for pattern, name in _OTHER_REPORTS for each in told if pattern.search(each)), "")


def names_this_report(folded: str) -> bool:
    """Whether a folded subject, file name or title names the half-year or nine-month report, quick or official."""
    return bool(_NAMES_THIS.search(folded))


def _without_prefix(subject: str) -> str:
    return re.sub(r"^\s*((fwd?|fw|re|chuyển( tiếp)?|tr|v/v)\s*:\s*)+", "", subject, flags=re.IGNORECASE)


def title_of(front_matter: Iterable[str]) -> str:
    """Return what the document calls itself in its title ('kế hoạch'), '' for a report or where it does not say."""
    for line in front_matter:
        folded = fold(line)
        if _REPORT.match(folded):
            return ""
        if found := _opening(folded):
            return found
    return ""
