"""Agreement of two coders: a published example, a slow version, and what cannot be told."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from improvement_plans.coding.agreement import (
    Agreement,
    CodedTwice,
    agreement,
    report_on,
    words_for,
)
from improvement_plans.coding.suggesting import suggest
from improvement_plans.presenters.coding import agreement_table


def pairs(table):
    return [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]


def slow_kappa(found, k, *, ordered=False):
    """By its definition, with plain loops."""
    n = len(found)
    cost = lambda i, j: (i - j) ** 2 if ordered else float(i != j)  # noqa: E731 - said twice only
    seen = sum(cost(i, j) for i, j in found) / n
    chance = sum(cost(i, j) for i, _ in found for _, j in found) / n**2
    return 1 - seen / chance


def test_the_example_of_fleiss_gives_its_published_kappa():
    """J. L. Fleiss, Statistical Methods for Rates and Proportions (1981), table 13.1: 0.68."""
    found = agreement(pairs([[75, 1, 4], [5, 4, 1], [0, 0, 10]]), 3)
    assert (found.n, found.agreed) == (100, 89)
    assert found.kappa == pytest.approx(0.676, abs=0.001)
    assert found.low == pytest.approx(0.676 - 1.96 * 0.0877, abs=0.002)


# The first answer waits for statsmodels to be loaded.
CALM = settings(suppress_health_check=[HealthCheck.too_slow])
ANSWERS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40)


@CALM
@given(ANSWERS, st.booleans())
def test_kappa_is_that_of_the_slow_version(found, ordered):
    quick = agreement(found, 5, ordered=ordered)
    if len({each for pair in found for each in pair}) < 2:
        assert quick.kappa is None
    else:
        assert quick.kappa == pytest.approx(slow_kappa(found, 5, ordered=ordered), abs=1e-9)
        if quick.low is not None:
            assert -1 <= quick.low <= quick.kappa + 1e-9
            assert quick.kappa - 1e-9 <= quick.high <= 1


@CALM
@given(ANSWERS)
def test_order_and_who_was_first_do_not_matter(found):
    there = agreement(found, 5).kappa
    back = agreement([(b, a) for a, b in reversed(found)], 5).kappa
    assert there == (None if back is None else pytest.approx(back, abs=1e-9))


@pytest.mark.parametrize("found", [[], [(0, 1)], [(1, 1), (1, 1)]])
def test_where_there_is_nothing_to_compare_kappa_is_not_told(found):
    agreed = sum(a == b for a, b in found)
    assert agreement(found, 2) == Agreement(len(found), agreed, None, None, None)


def coded(first, second, feels=(2, 2)):
    return CodedTwice(frozenset(first), frozenset(second), *feels)


def test_a_report_names_each_theme_that_anybody_gave():
    report = report_on(
        [coded(["pain"], ["pain"]), coded(["food"], ["pain"]), coded(["food"], ["food"], (1, 5))]
    )
    assert (report.n, report.same_themes) == (3, 2)
    assert [(theme.key, found.agreed) for theme, found in report.themes] == [
        ("pain", 2),
        ("food", 2),
    ]
    assert report.overall.n == 6


def test_a_theme_used_once_is_too_little_to_say_anything():
    comments = [coded(["pain"], ["pain"]) for _ in range(6)] + [coded([], []) for _ in range(6)]
    report = report_on([*comments, coded(["food"], [])])
    rows = {row.cells[0]: list(row.cells) for row in agreement_table(report).rows}
    words = {theme.key: theme.name for theme, _found in report.themes}
    assert [str(cell) for cell in rows[words["food"]][2:]] == ["-", "-", "Too few to say"]
    assert str(rows[words["pain"]][4]) == "Almost perfect"


@pytest.mark.parametrize(
    ("given", "left", "enough"), [(5, 5, True), (4, 30, False), (30, 4, False), (5, 30, True)]
)
def test_each_coder_gives_and_leaves_a_theme_five_times_before_kappa_is_told(given, left, enough):
    found = agreement([(1, 1)] * given + [(0, 0)] * left, 2)
    assert found.is_enough is enough
    assert not agreement([(1, 0)] * given + [(0, 0)] * left, 2).is_enough


def test_a_report_of_nothing_is_empty():
    report = report_on([])
    assert (report.n, report.overall.kappa, report.themes) == (0, None, ())


@pytest.mark.parametrize(
    ("kappa", "said"),
    [
        (None, "cannot be told"),
        (-0.1, "poor"),
        (0.2, "slight"),
        (0.41, "moderate"),
        (0.8, "substantial"),
        (0.81, "almost perfect"),
        (1.0, "almost perfect"),
    ],
)
def test_a_kappa_is_said_in_words(kappa, said):
    assert words_for(kappa) == said


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("I waited for four hours", [("timeliness", "waited")]),
        (
            "Nobody explained the tablets",
            [("information-in-care", "explained"), ("medication", "tablets")],
        ),
        ("So", []),
        ("", []),
        ("A mankind of sparking", []),
    ],
)
def test_a_suggestion_says_the_word_that_it_comes_from(text, suggested):
    assert [(each.theme.key, each.because) for each in suggest(text)] == suggested
