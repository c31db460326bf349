import numpy as np
import pytest

from trusts.matching import Question, SurveyTable
from trusts.matching.errors import FigureOutOfRange, UnknownCode, WrongShape
from trusts.matching.evidence import (
    between_trust_variance,
    ramp,
    redraw,
    sampling_variance,
    weigh_evidence,
)
from trusts.tests.matching.worked_example import survey

# Colditz and others (1994), BCG vaccine against tuberculosis, 13 trials: treated with and without
# tuberculosis, controls with and without. metafor's documentation gives tau2 (DL) = 0.3088 for the
# logarithm of the relative risk.
BCG = np.array(
    [
        (4, 119, 11, 128),
        (6, 300, 29, 274),
        (3, 228, 11, 209),
        (62, 13536, 248, 12619),
        (33, 5036, 47, 5761),
        (180, 1361, 372, 1079),
        (8, 2537, 10, 619),
        (505, 87886, 499, 87892),
        (29, 7470, 45, 7232),
        (17, 1699, 65, 1600),
        (186, 50448, 141, 27197),
        (5, 2493, 3, 2338),
        (27, 16886, 29, 17825),
    ],
    dtype=float,
)


def bcg_effects():
    a, b, c, d = BCG.T
    effect = np.log((a / (a + b)) / (c / (c + d)))
    return effect, 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def test_the_variance_between_trusts_equals_the_published_value_for_bcg():
    effect, variance = bcg_effects()
    tau2 = between_trust_variance(effect[:, None], variance[:, None])
    assert tau2[0] == pytest.approx(0.3088, abs=0.00005)


def test_the_variance_between_trusts_equals_a_slow_sum_one_question_at_a_time():
    random = np.random.default_rng(4)
    score, variance = random.random((20, 6)), random.random((20, 6)) / 50
    score[random.random((20, 6)) < 0.2] = np.nan
    for question, found in enumerate(between_trust_variance(score, variance)):
        known = ~np.isnan(score[:, question])
        y, w = score[known, question], 1 / variance[known, question]
        mean = np.average(y, weights=w)
        spread = sum(w * (y - mean) ** 2) - (len(y) - 1)
        assert found == pytest.approx(max(0, spread / (sum(w) - sum(w**2) / sum(w))))


def test_the_example_worked_by_hand():
    evidence = weigh_evidence(survey())
    assert evidence.variance == pytest.approx(0.0001)
    assert evidence.tau2 == pytest.approx(0.0025)
    assert evidence.reliability == pytest.approx(0.0025 / 0.0026)
    assert evidence.distance[0] == pytest.approx([-1.2, -0.8, -1.2])
    six_points = (1.2 * 0.0025 / 0.0026 - 0.5) / 2
    assert evidence.shortfall[0, 0] == pytest.approx(six_points)
    assert evidence.strength[1, 0] == pytest.approx(six_points)
    assert evidence.shortfall[1].tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    "distance, share", [(-3, 0), (0.5, 0), (1.5, 0.5), (2.5, 1), (9, 1), (0, 0)]
)
def test_the_ramp_rises_from_half_a_spread_to_two_and_a_half(distance, share):
    assert ramp(np.array([distance]))[0] == share


def test_a_published_interval_gives_the_variance_where_there_is_one():
    lower, upper = np.full((5, 3), np.nan), np.full((5, 3), np.nan)
    lower[0, 0], upper[0, 0] = 0.70, 0.78
    variance = sampling_variance(survey(lower=lower, upper=upper))
    assert variance[0, 0] == pytest.approx((0.08 / 3.919928) ** 2)
    assert variance[1, 0] == pytest.approx(0.0001)


def test_a_suppressed_score_is_missing_and_never_a_need():
    figures = survey().proportion.copy()
    figures[0, 0] = np.nan
    evidence = weigh_evidence(survey(figures))
    assert np.isnan(
        [evidence.distance[0, 0], evidence.shortfall[0, 0], evidence.variance[0, 0]]
    ).all()


def test_a_score_without_answers_is_missing():
    table = survey()
    answers = table.answers.copy()
    answers[0, 0] = np.nan
    changed = SurveyTable(table.trusts, table.questions, table.proportion, answers, table.national)
    assert np.isnan(weigh_evidence(changed).strength[0, 0])


def test_where_trusts_do_not_differ_nobody_has_a_strength_or_a_need():
    evidence = weigh_evidence(survey(np.full((5, 3), 0.70)))
    assert evidence.tau2.tolist() == [0, 0, 0]
    assert not evidence.strength.any()
    assert not evidence.shortfall.any()


def test_a_question_that_only_one_trust_has_says_nothing():
    figures = np.full((5, 3), 0.7)
    figures[1:, 0] = np.nan
    evidence = weigh_evidence(survey(figures))
    assert np.isnan(evidence.tau2[0])
    assert np.isnan(evidence.shortfall[:, 0]).all()


def test_few_answers_shrink_the_same_distance_more():
    table = survey()
    answers = table.answers.copy()
    answers[0] = 30
    few = SurveyTable(table.trusts, table.questions, table.proportion, answers, table.national)
    assert (weigh_evidence(few).shortfall[0] < weigh_evidence(table).shortfall[0]).all()


def test_a_redraw_keeps_the_spread_and_the_reliability():
    evidence = weigh_evidence(survey())
    drawn = redraw(evidence, np.random.default_rng(1))
    assert np.array_equal(drawn.tau2, evidence.tau2)
    assert np.array_equal(drawn.reliability, evidence.reliability)
    assert not np.array_equal(drawn.distance, evidence.distance)


def test_redraws_scatter_about_the_observed_scores_by_the_sampling_error():
    evidence = weigh_evidence(survey())
    random = np.random.default_rng(2)
    drawn = np.array([redraw(evidence, random).distance for _ in range(400)])
    assert drawn.mean(axis=0) == pytest.approx(evidence.distance, abs=0.05)
    assert drawn.std(axis=0) == pytest.approx(0.01 / 0.05, rel=0.15)


def test_a_redraw_does_not_depend_on_the_order_of_listing():
    table = survey()
    turned = SurveyTable(
        table.trusts[::-1],
        table.questions[::-1],
        table.proportion[::-1, ::-1],
        table.answers[::-1, ::-1],
        table.national[::-1],
    )
    straight = redraw(weigh_evidence(table), np.random.default_rng(3)).distance
    assert redraw(weigh_evidence(turned), np.random.default_rng(3)).distance[
        ::-1, ::-1
    ] == pytest.approx(straight)


@pytest.mark.parametrize("wrong", [1.2, -0.1, np.inf])
def test_a_score_that_is_no_proportion_is_refused(wrong):
    figures = survey().proportion.copy()
    figures[0, 0] = wrong
    with pytest.raises(FigureOutOfRange, match="proportion from 0 to 1"):
        survey(figures)


@pytest.mark.parametrize("national", [0.0, 1.0, np.nan])
def test_a_national_score_at_the_end_of_its_scale_is_refused(national):
    with pytest.raises(FigureOutOfRange, match="national score"):
        SurveyTable(("A",), (Question("Q1", "S"),), *[np.ones((1, 1))] * 2, np.array([national]))


def test_a_negative_number_of_answers_is_refused():
    with pytest.raises(FigureOutOfRange, match="number of answers"):
        SurveyTable(
            ("A",), (Question("Q1", "S"),), np.ones((1, 1)), -np.ones((1, 1)), np.array([0.5])
        )


def test_a_table_of_another_shape_is_refused():
    with pytest.raises(WrongShape, match="5 rows"):
        survey(np.ones((4, 3)))


def test_a_trust_without_a_row_is_named():
    with pytest.raises(UnknownCode, match="ZZZ has no row"):
        survey().row_of("ZZZ")
