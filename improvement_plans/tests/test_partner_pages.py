"""What a lived-experience partner without any role sees and does."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from improvement_plans.models import (
    Action,
    Credit,
    PlanComment,
    PlanGuest,
    PlanState,
    ProgressUpdate,
)
from improvement_plans.services import guests
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.factories import make_action, make_plan
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


@pytest.fixture
def client(world):
    client = Client()
    client.force_login(world.partner)
    return client


def test_a_partner_lists_and_opens_their_plan_only(world, client):
    other = make_plan(state=PlanState.ACTIVE)
    assert other.pair.mentee.name not in client.get(reverse("plan_list")).content.decode()
    assert client.get(reverse("plan_detail", args=[world.plan.pk])).status_code == 200
    assert client.get(reverse("plan_detail", args=[other.pk])).status_code == 404
    foreign = make_action(other)
    assert client.get(reverse("action_detail", args=[foreign.pk])).status_code == 404


def test_a_partner_comments_through_the_page(world, client):
    address = reverse("plan_comment", args=[world.plan.pk])
    assert client.post(address, {"text": "Nobody answers at five"}).status_code == 302
    assert PlanComment.objects.get().speaks_for == "partner"


def test_a_partner_checks_in_on_their_own_action(world, client):
    Action.objects.update(owner=world.partner)
    prefix = f"action-{world.action.pk}"
    answer = client.post(reverse("check_in"), {f"{prefix}-claim": "on_track"})
    assert answer.status_code == 302
    assert ProgressUpdate.objects.get().by == world.partner


def test_a_partner_moves_the_date_of_their_own_action(world, client):
    Action.objects.update(owner=world.partner)
    address = reverse("action_move_date", args=[world.action.pk])
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "name", ["plan_edit", "plan_submit", "plan_close", "guest_invite", "aim_new", "action_new"]
)
def test_a_partner_does_not_write_the_plan(world, client, name):
    assert client.get(reverse(name, args=[world.plan.pk])).status_code == 403


def test_a_partner_says_how_they_are_named_and_the_page_obeys(world, client):
    page = reverse("plan_detail", args=[world.plan.pk])
    client.post(reverse("plan_comment", args=[world.plan.pk]), {"text": "Well said"})
    assert "Lin Carter" not in main_of(client.get(page))
    client.post(reverse("guest_credit", args=[world.plan.pk]), {"credit": "alias", "alias": "Rose"})
    assert "Rose" in main_of(client.get(page))
    assert "Lin Carter" not in main_of(client.get(page))


def main_of(response):
    """The page without its frame, which names the person who is signed in."""
    return response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]


def leave(world):
    guests.end_guest(by=world.partner, plan=world.plan, user_id=world.partner.pk)


def be_ended(world):
    guests.end_guest(by=world.nurse, plan=world.plan, user_id=world.partner.pk)


@pytest.mark.parametrize("part", [leave, be_ended])
def test_who_is_no_partner_any_more_takes_their_name_back_and_sees_nothing_else(
    world, client, part
):
    PlanGuest.objects.update(credit=Credit.NAME)
    client.post(reverse("plan_comment", args=[world.plan.pk]), {"text": "Well said"})
    part(world)
    plan_page = reverse("plan_detail", args=[world.plan.pk])
    assert "Lin Carter" in main_of(client_of(world.lead).get(plan_page))
    there = reverse("guest_credit", args=[world.plan.pk])
    assert there in client.get(reverse("plan_list")).content.decode()
    shown = main_of(client.get(there))
    assert world.plan.title not in shown
    assert plan_page + '"' not in shown
    answer = client.post(there, {"credit": "none", "alias": ""}, follow=True)
    assert answer.redirect_chain == [(reverse("plan_list"), 302)]
    assert "Lin Carter" not in main_of(client_of(world.lead).get(plan_page))
    for name in ("plan_detail", "plan_comment", "plan_versions"):
        assert client.get(reverse(name, args=[world.plan.pk])).status_code == 404, name


@pytest.mark.parametrize(
    ("who", "status"), [("nurse", 403), ("mentor", 403), ("lead", 403), ("outsider", 404)]
)
def test_nobody_else_opens_the_naming_page_before_or_after_a_partner_left(world, who, status):
    there, other = reverse("guest_credit", args=[world.plan.pk]), client_of(getattr(world, who))
    assert other.get(there).status_code == status
    leave(world)
    assert other.get(there).status_code == status
    assert other.post(there, {"credit": "name"}).status_code == status
    assert there not in other.get(reverse("plan_list")).content.decode()


def test_a_partner_leaves_and_the_plan_is_gone_for_them(world, client):
    address = reverse("guest_end", args=[world.plan.pk, world.partner.pk])
    assert "Leave this plan" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert client.get(reverse("plan_detail", args=[world.plan.pk])).status_code == 404
    assert PlanGuest.objects.get().ends_on is not None
