"""Whose report it is and which: by address, letterhead, subject, file names, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from domain.identity import Identity, Judgement
from domain.mail import Disposition
from domain.period import ReportKind
from domain.unit import Unit, UnitAddress, UnitKind
from intake.identify import identify
from intake.kinds import kind_in_heading, kind_in_sentences
from intake.names import UnitNames
from intake.opening import open_mail
from tests.support.letters_in import letter

ON = date(2017, 6, 2)


def unit(unit_id: str, name: str, *aliases: str, kind: UnitKind = UnitKind.DISTRICT) -> Unit:
    address = UnitAddress(email=f"{unit_id.replace('-', '')}@units.example")
    return Unit(id=unit_id, name=name, kind=kind, addresses=(address,), aliases=aliases)


UNITS = (
    unit("lak", "Liên đoàn Lao động huyện Lắk"),
    unit("ea-hleo", "Liên đoàn Lao động huyện Ea H'leo"),
    unit("ea-kar", "Liên đoàn Lao động huyện Ea Kar"),
    unit("krong-a", "Liên đoàn Lao động huyện Krông A"),
    unit("krong-ana", "Liên đoàn Lao động huyện Krông Ana"),
    unit("krong-pac", "Liên đoàn Lao động huyện Krông Pắc"),
    unit("mdrak", "Liên đoàn Lao động huyện M'Drắk"),
    unit("cu-mgar", "Liên đoàn Lao động huyện Cư M'gar"),
    unit("bmt", "Liên đoàn Lao động thành phố Buôn Ma Thuột"),
    unit("giao-duc", "Công đoàn ngành Giáo dục", kind=UnitKind.SECTOR),
    unit("xay-dung", "Công đoàn ngành Xây dựng", kind=UnitKind.SECTOR),
    unit("nong-nghiep", "Công đoàn ngành Nông nghiệp và Phát triển nông thôn", kind=UnitKind.SECTOR),
    unit("vien-chuc", "Công đoàn Viên chức tỉnh", kind=UnitKind.SECTOR),
    unit("kcn", "Công đoàn các Khu công nghiệp tỉnh", "Công đoàn KCN", kind=UnitKind.SECTOR),
)
NAMES = UnitNames(UNITS)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("LĐLĐ huyện Lắk", "lak"),
        ("LIÊN ĐOÀN LAO ĐỘNG HUYỆN LẮK", "lak"),
        ("LDLD H. Lak", "lak"),
        ("Công đoàn huyện Ea H'leo", "ea-hleo"),
        ("BC nhanh Ea H’leo", "ea-hleo"),
        ("Ea Hleo", "ea-hleo"),
        ("LĐLĐ huyện Krông A Na", "krong-ana"),
        ("Krông A", "krong-a"),
        ("Krông Ana", "krong-ana"),
        ("Krông Pắk", "krong-pac"),
        ("krong_pac", "krong-pac"),
        ("BCnhanhKrongPac", "krong-pac"),
        ("LĐLĐ huyện M' Đrăk", "mdrak"),
        ("MDrăk", "mdrak"),
        ("Cư M' gar", "cu-mgar"),
        ("LĐLĐ TP BMT", "bmt"),
        ("BC-TP-BMT", "bmt"),
        ("CĐN Giáo dục", "giao-duc"),
        ("CĐ ngành GD", "giao-duc"),
        ("Công đoàn Giáo dục tỉnh", "giao-duc"),
        ("BC CĐXD", "xay-dung"),
        ("CÔNG ĐOÀN NGÀNH NÔNG NGHIỆP VÀ PTNT", "nong-nghiep"),
        ("CĐ ngành NN&PTNT", "nong-nghiep"),
        ("BC NNPTNT", "nong-nghiep"),
        ("CĐVC tỉnh", "vien-chuc"),
        ("CĐ các KCN", "kcn"),
    ],
)
def test_a_name_is_found_however_it_is_written(written: str, found: str) -> None:
    assert [mention.unit for mention in NAMES.mentions(written)] == [found]


@pytest.mark.parametrize(
    "written",
    [
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH ĐẮK LẮK",
        "công tác xây dựng tổ chức công đoàn, giáo dục chính trị",
        "VP Cong doan 47",
        "UBND huyện Krông Pắc",
        "Trường THPT Krông Ana",
        "Phòng Giáo dục và Đào tạo huyện Ea Kar",
        "công nhân KCN Hòa Phú",
        "Krông Bông",
    ],
)
def test_what_is_no_name_of_a_unit_is_not_taken_for_one(written: str) -> None:
    assert not NAMES.mentions(written)


def test_units_that_share_a_name_are_told_apart_by_their_level_only() -> None:
    names = UnitNames([unit("xa", "Công đoàn xã Ea Kao"), unit("phuong", "Công đoàn phường Ea Kao")])
    assert not names.mentions("Báo cáo Ea Kao")
    assert [m.unit for m in names.mentions("Báo cáo CĐ phường Ea Kao")] == ["phuong"]
    assert [m.unit for m in names.mentions("Báo cáo CĐ X. Ea Kao")] == ["xa"]


def head(name: str) -> tuple[str, ...]:
    return (
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH ĐẮK LẮK",
        name,
        "Số: 12/BC-LĐLĐ",
        "Buôn Ma Thuột, ngày 02 tháng 6 năm 2017",
        "BÁO CÁO",
        "Sơ kết công tác công đoàn 6 tháng đầu năm 2017",
    )


def of(raw: bytes, front_matter: Sequence[str] = (), disposition: Disposition = Disposition.REPORT) -> Identity:
    failed = ("lak@units.example",) if disposition is Disposition.BOUNCE else ()
    judgement = Judgement(disposition=disposition, reason="", failed_recipients=failed)
    return identify(open_mail(raw), judgement, front_matter, UNITS, ON)


STRANGER = "ban mai <banmai@mail.example>"


def test_a_registered_address_tells_the_unit() -> None:
    assert of(letter("Em gửi.", sender="LAK@Units.example")).unit == "lak"


def test_a_personal_address_leaves_it_to_the_letterhead() -> None:
    assert of(letter("Em gửi.", sender=STRANGER), head("LIÊN ĐOÀN LAO ĐỘNG HUYỆN M'DRẮK")).unit == "mdrak"


def test_a_letterhead_broken_in_two_lines_is_read() -> None:
    lines = ("CÔNG ĐOÀN", "CÁC KHU CÔNG NGHIỆP TỈNH", "BÁO CÁO")
    assert of(letter("Em gửi.", sender=STRANGER), lines).unit == "kcn"


@pytest.mark.parametrize(
    "raw",
    [
        letter("Em gửi.", sender=STRANGER, subject="BC nhanh Krông Pắc"),
        letter("Em gửi.", sender=STRANGER, files=["BC LDLD Krong Pac.docx"]),
        letter("LĐLĐ huyện Krông Pắc xin gửi báo cáo.", sender=STRANGER),
        letter("Em gửi ạ.\n--\nCông đoàn huyện Krông Pắc", sender=STRANGER),
        letter("Em gửi.", sender="LĐLĐ huyện Krông Pắc <kp@mail.example>"),
    ],
)
def test_without_letterhead_subject_file_text_or_name_tell(raw: bytes) -> None:
    assert of(raw).unit == "krong-pac"


def test_nothing_tells_nothing() -> None:
    found = of(letter("Em gửi báo cáo ạ.", sender="hoa pơ lang <hoa@mail.example>", subject="báo cáo"))
    assert (found.unit, found.contradictions) == (None, ())


def test_address_and_letterhead_of_two_units_are_for_a_person() -> None:
    found = of(letter("Em gửi."), head("LIÊN ĐOÀN LAO ĐỘNG HUYỆN EA KAR"))
    assert found.unit is None
    assert found.contradictions == (
        "Địa chỉ gửi lak@units.example là của Liên đoàn Lao động huyện Lắk nhưng phần đầu văn bản ghi "
        "“LIÊN ĐOÀN LAO ĐỘNG HUYỆN EA KAR” (Liên đoàn Lao động huyện Ea Kar).",
    )


def test_a_subject_of_another_unit_than_the_letterhead_is_for_a_person() -> None:
    found = of(letter("x", sender=STRANGER, subject="BC Krông Pắc"), head("LIÊN ĐOÀN LAO ĐỘNG HUYỆN EA KAR"))
    assert found.unit is None
    assert len(found.contradictions) == 1


def test_a_leftover_file_name_does_not_shake_address_and_letterhead() -> None:
    found = of(letter("x", files=["BC mau Ea Kar.docx"]), head("LIÊN ĐOÀN LAO ĐỘNG HUYỆN LẮK"))
    assert (found.unit, found.contradictions) == ("lak", ())


@pytest.mark.parametrize("line", ["Kính gửi: LĐLĐ huyện Ea Kar", "Kính gửi:\n- LĐLĐ huyện Ea Kar"])
def test_an_addressee_left_from_a_copied_report_is_no_claim(line: str) -> None:
    lines = (*line.split("\n"), *head("LIÊN ĐOÀN LAO ĐỘNG HUYỆN LẮK"))
    found = of(letter("x"), lines)
    assert (found.unit, found.contradictions) == ("lak", ())


def test_two_units_in_a_subject_tell_nothing() -> None:
    assert of(letter("x", sender=STRANGER, subject="Báo cáo Ea Kar, Krông Pắc")).unit is None


def test_a_forward_is_its_inner_senders() -> None:
    mark = (
        "---------- Thư được chuyển tiếp ----------\nTừ: LĐLĐ <krongpac@units.example>\nSubject: BC\nDate: x\nTo: a@b"
    )
    raw = letter(f"Chuyển giúp.\n\n{mark}\n\nGửi báo cáo.", subject="Fwd: BC")
    assert of(raw).unit == "krong-pac"
    assert of(raw, head("LIÊN ĐOÀN LAO ĐỘNG HUYỆN KRÔNG PẮC")).contradictions == ()


def test_an_address_counts_while_it_is_valid() -> None:
    old = UnitAddress(email="cu@units.example", valid_to=date(2017, 5, 31))
    units = [Unit(id="lak", name="Liên đoàn Lao động huyện Lắk", addresses=(old,))]
    judgement = Judgement(disposition=Disposition.REPORT, reason="")
    opened = open_mail(letter("x", sender="cu@units.example"))
    assert identify(opened, judgement, (), units, date(2017, 5, 31)).unit == "lak"
    assert identify(opened, judgement, (), units, ON).unit is None


def test_an_address_that_google_finds_forged_is_for_a_person() -> None:
    failed = ("Authentication-Results", "mx.google.com; dmarc=fail (p=NONE) header.from=units.example")
    assert of(letter("x", headers=[failed])).unit is None
    foreign = ("Authentication-Results", "mx.other.example; dmarc=fail")
    assert of(letter("x", headers=[foreign])).unit == "lak"


def test_a_bounce_is_of_the_unit_that_was_not_reached() -> None:
    assert of(letter("x", sender="mailer-daemon@a.b"), disposition=Disposition.BOUNCE).unit == "lak"


def test_what_is_no_report_is_told_by_address_or_by_its_own_name() -> None:
    assert of(letter("Hỏi LĐLĐ huyện Ea Kar"), disposition=Disposition.NOT_REPORT).unit == "lak"
    asked = letter("LĐLĐ huyện Ea Kar xin hỏi hạn nộp.", sender=STRANGER)
    assert of(asked, disposition=Disposition.NOT_REPORT).unit == "ea-kar"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("BC nhanh", ReportKind.QUICK),
        ("Bc nhanh 6 thang - Krong Bong", ReportKind.QUICK),
        ("BÁO CÁO NHANH 6 THÁNG ĐẦU NĂM 2017", ReportKind.QUICK),
        ("Báo cáo 6 tháng đầu năm (nhanh)", ReportKind.QUICK),
        ("baocaonhanh.docx", ReportKind.QUICK),
        ("bc_nhanh_lak.doc", ReportKind.QUICK),
        ("Báo cáo chính thức", ReportKind.OFFICIAL),
        ("BC-chinh-thuc-TP-BMT.pdf", ReportKind.OFFICIAL),
        ("Báo cáo sơ kết 6 tháng đầu năm 2017 - bản chính thức", ReportKind.OFFICIAL),
        ("Báo cáo 6 tháng", None),
        ("Báo cáo nhanh và báo cáo chính thức", None),
        ("Báo cáo kết quả phát triển nhanh đoàn viên", None),
    ],
)
def test_the_kind_in_a_heading(heading: str, kind: ReportKind | None) -> None:
    found = kind_in_heading(heading)
    assert (found.kind if found else None) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Em gửi BC nhanh ạ.", ReportKind.QUICK),
        ("Em gửi báo cáo nhanh, báo cáo chính thức em gửi sau ạ.", ReportKind.QUICK),
        ("Đơn vị xin gửi báo cáo chính thức thay cho báo cáo nhanh đã gửi.", ReportKind.OFFICIAL),
        ("Báo cáo nhanh gửi trước ngày 05/6/2017.", None),
        ("Báo cáo nhanh gửi về Văn phòng LĐLĐ tỉnh trước ngày 05/6.", None),
        ("Theo công văn nhắc gửi báo cáo nhanh, đơn vị gửi báo cáo.", None),
        ("Đơn vị đã gửi báo cáo nhanh hôm qua.", None),
        ("Em gửi báo cáo ạ.", None),
    ],
)
def test_the_kind_in_a_mails_own_sentences(text: str, kind: ReportKind | None) -> None:
    found = kind_in_sentences(text)
    assert (found.kind if found else None) is kind


def test_the_kind_is_what_all_places_agree_on() -> None:
    found = of(letter("Em gửi BC nhanh ạ.", subject="BC nhanh", files=["bc nhanh.docx"]), ("BÁO CÁO NHANH",))
    assert (found.kind, found.contradictions) == (ReportKind.QUICK, ())


def test_a_subject_that_says_quick_over_an_official_title_is_for_a_person() -> None:
    found = of(letter("x", subject="BC nhanh"), ("BÁO CÁO CHÍNH THỨC", "6 tháng đầu năm"))
    assert found.kind is None
    assert found.contradictions == (
        "Tiêu đề thư nói là báo cáo nhanh (“BC nhanh”) nhưng tên báo cáo nói là báo cáo chính thức "
        "(“BÁO CÁO CHÍNH THỨC 6 tháng đầu năm”).",
    )


def test_the_subject_of_our_own_reminder_does_not_decide_over_the_answer() -> None:
    raw = letter("Em gửi báo cáo chính thức ạ.", subject="Re: Nhắc gửi báo cáo nhanh")
    assert (of(raw).kind, of(raw).contradictions) == (ReportKind.OFFICIAL, ())
    assert of(letter("Em gửi ạ.", subject="Re: Nhắc gửi báo cáo nhanh")).kind is ReportKind.QUICK


def test_a_mail_that_opens_with_what_it_sends_says_its_kind() -> None:
    assert of(letter("Gửi VP báo cáo chính thức ạ.", subject="BC 6 tháng")).kind is ReportKind.OFFICIAL
    assert of(letter("Gửi Ban Chính sách,\nEm gửi ạ.", subject="BC 6 tháng")).kind is None


def test_two_reports_in_one_mail_are_for_a_person() -> None:
    found = of(letter("x", files=["BC nhanh.docx", "BC chinh thuc.docx"]))
    assert found.kind is None
    assert "tách riêng" in found.contradictions[0]
