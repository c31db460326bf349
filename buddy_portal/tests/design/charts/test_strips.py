import pytest

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.numbers import NotANumberError
from buddy_portal.design.charts.strips import StripChart, StripRow, draw_strips
from buddy_portal.tests.design.charts.more_samples import STRIPS
from buddy_portal.tests.design.charts.reading import SVG, parse, word_boxes


def test_every_value_is_a_line_and_both_rows_share_the_axis():
    lines = parse(draw_strips(STRIPS, chart_id="s")).findall(f"{SVG}line")
    thin = [e for e in lines if e.get("stroke") == palette.THE_TRUST]
    assert len(thin) == 140 + 138


def test_the_legend_explains_line_band_and_country():
    words = {b.words for b in word_boxes(draw_strips(STRIPS, chart_id="s"))}
    assert {"A trust", "Country", "Most trusts lie here"} <= words


def test_a_row_without_values_keeps_its_name():
    data = StripChart("t", "d", (StripRow("2014", "", (60.0,)), StripRow("2015", "none yet", ())))
    assert "2015" in {b.words for b in word_boxes(draw_strips(data, chart_id="s"))}


def test_the_table_tells_number_middle_range_and_spread():
    assert STRIPS.figures().rows[0] == ("2014", "140", "73.9%", "66.0% to 81.8%", "4.0")


def test_nan_is_refused():
    with pytest.raises(NotANumberError, match="Spread"):
        StripRow("2014", "", (1.0,), spread=float("nan"))
