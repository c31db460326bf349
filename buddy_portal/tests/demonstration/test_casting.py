import numpy as np
import pytest

from buddy_portal.demonstration.casting import (
    CAPACITIES,
    FEWEST_FOR_AIM,
    FEWEST_FOR_PAIRING,
    MENTORS,
    PAIRS,
    TARGETS,
    TRUE_EFFECT,
    standing,
)
from buddy_portal.demonstration.plot import FEWEST_TRUSTS, PAIRS_IF_SMALL, make_plot
from buddy_portal.demonstration.questions import QUESTIONS, RATED_0_TO_10
from evaluation.statistics import Panel, evaluate_scheme


def plot_of(seed: int, trusts: int = 140):
    return make_plot(seed=seed, trusts=trusts, years=3, rng=np.random.default_rng([seed, 2]))


@pytest.fixture(scope="module")
def plot():
    return plot_of(14)


def test_mentees_lie_lower_than_the_country_and_mentors_higher(plot):
    for cast, totals in ((plot.finished, plot.totals[0]), (plot.current, plot.totals[2])):
        points = standing(plot.world, totals)
        assert max(points[list(cast.mentees)]) < 0 < min(points[list(cast.mentors)])


def test_both_schemes_have_their_pairs_with_places_to_spare(plot):
    for cast in (plot.finished, plot.current):
        assert (len(cast.mentees), len(cast.mentors)) == (PAIRS, MENTORS)
        assert not set(cast.mentees) & set(cast.mentors)
    assert sum(CAPACITIES) > PAIRS


def test_no_trust_plays_two_parts_in_the_current_scheme(plot):
    parts = [*plot.current.mentees, *plot.current.mentors, *plot.others]
    assert len(parts) == len(set(parts))


def test_targets_are_low_scores_of_enough_answers_one_a_section(plot):
    totals = plot.totals[0]
    for mentee, questions in zip(plot.finished.mentees, plot.finished.targets, strict=True):
        assert len(questions) in TARGETS
        assert len({QUESTIONS[q].section for q in questions}) == len(questions)
        assert all(totals.n[mentee, q] >= FEWEST_FOR_AIM for q in questions)
        assert RATED_0_TO_10 not in {QUESTIONS[q].number for q in questions}


def test_truth_is_one_effect_on_every_target_from_the_follow_up_on(plot):
    cast = plot.finished
    targets = {(m, q) for m, qs in zip(cast.mentees, cast.targets, strict=True) for q in qs}
    assert set(plot.effect.cells) == targets
    assert (plot.effect.points, plot.effect.first_year) == (TRUE_EFFECT, 1)


def test_smallest_demonstration_still_has_trusts_to_compare_with():
    small = plot_of(14, FEWEST_TRUSTS)
    assert len(small.finished.mentees) == PAIRS_IF_SMALL
    assert len(small.current.mentees) == PAIRS
    assert all(small.world.size[place] >= FEWEST_FOR_PAIRING for place in small.current.mentees)
    assert len(small.others) == len(set(small.others)) == 8


def test_six_more_trusts_wait_for_a_mentor_and_play_no_other_part(plot):
    current = {*plot.current.mentees, *plot.current.mentors, *plot.others}
    assert len(set(plot.waiting)) == 6
    assert not set(plot.waiting) & current
    assert set(plot.waiting) <= set(plot.taking_part)


def found_effect(seed: int) -> tuple[float, float, float]:
    """The headline of the finished scheme, as the evaluation works it out from the scores."""
    plot = plot_of(seed)
    shown = [totals.n >= 21 for totals in plot.totals]
    scale = np.array([10.0 if q.number == RATED_0_TO_10 else 100.0 for q in QUESTIONS])
    factor = np.where(scale == 10.0, 1.0, 100.0)
    panel = Panel(
        trusts=tuple(plot.code(place) for place in range(plot.world.trusts)),
        questions=tuple(question.number for question in QUESTIONS),
        years=(0, 1, 2),
        respondents=np.stack([t.n * s for t, s in zip(plot.totals, shown, strict=True)], -1) * 1.0,
        scores=np.stack(
            [
                np.where(s, t.score * factor, np.nan)
                for t, s in zip(plot.totals, shown, strict=True)
            ],
            -1,
        ),
        scales=tuple("mean" if top == 10.0 else "percent" for top in scale),
    )
    targets = plot.targets(plot.finished)
    effect = evaluate_scheme(
        panel,
        mentees=list(targets),
        mentors=[plot.code(place) for place in plot.finished.mentors],
        targets=targets,
        baseline=0,
        follow_up=1,
        draws=1,
        resamples=1,
    ).headline.effect
    return effect.value, effect.lower, effect.upper


def test_evaluation_of_the_shipped_seed_finds_the_truth_within_its_interval():
    value, lower, upper = found_effect(14)
    assert lower <= TRUE_EFFECT <= upper
    assert value == pytest.approx(TRUE_EFFECT, abs=0.5)


@pytest.mark.slow
def test_evaluation_finds_the_truth_on_average_over_seeds():
    values = [found_effect(seed)[0] for seed in range(1, 13)]
    assert np.mean(values) == pytest.approx(TRUE_EFFECT, abs=0.6)
