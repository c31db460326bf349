import dataclasses

import pytest

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.numbers import NotANumberError, Unit
from buddy_portal.design.charts.range_row import (
    RangeAxis,
    RangeRow,
    draw_range_axis,
    draw_range_legend,
    draw_range_row,
    range_figures,
)
from buddy_portal.tests.design.charts.reading import SVG, parse, word_boxes
from buddy_portal.tests.design.charts.samples import AXIS, BELOW, FEW, NOT_SHOWN


def marks(row, shape):
    return parse(draw_range_row(row, AXIS)).findall(f"{SVG}{shape}")


@pytest.mark.parametrize(
    "reading, shape, fill",
    [
        ("below", "polygon", palette.NEED),
        ("within", "circle", palette.THE_TRUST),
        ("above", "polygon", palette.THE_TRUST),
    ],
)
def test_the_shape_tells_the_reading(reading, shape, fill):
    (mark,) = marks(dataclasses.replace(BELOW, reading=reading), shape)
    assert mark.get("fill") == fill


def test_below_points_down_and_above_points_up():
    tips = {
        reading: marks(dataclasses.replace(BELOW, reading=reading), "polygon")[0].get("points")
        for reading in ("below", "above")
    }
    ys = {k: [float(p.split(",")[1]) for p in v.split()] for k, v in tips.items()}
    assert ys["below"][0] == max(ys["below"])
    assert ys["above"][0] == min(ys["above"])


def test_few_answers_draw_a_hollow_mark_and_no_verdict():
    row = dataclasses.replace(FEW, reading="below")
    (mark,) = marks(row, "circle")
    assert mark.get("fill") == palette.WHITE
    assert not marks(row, "polygon")
    assert row.cells(Unit.PERCENT)[-1] == "Few answers"


def test_a_hidden_score_shows_its_words_and_neither_mark_nor_band():
    svg = draw_range_row(NOT_SHOWN, AXIS)
    assert [box.words for box in word_boxes(svg)] == ["not shown: fewer than 10"]
    assert not marks(NOT_SHOWN, "circle")
    assert palette.BAND not in svg


def test_the_row_is_told_in_words():
    row = parse(draw_range_row(BELOW, AXIS, chart_id="q18"))
    assert row.find(f"{SVG}desc").text == (
        "Score 63.8% from 298 answers, expected range 68.4% to 79.4%, country 73.9%, "
        "below expected."
    )


def test_a_score_beyond_the_axis_is_drawn_at_its_end():
    row = RangeRow("Q", 20.0, (15.0, 26.0))
    (mark,) = marks(row, "circle")
    assert mark.get("cx") == "8"


def test_the_header_marks_the_ends_of_the_axis():
    shown = [box.words for box in word_boxes(draw_range_axis(AXIS, width=420))]
    assert (shown[0], shown[-1]) == ("30%", "100%")


def test_a_narrow_header_leaves_out_every_second_number():
    wide, narrow = (word_boxes(draw_range_axis(AXIS, width=w)) for w in (420, 200))
    assert len(narrow) < len(wide)


def test_the_legend_explains_every_mark():
    shown = " ".join(box.words for box in word_boxes(draw_range_legend(width=288)))
    for words in ("Expected", "Country", "95% interval", "Below", "Above", "Few answers"):
        assert words in shown


def test_the_table_never_writes_a_hidden_score_or_its_answers():
    row = dataclasses.replace(NOT_SHOWN, answers=7)
    assert range_figures("Scores", (row,)).rows[0][:4] == (
        "Fertility",
        "not shown: fewer than 10",
        "-",
        "-",
    )


def test_a_mean_from_0_to_10_carries_no_percent_sign():
    row = RangeRow("Overall", 8.7, (8.5, 8.9), (8.4, 9.0), 8.7, 400, "within")
    axis = RangeAxis(7, 10, Unit.SCORE)
    assert "%" not in draw_range_row(row, axis, chart_id="q59") + draw_range_axis(axis)


def test_nan_is_refused():
    with pytest.raises(NotANumberError, match="Score"):
        RangeRow("Q", float("nan"))
