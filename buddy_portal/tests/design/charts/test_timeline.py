import dataclasses

import pytest

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.timeline import Phase, SampleWindow, Timeline, draw_timeline
from buddy_portal.tests.design.charts.reading import word_boxes
from buddy_portal.tests.design.charts.samples import CROWDED_TIMELINE, TIMELINE, day


def words(svg):
    return [box.words for box in word_boxes(svg)]


def test_the_timeline_names_its_phases_today_and_the_last_day():
    shown = words(draw_timeline(TIMELINE, chart_id="t"))
    for phrase in ("Volunteer", "Pair", "Implementation", "Today, 16 April 2015"):
        assert phrase in shown
    assert "Publish by 30 September 2016" in shown


def test_a_label_that_does_not_fit_its_bar_stands_under_it():
    boxes = {b.words: b for b in word_boxes(draw_timeline(CROWDED_TIMELINE, chart_id="t"))}
    assert boxes["Set up"].top > boxes["Implementation"].foot


def test_todays_line_does_not_run_through_the_name_of_a_phase():
    svg = draw_timeline(TIMELINE, chart_id="t")
    boxes = {b.words: b for b in word_boxes(svg)}
    today = boxes["Today, 16 April 2015"]
    line = (today.left + today.right) / 2
    assert not boxes["Implementation"].left <= line <= boxes["Implementation"].right


def test_the_phone_timeline_gives_each_phase_its_dates():
    assert "2 February to 31 July 2015" in words(draw_timeline(TIMELINE, chart_id="t", width=288))


def test_a_sample_window_has_its_own_colour():
    assert draw_timeline(TIMELINE, chart_id="t").count(palette.WINDOW_TINT) == 1


def test_one_day_alone_can_be_drawn():
    data = Timeline("t", "d", (), today=day(4, 16))
    assert words(draw_timeline(data, chart_id="t"))[-1] == "Today, 16 April 2015"


@pytest.mark.parametrize("kind", [Phase, SampleWindow])
def test_a_span_that_ends_before_it_starts_is_refused(kind):
    state = ("now",) if kind is Phase else ()
    with pytest.raises(ValueError, match="Set up ends before it starts"):
        kind("Set up", day(2, 1), day(1, 1), *state)


def test_the_table_lists_phases_windows_and_the_last_day():
    table = TIMELINE.figures()
    assert table.rows[2] == ("Implementation", "2 February 2015", "31 July 2015", "Now")
    assert table.rows[-1][0] == "Publish by"
    assert dataclasses.replace(TIMELINE, publish_by=None).figures().rows[-1][3] == "Survey"
