import json

import pytest
from django.core.management import CommandError, call_command

from evaluation.statistics import Panel, evaluate_scheme
from evaluation.tests.statistics.made_up_scheme import world_rows

SHAPE = {
    "headline": {
        "effect",
        "ci",
        "p",
        "mentees",
        "comparators",
        "raw_change",
        "national_change",
        "expected_bounce_back",
        "minimum_detectable_effect",
        "verdict",
    },
    "cells": {
        "org_code",
        "question",
        "before",
        "after",
        "difference",
        "ci",
        "expected",
        "beyond_expected",
        "p",
        "p_adjusted",
        "verdict",
    },
    "variation": {"tau_before", "tau_after", "change", "ci"},
}


@pytest.fixture(scope="module")
def scheme():
    return world_rows()


@pytest.fixture
def files(tmp_path, scheme):
    lines = [
        f"{row.org_code},{row.year},{row.question},{row.n},{row.score!r}" for row in scheme.rows
    ]
    listed = {
        "scores": ["org_code,year,question,n,score", *lines],
        "participants": [
            "org_code,role",
            *(f"{code},mentee" for code in scheme.mentees),
            *(f"{code},mentor" for code in scheme.mentors),
        ],
        "targets": [
            "org_code,question",
            *(f"{code},{name}" for code, names in scheme.targets.items() for name in names),
        ],
    }
    for name, rows in listed.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(rows) + "\n")
    return tmp_path


def run(files, **changed):
    given = {
        "scores": files / "scores.csv",
        "participants": files / "participants.csv",
        "targets": files / "targets.csv",
        "baseline": 2015,
        "follow_up": 2016,
        "prior": 2014,
        "output": files / "out.json",
    }
    call_command("evaluate_files", **{**given, **changed})
    return json.loads((files / "out.json").read_text())


def test_output_has_the_promised_shape(files):
    found = run(files)
    assert SHAPE["headline"] <= found["headline"].keys()
    assert SHAPE["variation"] <= found["variation"].keys()
    assert all(SHAPE["cells"] <= cell.keys() for cell in found["cells"])
    assert len(found["cells"]) == 25
    assert {"name", "effect", "ci", "p"} <= found["sensitivity"][0].keys()


def test_figures_are_those_of_the_statistics(files, scheme):
    found = run(files, seed=4)
    expected = evaluate_scheme(
        Panel.from_rows(scheme.rows),
        mentees=scheme.mentees,
        mentors=scheme.mentors,
        targets=scheme.targets,
        baseline=2015,
        follow_up=2016,
        prior=2014,
        seed=4,
    )
    headline = expected.headline
    assert found["headline"]["effect"] == round(headline.effect.value, 6)
    assert found["headline"]["ci"] == [
        round(headline.effect.lower, 6),
        round(headline.effect.upper, 6),
    ]
    assert found["headline"]["verdict"] == headline.verdict.sentence
    assert found["placebo"]["p"] == round(expected.placebo.p, 6)
    assert found["variation"]["change"] == round(expected.variation.change, 6)


def floats_in(value):
    if isinstance(value, float):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [number for part in parts for number in floats_in(part)]


def test_every_figure_has_at_most_six_places(files):
    figures = floats_in(run(files))
    assert figures
    assert all(figure == round(figure, 6) for figure in figures)


def test_same_files_give_the_same_bytes(files):
    run(files)
    first = (files / "out.json").read_bytes()
    run(files)
    assert (files / "out.json").read_bytes() == first


def test_no_database_is_asked(files, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        run(files)


def test_scheme_without_participants_has_a_stated_result(files):
    (files / "participants.csv").write_text("org_code,role\n")
    (files / "targets.csv").write_text("org_code,question\n")
    headline = run(files)["headline"]
    assert headline["effect"] is None
    assert headline["ci"] is None
    assert headline["verdict"] == "There are no mentees with scores."


def test_malformed_scores_are_refused_and_nothing_is_written(files):
    with (files / "scores.csv").open("a") as file:
        file.write("T001,2016,Q0,-4,60\n")
    with pytest.raises(CommandError, match="row 25202, column n: “-4” is not a whole number"):
        run(files)
    assert not (files / "out.json").exists()


def test_mentee_that_is_excluded_as_well_is_refused_and_nothing_is_written(files, scheme):
    code = scheme.mentees[0]
    with (files / "participants.csv").open("a") as file:
        file.write(f"{code},excluded\n")
    with pytest.raises(CommandError, match=f"column role: {code} is in row 2 as mentee") as refused:
        run(files)
    assert refused.value.returncode == 1
    assert not (files / "out.json").exists()


def test_many_problems_are_cut_short(files):
    with (files / "scores.csv").open("a") as file:
        file.writelines(f"T001,2016,X{place},bad,60\n" for place in range(70))
    with pytest.raises(CommandError, match="and 20 more"):
        run(files)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"follow_up": 2015}, "must come after the baseline"),
        ({"prior": 2016}, "must come before the baseline"),
        ({"follow_up": 2019}, "no scores for 2019. The years there are: 2014, 2015, 2016"),
        ({"seed": -1}, "seed is a whole number"),
    ],
)
def test_impossible_question_is_refused_in_words(files, changed, words):
    with pytest.raises(CommandError, match=words):
        run(files, **changed)


def test_output_that_cannot_be_written_is_refused_in_words(files):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        run(files, output=files / "nowhere" / "out.json")
