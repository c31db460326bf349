"""The one-page summary: plain words, the same figures, never more than the report says."""

import hashlib
import io

import pikepdf
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from buddy_portal.tests.pdf_words import words_of_pages
from evaluation.models import Report
from evaluation.report.pdf import make_summary_pdf
from evaluation.report.public_summary import public_summary
from evaluation.services.reports import publish_report, sign_off_report, withdraw_report
from evaluation.services.runs import compile_run
from evaluation.tests.checked import facts_agreed
from evaluation.tests.compiled import compiled
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
        "attribution": "Survey of everybody",
        "fictional": False,
        "baseline": {"year": 2014, "standing": "before"},
        "follow_up": {"year": 2015, "standing": "after"},
        "headline": {**HEADLINE, **headline},
        "pairs": [{"mentee_code": "MEE", "mentor_code": "MOR"}],
    }


def found(**headline):
    return dict(public_summary(content(**headline)).sections)["What did we find?"]


@pytest.mark.parametrize(
    ("headline", "words"),
    [
        ({}, "did better by about 1.5 in 100"),
        ({"ci": [-0.4, 2.7]}, "cannot tell whether the scheme made a difference"),
        ({"effect": -1.5, "ci": [-2.7, -0.3]}, "did less well, by about 1.5 in 100"),
        ({"ci": None}, "cannot say how much of the difference is chance"),
        ({"effect": None, "ci": None}, "too little to compare"),
        ({"raw_change": -2.0, "ci": [-3.0, 1.0]}, "about 2.0 fewer"),
    ],
)
def test_the_finding_is_worded_by_its_interval(headline, words):
    assert words in found(**headline)


@pytest.mark.parametrize(
    ("raw", "effect", "words"),
    [
        (4.6, 1.5, "about 3.1 more."),
        (-0.2, -1.3, "about 1.1 more."),
        (-2.0, -0.5, "about 1.5 fewer."),
        (1.5, 1.48, "about as many as before."),
    ],
)
def test_what_was_to_be_expected_is_said_as_it_is(raw, effect, words):
    """A fall is not made up for by what would have happened anyway: that was a rise."""
    said = found(raw_change=raw, effect=effect, ci=[effect - 3, effect + 3])
    assert f"we would have expected {words}" in said
    assert "anyway" not in said


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


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        ("during", "before the changes were in full use"),
        ("before", "before the changes were made"),
        ("unknown", "It is not known whether"),
    ],
)
def test_a_follow_up_at_the_wrong_time_is_said(standing, words):
    facts = content()
    facts["follow_up"]["standing"] = standing
    assert words in dict(public_summary(facts).sections)["How sure are we?"]
    assert words not in dict(public_summary(content()).sections)["How sure are we?"]


def test_as_pdf_it_keeps_to_one_tagged_page_even_with_long_names():
    facts = {**content(), "scheme": "National scheme for the experience of patients " * 4}
    pdf = make_summary_pdf(public_summary(facts))
    assert pdf == make_summary_pdf(public_summary(facts))
    (page,) = words_of_pages(pdf)
    assert "What can we not know?" in page
    with pikepdf.open(io.BytesIO(pdf)) as book:
        assert bool(book.Root.MarkInfo.Marked)
        assert str(book.Root.Lang) == "en-GB"
        assert str(book.docinfo["/Title"]).startswith("What changed for patients")
        with book.open_metadata() as said:
            assert said["pdfuaid:part"] == "1"


@pytest.mark.django_db
def test_the_pdf_is_kept_with_its_checksum_and_named_apart_from_the_report():
    lead, another = make_person(Role.PROGRAMME_LEAD), make_person(Role.PROGRAMME_LEAD)
    report = facts_agreed(compiled(make_run(requested_by=lead)).report, by=lead)
    sign_off_report(by=another, report=report)
    publish_report(by=another, report=report)
    kept = report.files.get(kind="summary")
    answer = Client().get(reverse("public_report_file", args=[report.slug, 1, "summary"]))
    assert hashlib.sha256(answer.content).hexdigest() == kept.sha256
    assert f'{report.slug}-v1-summary.pdf"' in answer["Content-Disposition"]
    page = Client().get(reverse("public_summary", args=[report.slug])).content.decode()
    assert reverse("public_report_file", args=[report.slug, 1, "summary"]) in page
