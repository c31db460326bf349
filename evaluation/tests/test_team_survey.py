"""The team survey: invited by link, answered once, changed until the close, reminded of."""

import datetime

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.refusals import NotAllowed, Refusal, StaleVersion, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import LONG_AGO, make_person, make_user
from evaluation.loading import load_inputs
from evaluation.models import ReportText, TeamSurvey, TeamSurveyAnswer, TeamSurveyInvitation
from evaluation.report.content import build_content
from evaluation.report.view import build_view
from evaluation.selectors.team_surveys import Asked, results_of, took_part
from evaluation.services import team_surveys as services
from evaluation.services.report_texts import save_report_text
from evaluation.team_survey_links import path_of
from evaluation.tests.factories import make_evaluable_scheme, make_run
from improvement_plans.models import Plan, PlanGuest, ProjectTeam
from improvement_plans.tests.collaborating.worlds import make_team_world

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def scheme():
    return make_evaluable_scheme()


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def survey(scheme, lead, today):
    return services.open_team_survey(
        by=lead,
        scheme=scheme,
        closes_on=today + 10 * DAY,
        additions=["We would do it again"],
        today=today,
    )


def invited(survey, lead, today, count=1):
    for place in range(count):
        person = Asked(f"Person {place}", f"p{place}@trust.example", f"T{place % 3}")
        services.invite_one(by=lead, survey=survey, person=person, today=today)
    return list(TeamSurveyInvitation.objects.filter(survey=survey).order_by("pk"))


def test_three_standard_statements_come_before_the_programme_s_own(survey):
    assert [item.place for item in survey.items.all()] == [1, 2, 3, 4]
    assert survey.items.last().text == "We would do it again"


def test_a_scheme_has_one_team_survey(survey, scheme, lead, today):
    with pytest.raises(WrongState, match="already"):
        services.open_team_survey(by=lead, scheme=scheme, closes_on=today + DAY, today=today)


def test_teams_of_both_trusts_and_partners_are_invited_once(survey, scheme, lead, today):
    make_person(Role.TEAM_MEMBER, "MEE"), make_person(Role.TRUST_LEAD, "MOR")
    make_person(Role.TEAM_MEMBER, "C01"), make_person(Role.OBSERVER, "MEE")
    PlanGuest.objects.create(
        plan=Plan.objects.get(scheme=scheme), user=make_user("Lin"), starts_on=LONG_AGO
    )
    assert services.invite_everybody(by=lead, survey=survey, today=today) == 3
    assert services.invite_everybody(by=lead, survey=survey, today=today) == 0
    assert Message.objects.filter(key__startswith="team-survey-asked:").count() == 3


@pytest.mark.parametrize("role", [Role.TRUST_LEAD, Role.ADMINISTRATOR])
def test_others_neither_open_nor_invite(scheme, survey, role, today):
    person = make_person(role, "MEE")
    with pytest.raises(NotAllowed):
        services.invite_everybody(by=person, survey=survey, today=today)


def test_a_personal_link_opens_without_an_account_and_an_answer_can_be_changed(survey, lead, today):
    (invitation,) = invited(survey, lead, today)
    item = survey.items.first()
    client, path = Client(), path_of(invitation.token)
    assert client.get(path).status_code == 200
    client.post(path, {f"item_{item.pk}": "4", "recommends": "yes"})
    client.post(path, {f"item_{item.pk}": "2", "recommends": "no"})
    answer = TeamSurveyAnswer.objects.get()
    assert (answer.ratings, answer.recommends) == ({str(item.pk): 2}, False)
    assert "We have your answer" in client.get(path).content.decode()


@pytest.mark.parametrize("key", ["", "?key=", "?key=wrong"])
def test_a_link_without_its_signature_finds_nothing(survey, lead, today, key):
    (invitation,) = invited(survey, lead, today)
    path = reverse("team_survey_answer", args=[invitation.token]) + key
    assert Client().get(path).status_code == 404


def test_after_the_last_day_the_link_says_so_and_takes_nothing(survey, lead, today):
    (invitation,) = invited(survey, lead, today)
    TeamSurvey.objects.update(closes_on=today - DAY)
    answer = Client().post(path_of(invitation.token), {"recommends": "yes"})
    assert answer.status_code == 410
    assert not TeamSurveyAnswer.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"recommends": "perhaps"},
        {"quote": "x" * 100_000},
        {"quote": "a\x00b"},
        {"may_quote": "on", "quote": " "},
        {"quoted_as": "x" * 500},
    ],
)
def test_a_bad_answer_is_refused_in_words(survey, lead, today, values):
    (invitation,) = invited(survey, lead, today)
    answer = Client().post(path_of(invitation.token), values)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not TeamSurveyAnswer.objects.exists()


def test_an_item_of_another_survey_is_refused(survey, lead, today):
    (invitation,) = invited(survey, lead, today)
    with pytest.raises(Refusal, match="not sent whole"):
        services.answer_team_survey(
            invitation=invitation, said=services.Said({"999999": 4}, None), today=today
        )


def test_the_reminder_goes_once_to_those_without_an_answer(survey, lead, today):
    first, _second = invited(survey, lead, today, 2)
    services.answer_team_survey(invitation=first, said=services.Said({}, True), today=today)
    assert services.remind_of_team_surveys(today=today) == 0
    assert services.remind_of_team_surveys(today=survey.closes_on) == 1
    assert services.remind_of_team_surveys(today=survey.closes_on) == 0


def answered_by(survey, lead, today, count):
    items = [str(item.pk) for item in survey.items.all()]
    for place, invitation in enumerate(invited(survey, lead, today, count)):
        said = services.Said(
            dict.fromkeys(items, 4 if place else 1), True, f"Words {place}", place == 1, "A nurse"
        )
        services.answer_team_survey(invitation=invitation, said=said, today=today)


def view_of(scheme):
    return build_view(build_content(load_inputs(make_run(scheme))))


def test_an_open_survey_is_in_no_report(survey, scheme, lead, today):
    answered_by(survey, lead, today, 6)
    assert "No team survey" in view_of(scheme).how_it_went.words[-1]


def test_a_closed_survey_is_in_the_report_with_n_and_consented_quotes_only(
    survey, scheme, lead, today
):
    answered_by(survey, lead, today, 6)
    TeamSurvey.objects.update(closes_on=today - DAY)
    found = view_of(scheme).how_it_went
    (told,) = found.surveys
    assert told.figures.rows[0][1:] == ("83%", "6")
    assert told.quotes == (("Words 1", "A nurse"),)
    assert "6 people of 3 teams answered" in told.words


def test_four_answers_give_no_figure_and_no_quote(survey, scheme, lead, today):
    answered_by(survey, lead, today, 4)
    TeamSurvey.objects.update(closes_on=today - DAY)
    (told,) = view_of(scheme).how_it_went.surveys
    assert (told.figures, told.quotes) == (None, ())
    assert results_of(survey).answers is None


def test_partners_are_thanked_by_the_name_they_agreed_to_only(scheme):
    plan = Plan.objects.get(scheme=scheme)
    for name, credit in (("Lin Carter", "name"), ("Secret Person", "none")):
        PlanGuest.objects.create(plan=plan, user=make_user(name), starts_on=LONG_AGO, credit=credit)
    thanks = view_of(scheme).how_it_went.thanks
    assert "Lin Carter" in thanks
    assert "Secret" not in thanks


def test_a_lead_s_words_are_in_the_next_compile(scheme, lead):
    save_report_text(by=lead, scheme=scheme, foreword="We **learnt**.", context="", read_at=0)
    (block,) = view_of(scheme).foreword
    assert [span["text"] for span in block["items"][0]] == ["We ", "learnt", "."]


def test_of_two_saves_of_one_version_the_later_is_refused_with_both_texts(scheme, lead):
    save_report_text(by=lead, scheme=scheme, foreword="First", context="", read_at=0)
    client = Client()
    client.force_login(lead)
    values = {"foreword": "Second", "context": "", "read_version": "0"}
    page = client.post(reverse("report_words", args=[scheme.pk]), values).content.decode()
    assert "First" in page
    assert "Second" in page
    with pytest.raises(StaleVersion):
        save_report_text(by=lead, scheme=scheme, foreword="x", context="", read_at=0)


def test_only_a_lead_writes_the_words(scheme):
    with pytest.raises(NotAllowed):
        save_report_text(
            by=make_person(Role.PROGRAMME_ANALYST),
            scheme=scheme,
            foreword="",
            context="",
            read_at=0,
        )


def test_the_database_never_changes_a_version_of_the_words(scheme, lead):
    save_report_text(by=lead, scheme=scheme, foreword="First", context="", read_at=0)
    with pytest.raises(ProgrammingError, match="never changed"), transaction.atomic():
        ReportText.objects.update(foreword="Other")


def test_the_programme_opens_a_survey_and_invites_through_the_pages(scheme, lead, today):
    client = Client()
    client.force_login(lead)
    last = today + 20 * DAY
    values = {
        "asked": f"scheme-{scheme.pk}",
        "closes_on-day": last.day,
        "closes_on-month": last.month,
        "closes_on-year": last.year,
        "additions": "One\n\nTwo",
    }
    page = client.post(reverse("team_survey_new"), values, follow=True).content.decode()
    assert "Two" in page
    survey = TeamSurvey.objects.get()
    address = reverse("team_survey_invite", args=[survey.pk])
    person = {"name": "Jo", "email": "jo@trust.example", "trust_code": "MEE"}
    assert "on its way" in client.post(f"{address}?one", person, follow=True).content.decode()
    assert "already" in client.post(f"{address}?one", person).content.decode()
    assert client.get(reverse("team_survey_list")).status_code == 200


def test_people_of_every_organisation_of_a_project_team_are_asked(today):
    world = make_team_world()
    asked = {each.email for each in took_part(world.scheme, on=today)}
    people = (world.nurse, world.other_nurse, world.member, world.partner)
    assert {person.email for person in people} <= asked
    assert world.outsider.email not in asked


def test_people_of_a_team_that_left_are_not_asked(today):
    world = make_team_world()
    ProjectTeam.objects.update(withdrawn_at=timezone.now())
    asked = {each.email for each in took_part(world.scheme, on=today)}
    assert world.nurse.email not in asked
