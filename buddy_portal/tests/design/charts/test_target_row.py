from buddy_portal.design.charts.numbers import Unit
from buddy_portal.design.charts.target_row import TargetRow, draw_target_row
from buddy_portal.tests.design.charts.reading import SVG, parse, word_boxes
from buddy_portal.tests.design.charts.samples import TARGET


def words(row):
    return [box.words for box in word_boxes(draw_target_row(row, chart_id="r"))]


def test_the_row_writes_now_baseline_and_target():
    assert words(TARGET) == ["71%", "58%", "85%"]


def test_numbers_that_would_touch_are_moved_apart_in_their_order():
    row = TargetRow("Calls", 99.0, 99.0, 100.0)
    boxes = {b.words: b for b in word_boxes(draw_target_row(row, chart_id="r"))}
    assert boxes["100%"].left > boxes["99%"].right or boxes["99%"].top < 20


def test_a_falling_aim_has_its_target_at_the_left():
    boxes = word_boxes(
        draw_target_row(TargetRow("Days", 40.0, 31.0, 14.0, Unit.DAYS), chart_id="r")
    )
    left = {b.words: b.left for b in boxes}
    assert left["14"] < left["31"] < left["40"]


def test_a_measure_without_data_says_so_and_draws_no_mark_for_now():
    row = TargetRow("Calls", 11.0, None, 40.0)
    assert words(row) == ["no data yet", "11%", "40%"]
    assert len(parse(draw_target_row(row, chart_id="r")).findall(f"{SVG}circle")) == 1


def test_a_value_beyond_the_scale_is_drawn_at_its_end_and_keeps_its_number():
    row = TargetRow("Calls", 10.0, 30.0, 20.0, Unit.NUMBER, 0.0, 25.0)
    mark = parse(draw_target_row(row, chart_id="r", width=240)).findall(f"{SVG}circle")[-1]
    assert mark.get("cx") == "232"
    assert "30" in words(row)


def test_equal_values_can_be_drawn():
    assert words(TargetRow("Score", 5.0, 5.0, 5.0, Unit.SCORE)) == ["5.0"] * 3


def test_no_value_at_all_can_be_drawn():
    assert words(TargetRow("Calls", None, None, None)) == ["no data yet"]
    assert TargetRow("Calls", None, None, None).description == (
        "Baseline no data yet, now no data yet, target not set."
    )


def test_the_table_writes_the_values_exactly():
    assert TARGET.figures().rows == (("Calls answered the same day", "58.0%", "71.0%", "85.0%"),)
