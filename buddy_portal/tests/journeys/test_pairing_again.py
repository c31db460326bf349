"""Applications decided each way, a pair declined, another found: each person in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from buddy_portal.tests.journeys.at_two_widths import visitor
from buddy_portal.tests.journeys.first_scheme import in_days
from buddy_portal.tests.journeys.screens import Person
from trusts.models import BuddyPair, PairState, Participation, Trust
from trusts.tests.factories import (
    make_participation,
    make_question,
    make_scheme,
    make_score,
    make_trust,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAYS = {
    "volunteering": (-60, 5),
    "pairing": (-50, 20),
    "implementation": (-40, 90),
    "evaluation": (-10, 120),
}
# Two mentors strong in both questions, one mentee low in both, and trusts in the middle.
SCORES = {"M1": (93.0, 92.0), "M2": (90.0, 91.0), "E1": (56.0, 58.0), "E2": (64.0, 66.0)}
NAMES = {"M1": "Fairmead", "M2": "Goodwell", "E1": "Northmoor", "E2": "Larkfield"}
QUIET = (70.0, 74.0, 75.0, 76.0, 78.0, 72.0)
__all__ = ["visitor"]  # a fixture


@pytest.fixture
def scheme():
    dates = {
        f"{phase}_{end}": in_days(days)
        for phase, both in DAYS.items()
        for end, days in zip(("from", "to"), both, strict=True)
    }
    made = make_scheme("Autumn buddy scheme", **dates, publish_by=in_days(150))
    trusts = {code: make_trust(code, name=f"{name} NHS Trust") for code, name in NAMES.items()}
    quiet = [make_trust() for _ in QUIET]
    for place, number in enumerate(("Q1", "Q2")):
        question = make_question(made.baseline, number, section="Support", position=place)
        make_score(question, None, 75.0, 5000)
        for code, trust in trusts.items():
            make_score(question, trust, SCORES[code][place], 400)
        for trust, score in zip(quiet, QUIET, strict=True):
            make_score(question, trust, score, 400)
    make_participation(made, trusts["M1"], "mentor", capacity=1)
    return made


def apply(nurse: Person, leader: str) -> None:
    nurse.follows("Start an application")
    nurse.ticks("Mentee: learn")
    nurse.ticks("First choice", of="Q1 Question Q1")
    nurse.types("Why your trust wants to take part", "Patients tell us where we can do better.")
    nurse.picks("Who leads this for the trust", leader)
    nurse.finds_the_page_sound()
    nurse.presses("Save and continue")
    nurse.presses("Send application")
    nurse.follows("Ask the sponsor")
    nurse.types("Name of the executive sponsor", "Helen Frost")
    nurse.types("Their e-mail address", "helen.frost@northmoor.example")
    nurse.finds_the_page_sound()
    nurse.presses("Send link")
    nurse.reads("A link was sent to Helen Frost")


def answer_by_link(sponsor: Person) -> None:
    mail = Message.objects.get(payload__to="helen.frost@northmoor.example")
    (path,) = re.findall(r"https?://[^/\s]+(/sponsor-agreement/\S+)", mail.payload["text"])
    sponsor.page.goto(path)
    sponsor.finds_the_page_sound()
    sponsor.ticks("I agree that Northmoor NHS Trust takes part")
    sponsor.presses("Send answer")
    sponsor.reads("Helen Frost agreed on")


def apply_as_mentor(nurse: Person, leader: str) -> None:
    nurse.follows("Start an application")
    nurse.ticks("Mentor: share")
    nurse.types("How many mentees could you take?", "1")
    nurse.types("What you offer as a mentor", "Our nurse line.")
    nurse.types("Why your trust wants to take part", "We would like to share what works.")
    nurse.picks("Who leads this for the trust", leader)
    nurse.presses("Save and continue")
    nurse.finds_the_page_sound()
    nurse.presses("Send application")
    nurse.reads("Your application has been sent.")


def ask_for_more(lead: Person, found: Participation) -> None:
    decide_with(lead, found, "Ask for more", "Who answers your nurse line at night?")
    lead.reads("The trust has been asked")
    lead.finds_the_page_sound()


def answer_the_question(nurse: Person, offers: str) -> None:
    nurse.page.goto("/home/")
    nurse.reads("Who answers your nurse line at night?")
    nurse.follows("Open the application")
    nurse.follows("Change application")
    nurse.types("What you offer as a mentor", offers)
    nurse.presses("Save and continue")
    nurse.presses("Send application")
    nurse.reads(offers)


def agree(sponsor: Person) -> None:
    sponsor.follows("Read the application")
    sponsor.follows("Agree to this application")
    sponsor.page.get_by_role("checkbox").check()
    sponsor.finds_the_page_sound()
    sponsor.presses("Agree to this application")
    sponsor.reads("You have agreed.")


def decide_with(lead: Person, found: Participation, choice: str, reason: str = "") -> None:
    lead.page.goto(f"/applications/{found.pk}/")
    lead.follows("Decide")
    lead.ticks(choice)
    if reason:
        lead.types("Reason or question", reason)
    lead.finds_the_page_sound()
    lead.presses("Save decision")


def accept(lead: Person, found: Participation) -> None:
    decide_with(lead, found, "Accept: the trust takes part")
    lead.reads("The trust takes part.")


def propose(lead: Person, scheme, mentor: str, button: str) -> None:
    lead.page.goto(f"/pairing/{scheme.pk}/")
    lead.presses(button)
    lead.reads(mentor)
    lead.finds_the_page_sound()
    lead.follows("Send 1 proposal")
    lead.dates("Answer by", in_days(10))
    lead.presses("Send 1 proposal")
    lead.reads("1 proposal has been sent.")


def answer(nurse: Person, choice: str, reason: str = "") -> None:
    nurse.page.goto("/home/")
    nurse.follows("Read and answer")
    nurse.follows("Accept or decline")
    nurse.ticks(choice)
    if reason:
        nurse.types("Reason", reason)
    nurse.finds_the_page_sound()
    nurse.presses("Send answer")


def sign(sponsor: Person) -> None:
    sponsor.page.goto("/home/")
    sponsor.follows("Read and sign")
    sponsor.follows("Read and sign")
    sponsor.page.get_by_role("checkbox").check()
    sponsor.finds_the_page_sound()
    sponsor.presses("Sign")
    sponsor.reads("Signed on")


def application_of(scheme, code: str) -> Participation:
    return Participation.objects.get(scheme=scheme, trust__ods_code=code)


def test_applications_are_asked_about_accepted_and_declined(scheme, visitor):
    """A mentor is asked for more and accepted; a mentee is told why not this time."""
    marie, ruth = (make_person(Role.TRUST_LEAD, code) for code in ("M2", "E2"))
    lead, mentor = visitor(make_person(Role.PROGRAMME_LEAD)), visitor(marie)
    apply_as_mentor(mentor, marie.name)
    ask_for_more(lead, application_of(scheme, "M2"))
    answer_the_question(mentor, "Our nurse line, day and night.")
    agree(visitor(make_person(Role.SPONSOR, "M2")))
    accept(lead, application_of(scheme, "M2"))
    trust = Trust.objects.get(ods_code="E2")
    declined = make_participation(scheme, trust, "mentee", state="applied", lead=ruth)
    decide_with(lead, declined, "Decline", "The places of this scheme are taken.")
    lead.reads("The application has been declined.")
    mentee = visitor(ruth)
    mentee.page.goto(f"/applications/{declined.pk}/")
    mentee.reads("Reason: The places of this scheme are taken.")
    mentee.finds_the_page_sound()
    lead.page.goto(f"/schemes/{scheme.pk}/who-has-applied/")
    lead.reads("Goodwell")
    lead.finds_the_page_sound()


def test_a_pair_is_declined_and_another_one_agreed_and_signed(scheme, visitor):
    make_participation(scheme, Trust.objects.get(ods_code="M2"), "mentor", capacity=1)
    ruth = make_person(Role.TRUST_LEAD, "E1")
    lead, nurse = visitor(make_person(Role.PROGRAMME_LEAD)), visitor(ruth)
    apply(nurse, ruth.name)
    answer_by_link(visitor())
    accept(lead, application_of(scheme, "E1"))
    lead.reads("by the signed link")
    propose(lead, scheme, "Fairmead", "Get a proposed set")
    answer(nurse, "Accept this pair")
    first, second = (visitor(make_person(Role.TRUST_LEAD, code)) for code in ("M1", "M2"))
    answer(first, "Decline this pair", "Two of our nurses leave this month.")
    propose(lead, scheme, "Goodwell", "Match again")
    answer(second, "Accept this pair")
    answer(nurse, "Accept this pair")
    for code in ("M2", "E1"):
        sign(visitor(make_person(Role.SPONSOR, code)))
    pair = BuddyPair.objects.get(scheme=scheme, state=PairState.ACTIVE)
    assert (pair.mentor.ods_code, pair.mentee.ods_code) == ("M2", "E1")
    lead.page.goto(f"/pairing/{scheme.pk}/")
    lead.reads("has been dealt with")
    expect(lead.page.get_by_role("main")).to_contain_text("Goodwell")
