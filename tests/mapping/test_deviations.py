"""Reports that deviate at random: nothing is lost, next to nothing is filed wrongly in silence."""

from collections import Counter

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings

from parsers.mapping import map_report
from tests.support.deviations import Deviation, deviations, judge, write
from tests.support.reports import UNION

#: Shares over all reports of a run; see the numbers a longer run reaches in the commit that set them.
RIGHT, SILENT, FALSELY_ABSENT = 0.99, 0.001, 0.005
REPORTS = 250


def test_most_of_what_random_reports_say_is_filed_where_a_clerk_would():
    places: Counter[str] = Counter()
    absent: Counter[bool] = Counter()

    @hypothesis.seed(20170605)
    @settings(
        max_examples=REPORTS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(deviations(UNION))
    def run(deviation: Deviation) -> None:
        written = write(UNION, deviation)
        report = map_report([written.document], UNION)
        found = judge(written, report)
        assert found["lost"] == 0
        places.update(found)
        absent.update(leaf in written.truth for leaf in report.absent)

    run()
    total = sum(places.values())
    assert total > 10 * REPORTS
    assert places["right"] >= RIGHT * total
    assert places["silent"] <= SILENT * total
    assert absent[True] <= FALSELY_ABSENT * sum(absent.values())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deviations(UNION))
def test_mapping_is_a_pure_function(deviation):
    written = write(UNION, deviation)
    assert map_report([written.document], UNION) == map_report([written.document], UNION)
