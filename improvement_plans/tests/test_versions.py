"""Versions of a plan, and the comparison of two in words."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from improvement_plans.models import Aim, Credit, PlanGuest, PlanState, PlanVersion
from improvement_plans.presenters.versions import changes_between
from improvement_plans.services.versions import keep_version, plan_content
from improvement_plans.tests.factories import make_action
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def changed(world, change):
    before = plan_content(world.plan)
    change()
    world.plan.refresh_from_db()
    return changes_between(before, plan_content(world.plan))


def test_nothing_changed_is_nothing_to_read(world):
    assert changed(world, lambda: None) == []


def test_a_changed_target_is_read_with_its_aim_and_unit(world):
    aim = Aim.objects.get()
    rows = changed(world, lambda: Aim.objects.update(target=80.0))
    assert rows == [(f"Aim “{aim.title}”: target", "74.0%", "80.0%")]


def test_added_and_removed_actions_are_named(world):
    def change():
        world.action.delete()
        make_action(world.plan, text="Print the cards")

    assert changed(world, change) == [
        ("Action taken away", "Give every new patient the contact card", "-"),
        ("Action added", "-", "Print the cards"),
    ]


def test_a_window_and_an_emptied_text_are_read_as_people_write_them(world):
    world.plan.summary = "Long"
    world.plan.save()

    def change():
        world.plan.summary = ""
        world.plan.window_to = world.plan.window_to.replace(month=9, day=11)
        world.plan.save()

    rows = changed(world, change)
    assert ("Summary", "Long", "-") in rows
    assert rows[1][2] == "2 February to 11 September 2015"


def test_a_content_of_an_older_shape_can_still_be_compared(world):
    assert changes_between({"title": "Old"}, plan_content(world.plan))


def test_a_version_keeps_no_partner_s_name_and_shows_the_one_they_agree_to(world):
    world.action.owner = world.partner
    world.action.save()
    keep_version(plan=world.plan, by=world.nurse, why="Submitted")
    assert "Lin Carter" not in str(PlanVersion.objects.get().content)
    world.action.owner = world.member
    world.action.save()
    keep_version(plan=world.plan, by=world.nurse, why="Approved")
    PlanGuest.objects.update(credit=Credit.NAME)
    client = Client()
    client.force_login(world.nurse)
    page = client.get(reverse("plan_versions", args=[world.plan.pk])).content.decode()
    assert "Lin Carter" in page
    PlanGuest.objects.update(credit=Credit.NONE)
    page = client.get(reverse("plan_versions", args=[world.plan.pk])).content.decode()
    assert "Lin Carter" not in page


@pytest.mark.parametrize("query", ["?before=x&after=99999999", "?before=-1", "?after=²", ""])
def test_versions_that_do_not_exist_are_no_error(world, query):
    client = Client()
    client.force_login(world.nurse)
    address = reverse("plan_versions", args=[world.plan.pk])
    assert client.get(address + query).status_code == 200
    for why in ("Submitted", "Approved"):
        keep_version(plan=world.plan, by=world.nurse, why=why)
    assert client.get(address + query).status_code == 200


def test_a_plan_goes_from_active_to_closed_through_its_pages():
    with time_machine.travel("2015-07-30T12:00:00+01:00", tick=False):
        world = make_world(PlanState.ACTIVE)
        steps = [
            ("nurse", "action_end", world.action.pk, {"to": "carried_over", "reason": "Goes on"}),
            ("nurse", "plan_close", world.plan.pk, {}),
            (
                "nurse",
                "plan_close",
                world.plan.pk,
                {
                    "learning": "Small first",
                    "sustained_by": "The matron",
                    f"outcome_{Aim.objects.get().pk}": "partly",
                },
            ),
            ("lead", "plan_conclude", world.plan.pk, {}),
        ]
        for who, name, pk, data in steps:
            client = Client()
            client.force_login(getattr(world, who))
            assert client.get(reverse(name, args=[pk])).status_code == 200
            assert client.post(reverse(name, args=[pk]), data).status_code == 302
        page = client.get(reverse("plan_detail", args=[world.plan.pk])).content.decode()
    world.plan.refresh_from_db()
    assert world.plan.state == PlanState.CLOSED
    assert "Small first" in page
