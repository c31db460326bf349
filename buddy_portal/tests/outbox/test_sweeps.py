"""One command writes the reminders of all apps, each once, and one app's fault stops no other."""

import datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command

from buddy_portal.outbox import sweeps
from buddy_portal.outbox.models import Message
from improvement_plans.models import PlanState
from improvement_plans.tests.services.worlds import make_world

TODAY = datetime.date(2015, 4, 15)


@pytest.fixture
def only(monkeypatch):
    """Replaces what the apps registered."""

    def register(**these):
        monkeypatch.setattr(sweeps, "_sweeps", these)

    return register


def test_every_app_with_reminders_is_registered():
    assert set(sweeps._sweeps) == {
        "applications and pairs",
        "plans",
        "fact checks",
        "team surveys",
    }


def test_each_app_writes_the_reminders_of_the_day(only):
    days = []
    only(one=lambda day: days.append(day) or 2, two=lambda day: days.append(day) or 0)
    found = sweeps.send_all(today=TODAY)
    assert [(each.name, each.count) for each in found] == [("one", 2), ("two", 0)]
    assert days == [TODAY, TODAY]


def test_one_app_that_fails_stops_no_other_and_the_command_says_which(only, capsys):
    def fails(_day):
        raise RuntimeError("out of order")

    only(first=fails, second=lambda _day: 3)
    with pytest.raises(CommandError, match="could not be written: first"):
        call_command("send_due_reminders")
    assert "Reminders written, second: 3" in capsys.readouterr().out


@pytest.mark.django_db
@time_machine.travel("2015-04-15T08:00:00+01:00", tick=False)
def test_the_command_writes_a_plans_reminder_once(capsys):
    world = make_world(PlanState.ACTIVE)
    world.action.due = TODAY
    world.action.save()
    call_command("send_due_reminders")
    written = Message.objects.filter(payload__to=world.member.email).count()
    call_command("send_due_reminders")
    assert written == 1
    assert Message.objects.filter(payload__to=world.member.email).count() == 1
    assert "Reminders written, plans: " in capsys.readouterr().out
