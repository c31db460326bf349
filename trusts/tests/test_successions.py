"""Which codes belong together, and scores put together by answers: by hand and by properties."""

import random

import pytest

from trusts.successions import Part, Succession, Whole, combined, counted_under, parts_of

MERGERS = (
    Succession("RW3", "R0A"),
    Succession("RM2", "R0A"),
    Succession("RW6", "R0A", is_split=True),
    Succession("RW6", "RM3", is_split=True),
    Succession("RBA", "RH5"),
    Succession("RA4", "RH5"),
)
NOTHING = Whole(None, None, None)


@pytest.mark.parametrize(
    "code, parts",
    [
        ("R0A", ("R0A", "RM2", "RW3")),
        ("RM3", ("RM3",)),
        ("RH5", ("RH5", "RA4", "RBA")),
        ("RW3", ("RW3",)),
        ("XXX", ("XXX",)),
    ],
)
def test_parts_are_all_that_became_part_and_never_what_was_split(code, parts):
    assert parts_of(code, MERGERS) == parts


def test_a_part_of_a_part_is_a_part():
    chain = (Succession("A1", "B1"), Succession("B1", "C1"), Succession("C1", "D1"))
    assert parts_of("D1", chain) == ("D1", "A1", "B1", "C1")


def test_a_list_that_runs_in_a_circle_ends():
    circle = (Succession("A1", "B1"), Succession("B1", "A1"))
    assert parts_of("A1", circle) == ("A1", "B1")


def test_the_whole_is_the_mean_weighted_by_answers():
    # (100 x 60 + 300 x 80) / 400 = 75; adjusted (100 x 62 + 300 x 78) / 400 = 74.
    whole = combined([Part(100, 60.0, 62.0), Part(300, 80.0, 78.0)])
    assert whole == Whole(400, 75.0, 74.0)


def test_a_hidden_part_hides_the_whole():
    assert combined([Part(100, 60.0), Part(None, None)]) == NOTHING
    assert combined([Part(100, 60.0), Part(14, None)]) == NOTHING
    assert combined([]) == NOTHING


def test_an_adjusted_score_needs_every_part():
    assert combined([Part(100, 60.0, 61.0), Part(100, 70.0)]) == Whole(200, 65.0, None)
    assert combined([Part(100, None, 61.0), Part(100, None, 71.0)]) == Whole(200, None, 66.0)


@pytest.mark.parametrize("seed", range(20))
def test_the_whole_lies_between_its_parts_in_any_order(seed):
    draw = random.Random(seed)
    parts = [Part(draw.randint(1, 5000), draw.uniform(0, 100)) for _ in range(1 + seed % 6)]
    whole = combined(parts)
    scores = [part.score for part in parts]
    assert min(scores) - 1e-9 <= whole.score <= max(scores) + 1e-9
    assert combined(parts[::-1]).score == pytest.approx(whole.score)


@pytest.mark.parametrize(
    "listed, found",
    [
        ({"R0A", "RM3", "RH5"}, {"RM2": "R0A", "RW3": "R0A", "RA4": "RH5", "RBA": "RH5"}),
        ({"R0A", "RW3"}, {"RM2": "R0A"}),
        ({"RW3", "RM2"}, {}),
        (set(), {}),
    ],
)
def test_a_code_is_counted_under_another_once_the_table_lists_that_one_alone(listed, found):
    assert counted_under(MERGERS, listed) == found


def test_codes_are_followed_from_merger_to_merger_and_never_in_a_circle():
    chain = (Succession("A1", "B1"), Succession("B1", "C1"), Succession("C1", "B1"))
    assert counted_under(chain, {"C1"}) == {"A1": "C1", "B1": "C1"}
    assert counted_under(chain, {"D1"}) == {}


def test_a_trust_that_two_trusts_took_up_is_counted_under_neither():
    assert counted_under((Succession("A1", "B1"), Succession("A1", "C1")), {"B1", "C1"}) == {}
