import dataclasses

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.forest import Forest, ForestRow, draw_forest
from buddy_portal.design.charts.numbers import Unit
from buddy_portal.tests.design.charts.more_samples import CUT_FOREST, FOREST
from buddy_portal.tests.design.charts.reading import SVG, parse, word_boxes


def draw(*rows, **options):
    return draw_forest(Forest("t", "d", rows, **options), chart_id="f", with_legend=False)


def shapes(svg):
    root = parse(svg)
    return [e.tag.removeprefix(SVG) for e in root if e.tag.removeprefix(SVG) != "line"]


def test_shape_tells_clear_from_unclear_and_from_a_control():
    clear = parse(draw(ForestRow("a", 1.0, (0.5, 1.5), "clear"))).find(f"{SVG}circle")
    unclear = parse(draw(ForestRow("a", 1.0, (-0.5, 1.5), "unclear"))).find(f"{SVG}circle")
    assert (clear.get("fill"), unclear.get("fill")) == (palette.THE_TRUST, palette.WHITE)
    assert "rect" in shapes(draw(ForestRow("a", 1.0, None, "control")))
    assert "polygon" in shapes(draw(ForestRow("a", 1.0, None, "overall")))


def test_the_line_of_no_difference_is_always_on_the_axis():
    assert Forest("t", "d", (ForestRow("a", 8.0, (7.0, 9.0)),)).range()[0] <= 0


def test_each_effect_is_written_with_its_interval():
    words = [b.words for b in word_boxes(draw(ForestRow("a", -1.8, (-8.2, 4.6))))]
    assert "−1.8 (−8.2 to +4.6)" in words


def test_an_interval_that_runs_beyond_the_axis_ends_in_an_arrow():
    whole, cut = (parse(draw_forest(f, chart_id="f")) for f in (FOREST, CUT_FOREST))
    assert len(cut.findall(f"{SVG}polygon")) > len(whole.findall(f"{SVG}polygon"))


def test_a_hidden_effect_is_words_without_a_mark():
    svg = draw(ForestRow("a", None, hidden="not shown, fewer than 10 answers"))
    assert "not shown, fewer than 10 answers" in [b.words for b in word_boxes(svg)]
    assert "circle" not in shapes(svg)


def test_a_group_is_named_once():
    rows = [ForestRow(str(i), 1.0, None, group="Nurse specialist") for i in range(3)]
    words = [b.words for b in word_boxes(draw(*rows))]
    assert words.count("Nurse specialist") == 1


def test_300_rows_and_equal_rows_can_be_drawn():
    root = parse(draw(*[ForestRow("a", 0.0, (0.0, 0.0))] * 300))
    assert len(root.findall(f"{SVG}circle")) == 300


def test_the_sides_are_named_also_where_there_is_little_room():
    for width in (1130, 288):
        words = " ".join(
            b.words for b in word_boxes(draw_forest(FOREST, chart_id="f", width=width))
        )
        assert "← rose less than similar trusts" in words
        assert "rose more than similar trusts →" in words


def test_the_table_says_what_each_row_means():
    rows = FOREST.figures().rows
    assert rows[1] == ("Easy to contact", "+5.4", "+0.2 to +10.6", "312", "Clear difference")
    assert rows[3][1:] == (FOREST.rows[3].hidden, "-", "-", FOREST.rows[3].hidden)
    assert FOREST.figures().headers[1] == "Difference, points"
    assert dataclasses.replace(FOREST, unit=Unit.SCORE).figures().headers[1].endswith("out of 10")
