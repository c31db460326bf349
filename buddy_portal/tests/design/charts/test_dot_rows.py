"""Rows of dots: a shape for each series, hidden values said in words, and charts as files."""

import struct

import pytest
from django.conf import settings
from markupsafe import Markup

from buddy_portal.design.charts.dot_rows import DotRow, DotRows, TooManySeriesError, draw_dot_rows
from buddy_portal.design.charts.files import NotAChartError, as_png_file, as_svg_file
from buddy_portal.design.charts.numbers import NotANumberError
from buddy_portal.tests.design.charts.reading import parse

NAMES = ("Northmoor", "Highmere", "Calderwick", "Harrowfell", "St Penhallow’s")


def chart(*rows: DotRow, series=NAMES[:2], **options) -> DotRows:
    shown = rows or (DotRow("Easy to contact", (63.8, None), reference=74.0, band=(60.0, 80.0)),)
    return DotRows("Side by side", "Two trusts.", series, shown, **options)


def test_a_hidden_value_has_no_mark_and_is_a_word_in_the_table():
    found = chart()
    drawn = draw_dot_rows(found, chart_id="dots")
    assert found.figures().rows[0][1:4] == ("63.8%", "not shown", "74.0%")
    assert drawn.count("<polygon") == 1  # the second shape stands in the legend only


def test_a_row_without_any_value_says_so():
    drawn = draw_dot_rows(chart(DotRow("Skin", (None,)), DotRow("Lung", (60.0,))), chart_id="x")
    assert drawn.count("not shown") == 1


def test_five_series_have_shapes_of_their_own():
    row = DotRow("Q", (50.0, 60.0, 70.0, 80.0, 90.0))
    drawn = draw_dot_rows(chart(row, series=NAMES), chart_id="x")
    assert all(name in drawn for name in NAMES)


def test_a_sixth_series_is_refused():
    with pytest.raises(TooManySeriesError, match="6 were given"):
        chart(series=(*NAMES, "Sixth"))


def test_nothing_to_show_is_said():
    assert "No scores to show." in draw_dot_rows(chart(DotRow("Q", (None,))), chart_id="x")


def test_not_a_number_is_refused():
    with pytest.raises(NotANumberError):
        DotRow("Q", (float("nan"),))


@pytest.mark.parametrize("width", [320, 1130])
def test_file_is_well_formed_and_carries_its_source(width):
    label = DotRow("A <b>&amp; very long name " * 4, (63.8,), ((55.0, 71.0),), inner=(60.0, 65.0))
    svg = as_svg_file(draw_dot_rows(chart(label), chart_id="x", width=width), "Source & <licence>")
    root = parse(svg)
    assert "Source & <licence>" in "".join(root.itertext())


def test_png_has_the_size_of_the_picture_twice():
    svg = as_svg_file(draw_dot_rows(chart(), chart_id="x", width=600), "Source")
    content = as_png_file(svg, settings.PDF_FONTS_DIR)
    assert content.startswith(b"\x89PNG")
    width, _height = struct.unpack(">II", content[16:24])
    assert width == pytest.approx((600 + 32) * 0.75 * 2, abs=320)


def test_text_that_is_no_chart_is_refused():
    with pytest.raises(NotAChartError):
        as_svg_file(Markup("<p>no chart</p>"), "")
