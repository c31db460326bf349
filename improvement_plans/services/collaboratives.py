"""Running a collaborative: cohorts, their learning sessions and periods, priorities."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.versions import save_version
from improvement_plans.collaborating import rules
from improvement_plans.models import (
    Cohort,
    Gathering,
    GatheringKind,
    Plan,
    Priority,
    PriorityLevel,
    ProjectTeam,
)
from improvement_plans.planned_days import check_planned_day
from improvement_plans.rules import PlanSides, steer_plan
from improvement_plans.services.moves import locked_plan
from trusts.models import Scheme, SchemeKind

# The key of no row, for something that is not there yet.
NOTHING = 0
FIRST_YEAR = 2000
LONGEST_COHORT = datetime.timedelta(days=3 * 366)


def make_cohort(*, by: User, scheme: Scheme, values: dict[str, Any]) -> Cohort:
    """Begin a cohort of a collaborative."""
    with transaction.atomic():
        rules.run_collaborative.require(access_of(by), None)
        if scheme.kind != SchemeKind.COLLABORATIVE:
            raise WrongState("Only an improvement collaborative has cohorts.")
        _check_days(values)
        _check_length(values)
        _check_free(Cohort.objects.filter(scheme=scheme), "name", values["name"], "A cohort")
        cohort = Cohort.objects.create(scheme=scheme, **values)
        record_event(by=by, action="cohort begun", thing=cohort)
    return cohort


def change_cohort(*, by: User, cohort: Cohort, read_at: int, values: dict[str, Any]) -> None:
    """Save a cohort's name and days; what it has planned must still lie within them."""
    with transaction.atomic():
        rules.run_collaborative.require(access_of(by), None)
        _check_days(values)
        _check_length(values)
        others = Cohort.objects.filter(scheme_id=cohort.scheme_id).exclude(pk=cohort.pk)
        _check_free(others, "name", values["name"], "A cohort")
        first, last = values["starts_on"], values["ends_on"]
        for each in cohort.gatherings.all():
            if not first <= each.starts_on <= each.ends_on <= last:
                raise Refusal(f"“{each.title}” would then lie outside the cohort", field="ends_on")
        changes = changed_fields(cohort, values)
        save_version(cohort, read_at=read_at, values=values)
        record_event(by=by, action="cohort changed", thing=cohort, changes=changes)


def plan_gathering(*, by: User, cohort: Cohort, values: dict[str, Any]) -> Gathering:
    """Put a learning session, an action period or the recognition event on the timeline."""
    with transaction.atomic():
        rules.run_collaborative.require(access_of(by), None)
        cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
        _check_gathering(cohort, values, but=NOTHING)
        gathering = Gathering.objects.create(cohort=cohort, **values)
        record_event(by=by, action="gathering planned", thing=gathering)
    return gathering


def change_gathering(
    *, by: User, gathering: Gathering, read_at: int, values: dict[str, Any]
) -> None:
    """Save when, where and what a learning session, a period or the event is."""
    with transaction.atomic():
        rules.run_collaborative.require(access_of(by), None)
        cohort = Cohort.objects.select_for_update().get(pk=gathering.cohort_id)
        _check_gathering(cohort, values, but=gathering.pk)
        changes = changed_fields(gathering, values)
        save_version(gathering, read_at=read_at, values=values)
        record_event(by=by, action="gathering changed", thing=gathering, changes=changes)


def say_who_came(
    *,
    by: User,
    gathering: Gathering,
    read_at: int,
    teams: Iterable[ProjectTeam],
    people: int | None,
    today: datetime.date,
) -> None:
    """Which teams came and how many people in all; nobody is named."""
    came = list(teams)
    with transaction.atomic():
        rules.run_collaborative.require(access_of(by), None)
        if gathering.kind == GatheringKind.ACTION_PERIOD:
            raise WrongState("Nobody attends an action period: the teams work where they are.")
        if today < gathering.starts_on:
            raise WrongState("Who came is said once the day has come.")
        if any(team.cohort_id != gathering.cohort_id for team in came):
            raise Refusal("Choose teams of this cohort", field="teams")
        if people is not None and people < len(came):
            raise Refusal("Fewer people than teams cannot have come", field="people")
        save_version(gathering, read_at=read_at, values={"people": people})
        gathering.attended.set(came)
        names = ", ".join(team.name for team in came) or "none"
        record_event(
            by=by, action="attendance said", thing=gathering, changes={"teams": ("", names)}
        )


def add_priority(*, by: User, values: dict[str, Any]) -> Priority:
    """Put a priority on the list that teams and plans can name."""
    with transaction.atomic():
        rules.run_collaborative.require(access_of(by), None)
        _check_priority(values, but=NOTHING)
        priority = Priority.objects.create(**values)
        record_event(by=by, action="priority added", thing=priority)
    return priority


def change_priority(*, by: User, priority: Priority, read_at: int, values: dict[str, Any]) -> None:
    """Save the words of a priority."""
    with transaction.atomic():
        rules.run_collaborative.require(access_of(by), None)
        _check_priority(values, but=priority.pk)
        changes = changed_fields(priority, values)
        save_version(priority, read_at=read_at, values=values)
        record_event(by=by, action="priority changed", thing=priority, changes=changes)


def retire_priority(*, by: User, priority: Priority) -> None:
    """Take a priority off the list; plans that name it keep it."""
    with transaction.atomic():
        rules.run_collaborative.require(access_of(by), None)
        priority = Priority.objects.select_for_update().get(pk=priority.pk)
        if priority.retired_at is not None:
            raise WrongState("This priority is retired already.")
        save_version(priority, read_at=priority.version, values={"retired_at": timezone.now()})
        record_event(by=by, action="priority retired", thing=priority)


def name_priorities(*, by: User, plan: Plan, priorities: Iterable[Priority]) -> None:
    """Say which priorities a plan serves. A retired one stays, but is not newly named."""
    chosen = list(priorities)
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        steer_plan.require(access_of(by), PlanSides.of(plan))
        held = set(plan.priorities.values_list("pk", flat=True))
        if any(each.retired_at is not None and each.pk not in held for each in chosen):
            raise Refusal("Choose priorities that are not retired", field="priorities")
        plan.priorities.set(chosen)
        names = ", ".join(each.title for each in chosen) or "none"
        record_event(
            by=by,
            action="priorities named",
            thing=plan,
            trust_code=plan.trust.ods_code,
            changes={"priorities": ("", names)},
        )


def _check_days(values: dict[str, Any]) -> None:
    if values["ends_on"] < values["starts_on"]:
        raise Refusal("The last day must be the first day or later", field="ends_on")


def _check_length(values: dict[str, Any]) -> None:
    """A wrong digit in a year would ask the teams for thousands of monthly reports."""
    if values["starts_on"].year < FIRST_YEAR:
        raise Refusal(f"The first day must be in {FIRST_YEAR} or later", field="starts_on")
    check_planned_day(values["ends_on"], field="ends_on", what="The last day")
    if values["ends_on"] - values["starts_on"] > LONGEST_COHORT:
        raise Refusal("A cohort lasts at most three years", field="ends_on")


def _check_free(others: Any, field: str, value: str, what: str) -> None:
    if others.filter(**{f"{field}__iexact": value}).exists():
        raise Refusal(f"{what} with this {field} is there already", field=field)


def _check_gathering(cohort: Cohort, values: dict[str, Any], *, but: int) -> None:
    _check_days(values)
    if not cohort.starts_on <= values["starts_on"] <= values["ends_on"] <= cohort.ends_on:
        raise Refusal("The days must lie within those of the cohort", field="starts_on")
    if values["kind"] == GatheringKind.RECOGNITION:
        others = cohort.gatherings.filter(kind=GatheringKind.RECOGNITION).exclude(pk=but)
        if others.exists():
            raise Refusal("The cohort has its recognition event already", field="kind")
    for line in values.get("materials", "").splitlines():
        if line.strip() and not line.strip().startswith("https://"):
            raise Refusal(
                "Enter one address a line, each beginning with https://", field="materials"
            )


def _check_priority(values: dict[str, Any], *, but: int) -> None:
    is_national = values["level"] == PriorityLevel.NATIONAL
    if is_national and values["place"]:
        raise Refusal("A national priority has no place", field="place")
    if not is_national and not values["place"]:
        raise Refusal("Say which region or place it is of", field="place")
    same = {name: values[name] for name in ("level", "place", "title")}
    if Priority.objects.filter(**same).exclude(pk=but).exists():
        raise Refusal("This priority is on the list already", field="title")
