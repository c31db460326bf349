"""The plan is written, shared with a partner, sent back once, and approved."""

from __future__ import annotations

import datetime

from playwright.sync_api import expect

from buddy_portal.tests.journeys import carrying_out, setting_up
from buddy_portal.tests.journeys.whole_plan.people import (
    MENTEE,
    NAMES,
    PARTNER,
    RESULTS,
    email_of,
)
from buddy_portal.tests.journeys.whole_plan.printed import names_in_print
from buddy_portal.tests.journeys.whole_plan.visiting import Story, Visitor

CARD = "Give every new patient the contact card"
QUEUE = "Move five numbers to one call queue"
AIM = "Patients find it easy to contact their nurse"
PLAIN = "Everybody with cancer here will know whom to ring, and somebody will answer."
REASON = "Say which wards get the card first"


def open_plan(person: Visitor) -> None:
    person.goes_to("Plans")
    person.follows(MENTEE)


def start(story: Story) -> None:
    nurse = story.the("nurse")
    nurse.goes_to("Home")
    nurse.reads("Both trusts have agreed")
    nurse.follows("Start the plan")
    nurse.presses("Start the plan")
    nurse.reads("The plan is started")


def lose_the_session_in_mid_form(story: Story) -> None:
    """Half the plan's words are typed when the session ends; they are there after signing in."""
    nurse = story.the("nurse")
    nurse.follows("Change the plan’s words, lead and sponsor")
    nurse.types("Summary in plain English", PLAIN)
    nurse.picks("Executive sponsor", NAMES["sponsor"])
    nurse.dates("Midpoint review", datetime.date(2015, 4, 30))
    story.end_session_of("nurse")
    nurse.presses("Save plan")
    nurse.reads("Sign in")
    nurse.signs_in_again()
    nurse.reads("what you typed")
    expect(nurse.page.get_by_label("Summary in plain English")).to_have_value(PLAIN)
    nurse.presses("Save plan")
    nurse.reads("The plan is saved")
    nurse.reads(NAMES["sponsor"])


def write_from_needs(story: Story) -> None:
    """The question asked worst about becomes an aim, with its baseline filled in."""
    nurse = story.the("nurse")
    nurse.follows("Add an aim")
    nurse.reads("63.8%")
    nurse.reads("84.6%")
    nurse.follows(RESULTS["Q18"][0])
    nurse.reads("What to aim at")
    carrying_out.fill_in_aim(nurse, "Q18", AIM, "74", datetime.date(2015, 7, 31))
    nurse.reads("Baseline 63.8% from 298 answers")
    for text, owner, due in (
        (CARD, NAMES["owner"], datetime.date(2015, 3, 31)),
        (QUEUE, NAMES["owner"], datetime.date(2015, 5, 29)),
    ):
        nurse.follows("Add an action")
        nurse.reads("What will be done?")
        carrying_out.fill_in_action(nurse, text, AIM, owner, datetime.date(2015, 2, 2), due)
    nurse.reads(QUEUE)


def save_the_same_thing_as_a_colleague(story: Story) -> None:
    """Both open the plan's words; the later one sees both titles, and neither is lost."""
    nurse, colleague = story.the("nurse"), story.the("colleague")
    for person in (nurse, colleague):
        open_plan(person)
        person.follows("Change the plan’s words, lead and sponsor")
    colleague.types("Title", "Northmoor listens")
    colleague.presses("Save plan")
    colleague.reads("The plan is saved")
    nurse.types("Title", "Northmoor’s improvement plan")
    nurse.presses("Save plan")
    nurse.reads("Northmoor listens")
    expect(nurse.page.get_by_label("Title", exact=True)).to_have_value(
        "Northmoor’s improvement plan"
    )
    nurse.presses("Save plan")
    nurse.reads("Northmoor’s improvement plan")


def bring_a_partner(story: Story) -> None:
    nurse = story.the("nurse")
    nurse.follows("Invite a partner")
    nurse.reads("They get a link by e-mail")
    nurse.types("Name", NAMES[PARTNER])
    nurse.types("E-mail address", email_of(PARTNER))
    nurse.presses("Send invitation")
    nurse.reads("The invitation is on its way")
    partner = story.arrives(PARTNER)
    setting_up.accept_invitation(partner, setting_up.link_mailed_to(email_of(PARTNER)))
    story.signed_in_on[PARTNER] = story.today
    partner.reads(f"Read the plan of {MENTEE}")


def read_and_be_named(story: Story) -> None:
    """The partner reads plain English, comments, is named, by another name, then not at all."""
    partner = story.the(PARTNER)
    open_plan(partner)
    partner.reads(PLAIN)
    partner.types("Your comment", "I would have liked such a card.")
    partner.presses("Add comment")
    partner.reads("I would have liked such a card.")
    for choice, alias, shown in (
        ("By my own name", "", NAMES[PARTNER]),
        ("By another name", "Rose", "Rose"),
        ("Not by name", "", ""),
    ):
        partner.follows("Choose how you are named")
        partner.ticks(choice)
        partner.types("Another name", alias)
        partner.presses("Save")
        partner.reads("This is how the plan names you")
        assert names_in_print(partner) == ({shown} if shown else set())


def submit(story: Story) -> None:
    nurse = story.the("nurse")
    open_plan(nurse)
    nurse.follows("Submit the plan")
    nurse.reads("The sponsor, the buddy and the programme lead are told")
    nurse.presses("Submit the plan")
    nurse.reads("The plan is submitted")


def send_back(story: Story) -> None:
    sponsor = story.the("sponsor")
    sponsor.page.goto("/approvals/")
    sponsor.reads("New today")
    sponsor.follows("Northmoor’s improvement plan")
    sponsor.reads("Ask for changes")
    sponsor.types("Reason", REASON)
    sponsor.presses("Ask for changes")
    sponsor.reads("Changes are asked for")
    nurse = story.the("nurse")
    nurse.goes_to("Home")
    nurse.reads("Changes have been asked for")
    open_plan(nurse)
    nurse.reads(REASON)


def mend(story: Story) -> None:
    nurse = story.the("nurse")
    nurse.follows(CARD)
    nurse.reads("Nothing has been reported yet")
    nurse.follows("Change the action")
    nurse.types("What will show that it is done?", "9 in 10 new patients on wards 3 and 5 have it")
    nurse.presses("Save action")
    nurse.reads("The action is saved")
    submit(story)


def approve(story: Story) -> None:
    mentor = story.the("mentor")
    mentor.goes_to("Home")
    mentor.reads("It cannot be approved before its buddy has commented")
    open_plan(mentor)
    mentor.types("Your comment", "We began with two wards as well.")
    mentor.presses("Add comment")
    mentor.reads("We began with two wards as well.")
    for key in ("sponsor", "lead"):
        person = story.the(key)
        person.goes_to("Home")
        person.follows("Read and answer")
        person.reads("Read the whole plan")
        person.presses("Approve the plan")
        person.reads("The plan is approved")


def wait_for_the_window(story: Story) -> None:
    """Approved and before the window: the page says from when progress is reported."""
    nurse = story.the("nurse")
    open_plan(nurse)
    nurse.reads("Progress can be reported from 2 February 2015")
    nurse.does_not_read("Add an action")
