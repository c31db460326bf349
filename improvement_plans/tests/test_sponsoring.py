"""Escalations with their clock, calls for help, and looks at sustainability."""

import datetime
import json
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from buddy_portal.outbox.models import Message
from improvement_plans.models import Action, Claim, Plan, PlanState, StillDone
from improvement_plans.presenters.escalations import clock_of, turns_red
from improvement_plans.services.contacts import log_contact
from improvement_plans.services.escalating import reply_as_sponsor
from improvement_plans.services.progress import update_action
from improvement_plans.services.sustaining import check_sustainability
from improvement_plans.sustainability import FACTORS, due_moment, months_later, next_look
from improvement_plans.tests.factories import make_action, make_risk
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world, new_report
from improvement_plans.todos import waiting_for

pytestmark = pytest.mark.django_db
ALL_A = {factor.key: "A" for factor in FACTORS}
CLOSED = datetime.date(2015, 8, 31)


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    made = make_world(PlanState.ACTIVE)
    Action.objects.update(
        state="blocked", within_our_control=False, state_since=datetime.date(2015, 4, 7)
    )
    made.action.refresh_from_db()
    return made


def titles(user):
    return [todo.title for todo in waiting_for(user, today=IN_WINDOW)]


def sponsor_page(world):
    client = Client()
    client.force_login(world.sponsor)
    return client.get(reverse("sponsor_page"))


# Escalation


@pytest.mark.parametrize(
    "since,words",
    [
        (IN_WINDOW, "Blocked today. Red from 8 May"),
        (datetime.date(2015, 4, 7), "Blocked 9 days. Red from 29 April"),
        (datetime.date(2015, 3, 26), "Blocked 21 days. Red from 17 April"),
        (datetime.date(2015, 3, 25), "Blocked 22 days. Red since 16 April"),
    ],
)
def test_the_clock_says_when_a_blocked_action_turns_red(since, words):
    action = Action(state_since=since)
    assert f"{clock_of(action, on=IN_WINDOW).text}. {turns_red(action, on=IN_WINDOW)}" == words


def test_the_sponsor_sees_approvals_and_escalations_on_one_page(world):
    page = sponsor_page(world).content.decode()
    assert world.action.text in page
    assert "Blocked 9 days" in page
    assert "No plan waits for your approval." in page


def test_a_submitted_plan_stands_on_the_sponsor_s_page():
    world = make_world(PlanState.SUBMITTED)
    page = sponsor_page(world).content.decode()
    assert reverse("plan_decide", args=[world.plan.pk]) in page
    assert "Nothing is escalated to you." in page


def test_an_answer_reaches_the_owner_and_stays_on_view(world):
    reply_as_sponsor(by=world.sponsor, action=world.action, text="I spoke to estates")
    told = {message.payload["to"] for message in Message.objects.all()}
    assert told == {world.member.email, world.nurse.email}
    client = Client()
    client.force_login(world.member)
    page = client.get(reverse("action_detail", args=[world.action.pk])).content.decode()
    assert "I spoke to estates" in page
    todo = next(each for each in waiting_for(world.sponsor, today=IN_WINDOW))
    assert todo.rank > 40, "what was answered is no longer urgent"


@pytest.mark.parametrize("who", ["nurse", "member", "mentor", "lead", "outsider", "observer"])
def test_only_the_sponsor_answers(world, who):
    with pytest.raises(NotAllowed):
        reply_as_sponsor(by=getattr(world, who), action=world.action, text="Yes")


def test_an_action_that_is_not_blocked_does_not_wait_for_the_sponsor(world):
    Action.objects.update(state="in_progress")
    with pytest.raises(WrongState):
        reply_as_sponsor(by=world.sponsor, action=world.action, text="Yes")


def test_the_sponsor_s_page_asks_as_many_questions_for_many_as_for_one(
    world, django_assert_max_num_queries
):
    for _each in range(10):
        make_action(world.plan, state="blocked", within_our_control=False, owner=world.member)
    client = Client()
    client.force_login(world.sponsor)
    with django_assert_max_num_queries(14):
        assert client.get(reverse("sponsor_page")).status_code == 200


# Calls for help and risks


def ask(world):
    update_action(
        by=world.member, **new_report(world, Claim.AT_RISK, help_wanted=True, text="Which card?")
    )


def test_a_call_for_help_waits_for_the_buddy_until_they_were_in_touch(world):
    ask(world)
    words = f"Help {world.pair.mentee.name} with “{world.action.text}”"
    assert words in titles(world.mentor)
    assert words not in titles(world.nurse)
    values = {"on": IN_WINDOW, "kind": "call", "minutes": 9, "who": "We", "agreed": "Card B"}
    with time_machine.travel("2015-04-16T13:00:00+01:00", tick=False):
        log_contact(by=world.mentor, plan=world.plan, values=values, today=IN_WINDOW)
    assert words not in titles(world.mentor)


def test_a_risk_waits_for_the_nurse_from_the_day_of_its_review(world):
    make_risk(world.plan, review_on=IN_WINDOW)
    make_risk(world.plan, text="Later", review_on=IN_WINDOW + datetime.timedelta(days=1))
    assert [title for title in titles(world.nurse) if title.startswith("Look again")] == [
        "Look again at the risk “The clinic moves in spring”"
    ]
    assert not [title for title in titles(world.mentor) if title.startswith("Look again")]


# Sustainability


@pytest.mark.real_data
def test_the_factors_are_those_of_the_model():
    path = Path(settings.REAL_DATA_DIR) / "reference/sustainability_model.json"
    if not path.exists():
        pytest.skip(f"{path} is not there; set REAL_DATA_DIR to find it.")
    model = json.loads(path.read_text())["factors"]
    ours = [(factor.domain.lower(), factor.name) for factor in FACTORS]
    theirs = [(each["domain"], each["factor"]) for each in model]
    # One name differs by an article only.
    assert [(domain, name.replace("the improved", "improved")) for domain, name in ours] == theirs


@pytest.mark.parametrize(
    "state,on,done,due",
    [
        ("draft", IN_WINDOW, (), "approval"),
        ("draft", IN_WINDOW, ("approval",), ""),
        ("active", IN_WINDOW, (), ""),
        ("closing", CLOSED, (), "closure"),
        ("evaluating", CLOSED, ("closure",), ""),
        ("closed", datetime.date(2015, 11, 29), (), ""),
        ("closed", datetime.date(2015, 11, 30), (), "months_3"),
        ("closed", datetime.date(2016, 2, 29), ("months_3",), "months_6"),
        ("closed", datetime.date(2016, 2, 28), ("months_3",), ""),
        ("closed", datetime.date(2016, 9, 1), (), "months_12"),
        ("sustained", datetime.date(2016, 9, 1), ("months_12",), ""),
        ("lapsed", datetime.date(2016, 9, 1), (), ""),
    ],
)
def test_which_look_is_due(state, on, done, due):
    assert due_moment(state, closed_on=CLOSED, on=on, done=done) == due


def test_months_later_keeps_to_the_end_of_short_months():
    assert months_later(datetime.date(2015, 8, 31), 6) == datetime.date(2016, 2, 29)
    assert months_later(datetime.date(2015, 11, 30), 3) == datetime.date(2016, 2, 29)
    assert next_look(CLOSED, on=datetime.date(2016, 9, 1)) is None


def closed_world(closed_at="2015-01-10T12:00Z", state=PlanState.CLOSED):
    world = make_world(state)
    Plan.objects.update(closed_at=closed_at)
    return world


@pytest.mark.parametrize(
    "closed_at,still_done,state",
    [
        ("2015-01-10T12:00Z", StillDone.YES, PlanState.CLOSED),
        ("2015-01-10T12:00Z", StillDone.NO, PlanState.LAPSED),
        ("2014-04-10T12:00Z", StillDone.PARTLY, PlanState.SUSTAINED),
        ("2014-04-10T12:00Z", StillDone.NO, PlanState.LAPSED),
    ],
)
def test_the_answers_after_closure_decide_whether_the_plan_was_sustained(
    closed_at, still_done, state
):
    world = closed_world(closed_at)
    check_sustainability(
        by=world.nurse, plan=world.plan, levels=ALL_A, today=IN_WINDOW, still_done=still_done
    )
    world.plan.refresh_from_db()
    assert world.plan.state == state
    with pytest.raises(WrongState):
        check_sustainability(by=world.nurse, plan=world.plan, levels=ALL_A, today=IN_WINDOW)


def test_every_factor_needs_a_level_and_later_looks_ask_whether_it_is_still_done():
    world = closed_world()
    for levels, still_done in (({}, "yes"), (ALL_A, ""), (ALL_A, "perhaps")):
        with pytest.raises(Refusal):
            check_sustainability(
                by=world.nurse,
                plan=world.plan,
                levels=levels,
                today=IN_WINDOW,
                still_done=still_done,
            )


def test_looks_stand_side_by_side_with_what_needs_work_and_no_total():
    world = make_world(PlanState.CLOSING)
    levels = {**ALL_A, "seniors": "D"}
    assert any("will last" in title for title in titles(world.nurse))
    check_sustainability(by=world.nurse, plan=world.plan, levels=levels, today=IN_WINDOW)
    client = Client()
    client.force_login(world.mentor)
    page = client.get(reverse("sustainability", args=[world.plan.pk])).content.decode()
    assert "Work on these first" in page
    assert "D. Hardly or not" in page
    assert "At closure" in page
    assert not any("will last" in title for title in titles(world.nurse))
