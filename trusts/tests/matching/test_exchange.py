import json

import pytest

from trusts.matching import MatchingError, Mentor, Problem, suggest
from trusts.matching.exchange import digest, read_problem, solution_data
from trusts.tests.matching.instances import problem_of, random_problem

GOOD = {
    "mentors": [{"code": "M0", "capacity": 1}],
    "mentees": ["T0", "T1"],
    "score": [[700, None]],
    "locked": [],
    "previous": [["M0", "T0"]],
}


def test_a_problem_is_read_as_written():
    problem = read_problem(json.dumps(GOOD))
    assert problem.mentors == (Mentor("M0", 1),)
    assert problem.mentees == ("T0", "T1")
    assert (problem.score_of("M0", "T0"), problem.score_of("M0", "T1")) == (700, None)
    assert problem.previous == (("M0", "T0"),)


def test_locked_and_previous_may_be_left_out():
    data = {name: GOOD[name] for name in ("mentors", "mentees", "score")}
    assert read_problem(json.dumps(data)).locked == ()


def test_the_answer_has_the_promised_shape():
    data = solution_data(suggest(read_problem(json.dumps(GOOD))))
    assert list(data) == ["pairs", "unmatched", "matched", "worst", "total"]
    assert data["pairs"] == [{"mentor": "M0", "mentee": "T0", "score": 700}]
    assert data["unmatched"][0]["mentee"] == "T1"
    assert data["unmatched"][0]["reason"].endswith(".")


def test_without_a_pair_the_worst_is_written_as_nought_beside_matched_nought():
    data = solution_data(suggest(problem_of([[None]])))
    assert (data["matched"], data["worst"], data["total"]) == (0, 0, 0)


@pytest.mark.parametrize(
    "change, words",
    [
        ({"mentors": None}, '"mentors" must be a list; found null'),
        ({"mentors": ["M0"]}, 'an object with "code" and "capacity"; found "M0"'),
        ({"mentors": [{"code": "M0"}]}, 'an object with "code" and "capacity"'),
        ({"mentors": [{"code": 5, "capacity": 1}]}, "mentor's code must be text.*found 5"),
        ({"mentors": [{"code": "M0", "capacity": -1}]}, "capacity of mentor M0 .* found -1"),
        ({"mentors": [{"code": "M0", "capacity": "1"}]}, "capacity of mentor M0 .* found '1'"),
        ({"mentees": "T0"}, '"mentees" must be a list'),
        ({"mentees": ["T0", 1]}, "mentee's code must be text.*found 1"),
        ({"mentees": ["T0", "T0"]}, "T0 appears 2 times"),
        ({"score": [[700]]}, "2 mentees, 1 value"),
        ({"score": [[700, 1], [1, 1]]}, "1 mentor, 2 rows"),
        ({"score": [[700, 1.0]]}, "column 2 .* found 1.0"),
        ({"score": [[700, -5]]}, "found -5"),
        ({"score": [{"T0": 1}]}, "Row 1 of the scores must be a list"),
        ({"locked": [["M0", "T1"]]}, "locked but not allowed"),
        ({"locked": [["M0"]]}, 'Each of "locked" must be a list'),
        ({"locked": [["M0", 7]]}, 'Each of "locked" must be a list'),
        ({"locked": [["M0", "T9"]]}, "T9, which is not a mentee"),
        ({"previous": {"M0": "T0"}}, '"previous" must be a list'),
        ({"lockd": []}, '"lockd", which is not one of'),
    ],
)
def test_input_of_the_wrong_kind_is_refused_in_words(change, words):
    with pytest.raises(MatchingError, match=words):
        read_problem(json.dumps({**GOOD, **change}))


@pytest.mark.parametrize("missing", ["mentors", "mentees", "score"])
def test_input_with_a_missing_part_is_refused(missing):
    data = {name: value for name, value in GOOD.items() if name != missing}
    with pytest.raises(MatchingError, match=f'no "{missing}"'):
        read_problem(json.dumps(data))


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "not JSON.*line 1, column 1"),
        ('{"mentors": [', "not JSON"),
        ("[]", "must be a JSON object"),
        ('{"mentors": [], "mentees": [], "score": NaN}', "NaN"),
        ('{"mentors": [], "mentors": []}', '"mentors" twice'),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 5_000, "too long to be a score"),
        ('{"mentors":[{"code":"A","capacity":1}],"mentees":["B"],"score":[[1e999]]}', "found inf"),
    ],
)
def test_text_that_is_no_problem_is_refused_in_words(text, words):
    with pytest.raises(MatchingError, match=words):
        read_problem(text)


def test_the_digest_does_not_depend_on_the_order_of_listing():
    problem = random_problem(11)
    turned = Problem(
        problem.mentors[::-1],
        problem.mentees[::-1],
        problem.table[::-1, ::-1],
        problem.locked[::-1],
        problem.previous[::-1],
    )
    assert digest(turned) == digest(problem)


def test_the_digest_changes_with_any_score():
    assert digest(problem_of([[1, 2]])) != digest(problem_of([[1, 3]]))
