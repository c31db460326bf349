"""`evaluate_files` from outside: whatever the files hold, the promised keys and types."""

import json
import math
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from buddy_portal.local_services.places import PROJECT
from evaluation.statistics import ScoreRow
from evaluation.tests.statistics.made_up_scheme import Given
from evaluation.tests.statistics.test_awkward_schemes import CASES
from evaluation.tests.test_evaluate_files import SHAPE

NUMBER = (int, float, type(None))
TYPES = {
    **dict.fromkeys(
        (
            *("effect", "p", "raw_change", "national_change", "expected_bounce_back"),
            *("minimum_detectable_effect", "before", "after", "difference", "expected"),
            *("beyond_expected", "p_adjusted", "tau_before", "tau_after", "change"),
        ),
        NUMBER,
    ),
    **dict.fromkeys(("mentees", "comparators"), int),
    **dict.fromkeys(("verdict", "org_code", "question"), str),
    "ci": (list, type(None)),
}


def small_world(trusts=24, questions=6):
    """Mentees T000 to T004, mentors T005 to T007, and the others, three years."""
    rng = np.random.default_rng(4)
    rows = [
        ScoreRow(f"T{trust:03}", year, f"Q{place}", 150, round(100 * rng.beta(40, 15), 2))
        for year in (2014, 2015, 2016)
        for trust in range(trusts)
        for place in range(questions)
    ]
    mentees = [f"T{place:03}" for place in range(5)]
    return Given(
        rows, mentees, ["T005", "T006", "T007"], {code: ["Q1", "Q2", "Q3"] for code in mentees}
    )


def gone_at_follow_up(given):
    """A mentee that became part of another trust: no row of it in the later year."""
    lost = given.mentees[0]
    kept = [row for row in given.rows if (row.org_code, row.year) != (lost, 2016)]
    return given._replace(rows=kept)


def not_asked_again(given):
    """A targeted question that the later survey does not have."""
    kept = [row for row in given.rows if (row.question, row.year) != ("Q1", 2016)]
    return given._replace(rows=kept)


def identical(given):
    return given._replace(rows=[row._replace(score=80.0) for row in given.rows])


EVERY_CASE = {
    "as usual": lambda given: given,
    **CASES,
    "identical scores": identical,
    "merged mentee": gone_at_follow_up,
    "question not comparable": not_asked_again,
}


def write(folder, given):
    def blank(value):
        return "" if value is None else value

    scores = [
        f"{row.org_code},{row.year},{row.question},{blank(row.n)},{blank(row.score)},{row.scale}"
        for row in given.rows
    ]
    roles = [f"{code},mentee" for code in given.mentees]
    roles += [f"{code},mentor" for code in given.mentors]
    targets = [f"{code},{name}" for code, names in given.targets.items() for name in names]
    for name, header, lines in (
        ("scores", "org_code,year,question,n,score,scale", scores),
        ("participants", "org_code,role", roles),
        ("targets", "org_code,question", targets),
    ):
        (folder / f"{name}.csv").write_text("\n".join([header, *lines]) + "\n")


def words_of(folder):
    paths = [
        word
        for name in ("scores", "participants", "targets")
        for word in (f"--{name}", str(folder / f"{name}.csv"))
    ]
    years = ["--baseline", "2015", "--follow-up", "2016"]
    return [*paths, *years, "--output", str(folder / "out.json")]


def run(folder, given):
    write(folder, given)
    call_command("evaluate_files", *words_of(folder), verbosity=0)
    return json.loads((folder / "out.json").read_text(), parse_constant=pytest.fail)


@pytest.mark.parametrize("case", EVERY_CASE)
def test_the_promised_keys_and_types_are_there_whatever_the_files_hold(case, tmp_path):
    found = run(tmp_path, EVERY_CASE[case](small_world()))
    for part in (found["headline"], found["variation"], *found["cells"]):
        names = part.keys() & TYPES.keys()
        assert all(isinstance(part[name], TYPES[name]) for name in names)
        ends = part["ci"]
        assert ends is None or (len(ends) == 2 and ends[0] <= ends[1])
        assert ends is None or all(math.isfinite(end) for end in ends)
    assert SHAPE["headline"] <= found["headline"].keys()
    assert SHAPE["variation"] <= found["variation"].keys()
    assert all(SHAPE["cells"] <= cell.keys() for cell in found["cells"])
    assert isinstance(found["sensitivity"], list)
    assert found["headline"]["verdict"]


def test_a_cell_without_a_scale_column_is_in_per_cent(tmp_path):
    given = small_world()
    with_scale = run(tmp_path, given)
    path = tmp_path / "scores.csv"
    path.write_text(path.read_text().replace(",percent", "").replace(",scale", ""))
    call_command("evaluate_files", *words_of(tmp_path), verbosity=0)
    assert json.loads((tmp_path / "out.json").read_text()) == with_scale


def unequal_answers(given, score):
    """Answers that differ from row to row, so that weighted means are rounded."""
    n = np.random.default_rng(5).integers(60, 800, len(given.rows))
    rows = [
        row._replace(n=int(each), score=score(row)) for row, each in zip(given.rows, n, strict=True)
    ]
    return given._replace(rows=rows)


def all_alike(_row):
    return 77.7


def mentee_apart(row):
    return 80.1 if (row.org_code, row.year) == ("T000", 2016) else 77.7


@pytest.mark.parametrize(
    ("score", "effect"),
    [
        (all_alike, 0.0),
        (lambda row: 61.3 + 3 * int(row.question[1:]) + 0.7 * (row.year - 2014), 0.0),
        (mentee_apart, 0.48),
    ],
    ids=["all alike", "alike by question and year", "alike but for a mentee"],
)
def test_scores_without_spread_have_no_margin_however_many_answered(score, effect, tmp_path):
    found = run(tmp_path, unequal_answers(small_world(), score))
    headline = found["headline"]
    assert headline["effect"] == effect
    assert (headline["ci"], headline["p"], headline["minimum_detectable_effect"]) == (None,) * 3
    assert headline["verdict"].startswith("No verdict: the scores do not vary")
    assert "do not vary" in found["placebo"]["reason"]
    assert found["placebo"]["p"] is None


def test_a_change_that_rounds_to_nothing_is_written_without_a_sign(tmp_path):
    run(tmp_path, unequal_answers(small_world(), lambda row: 61.3 + 3 * int(row.question[1:])))
    assert not re.search(r"-0\.0\b(?!\d)", (tmp_path / "out.json").read_text())


@pytest.mark.parametrize("mark", ["", "*"])
def test_a_blank_target_is_suppressed_and_never_zero(mark, tmp_path):
    given = small_world()
    write(tmp_path, given)
    path = tmp_path / "scores.csv"
    lines = path.read_text().splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("T000,2016,Q1,"))
    lines[place] = f"T000,2016,Q1,12,{mark},percent"
    path.write_text("\n".join(lines))
    call_command("evaluate_files", *words_of(tmp_path), verbosity=0)
    found = json.loads((tmp_path / "out.json").read_text())
    cell = next(c for c in found["cells"] if (c["org_code"], c["question"]) == ("T000", "Q1"))
    assert (cell["after"], cell["difference"], cell["n_after"]) == (None, None, None)
    assert cell["verdict"] == "Cannot be assessed"


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("participants", "T000,", "t000,", "The scores have “T000”, not “t000”"),
        ("targets", "T000,Q1", "T000,q1", "The scores have “Q1”, not “q1”"),
    ],
)
def test_a_code_in_other_capitals_is_refused_instead_of_missed(tmp_path, name, old, new, words):
    write(tmp_path, small_world())
    path = tmp_path / f"{name}.csv"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(CommandError, match=words):
        call_command("evaluate_files", *words_of(tmp_path), verbosity=0)
    assert not (tmp_path / "out.json").exists()


def test_codes_that_are_lower_case_throughout_are_kept_as_they_are(tmp_path):
    given = small_world()
    small = given._replace(
        rows=[row._replace(org_code=row.org_code.lower()) for row in given.rows],
        mentees=[code.lower() for code in given.mentees],
        mentors=[code.lower() for code in given.mentors],
        targets={code.lower(): names for code, names in given.targets.items()},
    )
    assert {cell["org_code"] for cell in run(tmp_path, small)["cells"]} == set(small.mentees)


def test_a_malformed_file_ends_with_1_and_one_sentence_a_row(tmp_path):
    write(tmp_path, small_world())
    with (tmp_path / "scores.csv").open("a") as file:
        file.write("T000,2016,Q1,150,fifty,percent\nT001,2016,Q1,150,60,percent\n")
    program = [sys.executable, "manage.py", "evaluate_files", *words_of(tmp_path)]
    nowhere = {**os.environ, "DATABASE_URL": "postgres:///nowhere"}
    ended = subprocess.run(
        program, cwd=PROJECT, env=nowhere, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "row 434, column score: “fifty” is not a number" in ended.stderr
    assert "row 435: T001, 2016, Q1 is already in row" in ended.stderr
    assert "Traceback" not in ended.stderr
