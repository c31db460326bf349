"""What every chart carries beside its picture: checked numbers and the table beneath it."""

import dataclasses
import math
from dataclasses import dataclass

from buddy_portal.design.charts.numbers import NotANumberError

NOT_SHOWN = "not shown"


@dataclass(frozen=True, slots=True)
class Figures:
    """The table beneath a chart: every cell a finished text, the first column the row's name.

    `numeric` holds for each column whether it is set right, in tabular figures.
    """

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]

    def __post_init__(self) -> None:
        lengths = {len(self.headers), len(self.numeric), *map(len, self.rows)}
        if len(lengths) != 1:
            raise ValueError("Every row of a table needs one cell for each header.")


class ChartData:
    """Base of the data of charts: refuses numbers that are not finite, however deep they lie.

    A missing value is None; it is drawn as a gap or said in words, never as 0.
    """

    def __post_init__(self) -> None:
        refuse_not_finite(self)


def refuse_not_finite(data: object) -> None:
    """Raise NotANumberError, naming the field, where a field holds NaN or infinity."""
    for field in dataclasses.fields(data):  # type: ignore[arg-type] # subclasses are dataclasses
        _refuse(field.name, getattr(data, field.name))


def _refuse(name: str, value: object) -> None:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise NotANumberError(name.replace("_", " ").capitalize(), value)
    elif isinstance(value, tuple):
        for part in value:
            _refuse(name, part)
