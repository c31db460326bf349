"""In Chromium: a cohort from its set-up to the certificates."""

import pytest
import time_machine
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.browser import axe_violations, no_sideways_scroll, sign_in
from buddy_portal.tests.factories import make_person
from buddy_portal.tests.pdf_words import words_of_pages
from improvement_plans.models import Cohort, ProjectTeam
from improvement_plans.tests.collaborating.worlds import make_collaborative
from trusts.tests.factories import make_trust

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T10:05:00+01:00", tick=True):
        yield


def is_sound(page):
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)


def fill_day(page, group, day, month, year="2015"):
    box = page.get_by_role("group", name=group)
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        box.get_by_label(label, exact=True).fill(value)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def set_up(page):
    """A cohort, a learning session and a team of two trusts."""
    page.get_by_role("link", name="Begin a cohort").first.click()
    page.get_by_label("Name").fill("Cohort 1")
    fill_day(page, "First day", "2", "2")
    fill_day(page, "Last day", "31", "7")
    press(page, "Save cohort")
    page.get_by_role("link", name="Cohort 1").click()
    page.get_by_role("link", name="Add a session or period").click()
    page.get_by_label("Learning session").check()
    page.get_by_label("Title").fill("Reading charts together")
    fill_day(page, "First day", "14", "4")
    fill_day(page, "Last day", "14", "4")
    is_sound(page)
    press(page, "Save")
    page.get_by_role("link", name="Start a team").click()
    page.get_by_label("Name", exact=True).fill("Warm welcome")
    page.get_by_label("ODS codes of the organisations").fill("TLA\nTLB")
    is_sound(page)
    press(page, "Save team")


def attend(page):
    page.get_by_role("link", name="Say who came").click()
    page.get_by_label("Warm welcome").check()
    page.get_by_label("How many people came in all?").fill("24")
    press(page, "Save")
    page.get_by_text("1 team: Warm welcome. 24 people.").wait_for()
    is_sound(page)


def name_somebody(page):
    page.get_by_role("main").get_by_role("link", name="Warm welcome").first.click()
    page.get_by_role("link", name="Add somebody").click()
    page.get_by_label("Name", exact=True).fill("Jo Okafor")
    page.get_by_label("Part in the team").fill("Matron")
    press(page, "Add")
    page.get_by_text("They are in the team.").wait_for()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_cohort_goes_from_its_set_up_to_its_certificates(page, width):
    scheme = make_collaborative()
    make_trust("TLA", name="Northmoor"), make_trust("TLB", name="Calderwick")
    lead, nurse = make_person(Role.PROGRAMME_LEAD), make_person(Role.TRUST_LEAD, "TLB")
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, lead)
    page.goto(reverse("collaborative", args=[scheme.pk]))
    set_up(page)
    attend(page)
    name_somebody(page)
    certificates = download(page)
    assert "Jo Okafor" in certificates
    assert "Warm welcome" in certificates
    page.goto(reverse("cohort_report", args=[Cohort.objects.get().pk]))
    is_sound(page)
    page.context.clear_cookies()
    sign_in(page, nurse)
    report_month(page)


def download(page):
    """The certificates of the cohort, from its page."""
    page.goto(reverse("cohort", args=[Cohort.objects.get().pk]))
    with page.expect_download() as arriving:
        page.get_by_role("link", name="Certificates of all teams").click()
    return " ".join(words_of_pages(arriving.value.path().read_bytes()))


def report_month(page):
    """The other organisation sends in the month."""
    page.goto(reverse("team", args=[ProjectTeam.objects.get().pk]))
    is_sound(page)
    page.get_by_role("link", name="April 2015").click()
    page.get_by_label("The month in one sentence").fill("Calls began in two clinics.")
    is_sound(page)
    press(page, "Send in the report")
    page.get_by_text("The report is sent in.").wait_for()
