"""From all that was found out about a mail to how it ends: a pure decision."""

from __future__ import annotations

from collections.abc import Callable

from domain.board import due_kind
from domain.document import Unreadable, UnreadableCause
from domain.identity import Identity, Judgement
from domain.mail import Disposition
from domain.outcome import Accepted, NeedsReview, NotAReport
from domain.period import ReportKind
from domain.report import ReadMail


def assess(
    judgement: Judgement,
    identity: Identity,
    read: ReadMail,
    submitted_kinds: Callable[[str], frozenset[ReportKind]],
) -> Accepted | NeedsReview | NotAReport:
    """Decide how a mail ends.

    `submitted_kinds(unit id)` says which kinds the unit has sent in this period by other mails; it is asked only
    where the mail does not tell its kind.
    """
    if judgement.disposition is not Disposition.REPORT:
        return NotAReport(unit=identity.unit)
    reasons = list(identity.contradictions)
    if identity.unit is None and not reasons:
        reasons.append("Không rõ báo cáo của đơn vị nào: địa chỉ gửi lạ, trong thư và tệp không có tên đơn vị.")
    if not read.readable:
        reasons += [_cannot_be_read(file) for file in read.unreadable]
    elif not read.mapped.entries:
        reasons.append("Không tìm thấy nội dung nào theo đề cương trong thư và các tệp đính kèm.")
    if reasons or identity.unit is None:
        return NeedsReview(
            reasons=tuple(reasons),
            unit=identity.unit,
            kind=identity.kind,
            mapped=read.mapped,
            unreadable=read.unreadable,
        )
    return Accepted(
        unit=identity.unit,
        kind=identity.kind or due_kind(submitted_kinds(identity.unit)),
        kind_inferred=identity.kind is None,
        mapped=read.mapped,
        unreadable=read.unreadable,
    )


def _cannot_be_read(file: Unreadable) -> str:
    if file.cause is UnreadableCause.LINK_ONLY:
        return file.reason
    return f"Không đọc được tệp “{file.name}”: {file.reason}"
