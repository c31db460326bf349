import dataclasses

import pytest

from buddy_portal.design.charts.figures import ChartData, Figures
from buddy_portal.design.charts.numbers import NotANumberError


@dataclasses.dataclass(frozen=True, slots=True)
class Sample(ChartData):
    score: float | None
    answer_interval: tuple[float, float] | None = None


def test_a_table_whose_rows_do_not_fit_its_headers_is_refused():
    with pytest.raises(ValueError, match="one cell for each header"):
        Figures("Scores", ("Trust", "Score"), (("Northmoor",),), (False, True))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_field_that_is_no_number_is_refused_by_name(value):
    with pytest.raises(NotANumberError, match="Score must be a number"):
        Sample(value)


def test_a_number_inside_an_interval_is_checked_too():
    with pytest.raises(NotANumberError, match="Answer interval"):
        Sample(1.0, (0.0, float("nan")))


def test_a_missing_value_is_welcome():
    assert Sample(None).score is None
