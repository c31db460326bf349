"""Checking and importing survey results, on a real PostgreSQL."""

from random import Random

import pytest
from django.db import IntegrityError, connection, transaction

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import ImportState, Score, SurveyImport
from trusts.refusals import FileNotAccepted, QuestionsNotKnown, ResultsMovedOn, RowsRefused
from trusts.selectors.surveys import question_facts
from trusts.services.imports import check_import, commit_import, import_file
from trusts.services.survey_files import unpacked
from trusts.surveys.scales import Level
from trusts.surveys.score_rows import ScoreKey
from trusts.tests.factories import make_survey_year
from trusts.tests.surveys.comparing import StoredScore, compare
from trusts.tests.surveys.importing import ROWS, checked, imported, make_survey, table
from trusts.tests.surveys.making import ADJUSTED, GROUPS, as_file, check

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def year():
    return make_survey()


def stored(number: str = "Q1") -> dict[str, tuple]:
    found = Score.objects.filter(question__number=number, group_kind="")
    return {s.org_code: (s.n, s.score, s.suppressed) for s in found}


def test_a_check_stores_its_record_and_no_score(lead, year):
    found = checked(lead, year)
    assert (found.state, found.uploaded_by, found.family) == (ImportState.CHECKED, lead, "scores")
    assert {name: found.counts[name] for name in ("rows_read", "new", "suppressed", "refused")} == {
        "rows_read": 4,
        "new": 3,
        "suppressed": 1,
        "refused": 0,
    }
    assert not Score.objects.exists()


def test_an_import_stores_every_row_with_its_origin(lead, year):
    found = imported(lead, year)
    assert stored() == {
        "NM1": (1204, 63.8, False),
        "HM2": (449, 70.6, False),
        "ZQ9": (12, None, True),
    }
    assert stored("Q59") == {"NM1": (300, 8.53, False)}
    assert set(Score.objects.values_list("brought_by", flat=True)) == {found.pk}
    assert Score.objects.filter(trust__ods_code="NM1").count() == 2


def test_the_same_file_again_changes_nothing(lead, year):
    first = imported(lead, year)
    again = imported(lead, year)
    assert [again.counts[name] for name in ("new", "changed", "unchanged", "suppressed")] == [
        0,
        0,
        3,
        1,
    ]
    assert set(Score.objects.values_list("brought_by", flat=True)) == {first.pk}


def test_a_change_is_shown_from_old_to_new_and_then_made(lead, year):
    imported(lead, year)
    found = checked(lead, year, ROWS[0].replace("63.8", "64.1"))
    assert [(c["trust"], c["question"], c["field"], c["old"], c["new"]) for c in found.changes] == [
        ("NM1", "Q1", "score", 63.8, 64.1)
    ]
    commit_import(by=lead, survey_import=found)
    assert stored()["NM1"] == (1204, 64.1, False)
    assert stored()["HM2"] == (449, 70.6, False)


def test_a_score_that_becomes_hidden_loses_every_figure(lead, year):
    adjusted = "NM1,Q1,1204,63.8,64,64.1,61.3,66.8,60,70,as expected,False"
    imported(lead, year, adjusted, header=ADJUSTED)
    imported(lead, year, "NM1,Northmoor,2016,Q1,15,,True")
    hidden = Score.objects.get(org_code="NM1")
    assert hidden.suppressed
    figures = ("score", "adjusted", "adjusted_unrounded", "lower", "upper")
    assert [getattr(hidden, name) for name in figures] == [None] * 5
    assert hidden.band == ""


def test_a_table_changes_only_the_figures_it_has(lead, year):
    adjusted = "NM1,Q1,1204,63.8,64,64.1,61.3,66.8,60,70,as expected,False"
    imported(lead, year, adjusted, header=ADJUSTED)
    imported(lead, year, "NM1,Northmoor,2016,Q1,1204,63.9,False")
    score = Score.objects.get(org_code="NM1")
    assert (score.score, score.adjusted, score.lower, score.band) == (63.9, 64, 61.3, "as_expected")


def test_england_and_groups_have_their_own_places(lead, year):
    imported(lead, year, "All,National,2016,Q1,52445,77.0,False")
    groups = "NM1,All,Q1,1204,63.8,False", "NM1,Lung,Q1,300,60,False", "NM1,Skin,Q1,400,61,False"
    imported(lead, year, *groups, header=GROUPS)
    assert Score.objects.get(level="national").org_code == "All"
    assert set(Score.objects.filter(org_code="NM1").values_list("group_kind", "group_name")) == {
        ("", ""),
        ("tumour_group", "Lung"),
        ("tumour_group", "Skin"),
    }


def test_refused_rows_close_the_import_until_somebody_says_why(lead, year):
    found = checked(lead, year, *ROWS, "NMI,Northmoor,2016,Q1,40,50,False")
    assert found.refused == [
        {
            "row": 6,
            "column": "org_code",
            "value": "NMI",
            "reason": "No trust has this code. Closest: NM1 Northmoor Hospitals NHS Trust",
        }
    ]
    with pytest.raises(RowsRefused) as refusal:
        commit_import(by=lead, survey_import=found)
    assert refusal.value.field == "left_out_reason"
    assert not Score.objects.exists()
    done = commit_import(by=lead, survey_import=found, left_out_reason="Closed in 2015")
    assert (Score.objects.count(), done.left_out_reason) == (4, "Closed in 2015")


def test_results_that_moved_since_the_check_are_not_overwritten(lead, year):
    early = checked(lead, year)
    imported(lead, year, ROWS[0].replace("63.8", "10.0"))
    with pytest.raises(ResultsMovedOn):
        commit_import(by=lead, survey_import=early)
    assert stored() == {"NM1": (1204, 10.0, False)}
    assert SurveyImport.objects.get(pk=early.pk).state == ImportState.CHECKED


def test_a_file_is_imported_once(lead, year):
    found = imported(lead, year)
    with pytest.raises(WrongState):
        commit_import(by=lead, survey_import=found)


def test_the_checked_bytes_are_kept_as_they_came(lead, year):
    found = SurveyImport.objects.get(pk=checked(lead, year).pk)
    with unpacked(found) as file:
        assert file.read() == table(*ROWS).encode()


def test_check_and_import_write_the_trail(lead, year):
    imported(lead, year)
    events = AuditEvent.objects.order_by("pk")
    assert [event.action for event in events] == ["checked survey file", "imported survey results"]
    assert events.last().changes["new"] == [None, 3]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR])
def test_who_may_check_may_not_always_import(year, role):
    person = make_person(role)
    found = checked(person, year)
    with pytest.raises(NotAllowed):
        commit_import(by=person, survey_import=found)


@pytest.mark.parametrize("role", [Role.TRUST_LEAD, Role.OBSERVER])
def test_people_of_trusts_do_not_check_files(year, role):
    with pytest.raises(NotAllowed):
        checked(make_person(role, "NM1"), year)
    assert not SurveyImport.objects.exists()


def test_a_file_refused_as_a_whole_leaves_no_record(lead, year):
    with pytest.raises(FileNotAccepted) as refusal:
        check_import(by=lead, survey_year=year, file=as_file("a,b\r\n1,2\r\n"), name="x.csv")
    assert "Missing: the trust's code (org_code)" in refusal.value.sentence
    assert not SurveyImport.objects.exists()


def test_a_year_without_questions_asks_for_their_list(lead):
    with pytest.raises(QuestionsNotKnown):
        checked(lead, make_survey_year(2021))


@pytest.fixture
def fault_midway(year):
    """The database refuses one score in the middle of the upsert."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trusts_score ADD CONSTRAINT planted CHECK (score <> 70.6)")


@pytest.mark.usefixtures("fault_midway")
def test_a_fault_in_the_middle_of_the_import_leaves_nothing_behind(lead, year):
    found = checked(lead, year)
    with pytest.raises(IntegrityError), transaction.atomic():
        commit_import(by=lead, survey_import=found)
    assert not Score.objects.exists()
    assert SurveyImport.objects.get(pk=found.pk).state == ImportState.CHECKED
    assert not AuditEvent.objects.filter(action="imported survey results").exists()


@pytest.mark.usefixtures("fault_midway")
def test_import_in_one_go_is_all_or_nothing_too(lead, year):
    with pytest.raises(IntegrityError), transaction.atomic():
        import_file(by=lead, survey_year=year, file=as_file(table(*ROWS)), name="scores.csv")
    assert not Score.objects.exists()
    assert not SurveyImport.objects.exists()


def test_import_in_one_go_says_what_it_did(lead, year):
    found = import_file(by=lead, survey_year=year, file=as_file(table(*ROWS)), name="scores.csv")
    assert (found.counts["new"], found.counts["suppressed"], Score.objects.count()) == (3, 1, 4)
    content = as_file(table("??,,2016,Q1,40,50,False"))
    with pytest.raises(RowsRefused):
        import_file(by=lead, survey_year=year, file=content, name="scores.csv")


def as_they_stand(year) -> dict[ScoreKey, StoredScore]:
    """The stored scores of all patients of trusts, as the plain version reads them."""
    return {
        ScoreKey(Level.TRUST, s.org_code, year.year, s.question.number, "", ""): StoredScore(
            n=s.n, suppressed=s.suppressed, score=s.score
        )
        for s in Score.objects.select_related("question")
    }


@pytest.mark.parametrize("seed", range(5))
def test_the_database_counts_as_the_plain_version_does(lead, year, seed):
    random = Random(seed)

    def rows():
        for code in ("NM1", "HM2", "ZQ9"):
            for number, score in (("Q1", random.choice([40, 50, 60.5])), ("Q59", 8.5)):
                hidden = random.random() < 0.3
                n = 12 if hidden else random.choice([30, 31])
                if random.random() < 0.8:
                    yield f"{code},,2016,{number},{n},{'' if hidden else score},{hidden}"

    imported(lead, year, *(list(rows()) or ROWS))
    later = list(rows()) or list(ROWS)
    questions = question_facts(year)
    plain = compare(check(table(*later), questions=questions), as_they_stand(year))
    found = checked(lead, year, *later)
    names = ("new", "changed", "unchanged", "suppressed")
    assert [found.counts[name] for name in names] == [getattr(plain, name) for name in names]
    hidden = {
        c["row"]
        for c in found.changes
        if c["field"] == "suppressed" or "not shown" in (c["old"], c["new"])
    }
    assert [
        (c["row"], c["field"], c["old"], c["new"]) for c in found.changes if c["row"] not in hidden
    ] == [(c.row, c.field, c.old, c.new) for c in plain.changes if c.row not in hidden]
    assert {c["row"] for c in found.changes} == {c.row for c in plain.changes}
