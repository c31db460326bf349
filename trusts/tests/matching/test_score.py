import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusts.matching import (
    Choices,
    Gate,
    Mentor,
    PairingInputs,
    Rules,
    SurveyTable,
    TrustFacts,
    Weights,
    score_pairs,
    suggest,
)
from trusts.matching.errors import FigureOutOfRange, UnknownCode
from trusts.matching.score import whole_score
from trusts.tests.matching.instances import pairs_of
from trusts.tests.matching.worked_example import FACTS, inputs, survey

SIX, FOUR = ((points * 0.2 * 25 / 26 - 0.5) / 2 for points in (6, 4))  # shortfalls, by hand


def test_coverage_of_the_example_equals_the_hand_calculation():
    need = 2 * 0.5 * SIX + 0.5 * FOUR + 1 * SIX
    by_bay = (2 * 0.5 * SIX * SIX + 0.5 * FOUR * FOUR) / need
    by_cob = (2 * 0.5 * SIX * FOUR + 1 * SIX * SIX) / need
    assert score_pairs(inputs()).coverage[:, 0] == pytest.approx([by_bay, by_cob])


def test_the_scores_of_the_example_equal_the_hand_calculation():
    """Worked out step by step in docs/pairing.md."""
    scored = score_pairs(inputs())
    assert scored.value.tolist() == [[410, 239], [362, 423]]
    assert (scored.needs.tolist(), scored.needs_met.tolist()) == ([3, 2], [[2, 1], [2, 2]])


def test_a_mentor_without_needs_leaves_reciprocity_out_instead_of_scoring_it_nought():
    scored = score_pairs(inputs())
    assert np.isnan(scored.reciprocity).all()
    kilometres = 1.8 * np.pi / 180 * 6371.0088
    parts = 0.6 * scored.coverage[0, 0] + 0.2 * 0.9 + 0.1 * (850 - kilometres) / 700
    assert scored.value[0, 0] == np.floor(1000 * parts / 0.9 + 0.5)


def test_reciprocity_is_the_coverage_the_other_way_round():
    both_ways = inputs(mentors=(Mentor("DEN"), Mentor("ELM")), mentees=("DEN", "ELM"))
    scored = score_pairs(both_ways)
    assert scored.reciprocity == pytest.approx(scored.coverage.T)


def test_a_need_with_priority_nought_does_not_count():
    chosen = {"ASH": Choices(priorities={"Q1": 0, "Q2": 0})}
    scored = score_pairs(inputs(choices=chosen))
    assert scored.needs[0] == 1
    assert scored.coverage[:, 0] == pytest.approx([0, SIX])


def test_a_trust_without_needs_is_paired_by_the_themes_it_chose():
    chosen = {"BAY": Choices(themes=("Q3",))}
    scored = score_pairs(inputs(mentors=(Mentor("COB"),), mentees=("BAY",), choices=chosen))
    assert scored.coverage[0, 0] == pytest.approx(SIX)
    assert scored.gates("COB", "BAY") == ()


def test_a_trust_without_needs_or_themes_is_asked_to_choose():
    scored = score_pairs(inputs(mentors=(Mentor("COB"),), mentees=("BAY",)))
    assert scored.gates("COB", "BAY") == (Gate.NO_NEEDS,)
    (left,) = suggest(scored.problem()).unmatched
    assert "no needs and no chosen themes (1)" in left.reason


def hide(trust, *questions):
    figures = survey().proportion.copy()
    for question in questions:
        figures[survey().row_of(trust), question] = np.nan
    return survey(figures)


def test_a_question_the_mentor_has_suppressed_is_left_out_of_coverage():
    hidden = hide("COB", 1)  # ASH's smallest need, where COB has no strength
    full, less = score_pairs(inputs()), score_pairs(inputs(survey=hidden))
    assert less.shown[1, 0] < 1
    assert less.coverage[1, 0] > full.coverage[1, 0]


def test_a_mentor_whose_results_are_mostly_hidden_is_kept_apart_for_that():
    scored = score_pairs(inputs(survey=hide("COB", 0, 2)))
    assert scored.gates("COB", "ASH") == (Gate.TOO_LITTLE_SHOWN,)


def test_a_suppressed_result_of_the_mentee_is_not_a_need():
    assert score_pairs(inputs(survey=hide("ASH", 0))).needs[0] == 2


@pytest.mark.parametrize(
    "changes, pair, gate",
    [
        ({"mentors": (Mentor("ASH"),)}, ("ASH", "ASH"), Gate.SAME_TRUST),
        ({"mentors": (Mentor("BAY", 0),)}, ("BAY", "ASH"), Gate.NO_PLACES),
        ({"rules": Rules(conflicts={("ASH", "BAY"): "-"})}, ("BAY", "ASH"), Gate.CONFLICT),
        ({"rules": Rules(conflicts={("BAY", "ASH"): "-"})}, ("BAY", "ASH"), Gate.CONFLICT),
        ({"rules": Rules(declined={("BAY", "ASH"): "-"})}, ("BAY", "ASH"), Gate.DECLINED),
        ({"rules": Rules(forbidden={("BAY", "ASH"): "-"})}, ("BAY", "ASH"), Gate.FORBIDDEN),
        ({"rules": Rules(coverage_floor=0.2)}, ("BAY", "ASH"), Gate.LOW_COVERAGE),
    ],
)
def test_each_gate_keeps_its_pair_apart_with_its_reason(changes, pair, gate):
    scored = score_pairs(inputs(**changes))
    assert gate in scored.gates(*pair)
    problem = scored.problem()
    assert problem.score_of(*pair) is None
    assert problem.reasons[pair] == scored.gates(*pair)[0].value


def test_trusts_of_one_board_are_kept_apart_but_unknown_boards_are_not():
    neighbours = {**FACTS, "BAY": TrustFacts("BAY", icb="NORTH"), "COB": TrustFacts("COB")}
    scored = score_pairs(inputs(facts={**neighbours, "DEN": TrustFacts("DEN")}))
    assert scored.gates("BAY", "ASH") == (Gate.SAME_ICB,)
    assert Gate.SAME_ICB not in scored.gates("COB", "DEN")


def test_conflicts_of_trusts_that_do_not_take_part_are_ignored():
    rules = Rules(conflicts={("ELM", "ASH"): "-"}, declined={("BAY", "ELM"): "-"})
    assert score_pairs(inputs(rules=rules)).value.tolist() == score_pairs(inputs()).value.tolist()


def test_the_example_is_paired_for_both():
    solution = suggest(score_pairs(inputs()).problem())
    assert pairs_of(solution) == [("BAY", "ASH"), ("COB", "DEN")]
    assert (solution.worst, solution.total) == (410, 833)


def test_only_the_proportions_of_the_weights_matter():
    doubled = Weights(1.2, 0.4, 0.2, 0.2)
    assert score_pairs(inputs(weights=doubled)).value.tolist() == [[410, 239], [362, 423]]


def test_halves_are_rounded_up_whatever_the_order_of_the_sum():
    parts = np.array([[[0.0005]], [[0.0005 - 1e-16]]])
    assert whole_score(parts, (0.5, 0.5)).tolist() == [[1]]


def test_scores_do_not_depend_on_the_order_of_listing():
    table = survey()
    turned = SurveyTable(
        table.trusts[::-1],
        table.questions[::-1],
        table.proportion[::-1, ::-1],
        table.answers[::-1, ::-1],
        table.national[::-1],
    )
    again = score_pairs(
        inputs(survey=turned, mentees=("DEN", "ASH"), mentors=(Mentor("COB"), Mentor("BAY")))
    )
    assert again.value[::-1, ::-1].tolist() == score_pairs(inputs()).value.tolist()


shares = st.one_of(st.floats(min_value=0, max_value=1), st.just(float("nan")))


@given(st.lists(shares, min_size=4, max_size=4))
def test_a_score_lies_between_the_lowest_and_the_highest_of_its_known_parts(parts):
    known = [share for share in parts if not np.isnan(share)]
    score = whole_score(np.array(parts).reshape(4, 1, 1), Weights().shares)[0, 0]
    lowest, highest = (min(known), max(known)) if known else (0, 0)
    assert 1000 * lowest - 0.5 <= score + 1e-6
    assert score <= 1000 * highest + 0.5 + 1e-6


@pytest.mark.parametrize(
    "changes, refusal, words",
    [
        ({"mentees": ("ZZZ",)}, UnknownCode, "ZZZ has no row"),
        ({"facts": {}}, UnknownCode, "Nothing is known about BAY"),
        ({"choices": {"ASH": Choices(themes=("Q9",))}}, UnknownCode, "ASH chose Q9"),
    ],
)
def test_inputs_that_do_not_fit_together_are_refused(changes, refusal, words):
    with pytest.raises(refusal, match=words):
        inputs(**changes)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Choices(priorities={"Q1": 3}),
        lambda: Weights(coverage=0),
        lambda: Weights(travel=-0.1),
        lambda: Rules(coverage_floor=1.5),
    ],
)
def test_settings_outside_their_scale_are_refused(build):
    with pytest.raises(FigureOutOfRange):
        build()


@pytest.mark.parametrize("mentors, mentees", [((), ("ASH",)), ((Mentor("BAY"),), ()), ((), ())])
def test_a_scheme_without_mentors_or_mentees_has_empty_tables(mentors, mentees):
    nobody = PairingInputs(survey(), FACTS, mentors, mentees)
    scored = score_pairs(nobody)
    assert scored.value.shape == (len(mentors), len(mentees))
    assert suggest(scored.problem()).matched == 0
