"""Many people at the same time, through the pages, on a real database: nothing lost or doubled."""

import datetime
import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from improvement_plans.models import Action, PlanComment, PlanState, ProgressUpdate
from improvement_plans.services import writing
from improvement_plans.tests.services.worlds import make_world
from improvement_plans.tests.simultaneous import at_once
from improvement_plans.views import showing

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = "2015-04-16T12:00:00+01:00"
EDITORS, COPIES = 50, 20


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel(TODAY, tick=False):
        yield


def sending(person, address, data):
    """One post by a browser of its own, signed in beforehand."""
    client = Client()
    client.force_login(person)
    return lambda: client.post(address, data)


def fifty_titles(world):
    """Fifty people who opened the same version and each typed a title of their own."""
    address = reverse("plan_edit", args=[world.plan.pk])
    return at_once(
        *(
            sending(
                world.nurse,
                address,
                {"title": f"Title {n:02d}", "read_version": "1", "form_key": str(uuid.uuid4())},
            )
            for n in range(EDITORS)
        )
    )


def test_of_fifty_editors_one_saves_and_all_others_see_both_texts():
    world = make_world()
    answers = fifty_titles(world)
    world.plan.refresh_from_db()
    refused = {n: a.content.decode() for n, a in enumerate(answers) if a.status_code == 200}
    assert len(refused) == EDITORS - 1
    assert world.plan.version == 2
    assert all(world.plan.title in page for page in refused.values())
    assert all(f"Title {n:02d}" in page for n, page in refused.items())


def test_the_test_of_editors_notices_a_save_that_looks_at_no_version(monkeypatch):
    """The planted fault: whoever comes last overwrites all others."""

    def save_anyway(thing, *, read_at, values):
        type(thing).objects.filter(pk=thing.pk).update(**values, version=read_at + 1)

    monkeypatch.setattr(writing, "save_version", save_anyway)
    answers = fifty_titles(make_world())
    assert [answer.status_code for answer in answers].count(200) < EDITORS - 1


FORMS = {
    "an update": (
        "action_update",
        "member",
        {"claim": "on_track", "text": "5 of 7 wards"},
        ProgressUpdate,
    ),
    "a comment": ("plan_comment", "mentor", {"text": "We did the same"}, PlanComment),
    "an action": (
        "action_new",
        "nurse",
        {
            "text": "Print the cards",
            "read_version": "1",
            "starts_on-day": "2",
            "starts_on-month": "3",
            "starts_on-year": "2015",
            "due-day": "29",
            "due-month": "5",
            "due-year": "2015",
        },
        Action,
    ),
}


def twenty_copies(form):
    """The same form sent twenty times at once; how many rows more there are, and the answers."""
    name, who, data, model = FORMS[form]
    world = make_world(PlanState.ACTIVE)
    before = model.objects.count()
    thing = world.action if name.startswith("action_update") else world.plan
    data = {**data, "form_key": str(uuid.uuid4()), "owner": world.member.pk}
    act = sending(getattr(world, who), reverse(name, args=[thing.pk]), data)
    answers = at_once(*([act] * COPIES))
    return model.objects.count() - before, answers


@pytest.mark.parametrize("form", FORMS)
def test_twenty_identical_posts_make_one_row_and_all_are_told_it_is_saved(form):
    rows, answers = twenty_copies(form)
    assert [answer.status_code for answer in answers] == [302] * COPIES
    assert rows == 1


@pytest.mark.parametrize("form", ["a comment", "an action"])
def test_the_test_of_copies_notices_forms_that_are_taken_in_each_time(form, monkeypatch):
    """The planted fault: nobody looks at the key of the form."""

    def take_always(*, by, key, digest, act):
        act()
        return True

    monkeypatch.setattr(showing, "send_once", take_always)
    rows, _answers = twenty_copies(form)
    assert rows == COPIES


def test_a_buddy_and_a_colleague_who_answer_at_once_give_one_answer():
    world = make_world(PlanState.ACTIVE)
    Action.objects.update(state="claimed_done", state_since=datetime.date(2015, 4, 1))
    address = reverse("action_review", args=[world.action.pk])
    data = {"answer": "challenged", "reason": "2 wards have no card"}
    acts = [sending(who, address, data) for who in (world.mentor, world.nurse, world.lead)]
    answers = at_once(*acts)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 302]
    assert world.action.reviews.count() == 1
