"""Reminders before the days that matter, each written once, to those it concerns."""

import datetime

import pytest
import time_machine
from django.core.management import call_command

from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from trusts.models import Participation
from trusts.services.reminders import send_reminders, step_due
from trusts.services.sponsor_requests import ask_sponsor
from trusts.sponsor_links import address_of_request
from trusts.tasks import send_reminders as task
from trusts.tests.factories import make_pair, make_participation, make_scheme, make_trust

pytestmark = pytest.mark.django_db
CLOSES, ANSWER_BY = datetime.date(2014, 12, 31), datetime.date(2015, 1, 26)


def before(day, days):
    return day - datetime.timedelta(days=days)


@pytest.fixture
def scheme():
    return make_scheme("Buddy scheme 2015")


@pytest.fixture
def people():
    return {
        "nurse": make_person(Role.TRUST_LEAD, "RTR"),
        "sponsor": make_person(Role.SPONSOR, "RTR"),
        "other nurse": make_person(Role.TRUST_LEAD, "RA7"),
        "other sponsor": make_person(Role.SPONSOR, "RA7"),
    }


@pytest.fixture
def trusts():
    return make_trust("RTR", name="South Tees"), make_trust("RA7", name="Bristol")


def told(people):
    addresses = set(Message.objects.values_list("payload__to", flat=True))
    return {name for name, person in people.items() if person.email in addresses}


@pytest.mark.parametrize(
    "days, step", [(8, None), (7, 7), (5, 7), (2, 7), (1, 1), (0, 1), (-1, None)]
)
def test_a_step_holds_until_the_next_one(days, step):
    assert step_due(days, (7, 1)) == step


@pytest.mark.parametrize("state", ["draft", "asked_again"])
def test_an_unfinished_application_is_brought_to_mind_twice(scheme, trusts, people, state):
    make_participation(scheme, trusts[0], state=state, sponsor_agreed_at="2014-12-01T12:00Z")
    counts = [send_reminders(today=before(CLOSES, days)) for days in (8, 7, 6, 2, 1, 0)]
    assert counts == [0, 1, 0, 0, 1, 0]
    assert told(people) == {"nurse"}


@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn"])
def test_a_decided_application_is_left_alone(scheme, trusts, people, state):
    make_participation(scheme, trusts[0], state=state)
    assert send_reminders(today=before(CLOSES, 1)) == 0


def test_a_sponsor_with_an_account_and_one_with_a_link_are_both_reminded(scheme, trusts, people):
    found = make_participation(scheme, trusts[0], state="applied", statement="x")
    with time_machine.travel(datetime.datetime(2014, 12, 25, 12), tick=False):
        today = datetime.date(2014, 12, 25)
        asked = ask_sponsor(
            participation_id=found.pk,
            name="Dr Ada Brown",
            email="ada@test.example",
            by=people["nurse"],
            today=today,
        )
        Message.objects.all().delete()
        assert [send_reminders(today=today) for _ in range(2)] == [2, 0]
    assert told(people) == {"sponsor"}
    by_link = Message.objects.get(payload__to="ada@test.example")
    assert address_of_request(asked) in by_link.payload["text"]


def test_a_link_that_has_run_out_is_not_sent_again(scheme, trusts, people):
    found = make_participation(scheme, trusts[0], state="applied", statement="x")
    with time_machine.travel(datetime.datetime(2014, 12, 10, 12), tick=False):
        about = {"participation_id": found.pk, "name": "Ada", "email": "ada@test.example"}
        ask_sponsor(**about, by=people["nurse"], today=datetime.date(2014, 12, 10))
        Message.objects.all().delete()
    with time_machine.travel(datetime.datetime(2014, 12, 30, 12), tick=False):
        send_reminders(today=before(CLOSES, 1))
    assert not Message.objects.filter(payload__to="ada@test.example").exists()


def proposal(scheme, trusts, **fields):
    waiting = {"state": "proposed", "mentor_answer": "waiting", "mentee_answer": "waiting"}
    return make_pair(scheme, *trusts, **{**waiting, "answer_by": ANSWER_BY, **fields})


def test_a_trust_that_has_not_answered_is_reminded_and_the_other_is_not(scheme, trusts, people):
    proposal(scheme, trusts, mentor_answer="accepted")
    assert [send_reminders(today=before(ANSWER_BY, days)) for days in (6, 5, 4, 1, 0)] == [
        *(0, 2, 0, 2, 0)
    ]
    assert told(people) == {"other nurse", "other sponsor"}


@pytest.mark.parametrize("state", ["declined", "expired", "ended_early"])
def test_a_proposal_that_has_ended_is_left_alone(scheme, trusts, people, state):
    proposal(scheme, trusts, state=state)
    assert send_reminders(today=before(ANSWER_BY, 1)) == 0


def test_a_missing_signature_is_asked_for_once_a_week_after_agreeing(scheme, trusts, people):
    both = {"mentor_answer": "accepted", "mentee_answer": "accepted"}
    agreed = {"state": "agreed", "agreed_at": "2015-01-16T12:00Z"}
    proposal(scheme, trusts, **both, **agreed, mentor_signed_at="2015-01-17T12:00Z")
    days = [datetime.date(2015, 1, day) for day in (22, 23, 24, 30)]
    assert [send_reminders(today=day) for day in days] == [0, 1, 0, 0]
    assert told(people) == {"other sponsor"}


def test_beat_and_the_command_write_the_same_and_not_twice(scheme, trusts, people, capsys):
    make_participation(scheme, trusts[0], state="draft", sponsor_agreed_at="2014-12-01T12:00Z")
    with time_machine.travel(datetime.datetime(2014, 12, 30, 8), tick=False):
        task()
        call_command("remind_trusts")
    assert "0 reminders written." in capsys.readouterr().out
    assert Message.objects.count() == 1


def test_many_applications_cost_as_many_questions_of_the_database_as_mails(
    scheme, django_assert_max_num_queries
):
    for _ in range(10):
        make_participation(scheme, make_trust(), state="draft")
    with django_assert_max_num_queries(25):  # none has people: one question each for whom to tell
        assert send_reminders(today=before(CLOSES, 1)) == 0
    assert Participation.objects.count() == 10
