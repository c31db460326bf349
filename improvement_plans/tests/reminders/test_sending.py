"""Sending reminders: to whom, how often, and what happens when something dies."""

import datetime
import threading

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils import timezone

from buddy_portal.accounts.models import Membership
from buddy_portal.outbox import delivery
from buddy_portal.outbox.mail import SEND_MAIL
from buddy_portal.outbox.models import Message
from improvement_plans.models import Action, ActionState, PlanState, ReminderWishes, SentReminder
from improvement_plans.services import reminders
from improvement_plans.services.reminders import RemindersFailed, send_due_reminders
from improvement_plans.tests.services.worlds import make_world
from improvement_plans.todos import waiting_for

pytestmark = pytest.mark.django_db
DUE = datetime.date(2015, 4, 15)


@pytest.fixture
def world():
    world = make_world(PlanState.ACTIVE)
    Action.objects.update(due=DUE)
    return world


def run(day: datetime.date) -> dict[str, str]:
    """The subject of each mail that a run on this day writes, by address."""
    before = set(Message.objects.values_list("pk", flat=True))
    with time_machine.travel(f"{day.isoformat()}T08:00:00+00:00", tick=False):
        send_due_reminders(today=day)
    written = Message.objects.filter(job=SEND_MAIL).exclude(pk__in=before)
    return {each.payload["to"]: each.payload["subject"] for each in written}


def late(days: int) -> datetime.date:
    return DUE + datetime.timedelta(days=days)


def quiet_weeks():
    """Nobody wants the weekly and monthly mails, so that only due dates are seen."""
    from buddy_portal.accounts.models import User

    ReminderWishes.objects.bulk_create(
        ReminderWishes(user=user, weekly=False, monthly=False) for user in User.objects.all()
    )


@pytest.mark.parametrize("days,heard", [(-8, 0), (-7, 1), (0, 1), (7, 1)])
def test_the_owner_hears_on_the_days_of_the_cadence(world, days, heard):
    quiet_weeks()
    assert list(run(late(days))) == [world.member.email] * heard


def test_from_due_date_to_three_weeks_later_everybody_is_told_once(world):
    quiet_weeks()
    heard = [(each, who) for each in range(-10, 30) for who in run(late(each))]
    owner, lead, programme = world.member.email, world.nurse.email, world.lead.email
    assert heard == [(-7, owner), (0, owner), (7, owner), (14, lead), (21, programme)]


def test_a_second_run_on_the_same_day_sends_nothing(world):
    assert world.member.email in run(DUE)
    assert run(DUE) == {}


def test_all_that_is_due_on_a_day_comes_in_one_mail(world):
    from improvement_plans.tests.factories import make_action

    for days in (0, 3, -2):
        make_action(world.plan, owner=world.member, due=late(days), text=f"Action {days}")
    subjects = run(DUE)
    assert subjects[world.member.email] == "Buddy scheme: 1 action overdue, 3 due soon"


def test_a_missed_day_is_caught_up_on_with_what_is_true_then(world):
    quiet_weeks()
    run(late(-9))
    run(late(-2))
    (message,) = Message.objects.all()
    assert "Due in 2 days, on 15 April 2015" in message.payload["text"]


def test_after_three_weeks_of_silence_only_the_newest_step_is_sent(world):
    quiet_weeks()
    assert len(run(late(22))) == 3
    assert run(late(23)) == {}


def test_another_due_date_is_another_reminder(world):
    quiet_weeks()
    run(DUE)
    Action.objects.update(due=late(10))
    assert list(run(late(3))) == [world.member.email]


@pytest.mark.parametrize(
    "state", [ActionState.CLAIMED_DONE, ActionState.CONFIRMED, ActionState.ABANDONED]
)
def test_what_is_done_or_ended_is_not_reminded_of(world, state):
    quiet_weeks()
    Action.objects.update(state=state)
    assert run(late(21)) == {}


@pytest.mark.parametrize(
    "state", [PlanState.DRAFT, PlanState.APPROVED, PlanState.CLOSED, PlanState.WITHDRAWN]
)
def test_plans_that_are_not_under_way_remind_nobody(state):
    world = make_world(state)
    quiet_weeks()
    Action.objects.update(due=DUE, owner=world.member)
    assert run(late(21)) == {}


def test_somebody_who_has_left_gets_nothing(world):
    Membership.objects.filter(user=world.member).update(ended_at=timezone.now())
    assert world.member.email not in run(DUE)


def test_somebody_who_can_no_longer_sign_in_gets_nothing(world):
    world.member.is_active = False
    world.member.save()
    assert world.member.email not in run(DUE)


def test_a_partner_who_owns_an_action_is_reminded_until_they_leave(world):
    quiet_weeks()
    Action.objects.update(owner=world.partner)
    assert list(run(late(-7))) == [world.partner.email]
    world.plan.guests.update(ends_on=late(-1))
    assert run(DUE) == {}


def test_what_a_person_stopped_is_not_sent(world):
    ReminderWishes.objects.create(user=world.member, due_dates=False, weekly=False, monthly=False)
    assert world.member.email not in run(DUE)


def test_the_weekly_mail_comes_once_a_week_and_only_if_something_waits(world):
    monday = datetime.date(2015, 6, 15)
    Action.objects.update(state=ActionState.CLAIMED_DONE, due=datetime.date(2015, 7, 1))
    assert run(monday) == {world.mentor.email: "Buddy scheme: 1 thing waiting for you"}
    assert run(monday + datetime.timedelta(days=3)) == {}
    assert list(run(monday + datetime.timedelta(days=7))) == [world.mentor.email]


def test_a_partner_is_not_reminded_of_what_is_only_offered(world):
    monday = datetime.date(2015, 6, 15)
    assert [todo.is_offer for todo in waiting_for(world.partner, today=monday)] == [True]
    assert world.partner.email not in run(monday)


def test_the_monthly_check_in_comes_once_a_month(world):
    Action.objects.update(due=datetime.date(2015, 7, 31))
    ReminderWishes.objects.create(user=world.member, weekly=False)
    first = run(datetime.date(2015, 5, 1))
    assert first[world.member.email] == "Buddy scheme: your monthly check-in, 1 open action"
    assert world.member.email not in run(datetime.date(2015, 5, 2))
    assert world.member.email in run(datetime.date(2015, 6, 1))


def test_a_run_that_dies_in_the_middle_is_finished_by_the_next(world, monkeypatch):
    quiet_weeks()
    whole = reminders.enqueue_mail

    def dies(**mail_of_one):
        whole(**mail_of_one)
        raise ConnectionError("the database went away")

    monkeypatch.setattr(reminders, "enqueue_mail", dies)
    with pytest.raises(RemindersFailed, match="1 people"):
        run(DUE)
    assert not SentReminder.objects.exists()
    monkeypatch.setattr(reminders, "enqueue_mail", whole)
    assert list(run(DUE)) == [world.member.email]


@pytest.mark.django_db(transaction=True)
def test_runs_at_the_same_moment_send_each_mail_once(world):
    quiet_weeks()
    start, faults = threading.Barrier(4), []

    def one_run():
        try:
            start.wait()
            send_due_reminders(today=DUE)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=one_run) for _run in range(4)]
    with time_machine.travel("2015-04-15T08:00:00+01:00", tick=False):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert faults == []
    assert Message.objects.filter(job=SEND_MAIL).count() == 1


def test_a_sent_reminder_carries_the_headers_of_one_click_and_keeps_no_text(world):
    quiet_weeks()
    run(DUE)
    message = Message.objects.get()
    delivery.deliver(message.pk)
    headers = mail.outbox[0].extra_headers
    wishes = ReminderWishes.objects.get(user=world.member)
    assert str(wishes.stop_token) in headers["List-Unsubscribe"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    message.refresh_from_db()
    assert str(wishes.stop_token) not in str(message.payload)


@pytest.mark.parametrize("rows", [2, 20])
def test_the_queries_do_not_grow_with_the_actions(world, rows, django_assert_max_num_queries):
    from improvement_plans.reminders import finding
    from improvement_plans.tests.factories import make_action

    for _row in range(rows):
        make_action(world.plan, owner=world.member, due=DUE)
    with django_assert_max_num_queries(5):
        finding.everybody(on=late(21))
