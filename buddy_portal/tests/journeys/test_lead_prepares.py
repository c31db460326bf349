"""A programme lead brings in trusts and results, looks at them, and invites a nurse to do so."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from buddy_portal.tests.journeys import setting_up
from buddy_portal.tests.journeys import small_files as files
from buddy_portal.tests.journeys.at_two_widths import Visitor, visitor
from buddy_portal.tests.journeys.first_scheme import MENTEE, MENTOR
from buddy_portal.tests.journeys.screens import Person
from trusts.models import SurveyYear

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["visitor"]  # a fixture
EMAIL = "ruth@northmoor.example"


def explore(person: Person, own: str) -> None:
    """From the year to a question's funnel, to the trust's own profile, to a comparison."""
    year = SurveyYear.objects.get(year=2015)
    person.page.goto(f"/survey-results/years/{year.pk}/")
    person.finds_the_page_sound()
    person.page.goto(f"/survey-results/years/{year.pk}/questions/Q17/")
    person.reads("99.8%")
    person.finds_the_page_sound()
    person.page.goto(f"/trusts/{own}/")
    person.reads("61.0%")
    person.finds_the_page_sound()


def fill_in_the_forms(lead: Person, folder: Path) -> None:
    """Trusts, results and an invitation, each at its form and by the menu of this width."""
    for form in ("trust_import", "survey_upload", "invite_person"):
        lead.page.goto(reverse(form))
        lead.finds_the_page_sound()
    setting_up.import_trusts(lead, folder)
    lead.finds_the_page_sound()
    setting_up.import_scores(lead, files.write_scores(folder), 2015)
    lead.finds_the_page_sound()
    setting_up.invite(lead, EMAIL, "Ruth Adeyemi", "Lead cancer nurse", MENTEE)
    lead.finds_the_page_sound()


def test_a_lead_imports_explores_and_invites(visitor: Visitor, tmp_path: Path):
    lead = visitor(make_person(Role.PROGRAMME_LEAD))
    fill_in_the_forms(lead, tmp_path)
    explore(lead, files.code_of(files.MENTEE))
    year = SurveyYear.objects.get(year=2015)
    both = f"{files.code_of(files.MENTOR)},{files.code_of(files.MENTEE)}"
    lead.page.goto(f"/survey-results/years/{year.pk}/compare/?trust={both}")
    lead.reads(MENTOR)
    lead.finds_the_page_sound()
    nurse = visitor()
    setting_up.accept_invitation(nurse, setting_up.link_mailed_to(EMAIL))
    explore(nurse, files.code_of(files.MENTEE))
