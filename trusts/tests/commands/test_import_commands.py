"""The import commands on small files: what they answer, and the exit code."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from buddy_portal.accounts.models import AuditEvent
from trusts.models import Question, Score, SurveyImport, SurveyYear, Trust, TrustSuccession
from trusts.tests.factories import make_trust
from trusts.tests.surveys.importing import table

pytestmark = pytest.mark.django_db
ROWS = ("NM1,Northmoor,2016,Q1,449,70.6,False", "HM2,Highmere,2016,Q1,12,,True")
TRUSTS = "ods_code,name,town,lat,lon,foundation_trust"


@pytest.fixture
def trusts():
    make_trust("NM1")
    make_trust("HM2")


def written(tmp_path, text, name="table.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def run(command, *arguments) -> tuple[int, dict]:
    """Exit code and answer."""
    said = StringIO()
    try:
        call_command(command, *arguments, "--json", stdout=said, stderr=StringIO())
    except SystemExit as left:
        return left.code, json.loads(said.getvalue())
    return 0, json.loads(said.getvalue())


@pytest.mark.usefixtures("trusts")
def test_a_trial_run_answers_and_stores_nothing(tmp_path):
    code, answer = run("import_survey", written(tmp_path, table(*ROWS)), "--year", 2016)
    assert code == 0
    assert answer == {
        "rows_read": 2,
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "suppressed": 1,
        "refused": [],
        "other_years": {},
        "committed": False,
    }
    for model in (Score, SurveyImport, SurveyYear, Question, AuditEvent):
        assert not model.objects.exists()


@pytest.mark.usefixtures("trusts")
def test_commit_stores_and_a_second_one_changes_nothing(tmp_path):
    path = written(tmp_path, table(*ROWS))
    assert run("import_survey", path, "--year", 2016, "--commit")[1]["committed"]
    code, again = run("import_survey", path, "--year", 2016, "--commit")
    assert (code, again["new"], again["changed"], again["unchanged"]) == (0, 0, 0, 1)
    assert Score.objects.count() == 2


@pytest.mark.usefixtures("trusts")
def test_a_refused_row_stops_the_import_with_row_column_value_and_reason(tmp_path):
    path = written(tmp_path, table(*ROWS, "NM1,Northmoor,2016,Q2,40,104.2,False"))
    code, answer = run("import_survey", path, "--year", 2016, "--commit")
    assert (code, answer["committed"]) == (1, False)
    assert answer["refused"] == [
        {
            "row": 4,
            "column": "score",
            "value": "104.2",
            "reason": "A percentage must be between 0 and 100",
        }
    ]
    assert not Score.objects.exists()


@pytest.mark.usefixtures("trusts")
@pytest.mark.parametrize("commit", [[], ["--commit"]])
def test_rows_of_other_years_are_counted_and_a_score_of_so_few_is_not_repeated(tmp_path, commit):
    rows = ROWS[0].replace("2016", "2017"), ROWS[0].replace("449", "20")
    path = written(tmp_path, table(*ROWS, *rows))
    _, answer = run("import_survey", path, "--year", 2016, *commit)
    assert answer["other_years"] == {"2017": 1}
    assert [cell["value"] for cell in answer["refused"]] == ["not shown"]


@pytest.mark.usefixtures("trusts")
def test_refused_rows_are_left_out_for_a_reason(tmp_path):
    path = written(tmp_path, table(*ROWS, "XX9,Nobody,2016,Q1,40,50,False"))
    code, answer = run(
        "import_survey", path, "--year", 2016, "--commit", "--leave-out-refused", "Private hospital"
    )
    assert (code, answer["committed"], Score.objects.count()) == (0, True, 2)
    assert SurveyImport.objects.get().left_out_reason == "Private hospital"


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "The file is empty"),
        (b"%PDF-1.4 \x00", "PDF document"),
        (b"a,b\r\n1,2\r\n", "Missing: the trust's code"),
        ("org_code,question,n,score\r\nNM1,Q1,é,50".encode("latin-1"), "UTF-8"),
    ],
)
@pytest.mark.usefixtures("trusts")
def test_a_file_refused_as_a_whole_is_row_nought_with_the_reason(tmp_path, content, said):
    code, answer = run("import_survey", written(tmp_path, content), "--year", 2016, "--commit")
    assert (code, answer["rows_read"], answer["refused"][0]["row"]) == (1, 0, 0)
    assert said in answer["refused"][0]["reason"]


@pytest.mark.usefixtures("trusts")
def test_a_missing_file_and_a_year_without_questions_are_said_plainly(tmp_path):
    code, missing = run("import_survey", tmp_path / "none.csv", "--year", 2016)
    assert (code, missing["refused"][0]["reason"].endswith("No such file or directory.")) == (
        1,
        True,
    )
    code, early = run("import_survey", written(tmp_path, table(*ROWS)), "--year", 2009)
    assert code == 1
    assert "does not know the questions of the 2009 survey" in early["refused"][0]["reason"]
    with pytest.raises(CommandError, match="from 2000 to 2100"):
        call_command("import_survey", tmp_path / "none.csv", "--year", "1")


def test_trusts_are_added_and_brought_up_to_date(tmp_path):
    make_trust("NM1", name="Old name", town="Northmoor", is_specialist=True)
    rows = "NM1,Northmoor Hospitals,,54.5,-1.2,yes", "HM2,Highmere,Highmere,,,no"
    path = written(tmp_path, table(*rows, header=TRUSTS))
    code, answer = run("import_trusts", path)
    assert (code, answer["new"], answer["changed"]) == (0, 1, 1)
    trust = Trust.objects.get(ods_code="NM1")
    assert (trust.name, trust.town) == ("Northmoor Hospitals", "Northmoor")
    assert (trust.is_foundation, trust.is_specialist, trust.latitude) == (True, True, 54.5)
    assert run("import_trusts", path)[1]["unchanged"] == 2


def test_one_refused_trust_stops_the_whole_list(tmp_path):
    path = written(tmp_path, table("NM1,Northmoor,,95,0,", "HM2,Highmere,,,,no", header=TRUSTS))
    code, answer = run("import_trusts", path)
    assert (code, len(answer["refused"])) == (1, 1)
    assert not Trust.objects.exists()


def test_a_trial_run_of_trusts_stores_nothing(tmp_path):
    path = written(tmp_path, table("HM2,Highmere,,,,no", header=TRUSTS))
    assert run("import_trusts", path, "--dry-run")[1]["new"] == 1
    assert not Trust.objects.exists()


def test_mergers_are_known_by_their_columns(tmp_path):
    header = "predecessor_code,predecessor_name,successor_code,successor_name,date,type"
    row = "ABC,Small Trust,NM1,Northmoor,2017-10-01,merger"
    path = written(tmp_path, table(row, header=header))
    assert run("import_trusts", path)[1]["new"] == 1
    assert str(TrustSuccession.objects.get().date) == "2017-10-01"
    assert run("import_trusts", path)[1]["unchanged"] == 1


def test_a_table_of_scores_is_no_list_of_trusts(tmp_path):
    with pytest.raises(CommandError, match="a list of trusts"):
        call_command("import_trusts", written(tmp_path, table(*ROWS)))


@pytest.mark.usefixtures("trusts")
def test_answers_for_people_name_rows_and_reasons(tmp_path):
    said, wrong = StringIO(), StringIO()
    path = written(tmp_path, table(*ROWS, "NM1,Northmoor,2016,Q2,-4,50,False"))
    with pytest.raises(SystemExit):
        call_command("import_survey", path, "--year", "2016", stdout=said, stderr=wrong)
    assert "Trial run, nothing stored. rows read 3, new 1" in said.getvalue()
    assert "Row 4, n: '-4'. It cannot be below zero." in wrong.getvalue()
