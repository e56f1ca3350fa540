"""Reports that deviate from their outline at random, and what a careful clerk would file where."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import strategies as st

from domain.document import Document
from domain.report import MappedReport
from domain.template import Section, Template
from tests.support.reports import document

#: Numbers of the three levels: how units write them.
SCHEMES = (
    ("{R}. ", "{n}. ", "{p}.{n}. "),
    ("{R}/ ", "{n}/ ", "{a}) "),
    ("{R}- ", "{n}- ", "{p}.{n}- "),
    ("{R}.", "{n}.", "{p}.{n}."),
    ("{A}. ", "{R}. ", "{n}. "),
    ("{R}./ ", "{n}./ ", "{a}. "),
    ("{n}. ", "{p}.{n}. ", "{a}) "),
    ("{R}. ", "{n}. ", "- "),
    ("{R}. ", "{n}. ", "* "),
    ("{R}. ", "", ""),
    ("{R} ", "{n} ", "{p}.{n} "),
)
RESULT_NAMES = ("Kết quả đạt được", "Ưu điểm", "Mặt được", "Những kết quả đã đạt được", "Kết quả", "KQ đạt được")
SHORTCOMING_NAMES = (
    "Tồn tại, hạn chế",
    "Hạn chế",
    "Những tồn tại, hạn chế",
    "Mặt chưa được",
    "Khó khăn, vướng mắc",
    "Tồn tại",
)
RESULT_TEXTS = (
    "Đã tổ chức {n} hội nghị với {m} lượt người tham dự, đạt {n}% kế hoạch.",
    "Phối hợp với chính quyền kiểm tra tại {n} cơ sở, kiến nghị xử lý {m} trường hợp.",
    "Trao {n} suất quà trị giá {m} triệu đồng cho đoàn viên có hoàn cảnh khó khăn.",
    "Về công tác phối hợp: ký kết {n} chương trình với các ngành, triển khai tại {m} đơn vị.",
    "Mở {n} lớp tập huấn cho {m} cán bộ; cấp phát tài liệu đầy đủ, kịp thời.",
    "Ban hành {n} văn bản hướng dẫn; duy trì giao ban hằng tháng với {m} cơ sở.",
    "Trong kỳ có {n} tập thể, {m} cá nhân được khen thưởng: gồm bằng khen và giấy khen các loại.",
)
SHORTCOMING_TEXTS = (
    "Một số cơ sở chưa tổ chức sinh hoạt định kỳ, còn {n} nơi nộp chậm.",
    "Chất lượng hoạt động ở {n} đơn vị chưa cao, mới đạt {m}% yêu cầu.",
    "Cán bộ kiêm nhiệm nên còn lúng túng; {n} nơi chưa có quy chế, {m} nơi thiếu kinh phí.",
    "Nguyên nhân: địa bàn rộng, {n} cơ sở ở xa trung tâm trên {m} km.",
)
BULLETS = ("- ", "+ ", "", "• ", "* ")


@dataclass(frozen=True)
class Deviation:
    """One way of departing from an outline."""

    scheme: tuple[str, str, str] = SCHEMES[0]
    bold: bool = True
    colon: bool = False
    run_in: bool = False
    caps_second: bool = False
    no_accents: bool = False
    front: bool = False
    part_level: bool = False
    bullet: str = "- "
    swapped: tuple[int, ...] = ()
    omitted: frozenset[str] = frozenset()
    #: Leaf id → how its role is named.
    names: tuple[int, int] = (0, 0)
    typos: bool = False
    glued: bool = False
    no_role_headings: bool = False
    closing: bool = True
    #: The tasks ahead are listed under the names of the fields again.
    tasks_by_field: bool = False
    #: A section of the unit's own stands among the others, which are renumbered.
    inserted: int = 0
    #: Causes have a heading of their own after the shortcomings.
    causes: bool = False
    #: Results have sub-headings of their own.
    sub_headings: bool = False
    #: The shortcomings of all fields stand together at the end, each with the name of its field.
    joint: bool = False
    seed: int = 0


@dataclass
class Written:
    """A report and its truth."""

    document: Document
    truth: dict[str, list[str]] = field(default_factory=dict)


def deviations(template: Template) -> st.SearchStrategy[Deviation]:
    """Return a strategy of deviations from `template`."""
    leaves = [s.id for s in template.sections if s.leaf]
    return st.builds(
        Deviation,
        scheme=st.sampled_from(SCHEMES),
        bold=st.booleans(),
        colon=st.booleans(),
        run_in=st.booleans(),
        caps_second=st.booleans(),
        no_accents=st.booleans(),
        front=st.booleans(),
        part_level=st.booleans(),
        bullet=st.sampled_from(BULLETS),
        swapped=st.lists(st.integers(0, 3), max_size=1).map(tuple),
        omitted=st.frozensets(st.sampled_from(leaves), max_size=4),
        names=st.tuples(st.integers(0, 5), st.integers(0, 5)),
        typos=st.booleans(),
        glued=st.booleans(),
        no_role_headings=st.booleans(),
        closing=st.booleans(),
        tasks_by_field=st.booleans(),
        inserted=st.integers(0, 3),
        causes=st.booleans(),
        sub_headings=st.booleans(),
        joint=st.booleans(),
        seed=st.integers(0, 9999),
    ).map(_readable)


def _readable(d: Deviation) -> Deviation:
    """Leave out what no clerk could read either: bare titles without number and weight, run together with text."""
    unnumbered = d.scheme[1] == ""
    changes: dict[str, object] = {}
    if unnumbered:
        changes["bold"] = True
    if d.run_in:
        changes["colon"] = True
    return Deviation(**{**d.__dict__, **changes}) if changes else d


def write(template: Template, d: Deviation) -> Written:
    """Return the report that `d` makes of `template`, with its truth."""
    return _Writer(template, d).write()


class _Writer:
    def __init__(self, template: Template, d: Deviation) -> None:
        self._template, self._d = template, d
        self._lines: list[str] = []
        self._truth: dict[str, list[str]] = {}
        self._count = d.seed
        self._numbers: dict[str, int] = {}

    def write(self) -> Written:
        self._lines += ["^**LIÊN ĐOÀN LAO ĐỘNG TỈNH**", "^**BÁO CÁO**", "^**Kết quả công tác 6 tháng đầu năm 2017**"]
        self._lines.append("Thực hiện công văn của cấp trên, đơn vị báo cáo kết quả như sau:")
        top = list(self._template.children(None))
        if self._d.front:
            self._head(None, 0, 1, "ĐẶC ĐIỂM TÌNH HÌNH")
            self._lines.append("- Đơn vị có 12 cơ sở trực thuộc, đóng trên địa bàn rộng.")
        half = len(top) // 2
        for i, section in enumerate(top):
            if self._d.part_level and i in (0, half):
                self._lines.append(f"^**Phần thứ {'nhất' if i == 0 else 'hai'}**")
            self._section(section, 0, i + 1 + self._d.front)
        if self._d.closing:
            self._lines += ["Trên đây là báo cáo của đơn vị.", "^**Nơi nhận:**", "^**CHỦ TỊCH**", "^**(đã ký)**"]
        plain = [_bare(line) for line in self._lines] if self._d.no_accents else self._lines
        truth = {k: [_bare(t) if self._d.no_accents else t for t in v] for k, v in self._truth.items()}
        return Written(document(*plain), truth)

    def _section(self, section: Section, depth: int, number: int) -> None:
        if section.leaf:
            self._leaf(section, depth, number)
            return
        self._head(section, depth, number, section.title)
        children = self._present(section)
        if all(c.leaf for c in children) and (self._d.no_role_headings or self._d.joint):
            for i, child in enumerate(c for c in children if not (self._d.joint and c.id.endswith(".2"))):
                self._texts(child, lead=i > 0 or child.id.endswith(".2"))
            return
        self._children(children, depth + 1)
        if self._d.joint and depth == 0 and children:
            self._joint(children)

    def _children(self, children: list[Section], depth: int) -> None:
        inserted = 0
        for i, child in enumerate(children):
            if depth == 1 and self._d.inserted == i > 0:
                inserted = 1
                self._head(None, depth, i + 1, "Công tác quốc phòng và phòng chống bão lụt")
                self._lines.append(f"{self._d.bullet}Tham gia diễn tập phòng thủ theo kế hoạch của địa phương.")
            self._section(child, depth, i + 1 + inserted)

    def _joint(self, children: list[Section]) -> None:
        """One list of shortcomings for all fields, after the last of them and numbered on."""
        self._head(None, 1, len(children) + 1 + (0 < self._d.inserted < len(children)), "Tồn tại, hạn chế chung")
        for child in children:
            for leaf in self._template.children(child.id):
                if leaf.id.endswith(".2") and leaf.id not in self._d.omitted:
                    text = SHORTCOMING_TEXTS[self._count % 3].format(n=100 + self._count, m=8000 + self._count)
                    self._count += 1
                    text = f"Về {child.title[0].lower()}{child.title[1:]}: {text}"
                    self._truth.setdefault(leaf.id, []).append(text)
                    self._lines.append((self._d.bullet or "- ") + text)

    def _present(self, section: Section) -> list[Section]:
        children = [c for c in self._template.children(section.id) if not (c.leaf and c.id in self._d.omitted)]
        for at in self._d.swapped:
            if at + 1 < len(children) and not children[0].leaf:
                children[at], children[at + 1] = children[at + 1], children[at]
        return children

    def _leaf(self, section: Section, depth: int, number: int) -> None:
        if section.id in self._d.omitted:
            return
        if depth == 2:
            number = 1 if section.id.endswith("1") else 2
        title = self._role_name(section) if depth == 2 else section.title
        self._head(section, depth, number, title, run_in=self._d.run_in and depth == 2)
        if depth == 0 and self._d.tasks_by_field and number > 2:
            self._by_field(section)
            return
        if depth == 2 and number == 1 and self._d.sub_headings and not self._d.run_in:
            self._lines.append("**Công tác phối hợp, kiểm tra cơ sở:**")
        self._texts(section, continued=self._d.run_in and depth == 2)
        if depth == 2 and number == 2 and self._d.causes:
            self._head(section, depth, 3, "Nguyên nhân")
            self._texts(section)

    def _by_field(self, section: Section) -> None:
        fields = [s.title for s in self._template.sections if s.id.count(".") == 1][:4]
        for i, title in enumerate(fields):
            self._head(section, 1, i + 1, title)
            self._texts(section)

    def _role_name(self, section: Section) -> str:
        names = RESULT_NAMES if section.id.endswith("1") else SHORTCOMING_NAMES
        return names[self._d.names[section.id.endswith("2")]]

    def _head(self, section: Section | None, depth: int, number: int, title: str, run_in: bool = False) -> None:
        parent = self._numbers.get(str(depth - 1), 1)
        self._numbers[str(depth)] = number
        mark = self._d.scheme[depth].format(
            R=("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")[number],
            A="?ABCDEGHIKLMN"[number],
            a="?abcdđeghiklmn"[number],
            n=number,
            p=parent,
        )
        text = mark + self._spoilt(title, depth) + (":" if self._d.colon or run_in else "")
        self._lines.append(f"**{text}**" if self._d.bold else text)

    def _spoilt(self, title: str, depth: int) -> str:
        if self._d.caps_second and depth == 1:
            title = title.upper()
        if self._d.glued and len(title) > 20:
            words = title.split()
            at = 2 + self._d.seed % (len(words) - 3)
            title = " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])
        if self._d.typos and len(title) > 20:
            at = 8 + self._d.seed % 7
            title = title[:at] + title[at + 1 :]
        return title

    def _texts(self, section: Section, continued: bool = False, lead: bool = False) -> None:
        bad = section.id.endswith(".2") and section.id.count(".") == 2
        pool = SHORTCOMING_TEXTS if bad else RESULT_TEXTS
        texts = []
        for _ in range(1 if lead else 1 + self._count % 3):
            self._count += 1
            texts.append(pool[self._count % len(pool)].format(n=100 + self._count, m=7000 + self._count))
        if lead:
            texts = ["Tuy nhiên, còn hạn chế: " + t[0].lower() + t[1:] for t in texts]
        self._truth.setdefault(section.id, []).extend(texts)
        first = texts
        if continued:
            self._lines[-1] += f" {texts[0]}"
            first = texts[1:]
        self._lines += [self._d.bullet + t for t in first]


def _bare(text: str) -> str:
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in text if not unicodedata.combining(c))


def judge(written: Written, report: MappedReport) -> Counter[str]:
    """Count the paragraphs by what became of them: right, flagged, unplaced, silent, lost."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for entry in report.entries:
        found.setdefault(entry.text, []).append((entry.section, entry.needs_review))
    kept = {u.text.lstrip("-+•* ") for u in report.unplaced}
    places: Counter[str] = Counter()
    for section, texts in written.truth.items():
        for text in texts:
            homes = found.get(text, [])
            if any(home == section for home, _ in homes):
                places["right"] += 1
            elif homes:
                places["flagged" if homes[0][1] else "silent"] += 1
            else:
                places["unplaced" if text in kept else "lost"] += 1
    return places
