"""Saying whether years may be compared, and taking it back, on the record."""

import pytest

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import Comparability
from trusts.refusals import ReasonMissing, ScalesDiffer
from trusts.services.comparability import forget_comparability, say_comparability
from trusts.tests.factories import make_question, make_survey_year

pytestmark = pytest.mark.django_db


def about(role=Role.PROGRAMME_ANALYST, *codes):
    return {
        "survey": make_survey_year(2015).survey,
        "number": "Q5",
        "earlier_year": 2015,
        "later_year": 2016,
        "by": make_person(role, *codes),
    }


def test_an_answer_is_kept_with_its_reason_and_can_be_changed():
    key = about()
    say_comparability(**key, answer="no", reason="New wording.")
    say_comparability(**key, answer="changed", reason=" Small change. ")
    entry = Comparability.objects.get()
    assert (entry.answer, entry.reason) == ("changed", "Small change.")
    event = AuditEvent.objects.first()
    assert event.changes["answer"] == ["no", "changed"]


def test_an_answer_without_a_reason_is_refused():
    with pytest.raises(ReasonMissing):
        say_comparability(**about(), answer="no", reason=" ")
    assert not Comparability.objects.exists()


def test_years_that_score_it_on_different_scales_are_beyond_saying():
    for year, scale in ((2015, "percent"), (2016, "mean_0_10")):
        make_question(make_survey_year(year), "Q5", scale=scale)
    with pytest.raises(ScalesDiffer, match="different scales, so they cannot be compared"):
        say_comparability(**about(), answer="yes", reason="Nearly the same.")
    assert not Comparability.objects.exists()


def test_another_years_scale_does_not_matter():
    for year, scale in ((2015, "percent"), (2016, "percent"), (2017, "mean_0_10")):
        make_question(make_survey_year(year), "Q5", scale=scale)
    say_comparability(**about(), answer="yes", reason="Same wording.")
    assert Comparability.objects.exists()


def test_trusts_do_not_change_the_map():
    with pytest.raises(NotAllowed):
        say_comparability(**about(Role.TRUST_LEAD, "RTR"), answer="no", reason="x")


def test_taken_back_the_default_rule_answers_again():
    key = about()
    say_comparability(**key, answer="no", reason="New wording.")
    forget_comparability(**key)
    assert not Comparability.objects.exists()
    assert AuditEvent.objects.filter(action__startswith="took comparability back").exists()


def test_taking_back_what_nobody_said_changes_nothing():
    forget_comparability(**about())
    assert not AuditEvent.objects.exists()
