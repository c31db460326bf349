import dataclasses

import pytest

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.control_chart import (
    ControlChart,
    ControlPoint,
    draw_control_chart,
)
from buddy_portal.design.charts.numbers import NotANumberError, Unit
from buddy_portal.design.charts.verdict_marks import KIND_WORDS, verdict_mark
from buddy_portal.tests.design.charts.more_samples import RUN, XMR
from buddy_portal.tests.design.charts.reading import SVG, parse, word_boxes


def words(svg):
    return [box.words for box in word_boxes(svg)]


def test_each_verdict_has_a_shape_of_its_own():
    marks = {kind: verdict_mark(0, 0, kind, 5) for kind in KIND_WORDS}
    assert len(set(marks.values())) == 5
    by_tag = {kind: mark.split()[0] for kind, mark in marks.items()}
    assert (by_tag["common_cause"], by_tag["concern"]) == ("<circle", "<rect")


def test_lines_are_named_with_their_numbers():
    shown = words(draw_control_chart(XMR, chart_id="x"))
    for name in ("Mean 75%", "Upper limit 80%", "Lower limit 70%", "Target 85%"):
        assert name in shown


def test_trial_limits_are_called_so_and_drawn_otherwise():
    trial = draw_control_chart(dataclasses.replace(XMR, trial=True), chart_id="x")
    assert "Upper trial limit 80%" in words(trial)
    assert 'stroke-dasharray="6 4"' not in trial


def test_a_rebase_breaks_the_line_and_is_told():
    svg = draw_control_chart(XMR, chart_id="x")
    assert "New rota, 1 March 2015" in words(svg)
    lines = parse(svg).findall(f"{SVG}polyline")
    assert [len(e.get("points").split()) for e in lines] == [12, 12]


def test_a_missing_value_is_a_gap():
    lines = parse(draw_control_chart(RUN, chart_id="x")).findall(f"{SVG}polyline")
    assert [len(e.get("points").split()) for e in lines] == [3, 20]


def test_a_run_chart_has_a_median_a_note_and_no_limits():
    svg = draw_control_chart(RUN, chart_id="x")
    assert "Median 67%" in words(svg)
    assert any(w.startswith("12 points in a row") for w in words(svg))
    assert "Upper limit" not in svg


def test_the_legend_names_only_the_verdicts_that_occur():
    shown = words(draw_control_chart(XMR, chart_id="x"))
    assert {"Ordinary ups and downs", "Improvement", "Concern"} <= set(shown)
    assert "Higher than usual" not in shown


def test_limits_beyond_the_scale_are_drawn_at_its_edge_and_keep_their_number():
    points = tuple(ControlPoint(str(i), 95.0, 95.0, 85.0, 105.0) for i in range(6))
    data = ControlChart("t", "d", points)
    assert data.range()[1] == 100
    assert "Upper limit 105.0%" in words(draw_control_chart(data, chart_id="x"))


@pytest.mark.parametrize("count", [1, 6, 300])
def test_equal_points_can_be_drawn_however_many(count):
    data = ControlChart("t", "d", tuple(ControlPoint(str(i), 50.0, 50.0) for i in range(count)))
    root = parse(draw_control_chart(data, chart_id="x", width=288))
    assert len(root.findall(f"{SVG}circle")) == count


def test_a_fine_axis_gives_its_lines_a_decimal():
    points = tuple(ControlPoint(str(i), 60.0 + i / 4, 60.5) for i in range(4))
    data = ControlChart("t", "d", points)
    assert "Mean 60.5%" in words(draw_control_chart(data, chart_id="x"))


def test_the_table_tells_values_lines_and_signals():
    rows = XMR.figures().rows
    assert rows[0] == ("1 Feb", "60.0%", "60.4%", "54.6%", "66.2%", "Ordinary ups and downs")
    assert rows[18][-1] == "Improvement: outside the limits"
    assert RUN.figures().headers == ("Date", "Value", "Median")
    assert RUN.figures().rows[3] == ("W4", "-", "67.0%")


def test_a_measure_in_days_is_not_written_as_a_percentage():
    data = ControlChart("t", "d", (ControlPoint("Jan", 14.0, 14.0),), unit=Unit.DAYS)
    assert "%" not in draw_control_chart(data, chart_id="x")


def test_the_concern_mark_is_plum():
    assert palette.NEED in verdict_mark(0, 0, "concern", 5)


def test_nan_is_refused():
    with pytest.raises(NotANumberError, match="Upper"):
        ControlPoint("Jan", 1.0, 1.0, 0.0, float("nan"))
