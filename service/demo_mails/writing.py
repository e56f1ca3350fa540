"""From the cases to files in a folder, with what a careful clerk would say of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from domain.errors import ConfigError
from domain.mail import Disposition
from domain.period import Period
from domain.template import Template
from domain.unit import Unit
from domain.vietnamese import fold
from exports.report_sheet import Letterhead, ReportSheet, Text
from exports.report_text import write_html, write_text
from exports.report_word import write_word
from service.demo_mails.cases import BEFORE_THE_DEMO, DURING_THE_DEMO, BounceCase, Case, NoteCase, ReportCase
from service.demo_mails.files import WORD_TYPE, Form, ReportFile, attach
from service.demo_mails.mime import OFFICE, MailDraft, bounce, encoded_words, written
from service.demo_mails.prose import in_words
from service.demo_mails.report import Report, Request, short_name, write_report
from service.demo_mails.sample import SampleMail

_MAILER_DAEMON = ("Mail Delivery Subsystem", "mailer-daemon@units.example")


def write_mails(
    folder: Path, template: Template, units: Sequence[Unit], period: Period, seed: int = 2017
) -> list[SampleMail]:
    """Write the sample mails as .eml files into `folder` (made where it is missing); return them by arrival.

    The same arguments give the same bytes. The text stands under the sections of `template`; the senders are those of
    `units`. Raises ConfigError where a unit of the cases is not among `units`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    desk = _Desk(template, units, period, seed)
    samples = []
    for case in sorted((*BEFORE_THE_DEMO, *DURING_THE_DEMO), key=lambda case: case.arrival):
        raw, sample = desk.write(case)
        (folder / sample.file_name).write_bytes(raw)
        samples.append(sample)
    return samples


class _Desk:
    """Writes one mail after another for one period."""

    def __init__(self, template: Template, units: Sequence[Unit], period: Period, seed: int) -> None:
        self._template, self._period, self._seed = template, period, seed
        self._units = {unit.id: unit for unit in units}
        named = {case.unit for case in (*BEFORE_THE_DEMO, *DURING_THE_DEMO) if case.unit is not None}
        if missing := sorted(named - self._units.keys()):
            raise ConfigError([f"thư mẫu cần đơn vị “{unit}” nhưng danh sách đơn vị không có." for unit in missing])

    def write(self, case: Case) -> tuple[bytes, SampleMail]:
        if isinstance(case, ReportCase):
            return self._report_mail(case)
        return self._note(case) if isinstance(case, NoteCase) else self._bounce(case)

    def _report_mail(self, case: ReportCase) -> tuple[bytes, SampleMail]:
        report = self._report(case)
        name, email = case.sender or self._own_sender(case.unit)
        told = case.unit if case.letterhead is None else None
        draft = MailDraft(
            sender_name=name,
            sender_email=email,
            subject=case.subject or f"{self._about(case)} - {self._called(case.unit)}",
            arrival=case.arrival,
            text=self._text(case, report),
            html=write_html(report.sheet) if case.form is Form.HTML_BODY else "",
            files=attach(report.sheet, case.form, case.file_stem or self._about(case)),
            name_style=case.name_style,
            on_the_way=case.on_the_way,
        )
        sample = SampleMail(
            file_name=_file_name(case, told or "chua-ro", case.form.value),
            arrival=case.arrival,
            shows=case.shows,
            disposition=Disposition.REPORT,
            unit=told,
            kind=case.kind,
            readable=case.form.readable,
            sections=self._in_order(report) if case.form.readable else (),
        )
        return written(draft), sample

    def _report(self, case: ReportCase) -> Report:
        letterhead = case.letterhead or case.unit
        request = Request(
            letterhead=self._units[letterhead] if letterhead else None,
            key=f"{case.unit}/{case.kind}",
            kind=case.kind,
            written_at=case.written_at or case.arrival,
            habits=case.habits,
            with_preface=case.with_preface,
            table_in=case.table_in if case.table_in in self._template else "",
            version=case.version,
        )
        return write_report(request, self._template, self._period, self._seed)

    def _in_order(self, report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((leaf.id, report.filed[leaf.id]) for leaf in self._template.leaves if leaf.id in report.filed)

    def _about(self, case: ReportCase) -> str:
        """Return what subject and file name call the report: 'Báo cáo nhanh 6 tháng đầu năm 2017'."""
        return f"{in_words(case.kind).capitalize()} {self._period.name.removeprefix('sơ kết ')}"

    def _text(self, case: ReportCase, report: Report) -> str:
        if case.form is Form.HTML_BODY:
            return ""
        if case.form is Form.TEXT_BODY:
            return write_text(report.sheet)
        about = f"{in_words(case.kind)} {self._period.name}"
        usual = f"Kính gửi Văn phòng LĐLĐ tỉnh,\n\n{self._called(case.unit)} gửi {about} (tệp đính kèm)."
        return f"{case.note or usual}\n\nTrân trọng!\n"

    def _note(self, case: NoteCase) -> tuple[bytes, SampleMail]:
        name, email = case.sender
        draft = MailDraft(
            sender_name=name,
            sender_email=email,
            subject=case.subject,
            arrival=case.arrival,
            text=case.text,
            html=case.html,
            files=self._paper(case),
            headers=tuple(case.headers.items()),
            null_return_path=case.disposition is Disposition.AUTO_REPLY,
        )
        return written(draft), self._sample(case, case.disposition)

    def _paper(self, case: NoteCase) -> tuple[ReportFile, ...]:
        if not case.paper:
            return ()
        title, *lines = case.paper
        issuer = self._units[case.unit].name.upper() if case.unit else ""
        sheet = ReportSheet(
            letterhead=Letterhead(superior="LIÊN ĐOÀN LAO ĐỘNG TỈNH ĐẮK LẮK", issuer=issuer),
            title=(title,),
            parts=tuple(Text(text=line) for line in lines),
            signature=("TM. BAN THƯỜNG VỤ", "", "(đã ký)"),
            written_at=case.arrival,
        )
        return (ReportFile(name=f"{case.file_stem}.docx", media_type=WORD_TYPE, data=write_word(sheet)),)

    def _bounce(self, case: BounceCase) -> tuple[bytes, SampleMail]:
        failed = self._email(case.unit)
        name, email = _MAILER_DAEMON
        draft = MailDraft(
            sender_name=name,
            sender_email=email,
            subject="Delivery Status Notification (Failure)",
            arrival=case.arrival,
            text=f"Your message to {failed} could not be delivered.\n\n{case.diagnostic}\n",
            headers=(
                ("Auto-Submitted", "auto-replied"),
                ("X-Failed-Recipients", failed),
                ("In-Reply-To", "<cong-van-so-ket@ldld.example>"),
            ),
            null_return_path=True,
        )
        original = "\r\n".join(
            [
                f"From: {OFFICE}",
                f"To: {failed}",
                f"Subject: {encoded_words(self._period.dispatch.subject or self._period.name)}",
                "Message-ID: <cong-van-so-ket@ldld.example>",
                "",
            ]
        )
        raw = bounce(draft, failed, case.status, case.diagnostic, original)
        return raw, self._sample(case, Disposition.BOUNCE)

    def _sample(self, case: NoteCase | BounceCase, disposition: Disposition) -> SampleMail:
        return SampleMail(
            file_name=_file_name(case, case.unit or "khac", disposition.value.replace("_", "-")),
            arrival=case.arrival,
            shows=case.shows,
            disposition=disposition,
            unit=case.unit,
        )

    def _called(self, unit: str | None) -> str:
        return short_name(self._units[unit]) if unit else "Đơn vị"

    def _own_sender(self, unit: str | None) -> tuple[str, str]:
        if unit is None:
            raise ValueError("a case that names no unit must name its sender")
        return self._units[unit].name, self._email(unit)

    def _email(self, unit: str) -> str:
        addresses = self._units[unit].addresses
        return addresses[0].email if addresses else f"{unit}@units.example"


def _file_name(case: Case, who: str, what: str) -> str:
    words = fold(f"{who} {what}").replace(" ", "-")
    return f"{case.arrival:%Y-%m-%d-%H%M}-{words}.eml"
