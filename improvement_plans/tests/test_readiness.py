"""What a plan needs before it can be submitted: one list for the guard, the page and the button."""

import pytest
from django.urls import reverse

from improvement_plans.models import Action, Aim, PlanGuest, PlanState
from improvement_plans.readiness import NeedKind, needs_of, unmet
from improvement_plans.selectors.readiness import needs_of_stored
from improvement_plans.services.approval import what_is_missing
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.factories import make_aim, make_driver
from improvement_plans.tests.services.worlds import make_world
from trusts.tests.factories import make_question

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def before_the_window(time_machine):
    time_machine.move_to("2015-01-20T12:00:00Z", tick=False)


@pytest.fixture
def world():
    return make_world()


def page_of(world, user=None):
    client = client_of(user or world.nurse)
    return client.get(reverse("plan_submit", args=[world.plan.pk]))


def test_a_whole_plan_lacks_nothing(world):
    assert unmet(needs_of_stored(world.plan)) == []
    assert what_is_missing(world.plan) == []


def test_an_empty_plan_lacks_five_things_in_the_order_of_writing(world):
    plan = world.plan
    plan.lead = plan.sponsor = None
    plan.no_partner_reason = ""
    kinds = [need.kind for need in unmet(needs_of(plan, aims=[], actions=[], has_partner=False))]
    assert kinds == [NeedKind.LEAD, NeedKind.SPONSOR, NeedKind.FIRST_AIM, NeedKind.PARTNER]


@pytest.mark.parametrize("field", ["target", "by_date", "baseline"])
def test_an_aim_without_its_target_date_or_baseline_is_not_whole(world, field):
    Aim.objects.update(**{field: None})
    missing = unmet(needs_of_stored(world.plan))
    assert [need.kind for need in missing] == [NeedKind.AIM]
    assert missing[0].aim_id == Aim.objects.get().pk


def test_an_action_of_another_aim_does_not_count(world):
    Action.objects.update(aim=None)
    assert [need.kind for need in unmet(needs_of_stored(world.plan))] == [NeedKind.ACTION]


def test_the_task_list_links_each_missing_thing_to_its_form(world):
    Action.objects.all().delete()
    world.plan.sponsor = None
    world.plan.save()
    page = page_of(world).content.decode()
    aim = Aim.objects.get()
    assert f"{reverse('action_new', args=[world.plan.pk])}?aim={aim.pk}" in page
    assert f"{reverse('plan_edit', args=[world.plan.pk])}#id_sponsor" in page
    assert "3 of 5 things that a plan needs are there" in page


def test_the_task_list_says_in_words_what_is_missing_and_the_button_refuses_with_them(world):
    PlanGuest.objects.all().delete()
    world.plan.no_partner_reason = ""
    world.plan.save()
    missing = "Before you can submit the plan: invite a lived-experience partner or say why"
    assert missing in page_of(world).content.decode()
    client = client_of(world.nurse)
    answer = client.post(reverse("plan_submit", args=[world.plan.pk]))
    assert answer.content.decode().count(missing) >= 2
    world.plan.refresh_from_db()
    assert world.plan.state == PlanState.DRAFT


def test_a_whole_plan_is_submitted_from_its_task_list(world):
    assert "Everything that a plan needs is there" in page_of(world).content.decode()
    client = client_of(world.nurse)
    client.post(reverse("plan_submit", args=[world.plan.pk]))
    world.plan.refresh_from_db()
    assert world.plan.state == PlanState.SUBMITTED


def test_a_plan_that_is_submitted_leads_back_from_its_task_list(world):
    world.plan.state = PlanState.SUBMITTED
    world.plan.save()
    assert page_of(world).url == reverse("plan_detail", args=[world.plan.pk])


def test_what_helps_says_whether_it_is_there(world):
    before = page_of(world).content.decode().count("Can wait")
    make_driver(Aim.objects.get())
    assert page_of(world).content.decode().count("Can wait") == before - 1


def test_an_action_started_from_the_task_list_has_its_aim_chosen(world):
    client = client_of(world.nurse)
    aim = Aim.objects.get()
    page = client.get(reverse("action_new", args=[world.plan.pk]), {"aim": aim.pk})
    assert f'<option value="{aim.pk}" selected' in page.content.decode()


@pytest.mark.parametrize("asked", ["0", "abc", "9" * 30, "\x00", "-1"])
def test_a_forged_aim_in_the_address_chooses_none(world, asked):
    client = client_of(world.nurse)
    page = client.get(reverse("action_new", args=[world.plan.pk]), {"aim": asked})
    assert page.status_code == 200


def test_the_plan_page_links_what_is_missing(world):
    world.plan.sponsor = None
    world.plan.save()
    client = client_of(world.nurse)
    page = client.get(reverse("plan_detail", args=[world.plan.pk])).content.decode()
    assert f"{reverse('plan_edit', args=[world.plan.pk])}#id_sponsor" in page
    assert "1 thing is still missing" in page


def test_the_task_list_asks_as_often_for_twenty_aims_as_for_two(
    world, django_assert_max_num_queries
):
    for number in range(20):
        question = make_question(world.pair.scheme.baseline, f"Q{100 + number}")
        make_aim(world.plan, question)
    client = client_of(world.nurse)
    with django_assert_max_num_queries(15):
        client.get(reverse("plan_submit", args=[world.plan.pk]))
