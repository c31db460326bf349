"""In Chromium: a cohort from its set-up to the certificates."""

import datetime

import pytest
import time_machine

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.browser import sign_in
from buddy_portal.tests.factories import LONG_AGO, make_person, make_user
from improvement_plans.models import IdeaState, PlanGuest, ProjectTeam
from improvement_plans.tests.collaborating import steps
from improvement_plans.tests.collaborating.worlds import make_collaborative
from improvement_plans.tests.factories import make_aim, make_driver
from improvement_plans.tests.measure_factories import make_cycle, make_measure
from trusts.tests.factories import make_trust

# As many as a survey needs before anything of it is shown.
PEOPLE = 5
QUOTE = "We talk to each other now"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T10:05:00+01:00", tick=True):
        yield


def work_on_the_plan():
    """What the team enters in the rooms of its plan, whose own tests walk through them.

    The measure waits for its figures.
    """
    plan = ProjectTeam.objects.get().plan
    idea = make_driver(make_aim(plan), state=IdeaState.TESTING).ideas.get()
    make_cycle(idea, state="decided", decided_on=datetime.date(2015, 4, 10))
    PlanGuest.objects.create(plan=plan, user=make_user("Robin"), starts_on=LONG_AGO)
    return make_measure(plan)


def set_up(page, scheme):
    steps.add_priority(page)
    steps.begin_cohort(page, scheme)
    steps.plan_sessions(page)
    steps.start_team(page)
    steps.say_who_came(page)
    steps.follow(page, "Warm welcome")
    steps.name_people(page)
    steps.name_priority(page)


def work_as_a_team(page, measure):
    steps.paste_figures(page, measure)
    steps.open_team(page)
    steps.say_stage(page)
    steps.report_month(page)
    steps.open_team(page)
    steps.submit_abstract(page)


def close_the_cohort(page, scheme):
    steps.open_cohort(page)
    steps.accept_abstract(page)
    certificates = steps.download_certificates(page)
    for name in ("Warm welcome", "Jo Okafor", "Robin, a patient", "Two clinics, one card"):
        assert name in certificates
    steps.ask_the_team(page, scheme, people=PEOPLE)
    steps.read_report(page, "The team survey is open until 31 July 2015.")


def everybody_answers(visitor, width):
    """By their links, without an account: the nurse, her colleagues and the partner."""
    visitor.set_viewport_size({"width": width, "height": 900})
    links = steps.links_sent()
    assert len(links) == PEOPLE
    for place, link in enumerate(links):
        steps.answer_the_survey(visitor, link, quote="" if place else QUOTE)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_cohort_goes_from_its_set_up_to_its_certificates(page, new_page, width):
    scheme = make_collaborative("Better together")
    make_trust("TLA", name="Northmoor"), make_trust("TLB", name="Calderwick")
    lead, nurse = make_person(Role.PROGRAMME_LEAD), make_person(Role.TRUST_LEAD, "TLB")
    for _colleague in range(PEOPLE - 2):  # beside the nurse and the partner
        make_person(Role.TEAM_MEMBER, "TLA")
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, lead)
    set_up(page, scheme)
    measure = work_on_the_plan()
    page.context.clear_cookies()
    sign_in(page, nurse)
    work_as_a_team(page, measure)
    page.context.clear_cookies()
    sign_in(page, lead)
    close_the_cohort(page, scheme)
    everybody_answers(new_page(), width)
    with time_machine.travel("2015-08-03T10:05:00+01:00", tick=True):
        page.context.clear_cookies()
        sign_in(page, lead)
        counted = "5 people of 2 organisations answered the team survey"
        steps.read_report(page, counted, QUOTE, "Not shown, fewer than 5 answers")
