import numpy as np
import pytest

from buddy_portal.benchmarks import statistics
from buddy_portal.benchmarks.bars import BARS
from evaluation.statistics.intervals import newcombe_interval


def test_plain_floor_works_out_the_same_intervals():
    counts = tuple(each[:500] for each in statistics._counts(np.random.default_rng(1)))
    np.testing.assert_allclose(statistics._plain_newcombe(*counts), newcombe_interval(*counts))


@pytest.mark.slow
def test_lines_have_their_shape_and_name_every_bar():
    found = list(statistics.lines())
    assert all(line.keys() == {"name", "value", "unit", "floor", "ratio"} for line in found)
    bars = {name for name in BARS if name.startswith("statistics: ")}
    assert bars <= {line["name"] for line in found}
