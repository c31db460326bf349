"""The one-page summary: plain words, the same figures, never more than the report says."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from evaluation.models import Report
from evaluation.report.public_summary import public_summary
from evaluation.services.reports import publish_report, sign_off_report, withdraw_report
from evaluation.services.runs import compile_run
from evaluation.tests.checked import facts_agreed
from evaluation.tests.factories import make_run

HEADLINE = {
    "effect": 1.5,
    "ci": [0.3, 2.7],
    "raw_change": 4.6,
    "minimum_detectable_effect": 1.7,
    "targets": 58,
    "comparators": 119,
}


def content(**headline):
    return {
        "scheme": "Buddy scheme",
        "window": ["2015-02-02", "2015-07-31"],
        "baseline": {"year": 2014},
        "follow_up": {"year": 2015},
        "headline": {**HEADLINE, **headline},
        "pairs": [{"mentee_code": "MEE", "mentor_code": "MOR"}],
    }


def found(**headline):
    return dict(public_summary(content(**headline)).sections)["What did we find?"]


@pytest.mark.parametrize(
    ("headline", "words"),
    [
        ({}, "What is left is about 1.5 in 100"),
        ({"ci": [-0.4, 2.7]}, "cannot tell whether the scheme made a difference"),
        ({"effect": -1.5, "ci": [-2.7, -0.3]}, "did less well, by about 1.5 in 100"),
        ({"ci": None}, "cannot say how much of this is chance"),
        ({"effect": None, "ci": None}, "too little to compare"),
        ({"raw_change": -2.0, "ci": [-3.0, 1.0]}, "about 2.0 fewer"),
    ],
)
def test_the_finding_is_worded_by_its_interval(headline, words):
    assert words in found(**headline)


@pytest.mark.parametrize("headline", [{}, {"ci": [-1.0, 2.0]}, {"minimum_detectable_effect": None}])
def test_no_cause_is_ever_claimed(headline):
    said = " ".join(words for _head, words in public_summary(content(**headline)).sections).lower()
    assert "caused" not in said
    assert "impact" not in said
    assert "significant" not in said


@pytest.mark.django_db
def test_it_is_public_with_its_report_and_gone_with_it():
    lead, another = make_person(Role.PROGRAMME_LEAD), make_person(Role.PROGRAMME_LEAD)
    run = make_run(requested_by=lead)
    with transaction.atomic():
        compile_run(run_id=run.pk)()
    report = facts_agreed(Report.objects.get(run=run), by=lead)
    address = reverse("public_summary", args=[report.slug])
    assert Client().get(address).status_code == 404
    sign_off_report(by=another, report=report)
    publish_report(by=another, report=report)
    assert "What did we find?" in Client().get(address).content.decode()
    withdraw_report(by=another, report=report, reason="Wrong scores")
    assert Client().get(address).status_code == 410
