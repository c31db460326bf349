import numpy as np
import pytest

from evaluation.simulation.worlds import AFTER, BEFORE, WORLDS, draw_surveys
from evaluation.statistics import Panel, ScoreRow
from evaluation.statistics.cohorts import survey_of
from evaluation.statistics.heterogeneity import between_trust_variance, q_profile_interval
from evaluation.statistics.variation import national_variation, taus_of


def panel_of(surveys, cut=1.0, rng=None):
    """Two years of a world; with a cut, trusts come closer together in the second."""
    truth = surveys.truth[AFTER]
    truth = truth.mean(axis=0) + cut * (truth - truth.mean(axis=0))
    after = surveys.observed[AFTER]
    if rng is not None:
        after = rng.binomial(surveys.answers[AFTER].astype(int), truth) / surveys.answers[AFTER]
    trusts, questions = truth.shape
    return Panel(
        trusts=tuple(f"T{place:03}" for place in range(trusts)),
        questions=tuple(f"Q{place}" for place in range(questions)),
        years=(2015, 2016),
        respondents=np.stack([surveys.answers[BEFORE], surveys.answers[AFTER]], axis=-1),
        scores=100 * np.stack([surveys.observed[BEFORE], after], axis=-1),
        scales=("percent",) * questions,
    )


@pytest.fixture(scope="module")
def panel():
    return panel_of(draw_surveys(WORLDS["A"], np.random.default_rng(1)))


@pytest.fixture(scope="module")
def variation(panel):
    return national_variation(panel, baseline=2015, follow_up=2016)


def test_tau_of_a_question_is_dersimonian_and_lairds_with_noise_at_the_national_score(
    panel, variation
):
    n, score = (values[:, 3] for values in panel.year(2015))
    p = score / 100
    mean = np.average(p, weights=n)
    noise = mean * (1 - mean) / n
    found = variation.questions[3].before
    assert found.tau == pytest.approx(100 * between_trust_variance(p, noise) ** 0.5)
    limits = 100 * np.sqrt(q_profile_interval(p, noise))
    assert (found.tau_lower, found.tau_upper) == pytest.approx(tuple(limits))
    assert found.standard_deviation == pytest.approx(score.std(ddof=1))


def test_pooled_tau_is_the_mean_over_questions(variation):
    before = np.mean([question.before.tau for question in variation.questions])
    after = np.mean([question.after.tau for question in variation.questions])
    assert variation.tau_before == pytest.approx(before)
    assert variation.change == pytest.approx(after - before)
    assert variation.ratio == pytest.approx(after / before)


def test_bootstrap_resamples_trusts_with_both_of_their_years(panel):
    slow = np.random.default_rng(9)
    n, score = panel.respondents, panel.scores / 100
    means = (n * score).sum(axis=0) / n.sum(axis=0)
    noise = means * (1 - means) / n
    changes = []
    for _ in range(60):
        picked = slow.integers(0, len(panel.trusts), len(panel.trusts))
        taus = [
            np.mean(
                [
                    between_trust_variance(score[picked, q, year], noise[picked, q, year]) ** 0.5
                    for q in range(len(panel.questions))
                ]
            )
            for year in (0, 1)
        ]
        changes.append(100 * (taus[1] - taus[0]))
    found = national_variation(panel, baseline=2015, follow_up=2016)
    middle = (found.lower + found.upper) / 2
    assert np.mean(changes) == pytest.approx(middle, abs=0.05)
    assert np.std(changes) == pytest.approx((found.upper - found.lower) / 3.92, rel=0.3)


def test_same_seed_gives_the_same_interval_and_another_seed_nearly(panel, variation):
    again = national_variation(panel, baseline=2015, follow_up=2016)
    other = national_variation(panel, baseline=2015, follow_up=2016, seed=1)
    assert again == variation
    assert other.lower != variation.lower
    assert other.lower == pytest.approx(variation.lower, abs=0.05)


@pytest.mark.parametrize("world", ["A", "R"])
@pytest.mark.parametrize("cut", [1.0, 0.8])
def test_change_of_variation_is_found_and_covered(world, cut):
    found, truth = [], []
    for run in range(100):
        rng = np.random.default_rng([2, run])
        surveys = draw_surveys(WORLDS[world], rng)
        panel = panel_of(surveys, cut, rng)
        years = tuple(survey_of(panel, year, "percent") for year in (2015, 2016))
        taus = taus_of(years, years[0].known & years[1].known, resamples=199, seed=run)
        before, after = taus.draws.mean(axis=2)
        change = np.diff(taus.point.mean(axis=1))[0]
        found.append((change, *np.quantile(after - before, [0.025, 0.975])))
        spread = 100 * surveys.truth.std(axis=1, ddof=1).mean(axis=1)
        truth.append(cut * spread[AFTER] - spread[BEFORE])
    change, lower, upper = np.array(found).T
    assert np.mean(change) == pytest.approx(np.mean(truth), abs=0.1)
    assert ((lower <= np.mean(truth)) & (np.mean(truth) <= upper)).mean() >= 0.9


def rows(trusts, score=70.0, n=100):
    return [
        ScoreRow(f"T{place}", year, "Q1", n, score)
        for place in range(trusts)
        for year in (2015, 2016)
    ]


def test_equal_trusts_do_not_vary():
    found = national_variation(Panel.from_rows(rows(8)), baseline=2015, follow_up=2016)
    assert (found.tau_before, found.tau_after, found.change) == (0, 0, 0)
    assert found.ratio is None


@pytest.mark.parametrize("score", [0.0, 100.0])
def test_question_that_everybody_answers_alike_does_not_vary(score):
    panel = Panel.from_rows(rows(8, score))
    found = national_variation(panel, baseline=2015, follow_up=2016)
    assert found.change == 0
    assert found.questions[0].before.tau_upper == 0


@pytest.mark.parametrize("trusts", [0, 4])
def test_too_few_trusts_say_so(trusts):
    panel = Panel.from_rows([*rows(trusts), ScoreRow("X", 2015, "Q1", 50, 70.0)])
    if not trusts:
        panel = Panel.from_rows([ScoreRow("X", year, "Q1", 50, 70.0) for year in (2015, 2016)])
    found = national_variation(panel, baseline=2015, follow_up=2016)
    assert found.change is None
    assert "Fewer than 5 trusts" in found.reason


def test_mean_scores_are_left_out_of_the_variation():
    listed = rows(8) + [
        ScoreRow(f"T{place}", year, "Q59", 100, 8.0 + place / 10, "mean")
        for place in range(8)
        for year in (2015, 2016)
    ]
    found = national_variation(Panel.from_rows(listed), baseline=2015, follow_up=2016)
    assert [question.question for question in found.questions] == ["Q1"]
