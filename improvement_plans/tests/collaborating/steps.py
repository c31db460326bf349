"""What the people of a collaborative do in Chromium, one step a function."""

import os
import re
from pathlib import Path

from django.urls import reverse
from playwright.sync_api import expect

from buddy_portal.outbox.models import Message
from buddy_portal.tests.browser import axe_violations, click, no_sideways_scroll
from buddy_portal.tests.pdf_words import words_of_pages
from improvement_plans.models import Cohort, ProjectTeam

PICTURES = os.environ.get("JOURNEY_PICTURES", "")


def is_sound(page, name):
    assert axe_violations(page) == []
    assert no_sideways_scroll(page)
    if PICTURES:
        width = page.viewport_size["width"]
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


def follow(page, name):
    click(page.get_by_role("main").get_by_role("link", name=name, exact=True).first)


def press(page, name):
    click(page.get_by_role("button", name=name, exact=True))


def fill_day(page, group, day, month, year="2015"):
    box = page.get_by_role("group", name=group)
    for label, value in (("Day", day), ("Month", month), ("Year", year)):
        box.get_by_label(label, exact=True).fill(value)


def open_cohort(page):
    page.goto(reverse("cohort", args=[Cohort.objects.get().pk]))


def open_team(page):
    page.goto(reverse("team", args=[ProjectTeam.objects.get().pk]))


def add_priority(page):
    page.goto(reverse("priority_list"))
    is_sound(page, "priorities-empty")
    follow(page, "Add a priority")
    page.get_by_label("National", exact=True).check()
    page.get_by_label("Title").fill("Earlier diagnosis")
    is_sound(page, "priority")
    press(page, "Save priority")
    page.get_by_text("The priority is on the list.").wait_for()


def begin_cohort(page, scheme):
    page.goto(reverse("collaborative", args=[scheme.pk]))
    is_sound(page, "collaborative-empty")
    follow(page, "Begin a cohort")
    page.get_by_label("Name").fill("Cohort 1")
    fill_day(page, "First day", "2", "2")
    fill_day(page, "Last day", "31", "7")
    press(page, "Save cohort")
    follow(page, "Cohort 1")
    is_sound(page, "cohort-empty")


def plan_sessions(page):
    """A learning session, the action period after it, and the recognition event."""
    for kind, title, first, last in (
        ("Learning session", "Reading charts together", ("14", "4"), ("14", "4")),
        ("Action period", "Try it in one clinic", ("15", "4"), ("30", "6")),
        ("Recognition event", "What we achieved", ("14", "7"), ("14", "7")),
    ):
        follow(page, "Add a session or period")
        page.get_by_label(kind).check()
        page.get_by_label("Title").fill(title)
        fill_day(page, "First day", *first)
        fill_day(page, "Last day", *last)
        press(page, "Save")
        page.get_by_text("It is on the timeline.").wait_for()


def start_team(page):
    follow(page, "Start a team")
    page.get_by_label("Name", exact=True).fill("Warm welcome")
    page.get_by_label("ODS codes of the organisations").fill("TLA\nTLB")
    is_sound(page, "team-new")
    press(page, "Save team")
    page.get_by_text("The team is started").wait_for()


def say_who_came(page):
    click(page.get_by_role("link", name="Say who came"))
    page.get_by_label("Warm welcome").check()
    page.get_by_label("How many people came in all?").fill("24")
    is_sound(page, "who-came")
    press(page, "Save")
    page.get_by_text("1 team: Warm welcome. 24 people.").wait_for()
    is_sound(page, "cohort")


def name_people(page):
    """A nurse, and a lived-experience partner by the name they wish."""
    for name, part, partner in (
        ("Jo Okafor", "Matron", False),
        ("Robin, a patient", "Speaks for patients", True),
    ):
        follow(page, "Add somebody")
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Part in the team").fill(part)
        if partner:
            page.get_by_label("Lived-experience partner").check()
        is_sound(page, "team-member")
        press(page, "Add")
        page.get_by_text("They are in the team.").wait_for()
    page.get_by_text("Speaks for patients (lived-experience partner)").wait_for()


def name_priority(page):
    follow(page, "Name priorities")
    page.get_by_label("Earlier diagnosis").check()
    is_sound(page, "plan-priorities")
    press(page, "Save")
    open_team(page)
    page.get_by_text("Earlier diagnosis").wait_for()


def say_stage(page):
    """One that the evidence does not bear is refused; the one that it bears is kept."""
    follow(page, "Say how far the team is")
    page.get_by_label("Improving", exact=True).check()
    press(page, "Save stage")
    page.get_by_text("The evidence reaches to").first.wait_for()
    is_sound(page, "stage-refused")
    page.get_by_label("Learning from tests", exact=True).check()
    press(page, "Save stage")
    page.get_by_text("The stage is saved.").wait_for()


def report_month(page):
    follow(page, "April 2015")
    page.get_by_label("The month in one sentence").fill("Calls began in two clinics.")
    is_sound(page, "month-open")
    press(page, "Send in the report")
    page.get_by_text("The report is sent in.").wait_for()
    is_sound(page, "month-sent")


def submit_abstract(page):
    follow(page, "Submit an abstract")
    page.get_by_label("Title").fill("Two clinics, one card")
    page.get_by_label("Abstract", exact=True).fill("Patients did not know whom to call.")
    is_sound(page, "abstract")
    press(page, "Submit abstract")
    page.get_by_text("The programme answers it.").wait_for()
    is_sound(page, "team")


def accept_abstract(page):
    follow(page, "Two clinics, one card")
    page.get_by_label("Accept it into the programme").check()
    is_sound(page, "abstract-answer")
    press(page, "Send the answer")
    page.get_by_text("The answer is sent to the team.").wait_for()


def download_certificates(page):
    """The words of all certificates of the cohort."""
    with page.expect_download() as arriving:
        page.get_by_role("link", name="Certificates of all teams").click()
    return " ".join(words_of_pages(arriving.value.path().read_bytes()))


def ask_the_team(page, scheme, *, people):
    """The team survey: open it, and invite everybody in the team's organisations."""
    follow(page, "Team survey at the end")
    asked = page.get_by_role("main").get_by_role("combobox", name="Who is asked")
    expect(asked.locator("option:checked")).to_have_text(f"{scheme.name}: Cohort 1")
    fill_day(page, "Last day to answer", "31", "7")
    is_sound(page, "team-survey")
    press(page, "Open the team survey")
    follow(page, "Invite people")
    press(page, "Invite everybody who took part")
    page.get_by_text(f"New links on their way: {people}.").wait_for()


def links_sent():
    """The personal links of the survey, as they stand in the mails."""
    mails = [each.payload["text"] for each in Message.objects.order_by("pk")]
    found = [re.search(r"\S+(/team-survey/\S+)", text) for text in mails]
    return [link[1] for link in found if link]


def answer_the_survey(page, link, *, quote=""):
    """Somebody without an account answers, by their link alone."""
    page.goto(link)
    box = page.get_by_role("group", name="Taking part made our team work better together")
    box.get_by_label("Mostly").check()
    page.get_by_label("Yes", exact=True).check()
    if quote:
        page.get_by_label("In your own words (optional)").fill(quote)
        page.get_by_label("You may print my words in the public report").check()
        is_sound(page, "team-survey-answer")
    press(page, "Send my answer")
    page.get_by_text("Thank you. Your answer is saved.").wait_for()


def paste_figures(page, measure):
    """A column from a spreadsheet, with its trial run."""
    page.goto(reverse("figure_paste", args=[measure.pk]))
    column = "Month\tPercent\n2015-01-01\t60%\n2015-02-01\t62%\n2015-03-01\t64%"
    page.get_by_label("Paste the rows here").fill(column)
    press(page, "Check the column")
    press(page, "Save 3 figures")
    page.get_by_role("heading", name=measure.name, exact=True).wait_for()


def read_report(page, *said):
    page.goto(reverse("cohort_report", args=[Cohort.objects.get().pk]))
    page.get_by_text("1 team took part").wait_for()
    page.get_by_text("What cannot be said").first.wait_for()
    for words in said:
        page.get_by_text(words).first.wait_for()
    is_sound(page, f"cohort-report-{len(said)}")
