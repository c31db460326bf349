"""Small bars for the rows of a table: a share of a whole, and two amounts left and right of 0."""

from dataclasses import dataclass

from markupsafe import Markup

from buddy_portal.design.charts import palette
from buddy_portal.design.charts.figures import ChartData, Figures
from buddy_portal.design.charts.marks import SMALL, line, picture, rect, text
from buddy_portal.design.charts.numbers import plain, share


@dataclass(frozen=True, slots=True)
class ShareBar(ChartData):
    """A part of a whole in the same unit; told as "6 of 13"."""

    label: str
    part: float
    whole: float

    def __post_init__(self) -> None:
        ChartData.__post_init__(self)
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.label}: {self.part} is not a part of {self.whole}.")

    @property
    def words(self) -> str:
        """The bar in words."""
        if float(self.part).is_integer() and float(self.whole).is_integer():
            return share(int(self.part), int(self.whole))
        return f"{plain(self.part)} of {plain(self.whole)}"

    def figures(self) -> Figures:
        """A table of one row."""
        return Figures(self.label, ("What", "Share"), ((self.label, self.words),), (False, True))


def draw_share_bar(
    data: ShareBar, *, chart_id: str | None = None, width: float = 120, height: float = 12
) -> Markup:
    """An outlined bar filled as far as the share goes; an empty whole is an empty bar."""
    filled = data.part / data.whole * (width - 2) if data.whole else 0.0
    body = rect(0.5, 0.5, width - 1, height - 1, palette.WHITE, palette.BEFORE)
    if filled:
        body += rect(1, 1, max(filled, 1.5), height - 2, palette.THE_TRUST)
    return picture(
        body,
        width=width,
        height=height,
        title=data.label,
        description=f"{data.words}.",
        chart_id=chart_id,
    )


@dataclass(frozen=True, slots=True)
class TwoWayBar(ChartData):
    """Two amounts of 0 to `most` in one unit: one drawn to the left, one to the right."""

    label: str
    left: float | None
    right: float | None
    most: float = 1.0
    left_name: str = "Need"
    right_name: str = "Strength"

    def __post_init__(self) -> None:
        ChartData.__post_init__(self)
        if self.most <= 0 or any(v is not None and v < 0 for v in (self.left, self.right)):
            raise ValueError(f"{self.label}: amounts must not be below 0.")

    @property
    def words(self) -> str:
        """The bar in words, to 2 places."""
        return (
            f"{self.left_name} {plain(self.left, 2)}, {self.right_name.lower()} "
            f"{plain(self.right, 2)}."
        )

    def figures(self) -> Figures:
        """A table of one row."""
        headers = ("What", self.left_name, self.right_name)
        row = (self.label, plain(self.left, 2), plain(self.right, 2))
        return Figures(self.label, headers, (row,), (False, True, True))


def draw_two_way_bar(data: TwoWayBar, *, chart_id: str | None = None, width: float = 280) -> Markup:
    """Plum to the left, green to the right, "none" where there is nothing to draw."""
    middle, half = width / 2, width / 2 - 4
    body = ""
    if data.left:
        long = min(data.left / data.most, 1) * half
        body += rect(middle - long, 9, long, 14, palette.NEED)
    if data.right:
        long = min(data.right / data.most, 1) * half
        body += rect(middle, 9, long, 14, palette.STRENGTH, palette.STRENGTH_EDGE)
    for value, x, anchor in ((data.left, middle - 6, "end"), (data.right, middle + 6, "start")):
        if not value:
            words = "none" if value == 0 else "not shown"
            body += text(x, 20.5, words, anchor=anchor, size=SMALL, fill=palette.LIMIT)
    body += line(middle, 0, middle, 32, palette.LIMIT)
    return picture(
        body, width=width, height=32, title=data.label, description=data.words, chart_id=chart_id
    )
