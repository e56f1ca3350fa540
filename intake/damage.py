"""What is said of a mail whose structure is damaged, so that a part of it may be lost. Shown to the clerk."""

from __future__ import annotations

from domain.mail import OpenedMail

CUT_SHORT = "Thư bị cắt cụt: không thấy chỗ kết thúc các phần."
NO_SUCH_BOUNDARY = "Thư hỏng: không thấy ranh giới giữa các phần đã khai."
NO_BOUNDARY_TOLD = "Thư hỏng: khai nhiều phần nhưng không khai ranh giới."
BROKEN_STRUCTURE = "Cấu trúc thư hỏng; có thể đọc thiếu."
ONLY_HEADERS_READ = "Thư có quá nhiều lớp lồng nhau; chỉ đọc được phần đầu thư."
TOO_DEEP = "Thư lồng nhau quá nhiều lớp; phần còn lại giữ làm tệp đính kèm, chưa mở."
TOO_MANY_PARTS = "Thư có quá nhiều phần; phần còn lại giữ làm tệp đính kèm, chưa mở."

_DAMAGE = frozenset(
    (CUT_SHORT, NO_SUCH_BOUNDARY, NO_BOUNDARY_TOLD, BROKEN_STRUCTURE, ONLY_HEADERS_READ, TOO_DEEP, TOO_MANY_PARTS)
)


def is_damaged(opened: OpenedMail) -> bool:
    """Whether a file of this mail, or of one inside it, may be lost or unopened."""
    return any(defect in _DAMAGE for mail in opened.walk() for defect in mail.defects)
