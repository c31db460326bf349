"""Recommendations to alliances and the events at which they came up, on both pages."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from buddy_portal.accounts.refusals import NotAllowed, Refusal
from improvement_plans.models import EventState, PlanState, Recommendation
from improvement_plans.services import recommendations as services
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.listening.factories import DAY, make_event, make_recommendation
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    world = make_world(PlanState.ACTIVE)
    for trust in (world.pair.mentee, world.pair.mentor):
        trust.alliance = "North Cancer Alliance"
        trust.save()
    return world


@pytest.fixture
def event(world):
    return make_event(world.pair.mentee, state=EventState.HELD, people=30)


def get(person, name, *args):
    return client_of(person).get(reverse(name, args=args)).content.decode()


def test_a_recommendation_made_from_an_events_page_stands_on_both_pages(world, event):
    assert f"{reverse('recommendation_new')}?event={event.pk}" in get(world.lead, "event", event.pk)
    days = {"made_on": ("16", "4", "2015"), "answer_by": ("30", "6", "2015")}
    sent = {
        f"{name}-{part}": value
        for name, parts in days.items()
        for part, value in zip(("day", "month", "year"), parts, strict=True)
    }
    words = {"alliance": "North Cancer Alliance", "text": "Pay for travel", "event": event.pk}
    belongs = {"belongs": f"scheme:{world.pair.scheme.pk}"}
    client_of(world.lead).post(reverse("recommendation_new"), {**sent, **words, **belongs})
    assert Recommendation.objects.get().event == event
    assert "Pay for travel" in get(world.lead, "event", event.pk)
    there = reverse("event", args=[event.pk])
    assert f'href="{there}"' in get(world.lead, "recommendation_list")


def test_one_that_was_made_before_is_traced_to_its_event_later_and_freed_again(world, event):
    made = make_recommendation(world.pair.scheme)
    address = reverse("recommendation_event", args=[made.pk])
    assert address in get(world.lead, "recommendation_list")
    client_of(world.lead).post(address, {"event": event.pk})
    made.refresh_from_db()
    assert made.event == event
    change = f'<a href="{address}">Change where it came from</a>'
    assert change in get(world.lead, "recommendation_list")
    assert address not in get(world.nurse, "recommendation_list")
    client_of(world.lead).post(address, {"event": ""})
    made.refresh_from_db()
    assert made.event is None


def test_a_trust_of_the_alliance_reads_it_and_no_title_of_an_event_it_may_not_see(world, event):
    make_recommendation(world.pair.scheme, event=event)
    assert "Pay for travel" in get(world.nurse, "event", event.pk)
    assert event.title in get(world.nurse, "recommendation_list")
    page = get(world.mentor, "recommendation_list")
    assert "An event of another trust" in page
    assert event.title not in page


def test_people_of_another_alliance_do_not_read_it_at_an_event_that_they_see(world):
    event = make_event(None, scheme=world.pair.scheme, state=EventState.HELD)
    make_recommendation(world.pair.scheme, event=event)
    assert "Pay for travel" in get(world.nurse, "event", event.pk)
    assert "Pay for travel" not in get(world.outsider, "event", event.pk)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": EventState.PLANNED}, "was held"),
        ({"state": EventState.HELD, "on": DAY + datetime.timedelta(days=1)}, "after"),
    ],
)
def test_an_event_that_cannot_be_where_it_came_from_is_refused(world, fields, said):
    made = make_recommendation(world.pair.scheme)
    event = make_event(world.pair.mentee, **fields)
    with pytest.raises(Refusal, match=said):
        services.say_event(by=world.lead, recommendation=made, event=event)


@pytest.mark.parametrize("who", ["nurse", "member", "mentor", "observer", "outsider"])
def test_only_a_programme_lead_says_where_it_came_from(world, event, who):
    made = make_recommendation(world.pair.scheme)
    with pytest.raises(NotAllowed):
        services.say_event(by=getattr(world, who), recommendation=made, event=event)


@pytest.mark.parametrize("value", ["0", "x", "99999999999999999999", "<b>", "\x00", "é" * 1000])
def test_a_key_that_is_no_event_is_refused_at_the_field(world, value):
    made = make_recommendation(world.pair.scheme)
    address = reverse("recommendation_event", args=[made.pk])
    answer = client_of(world.lead).post(address, {"event": value})
    assert answer.status_code == 200
    assert 'href="#id_event' in answer.content.decode()
    made.refresh_from_db()
    assert made.event is None
