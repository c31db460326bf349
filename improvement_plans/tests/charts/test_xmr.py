import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from improvement_plans.charts.spc import BadSeriesError, xmr
from improvement_plans.tests.charts.slow_spc import slow_xmr

# Series and answers worked out with NHSRplotthedots 0.2.2 (NHS-R Community, 2025), the
# R package of NHS England's Making Data Count programme. The first is the data of its
# vignette "Deviations from Excel defaults", whose caption gives mean 1.94 and limit 4.6.
VIGNETTE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
SHIFT = [60, 62, 61, 59, 60, 63, 58, 61, 60, 62, 59, 60, 61, 66, 67, 66, 67, 66, 67, 66]
TREND = [70, 71, 69, 70, 71, 69, 70, 71, 69, 70, 66, 67, 68, 69, 70, 71, 72]
SIX_RISING = [70, 72, 69, 71, 70, 72, 69, 71, 70, 72, 67, 68, 69, 70, 71, 72]
LOW_POINT = [88, 89, 88, 87, 88, 89, 88, 87, 88, 89, 88, 87, 88, 80, 88, 89]
TWO_OF_THREE = [50, 52, 50, 48] * 3 + [50, 52, 50, 54.6, 54.6, 53, 50, 48]
OPPOSITE = [1, -1] * 7 + [5.5, -5.5]
STEP = [60, 62, 61, 59, 60, 63, 58, 61, 60, 62, 59, 60]
STEP += [75, 76, 74, 75, 77, 74, 76, 75, 73, 76, 75, 74]
STABLE = [84, 86, 85, 83, 84, 87, 82, 85, 84, 86, 83, 84, 85]

SERIES = st.lists(st.integers(0, 100).map(float), min_size=1, max_size=40)
DIRECTION = st.sampled_from(["increase", "decrease", "neutral"])


def first_labels(chart):
    return [point.labels[0] if point.labels else None for point in chart.points]


@pytest.mark.parametrize(
    "values, mean, lower, upper",
    [
        (VIGNETTE, 1.9444444444, -0.71555555556, 4.6044444444),
        (SHIFT, 62.55, 57.51, 67.59),
        (TREND, 69.5882352941, 65.9307352941, 73.2457352941),
        (SIX_RISING, 70.1875, 65.2221666667, 75.1528333333),
        (LOW_POINT, 87.5625, 84.9025, 90.2225),
        (TWO_OF_THREE, 50.61, 45.122, 56.098),
        (OPPOSITE, 0.0, -6.175, 6.175),
        (STABLE, 84.4615384615, 78.9198717949, 90.0032051282),
    ],
)
def test_mean_and_limits_are_those_of_the_r_package(values, mean, lower, upper):
    for point in xmr(values).points:
        assert point.mean == pytest.approx(mean, abs=1e-9)
        assert point.lower == pytest.approx(lower, abs=1e-9)
        assert point.upper == pytest.approx(upper, abs=1e-9)


def test_a_point_beyond_a_limit_is_outside():
    assert first_labels(xmr(VIGNETTE)) == [None] * 4 + ["outside"] + [None] * 13
    chart = xmr(LOW_POINT)
    assert (chart.points[13].labels[0], chart.points[13].kind) == ("outside", "concern")
    assert chart.variation == "common_cause"


def test_seven_points_on_one_side_are_a_shift_and_two_of_three_outweighs_it():
    chart = xmr(SHIFT)
    assert first_labels(chart) == [None] * 6 + ["shift"] * 7 + ["two_of_three"] * 7
    assert chart.points[13].labels == ("two_of_three", "shift")
    assert [p.kind for p in chart.points[6:]] == ["concern"] * 7 + ["improvement"] * 7
    assert chart.variation == "improvement"


def test_seven_rising_points_are_a_trend_whose_direction_decides():
    chart = xmr(TREND)
    assert first_labels(chart) == [None] * 10 + ["trend"] * 7
    assert {p.kind for p in chart.points[10:]} == {"improvement"}
    assert xmr(TREND, improvement="decrease").variation == "concern"


def test_six_rising_points_are_no_trend_unless_the_chart_says_six():
    assert set(first_labels(xmr(SIX_RISING))) == {None}
    assert first_labels(xmr(SIX_RISING, trend=6))[10:] == ["trend"] * 6


def test_only_the_two_close_points_of_three_are_marked():
    expected = [None] * 15 + ["two_of_three"] * 2 + [None] * 3
    assert first_labels(xmr(TWO_OF_THREE)) == expected


def test_close_points_on_opposite_sides_are_no_signal():
    assert set(first_labels(xmr(OPPOSITE))) == {None}


def test_a_point_on_the_mean_breaks_a_shift():
    values = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 3.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0]
    assert xmr(values).points[0].mean == 3.0
    assert not any("shift" in p.labels for p in xmr(values).points)
    assert any("shift" in p.labels for p in xmr(values, shift=6).points)


def test_a_tie_breaks_a_trend():
    rising = [5.0, 1.0, 2.0, 3.0, 4.0, 4.0, 5.0, 6.0, 7.0, 2.0]
    assert not any("trend" in p.labels for p in xmr(rising).points)


def test_a_peak_between_two_trends_belongs_to_the_later_one():
    swings, peak = [0.0, 20.0] * 6, [7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0]
    points = xmr([*swings, *peak, *peak[-2::-1]]).points[12:]
    assert {p.labels[0] for p in points} == {"trend"}
    assert [p.kind for p in points] == ["improvement"] * 6 + ["concern"] * 7


def test_screening_drops_wide_moving_ranges_once_and_leaves_the_mean():
    screened, kept = xmr(VIGNETTE).points[0], xmr(VIGNETTE, screen=False).points[0]
    # Sixteen moving ranges: fifteen of 1, and 8 and 9 around the outlier, which are dropped.
    assert screened.upper == pytest.approx(screened.mean + 2.66)
    assert kept.upper == pytest.approx(kept.mean + 2.66 * 32 / 17)
    assert screened.mean == kept.mean


def test_a_rebase_starts_everything_again():
    chart = xmr(STEP, rebase_at=(12,), target=70)
    assert chart.points[11].mean == pytest.approx(60.4166666667)
    assert (chart.points[12].mean, chart.points[12].segment) == (75.0, 1)
    assert chart.points[12].lower == pytest.approx(70.4054545455)
    assert (chart.variation, chart.assurance) == ("common_cause", "pass")


def test_without_the_rebase_the_step_is_a_signal():
    chart = xmr(STEP, target=70)
    assert first_labels(chart)[:6] == ["outside"] * 5 + ["shift"]
    assert (chart.variation, chart.assurance) == ("improvement", "inconsistent")


def test_signals_do_not_reach_across_a_rebase():
    values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]
    assert any("trend" in p.labels for p in xmr(values).points)
    assert not any(p.labels for p in xmr(values, rebase_at=(4,)).points)


@pytest.mark.parametrize(
    "target, improvement, assurance",
    [
        (86, "increase", "inconsistent"),
        (95, "increase", "fail"),
        (70, "increase", "pass"),
        (95, "decrease", "pass"),
        (70, "decrease", "fail"),
        (95, "neutral", None),
        (None, "increase", None),
    ],
)
def test_assurance_compares_the_target_with_the_last_limits(target, improvement, assurance):
    assert xmr(STABLE, target=target, improvement=improvement).assurance == assurance


def test_without_a_direction_a_signal_is_only_high_or_low():
    assert xmr(LOW_POINT, improvement="neutral").points[13].kind == "neutral_low"
    assert xmr(VIGNETTE, improvement="neutral").points[4].kind == "neutral_high"


def test_limits_fixed_after_twelve_points_ignore_the_later_ones():
    fixed = xmr(STEP, fix_after=12)
    assert fixed.points[-1].mean == pytest.approx(60.4166666667)
    assert fixed.points[-1].upper == pytest.approx(66.2203030303)
    assert fixed.variation == "improvement"


@pytest.mark.parametrize("count, trial, limits", [(13, False, True), (12, True, True)])
def test_fewer_than_13_points_have_trial_limits(count, trial, limits):
    point = xmr(STABLE[:count]).points[0]
    assert (point.trial, point.upper is not None) == (trial, limits)


def test_fewer_than_6_points_have_no_limits():
    assert xmr(STABLE[:5], target=85).points[0].upper is None
    assert xmr(STABLE[:5], target=85).assurance is None
    assert xmr(STABLE[:6]).points[0].upper is not None


@pytest.mark.parametrize("value", [50.0, 0.1, 1 / 3])
@pytest.mark.parametrize("screen", [True, False])
def test_equal_values_show_no_variation_and_no_error(value, screen):
    chart = xmr([value] * 14, screen=screen)
    assert chart.variation == "common_cause"
    assert {p.mean for p in chart.points} == {value}
    assert {p.upper for p in chart.points} == ({None} if screen else {value})


def test_one_point_has_a_mean_and_nothing_else():
    (point,) = xmr([77.1]).points
    assert (point.mean, point.lower, point.kind, point.trial) == (77.1, None, "common_cause", True)


def test_no_points_make_an_empty_chart():
    chart = xmr([], target=5)
    assert (chart.points, chart.variation, chart.assurance) == ((), None, None)


@pytest.mark.parametrize(
    "options, sentence",
    [
        ({"improvement": "up"}, "increase, decrease or neutral"),
        ({"fix_after": 11}, "12 points or more, not 11"),
        ({"fix_at": (10,)}, "12 points or more, not 11"),
        ({"fix_at": (13,)}, "not the position of a value"),
        ({"fix_at": (11, 12)}, "two positions of one segment"),
        ({"rebase_at": (13,)}, "numbered 0 to 12"),
        ({"rebase_at": (-1,)}, "numbered 0 to 12"),
        ({"target": math.nan}, "target must be a number"),
        ({"shift": 8}, "6 or 7 points"),
    ],
)
def test_bad_options_are_refused_in_words(options, sentence):
    with pytest.raises(BadSeriesError, match=sentence):
        xmr(STABLE, **options)


@pytest.mark.parametrize("bad", [math.nan, math.inf, None])
def test_a_value_that_is_no_number_is_refused(bad):
    with pytest.raises(BadSeriesError, match="Every value must be a number"):
        xmr([1.0, bad, 2.0])


@given(SERIES, DIRECTION, st.booleans())
def test_the_fast_rules_agree_with_the_slow_ones(values, improvement, screen):
    chart = xmr(values, improvement=improvement, screen=screen)
    slow = slow_xmr(values, improvement=improvement, screen=screen)
    for point, (mean, lower, upper, kind, label) in zip(chart.points, slow, strict=True):
        assert point.mean == pytest.approx(float(mean))
        assert (point.lower is None) == (lower is None)
        if lower is not None:
            assert (point.lower, point.upper) == pytest.approx((float(lower), float(upper)))
        assert (point.kind, point.labels[0] if point.labels else None) == (kind, label)


RULES = st.fixed_dictionaries(
    {
        "shift": st.sampled_from((6, 7)),
        "trend": st.sampled_from((6, 7)),
        "fix_after": st.sampled_from((None, 12, 15)),
    }
)


@given(st.lists(SERIES, min_size=1, max_size=3), DIRECTION, RULES)
def test_so_they_do_with_other_rules_and_in_each_part_of_a_rebased_chart(parts, improvement, rules):
    starts = [sum(map(len, parts[:place])) for place in range(len(parts))]
    values = [value for part in parts for value in part]
    chart = xmr(values, improvement=improvement, rebase_at=starts, **rules)
    slow = [one for part in parts for one in slow_xmr(part, improvement=improvement, **rules)]
    for point, (mean, lower, _upper, kind, label) in zip(chart.points, slow, strict=True):
        assert point.mean == pytest.approx(float(mean))
        assert (point.lower is None) == (lower is None)
        assert (point.kind, point.labels[0] if point.labels else None) == (kind, label)


@given(SERIES, st.lists(st.integers(0, 100).map(float), min_size=12, max_size=30), st.data())
def test_fixing_one_part_is_that_part_fixed_alone_beside_the_others(first, second, data):
    count = data.draw(st.integers(12, len(second)))
    chart = xmr(first + second, rebase_at=(len(first),), fix_at=(len(first) + count - 1,))
    alone = [*xmr(first).points, *xmr(second, fix_after=count).points]
    said = [(p.mean, p.lower, p.upper, p.kind, p.labels) for p in chart.points]
    assert said == [(p.mean, p.lower, p.upper, p.kind, p.labels) for p in alone]


@given(SERIES, st.floats(-1000, 1000), st.floats(0.5, 100))
def test_shifting_and_stretching_the_scale_keeps_the_signals(values, add, times):
    assume(len(set(values)) > 1)
    moved = xmr([add + times * v for v in values])
    assert [p.labels for p in moved.points] == [p.labels for p in xmr(values).points]


@given(SERIES)
def test_turning_the_values_over_turns_high_into_low(values):
    kinds = {"neutral_high": "neutral_low", "neutral_low": "neutral_high"}
    over = xmr([-v for v in values], improvement="neutral")
    expected = [kinds.get(p.kind, p.kind) for p in xmr(values, improvement="neutral").points]
    assert [p.kind for p in over.points] == expected


@given(SERIES, st.integers(0, 39))
def test_a_rebased_chart_is_its_segments_side_by_side(values, cut):
    assume(cut < len(values))
    whole = xmr(values, rebase_at=(cut,)).points
    parts = xmr(values[:cut]).points + xmr(values[cut:]).points
    drop = [(p.value, p.mean, p.lower, p.upper, p.kind, p.labels) for p in parts]
    assert [(p.value, p.mean, p.lower, p.upper, p.kind, p.labels) for p in whole] == drop
