import dataclasses
import math
from typing import NamedTuple

import numpy as np
import pytest

from evaluation.simulation.worlds import (
    AFTER,
    BEFORE,
    PRIOR,
    WORLDS,
    choose_targets,
    draw_roles,
    draw_surveys,
)
from evaluation.statistics import DesignError, Panel, PanelError, ScoreRow, evaluate_scheme
from evaluation.statistics.comparisons import benjamini_hochberg

QUICK = {"draws": 99, "resamples": 49}


class Given(NamedTuple):
    rows: list[ScoreRow]
    mentees: list[str]
    mentors: list[str]
    targets: dict[str, list[str]]


def world_rows(seed=2, trusts=140, effect=0.0):
    """Rows, mentees, mentors and targets of a made-up scheme of five mentees, 2014 to 2016."""
    rng = np.random.default_rng(seed)
    surveys = draw_surveys(WORLDS["A"], rng)
    roles = draw_roles(surveys, 5, rng)
    flags = choose_targets(surveys, roles.mentees, "worst 5", rng)
    observed = surveys.observed.copy()
    observed[AFTER, roles.mentees] += effect * flags / 100
    rows = [
        ScoreRow(
            f"T{trust:03}",
            2014 + year,
            f"Q{question}",
            int(surveys.answers[year, trust, question]),
            100 * min(1.0, float(observed[year, trust, question])),
        )
        for year in (PRIOR, BEFORE, AFTER)
        for trust in range(trusts)
        for question in range(60)
    ]
    mentees = [f"T{trust:03}" for trust in roles.mentees]
    targets = {
        code: [f"Q{question}" for question in np.flatnonzero(row)]
        for code, row in zip(mentees, flags, strict=True)
    }
    return Given(rows, mentees, [f"T{trust:03}" for trust in roles.mentors], targets)


def evaluate(rows, mentees, mentors, targets, **changed):
    years = {"baseline": 2015, "follow_up": 2016, "prior": 2014}
    return evaluate_scheme(
        Panel.from_rows(rows),
        mentees=mentees,
        mentors=mentors,
        targets=targets,
        **{**years, **QUICK, **changed},
    )


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


def every_number(value):
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from every_number(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from every_number(item)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield value


def hide(rows, keep):
    return [row if keep(row) else row._replace(score=None) for row in rows]


def only(given, comparators):
    """The scheme with so many trusts outside it."""
    inside = {*given.mentees, *given.mentors}
    outside = sorted({row.org_code for row in given.rows} - inside)[:comparators]
    return given._replace(rows=[row for row in given.rows if row.org_code in {*inside, *outside}])


def with_scores(given, score):
    return given._replace(rows=[row._replace(score=score(row)) for row in given.rows])


def targets_hidden(given):
    def visible(row):
        return row.year < 2016 or row.question not in given.targets.get(row.org_code, ())

    return given._replace(rows=hide(given.rows, visible))


def one_mentee(given):
    code = given.mentees[0]
    return given._replace(mentees=[code], targets={code: given.targets[code]})


def mentees_from_0_to_100(given):
    return with_scores(
        given,
        lambda row: 100.0 * (row.year == 2016) if row.org_code in given.mentees else row.score,
    )


CASES = {
    "no mentees": lambda given: given._replace(mentees=[], targets={}),
    "no targets": lambda given: given._replace(targets={}),
    "one mentee": one_mentee,
    "no comparators": lambda given: only(given, 0),
    "one comparator": lambda given: only(given, 1),
    "two comparators": lambda given: only(given, 2),
    "six comparators": lambda given: only(given, 6),
    "all targets suppressed": targets_hidden,
    "no n published": lambda given: given._replace(
        rows=[row._replace(n=None) for row in given.rows]
    ),
    "nine answers each": lambda given: given._replace(
        rows=[row._replace(n=9) for row in given.rows]
    ),
    "everybody satisfied": lambda given: with_scores(given, lambda _: 100.0),
    "nobody satisfied": lambda given: with_scores(given, lambda _: 0.0),
    "mentees from 0 to 100": mentees_from_0_to_100,
    "mentee without scores": lambda given: given._replace(
        mentees=["ZZ9", *given.mentees], targets={**given.targets, "ZZ9": ["Q1"]}
    ),
    "prior year empty": lambda given: given._replace(
        rows=hide(given.rows, lambda row: row.year > 2014)
    ),
    "mean scores only": lambda given: given._replace(
        rows=[row._replace(score=row.score / 10, scale="mean") for row in given.rows]
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_awkward_scheme_has_a_stated_result_and_never_nan(case, scheme):
    found = evaluate(*CASES[case](scheme))
    assert all(math.isfinite(number) for number in every_number(found))
    assert found.headline.verdict.sentence
    if found.headline.effect.value is None:
        assert found.headline.effect.reason
        assert found.headline.verdict.code == "cannot_be_assessed"
    for mentee in found.mentees:
        assert mentee.effect.value is not None or mentee.effect.reason


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("no mentees", "There are no mentees with scores."),
        ("no targets", "No mentee has a target"),
        ("no comparators", "too few trusts outside the scheme"),
        ("all targets suppressed", "Cannot be assessed: no target has a usable score"),
    ],
)
def test_headline_that_cannot_be_given_says_why(case, words, scheme):
    assert words in evaluate(*CASES[case](scheme)).headline.effect.reason


def test_percentages_without_n_have_changes_but_no_margins(scheme):
    found = evaluate(*CASES["no n published"](scheme))
    assert {result.verdict for result in found.targets} == {"no_margin"}
    assert all(result.change.difference is not None for result in found.targets)


def test_suppressed_follow_up_of_a_target_cannot_be_assessed_and_is_counted(scheme):
    rows, mentees, mentors, targets = scheme
    lost = (mentees[0], 2016, targets[mentees[0]][0])
    hidden = hide(rows, lambda row: (row.org_code, row.year, row.question) != lost)
    found = evaluate(hidden, mentees, mentors, targets)
    [result] = [
        r for r in found.targets if (r.change.org_code, r.change.question) == (lost[0], lost[2])
    ]
    assert result.verdict == "cannot_be_assessed"
    assert result.change.after is None
    assert found.headline.targets <= 24
    assert "targets are not in the headline" in found.notes[0]


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
