from dataclasses import replace

import numpy as np
import pytest

from evaluation.simulation.worlds import (
    WORLDS,
    as_scheme,
    choose_targets,
    draw_roles,
    draw_surveys,
)
from evaluation.statistics.bounce_back import (
    Contrast,
    beyond_expectation,
    effects_by_mentee,
    mean_effect,
    placebo_check,
)
from evaluation.statistics.cohorts import Cohorts, Survey
from evaluation.statistics.expectation import expectation
from evaluation.tests.statistics.slow_headline import Slow


def small_scheme(seed, *, prior=True, trusts=16, questions=7, mentees=3):
    """A few trusts with holes in their tables; the last ones are mentees."""
    rng = np.random.default_rng(seed)
    level = rng.uniform(0.55, 0.9, questions) + rng.normal(0, 0.04, (trusts, questions))
    surveys = []
    for _ in range(3):
        n = rng.integers(10, 600, (trusts, questions)).astype(float)
        n[rng.random((trusts, questions)) < 0.15] = 0
        truth = np.clip(level + rng.normal(0, 0.02, level.shape), 0, 1)
        share = rng.binomial(n.astype(int), truth) / np.maximum(n, 1)
        surveys.append(Survey(n, np.where(n > 0, share, 0.0)))
    places = np.arange(trusts)
    targets = rng.random((mentees, questions)) < 0.4
    targets[:, 0] = True
    return Cohorts(
        trusts=tuple(f"T{place}" for place in places),
        questions=tuple(f"Q{place}" for place in range(questions)),
        before=surveys[1],
        after=surveys[2],
        prior=surveys[0] if prior else None,
        mentees=places[-mentees:],
        comparators=places[:-mentees],
        targets=targets,
    )


def fitted(cohorts, minus=None):
    return beyond_expectation(cohorts, expectation(cohorts), Contrast(cohorts.targets, minus))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("prior", [False, True])
def test_headline_equals_a_slow_version_with_every_fit_really_repeated(seed, prior):
    cohorts = small_scheme(seed, prior=prior)
    years = {1: cohorts.before, 2: cohorts.after}
    if cohorts.prior is not None:
        years[0] = cohorts.prior
    slow = Slow(
        n={year: survey.n for year, survey in years.items()},
        p={year: survey.p for year, survey in years.items()},
        comparators=list(cohorts.comparators),
        mentees=list(cohorts.mentees),
        targets=[list(np.flatnonzero(row)) for row in cohorts.targets],
        prior=prior,
    )
    effect, error = slow.result()
    found = mean_effect(fitted(cohorts))
    assert found.value == pytest.approx(100 * effect, abs=1e-8)
    assert found.standard_error == pytest.approx(100 * error, abs=1e-8)
    assert found.degrees_of_freedom == 13 - 1 - (4 if prior else 2)


def shuffled(cohorts, order):
    """The same scheme with its trusts in another order."""
    where = np.argsort(order)
    return replace(
        cohorts,
        trusts=tuple(cohorts.trusts[place] for place in order),
        before=cohorts.before.only(order),
        after=cohorts.after.only(order),
        prior=cohorts.prior.only(order),
        mentees=where[cohorts.mentees],
        comparators=np.sort(where[cohorts.comparators]),
    )


def test_headline_does_not_depend_on_the_order_of_trusts():
    cohorts = small_scheme(3)
    order = np.random.default_rng(0).permutation(len(cohorts.trusts))
    first, second = (mean_effect(fitted(each)) for each in (cohorts, shuffled(cohorts, order)))
    assert second.value == pytest.approx(first.value, abs=1e-9)
    assert second.standard_error == pytest.approx(first.standard_error, abs=1e-9)


def test_headline_of_one_mentee_is_that_mentees_own_result():
    cohorts = small_scheme(4, mentees=1)
    beyond = fitted(cohorts)
    assert effects_by_mentee(beyond) == [mean_effect(beyond)]


def test_headline_is_the_mean_of_the_mentees_results():
    beyond = fitted(small_scheme(5))
    values = [effect.value for effect in effects_by_mentee(beyond)]
    assert mean_effect(beyond).value == pytest.approx(np.mean(values))


def test_mentees_scores_teach_the_expectation_nothing():
    cohorts = small_scheme(6)
    raised = cohorts.after.p.copy()
    raised[cohorts.mentees] += 0.05
    after = Survey(cohorts.after.n, np.where(cohorts.after.known, raised, 0.0))
    first, second = fitted(cohorts), fitted(replace(cohorts, after=after))
    assert 100 * (second.effect - first.effect) == pytest.approx(5.0)
    assert second.variance == pytest.approx(first.variance)


def test_surveys_that_repeat_themselves_leave_nothing():
    cohorts = small_scheme(7, prior=False)
    after = Survey(cohorts.before.n, cohorts.before.p)
    found = fitted(replace(cohorts, after=after))
    naive = (cohorts.after.p - cohorts.before.p)[cohorts.mentees]
    assert np.abs(found.effect).max() < np.abs(naive).max()
    assert mean_effect(found).lower < 0 < mean_effect(found).upper


@pytest.mark.filterwarnings("error")
def test_identical_scores_everywhere_leave_no_margin_and_say_so():
    n, p = np.full((12, 4), 100.0), np.full((12, 4), 0.5)
    same = Survey(n, p)
    cohorts = replace(
        small_scheme(1, trusts=12, questions=4, mentees=2),
        before=same,
        after=same,
        prior=same,
        targets=np.ones((2, 4), dtype=bool),
    )
    beyond = fitted(cohorts)
    found = mean_effect(beyond)
    assert found.value == pytest.approx(0)
    assert found.lower is None
    assert "do not vary" in found.reason
    assert placebo_check(beyond).p is None


def test_prior_year_without_any_score_gives_the_result_of_no_departure_weight():
    cohorts = small_scheme(8)
    empty = Survey(np.zeros_like(cohorts.before.n), np.zeros_like(cohorts.before.p))
    found = mean_effect(fitted(replace(cohorts, prior=empty)))
    assert np.isfinite([found.value, found.standard_error]).all()


def test_targeted_less_untargeted_is_the_difference_of_the_two():
    cohorts = small_scheme(0)
    other = ~cohorts.targets
    fit = expectation(cohorts)
    both = beyond_expectation(cohorts, fit, Contrast(cohorts.targets, other))
    first = beyond_expectation(cohorts, fit, Contrast(cohorts.targets))
    second = beyond_expectation(cohorts, fit, Contrast(other))
    assert len(both.effect) == len(first.effect) == len(second.effect)
    assert both.effect == pytest.approx(first.effect - second.effect)
    assert both.pull == pytest.approx(first.pull - second.pull)


def test_placebo_draws_of_mentees_that_did_nothing_are_even():
    rng = np.random.default_rng(17)
    below = 0
    for _ in range(150):
        surveys = draw_surveys(WORLDS["A"], rng)
        roles = draw_roles(surveys, 15, rng)
        targets = choose_targets(surveys, roles.mentees, "worst 5", rng)
        cohorts = as_scheme(surveys, roles, targets, effect=0, drift=0, rng=rng)
        below += placebo_check(fitted(cohorts), draws=199).p < 0.2
    assert 0.1 <= below / 150 <= 0.3


def test_placebo_check_is_the_same_for_the_same_seed_and_notices_a_large_effect():
    rng = np.random.default_rng(18)
    surveys = draw_surveys(WORLDS["A"], rng)
    roles = draw_roles(surveys, 15, rng)
    targets = choose_targets(surveys, roles.mentees, "worst 5", rng)
    beyond = fitted(as_scheme(surveys, roles, targets, effect=4, drift=0, rng=rng))
    assert placebo_check(beyond, seed=3) == placebo_check(beyond, seed=3)
    assert placebo_check(beyond, draws=999).p == 0.001


def test_placebo_check_with_too_few_trusts_to_stand_in_says_so():
    beyond = fitted(small_scheme(2, trusts=8, mentees=4))
    assert "Too few trusts" in placebo_check(beyond).reason
