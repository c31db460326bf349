"""Bad input to the forms of listening: a sentence at the form, the text kept, nothing changed."""

import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.models import AuditEvent
from improvement_plans.models import EngagementEvent, EventState, PlanState
from improvement_plans.tests.factories import make_plan
from improvement_plans.tests.listening.factories import (
    make_advice,
    make_commitment,
    make_event,
    make_group,
    make_held_event,
    make_recommendation,
)
from improvement_plans.tests.services.worlds import make_world
from improvement_plans.tests.typed import FINE, LONG, TROUBLE
from trusts.tests.factories import make_trust

pytestmark = pytest.mark.django_db
DAYS = {
    f"{name}-{part}": value
    for name in ("on", "due", "founded_on", "made_on", "answer_by", "answered_on")
    for part, value in (("day", "16"), ("month", "4"), ("year", "2015"))
}
EVENT = {"kind": "focus_group", "read_version": "1"}
# Address, who sends it, its field of free text, what else a good post holds, and the thing.
FORMS = {
    "event_new": ("member", "title", EVENT, ""),
    "event_edit": ("member", "title", EVENT, "planned"),
    "event_write_up": ("member", "better", {"read_version": "1"}, "held"),
    "event_cancel": ("nurse", "reason", {}, "planned"),
    "population_give": ("nurse", "source", {"year": "2014", "group_male": "480"}, "trust"),
}
COMMITMENT = {"source": "letter", "said": "We said it", "text": "We promise", "read_version": "1"}
ANSWER = {"answer": "accepted", "answered_by": "Director", "read_version": "1"}
FORMS |= {
    "commitment_new": ("member", "text", COMMITMENT, ""),
    "commitment_edit": ("member", "said", COMMITMENT, "promise"),
    "commitment_tell": ("member", "note", {"state": "under_way", "read_version": "1"}, "promise"),
    "commitment_publish": ("nurse", "did", {"read_version": "1"}, "told"),
    "commitment_unpublish": ("nurse", "reason", {}, "public"),
    "recommendation_new": ("lead", "text", {"alliance": "North Cancer Alliance"}, ""),
    "recommendation_answer": ("lead", "answer_words", ANSWER, "asked"),
}
FORMS |= {
    "group_new": ("nurse", "name", {"constitution": "We meet", "read_version": "1"}, ""),
    "group_edit": ("nurse", "constitution", {"name": "Panel", "read_version": "1"}, "group"),
    "group_end": ("nurse", "reason", {}, "group"),
    "advice_new": ("nurse", "text", {}, "group"),
    "advice_answer": ("member", "became", {"outcome": "taken", "read_version": "1"}, "advice"),
}
PUBLIC = {"state": "kept", "did": "Done", "published_at": timezone.now()}


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


def address_of(name, thing, world):
    trust = world.pair.mentee
    make = {
        "": list,
        "planned": lambda: [make_event(trust).pk],
        "held": lambda: [make_event(trust, state=EventState.HELD, people=30).pk],
        "trust": lambda: [trust.ods_code, "sex"],
        "promise": lambda: [make_commitment(trust).pk],
        "told": lambda: [make_commitment(trust, state="under_way").pk],
        "public": lambda: [make_commitment(trust, **PUBLIC).pk],
        "group": lambda: [make_group(trust).pk],
        "advice": lambda: [make_advice(make_group(trust)).pk],
        "asked": lambda: [make_recommendation(world.pair.scheme).pk],
    }
    return reverse(name, args=make[thing]())


def post(name, text, **changed):
    who, field, more, thing = FORMS[name]
    world = make_world(PlanState.ACTIVE)
    client = Client()
    client.force_login(getattr(world, who))
    place = world.pair.scheme if who == "lead" else world.pair.mentee
    belongs = {"belongs": f"{'scheme' if who == 'lead' else 'trust'}:{place.pk}"}
    data = {
        **DAYS,
        **belongs,
        "owner": world.member.pk,
        "trust": world.pair.mentee.pk,
        **more,
        field: text,
        "form_key": str(uuid.uuid4()),
        **changed,
    }
    make_trust("ALL", alliance="North Cancer Alliance")
    address = address_of(name, thing, world)
    before = AuditEvent.objects.count()
    answer = client.post(address, data)
    return world, answer, AuditEvent.objects.count() - before


@pytest.mark.parametrize("kind", TROUBLE)
@pytest.mark.parametrize("name", FORMS)
def test_trouble_is_told_at_the_form_and_changes_nothing(name, kind):
    _world, answer, written = post(name, TROUBLE[kind])
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "nhsuk-error-summary" in page
    assert kind != "long" or LONG in page, "what was typed must be shown again"
    assert written == 0


@pytest.mark.parametrize("kind", FINE)
@pytest.mark.parametrize("name", FORMS)
def test_strange_but_honest_text_is_taken_as_text(name, kind):
    world, answer, written = post(name, FINE[kind])
    assert answer.status_code == 302, answer.content.decode()
    assert written == 1
    client = Client()
    client.force_login(world.nurse)
    page = client.get(answer["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "102709" not in page


@pytest.mark.parametrize("name", FORMS)
def test_a_key_that_is_none_is_refused_with_a_sentence(name):
    _world, answer, _written = post(name, "Honest text", form_key="not-a-key")
    assert "not sent whole" in answer.content.decode()


@pytest.mark.parametrize("field", ["belongs", "plan", "group", "kind", "concern_1"])
@pytest.mark.parametrize("value", ["0", "trust:0", "99999999999999999999", "x:y", "foreign"])
def test_an_event_of_a_place_that_is_none_of_theirs_is_refused_at_the_field(field, value):
    foreign = {
        "belongs": lambda: f"trust:{make_trust('OTH').pk}",
        "plan": lambda: make_plan().pk,
        "group": lambda: make_group(make_trust("OTH")).pk,
    }
    chosen = foreign.get(field, lambda: "foreign")() if value == "foreign" else value
    _world, answer, written = post("event_new", "Title", **{field: chosen})
    said = "nhsuk-error-summary" if field == "belongs" else f'href="#id_{field}'
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert (written, EngagementEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize("year", ["9999", "2101", "1999", "0001"])
@pytest.mark.parametrize(
    ("name", "field"),
    [
        *(("event_new", "on"), ("event_edit", "on"), ("commitment_new", "due")),
        *(("commitment_edit", "due"), ("recommendation_new", "answer_by")),
    ],
)
def test_a_day_that_nobody_plans_for_is_refused_at_its_field(name, field, year):
    _world, answer, written = post(name, "Honest text", **{f"{field}-year": year})
    page = answer.content.decode()
    assert "must be between 1 January 2000 and 31 December 2100" in page
    assert f'href="#id_{field}' in page
    assert written == 0


def test_a_cancelled_event_is_not_set_for_the_end_of_time():
    world = make_world(PlanState.ACTIVE)
    event = make_event(world.pair.mentee, state=EventState.CANCELLED, reason="Snow")
    client = Client()
    client.force_login(world.nurse)
    data = {"on-day": "31", "on-month": "12", "on-year": "9999"}
    answer = client.post(reverse("event_set_anew", args=[event.pk]), data)
    assert "and 31 December 2100" in answer.content.decode()
    event.refresh_from_db()
    assert event.state == EventState.CANCELLED


@pytest.mark.parametrize("people", ["", "-1", "2.5", "x", "1e3", "99999999999999999999", "١٢x"])
def test_a_number_of_people_that_is_none_is_refused_at_the_field(people):
    world = make_world(PlanState.ACTIVE)
    event = make_event(world.pair.mentee)
    client = Client()
    client.force_login(world.member)
    answer = client.post(reverse("event_hold", args=[event.pk]), {"people": people})
    assert 'href="#id_people"' in answer.content.decode()
    event.refresh_from_db()
    assert event.people is None


@pytest.mark.parametrize("number", ["-1", "x", "1000000000000", "=1+1"])
def test_a_count_that_is_none_is_refused_at_its_group(number):
    world = make_world(PlanState.ACTIVE)
    event = make_held_event(world.pair.mentee, people=30, sex={"male": 12})
    client = Client()
    client.force_login(world.member)
    there = reverse("event_count", args=[event.pk, "sex"])
    answer = client.post(there, {"group_female": number})
    assert 'href="#id_group_female"' in answer.content.decode()
    assert event.counts.get().number == 12


@pytest.mark.parametrize("characteristic", ["x", "people", "<b>"])
def test_a_characteristic_that_nobody_is_counted_by_is_not_found(characteristic):
    world = make_world(PlanState.ACTIVE)
    event = make_held_event(world.pair.mentee)
    client = Client()
    client.force_login(world.nurse)
    for name, key in (("event_count", event.pk), ("population_give", world.pair.mentee.ods_code)):
        assert client.get(reverse(name, args=[key, characteristic])).status_code == 404
