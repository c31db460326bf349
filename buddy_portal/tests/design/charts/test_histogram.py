import pytest
from hypothesis import given
from hypothesis import strategies as st

from buddy_portal.design.charts.histogram import Histogram, draw_histogram
from buddy_portal.design.charts.numbers import NotANumberError
from buddy_portal.tests.design.charts.more_samples import HISTOGRAM
from buddy_portal.tests.design.charts.reading import SVG, parse, word_boxes

SCORES = st.lists(st.floats(0, 100).map(lambda v: round(v, 1)), min_size=1, max_size=200)


def test_a_value_on_an_edge_counts_above_it():
    bins = Histogram("t", "d", (60.0, 62.0, 70.0), most_bins=5).bins()
    assert bins == ((60, 62, 1), (62, 64, 1), (64, 66, 0), (66, 68, 0), (68, 70, 1))


@given(SCORES)
def test_every_value_is_counted_once(values):
    assert sum(count for *_, count in Histogram("t", "d", tuple(values)).bins()) == len(values)


@given(SCORES)
def test_each_value_lies_in_a_bin_that_counts_it(values):
    bins = Histogram("t", "d", tuple(values)).bins()
    for value in values:
        assert any(low - 1e-6 <= value <= high + 1e-6 and n for low, high, n in bins)


def test_named_values_are_marked_also_beyond_the_scores():
    words = [b.words for b in word_boxes(draw_histogram(HISTOGRAM, chart_id="h"))]
    assert {"Northmoor 64%", "Country 74%"} <= set(words)


@pytest.mark.parametrize("values", [(60.0,), (60.0,) * 300])
def test_equal_values_are_one_bar(values):
    svg = draw_histogram(Histogram("t", "d", values), chart_id="h")
    assert len(parse(svg).findall(f"{SVG}rect")) == 1


def test_the_table_counts_each_step():
    rows = Histogram("t", "d", (60.0, 62.0, 70.0), most_bins=5).figures().rows
    assert rows[0] == ("60.0% to 62.0%", "1")
    assert rows[2] == ("64.0% to 66.0%", "0")


def test_nan_is_refused():
    with pytest.raises(NotANumberError, match="Values"):
        Histogram("t", "d", (1.0, float("nan")))
