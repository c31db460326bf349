import dataclasses

import pytest

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.clipping import pieces_inside
from buddy_portal.design.charts.funnel import (
    Funnel,
    FunnelLimits,
    FunnelPoint,
    TooManyNamedError,
    draw_funnel,
)
from buddy_portal.design.charts.numbers import NotANumberError
from buddy_portal.design.charts.scales import Scale
from buddy_portal.tests.design.charts.more_samples import FUNNEL, LIMITS, NAMED
from buddy_portal.tests.design.charts.reading import SVG, parse, word_boxes


def words(svg):
    return [box.words for box in word_boxes(svg)]


def test_95_percent_limits_are_dashed_and_99_8_percent_limits_are_solid():
    lines = parse(draw_funnel(FUNNEL, chart_id="f")).findall(f"{SVG}polyline")
    limits = [e for e in lines if e.get("stroke") == palette.LIMIT]
    assert [bool(e.get("stroke-dasharray")) for e in limits] == [True, True, False, False]


def test_limits_are_named_at_their_ends():
    shown = words(draw_funnel(FUNNEL, chart_id="f"))
    for name in ("99.8% upper", "95% upper", "Country 73.9%", "95% lower", "99.8% lower"):
        assert name in shown


def test_two_trusts_are_named_at_their_marks():
    shown = words(draw_funnel(FUNNEL, chart_id="f"))
    assert {p.words for p in NAMED} <= set(shown)


def test_three_named_trusts_are_refused():
    third = dataclasses.replace(NAMED[0], label="Third")
    with pytest.raises(TooManyNamedError, match="at most 2 trusts; 3 were"):
        Funnel("t", "d", (*NAMED, third), LIMITS, 73.9)


def test_every_trust_has_a_mark_and_every_group_its_number():
    svg = draw_funnel(FUNNEL, chart_id="f")
    marks = [c for c in parse(svg).findall(f"{SVG}circle") if c.get("r") == "4.5"]
    assert len(marks) == 138
    assert {"Mentee (1)", "Mentor (1)", "Other trust (138)"} <= set(words(svg))


def test_one_trust_alone_and_no_limits_can_be_drawn():
    none = FunnelLimits((), (), (), (), ())
    assert words(draw_funnel(Funnel("t", "d", (NAMED[0],), none, 73.9), chart_id="f"))


def test_limits_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="one value for each number of answers"):
        FunnelLimits((10.0,), (1.0,), (1.0,), (1.0,), ())


def test_nan_is_refused_inside_the_limits_too():
    with pytest.raises(NotANumberError, match="Upper 95"):
        FunnelLimits((10.0,), (1.0,), (float("nan"),), (1.0,), (1.0,))
    with pytest.raises(NotANumberError, match="Score"):
        FunnelPoint("a", 10, float("nan"), "inside")


def test_the_table_counts_trusts_by_band_and_group():
    table = FUNNEL.figures()
    assert table.headers == ("Position", "All", "Mentee", "Mentor", "Other trust")
    assert table.rows[1] == ("Between the upper limits", "1", "0", "1", "0")
    assert table.rows[2] == ("Inside the 95% limits", "138", "0", "0", "138")


def test_the_long_table_lists_trusts_by_name():
    rows = FUNNEL.every_figure().rows
    assert [r[0] for r in rows] == sorted((r[0] for r in rows), key=str.casefold)
    assert rows[0] == ("Calderwick", "Mentor", "84.9%", "341", "Between the upper limits")


def test_a_line_is_cut_where_it_leaves_the_picture():
    across, up = Scale(0, 10, 0, 100), Scale(0, 10, 100, 0)
    (piece,) = pieces_inside([(0, 20), (5, 10), (10, 5)], across, up)
    assert piece == ((50, 0), (100, 50))
    (piece,) = pieces_inside([(0, 15), (10, 5)], across, up)
    assert piece == ((50, 0), (100, 50))


def test_a_line_that_leaves_and_returns_is_in_two_pieces():
    across, up = Scale(0, 10, 0, 100), Scale(0, 10, 100, 0)
    pieces = pieces_inside([(0, 5), (4, 15), (8, 5), (10, 5)], across, up)
    assert [p[0] for p in pieces] == [(0, 50), (60, 0)]
    assert pieces[0][-1] == (20, 0)


def crowd(count: int) -> Funnel:
    others = tuple(
        FunnelPoint(f"Trust {place}", 100 + place, 60 + place % 20, "inside")
        for place in range(count)
    )
    return dataclasses.replace(FUNNEL, points=(*NAMED, *others))


def test_a_crowd_of_trusts_is_one_element_with_a_dot_for_each_and_the_named_ones_on_top():
    svg = draw_funnel(crowd(1_500), chart_id="f")
    paths = [e.get("d") for e in parse(svg).iter(f"{SVG}path") if "h.01" in e.get("d")]
    assert sorted(path.count("M") for path in paths) == [1, 1_500]  # the legend's, and all
    assert {p.words for p in NAMED} <= set(words(svg))
    assert len(svg) < 3 * len(draw_funnel(crowd(140), chart_id="f"))
