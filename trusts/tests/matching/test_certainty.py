import pytest

from trusts.matching import Mentor, PairCertainty, certainty, score_pairs, suggest
from trusts.matching.errors import FigureOutOfRange
from trusts.tests.matching.worked_example import FACTS, POINTS_FROM_NATIONAL, inputs, survey


def sureness(given, draws=60, seed=0, **rest):
    scored = score_pairs(given)
    problem = scored.problem(**rest)
    return certainty(scored, problem, suggest(problem), draws=draws, seed=seed)


def test_each_pair_of_the_set_is_counted_over_all_draws():
    found = sureness(inputs())
    assert [(pair.mentor, pair.mentee) for pair in found] == [("BAY", "ASH"), ("COB", "DEN")]
    assert all(0 <= pair.kept <= pair.draws == 60 for pair in found)


def test_the_same_seed_gives_the_same_counts():
    assert sureness(inputs(), seed=5) == sureness(inputs(), seed=5)


def test_pairs_without_any_chance_variation_survive_every_draw():
    found = sureness(inputs(survey=survey(answers=1e12)))
    assert [pair.kept for pair in found] == [60, 60]


def test_two_mentors_who_are_alike_are_a_near_tie():
    """One mentee and two mentors with the same results: noise alone decides."""
    points = POINTS_FROM_NATIONAL.copy()
    points[2] = points[1]
    alike = {**FACTS, "COB": FACTS["BAY"]}
    (pair,) = sureness(
        inputs(survey=survey(0.75 + points / 100), facts=alike, mentees=("ASH",)), draws=200
    )
    assert pair.word == "Near tie"
    assert 70 < pair.kept < 130


def test_a_locked_pair_survives_every_draw():
    found = sureness(inputs(), locked=(("COB", "ASH"),))
    assert found[0] == PairCertainty("COB", "ASH", 60, 60)


def test_the_order_of_listing_does_not_matter():
    turned = inputs(mentors=(Mentor("COB"), Mentor("BAY")), mentees=("DEN", "ASH"))
    assert sureness(turned) == sureness(inputs())


@pytest.mark.parametrize(
    "kept, word",
    [(200, "Firm"), (180, "Firm"), (179, "Fairly firm"), (150, "Fairly firm"), (149, "Near tie")],
)
def test_the_word_follows_the_share_of_draws(kept, word):
    assert PairCertainty("A", "B", kept, 200).word == word


def test_no_draws_are_refused():
    with pytest.raises(FigureOutOfRange, match="at least one"):
        sureness(inputs(), draws=0)
