"""Warnings while writing: actions that end late, a follow-up survey that asks too early."""

import datetime

import pytest
from django.urls import reverse

from improvement_plans.models import Action
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.services.worlds import make_world
from improvement_plans.timing import action_cautions, survey_caution

pytestmark = [pytest.mark.django_db]
D = datetime.date


@pytest.fixture(autouse=True)
def before_the_window(time_machine):
    time_machine.move_to("2015-01-20T12:00:00Z", tick=False)


def world_with_sample(first, last):
    """The plan's window is 2 February to 31 July 2015."""
    world = make_world()
    year = world.plan.scheme.follow_up
    year.sample_from, year.sample_to = first, last
    year.save()
    world.plan.scheme.follow_up = year
    return world


AFTER = (D(2015, 8, 1), D(2015, 10, 31))


@pytest.mark.parametrize(
    "first,last,said",
    [
        (D(2014, 11, 1), D(2015, 2, 1), "comes too early"),
        (D(2014, 11, 1), D(2015, 2, 2), "overlaps"),
        (D(2015, 7, 31), D(2015, 10, 1), "overlaps"),
        (*AFTER, None),
        (None, None, None),
    ],
)
def test_the_follow_up_is_warned_of_where_it_asks_before_the_plan_has_run(first, last, said):
    caution = survey_caution(world_with_sample(first, last).plan)
    assert (caution.strong if caution else None) == (
        f"The follow-up survey {said}{' this plan' if said == 'overlaps' else ''}."
        if said
        else None
    )


def test_the_warning_names_the_days():
    text = survey_caution(world_with_sample(D(2015, 4, 1), D(2015, 6, 30)).plan).text
    for day in ("1 April 2015", "30 June 2015", "31 July 2015"):
        assert day in text


@pytest.mark.parametrize(
    "due,late", [(D(2015, 7, 3), False), (D(2015, 7, 4), True), (D(2015, 7, 31), True)]
)
def test_an_action_is_late_in_the_last_four_weeks_of_the_window(due, late):
    found = action_cautions(world_with_sample(*AFTER).plan, due)
    assert [each.strong for each in found] == (["This action ends late."] if late else [])


@pytest.mark.parametrize(
    "due,said",
    [
        (D(2015, 4, 1), []),
        (D(2015, 4, 2), ["The follow-up survey shows part of it."]),
        (D(2015, 6, 30), ["The follow-up survey shows part of it."]),
        (D(2015, 7, 1), ["The follow-up survey cannot show it."]),
    ],
)
def test_an_action_due_after_the_surveys_patients_is_told(due, said):
    plan = world_with_sample(D(2015, 4, 1), D(2015, 6, 30)).plan
    assert [each.strong for each in action_cautions(plan, due)] == said


@pytest.mark.parametrize("name", ["aim_new", "action_new", "plan_submit", "plan_detail"])
def test_every_page_of_writing_warns_of_an_early_survey(name):
    world = world_with_sample(D(2014, 11, 1), D(2015, 1, 31))
    page = client_of(world.nurse).get(reverse(name, args=[world.plan.pk])).content.decode()
    assert "The follow-up survey comes too early." in page
    assert "1 November 2014 to 31 January 2015" in page


@pytest.mark.parametrize("name", ["aim_new", "action_new", "plan_submit", "plan_detail"])
def test_no_page_of_writing_warns_of_a_survey_that_comes_after(name):
    world = world_with_sample(*AFTER)
    page = client_of(world.nurse).get(reverse(name, args=[world.plan.pk])).content.decode()
    assert "The follow-up survey" not in page


def dated(prefix, day):
    return {f"{prefix}-day": day.day, f"{prefix}-month": day.month, f"{prefix}-year": day.year}


def test_saving_a_late_action_warns_with_its_day_and_saves_it():
    world = world_with_sample(*AFTER)
    typed = {"text": "Ask 20 patients", "owner": world.member.pk, "read_version": 1}
    typed |= dated("starts_on", D(2015, 2, 2)) | dated("due", D(2015, 7, 20))
    there = reverse("action_new", args=[world.plan.pk])
    page = client_of(world.nurse).post(there, typed, follow=True).content.decode()
    assert "due on 20 July 2015, within four weeks of the end of the window" in page
    assert Action.objects.filter(text="Ask 20 patients").exists()


def test_the_task_list_and_the_plan_page_count_late_actions():
    world = world_with_sample(*AFTER)
    Action.objects.update(due=D(2015, 7, 20))
    for name in ("plan_submit", "plan_detail"):
        page = client_of(world.nurse).get(reverse(name, args=[world.plan.pk])).content.decode()
        assert "1 action ends late." in page
