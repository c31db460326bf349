"""A plan's window opens and closes at midnight in London: clock changes and leap day included."""

import datetime
import uuid

import pytest
from django.urls import reverse

from improvement_plans.models import Action, Aim, Plan, PlanState, ProgressUpdate
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db
D = datetime.date
SPRING_TO_AUTUMN = (D(2015, 3, 29), D(2015, 10, 25))  # from the one change to the other
SUMMER_TIME = (D(2015, 3, 30), D(2015, 10, 24))
TO_LEAP_DAY = (D(2015, 10, 26), D(2016, 2, 29))


def world_of(window):
    first, last = window
    world = make_world(PlanState.ACTIVE)
    Plan.objects.update(window_from=first, window_to=last, midpoint=None)
    Aim.objects.update(by_date=last)
    Action.objects.update(starts_on=first, due=last, original_due=last, state_since=first)
    return world


@pytest.mark.parametrize(
    ("window", "moment", "taken"),
    [
        (SPRING_TO_AUTUMN, "2015-03-28T23:59:59Z", 0),
        (SPRING_TO_AUTUMN, "2015-03-29T00:00:00Z", 1),
        (SPRING_TO_AUTUMN, "2015-10-25T23:59:59Z", 1),
        (SPRING_TO_AUTUMN, "2015-10-26T00:00:00Z", 0),
        (SUMMER_TIME, "2015-03-29T22:59:59Z", 0),
        (SUMMER_TIME, "2015-03-29T23:00:00Z", 1),
        (SUMMER_TIME, "2015-10-24T22:59:59Z", 1),
        (SUMMER_TIME, "2015-10-24T23:00:00Z", 0),
        (TO_LEAP_DAY, "2015-10-25T23:59:59Z", 0),
        (TO_LEAP_DAY, "2016-02-29T23:59:59Z", 1),
        (TO_LEAP_DAY, "2016-03-01T00:00:00Z", 0),
    ],
)
def test_an_update_is_taken_to_the_last_second_of_the_window(time_machine, window, moment, taken):
    world = world_of(window)
    time_machine.move_to(moment, tick=False)
    typed = {"claim": "on_track", "text": "Printed", "form_key": str(uuid.uuid4())}
    path = reverse("action_update", args=[world.action.pk])
    answer = client_of(world.member).post(path, typed)
    assert ProgressUpdate.objects.count() == taken
    assert taken or "The window of this plan" in answer.content.decode()
