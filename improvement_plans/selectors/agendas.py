"""What is recorded about the plans of a meeting: read at once, for its agenda and for its pack."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Exists, OuterRef, Prefetch, Q

from improvement_plans.listening.states import ANSWERED
from improvement_plans.measures.reading import Reading, read_measure
from improvement_plans.meetings.agenda import AHEAD
from improvement_plans.models import (
    Action,
    Aim,
    ChangeIdea,
    Commitment,
    Measure,
    Meeting,
    MeetingDecision,
    PdsaCycle,
    Plan,
    Risk,
)
from improvement_plans.selectors.actions import StatedAction, stated
from improvement_plans.selectors.measures import with_figures
from improvement_plans.selectors.meetings import partner_names
from improvement_plans.selectors.overviews import PlanOverview, overviews_of
from improvement_plans.selectors.people import names_of_partners_in
from improvement_plans.states import ENDED_ACTIONS

Row = TypeVar("Row", Action, Aim, Risk, Measure)


@dataclass(frozen=True)
class PlanEntries:
    """A plan with what is recorded about it; every action has its status as at the day."""

    plan: Plan
    overview: PlanOverview
    aims: list[Aim]
    actions: list[StatedAction]
    risks: list[Risk]
    readings: list[Reading]
    partners: Mapping[int, str]
    """How partners of the plan want to be named, by user id."""


@dataclass(frozen=True)
class Entries:
    """Everything that a meeting can be about, as at a day."""

    on: datetime.date
    until: datetime.date
    plans: list[PlanEntries]
    commitments: list[Commitment]
    decisions: list[MeetingDecision]
    """What earlier meetings of this kind decided and is not settled."""
    partners: Mapping[int, str]
    """How to name partners, by user id, in decisions: these can be about any plan there was."""


def entries_for(meeting: Meeting, *, on: datetime.date) -> Entries:
    """Read what is recorded: about 16 queries, however many plans and actions there are."""
    loaded = meeting.plans.select_related("pair__mentor", "team", "trust", "scheme")
    plans = list(loaded.order_by("trust__name", "pk"))
    keys = [plan.pk for plan in plans]
    overviews = overviews_of(keys, on=on)
    actions = _by_plan(Action.objects.filter(plan__in=keys).select_related("owner"), keys)
    aims = _by_plan(Aim.objects.filter(plan__in=keys).select_related("question"), keys)
    risks = _by_plan(
        Risk.objects.filter(plan__in=keys, closed_on=None).select_related("owner"), keys
    )
    followed = Measure.objects.filter(plan__in=keys, stopped_on=None).select_related("plan")
    measures = _by_plan(with_figures(followed).order_by("pk"), keys)
    names = names_of_partners_in(keys)
    return Entries(
        on=on,
        until=max(meeting.on, on) + AHEAD,
        plans=[
            PlanEntries(
                plan=plan,
                overview=overviews[plan.pk],
                aims=aims[plan.pk],
                actions=[stated(action, on=on) for action in actions[plan.pk]],
                risks=sorted(risks[plan.pk], key=lambda one: -one.likelihood * one.impact),
                readings=[read_measure(one, sees_small=False) for one in measures[plan.pk]],
                partners=names.get(plan.pk, {}),
            )
            for plan in plans
        ],
        commitments=_open_commitments(meeting),
        decisions=decisions_carried_to(meeting),
        partners=partner_names(meeting),
    )


def ramps_for(entries: Entries) -> list[ChangeIdea]:
    """The change ideas of these plans that have been tested, with their cycles: two queries."""
    cycles = PdsaCycle.objects.select_related("measure", "by").order_by("number")
    tested = ChangeIdea.objects.filter(
        Exists(PdsaCycle.objects.filter(idea=OuterRef("pk"))),
        driver__aim__plan__in=[each.plan.pk for each in entries.plans],
    )
    return list(
        tested.select_related("driver__aim")
        .prefetch_related(Prefetch("cycles", cycles))
        .order_by("driver__aim__plan", "driver__aim__position", "pk")
    )


def _by_plan(rows: Iterable[Row], keys: Iterable[int]) -> dict[int, list[Row]]:
    """Rows of several plans, by the plan."""
    found: dict[int, list[Row]] = {key: [] for key in keys}
    for row in rows:
        found[row.plan_id].append(row)
    return found


def _open_commitments(meeting: Meeting) -> list[Commitment]:
    whose = Q(trust=meeting.trust) if meeting.trust else Q(trust=None, scheme=meeting.scheme)
    found = Commitment.objects.filter(whose).exclude(state__in=ANSWERED)
    return list(found.select_related("owner", "plan").order_by("due", "pk"))


def decisions_carried_to(meeting: Meeting) -> list[MeetingDecision]:
    """What earlier meetings of the same place and kind decided, without what has been settled.

    A decision that became an action or a commitment is settled with it.
    """
    found = MeetingDecision.objects.filter(
        meeting__trust=meeting.trust,
        meeting__scheme=meeting.scheme,
        meeting__kind=meeting.kind,
        meeting__on__lte=meeting.on,
        settled_on=None,
    ).exclude(meeting=meeting)
    found = found.exclude(action__state__in=ENDED_ACTIONS)
    found = found.exclude(commitment__state__in=ANSWERED)
    return list(
        found.select_related(
            "meeting", "action__owner", "commitment__owner", "owner", "plan"
        ).order_by("meeting__on", "pk")
    )
