"""What a reminder says, for every purpose and every state of what is known."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest

from domain.errors import ConfigError, LetterTemplateError
from domain.letters import Letter
from domain.period import VIETNAM, Dispatch, ReportKind
from domain.reminders import PlannedLetter, Purpose
from domain.unit import Unit, UnitAddress
from notifier.compose import Office, check_templates, compose_reminder, message_id_of
from notifier.letter_templates import BUILT_IN
from tests.support.sample_letters import DISPATCH, NOW, OFFICE, OUTLINE, UNIT, planned

BARE_OFFICE = replace(OFFICE, phone="", contact="", reply_to="")
LONG_NAME = replace(
    UNIT, name="Công đoàn ngành Nông nghiệp và Phát triển nông thôn các huyện miền núi phía Tây và vùng lân cận"
)


def compose(
    letter: PlannedLetter, *, office: Office = OFFICE, now: datetime = NOW, folder: Path | None = None
) -> Letter:
    return compose_reminder(letter, now, template=OUTLINE, office=office, templates=folder)


def every_letter() -> list[Letter]:
    """Compose every purpose under every combination of what is known and what is not."""
    return [
        compose(
            planned(
                purpose,
                last_day=last_day,
                kind=kind,
                unit=unit,
                dispatch=dispatch,
                missing=tuple(s.id for s in OUTLINE.leaves) if purpose is Purpose.INCOMPLETE else None,
                other_received_at=other,
            ),
            office=office,
        )
        for purpose, last_day, kind, unit, dispatch, other, office in product(
            Purpose,
            (None, NOW.date() + timedelta(3), NOW.date(), NOW.date() - timedelta(2)),
            ReportKind,
            (UNIT, LONG_NAME),
            (DISPATCH, Dispatch(), Dispatch(number="3"), Dispatch(dated=date(2031, 1, 9))),
            (None, NOW - timedelta(days=1)),
            (OFFICE, BARE_OFFICE),
        )
    ]


EVERY_LETTER = every_letter()


class _Words(HTMLParser):
    """Collects the text that a reader of the page sees."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in ("head", "title")
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words += data.split()


def read_html(html: str) -> _Words:
    page = _Words()
    page.feed(html)
    return page


def flat(text: str) -> str:
    return " ".join(text.split())


class TestEveryLetter:
    def test_it_fits_the_width_of_a_mail(self) -> None:
        assert max(len(line) for letter in EVERY_LETTER for line in letter.text.splitlines()) <= 78

    def test_it_fits_one_screen(self) -> None:
        assert max(len(letter.text.splitlines()) for letter in EVERY_LETTER) <= 40

    def test_the_subject_is_one_line_without_gaps(self) -> None:
        assert all(letter.subject == flat(letter.subject) for letter in EVERY_LETTER)

    def test_no_gap_is_left_where_something_is_not_known(self) -> None:
        for letter in EVERY_LETTER:
            told = letter.subject + flat(letter.text)
            assert not re.search(r"None|Undefined|\{|\}|  | ,|,,| \.|\.\.|\( | \)|\(\)|“”", told), told

    def test_text_and_html_say_the_same(self) -> None:
        for letter in EVERY_LETTER:
            plain = [word for word in letter.text.split() if word != "-"]
            shown = "".join(read_html(letter.html).words)
            assert shown == "".join(plain)

    def test_it_is_addressed_to_the_standing_committee_and_signed(self) -> None:
        for letter in EVERY_LETTER:
            assert letter.text.startswith("Kính gửi: Ban Thường vụ ")
            assert f"\n{OFFICE.signed_by}\n" in letter.text
            assert "Trân trọng cảm ơn" in letter.text
            assert "xin bỏ qua thư này" in flat(letter.text)

    def test_it_neither_threatens_nor_shouts(self) -> None:
        for letter in EVERY_LETTER:
            own = letter.text.replace("VIỆC LÀM VÀ ĐỜI SỐNG", "").replace("KẾT QUẢ HOẠT ĐỘNG", "").replace("LĐLĐ", "")
            assert not re.search(r"[A-ZĐ]{4,}|!|phê bình|kiểm điểm|xử lý|yêu cầu ngay", own)

    def test_html_loads_nothing_from_elsewhere(self) -> None:
        links = {link for letter in EVERY_LETTER for link in read_html(letter.html).links}
        assert links == {f"mailto:{OFFICE.reply_to}", f"mailto:{OFFICE.sender}"}

    def test_it_says_where_to_send(self) -> None:
        assert all(letter.reply_to in letter.text for letter in EVERY_LETTER)


class TestWhatEachSays:
    def test_a_reminder_before_the_deadline(self) -> None:
        letter = compose(planned(Purpose.UPCOMING))
        assert letter.subject == "Nhắc nộp báo cáo nhanh tổng kết năm 2030 (hạn: hết ngày 06/02/2031)"
        assert letter.text == (
            "Kính gửi: Ban Thường vụ Liên đoàn Lao động huyện Suối Ngọ\n"
            "\n"
            "Thực hiện Công văn số 12/LĐLĐ ngày 09/01/2031 của Liên đoàn Lao động tỉnh\n"
            "Hòa Lạc về việc sơ kết công tác năm, Văn phòng Liên đoàn Lao động tỉnh Hòa\n"
            "Lạc kính nhắc đơn vị gửi báo cáo nhanh tổng kết năm 2030 đúng hạn.\n"
            "\n"
            "- Hạn nộp: hết ngày 06/02/2031 (thứ Năm), còn 2 ngày.\n"
            "- Số liệu tính đến hết ngày 31/12/2030.\n"
            "- Tình hình: đến 09 giờ 00 ngày 04/02/2031 chưa nhận được báo cáo nhanh của\n"
            "  đơn vị.\n"
            "- Gửi về hộp thư: nhanbaocao@hoalac.example.\n"
            "- Cần trao đổi, xin liên hệ bộ phận tổng hợp, điện thoại 000\u00a0123\u00a04567.\n"
            "\n"
            "Trân trọng cảm ơn sự phối hợp của đơn vị.\n"
            "\n"
            "Văn phòng Liên đoàn Lao động tỉnh Hòa Lạc\n"
            "\n"
            "Thư này do hệ thống theo dõi báo cáo của Liên đoàn Lao động tỉnh Hòa Lạc tự\n"
            "động gửi. Nếu đơn vị vừa gửi báo cáo, xin bỏ qua thư này.\n"
        )

    def test_a_reminder_on_the_last_day(self) -> None:
        letter = compose(planned(Purpose.TODAY), now=datetime(2031, 2, 6, 8, tzinfo=VIETNAM))
        assert "Hôm nay là ngày cuối gửi báo cáo nhanh" in flat(letter.text)
        assert "- Hạn nộp: hết hôm nay, ngày 06/02/2031 (thứ Năm)." in letter.text

    def test_a_reminder_after_the_deadline_stays_courteous(self) -> None:
        letter = compose(planned(Purpose.OVERDUE), now=datetime(2031, 2, 9, 8, tzinfo=VIETNAM))
        assert letter.subject.endswith("(đã quá hạn: hết ngày 06/02/2031)")
        assert "kính đề nghị đơn vị sớm gửi báo cáo nhanh" in flat(letter.text)
        assert "hết ngày 06/02/2031 (thứ Năm), đến nay đã quá 3 ngày." in letter.text

    def test_a_letter_about_missing_sections_names_each(self) -> None:
        letter = compose(planned(Purpose.INCOMPLETE))
        assert letter.subject == (
            "Đề nghị bổ sung 2 mục của báo cáo nhanh tổng kết năm 2030 (hạn: hết ngày 06/02/2031)"
        )
        assert "đã nhận được báo cáo nhanh tổng kết năm 2030 của đơn vị lúc 16 giờ 20 ngày 03/02/2031" in flat(
            letter.text
        )
        assert "\n- 1.2. Mặt chưa được (1. Công tác nữ công)\n- Kiến nghị <với tỉnh> & trung ương\n" in letter.text
        assert "chưa nhận được" not in letter.text
        assert "xin ghi “Không có”" in flat(letter.text)
        assert "<li>Kiến nghị &lt;với tỉnh&gt; &amp; trung ương</li>" in letter.html

    def test_after_the_deadline_it_does_not_speak_of_days_late(self) -> None:
        letter = compose(planned(Purpose.INCOMPLETE), now=datetime(2031, 2, 9, 8, tzinfo=VIETNAM))
        assert "hạn" not in letter.subject
        assert "quá" not in letter.text
        assert "gửi bổ sung sớm" in flat(letter.text)

    @pytest.mark.parametrize("purpose", Purpose)
    def test_without_a_deadline_no_date_is_promised(self, purpose: Purpose) -> None:
        letter = compose(planned(purpose, last_day=None, kind=ReportKind.OFFICIAL))
        assert "hạn:" not in letter.subject
        assert "06/02/2031" not in letter.text + letter.subject
        assert "quá hạn" not in letter.text + letter.subject
        assert purpose is Purpose.INCOMPLETE or "theo thời gian quy định" in flat(letter.text)

    def test_what_came_already_is_acknowledged(self) -> None:
        arrived = datetime(2031, 2, 1, 1, 5, tzinfo=UTC)
        letter = compose(planned(kind=ReportKind.OFFICIAL, other_received_at=arrived))
        assert (
            "đã nhận báo cáo nhanh (lúc 08 giờ 05 ngày 01/02/2031), chưa nhận được báo cáo chính thức của đơn vị."
        ) in flat(letter.text)

    @pytest.mark.parametrize(
        ("dispatch", "words"),
        [
            (Dispatch(), "Thực hiện công văn của Liên đoàn Lao động tỉnh Hòa Lạc về việc báo cáo tổng kết năm 2030,"),
            (Dispatch(number="7"), "Thực hiện Công văn số 7 của"),
            (Dispatch(dated=date(2017, 3, 9)), "Thực hiện Công văn ngày 09/3/2017 của"),
            (Dispatch(subject="về việc báo cáo năm"), "về việc báo cáo năm,"),
            (Dispatch(subject="V/v: Báo cáo năm"), "về việc Báo cáo năm,"),
            (Dispatch(subject="về hướng dẫn tổng kết"), "về việc hướng dẫn tổng kết,"),
            (Dispatch(subject="vềnguồn"), "về việc vềnguồn,"),
        ],
    )
    def test_the_dispatch_is_cited_with_what_is_known_of_it(self, dispatch: Dispatch, words: str) -> None:
        assert words in flat(compose(planned(dispatch=dispatch)).text)

    def test_a_section_that_the_outline_no_longer_has_is_still_named(self) -> None:
        assert "- Mục Z.9\n" in compose(planned(Purpose.INCOMPLETE, missing=("Z.9",))).text

    def test_hours_are_those_of_vietnam_wherever_the_machine_stands(self) -> None:
        assert "đến 00 giờ 30 ngày 05/02/2031" in flat(
            compose(planned(), now=datetime(2031, 2, 4, 17, 30, tzinfo=UTC)).text
        )


class TestWhoGetsIt:
    def test_only_the_main_address_of_that_day(self) -> None:
        assert compose(planned()).to == ("chinh@suoingo.example",)
        assert compose(planned(), now=datetime(2030, 12, 30, 9, tzinfo=VIETNAM)).to == ("cu@suoingo.example",)
        assert compose(planned()).cc == ()

    def test_the_day_is_the_one_in_vietnam(self) -> None:
        assert compose(planned(), now=datetime(2030, 12, 31, 17, tzinfo=UTC)).to == ("chinh@suoingo.example",)

    def test_a_unit_without_address_is_a_mistake_of_the_caller(self) -> None:
        with pytest.raises(ValueError, match="no address"):
            compose(
                planned(
                    unit=Unit(
                        id="x", name="X", addresses=(UnitAddress(email="a@b.example", valid_to=date(2000, 1, 1)),)
                    )
                )
            )

    def test_a_naive_clock_is_refused(self) -> None:
        with pytest.raises(ValueError, match="aware"):
            compose(planned(), now=datetime(2031, 2, 4, 9))  # noqa: DTZ001


class TestMessageId:
    def test_the_same_reminder_always_has_the_same_one(self) -> None:
        later = compose(planned(), now=NOW + timedelta(hours=3))
        assert compose(planned()).message_id == later.message_id == message_id_of(planned().key, OFFICE)

    def test_every_other_reminder_has_another(self) -> None:
        key = planned().key
        keys = [
            key,
            replace(key, period="2031-b"),
            replace(key, unit="khac"),
            replace(key, kind=ReportKind.OFFICIAL),
            replace(key, step="truoc-1"),
            replace(key, last_day=date(2031, 2, 7)),
            replace(key, last_day=None),
            replace(key, period="2031-asuoi", unit="-ngo"),
        ]
        assert len({message_id_of(k, OFFICE) for k in keys}) == len(keys)

    def test_it_has_the_form_that_mail_wants(self) -> None:
        assert re.fullmatch(r"<baocao\.[0-9a-f]{32}@hoalac\.example>", compose(planned()).message_id)


class TestTemplatesOfTheOffice:
    def test_one_of_the_same_name_stands_in_place_of_the_built_in_one(self, tmp_path: Path) -> None:
        (tmp_path / "upcoming.txt.j2").write_text(
            "Tiêu đề: {{ report }} & <hết>\nXin gửi {{ report }}.\n", encoding="utf-8"
        )
        letter = compose(planned(), folder=tmp_path)
        assert letter.subject == "báo cáo nhanh tổng kết năm 2030 & <hết>"
        assert letter.text == "Xin gửi báo cáo nhanh tổng kết năm 2030.\n"
        assert "<title>báo cáo nhanh tổng kết năm 2030 &amp; &lt;hết&gt;</title>" in letter.html
        assert (
            "Hôm nay"
            in compose(planned(Purpose.TODAY), folder=tmp_path, now=datetime(2031, 2, 6, 8, tzinfo=VIETNAM)).text
        )

    def test_its_frame_serves_the_built_in_letters(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt.j2").write_text(
            "Tiêu đề: {% block subject %}{% endblock %}\n\nKhung riêng.\n", encoding="utf-8"
        )
        letter = compose(planned(), folder=tmp_path)
        assert letter.text == "Khung riêng.\n"
        assert letter.subject.startswith("Nhắc nộp báo cáo nhanh")

    def test_a_template_changed_on_disk_is_used_at_once(self, tmp_path: Path) -> None:
        file = tmp_path / "upcoming.txt.j2"
        for words in ("lần một", "lần hai, dài hơn"):
            file.write_text(f"Tiêu đề: thử\n{words}\n", encoding="utf-8")
            assert compose(planned(), folder=tmp_path).text == f"{words}\n"

    @pytest.mark.parametrize(
        "source",
        [
            "Tiêu đề: {{ ten_sai }}\nthân thư",
            "Tiêu đề: {{ report\nthân thư",
            "Tiêu đề: {% include 'khong-co.j2' %}\nthân thư",
            "Tiêu đề: {{ days_left / 0 }}\nthân thư",
            "Tiêu đề: {{ report + 1 }}\nthân thư",
            "Tiêu đề: {{ report.__class__.__mro__ }}\nthân thư",
            "Tiêu đề: {% extends '../../etc/passwd' %}\nthân thư",
            "Tiêu đề:\nthân thư",
            "Tiêu đề: chỉ có tiêu đề\n",
            "Kính gửi đơn vị\nthân thư",
            "",
        ],
    )
    def test_a_faulty_one_is_named_and_no_letter_is_made(self, tmp_path: Path, source: str) -> None:
        (tmp_path / "upcoming.txt.j2").write_text(source, encoding="utf-8")
        with pytest.raises(LetterTemplateError, match=r"upcoming\.txt\.j2"):
            compose(planned(), folder=tmp_path)

    def test_one_in_another_encoding_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "upcoming.txt.j2").write_bytes("Tiêu đề: thử\nthân thư".encode("utf-16"))
        with pytest.raises(LetterTemplateError, match=r"upcoming\.txt\.j2"):
            compose(planned(), folder=tmp_path)


class TestChecking:
    def test_the_built_in_ones_are_sound(self) -> None:
        (sentence,) = check_templates(OFFICE, None)
        assert "4 mẫu thư" in sentence

    def test_every_problem_is_told_at_once(self, tmp_path: Path) -> None:
        for name in ("upcoming.txt.j2", "overdue.html.j2"):
            (tmp_path / name).write_text("{{ sai }}", encoding="utf-8")
        with pytest.raises(ConfigError) as raised:
            check_templates(OFFICE, tmp_path)
        assert len(raised.value.problems) == 2

    def test_a_missing_folder_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match="khong-co"):
            check_templates(OFFICE, tmp_path / "khong-co")

    def test_every_purpose_has_its_pair(self) -> None:
        pairs = {f"{purpose.value}.{form}.j2" for purpose in Purpose for form in ("txt", "html")}
        assert {f.name for f in BUILT_IN.iterdir()} == pairs | {"letter.txt.j2", "letter.html.j2"}

    def test_the_built_in_ones_name_no_period_unit_or_office(self) -> None:
        for file in BUILT_IN.iterdir():
            words = re.sub(r"\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
            assert not re.search(r"20\d\d|Đắk Lắk|Liên đoàn|Công đoàn|6 tháng|@", words), file.name


class TestOffice:
    @pytest.mark.parametrize(
        "wrong",
        [{"sender": "vanphong"}, {"reply_to": "a@b.example, c@d.example"}, {"message_id_domain": "a b.example>"}],
    )
    def test_what_could_not_stand_in_a_header_is_refused(self, wrong: dict[str, str]) -> None:
        with pytest.raises(ConfigError, match=next(iter(wrong))):
            replace(OFFICE, **wrong)

    def test_every_problem_is_told_at_once(self) -> None:
        with pytest.raises(ConfigError) as raised:
            replace(OFFICE, sender="x", reply_to="y", message_id_domain="")
        assert len(raised.value.problems) == 3
