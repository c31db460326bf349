"""No count of 1 to 9 people is shown, or can be worked out by anybody who sees the rest."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement_plans.listening.small_numbers import (
    FEWEST_POSSIBLE,
    Showing,
    ShownCount,
    shown_alone,
    shown_together,
)

FEWER, HIDDEN = ShownCount(Showing.FEWER), ShownCount(Showing.HIDDEN)


def number(value):
    return ShownCount(Showing.NUMBER, value)


@pytest.mark.parametrize(
    ("people", "words"),
    [(0, "0"), (1, "fewer than 10"), (9, "fewer than 10"), (10, "10"), (1204, "1,204")],
)
def test_a_count_by_itself(people, words):
    assert shown_alone(people).words == words


def test_people_are_not_counted_below_0():
    with pytest.raises(ValueError, match="from 0"):
        shown_alone(-1)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"a": 20, "b": 0}, {"a": number(20), "b": number(0)}),
        # One small count would follow from the total: the next smallest goes too.
        ({"a": 40, "b": 20, "c": 4}, {"a": number(40), "b": HIDDEN, "c": FEWER}),
        # 1 and 10: whoever knows that the hidden one is 10 or more would know the 1.
        ({"a": 40, "b": 10, "c": 1}, {"a": HIDDEN, "b": HIDDEN, "c": FEWER}),
        ({"a": 30, "b": 4, "c": 5}, {"a": number(30), "b": FEWER, "c": FEWER}),
        # 1 and 1 are the only way to make 2.
        ({"a": 30, "b": 20, "c": 1, "d": 1}, None),
    ],
)
def test_counts_that_divide_the_same_people(counts, expected):
    found = shown_together(counts)
    if expected is None:
        assert found is None or is_safe(counts, found)
    else:
        assert found == expected


@pytest.mark.parametrize(
    "counts", [{"a": 1}, {"a": 9, "b": 0}, {"a": 11, "b": 1}, {"a": 9, "b": 9}]
)
def test_where_nothing_hides_them_nothing_is_shown(counts):
    assert shown_together(counts) is None


def is_safe(counts, shown):
    """Slow: try everything that a reader who knows the total cannot rule out."""
    total = sum(counts.values())
    ranges = []
    for each in shown.values():
        if each.number is not None:
            ranges.append([each.number])
        elif each.showing is Showing.FEWER:
            ranges.append(range(1, 10))
        else:
            ranges.append(range(10, total + 1))
    fitting = [values for values in itertools.product(*ranges) if sum(values) == total]
    return all(
        len({values[place] for values in fitting}) >= FEWEST_POSSIBLE
        for place, each in enumerate(shown.values())
        if each.showing is Showing.FEWER
    )


@given(st.lists(st.integers(0, 24), min_size=1, max_size=4))
def test_no_small_count_can_be_worked_out(numbers):
    counts = {str(place): each for place, each in enumerate(numbers)}
    shown = shown_together(counts)
    if shown is None:
        return
    assert all(each.number is None or not 0 < each.number < 10 for each in shown.values())
    assert is_safe(counts, shown)


def test_the_slow_check_notices_a_count_that_was_given_away():
    counts = {"a": 40, "b": 4}
    assert not is_safe(counts, {"a": number(40), "b": FEWER})
