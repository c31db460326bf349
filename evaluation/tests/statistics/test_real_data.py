"""The methods on published figures of the National Cancer Patient Experience Survey."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings

from evaluation.score_files import read_scores
from evaluation.simulation.real_placebos import placebo_schemes
from evaluation.simulation.tables import placebo_markdown, unaided_markdown
from evaluation.statistics import Panel, expected_range, funnel_limits, wilson_interval
from evaluation.statistics.placebo_table import unaided_changes

pytestmark = pytest.mark.real_data

DOCS = Path(__file__).resolve().parents[3] / "docs" / "statistics.md"
# South Tees with University Hospitals Bristol; St Helens and Knowsley with Ashford and St Peter's
IN_A_PAIR = ["RTR", "RA7", "RBN", "RTK"]
SCORED_FROM_0_TO_10 = "Q59"


@pytest.fixture(scope="module")
def folder():
    path = settings.REAL_DATA_DIR
    if not path.is_dir():
        pytest.skip(f"The published files are not at {path}; set REAL_DATA_DIR to find them.")
    return path


@pytest.fixture(scope="module")
def panel(folder):
    rows = read_scores(folder / "survey" / "ncpes_trust_scores_2015_2017.csv")
    return Panel.from_rows(row for row in rows if row.question != SCORED_FROM_0_TO_10)


def known_answer(folder, name):
    cases = json.loads((folder / "known-answers" / "statistics.json").read_text())["cases"]
    return next(case for case in cases if case["id"] == name)


def test_placebo_schemes_of_real_trusts_claim_nothing_and_stand_in_the_page(panel):
    rows = [
        placebo_schemes(
            panel, baseline=baseline, follow_up=follow_up, prior=prior, left_out=IN_A_PAIR
        )
        for baseline, follow_up, prior in (
            (2015, 2016, None),
            (2016, 2017, None),
            (2016, 2017, 2015),
        )
    ]
    table = "\n".join(placebo_markdown(rows))
    assert table in DOCS.read_text(encoding="utf-8"), f"The page should hold:\n{table}"
    for row in rows:
        assert row.naive > 3
        assert abs(row.headline) < row.standard_error
        assert row.claims <= 0.05


def test_low_scores_of_real_trusts_rise_by_themselves_as_the_page_says(panel):
    rows = unaided_changes(panel, left_out=IN_A_PAIR)
    table = "\n".join(unaided_markdown(rows))
    assert table in DOCS.read_text(encoding="utf-8"), f"The page should hold:\n{table}"
    for row in rows:
        assert row.lowest_change > 3
        assert row.improved > 0.9


def test_funnel_limits_give_all_hundred_rows_of_ukhsa(folder):
    case = known_answer(folder, "phe_funnel_prop")
    table = np.array(case["expected"]).reshape(100, 5)
    name = folder / "known-answers" / "data" / "phe" / "testdata_funnel_prop_outputs.csv"
    with name.open(encoding="utf-8-sig") as file:
        n = [float(row["Population"]) for row in csv.DictReader(file)]
    with (name.parent / "testdata_funnel_prop_inputs.csv").open(encoding="utf-8-sig") as file:
        areas = [
            (float(row["numerator"]), float(row["denominator"])) for row in csv.DictReader(file)
        ]
    counts = np.array(areas)
    target = counts[:, 0].sum() / counts[:, 1].sum()
    found = [*funnel_limits(target, n, 0.95), *funnel_limits(target, n, 0.998)]
    np.testing.assert_allclose(100 * np.column_stack(found), table[:, :4], atol=2e-6)


def sample(folder):
    with (folder / "survey" / "ncpes_trust_2018_adjusted_sample12.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["expected_lower"] and row["n"]]
    with (folder / "survey" / "ncpes2018_questions.csv").open() as file:
        national = {
            row["question"]: float(row["national_unrounded_from_expected_range"])
            for row in csv.DictReader(file)
        }
    return [row for row in rows if row["question"] != SCORED_FROM_0_TO_10], national


def test_published_expected_ranges_follow_the_formula_with_one_variance_a_question(folder):
    rows, national = sample(folder)
    implied = {}
    for row in rows:
        p, n = national[row["question"]] / 100, float(row["n"].replace(",", ""))
        half = (float(row["expected_upper"]) - float(row["expected_lower"])) / 200
        if float(row["expected_upper"]) < 100:
            tau2 = (half / 1.959964) ** 2 - p * (1 - p) / n
            implied.setdefault(row["question"], []).append((row, p, n, max(tau2, 0.0)))
    for cells in implied.values():
        tau2 = np.median([cell[3] for cell in cells])
        for row, p, n, _ in cells:
            lower, upper = expected_range(p, n, tau2)
            assert 100 * lower == pytest.approx(float(row["expected_lower"]), abs=0.02)
            assert 100 * upper == pytest.approx(float(row["expected_upper"]), abs=0.02)


def test_published_intervals_of_scores_are_wilsons(folder):
    rows, _ = sample(folder)
    for row in rows:
        n = float(row["n"].replace(",", ""))
        if not row["adj_unrounded"]:
            continue
        lower, upper = wilson_interval(float(row["adj_unrounded"]) / 100 * n, n)
        assert 100 * lower == pytest.approx(float(row["adj_lci"]), abs=0.02)
        assert 100 * upper == pytest.approx(float(row["adj_uci"]), abs=0.02)
