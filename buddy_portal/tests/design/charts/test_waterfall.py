import pytest
from hypothesis import given
from hypothesis import strategies as st

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.waterfall import (
    Step,
    StepsDoNotAddUpError,
    Waterfall,
    draw_waterfall,
)
from buddy_portal.tests.design.charts.reading import SVG, parse, word_boxes
from buddy_portal.tests.design.charts.samples import FALLING_WATERFALL, WATERFALL

CHANGES = st.lists(st.floats(-20, 20).map(lambda v: round(v, 2)), min_size=1, max_size=5)


def test_each_bar_begins_where_the_last_one_ended():
    spans = WATERFALL.spans()
    assert [round(end, 1) for _, end in spans] == [4.6, 3.7, 1.5, 1.5]
    assert [round(begin, 1) for begin, _ in spans] == [0, 4.6, 3.7, 0]


def test_bars_start_from_zero():
    low, high = WATERFALL.range()
    assert low <= 0 <= high


def test_subtractions_are_outlined_and_the_result_is_filled():
    bars = parse(draw_waterfall(WATERFALL, chart_id="w")).findall(f"{SVG}rect")
    assert [b.get("fill") for b in bars] == [
        palette.BEFORE,
        palette.WHITE,
        palette.WHITE,
        palette.THE_TRUST,
    ]


def test_the_result_carries_its_interval_in_words():
    shown = [b.words for b in word_boxes(draw_waterfall(WATERFALL, chart_id="w"))]
    assert "+1.5 (0.3 to 2.7)" in shown


def test_an_interval_that_crosses_zero_is_signed():
    shown = [b.words for b in word_boxes(draw_waterfall(FALLING_WATERFALL, chart_id="w"))]
    assert "−2.5 (−5.3 to +1.2)" in shown


def test_a_result_that_is_not_the_sum_of_its_steps_is_refused():
    with pytest.raises(StepsDoNotAddUpError, match=r"What is left is \+3\.0, but .* \+1\.0"):
        Waterfall(
            "t", "d", (Step("Raw", "", 1.0, "total"), Step("What is left", "", 3.0, "result"))
        )


def test_figures_rounded_to_one_decimal_still_add_up():
    steps = (
        Step("Raw", "", 4.6, "total"),
        Step("Country", "", -0.9, "change"),
        Step("Left", "", 3.8, "result"),
    )
    assert Waterfall("t", "d", steps).spans()[-1] == (0.0, 3.8)


@given(CHANGES)
def test_the_last_bar_reaches_the_sum_of_all_changes(changes):
    steps = tuple(Step(f"Step {i}", "", c, "change") for i, c in enumerate(changes))
    assert Waterfall("t", "d", steps).spans()[-1][1] == pytest.approx(sum(changes))


def test_a_change_of_nothing_at_all_can_be_drawn():
    svg = draw_waterfall(Waterfall("t", "d", (Step("Raw", "", 0.0, "total"),)), chart_id="w")
    assert "0.0" in [b.words for b in word_boxes(svg)]


def test_on_a_phone_the_bars_lie():
    bars = parse(draw_waterfall(WATERFALL, chart_id="w", width=288)).findall(f"{SVG}rect")
    drawn = [b for b in bars if b.get("height") == "20"]
    assert len(drawn) == 4


def test_the_table_says_what_each_step_means():
    rows = WATERFALL.figures().rows
    assert rows[1] == ("Country", "−0.9", "-", "everyone rose by this")
    assert rows[3][:3] == ("What is left", "+1.5", "+0.3 to +2.7")
    assert WATERFALL.figures().headers[1] == "Points"
