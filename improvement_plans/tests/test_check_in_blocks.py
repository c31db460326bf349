"""What was in the way is filled in while somebody is stuck, and not said again once it is gone."""

import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from improvement_plans.models import Action, Claim, PlanState, ProgressUpdate, SponsorReply
from improvement_plans.services.progress import update_action
from improvement_plans.tests.services.worlds import make_world, new_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.mark.parametrize(
    ("claim", "typed", "kept"),
    [
        ("stuck", "No clerk", "No clerk"),
        ("at_risk", "No clerk", ""),
        ("at_risk", "A clerk for one day a week", "A clerk for one day a week"),
        ("done", "No clerk", ""),
    ],
)
def test_an_old_block_is_repeated_only_by_somebody_who_is_still_stuck(claim, typed, kept):
    world = make_world(PlanState.ACTIVE)
    report = new_report(world, Claim.STUCK, blockers="No clerk")
    update_action(by=world.member, **report)
    client, prefix = Client(), f"action-{world.action.pk}"
    client.force_login(world.member)
    sent = {f"{prefix}-claim": claim, f"{prefix}-blockers": typed, "form_key": uuid.uuid4()}
    assert client.post(reverse("check_in"), sent).status_code == 302
    assert ProgressUpdate.objects.exclude(form_key=report["form_key"]).get().blockers == kept


def test_a_first_check_in_does_not_say_that_something_is_filled_in():
    world = make_world(PlanState.ACTIVE)
    client = Client()
    client.force_login(world.member)
    assert "We filled in" not in client.get(reverse("check_in")).content.decode()
    update_action(by=world.member, **new_report(world))
    assert "We filled in what you said last" in client.get(reverse("check_in")).content.decode()


@pytest.mark.parametrize("answered", [False, True])
def test_who_has_asked_the_sponsor_reads_the_answer_and_is_not_asked_again(answered):
    world = make_world(PlanState.ACTIVE)
    Action.objects.update(within_our_control=False)
    if answered:
        SponsorReply.objects.create(action=world.action, by=world.sponsor, text="On 2 April")
    client = Client()
    client.force_login(world.member)
    page = client.get(reverse("check_in")).content.decode()
    said = "answered on 16 April 2015: “On 2 April”" if answered else "sponsor has been asked."
    assert said in page
    assert "We cannot solve this ourselves" not in page
