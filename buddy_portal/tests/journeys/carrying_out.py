"""The steps from a pair of trusts to a published report, each on the screen of whoever takes it."""

from __future__ import annotations

import datetime
import hashlib

from buddy_portal.tests.browser import click
from buddy_portal.tests.journeys.first_scheme import ACTION, MENTEE, SCHEME, in_days
from buddy_portal.tests.journeys.screens import PATIENCE, Person


def open_plan(person: Person) -> None:
    person.goes_to("Plans")
    person.follows(MENTEE)


def write_plan(nurse: Person, sponsor: str) -> None:
    nurse.goes_to("Plans")
    nurse.presses("Start the plan")
    nurse.follows("Change the plan’s words, lead and sponsor")
    nurse.types("Summary in plain English", "Everyone will know whom to call.")
    nurse.picks("Executive sponsor", sponsor)
    nurse.presses("Save plan")
    nurse.follows("Add an aim")
    fill_in_aim(nurse, "Q17", "Patients find it easy to reach their nurse", "72", in_days(80))
    nurse.follows("Add an action")
    fill_in_action(nurse, ACTION, "Patients find", "Ruth", in_days(-20), in_days(60))
    nurse.reads(ACTION)


def fill_in_aim(
    nurse: Person, question: str, title: str, target: str, by_date: datetime.date
) -> None:
    nurse.picks("Survey question", question)
    nurse.types("What should patients find?", title)
    nurse.types("Target", target)
    nurse.dates("By when?", by_date)
    nurse.presses("Save aim")


def fill_in_action(
    nurse: Person, text: str, aim: str, owner: str, start: datetime.date, due: datetime.date
) -> None:
    nurse.types("What will be done?", text)
    nurse.picks("For which aim?", aim)
    nurse.picks("Owner", owner)
    nurse.dates("Start", start)
    nurse.dates("Due date", due)
    nurse.presses("Save action")


def invite_partner(nurse: Person) -> None:
    nurse.follows("Invite a partner")
    nurse.types("Name", "Lin Carter")
    nurse.types("E-mail address", "lin@partner.example")
    nurse.presses("Send invitation")


def submit_plan(nurse: Person) -> None:
    open_plan(nurse)
    nurse.follows("Submit the plan")
    nurse.presses("Submit the plan")
    nurse.reads("The plan is submitted")


def comment(person: Person, words: str) -> None:
    open_plan(person)
    person.types("Your comment", words)
    person.presses("Add comment")
    person.reads(words)


def approve_plan(person: Person) -> None:
    open_plan(person)
    person.follows("Answer")
    person.presses("Approve the plan")


def report_done(nurse: Person) -> None:
    nurse.page.goto("/check-in/")
    nurse.reads(ACTION)
    nurse.ticks("Done", of=ACTION)
    nurse.page.get_by_label("What changed? One line is enough").fill("Cards are handed out.")
    nurse.presses("Send check-in")
    nurse.reads("1 update saved")


def confirm_action(mentor: Person) -> None:
    open_plan(mentor)
    mentor.presses("Confirm")


def compile_evaluation(lead: Person) -> None:
    lead.goes_to("Evaluation")
    lead.follows("Compile an evaluation")
    lead.picks("Scheme", SCHEME)
    lead.picks("Baseline survey", "2015")
    lead.picks("Follow-up survey", "2016")
    lead.presses("Compile the evaluation")
    lead.page.get_by_role("link", name="Read the report").wait_for(timeout=6 * PATIENCE)
    lead.follows("Read the report")


def send_facts_out(lead: Person) -> None:
    """The compiler asks each mentee to check the facts about it."""
    lead.follows("Send the facts to the trusts")
    lead.presses("Send the facts to the trusts")
    lead.reads("0 of 1 trusts have answered")


def cannot_sign_off_yet(second: Person) -> None:
    second.goes_to("Evaluation")
    second.follows(SCHEME)
    second.reads("1 trust may still check the facts")
    assert second.page.get_by_role("link", name="Sign off", exact=True).count() == 0


def comment_on_facts(nurse: Person) -> None:
    """The mentee comments on a figure of its own page and says that something is to be mended."""
    nurse.goes_to("Home")
    nurse.follows("Check the facts")
    nurse.reads("Please answer by")
    nurse.finds_the_page_sound()
    nurse.picks("Which figure or fact?", "Actions complete")
    nurse.types("What is wrong or unclear?", "The card was handed out in March already.")
    nurse.presses("Add comment")
    nurse.reads("Your comment is saved")


def reply_to_facts(lead: Person) -> None:
    lead.page.reload()
    lead.reads("The card was handed out in March already.")
    lead.follows("Reply")
    lead.types("Reply", "Agreed. The plan’s page says so now; no figure changes.")
    lead.presses("Send reply")
    lead.finds_the_page_sound()


def agree_to_facts(nurse: Person) -> None:
    nurse.page.reload()
    nurse.reads("no figure changes")
    nurse.ticks("The facts are right")
    nurse.presses("Send our answer")
    nurse.reads("Thank you. Your answer is saved")


def sign_off_and_publish(second: Person) -> None:
    second.goes_to("Evaluation")
    second.follows(SCHEME)
    second.follows("Sign off")
    second.ticks("I have read the whole report")
    second.presses("Sign off this report")
    second.follows("Publish")
    second.presses("Publish this report")
    second.reads("This report is public")


def read_in_public(anybody: Person) -> None:
    """The public page, and files whose bytes are those that its checksums say."""
    anybody.page.goto("/")
    anybody.goes_to("Reports")
    click(anybody.page.get_by_role("main").get_by_role("link", name=SCHEME).first)
    said = anybody.page.get_by_role("main").inner_text()
    links = anybody.page.locator("a[href*='/v1/']")
    addresses = {link.get_attribute("href") for link in links.all()}
    downloads = {a for a in addresses if a and not a.endswith("/v1/")}
    assert any(address.endswith("/pdf/") for address in downloads)
    for address in downloads:
        content = anybody.page.request.get(address).body()
        assert hashlib.sha256(content).hexdigest() in said, address
    anybody.finds_the_page_sound()


def is_refused_sign_off(lead: Person) -> None:
    """Whoever asked for the report cannot sign it off, on the page or by its address."""
    lead.goes_to("Evaluation")
    lead.follows(SCHEME)
    lead.reads("waits for")
    assert lead.page.get_by_role("link", name="Sign off", exact=True).count() == 0
    answer = lead.page.request.get(f"{lead.page.url}sign-off/")
    assert answer.status == 403
