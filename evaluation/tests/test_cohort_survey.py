"""The team survey in a cohort's report: answered by link, closed, whole, and never of a few."""

import datetime
import io

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from buddy_portal.tests.pdf_words import words_of_pages
from evaluation.models import TeamSurveyInvitation
from evaluation.selectors.team_surveys import Asked
from evaluation.services import team_surveys as services
from evaluation.team_survey_links import path_of
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.collaborating.worlds import make_team_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 7, 14)
CLOSES = datetime.date(2015, 7, 31)
AFTER = "2015-08-01T09:00:00+01:00"
TEXT = "Taking part made our team work better together"


@pytest.fixture(autouse=True)
def in_july():
    with time_machine.travel("2015-07-14T09:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_team_world()


@pytest.fixture
def survey(world):
    return services.open_team_survey(
        by=world.lead, scheme=world.scheme, closes_on=CLOSES, today=TODAY
    )


def answered_by(world, survey, count, **said):
    """So many people answer through the page behind their link."""
    for place in range(count):
        person = Asked(f"Person {place}", f"p{place}@x.example", ("TLA", "TLB")[place % 2])
        services.invite_one(by=world.lead, survey=survey, person=person, today=TODAY)
    values = {f"item_{item.pk}": "4" for item in survey.items.all()} | {"recommends": "yes", **said}
    for invitation in TeamSurveyInvitation.objects.all():
        assert Client().post(path_of(invitation.token), values).status_code == 302


def report(world, **query):
    address = reverse("cohort_report", args=[world.cohort.pk])
    return client_of(world.lead).get(address, query).content


def main_of(page):
    return page.partition(b"<main")[2].partition(b"</main>")[0]


def test_a_cohort_without_a_survey_says_so(world):
    assert "No team survey has been held yet." in report(world).decode()


def test_an_open_survey_tells_nothing_but_its_last_day(world, survey):
    before = main_of(report(world))
    answered_by(world, survey, 6)
    assert main_of(report(world)) == before
    assert "open until 31 July 2015" in before.decode()


def test_answers_of_five_are_counted_in_the_page_the_pdf_and_the_workbook(world, survey):
    answered_by(world, survey, 5, quote="We talk more", may_quote="on", quoted_as="A matron")
    with time_machine.travel(AFTER, tick=False):
        page, pdf = report(world).decode(), report(world, download="pdf")
        book = CalamineWorkbook.from_filelike(io.BytesIO(report(world, download="xlsx")))
    printed = " ".join(" ".join(words_of_pages(pdf)).split())
    for said in (page, printed):
        assert "5 people of 2 organisations answered the team survey" in said
        assert "We talk more" in said
        assert TEXT in said
    rows = book.get_sheet_by_name("Team survey").to_python()
    assert rows[1] == [TEXT, "100%", 5]


def test_four_answers_give_no_figure_and_no_quote_anywhere(world, survey):
    answered_by(world, survey, 4, quote="We talk more", may_quote="on")
    with time_machine.travel(AFTER, tick=False):
        page, pdf = report(world).decode(), report(world, download="pdf")
    printed = " ".join(" ".join(words_of_pages(pdf)).split())
    for said in (page, printed):
        assert "Fewer than 5 people answered the team survey: it is not shown." in said
        assert "We talk more" not in said
        assert TEXT not in said


def test_a_statement_that_few_answered_is_hidden_among_others_that_are_not(world, survey):
    answered_by(world, survey, 5)
    first = survey.items.first()
    one = TeamSurveyInvitation.objects.first()
    said = services.Said({}, True)
    services.answer_team_survey(invitation=one, said=said, today=TODAY)
    with time_machine.travel(AFTER, tick=False):
        page = report(world).decode()
    assert first.text in page
    assert "Not shown, fewer than 5 answers" in page


def test_a_planted_result_of_a_few_is_seen(world, survey, monkeypatch):
    monkeypatch.setattr("evaluation.team_results.FEWEST_SHOWN", 1)
    answered_by(world, survey, 1)
    with time_machine.travel(AFTER, tick=False):
        assert "100%" in report(world).decode()
