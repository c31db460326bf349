"""Whether what a plan does comes in time for the patients whom the follow-up survey asks. Pure.

A plan must come with its pair, the scheme and the scheme's follow-up survey.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from buddy_portal.design import dates
from improvement_plans.models import Plan
from improvement_plans.time_box import ends_late, last_good_day
from trusts.sample_window import Standing, sample_window_verdict


@dataclass(frozen=True)
class Caution:
    """A warning in words; it stops nobody."""

    strong: str
    text: str

    def __str__(self) -> str:
        return f"{self.strong} {self.text}"


def survey_caution(plan: Plan) -> Caution | None:
    """Where the follow-up survey asks its patients before the plan has run its course."""
    first, last = _sample(plan)
    verdict = sample_window_verdict((plan.window_from, plan.window_to), (first, last))
    if first is None or last is None or verdict.standing is Standing.AFTER:
        return None
    asked = f"It asks patients treated from {dates.day(first)} to {dates.day(last)}"
    if verdict.standing is Standing.BEFORE:
        return Caution(
            "The follow-up survey comes too early.",
            f"{asked}; this plan begins on {dates.day(plan.window_from)}. It cannot show what the "
            "plan changes, so measure each aim in a way of your own too.",
        )
    return Caution(
        "The follow-up survey overlaps this plan.",
        f"{asked}; this plan runs until {dates.day(plan.window_to)}. All of its patients notice "
        f"only what is in place by {dates.day(first)}, so put first what they should notice.",
    )


def action_cautions(plan: Plan, due: datetime.date) -> list[Caution]:
    """What to think of where an action is due late in its window, or after the survey's days."""
    found = []
    if ends_late(plan, due):
        found.append(
            Caution(
                "This action ends late.",
                f"It is due on {dates.day(due)}, within four weeks of the end of the window on "
                f"{dates.day(plan.window_to)}. Little time is left to see whether it works: a due "
                f"date until {dates.day(last_good_day(plan))} is safer.",
            )
        )
    first, last = _sample(plan)
    if first is not None and last is not None and due > last:
        found.append(
            Caution(
                "The follow-up survey cannot show it.",
                f"Its patients are treated from {dates.day(first)} to {dates.day(last)}, before "
                f"this action is due on {dates.day(due)}.",
            )
        )
    elif first is not None and last is not None and due > first:
        found.append(
            Caution(
                "The follow-up survey shows part of it.",
                f"Its first patients are treated from {dates.day(first)}, before this action is "
                f"due on {dates.day(due)}.",
            )
        )
    return found


def due_hint(plan: Plan) -> str:
    """What stands under the due date of an action: until when there is time to see its effect."""
    return (
        f"The window ends on {dates.day(plan.window_to)}. After {dates.day(last_good_day(plan))} "
        "little time is left to see whether it works."
    )


def _sample(plan: Plan) -> tuple[datetime.date | None, datetime.date | None]:
    year = plan.scheme.follow_up
    return year.sample_from, year.sample_to
