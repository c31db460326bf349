"""The team survey of a cohort: its own, in its report and the evaluation, and never of a few."""

import datetime
import io
from dataclasses import asdict
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import LONG_AGO, make_person, make_user
from buddy_portal.tests.pdf_words import words_of_pages
from evaluation.loading_people import closed_surveys, cohort_surveys_of, team_survey_of
from evaluation.models import EvaluationRun, TeamSurvey, TeamSurveyInvitation, TeamSurveyItem
from evaluation.report.how_it_went import how_it_went
from evaluation.report.workbook import _team_survey
from evaluation.selectors.team_surveys import Asked, to_ask, took_part
from evaluation.services import team_surveys as services
from evaluation.team_survey_links import path_of
from improvement_plans.models import PlanGuest, ProjectTeam
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.collaborating.worlds import (
    make_cohort,
    make_collaborative,
    make_team,
    make_team_world,
)
from trusts.tests.factories import make_trust

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
    return opened(world, world.cohort)


def opened(world, cohort):
    return services.open_team_survey(
        by=world.lead, scheme=world.scheme, cohort=cohort, closes_on=CLOSES, today=TODAY
    )


def answered_by(world, survey, count, **said):
    """So many people answer through the page behind their link."""
    for place in range(count):
        person = Asked(f"Person {place}", f"p{place}@x.example", ("TLA", "TLB")[place % 2])
        services.invite_one(by=world.lead, survey=survey, person=person, today=TODAY)
    values = {f"item_{item.pk}": "4" for item in survey.items.all()} | {"recommends": "yes", **said}
    for invitation in TeamSurveyInvitation.objects.filter(survey=survey):
        assert Client().post(path_of(invitation.token), values).status_code == 302


def report(world, cohort=None, **query):
    address = reverse("cohort_report", args=[(cohort or world.cohort).pk])
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


@pytest.fixture
def later(world):
    """A second cohort with a team of two other organisations."""
    cohort = make_cohort(world.scheme, starts_on=datetime.date(2015, 6, 1))
    make_team(cohort, make_trust("TLC"), make_trust("TLD"), name="Blue team")
    return cohort


def test_a_later_cohort_has_a_survey_of_its_own(world, survey, later):
    second = opened(world, later)
    answered_by(world, survey, 5, quote="The first said so", may_quote="on")
    answered_by(world, second, 6, quote="The second said so", may_quote="on")
    with time_machine.travel(AFTER, tick=False):
        first_page, second_page = report(world).decode(), report(world, later).decode()
    assert "5 people of 2 organisations answered" in first_page
    assert "6 people of 2 organisations answered" in second_page
    assert "It asked this cohort only." in second_page
    assert "The first said so" not in second_page


@pytest.mark.parametrize("whose", ["own", "none"])
def test_a_cohort_is_asked_once_and_its_scheme_not_beside_it(world, survey, whose):
    with pytest.raises(Refusal, match=r"already|has cohorts"):
        opened(world, world.cohort if whose == "own" else None)


def test_a_cohort_of_another_scheme_is_refused(world):
    with pytest.raises(Refusal, match="of the scheme"):
        opened(world, make_cohort(make_collaborative("Another")))


def test_only_people_of_the_cohort_are_asked(world, later):
    nurse = make_person(Role.TRUST_LEAD, "TLC")
    partner = make_user("Sam")
    plan = later.teams.get().plan
    PlanGuest.objects.create(plan=plan, user=partner, starts_on=LONG_AGO)
    asked = {each.email for each in took_part(world.scheme, cohort=later, on=TODAY)}
    assert asked == {nurse.email, partner.email}


def test_a_partner_of_a_team_that_left_is_not_asked(world):
    ProjectTeam.objects.update(withdrawn_at=timezone.now())
    assert took_part(world.scheme, cohort=world.cohort, on=TODAY) == []


@pytest.fixture
def whole(world):
    """As it was asked before cohorts had surveys of their own."""
    survey = TeamSurvey.objects.create(scheme=world.scheme, closes_on=CLOSES)
    TeamSurveyItem.objects.create(survey=survey, place=1, text=TEXT)
    return survey


def make_after(world):
    """A cohort that began when the survey of the whole scheme was over."""
    first = CLOSES + datetime.timedelta(days=1)
    return make_cohort(world.scheme, starts_on=first, ends_on=first)


def test_a_survey_of_a_whole_scheme_stays_with_the_cohorts_that_it_asked(world, whole, later):
    answered_by(world, whole, 5)
    after = make_after(world)
    with time_machine.travel(AFTER, tick=False):
        assert "It asked every cohort" in report(world, later).decode()
        assert "No team survey has been held yet." in report(world, after).decode()


def test_a_cohort_that_was_asked_with_its_scheme_is_not_asked_again(world, whole, later):
    after = make_after(world)
    assert [each.cohort for each in to_ask(access_of(world.lead))] == [after]
    with pytest.raises(WrongState, match="with its whole scheme"):
        opened(world, later)


@pytest.mark.parametrize(("cohorts", "given"), [(1, True), (2, False)])
def test_the_migration_gives_a_survey_to_the_only_cohort(world, whole, cohorts, given):
    for _more in range(1, cohorts):
        make_cohort(world.scheme)
    migration = import_module("evaluation.migrations.0009_cohort_surveys")
    migration.give_to_the_only_cohort(apps, None)
    whole.refresh_from_db()
    assert whole.cohort == (world.cohort if given else None)
    assert whole.items.count() == 1


def test_the_page_of_a_cohort_leads_to_opening_its_survey_and_then_to_the_survey(world, later):
    client, way = client_of(world.lead), f"{reverse('team_survey_new')}?cohort={later.pk}"
    assert way in client.get(reverse("cohort", args=[later.pk])).content.decode()
    page = client.get(way).content.decode()
    assert f'<option value="cohort-{later.pk}" selected' in page
    survey = opened(world, later)
    assert client.get(way).url == reverse("team_survey_detail", args=[survey.pk])


@pytest.mark.parametrize(
    "typed", ["", "0", "x", "9" * 40, "-1", "\N{ARABIC-INDIC DIGIT THREE}", "'"]
)
def test_an_address_with_no_such_cohort_shows_the_empty_form(world, typed):
    client = client_of(world.lead)
    assert client.get(reverse("team_survey_new"), {"cohort": typed}).status_code == 200


@pytest.mark.parametrize("asked", ["", "cohort-0", "scheme-1", "x" * 100_000, "\N{NULL}", "=1+1"])
def test_a_cohort_that_is_not_offered_is_refused_in_words(world, survey, asked):
    last = {"closes_on-day": "31", "closes_on-month": "7", "closes_on-year": "2015"}
    values = {"asked": asked, **last}
    page = client_of(world.lead).post(reverse("team_survey_new"), values)
    assert "There is a problem" in page.content.decode()
    assert TeamSurvey.objects.count() == 1


def evaluated(world):
    """The section of the scheme's evaluation, and the workbook's sheet beside it."""
    closed = closed_surveys(EvaluationRun(scheme=world.scheme))
    whole = team_survey_of(closed)
    content = {
        "pairs": [],
        "team_survey": whole and asdict(whole),
        "cohort_surveys": [asdict(each) for each in cohort_surveys_of(closed)],
    }
    return how_it_went(content, 600.0), _team_survey(content)[1]


def test_the_evaluation_tells_each_closed_cohort_by_itself(world, survey, later):
    second = opened(world, later)
    answered_by(world, survey, 5)
    answered_by(world, second, 4, quote="One of few", may_quote="on")
    with time_machine.travel(AFTER, tick=False):
        section, sheet = evaluated(world)
    first, few = section.surveys
    assert (first.title, first.figures.rows[0][1:]) == (world.cohort.name, ("100%", "5"))
    assert (few.title, few.figures, few.chart, few.quotes) == (later.name, None, None, ())
    assert "Fewer than 5" in few.words
    assert [row[1:] for row in sheet if row[4] == later.name] == [
        (None, None, None, later.name)
    ] * 4


def test_an_open_survey_of_a_cohort_is_in_no_evaluation(world, survey):
    answered_by(world, survey, 6)
    section, sheet = evaluated(world)
    assert (section.surveys, sheet) == ((), [])
    assert "No team survey" in section.words[-1]


def test_a_report_from_before_cohorts_had_surveys_reads_as_it_did():
    survey = {"answers": 6, "teams": 2, "items": [], "recommends": [6, 6], "quotes": []}
    (told,) = how_it_went({"pairs": [], "team_survey": survey}, 600.0).surveys
    assert (told.title, told.figures.caption) == ("", "What those who took part say")
