"""The pages of plans through the client: who sees what, and that nothing typed is lost."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from improvement_plans.models import (
    Action,
    ActionState,
    Aim,
    Claim,
    Credit,
    ExtensionRequest,
    GroupMember,
    PlanGuest,
    PlanState,
    ProgressUpdate,
)
from improvement_plans.tests.factories import make_action
from improvement_plans.tests.listening.factories import make_advice, make_group
from improvement_plans.tests.services.worlds import make_world

pytestmark = [pytest.mark.django_db]
TODAY = "2015-04-16T12:00:00+01:00"


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel(TODAY, tick=False):
        yield


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def get(user, name, *args):
    return client_of(user).get(reverse(name, args=args))


@pytest.mark.parametrize("who", ["nurse", "member", "sponsor", "mentor", "lead"])
@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.SUBMITTED, PlanState.ACTIVE])
def test_everybody_of_the_pair_opens_the_plan(who, state):
    world = make_world(state)
    page = get(getattr(world, who), "plan_detail", world.plan.pk)
    assert page.status_code == 200
    assert world.plan.title in page.content.decode()


def test_an_outsider_is_told_there_is_no_such_plan():
    from buddy_portal.accounts.roles import Role

    world = make_world()
    outsider = make_person(Role.TRUST_LEAD, "OUT")
    assert get(outsider, "plan_detail", world.plan.pk).status_code == 404
    assert get(outsider, "action_detail", world.action.pk).status_code == 404


@pytest.mark.parametrize(
    ("who", "offered"), [("nurse", True), ("sponsor", False), ("mentor", False), ("lead", False)]
)
def test_an_update_is_offered_only_to_those_who_may_post_it(who, offered):
    world = make_world(PlanState.ACTIVE)
    there = reverse("action_update", args=[world.action.pk])
    user = getattr(world, who)
    page = get(user, "action_detail", world.action.pk).content.decode()
    assert (there in page) is offered
    assert get(user, "action_update", world.action.pk).status_code == (200 if offered else 403)


def test_the_list_of_plans_opens_and_downloads():
    world = make_world(PlanState.ACTIVE)
    assert "Trust MEE" in get(world.lead, "plan_list").content.decode()
    file = client_of(world.lead).get(reverse("plan_list"), {"download": "csv"})
    assert "Trust MEE" in file.content.decode()


def test_an_aim_is_added_with_the_stored_baseline():
    world = make_world()
    Aim.objects.all().delete()
    client = client_of(world.nurse)
    answer = client.post(
        reverse("aim_new", args=[world.plan.pk]),
        {
            "question": world.question.pk,
            "title": "Easy to contact",
            "target": "74",
            "by_date-day": "31",
            "by_date-month": "7",
            "by_date-year": "2015",
            "read_version": "1",
        },
    )
    assert answer.status_code == 302
    assert Aim.objects.get().baseline == 63.8


def test_a_target_below_the_baseline_is_refused_and_what_was_typed_is_kept():
    world = make_world()
    Aim.objects.all().delete()
    answer = client_of(world.nurse).post(
        reverse("aim_new", args=[world.plan.pk]),
        {
            "question": world.question.pk,
            "title": "Easy to contact the nurse",
            "target": "60",
            "by_date-day": "31",
            "by_date-month": "7",
            "by_date-year": "2015",
            "read_version": "1",
        },
    )
    page = answer.content.decode()
    assert "Enter a target above the baseline of 63.8%" in page
    assert "Easy to contact the nurse" in page


def test_an_action_outside_the_window_is_refused_at_its_field():
    world = make_world()
    before = Action.objects.count()
    answer = client_of(world.nurse).post(
        reverse("action_new", args=[world.plan.pk]),
        {
            "text": "Too late",
            "owner": world.member.pk,
            "starts_on-day": "2",
            "starts_on-month": "2",
            "starts_on-year": "2015",
            "due-day": "1",
            "due-month": "8",
            "due-year": "2015",
            "read_version": "1",
        },
    )
    assert "must be between 2 February 2015 and 31 July 2015" in answer.content.decode()
    assert Action.objects.count() == before


def test_a_stale_save_shows_both_versions_and_loses_neither():
    world = make_world()
    address = reverse("plan_edit", args=[world.plan.pk])
    first = {"title": "First title", "read_version": "1"}
    second = {"title": "Second title", "read_version": "1"}
    client = client_of(world.nurse)
    assert client.post(address, first).status_code == 302
    page = client.post(address, second).content.decode()
    assert "First title" in page
    assert "Second title" in page


def test_the_sponsor_then_the_lead_approve_on_the_same_page():
    from improvement_plans.tests.services.worlds import mentor_speaks

    world = make_world(PlanState.SUBMITTED)
    mentor_speaks(world)
    address = reverse("plan_decide", args=[world.plan.pk])
    client_of(world.sponsor).post(address, {"answer": "approve", "read_version": "1"})
    client_of(world.lead).post(address, {"answer": "approve", "read_version": "1"})
    world.plan.refresh_from_db()
    assert world.plan.state == PlanState.ACTIVE


def test_a_lead_sees_what_is_waited_for_instead_of_a_button_until_all_have_answered():
    from improvement_plans.tests.services.worlds import mentor_speaks

    world = make_world(PlanState.SUBMITTED)
    address = reverse("plan_decide", args=[world.plan.pk])
    lead = client_of(world.lead)
    page = lead.get(address).content.decode()
    assert "The executive sponsor has not approved it yet." in page
    assert "The buddy has not commented on it yet." in page
    assert 'name="read_version"' not in page
    mentor_speaks(world)
    client_of(world.sponsor).post(address, {"answer": "approve", "read_version": "1"})
    page = lead.get(address).content.decode()
    assert "has not" not in page
    assert "The baselines freeze" in page


def test_an_approval_sent_before_the_others_answered_is_still_refused():
    world = make_world(PlanState.SUBMITTED)
    address = reverse("plan_decide", args=[world.plan.pk])
    page = client_of(world.lead).post(address, {"answer": "approve", "read_version": "1"})
    assert page.status_code == 200
    assert "The executive sponsor has not approved this plan yet." in page.content.decode()
    world.plan.refresh_from_db()
    assert world.plan.state == PlanState.SUBMITTED


def test_a_closed_plan_says_which_partner_took_part_and_no_longer_counts_days():
    world = make_world(PlanState.CLOSED)
    PlanGuest.objects.update(
        ends_on=datetime.date(2015, 3, 9), credit="alias", credited_as="Mrs B."
    )
    page = client_of(world.nurse).get(reverse("plan_detail", args=[world.plan.pk]))
    assert "Mrs B., until 9 March 2015." in page.content.decode()
    assert "partner yet" not in page.content.decode()
    assert "since last update" not in page.content.decode()


def test_changes_without_a_reason_are_not_asked_for():
    world = make_world(PlanState.SUBMITTED)
    address = reverse("plan_decide", args=[world.plan.pk])
    page = client_of(world.sponsor).post(address, {"answer": "changes", "reason": ""})
    assert page.status_code == 200
    world.plan.refresh_from_db()
    assert world.plan.state == PlanState.SUBMITTED


def test_the_check_in_saves_the_cards_that_were_answered():
    world = make_world(PlanState.ACTIVE)
    client = client_of(world.member)
    assert "Give every new patient" in client.get(reverse("check_in")).content.decode()
    prefix = f"action-{world.action.pk}"
    answer = client.post(
        reverse("check_in"),
        {
            f"{prefix}-claim": "on_track",
            f"{prefix}-text": "5 of 7 wards",
            f"{prefix}-form_key": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        },
    )
    assert answer.status_code == 302
    assert ProgressUpdate.objects.get().text == "5 of 7 wards"


def test_a_check_in_that_is_stuck_without_a_word_is_shown_again_with_its_text():
    world = make_world(PlanState.ACTIVE)
    prefix = f"action-{world.action.pk}"
    page = client_of(world.member).post(
        reverse("check_in"),
        {
            f"{prefix}-claim": "stuck",
            f"{prefix}-text": "half a line",
            f"{prefix}-form_key": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        },
    )
    assert "Say what is in the way" in page.content.decode()
    assert "half a line" in page.content.decode()


@pytest.mark.parametrize(
    "name,who",
    [
        ("plan_submit", "nurse"),
        ("plan_edit", "nurse"),
        ("aim_new", "nurse"),
        ("action_new", "nurse"),
        ("plan_close", "nurse"),
        ("plan_withdraw", "nurse"),
        ("guest_invite", "nurse"),
        ("plan_comment", "mentor"),
        ("plan_extend", "lead"),
    ],
)
def test_every_form_of_a_plan_opens(name, who):
    world = make_world()
    assert get(getattr(world, who), name, world.plan.pk).status_code == 200


@pytest.mark.parametrize(
    "name,who",
    [("action_update", "member"), ("action_move_date", "member"), ("action_review", "mentor")],
)
def test_every_form_of_an_action_opens(name, who):
    world = make_world(PlanState.ACTIVE)
    assert get(getattr(world, who), name, world.action.pk).status_code == 200


@pytest.mark.parametrize("rows", [2, 20])
def test_the_plan_page_asks_the_database_as_often_for_many_rows(
    rows, django_assert_max_num_queries
):
    world = make_world(PlanState.ACTIVE)
    for _row in range(rows):
        make_action(world.plan, owner=world.member)
    client = client_of(world.lead)
    with django_assert_max_num_queries(15):
        client.get(reverse("plan_detail", args=[world.plan.pk]))


def test_a_plan_with_everything_on_it_asks_at_most_15_statements(django_assert_max_num_queries):
    world = make_world(PlanState.ACTIVE)
    make_action(world.plan, owner=world.member, state=ActionState.CLAIMED_DONE, claim=Claim.DONE)
    group = make_group(world.plan.trust)
    make_advice(group, plan=world.plan)
    member = make_person(Role.TEAM_MEMBER, world.plan.trust.ods_code)
    GroupMember.objects.create(
        group=group, user=member, starts_on=world.plan.window_from, credit=Credit.NAME
    )
    ExtensionRequest.objects.create(
        plan=world.plan,
        until=world.plan.window_to + datetime.timedelta(days=30),
        reason="The ward moves in May.",
        asked_by=world.lead,
    )
    client = client_of(world.lead)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("plan_detail", args=[world.plan.pk]))
    assert f"Thank you to {member.name}." in page.content.decode()
