"""Writing a plan: its words, aims and actions."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.versions import save_version
from improvement_plans import rules, time_box
from improvement_plans.models import Action, ActionState, Aim, Measure, Plan, PlanState
from improvement_plans.selectors import people
from improvement_plans.services.aim_values import baseline_of, check_own_values
from improvement_plans.services.moves import locked_plan, move_plan, record_on_plan
from improvement_plans.services.versions import keep_version
from improvement_plans.states import BEING_WRITTEN
from trusts.models import BuddyPair, PairState, Question

# What an aim is read from is chosen once.
READ_FROM = ("question", "tumour_group", "own_measure")
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
            trust=pair.mentee,
            scheme=pair.scheme,
            title=f"{pair.mentee.name}: improvement plan"[:200],
            window_from=pair.scheme.implementation_from,
            window_to=pair.scheme.implementation_to,
            lead=by,
        )
        record_on_plan(plan, by=by, action="plan started")
    return plan


def change_plan(
    *, by: User, plan: Plan, read_at: int, values: dict[str, Any], today: datetime.date
) -> None:
    """Save the words of a plan, if it still is at the version it was read at."""
    with transaction.atomic():
        locked_plan(plan.pk)
        plan.refresh_from_db(fields=["state", "window_from", "window_to"])
        _require_writing(by, plan, today)
        _check_people(plan, values)
        midpoint = values.get("midpoint")
        if midpoint is not None:
            time_box.check_day_in_window(plan, midpoint, field="midpoint", what="The midpoint")
        known = {name: values[name] for name in PLAN_FIELDS if name in values}
        changes = changed_fields(plan, known)
        save_version(plan, read_at=read_at, values=known)
        if changes:
            record_on_plan(plan, by=by, action="plan changed", changes=changes)
        _take_up(plan, by)


def add_aim(*, by: User, plan: Plan, values: dict[str, Any], today: datetime.date) -> Aim:
    """Add an aim for a survey question, of all patients or of one tumour group.

    Baseline and n are taken from the mentee's stored score, never typed.
    """
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        _require_writing(by, plan, today)
        _take_up(plan, by)
        question: Question = values["question"]
        _check_aim(plan, values, question)
        group = values.get("tumour_group", "")
        baseline, answers = baseline_of(plan, question, group)
        if plan.aims.filter(question=question, tumour_group=group).exists():
            raise Refusal("The plan has an aim for this question already", field="question")
        aim = Aim.objects.create(
            plan=plan,
            position=plan.aims.count() + 1,
            baseline=baseline,
            baseline_n=answers,
            **values,
        )
        record_on_plan(plan, by=by, action="aim added", changes={"aim": ("", aim.title)})
    return aim


def add_own_aim(*, by: User, plan: Plan, values: dict[str, Any], today: datetime.date) -> Aim:
    """Add an aim for a measure of the plan's own; its baseline is what the team counted."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        _require_writing(by, plan, today)
        _take_up(plan, by)
        measure: Measure = values["own_measure"]
        if measure.plan_id != plan.pk:
            raise Refusal("Choose a measure of this plan", field="own_measure")
        if plan.aims.filter(own_measure=measure).exists():
            raise Refusal("The plan has an aim for this measure already", field="own_measure")
        check_own_values(plan, measure, values)
        aim = Aim.objects.create(plan=plan, position=plan.aims.count() + 1, **values)
        record_on_plan(plan, by=by, action="aim added", changes={"aim": ("", aim.title)})
    return aim


def change_aim(
    *, by: User, aim: Aim, read_at: int, values: dict[str, Any], today: datetime.date
) -> None:
    """Save an aim, if it still is at the version it was read at. What it is read from stays."""
    with transaction.atomic():
        plan = locked_plan(aim.plan_id)
        _require_writing(by, plan, today)
        _take_up(plan, by)
        known = {name: value for name, value in values.items() if name not in READ_FROM}
        if aim.own_measure is not None:
            check_own_values(plan, aim.own_measure, known)
        elif aim.question is not None:
            _check_aim(plan, known, aim.question, baseline=aim.baseline)
        changes = changed_fields(aim, known)
        save_version(aim, read_at=read_at, values=known)
        if changes:
            record_on_plan(plan, by=by, action="aim changed", changes=changes)


def remove_aim(*, by: User, aim: Aim, today: datetime.date) -> None:
    """Remove an aim from a plan that is being written; its actions stay, without an aim."""
    with transaction.atomic():
        plan = locked_plan(aim.plan_id)
        _require_writing(by, plan, today)
        _take_up(plan, by)
        title = aim.title
        aim.delete()
        record_on_plan(plan, by=by, action="aim removed", changes={"aim": (title, "")})


def add_action(*, by: User, plan: Plan, values: dict[str, Any], today: datetime.date) -> Action:
    """Add an action with its owner and its dates, which lie in the plan's window.

    In a plan that is under way this makes a new version of the plan.
    """
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        _require_writing_actions(by, plan, today)
        _take_up(plan, by)
        _check_action(plan, values)
        action = Action.objects.create(
            plan=plan, original_due=values["due"], state_since=values["starts_on"], **values
        )
        record_on_plan(plan, by=by, action="action added", changes={"action": ("", action.text)})
        _keep_if_under_way(plan, by, "Action added")
    return action


def change_action(
    *, by: User, action: Action, read_at: int, values: dict[str, Any], today: datetime.date
) -> None:
    """Save the words of an action, if nobody else saved it in between.

    While the plan is being written its dates may change too. Under way they stay as they are here
    (`change_due_date` moves them, with a reason), and the change makes a new version of the plan.
    """
    with transaction.atomic():
        plan = locked_plan(action.plan_id)
        _require_writing_actions(by, plan, today)
        _take_up(plan, by)
        known = dict(values)
        if plan.state in BEING_WRITTEN:
            _check_action(plan, known)
            known |= {"original_due": known["due"], "state_since": known["starts_on"]}
        else:
            known = {name: known[name] for name in known if name not in ("starts_on", "due")}
            _check_owner_and_aim(plan, known)
        changes = changed_fields(action, known)
        changes.pop("original_due", None)
        changes.pop("state_since", None)
        save_version(action, read_at=read_at, values=known)
        if changes:
            record_on_plan(plan, by=by, action="action changed", changes=changes)
            _keep_if_under_way(plan, by, "Action changed")


def remove_action(*, by: User, action: Action, today: datetime.date) -> None:
    """Remove an action from a plan that is being written."""
    with transaction.atomic():
        plan = locked_plan(action.plan_id)
        _require_writing(by, plan, today)
        _take_up(plan, by)
        text = action.text
        action.delete()
        record_on_plan(plan, by=by, action="action removed", changes={"action": (text, "")})


def _require_writing(by: User, plan: Plan, today: datetime.date) -> None:
    rules.write_plan.require(access_of(by), rules.PlanSides.of(plan))
    time_box.check_may_write(plan, on=today)


def _require_writing_actions(by: User, plan: Plan, today: datetime.date) -> None:
    rules.write_plan.require(access_of(by), rules.PlanSides.of(plan))
    time_box.check_may_write_actions(plan, on=today)


def _take_up(plan: Plan, by: User) -> None:
    """The first change after changes were asked for makes the plan a draft again."""
    if plan.state == PlanState.CHANGES_REQUESTED:
        move_plan(plan, to=PlanState.DRAFT, by=by, action="changes taken up")


def _keep_if_under_way(plan: Plan, by: User, why: str) -> None:
    if plan.state not in BEING_WRITTEN:
        keep_version(plan=plan, by=by, why=why)


def _check_people(plan: Plan, values: dict[str, Any]) -> None:
    lead, sponsor = values.get("lead"), values.get("sponsor")
    if lead is not None and not people.leads_for(plan).filter(pk=lead.pk).exists():
        raise Refusal("The lead must be a lead cancer nurse of the trust", field="lead")
    if sponsor is not None and not people.sponsors_for(plan).filter(pk=sponsor.pk).exists():
        raise Refusal("The sponsor must be an executive sponsor of the trust", field="sponsor")


def _check_aim(
    plan: Plan, values: dict[str, Any], question: Question, *, baseline: float | None = None
) -> None:
    if question.survey_year_id != plan.scheme.baseline_id:
        raise Refusal("Choose a question of the scheme's baseline survey", field="question")
    target, by_date = values.get("target"), values.get("by_date")
    top = 10 if question.scale == "mean_0_10" else 100
    if target is not None and not 0 <= target <= top:
        raise Refusal(f"The target must be between 0 and {top}", field="target")
    if baseline is None:
        baseline, _answers = baseline_of(plan, question, values.get("tumour_group", ""))
    if target is not None and baseline is not None and target <= baseline:
        shown = f"{baseline:.2f}" if question.scale == "mean_0_10" else f"{baseline:.1f}%"
        raise Refusal(f"Enter a target above the baseline of {shown}", field="target")
    if by_date is not None:
        time_box.check_day_in_window(plan, by_date, field="by_date", what="The date of the aim")


def _check_action(plan: Plan, values: dict[str, Any]) -> None:
    time_box.check_day_in_window(plan, values["starts_on"], field="starts_on", what="The start")
    time_box.check_day_in_window(plan, values["due"], field="due", what="The due date")
    if values["due"] < values["starts_on"]:
        raise Refusal("The due date must be the same as or after the start", field="due")
    _check_owner_and_aim(plan, values)
    _check_carried_from(plan, values.get("carried_from"))


def _check_carried_from(plan: Plan, carried: Action | None) -> None:
    if carried is None:
        return
    of_trust = carried.plan.trust_id == plan.trust_id and carried.plan_id != plan.pk
    if carried.state != ActionState.CARRIED_OVER or not of_trust:
        raise Refusal("Only an action that the trust carried over can be gone on with")


def _check_owner_and_aim(plan: Plan, values: dict[str, Any]) -> None:
    owner, aim = values.get("owner"), values.get("aim")
    if owner is not None and not people.owners_for(plan).filter(pk=owner.pk).exists():
        raise Refusal("The owner must work on this plan", field="owner")
    if aim is not None and aim.plan_id != plan.pk:
        raise Refusal("Choose an aim of this plan", field="aim")
    idea = values.get("change_idea")
    if idea is None:
        return
    aims = {aim.pk} if aim is not None else set(plan.aims.values_list("pk", flat=True))
    if idea.driver.aim_id not in aims:
        raise Refusal("Choose a change idea of the action’s aim", field="change_idea")
    # An idea belongs to an aim, so the action that carries it out does too.
    values["aim"] = idea.driver.aim
