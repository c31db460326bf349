import numpy as np
import pytest

from evaluation.statistics import DesignError, PanelError
from evaluation.statistics.comparisons import benjamini_hochberg
from evaluation.tests.statistics.made_up_scheme import evaluate, world_rows


@pytest.fixture(scope="module")
def scheme():
    return world_rows()


@pytest.fixture(scope="module")
def found(scheme):
    return evaluate(*scheme)


def test_raw_change_is_national_change_and_bounce_back_and_what_is_left(found):
    for fall in (found.headline.waterfall, *(mentee.waterfall for mentee in found.mentees)):
        parts = fall.national_change + fall.expected_bounce_back + fall.left
        assert fall.raw_change == pytest.approx(parts, abs=1e-12)
    assert found.headline.waterfall.left == found.headline.effect.value


def test_low_scores_rose_and_most_of_it_was_bounce_back(found):
    headline = found.headline
    assert headline.waterfall.raw_change > 3
    assert headline.waterfall.expected_bounce_back > 2
    assert headline.effect.lower < 0 < headline.effect.upper
    assert headline.verdict.code == "no_clear_difference"


def test_raw_change_is_the_mean_over_mentees_of_means_weighted_by_answers(scheme, found):
    rows, mentees, _, targets = scheme
    cell = {(row.org_code, row.year, row.question): row for row in rows}
    means = []
    for code in mentees:
        pairs = [(cell[code, 2015, q], cell[code, 2016, q]) for q in targets[code]]
        pairs = [pair for pair in pairs if min(pair[0].n, pair[1].n) >= 10]
        weights = [after.n for _, after in pairs]
        means.append(
            np.average([after.score - before.score for before, after in pairs], weights=weights)
        )
    assert found.headline.waterfall.raw_change == pytest.approx(np.mean(means))


def test_counts_say_who_was_compared(found):
    headline = found.headline
    assert (headline.mentees, headline.mentees_enrolled) == (5, 5)
    assert headline.comparators == 130
    assert headline.targets_listed == 25
    assert headline.minimum_detectable_effect == pytest.approx(2.8 * headline.effect.standard_error)


def test_effect_put_in_is_found_and_named():
    found = evaluate(*world_rows(effect=6))
    assert found.headline.verdict.code == "improved_more"
    assert found.headline.effect.lower < 6 < found.headline.effect.upper
    assert found.placebo.p == 0.01


def test_p_values_are_adjusted_within_each_family(found):
    for family in (found.targets, found.other_questions):
        tested = [result for result in family if result.p is not None]
        expected = benjamini_hochberg([result.p for result in tested])
        assert [result.p_adjusted for result in tested] == pytest.approx(list(expected))
    assert found.target_count.rose_by_chance == pytest.approx(0.025 * found.target_count.tested)


def test_other_ways_of_asking_are_all_there(found):
    names = [way.name for way in found.sensitivity]
    assert names[:6] == [
        "without_prior_year",
        "with_prior_year",
        "difference_in_differences",
        "difference_in_differences_from_prior",
        "targeted_minus_untargeted",
        "all_questions",
    ]
    assert names.count("leave_one_mentee_out") == 5
    ways = {way.name: way for way in found.sensitivity}
    assert ways["with_prior_year"].effect == found.headline.effect
    raised = found.headline.waterfall
    plain = ways["difference_in_differences"]
    assert plain.effect.value == pytest.approx(raised.raw_change - raised.national_change)
    assert not plain.adjusted


def test_without_a_prior_year_what_needs_it_says_so(scheme):
    found = evaluate(*scheme, prior=None)
    ways = {way.name: way.effect for way in found.sensitivity}
    assert ways["without_prior_year"] == found.headline.effect
    assert ways["with_prior_year"].reason == "No prior survey year was given."


def test_pairs_that_ended_early_are_analysed_as_enrolled_and_set_beside_the_others(scheme):
    mentees = scheme.mentees
    found = evaluate(*scheme, completed=mentees[:3])
    assert found.headline.mentees == 5
    [completed] = [way for way in found.sensitivity if way.name == "completed_pairs"]
    means = [mentee.effect.value for mentee in found.mentees if mentee.org_code in mentees[:3]]
    assert completed.effect.value == pytest.approx(np.mean(means))


def test_same_input_in_another_order_gives_the_same_figures(scheme):
    rows, mentees, mentors, targets = scheme
    rng = np.random.default_rng(0)
    shuffled = [rows[place] for place in rng.permutation(len(rows))]
    again = evaluate(shuffled, mentees[::-1], mentors[::-1], dict(reversed(list(targets.items()))))
    first = evaluate(*scheme)
    assert again == first


def test_trust_that_is_mentor_and_mentee_is_a_mentee_and_no_comparator(scheme):
    rows, mentees, mentors, targets = scheme
    both = evaluate(rows, mentees, [*mentors, mentees[0]], targets)
    assert both.headline.effect == evaluate(*scheme).headline.effect


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"follow_up": 2015}, DesignError),
        ({"prior": 2016}, DesignError),
        ({"baseline": 2013, "prior": None}, PanelError),
    ],
)
def test_years_that_cannot_be_compared_are_refused(changed, error, scheme):
    with pytest.raises(error):
        evaluate(*scheme, **changed)


def test_target_of_a_trust_outside_the_scheme_is_refused(scheme):
    rows, mentees, mentors, targets = scheme
    with pytest.raises(DesignError, match="targets for T999"):
        evaluate(rows, mentees, mentors, {**targets, "T999": ["Q1"]})
