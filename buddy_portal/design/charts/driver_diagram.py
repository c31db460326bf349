"""A driver diagram: how an aim should come about, from drivers to the ideas being tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.figures import ChartData, Figures
from buddy_portal.design.charts.marks import (
    SMALL,
    line,
    lines_of_text,
    link_line,
    picture,
    rect,
    text,
)
from buddy_portal.design.charts.text import width as text_width
from buddy_portal.design.charts.text import wrap

State = Literal["idea", "testing", "adopted", "adapted", "abandoned"]
STATE_WORDS: dict[State, str] = {
    "idea": "Idea",
    "testing": "Testing",
    "adopted": "Adopted",
    "adapted": "Adapted",
    "abandoned": "Abandoned",
}
_STATE_COLOUR: dict[State, str] = {
    "idea": palette.BEFORE,
    "testing": palette.THE_TRUST,
    "adopted": palette.ADOPTED,
    "adapted": palette.ADOPTED,
    "abandoned": palette.LIMIT,
}
COLUMNS = ("Aim", "Primary drivers", "Secondary drivers", "Change ideas")
_LISTED_BELOW = 900
_GAP = 12.0
_LEADING = 17


@dataclass(frozen=True, slots=True)
class ChangeIdea:
    """Something to try, and how far it has got."""

    label: str
    state: State = "idea"


@dataclass(frozen=True, slots=True)
class SecondaryDriver:
    """A part of a primary driver, with the ideas that act on it."""

    label: str
    ideas: tuple[ChangeIdea, ...] = ()


@dataclass(frozen=True, slots=True)
class PrimaryDriver:
    """What mainly brings the aim about; ideas may act on it directly."""

    label: str
    secondary: tuple[SecondaryDriver, ...] = ()
    ideas: tuple[ChangeIdea, ...] = ()


@dataclass(frozen=True, slots=True)
class DriverDiagram(ChartData):
    """One aim and its drivers."""

    title: str
    description: str
    aim_name: str
    aim: str
    drivers: tuple[PrimaryDriver, ...]

    def figures(self) -> Figures:
        """The same as a list: one row for each end of a branch."""
        rows = [
            (primary.label, secondary, *idea)
            for primary in self.drivers
            for secondary, idea in _ends(primary)
        ]
        headers = ("Primary driver", "Secondary driver", "Change idea", "State")
        return Figures(self.title, headers, tuple(rows), (False,) * 4)


def _ends(primary: PrimaryDriver) -> list[tuple[str, tuple[str, str]]]:
    none = ("-", "-")
    ends = [("-", (i.label, STATE_WORDS[i.state])) for i in primary.ideas]
    for second in primary.secondary:
        ideas = [(i.label, STATE_WORDS[i.state]) for i in second.ideas] or [none]
        ends += [(second.label, idea) for idea in ideas]
    return ends or [("-", none)]


@dataclass(frozen=True, slots=True)
class _Node:
    """A box of the tree: its column, its words and what hangs on it."""

    column: int
    label: str
    state: State | None
    children: tuple[_Node, ...]


def _tree(data: DriverDiagram) -> _Node:
    drivers = tuple(
        _Node(
            1,
            p.label,
            None,
            (*(_Node(2, s.label, None, _ideas(s.ideas)) for s in p.secondary), *_ideas(p.ideas)),
        )
        for p in data.drivers
    )
    return _Node(0, data.aim, None, drivers)


def _ideas(ideas: tuple[ChangeIdea, ...]) -> tuple[_Node, ...]:
    return tuple(_Node(3, idea.label, idea.state, ()) for idea in ideas)


def draw_driver_diagram(
    data: DriverDiagram, *, chart_id: str | None, width: float = 1130
) -> Markup:
    """Four columns joined by lines; below 900 pixels an indented list of the same boxes."""
    body, height = (_list if width < _LISTED_BELOW else _columns)(data, width)
    return picture(
        body,
        width=width,
        height=height,
        title=data.title,
        description=data.description,
        chart_id=chart_id,
    )


@dataclass(frozen=True, slots=True)
class _Grid:
    """Widths of the four columns and the name that heads the aim."""

    width: float
    space: float
    aim_name: str

    def left(self, column: int) -> float:
        return column * (self.width + self.space)

    def lines(self, node: _Node) -> tuple[str, ...]:
        room = self.width - 22
        if node.state and self.fits_beside(node):
            room -= text_width(STATE_WORDS[node.state], SMALL, bold=True) + 10
        return wrap(node.label, room, most=6 if node.column == 0 else 3)

    def fits_beside(self, node: _Node) -> bool:
        """Is there room for the state beside an idea of one line?"""
        if node.state is None:
            return True
        state = text_width(STATE_WORDS[node.state], SMALL, bold=True)
        return text_width(node.label) + state + 34 <= self.width

    def height(self, node: _Node) -> float:
        """The box: its lines, one more for the aim's name, one for a state that needs it."""
        extra = (node.column == 0) + (not self.fits_beside(node))
        return _LEADING * (len(self.lines(node)) + extra) + 19.0

    def room(self, node: _Node) -> float:
        """What the box and everything that hangs on it need, gaps included."""
        below = sum(self.room(child) for child in node.children)
        return max(self.height(node) + _GAP, below)


def _columns(data: DriverDiagram, width: float) -> tuple[str, float]:
    space = 44.0
    grid = _Grid((width - 2 - 3 * space) / 4, space, data.aim_name)
    root = _tree(data)
    used = {0} | {n.column for n in _all(root)}
    heads = "".join(
        text(grid.left(c) + 1, 14, words, bold=True, fill=palette.LIMIT)
        for c, words in enumerate(COLUMNS)
        if c in used
    )
    links, boxes, _ = _branch(root, grid, 28)
    return heads + links + boxes, 28 + grid.room(root)


def _all(node: _Node) -> list[_Node]:
    return [node, *(n for child in node.children for n in _all(child))]


def _branch(node: _Node, grid: _Grid, top: float) -> tuple[str, str, float]:
    """The lines and boxes of a node and all below it, and the pixel of its middle."""
    below = sum(grid.room(child) for child in node.children)
    y = top + max(0.0, (grid.room(node) - below) / 2)
    links, boxes, middles = "", "", []
    for child in node.children:
        more_links, more_boxes, middle = _branch(child, grid, y)
        links, boxes = links + more_links, boxes + more_boxes
        middles.append((child.column, middle))
        y += grid.room(child)
    height = grid.height(node)
    middle = (middles[0][1] + middles[-1][1]) / 2 if middles else top + grid.room(node) / 2
    # The box must stay in its own room, even where its children lie off the middle.
    middle = min(max(middle, top + height / 2), top + grid.room(node) - height / 2)
    right = grid.left(node.column) + grid.width
    for column, other in middles:
        links += link_line(right, middle, grid.left(column), other)
    left = grid.left(node.column)
    return links, boxes + _box(node, grid, left + 1, middle - height / 2, grid.width), middle


def _box(node: _Node, grid: _Grid, x: float, y: float, width: float) -> str:
    height = grid.height(node)
    if node.column == 0:
        drawn = rect(x, y, width, height, palette.AIM_TINT, palette.THE_TRUST, 1.5, radius=3)
        drawn += text(x + 11, y + 23, grid.aim_name, bold=True)
        return drawn + lines_of_text(x + 11, y + 23 + _LEADING, grid.lines(node))
    if node.state is None:
        drawn = rect(x, y, width, height, palette.WHITE, palette.LIMIT, 1.5, radius=3)
        return drawn + lines_of_text(x + 11, y + 23, grid.lines(node))
    colour = _STATE_COLOUR[node.state]
    dash = "4 3" if node.state in ("abandoned", "idea") else ""
    drawn = rect(x, y, width, height, palette.WHITE, colour, 1.5, dash, radius=3)
    drawn += rect(x, y, 5, height, colour)
    drawn += lines_of_text(x + 14, y + 23, grid.lines(node))
    words = STATE_WORDS[node.state]
    fill = palette.LIMIT if node.state == "idea" else colour
    if grid.fits_beside(node):
        return drawn + text(
            x + width - 9, y + 23, words, anchor="end", size=SMALL, fill=fill, bold=True
        )
    last = y + 23 + _LEADING * len(grid.lines(node))
    return drawn + text(x + 14, last, words, size=SMALL, fill=fill, bold=True)


def _list(data: DriverDiagram, width: float) -> tuple[str, float]:
    """The tree as an indented list: the same boxes, one under the other."""
    drawn, y = "", 4.0
    starts: dict[int, float] = {}
    for node in _all(_tree(data)):
        indent = 18.0 * node.column
        grid = _Grid(width - indent - 2, 0, data.aim_name)
        height = grid.height(node)
        if node.column:
            parent = max(c for c in starts if c < node.column)
            stem = 18.0 * parent + 8
            drawn += line(stem, starts[parent], stem, y + height / 2, palette.BEFORE, 1.5)
            drawn += line(stem, y + height / 2, indent + 1, y + height / 2, palette.BEFORE, 1.5)
        drawn += _box(node, grid, indent + 1, y, width - indent - 2)
        starts = {c: s for c, s in starts.items() if c < node.column}
        starts[node.column] = y + height
        y += height + 8
    return drawn, y
