"""Evidence is verified by somebody who neither added it nor owns the action."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, WrongState
from improvement_plans.models import Evidence, PlanState
from improvement_plans.services.evidence import remove_evidence, verify_evidence
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.factories import make_evidence
from improvement_plans.tests.services.worlds import (
    AFTER_WINDOW,
    BEFORE_WINDOW,
    IN_WINDOW,
    make_world,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_window(time_machine):
    time_machine.move_to("2015-04-16T12:00:00+01:00", tick=False)


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


@pytest.mark.parametrize("who", ["nurse", "mentor", "lead"])
def test_those_who_answer_actions_verify_what_another_added(world, who):
    kept = make_evidence(world.action, by=world.member)
    verify_evidence(by=getattr(world, who), evidence=kept, saw="52 of 58", today=IN_WINDOW)
    kept.refresh_from_db()
    assert (kept.verified_by, kept.verification) == (getattr(world, who), "52 of 58")
    assert AuditEvent.objects.filter(action="evidence verified").exists()


@pytest.mark.parametrize("who", ["member", "observer", "partner", "outsider"])
def test_nobody_else_verifies(world, who):
    kept = make_evidence(world.action, by=world.nurse)
    with pytest.raises(NotAllowed):
        verify_evidence(by=getattr(world, who), evidence=kept, today=IN_WINDOW)
    assert Evidence.objects.get().verified_at is None


def test_who_added_it_does_not_verify_it(world):
    kept = make_evidence(world.action, by=world.nurse)
    with pytest.raises(NotAllowed, match="neither owns the action nor added"):
        verify_evidence(by=world.nurse, evidence=kept, today=IN_WINDOW)


def test_the_database_refuses_evidence_that_its_adder_verified(world):
    kept = make_evidence(world.action, by=world.nurse)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.filter(pk=kept.pk).update(
            verified_by=world.nurse, verified_at=timezone.now()
        )


def test_it_is_verified_once(world):
    kept = make_evidence(world.action, by=world.member)
    verify_evidence(by=world.nurse, evidence=kept, today=IN_WINDOW)
    with pytest.raises(WrongState, match="verified already"):
        verify_evidence(by=world.mentor, evidence=kept, today=IN_WINDOW)


def test_what_was_removed_is_not_verified(world):
    kept = make_evidence(world.action, by=world.member)
    remove_evidence(by=world.nurse, evidence=kept, reason="Wrong file")
    with pytest.raises(WrongState, match="was removed"):
        verify_evidence(by=world.mentor, evidence=kept, today=IN_WINDOW)


@pytest.mark.parametrize("day,allowed", [(BEFORE_WINDOW, False), (AFTER_WINDOW, True)])
def test_the_time_box_holds_for_verifying(world, day, allowed):
    kept = make_evidence(world.action, by=world.member)
    if allowed:
        verify_evidence(by=world.mentor, evidence=kept, today=day)
    else:
        with pytest.raises(WrongState):
            verify_evidence(by=world.mentor, evidence=kept, today=day)


def test_the_page_says_that_nobody_verified_it_and_then_who_did(world):
    kept = make_evidence(world.action, by=world.member)
    page = reverse("action_detail", args=[world.action.pk])
    there = reverse("evidence_verify", args=[kept.pk])
    client = client_of(world.mentor)
    before = client.get(page).content.decode()
    assert "Not verified by anybody else yet" in before
    assert there in before
    assert client.get(there).status_code == 200
    assert client.post(there, {"saw": "Counted 7 wards"}).status_code == 302
    after = client.get(page).content.decode()
    assert f"Verified by {world.mentor.name} on 16 April 2015: Counted 7 wards" in after
    assert there not in after


@pytest.mark.parametrize("saw", ["x" * 100_000, "a\x00b", "\u202eright to left \u0007", "a\x1bb"])
def test_bad_words_are_refused_and_nothing_is_verified(world, saw):
    kept = make_evidence(world.action, by=world.member)
    there = reverse("evidence_verify", args=[kept.pk])
    page = client_of(world.mentor).post(there, {"saw": saw})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert Evidence.objects.get().verified_at is None


@pytest.mark.parametrize("saw", ["", "\U0001f600", "=1+1", "<script>alert(1)</script>", "مرحبا"])
def test_any_other_words_are_kept_and_shown_as_text(world, saw):
    kept = make_evidence(world.action, by=world.member)
    there = reverse("evidence_verify", args=[kept.pk])
    client = client_of(world.mentor)
    assert client.post(there, {"saw": saw}).status_code == 302
    assert Evidence.objects.get().verification == saw
    page = client.get(reverse("action_detail", args=[world.action.pk])).content.decode()
    assert "<script>alert" not in page


def test_evidence_of_another_trust_is_not_found(world):
    kept = make_evidence(world.action, by=world.member)
    there = reverse("evidence_verify", args=[kept.pk])
    assert client_of(world.outsider).post(there, {"saw": "x"}).status_code == 404
