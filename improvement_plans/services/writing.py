"""Writing a plan: its words, aims and actions."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.versions import save_version
from improvement_plans import rules, time_box
from improvement_plans.models import Action, Aim, Plan
from improvement_plans.services.moves import locked_plan
from trusts.models import BuddyPair, PairState, Question, Score

PLAN_FIELDS = (
    "title",
    "summary",
    "public_summary",
    "lead",
    "sponsor",
    "midpoint",
    "no_partner_reason",
)


class PlanExistsAlready(Refusal):
    """A pair has one plan."""


def start_plan(*, by: User, pair: BuddyPair) -> Plan:
    """Start the plan of an agreed or active pair, with the scheme's implementation window."""
    with transaction.atomic():
        pair = (
            BuddyPair.objects.select_for_update(of=("self",))
            .select_related("scheme", "mentor", "mentee")
            .get(pk=pair.pk)
        )
        sides = rules.PlanSides(pair.mentor.ods_code, pair.mentee.ods_code)
        rules.write_plan.require(access_of(by), sides)
        if pair.state not in (PairState.AGREED, PairState.ACTIVE):
            raise WrongState("A plan can be started once both trusts have agreed to the pair.")
        if Plan.objects.filter(pair=pair).exists():
            raise PlanExistsAlready("This pair has a plan already.")
        plan = Plan.objects.create(
            pair=pair,
            title=f"{pair.mentee.name}: improvement plan"[:200],
            window_from=pair.scheme.implementation_from,
            window_to=pair.scheme.implementation_to,
            lead=by,
        )
        _record(plan, by, "plan started")
    return plan


def change_plan(
    *, by: User, plan: Plan, read_at: int, values: dict[str, Any], today: datetime.date
) -> None:
    """Save the words of a plan, if it still is at the version it was read at."""
    with transaction.atomic():
        _require_writing(by, plan, today)
        midpoint = values.get("midpoint")
        if midpoint is not None:
            time_box.check_day_in_window(plan, midpoint, field="midpoint", what="The midpoint")
        known = {name: values[name] for name in PLAN_FIELDS if name in values}
        changes = changed_fields(plan, known)
        save_version(plan, read_at=read_at, values=known)
        if changes:
            _record(plan, by, "plan changed", changes=changes)


def add_aim(*, by: User, plan: Plan, values: dict[str, Any], today: datetime.date) -> Aim:
    """Add an aim. Baseline and n are taken from the mentee's stored score, never typed."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        _require_writing(by, plan, today)
        question: Question = values["question"]
        _check_aim(plan, values, question)
        score = _baseline_score(plan, question)
        if plan.aims.filter(question=question).exists():
            raise Refusal("The plan has an aim for this question already", field="question")
        aim = Aim.objects.create(
            plan=plan,
            position=plan.aims.count() + 1,
            baseline=score.score,
            baseline_n=score.n,
            **values,
        )
        _record(plan, by, "aim added", changes={"aim": ("", aim.title)})
    return aim


def change_aim(
    *, by: User, aim: Aim, read_at: int, values: dict[str, Any], today: datetime.date
) -> None:
    """Save an aim, if it still is at the version it was read at. Its question stays."""
    with transaction.atomic():
        plan = locked_plan(aim.plan_id)
        _require_writing(by, plan, today)
        known = {name: value for name, value in values.items() if name != "question"}
        _check_aim(plan, known, aim.question, baseline=aim.baseline)
        changes = changed_fields(aim, known)
        save_version(aim, read_at=read_at, values=known)
        if changes:
            _record(plan, by, "aim changed", changes=changes)


def remove_aim(*, by: User, aim: Aim, today: datetime.date) -> None:
    """Remove an aim from a plan that is being written; its actions stay, without an aim."""
    with transaction.atomic():
        plan = locked_plan(aim.plan_id)
        _require_writing(by, plan, today)
        title = aim.title
        aim.delete()
        _record(plan, by, "aim removed", changes={"aim": (title, "")})


def add_action(*, by: User, plan: Plan, values: dict[str, Any], today: datetime.date) -> Action:
    """Add an action with its owner and its dates, which lie in the plan's window."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        _require_writing(by, plan, today)
        _check_action(plan, values)
        action = Action.objects.create(
            plan=plan, original_due=values["due"], state_since=values["starts_on"], **values
        )
        _record(plan, by, "action added", changes={"action": ("", action.text)})
    return action


def change_action(
    *, by: User, action: Action, read_at: int, values: dict[str, Any], today: datetime.date
) -> None:
    """Save an action of a plan that is being written, if nobody else saved it in between."""
    with transaction.atomic():
        plan = locked_plan(action.plan_id)
        _require_writing(by, plan, today)
        _check_action(plan, values)
        known = {**values, "original_due": values["due"], "state_since": values["starts_on"]}
        changes = changed_fields(action, values)
        save_version(action, read_at=read_at, values=known)
        if changes:
            _record(plan, by, "action changed", changes=changes)


def remove_action(*, by: User, action: Action, today: datetime.date) -> None:
    """Remove an action from a plan that is being written."""
    with transaction.atomic():
        plan = locked_plan(action.plan_id)
        _require_writing(by, plan, today)
        text = action.text
        action.delete()
        _record(plan, by, "action removed", changes={"action": (text, "")})


def _require_writing(by: User, plan: Plan, today: datetime.date) -> None:
    rules.write_plan.require(access_of(by), rules.PlanSides.of(plan))
    time_box.check_may_write(plan, on=today)


def _check_aim(
    plan: Plan, values: dict[str, Any], question: Question, *, baseline: float | None = None
) -> None:
    if question.survey_year_id != plan.pair.scheme.baseline_id:
        raise Refusal("Choose a question of the scheme's baseline survey", field="question")
    target, by_date = values.get("target"), values.get("by_date")
    top = 10 if question.scale == "mean_0_10" else 100
    if target is not None and not 0 <= target <= top:
        raise Refusal(f"The target must be between 0 and {top}", field="target")
    if baseline is None:
        baseline = _baseline_score(plan, question).score
    if target is not None and baseline is not None and target <= baseline:
        shown = f"{baseline:.2f}" if question.scale == "mean_0_10" else f"{baseline:.1f}%"
        raise Refusal(f"Enter a target above the baseline of {shown}", field="target")
    if by_date is not None:
        time_box.check_day_in_window(plan, by_date, field="by_date", what="The date of the aim")


def _baseline_score(plan: Plan, question: Question) -> Score:
    score = Score.objects.filter(
        question=question, trust_id=plan.pair.mentee_id, level="trust", group_kind=""
    ).first()
    if score is None or score.score is None:
        raise Refusal(
            "The baseline survey shows no score of this trust for the question, so an aim could "
            "not be assessed. Choose another question.",
            field="question",
        )
    return score


def _check_action(plan: Plan, values: dict[str, Any]) -> None:
    time_box.check_day_in_window(plan, values["starts_on"], field="starts_on", what="The start")
    time_box.check_day_in_window(plan, values["due"], field="due", what="The due date")
    if values["due"] < values["starts_on"]:
        raise Refusal("The due date must be the same as or after the start", field="due")


def _record(
    plan: Plan, by: User, action: str, *, changes: dict[str, tuple[object, object]] | None = None
) -> None:
    record_event(
        by=by,
        action=action,
        thing=plan,
        trust_code=plan.pair.mentee.ods_code,
        changes=changes,
    )
