"""Bad input to the forms of meetings: a sentence at the form, the text kept, nothing changed."""

import datetime
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent
from improvement_plans.models import Meeting, MeetingSeries, PlanState
from improvement_plans.tests.factories import make_plan
from improvement_plans.tests.meetings.factories import (
    make_decision,
    make_item,
    make_meeting,
    make_series,
)
from improvement_plans.tests.services.worlds import make_world
from improvement_plans.tests.typed import FINE, LONG, TROUBLE

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 4, 16)
DAYS = {
    f"{name}-{part}": value
    for name in ("on", "begins_on")
    for part, value in (("day", "16"), ("month", "4"), ("year", "2015"))
}
SHARED = {
    "kind": "mdt",
    "title": "Lung MDT",
    "at": "9.30",
    "lasts": "60",
    "chair": "Clinical lead",
    "read_version": "1",
    **DAYS,
}
OFTEN = {**SHARED, "rhythm": "months", "every": "1", "week": "1", "weekday": "1"}
# Address, its field of free text, what else a good post holds, and the thing it is about.
FORMS = {
    "meeting_new": ("title", SHARED, ""),
    "meeting_edit": ("chair", SHARED, "ahead"),
    "meeting_cancel": ("reason", {}, "ahead"),
    "meeting_minutes": ("minutes", {"read_version": "1"}, "today"),
    "item_new": ("text", {}, "ahead"),
    "decision_new": ("text", {"follows": "nothing"}, "today"),
    "decision_settle": ("became", {"read_version": "1"}, "decision"),
    "series_new": ("title", OFTEN, ""),
    "series_edit": ("chair", OFTEN, "series"),
}


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


def address_of(name, thing, world):
    trust = world.pair.mentee
    make = {
        "": list,
        "ahead": lambda: [make_meeting(trust).pk],
        "today": lambda: [make_meeting(trust, on=TODAY).pk],
        "decision": lambda: [make_decision(make_meeting(trust, on=TODAY)).pk],
        "series": lambda: [make_series(trust).pk],
    }
    return reverse(name, args=make[thing]())


def post(name, text, **changed):
    field, more, thing = FORMS[name]
    world = make_world(PlanState.ACTIVE)
    client = Client()
    client.force_login(world.nurse)
    data = {**more, field: text, "form_key": str(uuid.uuid4()), **changed}
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


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("at", each) for each in ("", "25:00", "9:99", "soon", "-1", "\x00", "9" * 9999)),
        *(("lasts", each) for each in ("", "0", "601", "1.5", "x", "99999999999999999999")),
        *(("kind", each) for each in ("", "programme", "x")),
        *(("plans", each) for each in ("x", "0", "99999999999999999999")),
        *(("people", each) for each in ("x", "0", "99999999999999999999")),
        *(("on-day", each) for each in ("", "31", "x")),
    ],
)
def test_value_that_is_none_is_refused_at_its_field(field, value):
    _world, answer, written = post("meeting_new", "Lung MDT", **{field: value})
    assert answer.status_code == 200
    assert f'href="#id_{field}' in answer.content.decode()
    assert (written, Meeting.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("every", each) for each in ("", "0", "13", "x")),
        *(("rhythm", each) for each in ("", "x")),
        *(("week", each) for each in ("", "5", "x")),
        *(("weekday", each) for each in ("", "7", "x")),
    ],
)
def test_schedule_that_is_none_is_refused_at_its_field(field, value):
    _world, answer, written = post("series_new", "Lung MDT", **{field: value})
    assert f'href="#id_{field}' in answer.content.decode()
    assert (written, MeetingSeries.objects.count()) == (0, 0)


@pytest.mark.parametrize("year", ["9999", "2101", "1999", "0001"])
@pytest.mark.parametrize(("name", "field"), [("meeting_new", "on"), ("series_new", "begins_on")])
def test_day_that_nobody_plans_for_is_refused_at_its_field(name, field, year):
    _world, answer, written = post(name, "Lung MDT", **{f"{field}-year": year})
    page = answer.content.decode()
    assert "must be between 1 January 2000 and 31 December 2100" in page
    assert f'href="#id_{field}' in page
    assert written == 0


def test_schedule_until_the_end_of_time_is_refused():
    last = {"ends_on-day": "31", "ends_on-month": "12", "ends_on-year": "9999"}
    _world, answer, written = post("series_new", "Lung MDT", **last)
    assert 'href="#id_ends_on' in answer.content.decode()
    assert (written, MeetingSeries.objects.count()) == (0, 0)


@pytest.mark.parametrize("typed", ["9", "9:30", "9.30", "14:30", "2pm", "2:30 pm", " 2.30PM "])
def test_time_is_taken_as_people_type_it(typed):
    _world, answer, _written = post("meeting_new", "Lung MDT", at=typed)
    assert answer.status_code == 302, answer.content.decode()


@pytest.mark.parametrize("of", ["trust:0", "scheme:1", "x", "", "trust:99999999999999999999"])
def test_place_that_is_not_theirs_is_not_taken(of):
    world = make_world(PlanState.ACTIVE)
    client = Client()
    client.force_login(world.nurse)
    answer = client.post(f"{reverse('meeting_new')}?of={of}", SHARED)
    assert answer.status_code == 200
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"follows": "x"}, "follows"),
        ({"follows": "action"}, "follows"),
        ({"follows": "commitment"}, "said"),
        ({"owner": "0"}, "owner"),
        ({"item": "99999999999999999999"}, "item"),
        ({"due-day": "31", "due-month": "2", "due-year": "2015"}, "due"),
    ],
)
def test_decision_by_half_is_refused_at_its_field(changed, field):
    _world, answer, written = post("decision_new", "Print it", **changed)
    assert f'href="#id_{field}' in answer.content.decode()
    assert written == 0


@pytest.mark.parametrize("field", ["plan", "item"])
def test_plan_and_item_of_another_trust_are_refused(field):
    foreign = make_plan(state=PlanState.ACTIVE)
    item = make_item(make_meeting(foreign.pair.mentee))
    key = {"plan": foreign.pk, "item": item.pk}[field]
    _world, answer, written = post("decision_new", "Print it", **{field: str(key)})
    assert f'href="#id_{field}' in answer.content.decode()
    assert written == 0


@pytest.mark.parametrize("value", ["", "0", "201", "x", "1.5"])
def test_place_on_the_agenda_that_is_none_is_refused_at_its_item(value):
    world = make_world(PlanState.ACTIVE)
    item = make_item(make_meeting(world.pair.mentee))
    client = Client()
    client.force_login(world.nurse)
    there = reverse("agenda_order", args=[item.meeting_id])
    answer = client.post(there, {f"place_{item.pk}": value, f"out_{item.pk}": "on"})
    assert f'href="#id_place_{item.pk}' in answer.content.decode()
    item.refresh_from_db()
    assert not item.is_dropped


def test_same_post_twice_calls_one_meeting():
    world = make_world(PlanState.ACTIVE)
    client = Client()
    client.force_login(world.nurse)
    for _turn in range(2):
        data = {**SHARED, "form_key": "11111111-1111-4111-8111-111111111111"}
        assert client.post(reverse("meeting_new"), data).status_code == 302
    assert Meeting.objects.filter(trust=world.pair.mentee).count() == 1
