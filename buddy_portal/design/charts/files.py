"""A chart as a file of its own: SVG with its source beneath, or the same picture as PNG."""

from __future__ import annotations

import re
from pathlib import Path

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.marks import FONT, SMALL, lines_of_text, rect
from buddy_portal.design.charts.text import wrap

# Arimo has the measures of Arial and comes with the portal: see docs/decisions/0005.
FONTS = FONT.replace("Arial, ", "Arial, Arimo, ")
TEMPLATE = Path(__file__).with_name("picture.typ")
MARGIN = 16.0
LEADING = 17.0
PIXELS_PER_INCH = 144.0
"""Twice the size on screen, so that it is sharp in a slide."""
_SIZE = re.compile(r'width="([0-9.]+)" height="([0-9.]+)"')


class NotAChartError(ValueError):
    """The text does not begin with the size of a picture."""


def as_svg_file(chart: Markup, source: str) -> str:
    """The chart on white with a margin, and `source` (attribution, notes) in lines beneath it."""
    found = _SIZE.search(chart)
    if found is None:
        raise NotAChartError("A chart begins with its width and height in pixels.")
    width, height = map(float, found.groups())
    lines = wrap(source, width, SMALL, most=6) if source else ()
    foot = MARGIN + height + 8
    whole = (width + 2 * MARGIN, foot + LEADING * len(lines) + MARGIN)
    inner = str(chart).replace(FONT, FONTS)
    inner = inner.replace('class="app-svg" ', f'x="{MARGIN:g}" y="{MARGIN:g}" ', 1)
    words = lines_of_text(MARGIN, foot + 12, lines, leading=LEADING, size=SMALL, fill=palette.LIMIT)
    size = f'width="{whole[0]:g}" height="{whole[1]:g}" viewBox="0 0 {whole[0]:g} {whole[1]:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        f'font-family="{FONTS}">'
        f"{rect(0, 0, *whole, palette.WHITE)}{inner}{words}</svg>\n"
    )


def as_png_file(svg: str, fonts: Path) -> bytes:
    """The picture of an SVG file as PNG, drawn by typst with the fonts of that folder.

    Where the folder does not exist, the fonts of the machine are used.
    """
    import typst  # only asked for with a file: a page never needs it

    return typst.compile(
        TEMPLATE,
        format="png",
        ppi=PIXELS_PER_INCH,
        font_paths=[fonts],
        ignore_system_fonts=fonts.exists(),
        sys_inputs={"svg": svg},
        timestamp=0,
    )
