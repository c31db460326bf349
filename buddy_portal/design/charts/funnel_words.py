"""Finds room for the names of the two trusts that a funnel names."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import product

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.marks import NORMAL, SMALL, line, text
from buddy_portal.design.charts.text import width as text_width
from buddy_portal.design.charts.text import wrap

Place = tuple[float, float]
Box = tuple[float, float, float, float]

_LINE = 17
_REACHES = (26, 44, 64, 90, 120)
_SHARES = (0.0, 0.5, 1.0, -0.15, 1.15)
_ON_ANOTHER_NAME = 1_000
_ON_A_MARK = 10
_ON_A_LIMIT = 8
_A_PIXEL_AWAY = 0.1


@dataclass(frozen=True, slots=True)
class Names:
    """Named places with their words, all marks, the drawn lines, and the plot's edges (pixels)."""

    named: tuple[tuple[Place, str], ...]
    marks: tuple[Place, ...]
    curves: tuple[tuple[Place, ...], ...]
    plot: Box


def names_at_marks(names: Names) -> str:
    """Each name where it covers the fewest marks and lines, with a line to its mark."""
    drawn = ""
    taken: list[Box] = []
    size = NORMAL if names.plot[2] - names.plot[0] > 400 else SMALL
    for place, full in names.named:
        words = wrap(full, names.plot[2] - names.plot[0] - 12, size, bold=True, most=2)
        box = _best(place, words, size, names, taken)
        taken.append(box)
        drawn += _leader(place, box)
        for i, words_of_line in enumerate(words):
            y = box[1] + 15 + _LINE * i
            drawn += text(box[0], y, words_of_line, size=size, bold=True, halo=True)
    return drawn


def _leader(place: Place, box: Box) -> str:
    x, y = place
    edge = box[3] if box[3] < y else box[1]
    near = min(max(x, box[0]), box[2])
    return line(x, y + (-8 if edge < y else 8), near, edge, palette.INK)


def _best(place: Place, words: tuple[str, ...], size: float, names: Names, taken: list[Box]) -> Box:
    """Of boxes above and below the mark, further and further off, the one that costs least."""
    (x, y), plot = place, names.plot
    long = max(text_width(w, size, bold=True) for w in words)
    high = _LINE * len(words) + 3
    reach = long + 40
    near = [m for m in names.marks if abs(m[0] - x) < reach and abs(m[1] - y) < 180]
    costs: list[tuple[float, Box]] = []
    for share in _SHARES:
        left = min(max(x - long * share, plot[0] + 2), plot[2] - long - 2)
        # Boxes over the same stretch meet the same lines, so these are looked up once.
        places = (left, left + long / 2, left + long)
        heights = [_height_at(curve, place) for curve in names.curves for place in places]
        for away, side in product(_REACHES, (-1, 1)):
            top = y - away - high if side < 0 else y + away
            box = (left, top, left + long, top + high)
            if plot[1] <= top and top + high <= plot[3]:
                cost = _A_PIXEL_AWAY * (away + high / 2) + _cost(box, near, heights, taken)
                costs.append((cost, box))
    return min(costs, default=(0.0, (x, y - high, x + long, y)))[1]


def _cost(box: Box, near: list[Place], heights: list[float], taken: list[Box]) -> float:
    left, top, right, foot = box[0] - 6, box[1] - 6, box[2] + 6, box[3] + 6
    cost = _ON_ANOTHER_NAME * sum(_meet(box, other) for other in taken)
    cost += _ON_A_MARK * sum(left <= x <= right and top <= y <= foot for x, y in near)
    return cost + _ON_A_LIMIT * sum(top + 4 <= height <= foot - 4 for height in heights)


def _meet(one: Box, other: Box) -> bool:
    return (
        min(one[2], other[2]) > max(one[0], other[0]) - 8
        and min(one[3], other[3]) > max(one[1], other[1]) - 2
    )


def _height_at(curve: tuple[Place, ...], x: float) -> float:
    """The pixel at which a line running to the right stands above x, its ends carried on."""
    i = bisect_right(curve, x, key=lambda place: place[0])
    if i in (0, len(curve)):
        return curve[min(i, len(curve) - 1)][1]
    (x0, y0), (x1, y1) = curve[i - 1], curve[i]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
