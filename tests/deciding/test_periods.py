"""Days, deadlines and periods on Vietnam's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.period import VIETNAM, Deadline, Period, ReportKind, current_period, end_of_day

days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
zones = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


class TestDeadline:
    @given(day=days, before=st.timedeltas(timedelta(microseconds=1), timedelta(days=400)), zone=zones)
    def test_everything_before_midnight_is_in_time_wherever_the_clock_stands(
        self, day: date, before: timedelta, zone: timezone
    ) -> None:
        deadline = Deadline(last_day=day)
        assert deadline.met_by((deadline.passed_at - before).astimezone(zone))
        assert not deadline.met_by((deadline.passed_at + before).astimezone(zone))
        assert not deadline.met_by(deadline.passed_at.astimezone(zone))

    @given(day=days)
    def test_midnight_is_seven_hours_early_in_utc(self, day: date) -> None:
        assert end_of_day(day) == datetime(day.year, day.month, day.day, 17, tzinfo=UTC)

    @given(day=days, moment=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=zones))  # noqa: DTZ001
    def test_in_time_is_a_matter_of_the_day_in_vietnam_alone(self, day: date, moment: datetime) -> None:
        assert Deadline(last_day=day).met_by(moment) == (moment.astimezone(VIETNAM).date() <= day)

    def test_a_naive_arrival_is_refused(self) -> None:
        with pytest.raises(ValueError, match="aware"):
            Deadline(last_day=date(2017, 6, 4)).met_by(datetime(2017, 6, 4))  # noqa: DTZ001


class TestPeriod:
    def test_each_kind_has_its_own_deadline(self) -> None:
        quick, official = Deadline(last_day=date(2017, 6, 4)), Deadline(last_day=date(2017, 6, 20))
        period = Period(id="x", name="x", template_id="x", opens=date(2017, 5, 1), quick=quick, official=official)
        assert period.deadline(ReportKind.QUICK) is quick
        assert period.deadline(ReportKind.OFFICIAL) is official

    @pytest.mark.parametrize("kind", ReportKind)
    def test_each_kind_is_the_other_of_the_other(self, kind: ReportKind) -> None:
        assert kind.other is not kind
        assert kind.other.other is kind


class TestCurrentPeriod:
    @given(opens=st.lists(days, unique=True, max_size=5), on=days)
    def test_it_is_the_latest_that_has_opened_else_the_first_to_open(self, opens: list[date], on: date) -> None:
        found = current_period([Period(id=str(d), name="x", template_id="x", opens=d) for d in opens], on)
        opened = [day for day in opens if day <= on]
        expected = max(opened) if opened else min(opens, default=None)
        assert (found.opens if found else None) == expected
