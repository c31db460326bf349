"""In Chromium: a cohort from its set-up to the certificates."""

import datetime

import pytest
import time_machine

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.browser import sign_in
from buddy_portal.tests.factories import make_person
from improvement_plans.models import IdeaState, ProjectTeam
from improvement_plans.tests.collaborating import steps
from improvement_plans.tests.collaborating.worlds import make_collaborative
from improvement_plans.tests.factories import make_aim, make_driver
from improvement_plans.tests.measure_factories import make_cycle, make_measure
from trusts.tests.factories import make_trust

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T10:05:00+01:00", tick=True):
        yield


def work_on_the_plan():
    """What the team enters in the rooms of its plan, whose own tests walk through them."""
    plan = ProjectTeam.objects.get().plan
    idea = make_driver(make_aim(plan), state=IdeaState.TESTING).ideas.get()
    make_measure(plan, [60.0, 62.0, 64.0], first=datetime.date(2015, 1, 1))
    make_cycle(idea, state="decided", decided_on=datetime.date(2015, 4, 10))


def set_up(page, scheme):
    steps.add_priority(page)
    steps.begin_cohort(page, scheme)
    steps.plan_sessions(page)
    steps.start_team(page)
    steps.say_who_came(page)
    steps.follow(page, "Warm welcome")
    steps.name_people(page)
    steps.name_priority(page)


def work_as_a_team(page):
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
    steps.ask_the_team(page, scheme)
    steps.read_report(page)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_cohort_goes_from_its_set_up_to_its_certificates(page, width):
    scheme = make_collaborative("Better together")
    make_trust("TLA", name="Northmoor"), make_trust("TLB", name="Calderwick")
    lead, nurse = make_person(Role.PROGRAMME_LEAD), make_person(Role.TRUST_LEAD, "TLB")
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, lead)
    set_up(page, scheme)
    work_on_the_plan()
    page.context.clear_cookies()
    sign_in(page, nurse)
    work_as_a_team(page)
    page.context.clear_cookies()
    sign_in(page, lead)
    close_the_cohort(page, scheme)
