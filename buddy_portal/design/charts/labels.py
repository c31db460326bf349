"""Labels that stand at what they name, moved apart where they would touch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.marks import SMALL, line, text
from buddy_portal.design.charts.text import cut
from buddy_portal.design.charts.text import width as text_width

GAP = 16.0


@dataclass(frozen=True, slots=True)
class LineLabel:
    """Words for the end of a line at the pixel y."""

    y: float
    words: str
    bold: bool = False
    fill: str = palette.LIMIT


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places moved apart to at least the gap, as little as possible, in their order.

    `low` and `high` hold them in; where there is no room for all, they run past `high`.
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = list(places)
    floor = low
    for i in order:
        moved[i] = max(places[i], floor)
        floor = moved[i] + gap
    ceiling = max(high, low + gap * (len(places) - 1))
    for i in reversed(order):
        moved[i] = min(moved[i], ceiling)
        ceiling = moved[i] - gap
    return moved


def fitted(labels: Sequence[LineLabel], width: float) -> list[LineLabel]:
    """The labels with their words cut to two fifths of the picture, so that the plot keeps room."""
    return [
        replace(label, words=cut(label.words, width * 0.4, SMALL, bold=label.bold))
        for label in labels
    ]


def room_for(labels: Sequence[LineLabel]) -> float:
    """How many pixels the labels need right of the plot."""
    return 13 + max((text_width(la.words, SMALL, bold=la.bold) for la in labels), default=0.0)


def line_labels(labels: Sequence[LineLabel], *, x: float, top: float, foot: float) -> str:
    """Words right of the ends of lines, with a thin leader where they had to move."""
    moved = spread([label.y for label in labels], GAP, top + 4, foot - 4)
    drawn = ""
    for label, y in zip(labels, moved, strict=True):
        if abs(y - label.y) > 3:
            drawn += line(x + 1, label.y, x + 9, y, palette.BEFORE)
        drawn += text(x + 11, y + 4.5, label.words, size=SMALL, fill=label.fill, bold=label.bold)
    return drawn
