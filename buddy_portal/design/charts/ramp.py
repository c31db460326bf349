"""A ramp of PDSA cycles: tests of one idea that grow from one person to the whole service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.axes import nothing_to_show
from buddy_portal.design.charts.figures import ChartData, Figures
from buddy_portal.design.charts.marks import (
    SMALL,
    circle,
    line,
    lines_of_text,
    picture,
    polyline,
    text,
)
from buddy_portal.design.charts.text import cut, wrap
from buddy_portal.design.charts.text import width as text_width

Decision = Literal["", "adopt", "adapt", "abandon"]
DECISION_WORDS: dict[Decision, str] = {
    "": "Not decided",
    "adopt": "Adopted",
    "adapt": "Adapted",
    "abandon": "Abandoned",
}
_COLOUR: dict[Decision, str] = {
    "": palette.THE_TRUST,
    "adopt": palette.ADOPTED,
    "adapt": palette.WINDOW_EDGE,
    "abandon": palette.LIMIT,
}
_STEP, _TOP, _RADIUS, _GAP = 74.0, 20.0, 19.0, 10.0


@dataclass(frozen=True, slots=True)
class Turn(ChartData):
    """One cycle: its number, when, how large (a place among the scales), what came of it."""

    number: int
    when: str
    scale: int
    question: str
    stage: str
    decision: Decision = ""
    met: str = ""

    @property
    def outcome(self) -> str:
        """ "Adapted", or how far the cycle is."""
        return DECISION_WORDS[self.decision] if self.decision else self.stage


@dataclass(frozen=True, slots=True)
class Ramp(ChartData):
    """The cycles of an idea in order; `scales` are the steps of the ramp, the smallest first."""

    title: str
    description: str
    scales: tuple[str, ...]
    turns: tuple[Turn, ...]

    def figures(self) -> Figures:
        """The table: each cycle in a line."""
        rows = tuple(
            (str(t.number), t.when, self.scales[t.scale], t.question, t.outcome, t.met or "-")
            for t in self.turns
        )
        headers = ("Cycle", "When", "How small", "Question", "Outcome", "Prediction true?")
        return Figures(self.title, headers, rows, (True, False, False, False, False, False))


def draw_ramp(data: Ramp, *, chart_id: str | None, width: float = 760) -> Markup:
    """Cycles from left to right, each on the step of its scale, joined as they followed."""
    if not data.turns:
        return nothing_to_show(
            title=data.title,
            description=data.description,
            chart_id=chart_id,
            width=width,
            words="No cycle yet.",
        )
    left = max(text_width(words, SMALL) for words in data.scales) + 16
    levels = [_TOP + _STEP * (len(data.scales) - 1 - n) + _RADIUS for n in range(len(data.scales))]
    foot = _TOP + _STEP * len(data.scales)
    body = _steps(data, levels, left, width)
    room = (width - left) / len(data.turns)
    places = [
        (left + room * i + _RADIUS + _GAP, levels[turn.scale]) for i, turn in enumerate(data.turns)
    ]
    if len(places) > 1:
        body += polyline(tuple(places), palette.BEFORE, 2)
    for turn, (x, y) in zip(data.turns, places, strict=True):
        body += _turn(turn, x, y, room)
    return picture(
        body,
        width=width,
        height=foot + 4,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


def _steps(data: Ramp, levels: list[float], left: float, width: float) -> str:
    """A faint line and a word for each scale."""
    drawn = ""
    for words, y in zip(data.scales, levels, strict=True):
        drawn += line(left, y, width, y, palette.GRID)
        drawn += text(0, y + 5, words, size=SMALL, fill=palette.LIMIT)
    return drawn


def _turn(turn: Turn, x: float, y: float, room: float) -> str:
    """A circle with the number, its outcome as a word and a mark, when it was beneath."""
    colour = _COLOUR[turn.decision]
    is_open = not turn.decision
    fill = palette.WHITE if is_open else colour
    ink = colour if is_open else palette.WHITE
    drawn = circle(x, y, _RADIUS, fill, colour, 2.5)
    drawn += text(x, y + 5, str(turn.number), anchor="middle", bold=True, fill=ink)
    if turn.decision == "abandon":
        drawn += line(x - 13, y + 13, x + 13, y - 13, palette.WHITE, 2)
    beside, most = x + _RADIUS + 7, room - 2 * _RADIUS - 2 * _GAP
    if most < 60:
        return drawn
    # Beneath the line of the step, and beneath the way up to the next cycle.
    words = cut(turn.outcome, most, SMALL)
    drawn += text(beside, y + 18, words, size=SMALL, bold=True, halo=True)
    lines = tuple(wrap(turn.when, most, SMALL, most=2))
    return drawn + lines_of_text(beside, y + 34, lines, leading=15, size=SMALL, fill=palette.LIMIT)
