"""What belongs to a plan beside its aims and actions: drivers and ideas, contacts, risks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Max, Min, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.prepared import prepared
from improvement_plans import rules
from improvement_plans.measures.ceiling import Ceiling, Evidence, ceiling_of
from improvement_plans.models import (
    Aim,
    ChangeIdea,
    Contact,
    CycleState,
    Driver,
    EngagementEvent,
    GroupAdvice,
    IdeaState,
    Measure,
    MeetingDecision,
    PdsaCycle,
    Plan,
    Risk,
    SustainabilityCheck,
)
from improvement_plans.selectors.ceilings import HELD, evidence
from improvement_plans.selectors.escalations import HELP_DAYS, calls_unanswered
from improvement_plans.selectors.visibility import plan_visible_to


@dataclass(frozen=True)
class Rooms:
    """How much there is in each room of a plan, for its links."""

    ceiling: Ceiling
    """The stage that the evidence in these rooms allows to claim."""
    drivers: int
    ideas: int
    ideas_tried: int
    contacts: int
    last_contact_on: datetime.date | None
    risks: int
    gravest: int | None
    """The highest score of an open risk."""
    next_review_on: datetime.date | None
    looks: list[str]
    """The moments at which sustainability was looked at."""
    events: int
    """How often people were listened to."""
    measures: int
    """Those that are still followed."""
    cycles: int
    open_cycles: int
    advice: int
    """How often an involvement group advised on the plan."""
    decisions: int
    """What meetings decided about the plan."""
    last_decision_on: datetime.date | None
    call: int | None
    """The action of the newest call for help that nobody answered, of the last five weeks."""


def rooms_of(plan: Plan, *, on: datetime.date) -> Rooms:
    """The numbers of one plan and the stage that its evidence allows, in one query."""
    [found] = _numbers_of(plan.pk, on - HELP_DAYS)
    numbers, held = found[: -len(HELD)], found[-len(HELD) :]
    return Rooms(ceiling_of(Evidence(*held)), *numbers)


@prepared
def _numbers_of(plan_id: int, since: datetime.date) -> QuerySet[Any, tuple[Any, ...]]:
    """In the order of `Rooms`, then of `Evidence`. Calls for help count from a day on."""
    ideas = ChangeIdea.objects.filter(driver__aim__plan=OuterRef("pk"))
    contacts = Contact.objects.filter(plan=OuterRef("pk"))
    risks = Risk.objects.filter(plan=OuterRef("pk"), closed_on=None)
    cycles = PdsaCycle.objects.filter(idea__driver__aim__plan=OuterRef("pk"))
    decisions = MeetingDecision.objects.filter(plan=OuterRef("pk"))
    looks = SustainabilityCheck.objects.filter(plan=OuterRef("pk")).order_by("pk")
    calls = calls_unanswered(since=since).filter(action__plan=OuterRef("pk")).order_by("-at")
    return (
        Plan.objects.filter(pk=plan_id)
        .order_by()
        .values_list(
            _number(Driver.objects.filter(aim__plan=OuterRef("pk")), "aim__plan"),
            _number(ideas, "driver__aim__plan"),
            _number(ideas.exclude(state=IdeaState.IDEA), "driver__aim__plan"),
            _number(contacts, "plan"),
            _one(contacts, Max("on")),
            _number(risks, "plan"),
            _one(risks, Max(F("likelihood") * F("impact"))),
            _one(risks, Min("review_on")),
            ArraySubquery(looks.values("moment")),
            _number(EngagementEvent.objects.filter(plan=OuterRef("pk")).order_by(), "plan"),
            _number(Measure.objects.filter(plan=OuterRef("pk"), stopped_on=None), "plan"),
            _number(cycles, "idea__driver__aim__plan"),
            _number(cycles.exclude(state=CycleState.DECIDED), "idea__driver__aim__plan"),
            _number(GroupAdvice.objects.filter(plan=OuterRef("pk")), "plan"),
            _number(decisions, "plan"),
            _one(decisions, Max("meeting__on")),
            Subquery(calls.values("action")[:1]),
            *evidence().values(),
        )
    )


def drivers_of(plan: Plan) -> list[Aim]:
    """The aims with their primary drivers, the parts of these, and the ideas, all loaded."""
    ideas = Prefetch("ideas", ChangeIdea.objects.prefetch_related("actions"))
    parts = Prefetch("parts", Driver.objects.prefetch_related(ideas))
    primary = Driver.objects.filter(parent=None).prefetch_related(ideas, parts)
    return list(
        plan.aims.select_related("question", "own_measure").prefetch_related(
            Prefetch("drivers", primary, to_attr="primary_drivers")
        )
    )


def contacts_of(plan: Plan) -> list[Contact]:
    """The contacts log, newest first."""
    return list(Contact.objects.filter(plan=plan).select_related("written_by"))


def risks_of(plan: Plan) -> list[Risk]:
    """The open risks, gravest first, then the closed ones."""
    return list(
        Risk.objects.filter(plan=plan)
        .select_related("owner")
        .order_by(
            F("closed_on").asc(nulls_first=True), -(F("likelihood") * F("impact")), "review_on"
        )
    )


def driver_visible_to(
    access: Access, plan_id: int, driver_id: int
) -> tuple[Driver, rules.PlanSides]:
    """One driver of a plan that the person may see, or NotFound."""
    plan, sides = plan_visible_to(access, plan_id)
    driver = Driver.objects.filter(aim__plan=plan, pk=driver_id).select_related("aim").first()
    if driver is None:
        raise NotFound("There is no such driver.")
    driver.aim.plan = plan
    return driver, sides


def idea_visible_to(
    access: Access, plan_id: int, idea_id: int
) -> tuple[ChangeIdea, rules.PlanSides]:
    """One change idea of a plan that the person may see, or NotFound."""
    plan, sides = plan_visible_to(access, plan_id)
    ideas = ChangeIdea.objects.filter(driver__aim__plan=plan).select_related("driver__aim")
    idea = ideas.filter(pk=idea_id).first()
    if idea is None:
        raise NotFound("There is no such change idea.")
    idea.driver.aim.plan = plan
    return idea, sides


def contact_visible_to(
    access: Access, plan_id: int, contact_id: int
) -> tuple[Contact, rules.PlanSides]:
    """One contact of a plan that the person may see, or NotFound."""
    plan, sides = plan_visible_to(access, plan_id)
    contact = Contact.objects.filter(plan=plan, pk=contact_id).first()
    if contact is None:
        raise NotFound("There is no such contact.")
    contact.plan = plan
    return contact, sides


def risk_visible_to(access: Access, plan_id: int, risk_id: int) -> tuple[Risk, rules.PlanSides]:
    """One risk of a plan that the person may see, or NotFound."""
    plan, sides = plan_visible_to(access, plan_id)
    risk = Risk.objects.filter(plan=plan, pk=risk_id).first()
    if risk is None:
        raise NotFound("There is no such risk.")
    risk.plan = plan
    return risk, sides


def _number(rows: QuerySet[Any], plan: str) -> Coalesce:
    counted = rows.order_by().values(plan).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _one(rows: QuerySet[Any], value: Max | Min) -> Subquery:
    return Subquery(rows.order_by().values("plan").annotate(value=value).values("value"))
