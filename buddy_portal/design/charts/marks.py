"""The pieces of a picture as SVG text: lines, boxes, words and the marks of the charts.

Everything is said by presentation attributes: no style, class rule or script, so that the
same picture passes a strict content security policy and goes into a PDF. Every text from
outside passes through `safe` here, and only here. Coordinates are pixels with one decimal.
"""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from buddy_portal.design.charts import palette

FONT = "Arial, Liberation Sans, sans-serif"
SMALL = 13
NORMAL = 14


# Characters that XML forbids even when escaped: one of them would spoil a whole report.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CHART_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def safe(words: str) -> Markup:
    """Text from outside, fit for SVG: escaped, and rid of characters that XML forbids."""
    return escape(_NOT_IN_XML.sub("\ufffd", words))


def px(value: float) -> str:
    """A coordinate: at most one decimal, no needless zero, no minus zero."""
    written = f"{value:.1f}"
    if written.endswith(".0"):
        written = written[:-2]
    return "0" if written == "-0" else written


def line(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    stroke: str = palette.LIMIT,
    width: float = 1,
    dash: str = "",
) -> str:
    """A straight line; `dash` as in stroke-dasharray."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{px(x1)}" y1="{px(y1)}" x2="{px(x2)}" y2="{px(y2)}" '
        f'stroke="{stroke}" stroke-width="{px(width)}"{dashes}/>'
    )


def rect(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    stroke: str = "",
    stroke_width: float = 1,
    dash: str = "",
    radius: float = 0,
) -> str:
    """A box from its top left corner; a width below 0 is drawn as 0."""
    edge = f' stroke="{stroke}" stroke-width="{px(stroke_width)}"' if stroke else ""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    round_ = f' rx="{px(radius)}"' if radius else ""
    return (
        f'<rect x="{px(x)}" y="{px(y)}" width="{px(max(width, 0))}" '
        f'height="{px(max(height, 0))}"{round_} fill="{fill}"{edge}{dashes}/>'
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    size: float = NORMAL,
    fill: str = palette.INK,
    bold: bool = False,
    halo: bool = False,
) -> str:
    """Words with their baseline at y; a halo keeps them legible where a line runs behind."""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    weight = ' font-weight="600"' if bold else ""
    colour = "" if fill == palette.INK else f' fill="{fill}"'
    large = "" if size == NORMAL else f' font-size="{px(size)}"'
    body = f">{safe(words)}</text>"
    shared = f'<text x="{px(x)}" y="{px(y)}"{where}{large}{weight}'
    if not halo:
        return f"{shared}{colour}{body}"
    # Two texts, not paint-order: PDF makers ignore that attribute.
    edge = ' fill="#ffffff" stroke="#ffffff" stroke-width="4" stroke-linejoin="round"'
    return f'{shared}{edge} aria-hidden="true"{body}{shared}{colour}{body}'


def lines_of_text(
    x: float,
    y: float,
    lines: tuple[str, ...],
    *,
    leading: float = 17,
    anchor: str = "start",
    size: float = NORMAL,
    fill: str = palette.INK,
    bold: bool = False,
) -> str:
    """Several lines, the first with its baseline at y."""
    return "".join(
        text(x, y + i * leading, words, anchor=anchor, size=size, fill=fill, bold=bold)
        for i, words in enumerate(lines)
    )


def circle(
    x: float, y: float, radius: float, fill: str, stroke: str = "", stroke_width: float = 2
) -> str:
    """A circle; with white fill and a stroke it is the hollow mark."""
    edge = f' stroke="{stroke}" stroke-width="{px(stroke_width)}"' if stroke else ""
    return f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(radius)}" fill="{fill}"{edge}/>'


def polygon(
    corners: tuple[tuple[float, float], ...],
    fill: str,
    stroke: str = "",
    stroke_width: float = 1.5,
) -> str:
    """A closed shape through its corners."""
    where = " ".join(f"{px(x)},{px(y)}" for x, y in corners)
    edge = f' stroke="{stroke}" stroke-width="{px(stroke_width)}"' if stroke else ""
    return f'<polygon points="{where}" fill="{fill}"{edge}/>'


def dots(places: Iterable[tuple[float, float]], width: float, colour: str) -> str:
    """Many round dots as one element: lines of no length with round ends."""
    path = "".join(f"M{px(x)} {px(y)}h.01" for x, y in places)
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{px(width)}" '
        'stroke-linecap="round"/>'
    )


def polyline(
    corners: tuple[tuple[float, float], ...],
    stroke: str,
    width: float = 1.5,
    dash: str = "",
) -> str:
    """An open line through its points."""
    where = " ".join(f"{px(x)},{px(y)}" for x, y in corners)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{where}" fill="none" stroke="{stroke}" '
        f'stroke-width="{px(width)}" stroke-linejoin="round"{dashes}/>'
    )


def path(commands: str, stroke: str, width: float = 1.5) -> str:
    """A free line; `commands` as in the d attribute, written by the charts themselves."""
    return f'<path d="{commands}" fill="none" stroke="{stroke}" stroke-width="{px(width)}"/>'


def down_triangle(x: float, y: float, radius: float, fill: str, stroke: str = "") -> str:
    """▼ centred on the point: below the range, a need."""
    corners = ((x, y + radius), (x + radius, y - 0.8 * radius), (x - radius, y - 0.8 * radius))
    return polygon(corners, fill, stroke)


def up_triangle(x: float, y: float, radius: float, fill: str, stroke: str = "") -> str:
    """▲ centred on the point: above the range."""
    corners = ((x, y - radius), (x + radius, y + 0.8 * radius), (x - radius, y + 0.8 * radius))
    return polygon(corners, fill, stroke)


def diamond(
    x: float, y: float, radius: float, fill: str, stroke: str = "", stroke_width: float = 2
) -> str:
    """◆ centred on the point."""
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    return polygon(corners, fill, stroke, stroke_width)


def square(x: float, y: float, radius: float, fill: str, stroke: str = "") -> str:
    """■ centred on the point."""
    return rect(x - radius, y - radius, 2 * radius, 2 * radius, fill, stroke, 1.5)


def across_interval(
    low: float, high: float, y: float, stroke: str = palette.THE_TRUST, cap: float = 4
) -> str:
    """A horizontal interval with caps at both ends (pixels)."""
    return (
        line(low, y, high, y, stroke, 2)
        + line(low, y - cap, low, y + cap, stroke, 2)
        + line(high, y - cap, high, y + cap, stroke, 2)
    )


def upright_interval(
    x: float, low: float, high: float, stroke: str = palette.THE_TRUST, cap: float = 4
) -> str:
    """A vertical interval with caps at both ends (pixels)."""
    return (
        line(x, low, x, high, stroke, 2)
        + line(x - cap, low, x + cap, low, stroke, 2)
        + line(x - cap, high, x + cap, high, stroke, 2)
    )


def link_line(x1: float, y1: float, x2: float, y2: float) -> str:
    """The bowed line that joins two boxes of a tree."""
    middle = px((x1 + x2) / 2)
    return path(
        f"M{px(x1)} {px(y1)} C{middle} {px(y1)} {middle} {px(y2)} {px(x2)} {px(y2)}",
        palette.BEFORE,
    )


def picture(
    body: str,
    *,
    width: float,
    height: float,
    title: str,
    description: str,
    chart_id: str | None,
) -> Markup:
    """The whole SVG. Without an id it is decoration: its figures stand beside it in words."""
    size = f'width="{px(width)}" height="{px(height)}" viewBox="0 0 {px(width)} {px(height)}"'
    look = f'font-family="{FONT}" font-size="{NORMAL}" fill="{palette.INK}"'
    start = f'<svg class="app-svg" xmlns="http://www.w3.org/2000/svg" {size} {look}'
    if chart_id is None:
        return Markup(f'{start} aria-hidden="true" focusable="false">{body}</svg>')  # noqa: S704 - every text in it went through safe()
    if not _CHART_ID.fullmatch(chart_id):
        raise ValueError(f"A chart's id is letters, digits, - and _; it was {chart_id!r}.")
    name = chart_id
    words = (
        f'<title id="{name}-title">{safe(title)}</title>'
        f'<desc id="{name}-desc">{safe(description)}</desc>'
    )
    role = f'role="img" aria-labelledby="{name}-title {name}-desc"'
    return Markup(f'{start} id="{name}" {role}>{words}{body}</svg>')  # noqa: S704 - as above
