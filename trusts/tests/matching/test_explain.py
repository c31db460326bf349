import pytest
from hypothesis import given
from hypothesis import strategies as st

from trusts.matching import Mentor, Rules, TrustFacts, explain, score_pairs, whole_points
from trusts.tests.matching.test_score import hide
from trusts.tests.matching.worked_example import FACTS, inputs


def test_the_questions_add_up_to_the_coverage():
    scored = score_pairs(inputs())
    why = explain(scored, "BAY", "ASH")
    assert sum(line.need for line in why.questions) == pytest.approx(why.need)
    assert sum(line.covered for line in why.questions) == pytest.approx(why.covered)
    assert why.covered / why.need == pytest.approx(scored.coverage[0, 0])


def test_the_parts_add_up_to_the_score():
    why = explain(score_pairs(inputs()), "BAY", "ASH")
    assert sum(part.points for part in why.parts) == why.points == pytest.approx(410.33, abs=0.01)
    assert sum(part.weight for part in why.parts) == pytest.approx(1000)
    assert (why.score, why.needs, why.needs_met) == (410, 3, 2)


def test_a_part_that_is_not_known_has_no_weight():
    travel, reciprocity = explain(score_pairs(inputs()), "BAY", "ASH").parts[2:]
    assert (reciprocity.share, reciprocity.weight, reciprocity.points) == (None, 0, 0)
    assert travel.weight == pytest.approx(1000 / 9)


def test_the_lines_follow_the_need_largest_first_with_their_base():
    first, *_, last = explain(score_pairs(inputs()), "BAY", "ASH").questions
    assert (first.question, first.priority, first.section_share) == ("Q1", 2, 0.5)
    assert (first.mentee_answers, first.mentor_answers) == (1875, 1875)
    assert first.need == pytest.approx(first.covered / first.strength)
    assert last.question == "Q2"


def test_a_suppressed_result_of_the_mentor_is_missing_and_not_in_the_sums():
    scored = score_pairs(inputs(survey=hide("COB", 1)))
    why = explain(scored, "COB", "ASH")
    hidden = why.questions[-1]
    assert (hidden.question, hidden.strength, hidden.covered) == ("Q2", None, None)
    assert why.covered / why.need == pytest.approx(scored.coverage[1, 0])


@pytest.mark.parametrize(
    "changes, pair, sentence",
    [
        (
            {"rules": Rules(conflicts={("ASH", "BAY"): "a shared chair."})},
            ("BAY", "ASH"),
            "A conflict of interest is declared: a shared chair.",
        ),
        (
            {"rules": Rules(declined={("BAY", "ASH"): "too far."})},
            ("BAY", "ASH"),
            "An earlier proposal of this pair was declined: too far.",
        ),
        (
            {"rules": Rules(forbidden={("BAY", "ASH"): "a merger is planned."})},
            ("BAY", "ASH"),
            "The programme lead ruled this pair out: a merger is planned.",
        ),
        (
            {"rules": Rules(coverage_floor=0.2)},
            ("BAY", "ASH"),
            "BAY covers 16% of the need; the scheme asks for at least 20%.",
        ),
        (
            {"survey": hide("COB", 0, 2)},
            ("COB", "ASH"),
            "Only 9% of the need lies in questions on which COB's results are shown; "
            "the scheme asks for at least 50%.",
        ),
        ({"mentors": (Mentor("BAY", 0),)}, ("BAY", "ASH"), "BAY has no free place."),
        ({"mentors": (Mentor("ASH"),)}, ("ASH", "ASH"), "A trust cannot be its own buddy."),
        (
            {"mentors": (Mentor("COB"),), "mentees": ("BAY",)},
            ("COB", "BAY"),
            "BAY has no needs by this survey and has not yet chosen its themes.",
        ),
        (
            {"facts": {**FACTS, "BAY": TrustFacts("BAY", icb="NORTH")}},
            ("BAY", "ASH"),
            "Both trusts belong to the integrated care board NORTH.",
        ),
    ],
)
def test_a_pair_kept_apart_is_told_why_in_a_sentence_and_has_no_score(changes, pair, sentence):
    why = explain(score_pairs(inputs(**changes)), *pair)
    assert sentence in why.gates
    assert why.score is None


def test_the_distance_is_given_where_both_places_are_known():
    assert explain(score_pairs(inputs()), "BAY", "ASH").distance_km == pytest.approx(
        200.15, abs=0.01
    )


def test_a_trust_that_does_not_take_part_cannot_be_explained():
    with pytest.raises(KeyError):
        explain(score_pairs(inputs()), "ELM", "ASH")


@given(st.lists(st.floats(min_value=0, max_value=600), min_size=1, max_size=6))
def test_whole_points_add_up_to_the_rounded_sum(points):
    total = int(sum(points) + 0.5)
    whole = whole_points(points, total)
    assert sum(whole) == total
    assert all(abs(shown - exact) < 1.000001 for shown, exact in zip(whole, points, strict=True))
