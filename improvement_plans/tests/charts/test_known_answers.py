"""The whole files of known answers, where they are present."""

import csv
import json

import pytest
from django.conf import settings

from improvement_plans.charts.spc import fewest_crossings, longest_run_allowed, run_chart, xmr

pytestmark = pytest.mark.real_data

LABELS = {
    "Above UCL": "outside",
    "Below LCL": "outside",
    "7 Point Trend (Increasing)": "trend",
    "7 Point Trend (Decreasing)": "trend",
    "2 in 3 Above CL": "two_of_three",
    "2 in 3 Below CL": "two_of_three",
    "7 Points Above CL": "shift",
    "7 Points Below CL": "shift",
    "Common Cause": None,
}


@pytest.fixture
def folder():
    path = settings.REAL_DATA_DIR / "known-answers"
    if not path.is_dir():
        pytest.skip(f"The known answers are not at {path}; set REAL_DATA_DIR to find them.")
    return path


def listed(value):
    """The R export writes a series of one as a bare value."""
    return value if isinstance(value, list) else [value]


def draw_xmr(case):
    given = case["input"]
    rebase = given["rebase_at_1based"]
    return xmr(
        listed(given["values"]),
        improvement=given["improvement_direction"],
        target=given["target"],
        rebase_at=() if rebase is None else tuple(r - 1 for r in listed(rebase)),
        fix_after=given["fix_after_n_points"],
        screen=given["screen_outliers"],
    )


def test_every_xmr_chart_of_the_file_is_reproduced(folder):
    cases = json.loads((folder / "xmr.json").read_text())["cases"]
    assert len(cases) >= 20
    for case in cases:
        chart, expected = draw_xmr(case), case["expected"]
        for name, key in (("mean", "mean"), ("lower", "lpl"), ("upper", "upl")):
            found = [getattr(point, name) for point in chart.points]
            wanted = listed(expected[key]) if expected[key] is not None else [None]
            assert found == pytest.approx(wanted, abs=1e-8), (case["id"], name)
        firsts = [point.labels[0] if point.labels else None for point in chart.points]
        assert firsts == [LABELS[t] for t in listed(expected["special_cause_type"])], case["id"]
        kinds = [t.removeprefix("special_cause_") for t in listed(expected["point_type"])]
        assert [point.kind for point in chart.points] == kinds, case["id"]
        assert [p.trial for p in chart.points] == listed(expected["short_group_warning"])


def test_every_variation_and_assurance_of_the_file_is_reproduced(folder):
    for case in json.loads((folder / "xmr.json").read_text())["cases"]:
        chart, expected = draw_xmr(case), case["expected"]
        icon = expected["variation_icon"].removeprefix("special_cause_")
        assurance = (expected["assurance"] or "").removeprefix("consistent_") or None
        assert (chart.variation, chart.assurance) == (icon, assurance), case["id"]


def test_every_run_chart_of_the_file_is_reproduced(folder):
    cases = json.loads((folder / "run_chart.json").read_text())["cases"]
    assert len(cases) >= 9
    for case in cases:
        given = case["input"]
        part = given.get("part")
        chart = run_chart(
            given["values"],
            centre=given.get("cl"),
            freeze=given.get("freeze"),
            parts=() if part is None else listed(part),
        )
        for found, wanted in zip(chart.parts, case["expected"].values(), strict=True):
            assert found.median == pytest.approx(wanted["median"]), case["id"]
            names = ("n_useful", "longest_run", "longest_run_max", "signal")
            assert all(getattr(found, n) == wanted[n] for n in names), case["id"]
            crossings = (wanted["n_crossings"], wanted["n_crossings_min"])
            assert (found.crossings, found.crossings_min) == crossings, case["id"]


def test_every_row_of_the_table_of_limits_is_reproduced(folder):
    rows = list(csv.DictReader((folder / "anhoej_limits.csv").read_text().splitlines()))
    assert len(rows) == 120
    for row in rows:
        n = int(row["n_useful"])
        found = (longest_run_allowed(n), fewest_crossings(n))
        assert found == (int(row["longest_run_max"]), int(row["n_crossings_min"])), n
