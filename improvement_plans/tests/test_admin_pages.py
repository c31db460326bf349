"""The admin site shows listening, measures, meetings and tests of change, and changes none."""

import pytest
from django.contrib import admin
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from improvement_plans.models import GroupMember, PdsaCycle, PlanState
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.insight.comments import make_insight
from improvement_plans.tests.listening.factories import (
    DAY,
    make_advice,
    make_commitment,
    make_group,
    make_held_event,
    make_recommendation,
)
from improvement_plans.tests.measure_factories import make_cycle, make_idea, make_measure
from improvement_plans.tests.meetings.factories import (
    make_decision,
    make_item,
    make_meeting,
    make_paper,
    make_series,
)
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
SMALL, WORDS = 7, "I waited in the corridor"


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


@pytest.fixture
def client():
    return client_of(make_person(Role.ADMINISTRATOR))


def things(world):
    trust = world.pair.mentee
    group = make_group(trust)
    GroupMember.objects.create(group=group, user=world.partner, starts_on=DAY)
    make_advice(group, plan=world.plan)
    meeting = make_meeting(trust, world.plan, people=[world.nurse])
    make_item(meeting)
    make_decision(meeting)
    return [
        meeting,
        make_series(trust),
        make_paper(meeting, facts={"sections": [WORDS]}),
        make_held_event(trust, people=SMALL, sex={"female": SMALL}),
        make_commitment(trust, plan=world.plan),
        make_recommendation(world.pair.scheme),
        group,
        make_insight(trust, WORDS, people=SMALL),
        make_measure(world.plan),
        make_cycle(make_idea(world.plan)),
    ]


def addresses(thing):
    name = f"{thing._meta.app_label}_{thing._meta.model_name}"
    return [
        reverse(f"admin:{name}_changelist"),
        reverse(f"admin:{name}_change", args=[thing.pk]),
        reverse(f"admin:{name}_history", args=[thing.pk]),
    ]


def test_every_thing_is_shown_with_its_history_and_without_numbers_of_people(world, client):
    for thing in things(world):
        for address in addresses(thing):
            answer = client.get(address)
            assert answer.status_code == 200, address
            page = answer.content.decode()
            assert WORDS not in page
            assert f">{SMALL}<" not in page, address


def test_nothing_is_added_changed_or_deleted(world, client):
    for thing in things(world):
        name = f"{thing._meta.app_label}_{thing._meta.model_name}"
        for address in (
            reverse(f"admin:{name}_add"),
            reverse(f"admin:{name}_change", args=[thing.pk]),
            reverse(f"admin:{name}_delete", args=[thing.pk]),
        ):
            assert client.post(address, {"post": "yes"}).status_code in (302, 403), address
        assert type(thing).objects.filter(pk=thing.pk).exists()


def test_figures_of_a_measure_and_counts_of_an_event_have_no_page(world):
    shown = {model.__name__ for model in admin.site._registry}
    assert not shown & {"DataPoint", "EventCount", "Population", "StagedComment", "Coding"}
    assert PdsaCycle.__name__ in shown
