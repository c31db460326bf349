"""The published files through the commands: counted another way, and imported twice."""

import csv
import json
from collections import Counter
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.core.management import call_command

from trusts.models import Comparability, Level, Question, Score, SurveyYear, Trust, TrustSuccession
from trusts.selectors.whole_trusts import whole_trust
from trusts.tests.reading import results_of

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]

TRUSTS = "reference/nhs_trusts_reference_2018_ncpes.csv"
MERGERS = "reference/nhs_trust_successions_2014_on.csv"
SCORES = "survey/ncpes_trust_scores_2015_2017.csv"
ADJUSTED = "survey/ncpes_trust_2018_adjusted_sample12.csv"
GROUPS = "survey/ncpes_2018_tumour_group_sample.csv"
NATIONAL = "survey/ncpes_national_yearonyear_2015_2018.csv"
QUESTIONS = "survey/ncpes2018_questions.csv"


@pytest.fixture
def folder() -> Path:
    path = Path(settings.REAL_DATA_DIR)
    if not (path / "survey").is_dir():
        pytest.skip(f"The published survey tables are not at {path}; set REAL_DATA_DIR.")
    call_command("import_trusts", path / TRUSTS, stdout=StringIO())
    return path


def answer(command: str, *arguments: object) -> dict:
    said = StringIO()
    call_command(command, *arguments, "--json", stdout=said)
    return json.loads(said.getvalue())


def lines(folder: Path, name: str, year: int | None = None) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    return [line for line in found if year is None or line["year"] == str(year)]


# Every published file, the year it is imported for, its rows, and how many are suppressed: counted
# in the files by other means. None is refused.
OUTCOMES = {
    (SCORES, 2015): (4940, 363),
    (SCORES, 2016): (4940, 84),
    (SCORES, 2017): (4940, 80),
    (ADJUSTED, 2018): (624, 104),
    (GROUPS, 2018): (2184, 398),
    (NATIONAL, 2016): (52, 0),
    (NATIONAL, 2017): (52, 0),
    (NATIONAL, 2018): (52, 0),
    (QUESTIONS, 2018): (52, 0),
}


def test_every_published_file_has_its_outcome_here(folder):
    there = {f"survey/{path.name}" for path in (folder / "survey").iterdir()}
    assert there == {name for name, _year in OUTCOMES}


@pytest.mark.parametrize("name, year", OUTCOMES)
def test_every_published_file_is_imported_whole(folder, name, year):
    found = answer("import_survey", folder / name, "--year", year, "--commit")
    assert (found["rows_read"], found["suppressed"]) == OUTCOMES[name, year]
    assert found["refused"] == []
    stored = Question if name == QUESTIONS else Score
    assert stored.objects.count() == found["rows_read"]


def test_145_trusts_and_their_mergers_come_in_once(folder):
    assert Trust.objects.count() == 145
    again = answer("import_trusts", folder / TRUSTS)
    mergers = answer("import_trusts", folder / MERGERS)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 145)
    assert mergers["new"] == TrustSuccession.objects.count() == 30


@pytest.mark.parametrize("year", [2015, 2016, 2017])
def test_a_trial_run_of_each_year_agrees_with_the_file_and_stores_nothing(folder, year):
    found = answer("import_survey", folder / SCORES, "--year", year)
    mine = lines(folder, SCORES, year)
    hidden = Counter(line["suppressed"] for line in mine)["True"]
    assert found["rows_read"] == len(mine)
    assert (found["new"], found["suppressed"]) == (len(mine) - hidden, hidden)
    assert (found["changed"], found["unchanged"], found["refused"]) == (0, 0, [])
    assert not SurveyYear.objects.exists()


def test_a_second_import_of_the_same_file_changes_nothing(folder):
    first = answer("import_survey", folder / SCORES, "--year", 2016, "--commit")
    second = answer("import_survey", folder / SCORES, "--year", 2016, "--commit")
    assert Score.objects.count() == first["rows_read"]
    assert (second["new"], second["changed"]) == (0, 0)
    assert second["unchanged"] == first["new"]
    assert second["suppressed"] == first["suppressed"]


def test_stored_scores_are_those_of_the_file(folder):
    answer("import_survey", folder / SCORES, "--year", 2017, "--commit")
    stored = {
        (code, number): (n, score)
        for code, number, n, score in Score.objects.values_list(
            "org_code", "question__number", "n", "score"
        )
    }
    published = {
        (line["org_code"], line["question"]): (
            int(float(line["n"].replace(",", ""))) if line["n"] else None,
            round(float(line["score"]), 4) if line["score"] else None,
        )
        for line in lines(folder, SCORES, 2017)
    }
    assert stored == published


@pytest.mark.parametrize("name, rows", [(ADJUSTED, 624), (GROUPS, 2184)])
def test_tables_of_2018_come_in_whole_and_only_once(folder, name, rows):
    first = answer("import_survey", folder / name, "--year", 2018, "--commit")
    second = answer("import_survey", folder / name, "--year", 2018, "--commit")
    assert first["rows_read"] == rows
    assert first["refused"] == []
    assert first["new"] + first["suppressed"] == Score.objects.count() == rows
    assert (second["new"], second["changed"]) == (0, 0)


def test_adjusted_and_group_tables_of_one_year_stand_side_by_side(folder):
    answer("import_survey", folder / ADJUSTED, "--year", 2018, "--commit")
    answer("import_survey", folder / GROUPS, "--year", 2018, "--commit")
    again = answer("import_survey", folder / ADJUSTED, "--year", 2018)
    whole = {
        (line["org_code"], line["question"]): line
        for line in lines(folder, GROUPS)
        if line["tumour_group"] == "All Cancers"
    }
    # The adjusted table counts only answers of patients whose case mix is known.
    other_n = [
        line
        for line in lines(folder, ADJUSTED)
        if (found := whole.get((line["org_code"], line["question"]))) and found["n"] != line["n"]
    ]
    assert again["changed"] == len(other_n) == 48
    assert not Score.objects.filter(suppressed=True).exclude(score=None, band="").exists()
    assert Score.objects.filter(group_kind="tumour_group").exists()


@pytest.mark.parametrize("year", [2016, 2017, 2018])
def test_national_figures_come_in(folder, year):
    found = answer("import_survey", folder / NATIONAL, "--year", year, "--commit")
    national = Score.objects.filter(level=Level.NATIONAL, org_code="All", trust=None)
    assert found["rows_read"] == len(lines(folder, NATIONAL, year)) == national.count()


def test_the_year_is_made_from_the_catalogue_with_what_cannot_be_compared(folder):
    answer("import_survey", folder / SCORES, "--year", 2015, "--commit")
    year = SurveyYear.objects.get(survey__slug="ncpes", year=2015)
    assert str(year.sample_from) == "2015-04-01"
    assert "Open Government Licence v3.0" in year.survey.attribution
    assert Question.objects.filter(survey_year=year).count() == 52
    unlike = Comparability.objects.filter(answer="no", earlier_year=2015, later_year=2016)
    assert set(unlike.values_list("question_number", flat=True)) == {"Q5", "Q8", "Q25"}


def test_overall_rating_of_ashford_and_st_peters_is_stored_as_published(folder):
    for year in (2015, 2016, 2017):
        answer("import_survey", folder / SCORES, "--year", year, "--commit")
    ratings = Score.objects.filter(trust__ods_code="RTK", question__number="Q59")
    assert list(ratings.order_by("survey_year__year").values_list("score", flat=True)) == [
        8.53,
        8.57,
        8.70,
    ]


def test_wording_of_the_questions_comes_from_their_list(folder):
    answer("import_survey", folder / NATIONAL, "--year", 2018, "--commit")
    year = SurveyYear.objects.get(year=2018)
    from trusts.services.survey_years import import_questions

    with (folder / QUESTIONS).open("rb") as file:
        assert import_questions(by=None, survey_year=year, file=file, name="questions.csv") == 52
    asked = year.questions.get(number="Q59")
    assert (asked.scale, asked.label) == ("mean_0_10", "Overall rating of care")
    assert "overall" in asked.text.lower()


def test_real_mergers_are_put_together_by_answers_at_both_dates(folder):
    """Acquisitions since 2018: both trusts are in the published tables of 2015 to 2017."""
    call_command("import_trusts", folder / MERGERS, stdout=StringIO())
    for year in (2016, 2017):
        answer("import_survey", folder / SCORES, "--year", year, "--commit")
    known, seen = set(Trust.objects.values_list("ods_code", flat=True)), 0
    for successor in TrustSuccession.objects.values_list("successor_code", flat=True).distinct():
        if successor not in known or successor == "R0A":
            continue
        trust = Trust.objects.get(ods_code=successor)
        for year in (2016, 2017):
            seen += _agrees_with_the_file(folder, trust, year)
    assert seen > 300


def _agrees_with_the_file(folder, trust, year):
    """How many questions of a trust with parts are the parts' mean in the file itself."""
    whole = whole_trust(trust)
    codes = {trust.ods_code, *(part.ods_code for part in whole.predecessors)}
    mine = [line for line in lines(folder, SCORES, year) if line["org_code"] in codes]
    if len({line["org_code"] for line in mine}) < 2:
        return 0
    seen = 0
    for row in results_of(trust, SurveyYear.objects.get(year=year)):
        parts = [line for line in mine if line["question"] == row.number]
        if any(line["suppressed"] == "True" or not line["n"] for line in parts):
            assert row.score is None
            continue
        answers = [float(line["n"].replace(",", "")) for line in parts]
        scores = [float(line["score"]) for line in parts]
        assert row.n == sum(answers)
        assert row.score == pytest.approx(np.average(scores, weights=answers), abs=1e-3)
        seen += 1
    return seen
