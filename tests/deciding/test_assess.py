"""How a mail ends, from all that was found out about it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assess import assess
from domain.document import FileKind, Unreadable, UnreadableCause
from domain.identity import Identity, Judgement
from domain.mail import Disposition
from domain.outcome import Accepted, NeedsReview, NotAReport
from domain.period import ReportKind
from domain.report import MappedReport, ReadMail, SectionEntry

ENTRY = SectionEntry(section="I", text="x", file="x.docx", where="đoạn 1", confidence=0.9)
LOCKED = Unreadable(
    name="bao-cao.doc", kind=FileKind.UNKNOWN, cause=UnreadableCause.PASSWORD, reason="tệp có mật khẩu", detail=""
)
REPORT = Judgement(disposition=Disposition.REPORT, reason="có báo cáo đính kèm")
KNOWN = Identity(unit="a", kind=ReportKind.QUICK)
READ = ReadMail(mapped=MappedReport(entries=(ENTRY,)))


def nobody_asks(unit: str) -> frozenset[ReportKind]:
    raise AssertionError(f"nobody needs to know what {unit} has sent")


class TestTurns:
    def test_a_clear_report_is_accepted(self) -> None:
        assert assess(REPORT, KNOWN, READ, nobody_asks) == Accepted(
            unit="a", kind=ReportKind.QUICK, kind_inferred=False, mapped=READ.mapped
        )

    @pytest.mark.parametrize(
        ("sent", "kind"),
        [
            (frozenset(), ReportKind.QUICK),
            (frozenset({ReportKind.QUICK}), ReportKind.OFFICIAL),
            (frozenset({ReportKind.OFFICIAL}), ReportKind.QUICK),
        ],
    )
    def test_one_that_does_not_tell_its_kind_is_taken_for_the_one_that_is_due(
        self, sent: frozenset[ReportKind], kind: ReportKind
    ) -> None:
        result = assess(REPORT, replace(KNOWN, kind=None), READ, lambda unit: sent if unit == "a" else frozenset())
        assert isinstance(result, Accepted)
        assert (result.kind, result.kind_inferred) == (kind, True)

    def test_one_that_cannot_be_read_says_which_file_and_why(self) -> None:
        result = assess(REPORT, KNOWN, ReadMail(mapped=MappedReport(), unreadable=(LOCKED,)), nobody_asks)
        assert isinstance(result, NeedsReview)
        assert result.reasons == ("Không đọc được tệp “bao-cao.doc”: tệp có mật khẩu",)
        assert (result.unit, result.kind, result.unreadable) == ("a", ReportKind.QUICK, (LOCKED,))

    def test_one_that_is_read_in_part_is_accepted_with_the_file_that_was_not(self) -> None:
        result = assess(REPORT, KNOWN, replace(READ, unreadable=(LOCKED,)), nobody_asks)
        assert isinstance(result, Accepted)
        assert result.unreadable == (LOCKED,)

    def test_a_contradiction_is_told_in_its_own_words_alone(self) -> None:
        torn = Identity(unit=None, kind=None, contradictions=("Địa chỉ của A, văn bản của B.",))
        result = assess(REPORT, torn, READ, nobody_asks)
        assert isinstance(result, NeedsReview)
        assert result.reasons == ("Địa chỉ của A, văn bản của B.",)


identities = st.builds(
    Identity,
    unit=st.none() | st.just("a"),
    kind=st.none() | st.sampled_from(ReportKind),
    contradictions=st.sampled_from([(), (), ("Mâu thuẫn.",)]),
)
reads = st.builds(
    ReadMail,
    mapped=st.builds(MappedReport, entries=st.sampled_from([(), (ENTRY,)])),
    unreadable=st.sampled_from([(), (LOCKED,)]),
)
judgements = st.builds(Judgement, disposition=st.sampled_from(Disposition), reason=st.just("vì thế"))


class TestEveryMail:
    @given(judgement=judgements, identity=identities, read=reads, sent=st.sets(st.sampled_from(ReportKind)))
    def test_ends_in_the_one_way_that_its_facts_allow(
        self, judgement: Judgement, identity: Identity, read: ReadMail, sent: set[ReportKind]
    ) -> None:
        result = assess(judgement, identity, read, lambda _: frozenset(sent))
        certain = identity.unit is not None and not identity.contradictions and bool(read.mapped.entries)
        if judgement.disposition is not Disposition.REPORT:
            assert result == NotAReport(unit=identity.unit)
        elif certain:
            assert isinstance(result, Accepted)
            assert result.kind_inferred == (identity.kind is None)
            assert result.kind is (identity.kind or result.kind)
            assert (result.mapped, result.unreadable) == (read.mapped, read.unreadable)
        else:
            assert isinstance(result, NeedsReview)
            assert result.reasons
            assert all(reason.strip() for reason in result.reasons)
            assert (result.mapped, result.unreadable) == (read.mapped, read.unreadable)
