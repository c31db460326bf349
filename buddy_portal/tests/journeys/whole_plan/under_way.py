"""Half a year of keeping the plan up to date, believing it, and unblocking it."""

from __future__ import annotations

import datetime

from django.core.management import call_command
from playwright.sync_api import Locator

from buddy_portal.tests.journeys.whole_plan.keyboard import Keyboard
from buddy_portal.tests.journeys.whole_plan.people import LONGER, MENTEE, NAMES, PARTNER
from buddy_portal.tests.journeys.whole_plan.visiting import Story, Visitor
from buddy_portal.tests.journeys.whole_plan.writing import CARD, QUEUE, open_plan

TWO_MINUTES = 120
IN_THE_WAY = "IT has no engineer before April"


def begin(story: Story) -> None:
    """The portal begins the plan by itself in the morning of its first day."""
    call_command("begin_due_plans")
    nurse = story.the("nurse")
    open_plan(nurse)
    nurse.reads("week 1 of 26")
    nurse.reads("Under way")


def check_in_by_keyboard(story: Story) -> None:
    """One action goes well, the other is stuck and needs sponsor and buddy; no mouse."""
    owner = story.the("owner")
    owner.goes_to("Home")
    owner.reads("Check in on your 2 open actions")
    keys = Keyboard(owner.page)
    keys.tabs_to(owner.page.get_by_role("main").get_by_role("link", name="Check in"))
    keys.presses("Enter")
    owner.reads("March check-in")
    keys.presses("Tab", "Enter")
    card, queue = group_of(owner, CARD), group_of(owner, QUEUE)
    keys.tabs_to(card.get_by_label("On track"))
    keys.presses("Space")
    keys.tabs_to(card.get_by_label("What changed?"))
    keys.types("3 of 7 wards have it")
    keys.tabs_to(queue.get_by_label("On track"))
    keys.presses("Space", "ArrowRight", "ArrowRight")
    keys.tabs_to(queue.get_by_label("What is in the way?"))
    keys.types(IN_THE_WAY)
    keys.tabs_to(queue.get_by_label("We cannot solve this ourselves"))
    keys.presses("Space")
    keys.tabs_to(owner.page.get_by_label("Ask Calderwick"))
    keys.presses("Space")
    keys.tabs_to(owner.page.get_by_role("button", name="Send check-in"))
    keys.presses("Enter")
    owner.reads("2 updates saved")
    assert keys.seconds < TWO_MINUTES


def group_of(owner: Visitor, action: str) -> Locator:
    return owner.page.get_by_role("group", name=action)


def help_reaches_the_buddy(story: Story) -> None:
    mentor = story.the("mentor")
    mentor.goes_to("Home")
    mentor.reads(f"Help {MENTEE} with “{QUEUE}”")
    mentor.follows("Read what they ask")
    mentor.reads("Help is wanted from the buddy")
    mentor.reads(IN_THE_WAY)
    open_plan(mentor)
    mentor.types("Your comment", "Ring our switchboard manager: she did it in a week.")
    mentor.presses("Add comment")
    mentor.goes_to("Home")
    mentor.does_not_read("Read what they ask")


def block_reaches_the_sponsor(story: Story) -> None:
    sponsor = story.the("sponsor")
    sponsor.goes_to("Home")
    sponsor.reads(f"Unblock “{QUEUE}”")
    sponsor.page.goto("/approvals/")
    sponsor.reads("Blocked 6 days")
    sponsor.reads("Red from 25 March")
    sponsor.reads(IN_THE_WAY)
    sponsor.follows("Answer about")
    sponsor.reads("What will you do, or who can help?")
    sponsor.types("What will you do, or who can help?", "I asked the IT director for 2 April.")
    sponsor.presses("Send answer")
    sponsor.reads("I asked the IT director for 2 April.")


def turn_red_by_itself(story: Story) -> None:
    """Nobody typed it: blocked for over 21 days is red, at the sponsor's and in the plan."""
    sponsor = story.the("sponsor")
    sponsor.page.goto("/approvals/")
    sponsor.reads("Red since 25 March")
    lead = story.the("lead")
    open_plan(lead)
    lead.reads("Blocked for 27 days")


def check_in_without_javascript(story: Story) -> None:
    """The card is claimed done and the block is gone, on a browser without scripts."""
    owner = story.the("owner without scripts")
    owner.page.goto("/check-in/")
    owner.reads("Last entry, 3 March 2015: “3 of 7 wards have it”")
    owner.reads("I asked the IT director for 2 April.")
    owner.ticks("Done", of=CARD)
    group_of(owner, CARD).get_by_label("What changed?").fill("All 7 wards have it")
    owner.ticks("At risk", of=QUEUE)
    owner.presses("Send check-in")
    owner.reads("2 updates saved")
    open_plan(owner)
    owner.follows(QUEUE)
    owner.reads("At risk")


def challenge(story: Story) -> None:
    mentor = story.the("mentor")
    open_plan(mentor)
    mentor.reads("1 action waits for you to confirm or challenge")
    mentor.types("What did you see?", "Ward 5 says it has no cards.")
    mentor.presses("Challenge")
    mentor.reads("Your answer is saved")
    mentor.reads("Challenged")


def bring_more_evidence(story: Story) -> None:
    owner = story.the("owner")
    owner.goes_to("Home")
    owner.reads("Check in")
    open_plan(owner)
    owner.follows(CARD)
    owner.reads("Ward 5 says it has no cards.")
    owner.follows("Add evidence")
    owner.reads("Nobody’s patient data")
    owner.types("What does it show?", "Audit of 7 wards: 92% of new patients have the card")
    owner.types("Or a link", "https://www.example.nhs.uk/audit")
    owner.ticks("Nobody’s patient data")
    owner.presses("Add evidence")
    owner.reads("Audit of 7 wards")
    owner.follows("Update")
    owner.reads("How does it go?")
    owner.ticks("Done")
    owner.types("What changed? One line is enough", "Ward 5 has them since Monday")
    owner.presses("Save update")
    owner.reads("Your update is saved")


def confirm(story: Story) -> None:
    mentor = story.the("mentor")
    mentor.goes_to("Home")
    mentor.reads(f"Confirm or challenge “{CARD}”")
    mentor.follows("Look at it")
    mentor.reads("Audit of 7 wards")
    mentor.presses("Confirm")
    mentor.reads("Complete")


def move_the_date(story: Story) -> None:
    owner = story.the("owner")
    open_plan(owner)
    owner.follows(QUEUE)
    owner.follows("Move the due date")
    owner.reads("Window")
    owner.dates("New due date", datetime.date(2015, 7, 10))
    owner.types("Why does it move?", "The engineer comes in June")
    owner.presses("Move the date")
    owner.reads("The engineer comes in June")


def review_midway(story: Story) -> None:
    nurse = story.the("nurse")
    open_plan(nurse)
    nurse.follows("Start the midpoint review")
    nurse.reads("You look at the whole plan together with your buddy")
    nurse.presses("Start the midpoint review")
    nurse.reads("The midpoint review has started")
    nurse.follows("Finish the midpoint review")
    nurse.types("What came out of it?", "The card works; the queue needs the summer.")
    nurse.presses("Finish the midpoint review")
    nurse.reads("The card works; the queue needs the summer.")


def ask_for_more_time(story: Story) -> None:
    nurse = story.the("nurse")
    open_plan(nurse)
    nurse.follows("Ask for more time")
    nurse.reads("A programme lead grants or refuses it")
    nurse.dates("New end of the plan", LONGER)
    nurse.types("Why does the plan need more time?", "The queue starts on 10 August.")
    nurse.presses("Ask for more time")
    nurse.reads("The programme has been asked")


def grant_it(story: Story) -> None:
    lead = story.the("lead")
    lead.goes_to("Home")
    lead.follows("Read and answer")
    lead.reads("The queue starts on 10 August.")
    lead.presses("Grant more time")
    lead.reads("31 August 2015")


def leave(story: Story) -> None:
    """The partner leaves; what they wrote stays, and names nobody."""
    partner = story.the(PARTNER)
    open_plan(partner)
    partner.follows("Leave this plan")
    partner.presses("Leave this plan")
    partner.reads("You have left the plan")
    nurse = story.the("nurse")
    open_plan(nurse)
    nurse.reads("I would have liked such a card.")
    nurse.does_not_read(NAMES[PARTNER])
