"""The demo's mails: enough of every kind, well formed, and holding what is said of them."""

from __future__ import annotations

import email.utils
import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import docx
import pypdfium2
import pytest

from domain.errors import ConfigError
from domain.mail import Disposition
from domain.period import VIETNAM, ReportKind
from domain.template import Section, Template
from service.builtin import builtin_period, builtin_template, builtin_units
from service.demo_mails import SampleMail, write_mails
from service.demo_mails.prose import load_prose
from tests.samples.conftest import WrittenMails
from tests.support.office_files import text_of, words_of

#: Just before the demo's clock starts.
START = datetime(2017, 6, 2, 8, 55, tzinfo=VIETNAM)


def body_text(mails: WrittenMails, sample: SampleMail) -> str:
    """Return the text of the mail itself, that of its HTML where there is no other."""
    part = mails.opened(sample).get_body(("plain", "html"))
    assert part is not None
    text = part.get_content()
    return text_of("body.html", text.encode()) if part.get_content_subtype() == "html" else words_of(text)


def report_text(mails: WrittenMails, sample: SampleMail) -> str:
    """Return the text of the report, wherever it stands in the mail."""
    files = mails.files(sample)
    return text_of(*files[0]) if files else body_text(mails, sample)


def readable_reports(mails: WrittenMails) -> list[SampleMail]:
    return [s for s in mails.samples if s.disposition is Disposition.REPORT and s.readable]


def test_enough_mails_of_enough_units_wait_when_the_demo_starts(written_mails: WrittenMails) -> None:
    waiting = [s for s in written_mails.samples if s.arrival <= START]
    assert len(waiting) >= 28
    assert len({s.unit for s in waiting if s.unit and s.disposition is Disposition.REPORT}) >= 16
    assert {s.disposition for s in waiting} == set(Disposition)


def test_more_mails_come_while_the_clock_is_moved_some_of_them_late(written_mails: WrittenMails) -> None:
    quick = builtin_period().quick
    assert quick is not None
    coming = [s for s in written_mails.samples if s.arrival > START]
    assert len(coming) >= 6
    assert sum(not quick.met_by(s.arrival) for s in coming if s.kind is ReportKind.QUICK) >= 3
    assert sum(quick.met_by(s.arrival) for s in coming) >= 2
    assert sum(s.kind is ReportKind.OFFICIAL for s in coming) >= 2


def test_five_units_send_nothing_so_that_reminders_have_someone_to_go_to(written_mails: WrittenMails) -> None:
    silent = {unit.id for unit in builtin_units()} - {s.unit for s in written_mails.samples}
    assert len(silent) >= 5


def test_names_sort_by_arrival_which_the_topmost_received_header_states(written_mails: WrittenMails) -> None:
    samples = written_mails.samples
    assert [s.file_name for s in samples] == sorted(p.name for p in written_mails.folder.iterdir())
    assert [s.arrival for s in samples] == sorted(s.arrival for s in samples)
    for sample in samples:
        topmost = written_mails.opened(sample).get_all("Received")[0]
        assert email.utils.parsedate_to_datetime(topmost.rpartition(";")[2].strip()) == sample.arrival


def test_every_mail_is_well_formed_mail(written_mails: WrittenMails) -> None:
    for sample in written_mails.samples:
        mail = written_mails.opened(sample)
        assert [part.defects for part in mail.walk() if part.defects] == []
        assert mail["Message-ID"]
        assert mail["From"].addresses[0].addr_spec
        assert b"\n" not in written_mails.raw(sample).replace(b"\r\n", b"")
    assert len({written_mails.opened(s)["Message-ID"] for s in written_mails.samples}) == len(written_mails.samples)


def test_every_address_is_under_example(written_mails: WrittenMails) -> None:
    for sample in written_mails.samples:
        head, _, _ = written_mails.raw(sample).partition(b"\r\n\r\n")
        found = re.findall(rb"[\w.+-]+@[\w.-]+", head)
        assert found
        assert [address for address in found if not address.endswith(b".example")] == []


def test_a_report_holds_the_paragraphs_it_is_said_to_hold_in_the_outlines_order(written_mails: WrittenMails) -> None:
    merged = written_mails.named("05-31-0957-giao-duc")
    for sample in readable_reports(written_mails):
        text = report_text(written_mails, sample).replace(" | ", " ")
        place = 0
        for paragraph in (words_of(p).replace(" | ", " ") for _, lines in sample.sections for p in lines):
            found = text.find(paragraph, 0 if sample == merged else place)
            assert found >= 0, (sample.file_name, paragraph)
            place = found + len(paragraph)


def test_a_report_holds_the_outlines_headings_unless_it_is_meant_to_lack_them(written_mails: WrittenMails) -> None:
    template = builtin_template()
    for words in ("05-26-0812", "05-29-1648", "05-30-0920", "05-29-0833", "text-body", "html-body", "vien-chuc-zip"):
        sample = written_mails.named(words)
        text = report_text(written_mails, sample)
        present = {leaf for leaf, _ in sample.sections}
        wanted = [s for s in template.sections if not s.leaf or s.id in present]
        assert [s.id for s in wanted if words_of(s.title) not in text] == [], sample.file_name
        typed = [] if "word-lists" in sample.file_name else [s.id for s in wanted if words_of(s.heading) not in text]
        assert typed == [], sample.file_name


def test_no_report_holds_a_slot_that_was_not_filled(written_mails: WrittenMails) -> None:
    for sample in readable_reports(written_mails):
        assert not re.search(r"[{}]|\.\.\d", report_text(written_mails, sample))


def test_reports_of_different_units_differ(written_mails: WrittenMails) -> None:
    reports = [s for s in readable_reports(written_mails) if s.unit]
    for leaf in ("I", "II.1.1", "IV"):
        writers: dict[tuple[str, ...], set[str | None]] = {}
        for sample in reports:
            writers.setdefault(dict(sample.sections)[leaf], set()).add(sample.unit)
        assert [units for units in writers.values() if len(units) > 1] == []


def test_the_same_report_is_sent_again_in_a_new_mail(written_mails: WrittenMails) -> None:
    first, again = (written_mails.named(f"2017-05-{day}-buon-don-word") for day in ("26-0812", "30-0755"))
    assert written_mails.files(first) == written_mails.files(again)
    assert written_mails.raw(first) != written_mails.raw(again)


def test_a_corrected_version_says_more_and_nothing_less(written_mails: WrittenMails) -> None:
    first, corrected = (dict(written_mails.named(words).sections) for words in ("ea-hleo-text-body", "ea-hleo-word"))
    assert all(set(first[leaf]) <= set(corrected[leaf]) for leaf in first)
    assert any(set(first[leaf]) < set(corrected[leaf]) for leaf in first)


def test_sections_are_left_out_or_answered_with_nothing(written_mails: WrittenMails) -> None:
    leaves = {leaf.id for leaf in builtin_template().leaves}
    lacking = written_mails.named("05-30-1041-cong-thuong")
    assert leaves - {leaf for leaf, _ in lacking.sections} == {"II.7.1", "II.7.2", "II.9.1", "II.9.2"}
    assert dict(written_mails.named("vien-chuc-zip").sections)["II.9.2"] == ("Không có.",)


def test_files_that_nobody_can_read_cannot_be_read(written_mails: WrittenMails) -> None:
    ((_, cut),) = written_mails.files(written_mails.named("cut-word"))
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(cut))
    ((_, empty),) = written_mails.files(written_mails.named("empty-word"))
    assert empty == b""
    ((_, locked),) = written_mails.files(written_mails.named("locked-pdf"))
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(locked)
    ((name, scan),) = written_mails.files(written_mails.named("scan"))
    assert text_of(name, scan) == ""
    link = written_mails.named("lak-link")
    assert written_mails.files(link) == []
    assert "https://drive.google.example/" in body_text(written_mails, link)


def test_who_sent_it_is_unclear_where_it_is_meant_to_be(written_mails: WrittenMails) -> None:
    contradiction = written_mails.named("06-01-0814")
    assert contradiction.unit is None
    assert "krongnang@" in written_mails.opened(contradiction)["From"]
    assert "HUYỆN KRÔNG BÚK" in report_text(written_mails, contradiction)
    unknown = written_mails.named("06-01-0936")
    everything = report_text(written_mails, unknown) + str(written_mails.opened(unknown)["Subject"])
    assert [u.name for u in builtin_units() if any(n.upper() in everything.upper() for n in (u.name, *u.aliases))] == []
    private = written_mails.named("cu-kuin")
    assert "gmail.example" in written_mails.opened(private)["From"]
    assert "HUYỆN CƯ KUIN" in report_text(written_mails, private)


def test_file_names_come_in_every_form_that_mail_programs_write(written_mails: WrittenMails) -> None:
    assert b"a%CC%81o" in written_mails.raw(written_mails.named("cu-mgar"))
    assert 'filename="Báo cáo nhanh'.encode() in written_mails.raw(written_mails.named("krong-buk"))
    assert b'filename="=?utf-8?' in written_mails.raw(written_mails.named("05-30-1041-cong-thuong"))


def test_the_bounce_is_a_delivery_status_notification(written_mails: WrittenMails) -> None:
    mail = written_mails.opened(written_mails.named("bounce"))
    assert mail.get_content_type() == "multipart/report"
    (status,) = [part for part in mail.walk() if part.get_content_type() == "message/delivery-status"]
    recipient = status.get_payload(1)
    assert recipient["Final-Recipient"] == "rfc822; mdrak@units.example"
    assert recipient["Status"] == "5.2.2"


def test_automatic_answers_say_that_they_are(written_mails: WrittenMails) -> None:
    mail = written_mails.opened(written_mails.named("auto-reply"))
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["Return-Path"] == "<>"


def test_word_reports_open_in_word_with_lists_or_typed_numbers(written_mails: WrittenMails) -> None:
    ((_, lists),) = written_mails.files(written_mails.named("krong-pac-word-lists"))
    assert not any(p.text.startswith("1.1") for p in docx.Document(io.BytesIO(lists)).paragraphs)
    ((_, typed),) = written_mails.files(written_mails.named("05-26-0812"))
    assert any(p.text.startswith("1.1. ") for p in docx.Document(io.BytesIO(typed)).paragraphs)


def test_the_same_seed_gives_the_same_bytes_and_another_other_figures(
    written_mails: WrittenMails, tmp_path: Path
) -> None:
    again = write_mails(tmp_path / "again", builtin_template(), builtin_units(), builtin_period())
    assert again == written_mails.samples
    for sample in again:
        assert (tmp_path / "again" / sample.file_name).read_bytes() == written_mails.raw(sample)
    other = write_mails(tmp_path / "other", builtin_template(), builtin_units(), builtin_period(), seed=1)
    assert [s.file_name for s in other] == [s.file_name for s in again]
    assert all(a.sections != b.sections for a, b in zip(other, again, strict=True) if a.sections)


def test_another_outline_is_written_under_its_own_headings(tmp_path: Path) -> None:
    outline = Template(
        (
            Section(id="A", number="A", title="Nhân sự", leaf=True),
            Section(id="B", number="B", title="Tài chính", leaf=True),
        )
    )
    period = replace(builtin_period(), name="sơ kết quý I", data_cutoff=None, quick=None)
    samples = write_mails(tmp_path, outline, builtin_units(), period)
    mails = WrittenMails(tmp_path, samples)
    first = mails.named("05-26-0812")
    assert [leaf for leaf, _ in first.sections] == ["A", "B"]
    assert "A. Nhân sự" in report_text(mails, first)


def test_a_list_without_the_units_of_the_cases_is_refused_with_all_their_names(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        write_mails(tmp_path, builtin_template(), builtin_units()[:3], builtin_period())
    assert any("krong-pac" in problem for problem in error.value.problems)
    assert len(error.value.problems) > 5


def test_every_leaf_of_the_built_in_outline_has_sentences_of_its_own_and_firms_are_invented() -> None:
    prose = load_prose()
    assert {leaf.id for leaf in builtin_template().leaves} <= prose.sections.keys()
    assert [firm for firm in prose.firms if not firm.endswith("mẫu")] == []
