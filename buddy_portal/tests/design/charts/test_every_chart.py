"""What holds for every chart, at the width of a desk and of a phone."""

import re
from itertools import combinations

import pytest

from buddy_portal.design.charts.bar import ShareBar, draw_share_bar
from buddy_portal.tests.design.charts.more_samples import MORE_CHARTS, MORE_EMPTY, MORE_HOSTILE
from buddy_portal.tests.design.charts.reading import SVG, WordBox, parse, word_boxes
from buddy_portal.tests.design.charts.samples import (
    EMPTY_CHARTS,
    EVERY_CHART,
    HOSTILE,
    HOSTILE_CHARTS,
)

ALL = EVERY_CHART | MORE_CHARTS
ALL_HOSTILE = HOSTILE_CHARTS | MORE_HOSTILE
ALL_EMPTY = EMPTY_CHARTS | MORE_EMPTY

every_chart = pytest.mark.parametrize("draw", ALL.values(), ids=ALL)
every_width = pytest.mark.parametrize("width", (1130, 760, 288))
ALLOWED = {"svg", "title", "desc", "g", "line", "rect", "circle", "polygon", "polyline", "path"}


@every_chart
def test_a_chart_has_a_name_and_a_description_joined_to_it(draw):
    root = parse(draw("chart-7", 760))
    assert (root.get("role"), root.get("id")) == ("img", "chart-7")
    assert root.get("aria-labelledby") == "chart-7-title chart-7-desc"
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text


@every_chart
def test_a_chart_without_an_id_is_hidden_from_screen_readers(draw):
    root = parse(draw(None, 760))
    assert (root.get("aria-hidden"), root.get("focusable")) == ("true", "false")
    assert root.find(f"{SVG}title") is None


@every_chart
def test_a_chart_uses_presentation_attributes_only(draw):
    for element in parse(draw("c", 760)).iter():
        assert element.tag.removeprefix(SVG) in ALLOWED | {"text"}
        assert not {"style", "href", "onclick"} & set(element.attrib)


@every_chart
@every_width
def test_a_chart_is_the_same_each_time_it_is_drawn(draw, width):
    assert draw("c", width) == draw("c", width)


@every_chart
def test_ids_differ_where_the_given_ids_differ(draw):
    ids = [set(re.findall(r'id="([^"]+)"', draw(name, 760))) for name in ("a", "b")]
    assert ids[0].isdisjoint(ids[1])


@every_chart
@every_width
def test_words_stay_inside_the_picture(draw, width):
    root = parse(draw("c", width))
    for box in word_boxes(draw("c", width)):
        assert box.left >= -1, box
        assert box.right <= float(root.get("width")) + 1, box
        assert box.top >= -1, box
        assert box.foot <= float(root.get("height")) + 1, box


@every_chart
@every_width
def test_words_do_not_run_into_each_other(draw, width):
    for one, other in combinations(word_boxes(draw("c", width)), 2):
        assert not one.meets(other), (one, other)


def test_boxes_that_overlap_are_noticed():
    one = WordBox("one", 0, 20, 0, 10)
    assert one.meets(WordBox("two", 15, 30, 5, 15))
    assert not one.meets(WordBox("three", 25, 30, 5, 15))


@pytest.mark.parametrize("draw", ALL_HOSTILE.values(), ids=ALL_HOSTILE)
def test_markup_in_a_label_is_shown_as_text(draw):
    for width in (1130, 288):
        svg = draw("c", width)
        assert "<script" not in svg
        assert parse(svg).find(f"{SVG}title").text == HOSTILE


@pytest.mark.parametrize("draw, words", ALL_EMPTY.values(), ids=ALL_EMPTY)
def test_a_chart_without_rows_says_so(draw, words):
    assert [box.words for box in word_boxes(draw("c", 288))] == [words]


@pytest.mark.parametrize("name", ["", "two words", "1st", 'a"b', "a<b"])
def test_an_id_that_a_page_could_not_refer_to_is_refused(name):
    with pytest.raises(ValueError, match="letters, digits"):
        ALL["waterfall"](name, 760)


def test_characters_that_xml_forbids_are_replaced():
    bar = ShareBar("a\x00b\x08c\ud800d\ufffee", 1, 2)
    title = parse(draw_share_bar(bar, chart_id="c")).find(f"{SVG}title").text
    assert title == "a\ufffdb\ufffdc\ufffdd\ufffde"
