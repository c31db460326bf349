"""The pages of the door, of people and of the trail in Chromium: axe, no error, 320 pixels."""

import re

import pytest
from django.utils import timezone

from buddy_portal.accounts.models import Invitation
from buddy_portal.accounts.roles import Role
from buddy_portal.accounts.services.invitations import invite_person
from buddy_portal.outbox.models import Message
from buddy_portal.tests.browser import axe_violations, click, no_sideways_scroll, sign_in
from buddy_portal.tests.factories import PASSWORD, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def check(page, path: str) -> None:
    page.goto(path)
    assert page.locator("h1").count() == 1, path
    assert axe_violations(page) == [], path
    assert no_sideways_scroll(page), path


def test_the_pages_before_signing_in(page, live_server):
    for path in ("/", "/sign-in/", "/reset-password/", "/reset-password/sent/"):
        check(page, path)


def test_the_pages_of_the_programme(page, live_server):
    lead, colleague = make_person(Role.PROGRAMME_LEAD), make_person(Role.PROGRAMME_ANALYST)
    invitation = invite_person(
        by=lead, email="jo@test.example", name="Jo Okafor", role=Role.ADMINISTRATOR
    )
    Message.objects.create(job="send_mail", payload={"to": "a"}, failed_at=timezone.now())
    sign_in(page, lead)
    held = colleague.memberships.get()
    for path in (
        *("/home/", "/people/", "/people/invite/", f"/people/{colleague.pk}/"),
        *(f"/people/{colleague.pk}/add-role/", f"/people/roles/{held.pk}/end/"),
        f"/people/invitations/{invitation.pk}/send-again/",
        *("/audit/", "/your-account/", "/your-account/name/", "/change-password/"),
        *("/second-step/", "/mails-and-jobs/", "/mails-and-jobs/mails/"),
    ):
        check(page, path)


def test_a_person_is_invited_accepts_and_signs_in_again(page, new_page, live_server, settings):
    """Given a lead, when they invite somebody, then that person makes an account and comes back."""
    settings.PORTAL_URL = live_server.url
    sign_in(page, make_person(Role.PROGRAMME_LEAD))
    page.goto("/people/invite/")
    page.get_by_label("Full name").fill("Jo Okafor")
    page.get_by_label("E-mail address").fill("jo@test.example")
    page.get_by_label("System administrator").check()
    click(page.get_by_role("button", name="Send invitation"))
    page.get_by_text("The invitation is on its way to jo@test.example.").wait_for()

    text = Message.objects.get(job="send_mail").payload["text"]
    link = re.search(r"http\S+/invitations/\S+", text)[0]
    invited = new_page()
    invited.goto(link)
    invited.get_by_label("Password", exact=True).fill(PASSWORD)
    invited.get_by_label("Password again").fill(PASSWORD)
    click(invited.get_by_role("button", name="Accept and sign in"))
    invited.get_by_role("heading", name="Welcome, Jo").wait_for()
    assert Invitation.objects.get().accepted_at is not None

    click(invited.get_by_role("button", name="Sign out").first)
    invited.goto("/home/")
    invited.get_by_label("E-mail address").fill("jo@test.example")
    invited.get_by_label("Password", exact=True).fill(PASSWORD)
    click(invited.get_by_role("button", name="Sign in"))
    invited.wait_for_url("**/home/")
