"""Commitments and events where people look: start page, reminders, calendar; and inequalities."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.outbox.mail import SEND_MAIL
from buddy_portal.outbox.models import Message
from improvement_plans.calendars.entries import entries_for
from improvement_plans.models import Action, Aim, CommitmentState, PlanState, ReminderWishes
from improvement_plans.selectors.inequalities import (
    inequalities_of_plan,
    inequalities_of_scheme,
    survey_gaps,
)
from improvement_plans.services import engagement
from improvement_plans.services.reminders import send_due_reminders
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.listening.factories import (
    make_commitment,
    make_event,
    make_recommendation,
    make_shown_event,
)
from improvement_plans.tests.services.worlds import make_world
from improvement_plans.todos import waiting_for
from trusts.tests.factories import make_score

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 4, 16)
PEOPLE = ("nurse", "member", "sponsor", "mentor", "lead", "partner", "observer", "outsider")


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    world = make_world(PlanState.ACTIVE)
    Action.objects.all().delete()
    return world


def who_has(world, words):
    return {
        who
        for who in PEOPLE
        for todo in waiting_for(getattr(world, who), today=TODAY)
        if words in todo.title
    }


def test_a_commitment_that_is_due_waits_for_its_owner(world):
    make_commitment(world.pair.mentee, owner=world.sponsor, due=TODAY, text="One number")
    assert who_has(world, "“One number” is going") == {"sponsor"}


def test_a_kept_commitment_waits_for_the_lead_to_publish_it(world):
    make_commitment(world.pair.mentee, state=CommitmentState.KEPT, did="Done", text="One number")
    assert who_has(world, "you kept “One number”") == {"nurse"}


@pytest.mark.parametrize(("state", "verb"), [("planned", "Say how"), ("held", "Write up")])
def test_an_event_whose_day_has_passed_waits_for_the_team(world, state, verb):
    make_event(world.pair.mentee, state=state)
    assert who_has(world, f"{verb} “Lung cancer focus group”") == {"nurse", "member"}


def test_a_late_answer_of_an_alliance_waits_for_the_programme(world):
    make_recommendation(world.pair.scheme, answer_by=datetime.date(2015, 4, 15))
    assert who_has(world, "North Cancer Alliance") == {"lead"}


def subjects(world, day):
    """The subjects of the mails of a day, by who gets them; only about due dates."""
    for who in PEOPLE:
        values = {"weekly": False, "monthly": False}
        ReminderWishes.objects.update_or_create(user=getattr(world, who), defaults=values)
    Message.objects.all().delete()
    send_due_reminders(today=day)
    mails = Message.objects.filter(job=SEND_MAIL)
    to = {getattr(world, who).email: who for who in PEOPLE}
    return {to[each.payload["to"]]: each.payload["subject"] for each in mails}


def test_a_commitment_reminds_its_owner_then_the_lead_then_the_programme_each_once(world):
    make_commitment(world.pair.mentee, owner=world.member, due=TODAY)
    on = {days: TODAY + datetime.timedelta(days=days) for days in (-7, 0, 1, 7, 14, 21)}
    heard = {days: set(subjects(world, day)) for days, day in on.items()}
    assert heard == {
        -7: {"member"},
        0: {"member"},
        1: set(),
        7: {"member"},
        14: {"nurse"},
        21: {"lead"},
    }


def test_an_answered_commitment_reminds_nobody(world):
    make_commitment(world.pair.mentee, owner=world.member, due=TODAY, state="kept", did="Done")
    assert subjects(world, TODAY) == {}


def test_the_mail_says_that_it_is_about_commitments(world):
    make_commitment(world.pair.mentee, owner=world.member, due=TODAY)
    assert subjects(world, TODAY) == {"member": "Buddy scheme: 1 commitment due or overdue"}


def test_commitments_and_events_stand_in_the_calendar_of_those_who_see_them(world):
    make_commitment(world.pair.mentee, owner=world.member, text="One number")
    make_event(world.pair.mentee, on=TODAY, title="Evening")

    def titles(person):
        entries = entries_for(access_of(person), on=TODAY, portal="https://x.example")
        return {each.title for each in entries}

    assert {"Due: One number", "Evening"} <= titles(world.member)
    assert not {"Due: One number", "Evening"} & titles(world.outsider)


def with_gap(world, n=60):
    year, trust = world.pair.scheme.baseline, world.pair.mentee
    for name, score in (("1 Most deprived", 40.0), ("5 Least deprived", 70.0)):
        make_score(world.question, trust, score, n, group_kind="imd_quintile", group_name=name)
    return year, trust


def test_a_gap_is_the_group_furthest_below_all_others(world):
    year, trust = with_gap(world)
    (gap,) = survey_gaps(year, trust, {"Q18"})
    assert (gap.group, gap.score, gap.n) == ("1 Most deprived", 40.0, 60)
    assert gap.difference < 0


@pytest.mark.parametrize("n", [5, 20])
def test_a_gap_of_few_people_is_not_shown(world, n):
    year, trust = with_gap(world, n)
    assert survey_gaps(year, trust, {"Q18"}) == ()
    client = Client()
    client.force_login(world.nurse)
    page = client.get(reverse("plan_inequalities", args=[world.plan.pk])).content.decode()
    assert "40.0%" not in page


def test_whom_an_aim_concerns_and_who_was_not_heard(world):
    aim = world.plan.aims.get()
    engagement.say_whom_aim_concerns(by=world.nurse, aim=aim, concerns=[("tumour_group", "lung")])
    event = make_shown_event(world.pair.mentee, people=40, sex={"female": 40})
    event.plan = world.plan
    event.save()
    for section in (inequalities_of_plan(world.plan), inequalities_of_scheme(world.pair.scheme)):
        assert section.concerns[0].groups == ("Tumour group: Lung",)
        assert "Sex or gender: Men" in section.not_heard
        assert "Age" in section.not_counted


def test_an_aim_of_a_tumour_group_concerns_it_without_being_told(world):
    Aim.objects.update(tumour_group="Lung")
    assert inequalities_of_plan(world.plan).concerns[0].groups == ("Tumour group: Lung",)
    aim = world.plan.aims.get()
    engagement.say_whom_aim_concerns(by=world.nurse, aim=aim, concerns=[("tumour_group", "lung")])
    assert inequalities_of_plan(world.plan).concerns[0].groups == ("Tumour group: Lung",)


def test_who_was_missing_in_words_stands_under_who_is_left_out(world):
    make_event(
        world.pair.mentee,
        plan=world.plan,
        title="Lung evening",
        state="held",
        who_was_missing="Nobody who works by day",
    )
    page = client_of(world.nurse).get(reverse("plan_inequalities", args=[world.plan.pk]))
    assert "Missing at “Lung evening”: Nobody who works by day" in page.content.decode()


def test_the_page_asks_as_often_for_many_events_as_for_few(world):
    client = Client()
    client.force_login(world.lead)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("scheme_inequalities", args=[world.pair.scheme_id]))
        return len(asked)

    for _ in range(2):
        make_event(world.pair.mentee, plan=world.plan)
    few = queries()
    for _ in range(10):
        make_event(world.pair.mentee, plan=world.plan)
    assert queries() == few


def test_a_group_that_nobody_knows_is_refused_for_an_aim(world):
    client = Client()
    client.force_login(world.nurse)
    there = reverse("aim_concerns", args=[world.plan.pk, world.plan.aims.get().pk])
    answer = client.post(there, {"concern_1": "age:ancient"})
    assert 'href="#id_concern_1"' in answer.content.decode()
