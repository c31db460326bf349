import pytest

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.bar import ShareBar, TwoWayBar, draw_share_bar, draw_two_way_bar
from buddy_portal.design.charts.numbers import NotANumberError
from buddy_portal.tests.design.charts.reading import SVG, parse, word_boxes


def filled(svg, colour):
    return [
        float(r.get("width")) for r in parse(svg).findall(f"{SVG}rect") if r.get("fill") == colour
    ]


@pytest.mark.parametrize("part, long", [(0, []), (5, [50.0]), (10, [100.0])])
def test_the_bar_is_filled_as_far_as_the_share_goes(part, long):
    svg = draw_share_bar(ShareBar("Done", part, 10), width=102)
    assert filled(svg, palette.THE_TRUST) == long


def test_a_share_of_nothing_is_an_empty_bar():
    assert filled(draw_share_bar(ShareBar("Done", 0, 0)), palette.THE_TRUST) == []


def test_a_share_is_told_as_a_count():
    assert ShareBar("Done", 6, 13).words == "6 of 13"
    assert ShareBar("Points", 436.5, 600).words == "436.5 of 600.0"
    assert ShareBar("Done", 6, 13).figures().rows == (("Done", "6 of 13"),)


@pytest.mark.parametrize("part, whole", [(14, 13), (-1, 13)])
def test_a_part_beyond_the_whole_is_refused(part, whole):
    with pytest.raises(ValueError, match=f"{part} is not a part of 13"):
        ShareBar("Done", part, whole)


def test_need_lies_left_and_strength_right_on_one_scale():
    svg = draw_two_way_bar(TwoWayBar("Q18", 0.5, 1.0), width=208)
    assert (filled(svg, palette.NEED), filled(svg, palette.STRENGTH)) == ([50.0], [100.0])


def test_nothing_and_missing_are_told_apart():
    svg = draw_two_way_bar(TwoWayBar("Q18", None, 0.0))
    assert [b.words for b in word_boxes(svg)] == ["not shown", "none"]
    assert TwoWayBar("Q18", None, 0.0).figures().rows == (("Q18", "-", "0.00"),)


def test_amounts_below_zero_and_nan_are_refused():
    with pytest.raises(ValueError, match="must not be below 0"):
        TwoWayBar("Q18", -0.1, 1.0)
    with pytest.raises(NotANumberError):
        ShareBar("Done", float("nan"), 1.0)
