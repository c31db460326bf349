"""Axes: grid lines, ticks and their numbers, the empty picture and the legend in the picture."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.marks import NORMAL, SMALL, line, picture, text
from buddy_portal.design.charts.numbers import Unit
from buddy_portal.design.charts.scales import Scale, tick_places
from buddy_portal.design.charts.text import width as text_width

NARROW = 560
"""Below this width (pixels) charts stack their labels, so that nothing must be scrolled."""


def top_axis(scale: Scale, values: Sequence[float], unit: Unit, *, top: float, foot: float) -> str:
    """Numbers above and upright grid lines below, for charts whose rows run down."""
    places = tick_places(values)
    return "".join(
        line(scale(v), top + 8, scale(v), foot, palette.GRID)
        + text(scale(v), top, unit.tick(v, places), anchor="middle", size=SMALL, fill=palette.LIMIT)
        for v in values
    )


def left_axis(
    scale: Scale, values: Sequence[float], unit: Unit, *, left: float, right: float
) -> str:
    """Numbers at the left and level grid lines, for charts that run to the right."""
    places = tick_places(values)
    return "".join(
        line(left, scale(v), right, scale(v), palette.GRID)
        + text(
            left - 8,
            scale(v) + 4.5,
            unit.tick(v, places),
            anchor="end",
            size=SMALL,
            fill=palette.LIMIT,
        )
        for v in values
    )


def left_axis_room(values: Sequence[float], unit: Unit) -> float:
    """How many pixels the numbers of a left axis need."""
    places = tick_places(values)
    return max((text_width(unit.tick(v, places), SMALL) for v in values), default=0) + 10


def foot_axis(
    scale: Scale, values: Sequence[float], unit: Unit, *, foot: float, name: str = ""
) -> str:
    """A level line with ticks and numbers beneath, and the name of what it measures."""
    places = tick_places(values)
    drawn = line(scale.start, foot, scale.end, foot, palette.LIMIT)
    for v in values:
        drawn += line(scale(v), foot, scale(v), foot + 6, palette.LIMIT)
        drawn += text(
            scale(v),
            foot + 20,
            unit.tick(v, places),
            anchor="middle",
            size=SMALL,
            fill=palette.LIMIT,
        )
    if name:
        middle = (scale.start + scale.end) / 2
        drawn += text(middle, foot + 38, name, anchor="middle", size=SMALL, fill=palette.LIMIT)
    return drawn


def legend(
    entries: Iterable[tuple[str, float, str]], *, left: float, top: float, right: float
) -> tuple[str, float]:
    """Marks with their words, in as many rows as they need.

    An entry is (mark drawn around the point 0,0; its width in pixels; words). Returns the
    drawing and the pixel at which the next thing may begin.
    """
    drawn, x, y = "", left, top
    for mark, room, words in entries:
        need = room + 6 + text_width(words, NORMAL)
        if x > left and x + need > right:
            x, y = left, y + 22
        drawn += f'<g transform="translate({x + room / 2:.1f} {y + 9:.1f})">{mark}</g>'
        drawn += text(x + room + 6, y + 14, words)
        x += need + 20
    return drawn, y + 26


def nothing_to_show(
    *, title: str, description: str, chart_id: str | None, width: float, words: str
) -> Markup:
    """The picture of a chart without rows: it says so."""
    body = text(0, 24, words, fill=palette.LIMIT)
    return picture(
        body, width=width, height=36, title=title, description=description, chart_id=chart_id
    )
