"""Aims of one tumour group, and aims that are read from a measure of the plan's own."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans.models import Aim
from improvement_plans.services.approval import submit_plan
from improvement_plans.services.measures import remove_measure
from improvement_plans.services.versions import plan_content
from improvement_plans.services.writing import add_aim, add_own_aim, change_aim
from improvement_plans.tests.factories import make_action
from improvement_plans.tests.measure_factories import make_measure
from improvement_plans.tests.services.worlds import IN_WINDOW, make_world
from trusts.models import Trust
from trusts.tests.factories import make_score

pytestmark = pytest.mark.django_db
BY_DATE = datetime.date(2015, 7, 31)


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    """Of the mentee's question, 80 patients with lung cancer said 58%; of 20 it is not shown."""
    world = make_world()
    mentee = Trust.objects.get(ods_code="MEE")
    for name, score, n in (("Lung", 58.0, 80), ("Breast", 66.0, 150), ("Skin", 70.0, 20)):
        make_score(world.question, mentee, score, n, group_kind="tumour_group", group_name=name)
    return world


def of_a_group(world, group="Lung", **fields):
    values = {
        "question": world.question,
        "tumour_group": group,
        "title": "Patients with lung cancer know whom to call",
        "target": 70.0,
        "by_date": BY_DATE,
        **fields,
    }
    return add_aim(by=world.nurse, plan=world.plan, values=values, today=IN_WINDOW)


def own(world, measure=None, **fields):
    values = {
        "own_measure": measure or make_measure(world.plan, name="Calls answered the same day"),
        "title": "Calls are answered the same day",
        "baseline": 40.0,
        "target": 60.0,
        "by_date": BY_DATE,
        **fields,
    }
    return add_own_aim(by=world.nurse, plan=world.plan, values=values, today=IN_WINDOW)


def page_of(world, name="plan_detail", *args):
    client = Client()
    client.force_login(world.nurse)
    return client.get(reverse(name, args=[world.plan.pk, *args])).content.decode()


def test_an_aim_of_a_group_starts_from_what_that_group_said(world):
    aim = of_a_group(world)
    assert (aim.baseline, aim.baseline_n) == (58.0, 80)
    assert "Q18, Lung. Baseline 58.0% from 80 answers, 2014 survey" in page_of(world)


@pytest.mark.parametrize("group", ["Skin", "Head and neck"])
def test_a_group_that_is_not_shown_cannot_be_an_aim(world, group):
    with pytest.raises(Refusal, match="shows no score of") as refused:
        of_a_group(world, group)
    assert refused.value.field == "tumour_group"
    assert Aim.objects.count() == 1


def test_all_patients_and_a_group_are_two_aims_but_each_only_once(world):
    of_a_group(world)
    assert world.plan.aims.filter(question=world.question).count() == 2
    with pytest.raises(Refusal, match="has an aim for this question already"):
        of_a_group(world)


def test_the_form_offers_only_the_groups_that_are_shown(world):
    page = page_of(world, "aim_new")
    assert "Of one tumour group only?" in page
    assert '<option value="Lung"' in page
    assert '<option value="Skin"' not in page


def test_an_aim_with_a_measure_is_written_shown_printed_and_submitted(world):
    aim = own(world)
    make_action(world.plan, aim, owner=world.member)
    page = page_of(world)
    assert "Our own measure: Calls answered the same day. Baseline 40.0%" in page
    (kept,) = [each for each in plan_content(world.plan)["aims"] if each["id"] == aim.pk]
    assert (kept["question"], kept["unit"]) == (
        "Our own measure: Calls answered the same day",
        "percent",
    )
    assert "Calls are answered the same day" in page_of(world, "plan_submit")
    submit_plan(by=world.nurse, plan=world.plan, today=IN_WINDOW)


def test_a_plan_with_such_an_aim_is_printed(world):
    own(world, make_measure(world.plan, name="Days to the first call", unit="days"))
    client = Client()
    client.force_login(world.nurse)
    for name in ("plan_pdf", "plan_workbook"):
        answer = client.get(reverse(name, args=[world.plan.pk]))
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "measure, values, said",
    [
        ({}, {"target": 40.0}, "Higher is better: enter a target above 40.0%"),
        ({"direction": "decrease"}, {}, "Lower is better: enter a target below 40.0%"),
        ({"direction": "neutral"}, {"target": 40.0}, "differs from the baseline"),
        ({}, {"target": 101.0}, "A percentage must be between 0 and 100"),
        ({"unit": "count"}, {"baseline": 1.5}, "must be a whole number"),
        ({}, {"by_date": datetime.date(2016, 1, 1)}, "The date of the aim"),
        ({}, {"baseline": float("nan")}, "between 0 and 100"),
    ],
)
def test_a_target_must_be_better_and_fit_the_measure(world, measure, values, said):
    with pytest.raises(Refusal, match=said):
        own(world, make_measure(world.plan, **measure), **values)


@pytest.mark.parametrize(
    ("baseline", "counts_patients", "is_refused"),
    [(9.0, True, True), (1.0, True, True), (10.0, True, False), (9.0, False, False)],
)
def test_no_aim_begins_from_a_number_of_few_patients(world, baseline, counts_patients, is_refused):
    measure = make_measure(world.plan, unit="count", counts_patients=counts_patients)
    values = {"baseline": baseline, "target": 30.0}
    if not is_refused:
        assert own(world, measure, **values).baseline == baseline
        return
    with pytest.raises(Refusal, match="number of 1 to 9 patients") as refused:
        own(world, measure, **values)
    assert refused.value.field == "baseline"


def test_a_measure_of_another_plan_is_refused(world):
    from improvement_plans.tests.factories import make_plan
    from trusts.tests.factories import make_pair, make_trust

    other = make_plan(make_pair(world.pair.scheme, make_trust("AAA"), make_trust("BBB")))
    with pytest.raises(Refusal, match="Choose a measure of this plan"):
        own(world, make_measure(other))


def test_a_measure_that_an_aim_is_read_from_cannot_be_removed(world):
    aim = own(world)
    with pytest.raises(WrongState, match="Remove the aim first"):
        remove_measure(by=world.nurse, measure=aim.own_measure, today=IN_WINDOW)


def test_a_saved_aim_keeps_what_it_is_read_from(world):
    aim = own(world)
    values = {"title": "Calls", "baseline": 45.0, "target": 70.0, "by_date": BY_DATE}
    change_aim(by=world.nurse, aim=aim, read_at=1, values=values, today=IN_WINDOW)
    aim.refresh_from_db()
    assert (aim.baseline, aim.target, aim.own_measure.name) == (
        45.0,
        70.0,
        "Calls answered the same day",
    )
    assert "Save aim" in page_of(world, "aim_edit", aim.pk)


def test_the_database_refuses_an_aim_of_nothing_and_of_both(world):
    measure = make_measure(world.plan)
    values = {"plan": world.plan, "title": "x"}
    for fields in ({}, {"question": world.question, "own_measure": measure, "tumour_group": "B"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Aim.objects.create(**values, **fields)


def test_without_a_measure_the_page_leads_to_the_form_that_adds_one(world):
    client = Client()
    client.force_login(world.nurse)
    answer = client.get(reverse("aim_own_new", args=[world.plan.pk]), follow=True)
    assert answer.redirect_chain[0][0] == reverse("measure_new", args=[world.plan.pk])
    assert "First say what you measure." in answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    ["", "x" * 100_000, "😀", "\u202eabc", "a\x00b", "<b>bold</b>", "=1+1", "nan", "1e999"],
)
def test_whatever_is_typed_into_the_form_is_refused_in_words(world, typed):
    measure = make_measure(world.plan)
    client = Client()
    client.force_login(world.nurse)
    data = {"own_measure": measure.pk, "title": typed, "baseline": typed, "target": typed}
    answer = client.post(reverse("aim_own_new", args=[world.plan.pk]), data)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not Aim.objects.filter(own_measure=measure).exists()


def test_the_form_saves_an_aim(world):
    measure = make_measure(world.plan)
    client = Client()
    client.force_login(world.nurse)
    data = {
        "own_measure": measure.pk,
        "title": "Named contact",
        "baseline": "40",
        "target": "60",
        "by_date-day": "31",
        "by_date-month": "7",
        "by_date-year": "2015",
        "read_version": "1",
        "form_key": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    }
    answer = client.post(reverse("aim_own_new", args=[world.plan.pk]), data)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert Aim.objects.get(own_measure=measure).target == 60.0
