"""An import can be taken back until a later import or a published report builds on it."""

import pytest

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import ImportState, ReplacedScores, Score
from trusts.models.replaced import kept_fields
from trusts.refusals import ImportBuiltUpon, ImportHeld, ReasonMissing
from trusts.services.rolling_back import hold_imports, roll_back_import
from trusts.tests.surveys.importing import ROWS, checked, imported, make_survey
from trusts.tests.surveys.making import ADJUSTED

pytestmark = pytest.mark.django_db
CHANGED = ROWS[0].replace("63.8", "64.1")


@pytest.fixture
def lead():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def year():
    return make_survey()


def everything() -> list[tuple]:
    return list(Score.objects.order_by("pk").values_list())


def test_a_first_import_rolled_back_leaves_no_score(lead, year):
    found = imported(lead, year)
    roll_back_import(by=lead, survey_import=found, reason="Wrong year")
    found.refresh_from_db()
    assert found.state == ImportState.ROLLED_BACK
    assert not Score.objects.exists()
    assert AuditEvent.objects.get(action="rolled back survey import").reason == "Wrong year"


def test_a_correction_rolled_back_gives_every_earlier_figure_back(lead, year):
    adjusted = "NM1,Q1,1204,63.8,64,64.1234,61.3,66.8,60,70,as expected,False"
    imported(lead, year, adjusted, header=ADJUSTED)
    imported(lead, year)
    before = everything()
    correction = imported(lead, year, CHANGED, "HM2,Highmere,2016,Q59,200,9.1,False")
    assert everything() != before
    roll_back_import(by=lead, survey_import=correction, reason="Sent in error")
    assert everything() == before
    assert not ReplacedScores.objects.filter(survey_import=correction).exists()


def test_every_figure_of_a_score_that_an_import_can_change_is_kept():
    arrays = {field.name for field in ReplacedScores._meta.concrete_fields}
    kept = {f"{field.column}_was" for field in kept_fields()}
    assert arrays == {"id", "survey_import", "brought_by", "score"} | kept


def test_imports_are_rolled_back_last_first(lead, year):
    first, second = imported(lead, year), imported(lead, year, CHANGED)
    with pytest.raises(ImportBuiltUpon):
        roll_back_import(by=lead, survey_import=first, reason="Wrong year")
    for found in (second, first):
        roll_back_import(by=lead, survey_import=found, reason="Wrong year")
    assert not Score.objects.exists()


def test_an_import_that_a_published_report_uses_stays(lead, year):
    found = imported(lead, year)
    assert hold_imports(by=lead, up_to=year, held_by="Report of 2016") == 1
    with pytest.raises(ImportHeld, match="Report of 2016"):
        roll_back_import(by=lead, survey_import=found, reason="Wrong year")
    assert Score.objects.count() == 4
    assert hold_imports(by=lead, up_to=year, held_by="Another") == 0


def test_rolling_back_needs_a_reason(lead, year):
    with pytest.raises(ReasonMissing):
        roll_back_import(by=lead, survey_import=imported(lead, year), reason=" ")


def test_what_was_only_checked_is_not_rolled_back(lead, year):
    with pytest.raises(WrongState):
        roll_back_import(by=lead, survey_import=checked(lead, year), reason="Wrong year")


def test_an_administrator_does_not_roll_back(lead, year):
    found = imported(lead, year)
    with pytest.raises(NotAllowed):
        roll_back_import(by=make_person(Role.ADMINISTRATOR), survey_import=found, reason="Wrong")
