from buddy_portal.design.charts.driver_diagram import (
    ChangeIdea,
    DriverDiagram,
    PrimaryDriver,
    draw_driver_diagram,
)
from buddy_portal.tests.design.charts.more_samples import DIAGRAM
from buddy_portal.tests.design.charts.reading import SVG, parse, word_boxes


def boxes(svg):
    """The outlined boxes of the drawing, as (left, top, right, foot)."""
    found = [r for r in parse(svg).findall(f"{SVG}rect") if r.get("rx")]
    edges = [[float(r.get(k)) for k in ("x", "y", "width", "height")] for r in found]
    return [(x, y, x + w, y + h) for x, y, w, h in edges]


def meet(one, other):
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(
        one[1], other[1]
    )


def test_no_two_boxes_overlap():
    for width in (1130, 288):
        drawn = boxes(draw_driver_diagram(DIAGRAM, chart_id="d", width=width))
        assert len(drawn) == 11
        pairs = [(a, b) for i, a in enumerate(drawn) for b in drawn[i + 1 :]]
        assert not [pair for pair in pairs if meet(*pair)]


def test_every_box_but_the_aim_is_joined_to_another():
    root = parse(draw_driver_diagram(DIAGRAM, chart_id="d"))
    assert len(root.findall(f"{SVG}path")) == 10


def test_columns_are_named_where_they_are_used():
    words = [b.words for b in word_boxes(draw_driver_diagram(DIAGRAM, chart_id="d"))]
    assert {"Aim", "Primary drivers", "Secondary drivers", "Change ideas"} <= set(words)
    alone = draw_driver_diagram(DriverDiagram("t", "d", "Aim 2", "Later", ()), chart_id="d")
    assert [b.words for b in word_boxes(alone)] == ["Aim", "Aim 2", "Later"]


def test_an_idea_shows_its_state_in_words():
    words = [b.words for b in word_boxes(draw_driver_diagram(DIAGRAM, chart_id="d"))]
    assert {"Adopted", "Testing", "Abandoned", "Idea"} <= set(words)


def test_300_ideas_can_be_drawn():
    ideas = tuple(ChangeIdea(f"Idea {i}") for i in range(300))
    data = DriverDiagram("t", "d", "Aim", "Many", (PrimaryDriver("One driver", (), ideas),))
    assert len(boxes(draw_driver_diagram(data, chart_id="d"))) == 302


def test_the_table_has_one_row_for_each_end_of_a_branch():
    rows = DIAGRAM.figures().rows
    assert rows[0] == ("The line is staffed", "Cover for leave", "Shared rota", "Adopted")
    assert ("Calls are followed up", "-", "Text message back", "Idea") in rows
    assert rows[-1][1:] == ("-", "-", "-")
