"""The acceptance by simulation, small: the whole grid is `make bench-evaluation`."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtr

from evaluation.simulation.acceptance import (
    NUMBERS_OF_MENTEES,
    Scored,
    Setting,
    misses,
    settings,
    try_world,
)
from evaluation.simulation.tables import markdown, summary
from evaluation.simulation.worlds import (
    TARGET_MODES,
    WORLDS,
    as_scheme,
    choose_targets,
    draw_roles,
    draw_surveys,
)
from evaluation.statistics.comparisons import z_test
from evaluation.statistics.expectation import expectation


@pytest.fixture(scope="module")
def tried():
    """60 runs of 15 mentees with their five worst questions in each world."""
    return {world: try_world(world, runs=60, modes=["worst 5"], numbers=[15]) for world in "ABCR"}


@pytest.mark.parametrize("world", ["A", "B", "C", "R"])
def test_headline_is_within_its_bounds(tried, world):
    for scored in tried[world]:
        assert misses(scored) == [], scored.setting


@pytest.mark.parametrize("world", ["A", "B", "C", "R"])
def test_naive_change_and_difference_in_differences_fail_on_the_same_data(tried, world):
    for scored in tried[world]:
        if scored.setting.effect == 0:
            assert scored.naive_bias > 3
            assert scored.naive_coverage == 0
            assert scored.naive_claims == 1
            assert scored.difference_bias > 3


def test_bounds_bite_where_the_naive_change_stands_in_for_the_headline(tried):
    for scored in tried["A"]:
        planted = replace(
            scored,
            bias=scored.naive_bias,
            coverage=scored.naive_coverage,
            claims=scored.naive_claims,
        )
        assert misses(planted)


def test_volunteers_who_improve_anyway_are_counted_as_improved():
    """World D is a limit that the report states: comparing trusts cannot see through it."""
    for scored in try_world("D", runs=30, modes=["all"], numbers=[15]):
        assert scored.bias == pytest.approx(0.5, abs=0.15)


def test_single_targets_are_seldom_called_improved_where_nothing_was_done():
    ours = naive = cells = 0
    for run in range(40):
        rng = np.random.default_rng([6, run])
        surveys = draw_surveys(WORLDS["A"], rng)
        roles = draw_roles(surveys, 15, rng)
        targets = choose_targets(surveys, roles.mentees, "worst 5", rng)
        scheme = as_scheme(surveys, roles, targets, effect=0, drift=0, rng=rng)
        fit = expectation(scheme)
        before, after = scheme.before.only(roles.mentees), scheme.after.only(roles.mentees)
        beyond = (after.p - fit.predicted[roles.mentees])[targets]
        error = np.sqrt(fit.variance[roles.mentees] + fit.shared * fit.scale**2)[targets]
        counts = [(each.n * each.p)[targets] for each in (after, before)]
        plain = z_test(counts[0], after.n[targets], counts[1], before.n[targets])
        ours += ((2 * ndtr(-np.abs(beyond) / error) < 0.05) & (beyond > 0)).sum()
        naive += ((plain < 0.05) & ((after.p - before.p)[targets] > 0)).sum()
        cells += beyond.size
    assert ours / cells < 0.035
    assert naive / cells > 0.2


SCORED = Scored(
    setting=Setting("A", "worst 5", 15, 0, prior=True),
    runs=400,
    bias=0.01,
    spread=0.5,
    error=0.5,
    coverage=0.95,
    claims=0.025,
    naive_bias=4.3,
    naive_coverage=0.0,
    naive_claims=1.0,
    difference_bias=3.8,
)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"bias": -0.5}, ["bias -0.50"]),
        ({"coverage": 0.85}, ["coverage 85.0%"]),
        ({"coverage": 1.0}, ["coverage 100.0%"]),
        ({"claims": 0.12}, ["false claims 12.0%"]),
        ({"setting": replace(SCORED.setting, effect=3), "claims": 0.8}, ["power 80.0%"]),
        ({"setting": replace(SCORED.setting, mentees=1), "bias": 0.5}, []),
    ],
)
def test_each_bound_is_judged(changed, found):
    assert misses(replace(SCORED, **changed)) == found


def test_grid_holds_every_way_of_running_a_scheme():
    assert len(list(settings("A"))) == len(TARGET_MODES) * len(NUMBERS_OF_MENTEES) * 2 * 2


def test_table_names_what_is_missed():
    lines = list(markdown([SCORED, replace(SCORED, bias=-0.5)]))
    assert len({line.count("|") for line in lines}) == 1
    assert lines[2].endswith("| met |")
    assert "| −0.50 |" in lines[3]
    assert lines[3].endswith("| bias -0.50 |")
    assert summary([SCORED]) == (
        "1 cells of 400 runs: greatest bias 0.01 points, coverage 95.0% to 95.0%, "
        "0 outside the bounds."
    )
