"""The steps from an empty portal to a pair of trusts, each on the screen of whoever takes it."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from playwright.sync_api import Page

from buddy_portal.outbox.models import Message
from buddy_portal.tests.journeys import small_files as files
from buddy_portal.tests.journeys.first_scheme import MENTEE, MENTOR, PHASES, SCHEME, in_days
from buddy_portal.tests.journeys.screens import Person

PASSWORD = "a quiet morning by the canal"


def accept_invitation(person: Person, link: str) -> None:
    """Open the link of an invitation and choose a password."""
    person.page.goto(re.sub(r"^https?://[^/]+", "", link))
    person.types("Password", PASSWORD)
    person.types("Password again", PASSWORD)
    person.presses("Accept and sign in")
    person.page.wait_for_url(re.compile(r"/home/|/plans/"))


def first_lead(page: Page) -> Person:
    """The first person of a new portal, invited from the command line."""
    printed = StringIO()
    call_command(
        "invite", "asha@scheme.example", "Asha Verma", role="programme_lead", stdout=printed
    )
    lead = Person(page)
    accept_invitation(lead, printed.getvalue().strip())
    return lead


def link_mailed_to(email: str) -> str:
    """The link in the invitation that waits in the outbox."""
    mail = Message.objects.filter(job="send_mail", payload__to=email).latest("made_at")
    (link,) = re.findall(r"https?://\S+/invitations/\S+", mail.payload["text"])
    return str(link)


def invite(lead: Person, email: str, name: str, role: str, trust: str = "") -> None:
    lead.goes_to("People")
    lead.follows("Invite")
    lead.types("Full name", name)
    lead.types("E-mail address", email)
    lead.ticks(role)
    if trust:
        lead.picks("Trust", trust)
    lead.presses("Send invitation")
    lead.reads(name)


def import_trusts(lead: Person, folder: Path) -> None:
    lead.goes_to("Trusts")
    lead.follows("Import a list of trusts")
    lead.brings(files.write_trusts(folder))
    lead.presses("Check this list")
    lead.reads("Nothing has been saved yet")
    lead.presses("Import 14 rows")
    lead.reads(MENTEE)


def import_scores(lead: Person, file: Path, year: int) -> None:
    lead.goes_to("Survey results")
    lead.follows("Upload a file")
    lead.picks("Survey year", f"National Cancer Patient Experience Survey, {year}")
    lead.brings(file)
    lead.presses("Check this file")
    lead.reads("Every row is understood")
    lead.follows("Import ")
    lead.presses("Import ")
    lead.reads("were imported")


def create_scheme(lead: Person) -> None:
    lead.goes_to("Schemes")
    lead.follows("Create a scheme")
    lead.types("Name", SCHEME)
    for label, year in (("Baseline survey", 2015), ("Follow-up survey", 2016)):
        lead.picks(label, f"National Cancer Patient Experience Survey, {year}")
    for label, days in PHASES.items():
        lead.dates(label, in_days(days))
    lead.presses("Save scheme")
    lead.reads("Phases")


def open_scheme(person: Person) -> None:
    person.goes_to("Schemes")
    person.follows(SCHEME)


def apply(nurse: Person, name: str, *, as_mentor: bool) -> None:
    open_scheme(nurse)
    nurse.follows("Apply to take part")
    nurse.ticks("Mentor: share" if as_mentor else "Mentee: learn")
    if as_mentor:
        nurse.types("How many mentees could you take?", "1")
        nurse.types("What you offer as a mentor", "Our nurse line, and how we staff it.")
    nurse.types("Why your trust wants to take part", "Patients tell us where we can do better.")
    nurse.picks("Who leads this for the trust", name)
    nurse.presses("Save and continue")
    nurse.presses("Send application")
    nurse.reads("sponsor")


def back_application(sponsor: Person, trust: str) -> None:
    open_scheme(sponsor)
    sponsor.follows(trust)
    sponsor.follows("Agree to this application")
    sponsor.page.get_by_role("checkbox").check()
    sponsor.presses("Agree")


def accept_application(lead: Person, trust: str) -> None:
    open_scheme(lead)
    lead.follows("Applications and who takes part")
    lead.follows(trust)
    lead.follows("Decide")
    lead.ticks("Accept: the trust takes part")
    lead.presses("Save decision")


def propose_pairs(lead: Person) -> None:
    open_scheme(lead)
    lead.follows("Pairing board")
    lead.presses("Get a proposed set")
    lead.reads(MENTOR.removesuffix(" NHS Trust"))
    lead.finds_the_page_sound()
    lead.follows("Send 1 proposal")
    lead.dates("Answer by", in_days(10))
    lead.presses("Send 1 proposal")


def open_pair(person: Person) -> None:
    open_scheme(person)
    person.follows("See the pair")


def accept_pair(nurse: Person) -> None:
    open_pair(nurse)
    nurse.follows("Accept or decline")
    nurse.ticks("Accept this pair")
    nurse.presses("Send answer")
    nurse.reads("Accepted on")


def sign_terms(sponsor: Person) -> None:
    open_pair(sponsor)
    sponsor.follows("Read and sign")
    sponsor.page.get_by_role("checkbox").check()
    sponsor.presses("Sign")
    sponsor.reads("Signed on")
