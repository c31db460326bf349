"""From a focus group to the evaluation, and a practice from one trust to another, in Chromium."""

import datetime
import os
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.browser import sign_in
from buddy_portal.tests.factories import make_person
from buddy_portal.tests.journeys.screens import Person
from evaluation.tests.compiled import compiled
from evaluation.tests.factories import make_evaluable_scheme, make_run
from improvement_plans.models import Action, Commitment, EngagementEvent, Insight, Plan
from improvement_plans.services import commitments, practices
from improvement_plans.tests.listening.factories import make_commitment, make_held_event
from improvement_plans.tests.meetings.factories import make_meeting
from improvement_plans.tests.practices.making import WHOLE
from improvement_plans.tests.services.worlds import IN_WINDOW
from trusts.tests.factories import make_trust

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("JOURNEY_PICTURES", "")
SAID = "Nobody knew whom to ring at night"


class Reader(Person):
    """Somebody whose every step is looked at."""

    def looks(self, name: str) -> None:
        self.finds_the_page_sound()
        if PICTURES:
            width = self.page.viewport_size["width"]
            self.page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def scheme():
    with time_machine.travel(f"{IN_WINDOW}T10:05:00+01:00", tick=True):
        yield make_evaluable_scheme()


@pytest.fixture
def nurse(scheme):
    nurse = make_person(Role.TRUST_LEAD, "MEE")
    Plan.objects.update(lead=nurse)
    return nurse


@pytest.fixture
def event(scheme, nurse):
    """Held and counted: how that is done is a journey of its own."""
    plan = Plan.objects.select_related("pair__mentee").get()
    event = make_held_event(plan.pair.mentee, people=46, sex={"female": 43, "male": 3})
    fields = {"plan": plan, "state": "written_up", "better": SAID}
    EngagementEvent.objects.filter(pk=event.pk).update(**fields)
    make_commitment(
        plan.pair.mentee, plan=plan, event=event, source="event", said=SAID, owner=nurse
    )
    return event


def write_down_and_code(reader, event):
    reader.page.goto(reverse("event", args=[event.pk]))
    reader.follows("Write down a comment")
    reader.page.get_by_label("What was said?").fill(SAID)
    reader.looks("1-comment")
    reader.presses("Save comment")
    reader.follows("Code it")
    reader.page.get_by_role("radio", name="Negative", exact=True).check()
    reader.page.get_by_role("checkbox", name="Contacting services").check()
    reader.presses("Save and go to the next")
    reader.reads("Nothing waits for you to code it.")


def link_to_the_aim(reader):
    reader.page.goto(reverse("insight_detail", args=[Insight.objects.get().pk]))
    reader.follows("Link it")
    reader.picks("Share it with a plan", Plan.objects.get().pair.scheme.name)
    reader.page.get_by_label(Plan.objects.get().aims.get().title).check()
    reader.presses("Save links")
    reader.looks("2-linked")
    reader.page.goto(reverse("insight_themes"))
    reader.reads("Contacting services")
    reader.looks("3-themes")


def make_it_an_action(reader):
    reader.page.goto(reverse("commitment", args=[Commitment.objects.get().pk]))
    reader.looks("4-promise")
    reader.follows("Make it an action of the plan")
    reader.looks("5-action")
    reader.presses("Save action")
    action = Action.objects.get(commitments__isnull=False)
    reader.page.goto(reverse("action_detail", args=[action.pk]))
    reader.reads("Promised to those who told us")
    reader.looks("6-action-and-promise")


def try_an_idea(reader):
    """A driver of the aim, an idea under it, and its first small test."""
    plan = Plan.objects.get()
    reader.page.goto(reverse("driver_list", args=[plan.pk]))
    reader.follows("Add a driver")
    reader.types("What brings the aim about?", "Everybody knows whom to ring")
    reader.presses("Save driver")
    reader.follows("Add an idea")
    reader.types("What could be tried?", "A card with the number of the night")
    reader.presses("Save idea")
    reader.reads("A card with the number of the night")
    reader.page.goto(reverse("cycle_list", args=[plan.pk]))
    reader.follows("Plan a test")
    reader.types("What do you want to find out?", "Do patients keep the card?")
    reader.types("What do you think will happen?", "Eight of ten still have it after a week")
    reader.page.get_by_role("group", name="How small do you test?").get_by_role(
        "radio"
    ).first.check()
    reader.types("Who does what, where and when?", "One nurse, one clinic, one day")
    reader.dates("First day", IN_WINDOW)
    reader.dates("Last day", IN_WINDOW + datetime.timedelta(days=7))
    reader.presses("Save cycle")
    reader.follows("Cycle 1")
    reader.reads("Eight of ten still have it after a week")
    reader.looks("5-cycle")


def take_it_to_the_mdt(reader, event, nurse):
    """The pack of the MDT meeting holds the action and the promise behind it."""
    meeting = make_meeting(event.trust, event.plan, people=(nurse,))
    reader.page.goto(reverse("meeting", args=[meeting.pk]))
    reader.follows("Make the agenda")
    reader.presses("Make the agenda")
    reader.reads("The agenda is as things stand today.")
    reader.page.goto(reverse("meeting_pack", args=[meeting.pk]))
    reader.reads(Action.objects.get(commitments__isnull=False).text)
    reader.looks("6-pack")


def tell_the_public(reader, nurse):
    promise = Commitment.objects.get()
    commitments.tell(
        by=nurse,
        commitment=promise,
        read_at=promise.version,
        state="kept",
        note="",
        did="One number, day and night",
    )
    reader.page.goto(reverse("commitment", args=[promise.pk]))
    reader.follows("Publish")
    reader.presses("Publish")
    reader.reads("It is on the public page.")


@pytest.mark.parametrize("width", [1280, 320])
def test_what_was_heard_becomes_an_aim_an_action_and_a_part_of_the_evaluation(
    page, new_page, scheme, nurse, event, width
):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, nurse)
    reader = Reader(page)
    write_down_and_code(reader, event)
    link_to_the_aim(reader)
    make_it_an_action(reader)
    try_an_idea(reader)
    take_it_to_the_mdt(reader, EngagementEvent.objects.get(), nurse)
    tell_the_public(reader, nurse)
    lead = make_person(Role.PROGRAMME_LEAD)
    report = compiled(make_run(scheme, requested_by=lead)).report
    other = Reader(new_page())
    other.page.set_viewport_size({"width": width, "height": 900})
    sign_in(other.page, lead)
    other.page.goto(f"{reverse('report_detail', args=[report.pk])}#listening")
    other.reads("Listening, and what came of it")
    other.reads("One number, day and night")
    other.looks("7-evaluation")


@pytest.mark.parametrize("width", [1280, 320])
def test_a_practice_that_one_trust_published_is_adopted_by_another(
    page, new_page, scheme, nurse, width
):
    trust = Plan.objects.get().pair.mentee
    lead, outside = make_person(Role.PROGRAMME_LEAD), make_trust("OUT", name="Outside Hospitals")
    made = practices.write_practice(
        by=nurse, trust=trust, plan=None, values=WHOLE, questions=[scheme.baseline.questions.get()]
    )
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, nurse)
    reader = Reader(page)
    reader.page.goto(reverse("practice_draft", args=[made.pk]))
    reader.follows("Send to review")
    reader.presses("Send to review")
    page.context.clear_cookies()
    sign_in(page, lead)
    reader.page.goto(reverse("practice_draft", args=[made.pk]))
    reader.looks("8-review")
    for step, button in (("Review it", "It can be published"), ("Publish", "Publish")):
        reader.follows(step)
        reader.presses(button)
    other = Reader(new_page())
    other.page.set_viewport_size({"width": width, "height": 900})
    sign_in(other.page, make_person(Role.TRUST_LEAD, outside.ods_code))
    other.page.goto(reverse("practice_list"))
    other.follows(WHOLE["title"])
    other.follows("Say how far your trust is with it")
    other.page.get_by_label("Adopted", exact=True).check()
    other.looks("9-adopt")
    other.presses("Save")
    other.reads("Outside Hospitals")
    other.looks("10-adopted")
