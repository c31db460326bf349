"""Empty, tiny and extreme schemes: a stated result or a stated refusal, never NaN."""

import dataclasses
import json
import math

import numpy as np
import pytest

from evaluation.statistics import Panel, ScoreRow, evaluate_scheme
from evaluation.statistics.plain_data import plain_evaluation
from evaluation.tests.statistics.made_up_scheme import QUICK, evaluate, hide, world_rows


@pytest.fixture(scope="module")
def scheme():
    return world_rows()


def every_number(value):
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from every_number(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from every_number(item)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield value


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
    "nine comparators": lambda given: only(given, 9),
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


def any_small_scheme(seed):
    """Few trusts and questions, with holes, tiny bases, missing n and scores at the ends."""
    rng = np.random.default_rng(seed)
    rows = [
        ScoreRow(
            f"T{trust}",
            year,
            f"Q{question}",
            None if rng.random() < 0.1 else int(rng.choice([0, 5, 10, 29, 30, 400, 90_000])),
            None if rng.random() < 0.1 else float(rng.choice([0, 7, 10] if mean else [0, 64, 100])),
            "mean" if mean else "percent",
        )
        for trust in range(rng.integers(1, 26))
        for question, mean in enumerate((False, False, False, True))
        for year in (2014, 2015, 2016)
        if rng.random() < 0.9
    ]
    rows += [ScoreRow("T99", year, "Q0", 50, 60.0) for year in (2014, 2015, 2016)]
    codes = rng.permutation([f"T{trust}" for trust in range(13)])
    mentees = [str(code) for code in codes[: rng.integers(0, 4)]]
    targets = {code: [f"Q{q}" for q in range(6) if rng.random() < 0.5] for code in mentees}
    return rows, mentees, [str(code) for code in codes[5:7]], targets


@pytest.mark.parametrize("seed", range(150))
def test_any_small_scheme_ends_in_figures_that_are_numbers(seed):
    rows, mentees, mentors, targets = any_small_scheme(seed)
    found = evaluate_scheme(
        Panel.from_rows(rows),
        mentees=mentees,
        mentors=mentors,
        targets=targets,
        baseline=2015,
        follow_up=2016,
        prior=2014 if seed % 2 else None,
        **QUICK,
    )
    json.dumps(plain_evaluation(found), allow_nan=False)
    fall = found.headline.waterfall
    if fall.left is not None:
        parts = fall.national_change + fall.expected_bounce_back + fall.left
        assert fall.raw_change == pytest.approx(parts, abs=1e-9)
