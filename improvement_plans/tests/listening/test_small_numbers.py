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
        # Two small ones as well: together they are 9 people.
        ({"a": 40, "b": 4, "c": 5}, {"a": HIDDEN, "b": FEWER, "c": FEWER}),
        # 1 and 10: whoever knows that the hidden one is 10 or more would know the 1.
        ({"a": 40, "b": 10, "c": 1}, {"a": HIDDEN, "b": HIDDEN, "c": FEWER}),
        # Of 12 and 12 not one alone: whoever knows that the smaller is hidden would know the 9.
        ({"a": 12, "b": 12, "c": 9}, {"a": HIDDEN, "b": HIDDEN, "c": FEWER}),
        ({"a": 30, "b": 20, "c": 20, "d": 4}, {"a": number(30), "b": HIDDEN, "c": HIDDEN}),
        # 9 and 9 of 18: only the total lets it be said which of them are small.
        ({"a": 9, "b": 9, "c": 0}, {"a": HIDDEN, "b": HIDDEN, "c": number(0)}),
        ({"a": 10, "b": 8, "c": 0}, {"a": HIDDEN, "b": HIDDEN, "c": number(0)}),
    ],
)
def test_counts_that_divide_the_same_people(counts, expected):
    found = shown_together(counts)
    assert found.items() >= expected.items()


@pytest.mark.parametrize("counts", [{"a": 1}, {"a": 9, "b": 0}, dict.fromkeys("abcdefghijkl", 1)])
def test_where_nothing_hides_them_nothing_is_shown(counts):
    assert shown_together(counts) is None


def divided(groups, total):
    """Every way to divide so many people into so many groups."""
    if groups == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in divided(groups - 1, total - first):
            yield (first, *rest)


def narrow(groups, total, rule=shown_together):
    """Slow: how few values a small count can have for somebody who knows the rule by heart, and
    so which of all divisions are shown alike."""
    alike = {}
    for counts in divided(groups, total):
        shown = rule(dict(enumerate(counts)))
        seen = tuple(each.words for each in shown.values()) if shown else None
        alike.setdefault(seen, []).append(counts)
    values = [
        {counts[place] for counts in found} for found in alike.values() for place in range(groups)
    ]
    return min((len(each) for each in values if any(0 < one < 10 for one in each)), default=99)


@pytest.mark.parametrize(
    ("groups", "totals"),
    [(2, range(10, 60)), (3, range(10, 46)), (4, (10, 15, 23, 33, 35, 36))],
)
def test_who_knows_the_rules_cannot_work_out_a_small_count_either(groups, totals):
    assert min(narrow(groups, total) for total in totals) >= FEWEST_POSSIBLE


def hide_the_next_smallest_only(counts):
    """What would be enough for somebody who does not know which count is hidden."""
    shown = {key: shown_alone(each) for key, each in counts.items()}
    rest = [key for key, each in shown.items() if each.number]
    if rest and len(rest) < len(shown):
        shown[min(rest, key=counts.get)] = HIDDEN
    return shown


def test_the_slow_check_notices_a_rule_that_gives_a_count_away():
    assert narrow(3, 33, hide_the_next_smallest_only) == 1


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
