import numpy as np
import pytest

from buddy_portal.benchmarks import pairing
from buddy_portal.benchmarks.bars import BARS
from trusts.matching import suggest


@pytest.fixture
def small_sizes(monkeypatch):
    monkeypatch.setattr(pairing, "SMALL", 8)
    monkeypatch.setattr(pairing, "LARGE", 12)


def test_each_line_has_a_figure_and_its_floor_from_the_same_run(small_sizes):
    for line in pairing.lines():
        assert set(line) == {"name", "value", "unit", "floor", "ratio"}
        assert line["ratio"] == pytest.approx(line["value"] / line["floor"])
        assert line["value"] > 0


def test_each_bar_of_pairing_is_the_name_of_a_line(monkeypatch):
    names = {f"pairing: {size}" for size in ("150 by 150", "2,000 by 2,000")}
    names.add("pairing: prices of 22,500 overrides")
    monkeypatch.setattr(pairing, "_fastest", lambda *_: 1.0)
    monkeypatch.setattr(pairing, "suggest", lambda _: None)
    assert {line["name"] for line in pairing.lines()} == names
    assert {name for name in BARS if name.startswith("pairing")} == names


def test_the_bare_search_finds_the_worst_off_score_of_the_answer():
    problem = pairing._problem(20)
    assert pairing._bare(problem.table) == suggest(problem).worst


def test_the_bare_search_is_given_a_set_that_can_be_matched_in_full():
    assert suggest(pairing._problem(pairing.SMALL)).matched == pairing.SMALL


def test_the_measured_problem_is_the_same_each_time():
    assert np.array_equal(pairing._problem(9).table, pairing._problem(9).table)
