import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

GOOD = {
    "mentors": [{"code": "RAA", "capacity": 1}, {"code": "RBB", "capacity": 1}],
    "mentees": ["RCC", "RDD"],
    "score": [[900, 800], [700, None]],
    "locked": [],
    "previous": [],
}
ROOT = Path(__file__).parents[3]


def suggest_pairings(folder, text):
    (folder / "in.json").write_text(text, encoding="utf-8")
    call_command("suggest_pairings", "--input", folder / "in.json", "--output", folder / "out.json")
    return json.loads((folder / "out.json").read_text(encoding="utf-8"))


def test_the_command_writes_the_best_set(tmp_path):
    assert suggest_pairings(tmp_path, json.dumps(GOOD)) == {
        "pairs": [
            {"mentor": "RBB", "mentee": "RCC", "score": 700},
            {"mentor": "RAA", "mentee": "RDD", "score": 800},
        ],
        "unmatched": [],
        "matched": 2,
        "worst": 700,
        "total": 1500,
    }


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path):
    assert suggest_pairings(tmp_path, "\ufeff" + json.dumps(GOOD))["matched"] == 2


def test_a_refused_problem_writes_nothing(tmp_path):
    with pytest.raises(CommandError, match=r"^RCC appears 2 times among the mentees"):
        suggest_pairings(tmp_path, json.dumps({**GOOD, "mentees": ["RCC", "RCC"]}))
    assert not (tmp_path / "out.json").exists()


NO_PLACES = [{"code": code, "capacity": 0} for code in ("RAA", "RBB")]
NOBODY = {"pairs": [], "matched": 0, "worst": 0, "total": 0}


@pytest.mark.parametrize(
    "change, reasons",
    [
        (
            {"mentors": [], "score": []},
            ["No trust has offered to mentor yet.", "No trust has offered to mentor yet."],
        ),
        ({"mentees": [], "score": [[], []]}, []),
        (
            {"score": [[None, None], [None, None]]},
            ["No mentor is allowed for this trust: not allowed (2)."] * 2,
        ),
        (
            {"mentors": NO_PLACES},
            [
                "RAA, RBB could mentor this trust but have no free place.",
                "RAA could mentor this trust but has no free place.",
            ],
        ),
    ],
    ids=["no mentors", "no mentees", "everything forbidden", "capacity 0"],
)
def test_where_nobody_can_be_matched_each_mentee_is_told_why(tmp_path, change, reasons):
    said = suggest_pairings(tmp_path, json.dumps({**GOOD, **change}))
    assert [left["reason"] for left in said.pop("unmatched")] == reasons
    assert said == NOBODY


TWICE = [{"code": "RAA", "capacity": 1}, {"code": "RAA", "capacity": 2}]


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"mentees": ["RCC", "RCC"]}, "RCC appears 2 times among the mentees; list it once."),
        ({"mentors": TWICE}, "RAA appears 2 times among the mentors; list it once."),
        ({"mentees": ["RAA", "RDD"]}, "RAA is both a mentor and a mentee"),
        ({"locked": [["RBB", "RDD"]]}, "The pair RBB, RDD is locked but not allowed"),
        ({"locked": [["RAA", "RCC"], ["RBB", "RCC"]]}, "RCC appears in 2 locked pairs"),
        ({"locked": [["RAA", "RCC"], ["RAA", "RDD"]]}, "RAA has 1 place but 2 locked pairs"),
        (
            {"mentors": NO_PLACES, "locked": [["RAA", "RCC"]]},
            "RAA has 0 places but 1 locked pair;",
        ),
        ({"locked": [["RZZ", "RCC"]]}, "names RZZ, which is not a mentor here"),
        ({"mentors": [{"code": "RAA", "capacity": -1}]}, "must be a whole number, 0 or more"),
    ],
)
def test_what_contradicts_itself_is_refused_in_one_sentence(tmp_path, change, sentence):
    with pytest.raises(CommandError, match=re.escape(sentence)):
        suggest_pairings(tmp_path, json.dumps({**GOOD, **change}))
    assert not (tmp_path / "out.json").exists()


def test_a_missing_input_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"absent\.json cannot be read: No such file"):
        call_command("suggest_pairings", input=tmp_path / "absent.json", output=tmp_path / "o")


def test_an_input_that_is_not_text_is_refused(tmp_path):
    (tmp_path / "in.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="not text in UTF-8"):
        call_command("suggest_pairings", input=tmp_path / "in.json", output=tmp_path / "o")


def test_an_output_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "in.json").write_text(json.dumps(GOOD), encoding="utf-8")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("suggest_pairings", input=tmp_path / "in.json", output=tmp_path / "none" / "o")


def in_a_shell(folder, data):
    (folder / "in.json").write_text(json.dumps(data), encoding="utf-8")
    files = ["--input", str(folder / "in.json"), "--output", str(folder / "out.json")]
    return subprocess.run(
        [sys.executable, "manage.py", "suggest_pairings", *files],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "buddy_portal.settings.test",
            "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_from_the_shell_the_command_needs_no_database(tmp_path):
    done = in_a_shell(tmp_path, GOOD)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads((tmp_path / "out.json").read_text())["matched"] == 2


def test_from_the_shell_a_refusal_is_one_sentence_and_exit_code_1(tmp_path):
    done = in_a_shell(tmp_path, {**GOOD, "locked": [["RBB", "RDD"]]})
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "CommandError: The pair RBB, RDD is locked but not allowed; "
        "unlock it or lift the rule first."
    ]


@pytest.mark.parametrize("code", ["\ud800", "R\x00", "R\x1b[31m", "x" * 100_000])
@pytest.mark.parametrize("where", ["mentors", "mentees", "locked"])
def test_a_code_that_cannot_be_shown_is_refused_in_a_short_sentence(tmp_path, code, where):
    named = {
        "mentors": [{"code": code, "capacity": 1}, {"code": "RBB", "capacity": 1}],
        "mentees": [code, "RDD"],
        "locked": [["RAA", code]],
    }
    with pytest.raises(CommandError) as refused:
        suggest_pairings(tmp_path, json.dumps({**GOOD, where: named[where]}))
    assert len(str(refused.value)) < 250
    assert str(refused.value).isprintable()
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize("changed", ["input", "output"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path, changed):
    (tmp_path / "in.json").write_text(json.dumps(GOOD), encoding="utf-8")
    files = {"input": tmp_path / "in.json", "output": tmp_path / "out.json"}
    with pytest.raises(CommandError, match="is not the name of a file"):
        call_command("suggest_pairings", **{**files, changed: tmp_path / "a\x00b"})


def test_a_folder_is_neither_read_nor_written(tmp_path):
    (tmp_path / "in.json").write_text(json.dumps(GOOD), encoding="utf-8")
    for change in ({"input": tmp_path}, {"output": tmp_path}):
        files = {"input": tmp_path / "in.json", "output": tmp_path / "out.json", **change}
        with pytest.raises(CommandError, match="Is a directory"):
            call_command("suggest_pairings", **files)
