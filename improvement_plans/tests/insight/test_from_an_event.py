"""From the page of an event to its comments, and to a new one that knows where it was said."""

import datetime
import re

import pytest
from django.urls import reverse

from buddy_portal.accounts.models import Membership
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import LONG_AGO
from improvement_plans.models import EngagementEvent, Insight, PlanState
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.insight.comments import make_insight
from improvement_plans.tests.listening.factories import DAY, make_event
from improvement_plans.tests.services.worlds import make_world
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


@pytest.fixture
def event(world):
    return make_event(world.pair.mentee, state="held", people=30)


def new(client, event):
    return client.get(f"{reverse('insight_new')}?event={event.pk}").content.decode()


def value_of(page, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def chosen(page):
    """The values of the choices that are made already."""
    return set(re.findall(r'value="([^"]+)" (?:selected|checked)', page))


def test_the_event_leads_to_its_comments_and_to_no_others(world, event):
    make_insight(world.pair.mentee, "Said at the event", event=event)
    make_insight(world.pair.mentee, "Said elsewhere")
    client = client_of(world.nurse)
    page = client.get(reverse("event", args=[event.pk])).content.decode()
    address = f"{reverse('insight_list')}?event={event.pk}"
    assert address in page
    found = client.get(address).content.decode()
    assert "Said at the event" in found
    assert "Said elsewhere" not in found


def test_a_comment_from_the_event_begins_with_its_day_and_kind_and_is_kept_with_it(world, event):
    client = client_of(world.nurse)
    assert (
        f"{reverse('insight_new')}?event={event.pk}"
        in client.get(reverse("event", args=[event.pk])).content.decode()
    )
    form = new(client, event)
    assert {str(event.pk), "focus_group"} <= chosen(form)
    assert [value_of(form, f"said_on-{part}") for part in ("day", "month", "year")] == [
        str(DAY.day),
        str(DAY.month),
        str(DAY.year),
    ]
    typed = {"excerpt": "I waited", "event": event.pk, "source": "focus_group"}
    typed |= {"said_on-day": DAY.day, "said_on-month": DAY.month, "said_on-year": DAY.year}
    typed |= {"trust": "MEE", "read_version": 1, "form_key": value_of(form, "form_key")}
    assert client.post(f"{reverse('insight_new')}?event={event.pk}", typed).status_code == 302
    assert Insight.objects.get().event == event


def test_the_event_of_a_person_s_second_trust_chooses_that_trust(world):
    other = make_trust("ZZZ")
    Membership.objects.create(
        user=world.nurse, role=Role.TRUST_LEAD, trust_code="ZZZ", starts_on=LONG_AGO
    )
    assert "ZZZ" in chosen(new(client_of(world.nurse), make_event(other)))


def test_an_old_event_is_offered_although_the_list_is_long(world):
    old = make_event(world.pair.mentee, on=datetime.date(2014, 1, 5))
    for place in range(60):
        make_event(world.pair.mentee, title=f"Event {place}")
    assert str(old.pk) in chosen(new(client_of(world.nurse), old))


@pytest.mark.parametrize("asked", ["x", "0", "9" * 300, "\x00", "<b>"])
def test_an_event_that_is_none_is_left_out(world, event, asked):
    page = client_of(world.nurse).get(reverse("insight_new"), {"event": asked})
    assert page.status_code == 200
    assert str(event.pk) not in chosen(page.content.decode())


def test_the_event_of_another_trust_is_left_out(world):
    foreign = make_event(make_trust("OUT"))
    assert str(foreign.pk) not in chosen(new(client_of(world.nurse), foreign))
    assert EngagementEvent.objects.get() == foreign
