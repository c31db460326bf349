"""One plan from its first words to the first look back, by everybody who has a part in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from playwright.sync_api import Page

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.tests.journeys.whole_plan import closing, under_way, writing
from buddy_portal.tests.journeys.whole_plan.people import NAMES, PARTNER, make_buddies, make_people
from buddy_portal.tests.journeys.whole_plan.visiting import PHONE, Looks, Story
from improvement_plans.models import Plan, PlanState

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FEWEST_KINDS = 25
WHO_DID_WHAT = {
    ("nurse", "plan started"),
    ("nurse", "aim added"),
    ("nurse", "action added"),
    ("colleague", "plan changed"),
    (PARTNER, "partner joined the plan"),
    (PARTNER, "plan commented on"),
    (PARTNER, "partner left the plan"),
    ("nurse", "plan submitted"),
    ("sponsor", "changes to plan asked for"),
    ("mentor", "plan commented on"),
    ("sponsor", "plan approved by sponsor"),
    ("lead", "plan approved"),
    ("owner", "action updated"),
    ("mentor", "action challenged"),
    ("mentor", "action confirmed"),
    ("owner", "due date moved"),
    ("nurse", "midpoint review finished"),
    ("nurse", "extension asked for"),
    ("lead", "plan extended"),
    ("nurse", "action carried over"),
    ("nurse", "plan closure filled in"),
    ("lead", "plan closed"),
    ("nurse", "sustainability looked at"),
}


@pytest.fixture(params=[1280, PHONE])
def story(request, new_page: Callable[..., Page], live_server) -> Iterator[Story]:
    with time_machine.travel("2015-01-20T09:00:00+00:00", tick=True) as clock:
        make_people()
        make_buddies()
        yield Story(clock, new_page, live_server.url, Looks(request.param))


def write(story: Story) -> None:
    story.on("2015-01-20")
    writing.start(story)
    writing.lose_the_session_in_mid_form(story)
    writing.write_from_needs(story)
    writing.save_the_same_thing_as_a_colleague(story)
    writing.bring_a_partner(story)
    writing.read_and_be_named(story)
    writing.submit(story)
    writing.send_back(story)
    writing.mend(story)
    story.on("2015-01-23")
    writing.approve(story)
    writing.wait_for_the_window(story)


def keep_up(story: Story) -> None:
    story.on("2015-02-02")
    under_way.begin(story)
    story.on("2015-03-03")
    under_way.check_in_by_keyboard(story)
    under_way.help_reaches_the_buddy(story)
    story.on("2015-03-09")
    under_way.block_reaches_the_sponsor(story)
    story.on("2015-03-30")
    under_way.turn_red_by_itself(story)
    under_way.check_in_without_javascript(story)
    under_way.challenge(story)
    story.on("2015-04-16")
    under_way.bring_more_evidence(story)
    under_way.confirm(story)
    under_way.move_the_date(story)
    story.on("2015-04-30")
    under_way.review_midway(story)
    story.on("2015-07-20")
    under_way.ask_for_more_time(story)
    under_way.grant_it(story)
    under_way.leave(story)


def close(story: Story) -> None:
    story.on("2015-09-01")
    closing.see_that_the_window_is_over(story)
    closing.carry_over(story)
    closing.begin_to_close(story)
    closing.fill_in_the_closure(story)
    closing.conclude(story)
    story.on("2015-12-02")
    closing.look_back_after_three_months(story)


def test_a_plan_from_its_first_words_to_the_first_look_back(story):
    write(story)
    keep_up(story)
    close(story)
    assert Plan.objects.get().state == PlanState.CLOSED
    assert len(story.looks.kinds) >= FEWEST_KINDS, story.looks.kinds
    recorded = set(AuditEvent.objects.values_list("actor", "action"))
    named = {(who.partition(" <")[0], what) for who, what in recorded}
    assert {(NAMES[key], what) for key, what in WHO_DID_WHAT} <= named
