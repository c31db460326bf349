"""Aims of one tumour group or with a measure of their own: told beside the survey's result."""

import datetime

import pytest

from evaluation.report.view import build_view
from evaluation.tests.compiled import compiled
from evaluation.tests.factories import make_evaluable_scheme, make_run
from improvement_plans.models import Aim, Plan
from improvement_plans.tests.measure_factories import make_measure
from trusts.models import Question, Trust
from trusts.tests.factories import make_score

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme():
    return make_evaluable_scheme()


def add_aim(**fields):
    values = {"title": "A second aim", "target": 70.0, "by_date": datetime.date(2015, 7, 31)}
    return Aim.objects.create(plan=Plan.objects.get(), **{**values, **fields})


def told(scheme):
    content = compiled(make_run(scheme)).report.content
    return build_view(content).pairs[0].apart, content


def of_lung(year, score, n):
    make_score(
        Question.objects.get(survey_year__year=year, number="Q1"),
        Trust.objects.get(ods_code="MEE"),
        score,
        n,
        group_kind="tumour_group",
        group_name="Lung",
    )


def test_an_aim_of_a_group_is_told_and_does_not_touch_the_headline(scheme):
    before = told(scheme)[1]["headline"]
    add_aim(question=Question.objects.get(survey_year__year=2014), tumour_group="Lung")
    of_lung(2014, 50.0, 60)
    of_lung(2015, 72.0, 50)
    (line,), content = told(scheme)
    assert line.startswith("A second aim (Q1, Lung): 50.0% from 60 answers at the start, 72.0%")
    assert "+22.0 points (95% interval" in line
    assert "to reach 70.0%, which is reached." in line
    assert content["headline"] == before


def test_a_hidden_group_is_not_told(scheme):
    add_aim(question=Question.objects.get(survey_year__year=2014), tumour_group="Lung")
    of_lung(2014, 50.0, 60)
    of_lung(2015, 72.0, 20)
    (line,), content = told(scheme)
    assert "not shown at the follow-up" in line
    assert "72" not in line
    assert content["pairs"][0]["apart"][0]["after"] is None


def test_an_aim_with_a_measure_is_told_from_its_last_figure(scheme):
    measure = make_measure(Plan.objects.get(), (40, 50, 65), name="Calls answered")
    add_aim(own_measure=measure, baseline=40.0, target=60.0)
    (line,), _content = told(scheme)
    assert line.startswith("A second aim (Our own measure: Calls answered): 40.0% at the start,")
    assert "65.0% on " in line
    assert "to reach 60.0%, which is reached." in line


def test_a_number_of_few_patients_is_not_told(scheme):
    measure = make_measure(
        Plan.objects.get(), (3,), name="Patients waiting", unit="count", direction="decrease"
    )
    add_aim(own_measure=measure, baseline=8.0, target=2.0)
    (line,), content = told(scheme)
    assert "not shown at the start, not shown since" in line
    assert content["pairs"][0]["apart"][0]["before"] is None
