import pytest

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.numbers import NotANumberError
from buddy_portal.design.charts.trend import Trend, TrendPoint, draw_sparkline, draw_trend
from buddy_portal.tests.design.charts.more_samples import TREND
from buddy_portal.tests.design.charts.reading import SVG, parse, word_boxes


def trend(*points):
    return Trend("t", "d", points)


def lines(svg, stroke=palette.THE_TRUST):
    found = parse(svg).findall(f"{SVG}polyline")
    return [len(e.get("points").split()) for e in found if e.get("stroke") == stroke]


def test_lines_break_at_a_changed_question_and_at_a_missing_year():
    svg = draw_trend(TREND, chart_id="t")
    assert lines(svg) == [2, 2]
    assert lines(svg, palette.INK) == [2, 4]


def test_a_changed_question_and_a_missing_year_are_named():
    shown = [b.words for b in word_boxes(draw_trend(TREND, chart_id="t"))]
    assert "question changed" in shown
    assert "not shown" in shown


def test_every_shown_year_has_a_mark_with_its_interval():
    root = parse(draw_trend(TREND, chart_id="t"))
    assert len(root.findall(f"{SVG}circle")) == 5


def test_the_last_scores_are_named_at_their_lines():
    shown = [b.words for b in word_boxes(draw_trend(TREND, chart_id="t"))]
    assert {"Northmoor 74%", "Country 75%"} <= set(shown)


def test_one_year_alone_is_drawn_with_a_short_line_for_the_country():
    root = parse(draw_trend(trend(TrendPoint("2014", 63.8, None, 298, 73.9)), chart_id="t"))
    ink = [e for e in root.findall(f"{SVG}line") if e.get("stroke") == palette.INK]
    assert len(ink) == 1


def test_equal_years_can_be_drawn():
    assert lines(draw_trend(trend(*[TrendPoint(str(y), 60.0) for y in range(9)]), chart_id="t"))


def test_many_years_thin_out_their_names():
    many = trend(*[TrendPoint(str(1990 + i), 60.0 + i % 3) for i in range(30)])
    shown = [b.words for b in word_boxes(draw_trend(many, chart_id="t", width=288))]
    assert "2019" in shown
    assert sum(w.startswith(("19", "20")) for w in shown) < 15


def test_a_sparkline_ends_in_a_dot_and_keeps_lone_years():
    circles = parse(draw_sparkline(TREND)).findall(f"{SVG}circle")
    assert [c.get("r") for c in circles] == ["2", "4"]


def test_a_sparkline_without_scores_says_so():
    svg = draw_sparkline(trend(TrendPoint("2014", None)))
    assert [b.words for b in word_boxes(svg)] == ["not shown"]


def test_the_table_says_which_years_can_be_compared():
    rows = TREND.figures().rows
    assert rows[2] == (
        "2014",
        "63.8%",
        "58.2% to 69.0%",
        "298",
        "73.9%",
        "No, question changed",
    )
    assert rows[3][1:4] == ("not shown", "-", "-")


def test_nan_is_refused():
    with pytest.raises(NotANumberError, match="Country"):
        TrendPoint("2014", 1.0, country=float("nan"))
