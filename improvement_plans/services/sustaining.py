"""Looking at whether a change lasts; the last look decides whether the plan was sustained."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans import rules
from improvement_plans.models import (
    Level,
    Moment,
    Plan,
    PlanState,
    StillDone,
    SustainabilityCheck,
    SustainabilityLevel,
)
from improvement_plans.services.moves import locked_plan, move_plan, record_on_plan
from improvement_plans.states import PLAN_MOVES
from improvement_plans.sustainability import FACTORS, MONTHS_AFTER, due_moment


def check_sustainability(
    *,
    by: User,
    plan: Plan,
    levels: Mapping[str, str],
    today: datetime.date,
    still_done: str = "",
    note: str = "",
) -> SustainabilityCheck:
    """Keep the look that is due now: every factor has a level, and none is added up.

    After closure it also says whether the change is still done. “No” ends the plan as not
    sustained; at 12 months anything else makes it sustained.
    """
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.write_plan.require(access_of(by), rules.PlanSides.of(plan))
        moment = moment_due(plan, today=today)
        if moment is None:
            raise WrongState("No look at sustainability is due for this plan now.")
        _check_answers(levels, moment, still_done)
        made = SustainabilityCheck.objects.create(
            plan=plan, moment=moment, on=today, by=by, still_done=still_done, note=note.strip()
        )
        SustainabilityLevel.objects.bulk_create(
            SustainabilityLevel(check_made=made, factor=factor.key, level=levels[factor.key])
            for factor in FACTORS
        )
        record_on_plan(
            plan,
            by=by,
            action="sustainability looked at",
            changes={"look": ("", moment.label), "still done": ("", made.get_still_done_display())},
        )
        _settle(plan, moment, still_done, by)
    return made


def moment_due(plan: Plan, *, today: datetime.date) -> Moment | None:
    """The look that is due for a plan, or nothing."""
    done = set(SustainabilityCheck.objects.filter(plan=plan).values_list("moment", flat=True))
    due = due_moment(plan.state, closed_on=plan.closed_on, on=today, done=done)
    return Moment(due) if due else None


def _check_answers(levels: Mapping[str, str], moment: Moment, still_done: str) -> None:
    for factor in FACTORS:
        if levels.get(factor.key) not in Level.values:
            raise Refusal(f"Choose a level for “{factor.name}”", field=factor.key)
    wanted = moment.value in MONTHS_AFTER
    if wanted and still_done not in StillDone.values:
        raise Refusal("Say whether the change is still done", field="still_done")
    if not wanted and still_done:
        raise Refusal("Whether it is still done is asked after closure", field="still_done")


def _settle(plan: Plan, moment: Moment, still_done: str, by: User) -> None:
    """What the answer means for the plan itself."""
    to = None
    if still_done == StillDone.NO:
        to = PlanState.LAPSED
    elif moment is Moment.MONTHS_12:
        to = PlanState.SUSTAINED
    if to is not None and to in PLAN_MOVES[PlanState(plan.state)]:
        move_plan(plan, to=to, by=by, action=f"plan {to.label.lower()}")
