import pytest

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.dumbbell import Dumbbell, DumbbellRow, draw_dumbbell
from buddy_portal.design.charts.numbers import NotANumberError, Unit
from buddy_portal.tests.design.charts.reading import SVG, parse, word_boxes
from buddy_portal.tests.design.charts.samples import DUMBBELL

ROW = DumbbellRow("Easy to contact", "Q18", 63.8, 73.4, 68.0, 74.0, 298, 312)


def draw(*rows, **options):
    return draw_dumbbell(Dumbbell("t", "d", rows), chart_id="d", **options)


def words(svg):
    return [box.words for box in word_boxes(svg)]


def test_a_row_draws_before_hollow_after_filled_expected_diamond_and_target_line():
    root = parse(draw(ROW, with_legend=False))
    fills = [c.get("fill") for c in root.findall(f"{SVG}circle")]
    assert fills == [palette.WHITE, palette.THE_TRUST]
    assert root.find(f"{SVG}polygon").get("stroke") == palette.NEED
    assert palette.INK in [e.get("stroke") for e in root.findall(f"{SVG}line")]


def test_marks_stand_in_the_order_of_their_values():
    circles = parse(draw(ROW, with_legend=False)).findall(f"{SVG}circle")
    before, after = (float(c.get("cx")) for c in circles)
    assert before < after


def test_the_legend_names_the_years_and_only_what_is_drawn():
    bare = DumbbellRow("Q", "", 60.0, 70.0)
    shown = words(draw_dumbbell(Dumbbell("t", "d", (bare,), before_label="2014"), chart_id="d"))
    assert "2014" in shown
    assert "Target" not in shown
    assert "Target" in words(draw(ROW))


def test_a_score_that_is_not_shown_leaves_words_and_no_mark():
    row = DumbbellRow("Worried", "Q42", 84.1, None, hidden="not shown, fewer than 10 answers")
    svg = draw(row, with_legend=False)
    assert "after: not shown, fewer than 10 answers" in words(svg)
    assert len(parse(svg).findall(f"{SVG}circle")) == 1


def test_a_row_without_scores_is_told_in_words_only():
    svg = draw(ROW, DumbbellRow("Few", "Q44", None, None), with_legend=False)
    assert "Not shown" in words(svg)
    assert len(parse(svg).findall(f"{SVG}circle")) == 2


def test_the_earlier_score_moves_under_its_mark_where_the_target_is_in_the_way():
    low_target = DumbbellRow("Q", "", 60.0, 70.0, None, 59.0)
    boxes = {b.words: b for b in word_boxes(draw(low_target))}
    assert boxes["60%"].top > boxes["70%"].foot


def test_all_equal_scores_can_be_drawn():
    assert "60%" in words(draw(DumbbellRow("Q", "", 60.0, 60.0, 60.0, 60.0)))


def test_300_rows_can_be_drawn():
    root = parse(draw(*([ROW] * 300)))
    assert len(root.findall(f"{SVG}circle")) == 600
    assert float(root.get("height")) > 300 * 50


def test_the_table_writes_scores_answers_and_the_change_in_points():
    table = DUMBBELL.figures()
    assert table.headers[1:6] == ("2014", "Answers", "2015", "Answers", "Change, points")
    assert table.rows[0][1:] == ("63.8%", "298", "73.4%", "312", "+9.6", "68.0%", "74.0%")


def test_the_table_gives_no_change_where_a_score_is_not_shown():
    row = DUMBBELL.figures().rows[4]
    assert row[3:6] == ("not shown, fewer than 10 answers", "-", "-")


def test_means_are_not_written_as_percentages():
    data = Dumbbell("t", "d", (DumbbellRow("Overall", "Q59", 8.6, 8.8),), Unit.SCORE)
    assert "%" not in draw_dumbbell(data, chart_id="d")
    assert data.figures().headers[5] == "Change"


def test_nan_is_refused():
    with pytest.raises(NotANumberError, match="After"):
        DumbbellRow("Q", "", 60.0, float("nan"))
