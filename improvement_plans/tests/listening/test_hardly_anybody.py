"""Events that nobody, or one person, came to; groups of one; things that would lead in a circle."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from buddy_portal.accounts.refusals import Refusal
from improvement_plans.models import Action, ActionState, EngagementEvent, GroupMember, PlanState
from improvement_plans.services import engagement, insight, writing
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.factories import make_aim, make_plan
from improvement_plans.tests.insight.comments import make_insight
from improvement_plans.tests.listening.factories import DAY, make_event, make_group, make_held_event
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world
from trusts.tests.factories import make_pair, make_scheme, make_trust

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def page_of(world, event):
    return client_of(world.nurse).get(reverse("event", args=[event.pk])).content.decode()


def test_an_event_that_nobody_came_to_is_held_and_counts_nobody(world):
    event = make_event(world.pair.mentee, on=DAY)
    engagement.hold_event(by=world.nurse, event=event, people=0, today=IN_WINDOW)
    page = page_of(world, event)
    assert "Count who came" not in page
    with pytest.raises(Refusal):
        engagement.count_people(
            by=world.nurse, event=event, characteristic="sex", numbers={"female": 1}
        )


def test_an_event_of_one_person_is_of_fewer_than_ten_and_is_not_divided(world):
    event = make_held_event(world.pair.mentee, people=1, sex={"female": 1})
    page = page_of(world, event)
    assert "fewer than 10" in page
    assert "Women" not in page


def test_a_group_of_one_member_is_shown_without_a_name_nobody_agreed_to(world):
    group = make_group(world.pair.mentee)
    GroupMember.objects.create(group=group, user=world.partner, starts_on=DAY)
    page = client_of(world.observer).get(reverse("group", args=[group.pk]))
    assert page.status_code == 200
    assert world.partner.name not in page.content.decode()


def test_an_action_that_was_carried_over_does_not_lead_back_to_its_own_plan(world):
    Action.objects.update(state=ActionState.CARRIED_OVER)
    values = {
        "text": "Again",
        "owner": world.member,
        "starts_on": IN_WINDOW,
        "due": world.plan.window_to,
        "carried_from": world.action,
    }
    with pytest.raises(Refusal, match="carried over"):
        writing.add_action(by=world.nurse, plan=world.plan, values=values, today=IN_WINDOW)


def test_a_comment_is_linked_once_however_often_it_is_linked(world):
    comment = make_insight(world.pair.mentee)
    aim = world.plan.aims.get()
    for _again in range(2):
        insight.link_insight(
            by=world.nurse,
            insight=comment,
            plan=world.plan,
            questions=[],
            aims=[aim],
            actions=[world.action],
        )
    assert (comment.aims.count(), comment.actions.count()) == (1, 1)


def test_a_comment_is_not_linked_to_the_aim_of_another_trust(world):
    pair = make_pair(make_scheme(), make_trust(), make_trust())
    foreign = make_aim(make_plan(pair), world.question)
    comment = make_insight(world.pair.mentee)
    with pytest.raises((Refusal, ValidationError)):
        insight.link_insight(
            by=world.nurse,
            insight=comment,
            plan=world.plan,
            questions=[],
            aims=[foreign],
            actions=[],
        )
    assert not comment.aims.exists()


def test_an_event_without_participants_yet_says_so(world):
    event = make_event(world.pair.mentee, state="held", people=None)
    assert client_of(world.nurse).get(reverse("event", args=[event.pk])).status_code == 200
    assert EngagementEvent.objects.get().people is None
