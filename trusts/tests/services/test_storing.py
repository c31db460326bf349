"""What an import changes keeps its id, and can be put back; what it does not is not touched."""

import pytest
from django.db import DatabaseError, connection, transaction

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import ImportState, QuestionSpread, ReplacedScores, Score, SurveyImport
from trusts.services import imports
from trusts.services.rolling_back import roll_back_import
from trusts.tests.surveys.importing import ROWS, checked, imported, make_survey
from trusts.tests.surveys.making import ADJUSTED

pytestmark = pytest.mark.django_db
FULL = "NM1,Q1,1204,63.8,64,64.1,61.3,66.8,60,70,as expected,False"
# One score changes, one becomes hidden, one is shown from now on; one is new; one stays.
CORRECTION = (
    ROWS[0].replace("63.8", "64.1"),
    "HM2,Highmere,2016,Q1,15,,True",
    "ZQ9,St Penhallow’s,2016,Q1,31,58.2,False",
    "HM2,Highmere,2016,Q59,200,9.1,False",
    ROWS[3],
)


@pytest.fixture
def lead():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def year():
    return make_survey()


def everything() -> list[tuple]:
    return list(Score.objects.order_by("pk").values_list())


def places() -> dict[int, str]:
    """Where each score stands in the table: whoever writes it moves it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, ctid::text FROM trusts_score")
        return dict(cursor.fetchall())


def shown(number: str) -> dict[str, tuple]:
    found = Score.objects.filter(question__number=number)
    return {s.org_code: (s.pk, s.n, s.score, s.suppressed, s.brought_by_id) for s in found}


def test_a_changed_score_keeps_its_id_and_says_who_brought_it(lead, year):
    first = imported(lead, year)
    was = shown("Q1") | {"Q59": shown("Q59")["NM1"]}
    second = imported(lead, year, *CORRECTION)
    assert shown("Q1") == {
        "NM1": (was["NM1"][0], 1204, 64.1, False, second.pk),
        "HM2": (was["HM2"][0], 15, None, True, second.pk),
        "ZQ9": (was["ZQ9"][0], 31, 58.2, False, second.pk),
    }
    assert shown("Q59")["NM1"] == was["Q59"]
    assert was["Q59"][-1] == first.pk
    assert shown("Q59")["HM2"][1:] == (200, 9.1, False, second.pk)


def test_what_a_file_has_no_column_for_stays_but_of_a_score_that_it_hides(lead, year):
    imported(lead, year, FULL, FULL.replace("NM1", "HM2"), header=ADJUSTED)
    imported(lead, year, *CORRECTION[:2])
    kept, hidden = Score.objects.order_by("-org_code").filter(question__number="Q1")
    assert (kept.score, kept.adjusted, kept.lower, kept.expected_upper, kept.band) == (
        *(64.1, 64, 61.3, 70, "as_expected"),
    )
    figures = [
        f.column for f in Score._meta.concrete_fields if f.get_internal_type() == "FloatField"
    ]
    assert [getattr(hidden, name) for name in figures] == [None] * len(figures)
    assert hidden.band == ""


def test_a_correction_rolled_back_leaves_every_score_as_it_was(lead, year):
    imported(lead, year, FULL, header=ADJUSTED)
    imported(lead, year)
    before, spreads = everything(), list(QuestionSpread.objects.order_by("pk").values_list())
    correction = imported(lead, year, *CORRECTION)
    assert everything() != before
    roll_back_import(by=lead, survey_import=correction, reason="Sent in error")
    assert everything() == before
    assert list(QuestionSpread.objects.order_by("pk").values_list()) == spreads


def test_figures_that_an_import_leaves_alone_are_kept_of_scores_that_it_hides_only(lead, year):
    imported(lead, year, FULL, FULL.replace("NM1", "HM2"), header=ADJUSTED)
    found = imported(lead, year, *CORRECTION[:2])
    kept = ReplacedScores.objects.filter(survey_import=found).order_by("adjusted_was")
    assert [(row.adjusted_was, row.score_was) for row in kept] == [([], [63.8]), ([64], [63.8])]


def test_a_score_that_does_not_change_is_not_written(lead, year):
    imported(lead, year)
    before = places()
    imported(lead, year, *CORRECTION)
    stays = Score.objects.get(question__number="Q59", org_code="NM1").pk
    after = places()
    assert [pk for pk, place in before.items() if after[pk] == place] == [stays]


def test_scores_are_added_in_the_order_of_their_key_whatever_the_order_of_the_file(lead, year):
    imported(lead, year, *reversed(ROWS))
    key = ("question_id", "level", "org_code", "group_kind", "group_name")
    added = list(Score.objects.order_by("pk").values_list(*key))
    assert added == sorted(added)


FAULTS = {
    "refused": "RAISE EXCEPTION 'planted' USING ERRCODE = 'check_violation'",
    "cancelled": "RAISE EXCEPTION 'canceling statement due to user request'"
    " USING ERRCODE = 'query_canceled'",
}


def plant(what: str) -> None:
    """The database stops when the third score of a statement is written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.planted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF NEW.org_code = 'ZQ9' THEN {FAULTS[what]}; END IF; RETURN NEW; END $$;"
            " CREATE TRIGGER planted BEFORE INSERT OR UPDATE ON trusts_score"
            " FOR EACH ROW EXECUTE FUNCTION pg_temp.planted()"
        )


@pytest.mark.parametrize("what", FAULTS)
def test_stopped_in_the_middle_nothing_has_changed(lead, year, what):
    imported(lead, year)
    found, before = checked(lead, year, *CORRECTION), everything()
    plant(what)
    with pytest.raises(DatabaseError), transaction.atomic():
        imports.commit_import(by=lead, survey_import=found)
    assert everything() == before
    assert not ReplacedScores.objects.filter(survey_import=found).exists()
    assert SurveyImport.objects.get(pk=found.pk).state == ImportState.CHECKED
