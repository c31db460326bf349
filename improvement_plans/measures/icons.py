"""Small pictures of variation and assurance, drawn for this portal; words always stand beside them.

The idea that one glance should answer "is it changing?" and "will it meet the target?" is that of
NHS England's Making Data Count. Variation is a circle, assurance a square; each holds a line of its
own shape, so that no meaning rests on colour.
"""

from __future__ import annotations

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.marks import circle, diamond, line, polyline, rect, square
from improvement_plans.charts.spc import Assurance, Kind

SIZE = 44
_WAVE = ((8.0, 24.0), (14.0, 19.0), (20.0, 25.0), (26.0, 19.0), (32.0, 25.0), (37.0, 20.0))
_RISE = ((9.0, 32.0), (17.0, 27.0), (24.0, 22.0), (31.0, 15.0))
_FALL = ((9.0, 13.0), (17.0, 18.0), (24.0, 22.0), (31.0, 29.0))


def variation_icon(kind: Kind | None, *, rising: bool) -> Markup:
    """A circle: waves, or a line that rises or falls to the mark of its verdict."""
    colour = {"improvement": palette.THE_TRUST, "concern": palette.NEED}.get(
        kind or "", palette.LIMIT
    )
    edge = circle(22, 22, 20, palette.WHITE, colour, 2.5)
    if kind is None:
        return _picture(edge + line(13, 22, 31, 22, colour, 2.5, "3 4"))
    if kind == "common_cause":
        return _picture(edge + polyline(_WAVE, colour, 2.5))
    way = _RISE if rising else _FALL
    x, y = way[-1]
    marks = {"improvement": diamond, "concern": square}
    mark = marks[kind](x, y, 6, colour) if kind in marks else circle(x, y, 5, colour)
    return _picture(edge + polyline(way, colour, 2.5) + mark)


def assurance_icon(assurance: Assurance | None) -> Markup:
    """A square with the target as a dashed line, and the figures beyond, across or short of it."""
    colour = {"pass": palette.THE_TRUST, "fail": palette.NEED}.get(assurance or "", palette.LIMIT)
    edge = rect(2, 2, 40, 40, palette.WHITE, colour, 2.5, radius=6)
    target = line(8, 22, 36, 22, palette.INK, 2, "5 3")
    if assurance is None:
        return _picture(edge + line(13, 22, 31, 22, colour, 2.5, "3 4"))
    if assurance == "pass":
        return _picture(edge + target + polyline(((14, 13), (20, 18), (31, 8)), colour, 3))
    if assurance == "fail":
        cross = line(17, 27, 27, 37, colour, 3) + line(27, 27, 17, 37, colour, 3)
        return _picture(edge + target + cross)
    across = ((9.0, 30.0), (16.0, 14.0), (22.0, 30.0), (28.0, 14.0), (35.0, 30.0))
    return _picture(edge + target + polyline(across, colour, 2.5))


def _picture(body: str) -> Markup:
    return Markup(  # noqa: S704 - made of numbers and colours only
        f'<svg class="app-icon" width="{SIZE}" height="{SIZE}" viewBox="0 0 {SIZE} {SIZE}" '
        f'aria-hidden="true" focusable="false">{body}</svg>'
    )
