"""After the window: what was achieved and learnt, the end, and the first look back."""

from __future__ import annotations

from buddy_portal.tests.journeys.whole_plan.visiting import Story, Visitor
from buddy_portal.tests.journeys.whole_plan.writing import AIM, QUEUE, open_plan
from improvement_plans.sustainability import FACTORS

LEARNT = "Ask the ward clerks first: they hand the card out."


def see_that_the_window_is_over(story: Story) -> None:
    owner = story.the("owner")
    open_plan(owner)
    owner.reads("The window of this plan ended on 31 August 2015")
    owner.page.goto("/check-in/")
    owner.reads("You have no open actions now")


def carry_over(story: Story) -> None:
    nurse = story.the("nurse")
    open_plan(nurse)
    nurse.reads("1 action still open")
    nurse.follows("See what is open")
    nurse.follows(QUEUE)
    nurse.follows("Carry it over or abandon it")
    nurse.reads("This cannot be undone")
    nurse.ticks("Carry it over")
    nurse.types("Why?", "The switchboard finishes it in October.")
    nurse.presses("End the action")
    nurse.reads("The action has ended")


def begin_to_close(story: Story) -> None:
    nurse = story.the("nurse")
    open_plan(nurse)
    nurse.reads("The window has ended and every action has ended")
    nurse.follows("Close the plan")
    nurse.presses("Begin to close the plan")
    nurse.reads("The plan is closing")


def look_whether_it_lasts(nurse: Visitor, still_done: str = "") -> None:
    nurse.goes_to("Home")
    nurse.reads("will last")
    open_plan(nurse)
    nurse.follows("Will the change last?")
    nurse.reads("A look is due")
    nurse.follows("Answer them")
    nurse.reads("Be honest")
    for factor in FACTORS:
        nurse.ticks("B. Mostly", of=factor.question)
    if still_done:
        nurse.ticks(still_done, of="Is the change still done?")
    nurse.presses("Save")
    nurse.reads("Your answers are saved")


def fill_in_the_closure(story: Story) -> None:
    nurse = story.the("nurse")
    look_whether_it_lasts(nurse)
    open_plan(nurse)
    nurse.follows("Fill in the closure")
    nurse.reads("What was achieved and learnt")
    nurse.ticks("Partly", of=AIM)
    nurse.types("What was learnt?", LEARNT)
    nurse.types("Advice to the next trust", "Print enough cards for the night staff.")
    nurse.types("Who carries it on?", "The ward clerks’ lead")
    nurse.presses("Hand in the closure")
    nurse.reads("The plan is now being evaluated")


def conclude(story: Story) -> None:
    lead = story.the("lead")
    lead.goes_to("Home")
    lead.follows("Close the plan")
    lead.reads("A closed plan stays as it is")
    lead.presses("Close the plan")
    lead.reads("The plan is closed")
    lead.reads(LEARNT)


def look_back_after_three_months(story: Story) -> None:
    nurse = story.the("nurse")
    look_whether_it_lasts(nurse, "Yes, as planned")
    nurse.reads("3 months after")
