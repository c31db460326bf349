"""Hidden groups that files would give away together, though none does by itself."""

import pytest

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import Score
from trusts.refusals import RowsRefused, WouldGiveAway
from trusts.services import differencing
from trusts.services.imports import commit_import
from trusts.services.rolling_back import roll_back_import
from trusts.tests.surveys.importing import checked, imported, make_survey
from trusts.tests.surveys.making import GROUPS, SCORES

pytestmark = pytest.mark.django_db

TOTAL = "NM1,Northmoor,2016,Q1,165,77,False"
HIDDEN_TOTAL = "NM1,Northmoor,2016,Q1,165,,True"
LUNG, BREAST, SKIN = (
    "NM1,Lung,Q1,65,75,False",
    "NM1,Breast,Q1,83,96,False",
    "NM1,Skin,Q1,17,,True",
)
HIDDEN_LUNG = "NM1,Lung,Q1,65,,True"


@pytest.fixture
def lead():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def year():
    return make_survey()


def refused(found):
    return [(cell["row"], cell["reason"]) for cell in found.refused]


def test_groups_first_and_a_total_that_gives_one_away_is_refused_with_its_name(lead, year):
    imported(lead, year, LUNG, BREAST, SKIN, header=GROUPS)
    found = checked(lead, year, TOTAL, header=SCORES)
    ((row, reason),) = refused(found)
    assert row == 2
    assert "the hidden score of NM1 Q1 Skin could be worked out" in reason
    assert "Hide Lung as well" in reason


def test_left_out_total_leaves_everything_as_it_was(lead, year):
    imported(lead, year, LUNG, BREAST, SKIN, header=GROUPS)
    found = checked(lead, year, TOTAL, header=SCORES)
    with pytest.raises(RowsRefused):
        commit_import(by=lead, survey_import=found)
    commit_import(by=lead, survey_import=found, left_out_reason="Mended next week")
    assert not Score.objects.filter(group_kind="").exists()


def test_total_first_and_groups_in_two_files_are_held_to_the_rule(lead, year):
    imported(lead, year, TOTAL, header=SCORES)
    imported(lead, year, LUNG, BREAST, header=GROUPS)
    ((_, reason),) = refused(checked(lead, year, SKIN, header=GROUPS))
    assert "NM1 Q1 Skin" in reason


def test_correction_that_shows_the_second_hidden_group_again_is_refused(lead, year):
    imported(lead, year, TOTAL, header=SCORES)
    imported(lead, year, HIDDEN_LUNG, BREAST, SKIN, header=GROUPS)
    assert refused(checked(lead, year, LUNG, header=GROUPS))
    assert not refused(checked(lead, year, BREAST, header=GROUPS))


def test_hiding_the_named_group_mends_the_file(lead, year):
    imported(lead, year, LUNG, BREAST, SKIN, header=GROUPS)
    imported(lead, year, HIDDEN_LUNG, header=GROUPS)
    assert not refused(checked(lead, year, TOTAL, header=SCORES))


def test_other_kind_of_group_is_looked_at_by_itself(lead, year):
    fifths = [
        f"NM1,{place},Q1,{n},{score}"
        for place, n, score in ((1, 60, "80,False"), (2, 90, "71,False"), (3, 15, ",True"))
    ]
    imported(lead, year, TOTAL, header=SCORES)
    imported(lead, year, HIDDEN_LUNG, BREAST, SKIN, header=GROUPS)
    header = GROUPS.replace("tumour_group", "imd_quintile")
    assert len(refused(checked(lead, year, *fifths, header=header))) == 1


def test_few_patients_of_no_group_hide_nothing(lead, year):
    imported(lead, year, LUNG, BREAST, SKIN, header=GROUPS)
    assert refused(checked(lead, year, TOTAL.replace("165", "185"), header=SCORES))
    assert not refused(checked(lead, year, TOTAL.replace("165", "186"), header=SCORES))


def test_rolling_back_the_file_that_hid_the_total_is_refused(lead, year):
    imported(lead, year, TOTAL, header=SCORES)
    hiding = imported(lead, year, HIDDEN_TOTAL, header=SCORES)
    imported(lead, year, LUNG, BREAST, SKIN, header=GROUPS)
    with pytest.raises(WouldGiveAway, match="NM1 Q1 Skin"):
        roll_back_import(by=lead, survey_import=hiding, reason="Tried")
    assert Score.objects.get(group_kind="").suppressed


def test_planted_fault_without_the_rule_the_total_comes_in(lead, year, monkeypatch):
    monkeypatch.setattr(differencing, "_JUDGED", differencing._JUDGED.replace("= 1 AND", "= 9 AND"))
    imported(lead, year, LUNG, BREAST, SKIN, header=GROUPS)
    assert not refused(checked(lead, year, TOTAL, header=SCORES))


def test_figures_of_a_score_that_becomes_hidden_are_not_listed(lead, year):
    imported(lead, year, TOTAL, header=SCORES)
    found = checked(lead, year, HIDDEN_TOTAL, header=SCORES)
    assert [(c["field"], c["old"], c["new"]) for c in found.changes] == [
        ("suppressed", False, True)
    ]


def test_count_of_a_score_that_stays_hidden_is_not_listed(lead, year):
    imported(lead, year, SKIN, header=GROUPS)
    found = checked(lead, year, SKIN.replace("17", "16"), header=GROUPS)
    assert [(c["field"], c["old"], c["new"]) for c in found.changes] == [
        ("n", "not shown", "not shown")
    ]
