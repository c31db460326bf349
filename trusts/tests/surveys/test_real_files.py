"""The published tables of 2015 to 2018: read whole, and counted another way."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings

from trusts.surveys.catalogue import QUESTIONS, WITHOUT_VALUE
from trusts.surveys.checking import check_rows
from trusts.surveys.columns import Family
from trusts.surveys.expected_range import (
    expected_range,
    expected_range_of_mean,
    national_from_range,
    tau2_from_range,
    variance_between_trusts,
)
from trusts.surveys.files import open_survey_file
from trusts.surveys.reference import read_questions, read_successions, read_trusts
from trusts.surveys.reference_rows import SuccessionKind
from trusts.surveys.refusals import TableRefused
from trusts.surveys.scales import BANDS, Band, Level, Scale
from trusts.surveys.tables import read_table
from trusts.tests.surveys.making import as_file
from trusts.tests.surveys.mutations import mutated

pytestmark = pytest.mark.real_data

SCORES = "survey/ncpes_trust_scores_2015_2017.csv"
ADJUSTED = "survey/ncpes_trust_2018_adjusted_sample12.csv"
GROUPS = "survey/ncpes_2018_tumour_group_sample.csv"
NATIONAL = "survey/ncpes_national_yearonyear_2015_2018.csv"
QUESTION_LIST = "survey/ncpes2018_questions.csv"
TRUSTS = "reference/nhs_trusts_reference_2018_ncpes.csv"
MERGERS = "reference/nhs_trust_successions_2014_on.csv"


@pytest.fixture(scope="module")
def folder() -> Path:
    path = Path(settings.REAL_DATA_DIR)
    if not (path / "survey").is_dir():
        pytest.skip(f"The published survey tables are not at {path}; set REAL_DATA_DIR.")
    return path


@pytest.fixture(scope="module")
def known(folder) -> dict[str, str]:
    with open_survey_file(folder / TRUSTS, "trusts") as file:
        return {row.code: row.name for row in read_trusts(read_table(file, {Family.TRUSTS})).rows}


@pytest.fixture
def checked(folder, known):
    def check(name, year):
        with open_survey_file(folder / name, name) as file:
            return check_rows(read_table(file), year=year, known_trusts=known, questions=QUESTIONS)

    return check


def lines(folder, name) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shown(folder) -> list[dict[str, str]]:
    """Rows of the adjusted table that are not suppressed, without the mean Q59."""
    return [
        line
        for line in lines(folder, ADJUSTED)
        if line["suppressed"] == "False" and line["question"] != "Q59"
    ]


@pytest.mark.parametrize("year", [2015, 2016, 2017])
def test_trust_scores_of_each_year_agree_with_the_file(folder, checked, year):
    table = checked(SCORES, year)

    mine = [line for line in lines(folder, SCORES) if line["year"] == str(year)]
    assert (table.rows_read, len(table.scores), table.refused) == (len(mine), len(mine), ())
    assert table.suppressed == sum(line["suppressed"] == "True" for line in mine)
    assert [row.score for row in table.scores] == [
        round(float(line["score"]), 4) if line["score"] else None for line in mine
    ]
    assert sum(table.other_years.values()) == 2 * len(mine)


def test_scores_of_2015_lack_the_three_questions_of_the_catalogue(checked):
    without_n = {row.key.question for row in checked(SCORES, 2015).scores if row.n is None}

    assert without_n == set(WITHOUT_VALUE[2015])


def test_overall_rating_of_ashford_and_st_peters_is_as_published(checked):
    ratings = [
        row.score
        for year in (2015, 2016, 2017)
        for row in checked(SCORES, year).scores
        if row.key.organisation == "RTK" and row.key.question == "Q59"
    ]

    assert ratings == [8.53, 8.57, 8.70]


def test_adjusted_table_keeps_its_published_bands(folder, checked):
    table = checked(ADJUSTED, 2018)

    published = Counter(line["band"] for line in lines(folder, ADJUSTED) if line["band"])
    bands = Counter(BANDS[band] for band in table.scores.band if band >= 0)
    assert bands == {
        Band.BELOW: published["below"],
        Band.AS_EXPECTED: published["as expected"],
        Band.ABOVE: published["above"],
    }
    assert (table.refused, table.suppressed) == ((), 104)


def test_adjusted_table_prints_one_score_that_it_hides_and_it_is_not_taken_over(checked):
    table = checked(ADJUSTED, 2018)

    assert {(cell.row, cell.column) for cell in table.withheld} == {
        (260, "unadj"),
        (260, "unadj_lci"),
        (260, "unadj_uci"),
    }
    assert all(row.score is None for row in table.scores if row.row == 260)


def test_tumour_groups_obey_both_rules_of_suppression(folder, checked):
    table = checked(GROUPS, 2018)

    rows = lines(folder, GROUPS)
    assert (table.rows_read, table.refused) == (len(rows), ())
    assert table.suppressed == sum(row["suppressed"] == "True" for row in rows)
    assert Counter(row.key.level for row in table.scores) == {
        Level.TRUST: 1456,
        Level.NATIONAL: 728,
    }
    assert len({row.key.group for row in table.scores} - {""}) == 13


@pytest.mark.parametrize("year", [2016, 2017, 2018])
def test_national_scores_of_each_year_are_read(checked, year):
    table = checked(NATIONAL, year)

    assert (table.rows_read, table.refused_rows, table.suppressed) == (52, 0, 0)
    assert {row.key.level for row in table.scores} == {Level.NATIONAL}


def test_reference_lists_are_read_whole(folder):
    with open_survey_file(folder / TRUSTS, "x") as file:
        trusts = read_trusts(read_table(file, {Family.TRUSTS}))
    with open_survey_file(folder / MERGERS, "x") as file:
        mergers = read_successions(read_table(file, {Family.SUCCESSIONS}))

    assert (len(trusts.rows), trusts.refused) == (145, ())
    assert (len(mergers.rows), mergers.refused) == (30, ())
    split = [row for row in mergers.rows if row.kind is SuccessionKind.SPLIT]
    assert {row.predecessor_code for row in split} == {"RW6"}


def test_question_list_agrees_with_the_catalogue(folder):
    with open_survey_file(folder / QUESTION_LIST, "x") as file:
        checked = read_questions(read_table(file, {Family.QUESTIONS}))

    assert checked.refused == ()
    assert {row.number: row.scale for row in checked.rows} == {
        number: facts.scale for number, facts in QUESTIONS.items()
    }


def test_our_expected_range_agrees_with_the_published_one_within_rounding(folder):
    worst = 0.0
    for question in QUESTIONS:
        mine = [line for line in shown(folder) if line["question"] == question]
        if not mine:
            continue
        n = np.array([float(line["n"]) for line in mine])
        lower = np.array([float(line["expected_lower"]) for line in mine])
        upper = np.array([float(line["expected_upper"]) for line in mine])
        tau2 = max(0.0, float(np.median(tau2_from_range(lower, upper, n))))
        found = expected_range(float(np.median(national_from_range(lower, upper))), n, tau2)
        worst = max(worst, abs(found.lower - lower).max(), abs(found.upper - upper).max())
    print(f"Largest difference from the published ranges: {worst:.4f} points")  # noqa: T201

    assert worst < 0.001


def test_our_expected_range_of_the_mean_agrees_with_the_published_one(folder):
    mine = [
        line
        for line in lines(folder, ADJUSTED)
        if line["question"] == "Q59" and line["suppressed"] == "False"
    ]
    n = np.array([float(line["n"]) for line in mine])
    lower = np.array([float(line["expected_lower"]) for line in mine])
    upper = np.array([float(line["expected_upper"]) for line in mine])
    variance = ((upper - lower) / 2 / 1.96) ** 2
    per_answer, tau2 = np.polyfit(1 / n, variance, 1)

    found = expected_range_of_mean(8.80375, per_answer**0.5, n, tau2)
    assert per_answer**0.5 == pytest.approx(1.38, abs=0.01)
    assert abs(found.lower - lower).max() < 0.001


def test_our_spread_between_trusts_agrees_with_the_published_one(folder, checked, capsys):
    published, ours = [], []
    scores = checked(SCORES, 2017).scores
    for position, number in enumerate(scores.questions):
        mine = [line for line in shown(folder) if line["question"] == number]
        if QUESTIONS[number].scale is not Scale.PERCENT or not mine:
            continue
        ends = [[float(line[end]) for line in mine] for end in ("expected_lower", "expected_upper")]
        tau2 = np.median(tau2_from_range(*ends, [float(line["n"]) for line in mine]))
        here = (scores.question == position) & ~scores.suppressed
        values, n = scores.measures["score"][here], scores.n[here]
        published.append(max(0.0, float(tau2)) ** 0.5)
        ours.append(variance_between_trusts(values, n, np.average(values, weights=n)) ** 0.5)
    agreement = np.corrcoef(published, ours)[0, 1]
    with capsys.disabled():
        print(  # noqa: T201
            f"\nSpread between trusts: ours (95 trusts, unadjusted scores of 2017) against the "
            f"published (2018, adjusted), {len(ours)} questions: r = {agreement:.3f}"
        )

    assert agreement > 0.8


@pytest.mark.parametrize("seed", range(200))
def test_damaged_copies_of_the_published_tables_are_refused_or_sound(folder, known, seed):
    name = (SCORES, ADJUSTED, GROUPS, NATIONAL)[seed % 4]
    content = (folder / name).read_bytes()[:30_000].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    try:
        with open_survey_file(as_file(mutated(content, seed)), name) as file:
            table = check_rows(
                read_table(file), year=2018 - seed % 3, known_trusts=known, questions=QUESTIONS
            )
    except TableRefused:
        return
    assert table.rows_read == len(table.scores) + table.refused_rows
