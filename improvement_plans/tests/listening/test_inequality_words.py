"""Who was not heard from and which group fares worse, in words."""

import pytest

from improvement_plans.listening.inequalities import InequalitySection, SurveyGap, by_kind
from improvement_plans.presenters.inequalities import gap_table, left_out_points


def section(**fields):
    empty = {"concerns": (), "gaps": (), "not_heard": (), "not_counted": (), "events": 1}
    return InequalitySection(**{**empty, **fields})


def test_groups_stand_together_under_their_characteristic():
    groups = ("Age: Under 16", "Age: 85 and over", "Sex or gender: Men")
    assert by_kind(groups) == "Age: Under 16, 85 and over; Sex or gender: Men"
    assert left_out_points(section(not_heard=groups)) == [
        "Nobody was heard from: Age: Under 16, 85 and over; Sex or gender: Men."
    ]


def test_before_any_event_nobody_has_been_heard():
    (said,) = left_out_points(section(events=0, not_counted=("Age",)))
    assert said == "No event has been held, so nobody has been heard yet."


@pytest.mark.parametrize(
    ("group", "words"),
    [("4", "Fifth 4 of 5"), ("1 (most deprived)", "1 (most deprived)"), ("Female", "Female")],
)
def test_a_fifth_of_deprivation_is_called_one(group, words):
    gap = SurveyGap("Q1", "x", "percent", "gender", group, 37, 45.9, 59.7, -13.8, None, False)
    (row,) = gap_table(section(gaps=(gap,))).rows
    assert row.cells[1].text == words
