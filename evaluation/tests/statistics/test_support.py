"""When a verdict cannot be said: too few trusts to compare with, or none that is alike."""

import dataclasses

import numpy as np
import pytest

from evaluation.simulation.support import try_floor, try_overlap
from evaluation.statistics.cohorts import lay_out
from evaluation.statistics.design import design_of
from evaluation.statistics.panel import Panel
from evaluation.statistics.support import FEWEST_TO_LEARN_FROM, outside_support, why_cannot_be_said
from evaluation.tests.statistics.made_up_scheme import evaluate, world_rows
from evaluation.tests.statistics.test_awkward_schemes import only


@pytest.fixture(scope="module")
def scheme():
    return world_rows()


def moved(given, points):
    """Every score of the mentees' baseline and prior year moved, so far as a scale allows."""

    def score(row):
        inside = row.org_code in given.mentees and row.year < 2016
        return min(max(row.score + points * inside, 0.0), 100.0)

    return given._replace(rows=[row._replace(score=score(row)) for row in given.rows])


@pytest.mark.parametrize(
    ("comparators", "said"), [(FEWEST_TO_LEARN_FROM - 1, False), (FEWEST_TO_LEARN_FROM, True)]
)
def test_under_ten_comparators_nothing_is_said_of_the_expectation(scheme, comparators, said):
    headline = evaluate(*only(scheme, comparators)).headline
    assert (headline.effect.value is not None) is said
    assert headline.verdict.sentence.startswith("Cannot be said") is not said


@pytest.mark.parametrize("points", [-40, 40])
def test_mentees_beyond_every_comparator_get_no_verdict_but_keep_their_figures(scheme, points):
    headline = evaluate(*moved(scheme, points)).headline
    assert headline.verdict.code == "cannot_be_said"
    assert headline.effect.value is not None


@pytest.mark.parametrize(
    ("outside", "mentees", "said"),
    [(0, 0, True), (1, 1, False), (1, 5, True), (2, 5, False), (3, 15, True), (4, 15, False)],
)
def test_more_than_a_fifth_outside_is_too_many(outside, mentees, said):
    assert (why_cannot_be_said(outside, mentees) is None) is said


def test_mentees_outside_are_counted_as_a_slow_version_counts_them(scheme):
    design = design_of(
        mentees=scheme.mentees,
        mentors=scheme.mentors,
        targets=scheme.targets,
        baseline=2015,
        follow_up=2016,
    )
    cohorts = lay_out(Panel.from_rows(scheme.rows), design)
    lowest = np.argsort(slow_levels(cohorts))[:8]
    some = dataclasses.replace(cohorts, comparators=np.setdiff1d(cohorts.comparators, lowest))
    levels = slow_levels(some)
    outside = sum(
        not levels[some.comparators].min() <= levels[mentee] <= levels[some.comparators].max()
        for mentee in some.mentees
    )
    assert outside_support(some, np.arange(len(some.mentees))) == outside


def slow_levels(cohorts):
    n, p = cohorts.before.n, cohorts.before.p
    levels = []
    for trust in range(len(n)):
        above, answers = 0.0, 0.0
        for question in range(n.shape[1]):
            theirs = n[cohorts.comparators, question]
            mean = (theirs * p[cohorts.comparators, question]).sum() / theirs.sum()
            scale = np.sqrt(max(mean * (1 - mean), 0.02) / 0.1875)
            above += n[trust, question] * (p[trust, question] - mean) / scale
            answers += n[trust, question]
        levels.append(above / answers)
    return np.array(levels)


@pytest.mark.slow
def test_by_simulation_few_comparators_mislead_and_ten_do_not():
    few = try_floor("A", comparators=5, mentees=15, runs=60)
    enough = try_floor("A", comparators=FEWEST_TO_LEARN_FROM, mentees=15, runs=60)
    assert few.width > 2 * enough.width
    assert enough.coverage >= 0.9


@pytest.mark.slow
def test_by_simulation_false_claims_grow_with_the_share_outside():
    inside, outside = (try_overlap(recovery=1.0, share=share, runs=60) for share in (0.0, 1.0))
    assert inside.bias < 0.3 < outside.bias
    assert outside.claims > inside.claims
