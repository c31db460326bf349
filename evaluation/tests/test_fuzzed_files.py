"""Any files at all given to `evaluate_files`: figures that are numbers, or a reason in words."""

import io
import json
import re

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.statistics import Panel, evaluate_scheme
from evaluation.statistics.plain_data import plain_evaluation

HEADERS = {
    "scores": b"org_code,year,question,n,score,scale\n",
    "participants": b"org_code,role\n",
    "targets": b"org_code,question\n",
}
ODD = ["", " ", "*", "NaN", "inf", "-1", "1e999", "0", "9", "10", "100", "100.1", "2015", "2016"]
ODD += [
    "T1",
    "Q1",
    "mentee",
    "mentor",
    "excluded",
    "mean",
    "percent",
    "=1+1",
    '"',
    "\x00",
    "👩",
    "\u202e",
]
CELLS = st.one_of(st.sampled_from(ODD), st.text(max_size=8))
ROWS = st.lists(st.lists(CELLS, max_size=7), max_size=6)
GENTLY = settings(
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def run(folder, contents, **changed):
    """The figures, or the sentences of the refusal."""
    for name, content in contents.items():
        (folder / f"{name}.csv").write_bytes(content)
    out = folder / "out.json"
    out.unlink(missing_ok=True)
    files = {name: folder / f"{name}.csv" for name in contents}
    years = {"baseline": 2015, "follow_up": 2016, "output": out, **changed}
    try:
        call_command("evaluate_files", **files, **years, stdout=io.StringIO(), stderr=io.StringIO())
    except CommandError as refusal:
        assert not out.exists()
        return str(refusal)
    return json.loads(out.read_text(), parse_constant=lambda word: pytest.fail(f"{word} is in it"))


def as_csv(name, rows):
    lines = [",".join(cells).encode("utf-8", "surrogatepass") for cells in rows]
    return HEADERS[name] + b"\n".join(lines)


@GENTLY
@given(scores=ROWS, participants=ROWS, targets=ROWS)
def test_any_rows_end_in_figures_or_in_words(tmp_path, scores, participants, targets):
    rows = {"scores": scores, "participants": participants, "targets": targets}
    found = run(tmp_path, {name: as_csv(name, listed) for name, listed in rows.items()})
    assert found
    assert "Traceback" not in str(found)


@GENTLY
@given(content=st.binary(max_size=200), name=st.sampled_from(sorted(HEADERS)))
def test_any_bytes_end_in_figures_or_in_words(tmp_path, content, name):
    assert run(tmp_path, {**HEADERS, name: content})


@pytest.mark.parametrize(
    ("row", "where", "reason"),
    [
        ("T1,2015,Q1,20,101", "row 3, score", "101"),
        ("T1,2015,Q1,-4,50", "row 3, n", "-4"),
        ("T1,15,Q1,20,50", "row 3, year", "15"),
    ],
)
def test_a_malformed_row_is_named_with_its_reason(tmp_path, row, where, reason):
    scores = HEADERS["scores"] + f"T2,2015,Q1,20,50,\n{row},\n".encode()
    said = run(tmp_path, {**HEADERS, "scores": scores})
    assert re.search(where.replace(", ", ".*"), said, re.IGNORECASE), said
    assert reason in said


@pytest.mark.parametrize("years", [(2016, 2015), (2015, 2015)])
def test_a_follow_up_that_is_not_later_is_refused(tmp_path, years):
    scores = HEADERS["scores"] + b"T1,2015,Q1,20,50,\nT1,2016,Q1,20,50,\n"
    baseline, follow_up = years
    said = run(tmp_path, {**HEADERS, "scores": scores}, baseline=baseline, follow_up=follow_up)
    assert "must come after the baseline" in said


def test_ten_thousand_trusts_end_in_figures_that_are_numbers():
    trusts, questions = 10_000, 6
    rng = np.random.default_rng(1)
    share = np.clip(rng.normal(0.7, 0.05, (trusts, questions, 2)), 0, 1)
    panel = Panel(
        trusts=tuple(f"T{place:05d}" for place in range(trusts)),
        questions=tuple(f"Q{place}" for place in range(questions)),
        years=(2015, 2016),
        respondents=np.full(share.shape, 100.0),
        scores=np.round(100 * share, 1),
        scales=("percent",) * questions,
    )
    found = evaluate_scheme(
        panel,
        mentees=panel.trusts[:15],
        mentors=panel.trusts[15:30],
        targets={code: ["Q0", "Q1"] for code in panel.trusts[:15]},
        baseline=2015,
        follow_up=2016,
        draws=99,
        resamples=19,
    )
    assert found.headline.comparators == trusts - 30
    json.dumps(plain_evaluation(found), allow_nan=False)
