"""Amounts as bars."""

import pytest

from buddy_portal.design.charts.amounts import Amount, Amounts, draw_amounts
from buddy_portal.design.charts.numbers import Unit
from buddy_portal.tests.design.charts.reading import SVG, parse

ROWS = (Amount("Team working", 81.5, answers=27, strong=True), Amount("Staff", None, "new"))
DATA = Amounts("Positive answers", "Per cent positive.", ROWS, whole=100.0, places=0)


def test_the_table_says_values_and_answers():
    figures = DATA.figures()
    assert figures.rows[0] == ("Team working", "82%", "27")
    assert figures.rows[1] == ("Staff (new)", "not shown", "-")


@pytest.mark.parametrize("width", [1130, 288])
def test_a_hidden_amount_has_words_and_no_bar(width):
    root = parse(draw_amounts(DATA, chart_id="a", width=width))
    assert len(root.findall(f".//{SVG}rect")) == 1
    assert "not shown" in "".join(root.itertext())


def test_bars_are_as_long_as_their_amounts():
    rows = (Amount("A", 25.0), Amount("B", 50.0))
    data = Amounts("Amounts", "Two.", rows, unit=Unit.NUMBER, whole=100.0)
    bars = parse(draw_amounts(data, chart_id="a")).findall(f".//{SVG}rect")
    short, long = (float(bar.get("width")) for bar in bars)
    assert long == pytest.approx(2 * short, abs=0.2)


def test_an_amount_below_nothing_is_refused():
    with pytest.raises(ValueError, match="must not be below 0"):
        Amounts("Amounts", "One.", (Amount("A", -1.0),))
