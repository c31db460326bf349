"""What the database itself refuses about measures and cycles."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from improvement_plans.models import DataPoint, MeasureDefinition, PdsaCycle, Rebase
from improvement_plans.tests.factories import make_plan
from improvement_plans.tests.measure_factories import FIRST, make_cycle, make_idea, make_measure

pytestmark = pytest.mark.django_db


def refused(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.mark.parametrize(
    "fields, name",
    [
        ({"value": float("nan")}, "figure_is_a_number"),
        ({"value": float("inf")}, "figure_is_a_number"),
        ({"value": 50, "numerator": 3}, "figure_of_two_numbers"),
        ({"value": 50, "numerator": 3, "denominator": 0}, "figure_of_two_numbers"),
        ({"value": 50, "numerator": 4, "denominator": 3}, "figure_of_two_numbers"),
    ],
)
def test_a_figure_that_is_no_number_or_half_a_pair_is_refused(fields, name):
    measure = make_measure(make_plan())
    with refused(name), transaction.atomic():
        DataPoint.objects.create(measure=measure, on=FIRST, **fields)


def test_a_second_figure_for_a_date_is_refused():
    measure = make_measure(make_plan(), [80.0])
    with refused("one_figure_a_date"), transaction.atomic():
        DataPoint.objects.create(measure=measure, on=FIRST, value=81)


@pytest.mark.parametrize(
    "fields, name",
    [
        ({"shift": 5}, "six_or_seven"),
        ({"entered_as": "counts", "unit": "days"}, "two_numbers_is_a_percentage"),
        ({"stopped_on": FIRST}, "stopped_says_why"),
        ({"target": float("nan")}, "target_is_a_number"),
    ],
)
def test_a_measure_that_contradicts_itself_is_refused(fields, name):
    with refused(name), transaction.atomic():
        make_measure(make_plan(), **fields)


def test_a_later_definition_says_from_when_and_why():
    measure = make_measure(make_plan())
    with refused("change_says_when_and_why"), transaction.atomic():
        MeasureDefinition.objects.create(measure=measure, number=2, definition="Others")


def test_a_chart_starts_anew_once_at_a_date_and_again_after_that_was_undone():
    measure = make_measure(make_plan())
    first = Rebase.objects.create(measure=measure, on=FIRST, reason="A new clinic")
    with refused("one_rebase_a_date"), transaction.atomic():
        Rebase.objects.create(measure=measure, on=FIRST, reason="Again")
    first.undone_at, first.undone_why = timezone.now(), "The wrong month"
    first.save()
    Rebase.objects.create(measure=measure, on=FIRST, reason="Again")


def test_an_idea_has_one_open_cycle():
    idea = make_idea(make_plan())
    make_cycle(idea)
    with refused("one_open_cycle"), transaction.atomic():
        make_cycle(idea)


@pytest.mark.parametrize("change", [{"prediction": "One of five"}, {"question": "Other?"}])
def test_what_was_predicted_cannot_be_changed_once_doing_began(change):
    cycle = make_cycle(make_idea(make_plan()), state="doing")
    with refused("stays as it was"), transaction.atomic():
        PdsaCycle.objects.filter(pk=cycle.pk).update(**change)
    PdsaCycle.objects.filter(pk=cycle.pk).update(did="Handed out on Tuesday")


def test_a_cycle_that_began_does_not_go_back_to_its_plan():
    cycle = make_cycle(make_idea(make_plan()), state="doing")
    with refused("stays as it was"), transaction.atomic():
        PdsaCycle.objects.filter(pk=cycle.pk).update(state="planned", begun_on=None)


def test_what_is_predicted_can_be_changed_while_it_is_planned():
    cycle = make_cycle(make_idea(make_plan()))
    PdsaCycle.objects.filter(pk=cycle.pk).update(prediction="Two of five")


@pytest.mark.parametrize(
    "fields, name",
    [
        ({"state": "doing", "begun_on": None}, "begun_has_its_day"),
        ({"state": "studying", "did": ""}, "done_says_what"),
        ({"state": "decided", "found": ""}, "decision_is_whole"),
        ({"decision": "adopt"}, "decision_is_whole"),
        ({"ends_on": datetime.date(2000, 1, 1)}, "ends_after_start"),
    ],
)
def test_a_cycle_without_what_its_state_needs_is_refused(fields, name):
    idea = make_idea(make_plan())
    with refused(name), transaction.atomic():
        make_cycle(idea, **fields)
