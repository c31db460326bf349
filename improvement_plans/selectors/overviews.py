"""Plans for lists: plain values with what is worked out of them, made once for equal values.

A list shows a hundred plans with seven hundred actions, nearly all of them as they were at the last
visit. They are read anew for each visit; only what was read decides what is kept, so nothing can be
stale (docs/decisions/0013-made-once-for-equal-values.md).
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import DateField, Exists, Func, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONArray

from buddy_portal.accounts.access import Access
from buddy_portal.prepared import prepared
from improvement_plans.measures.ceiling import Ceiling, Evidence, ceiling_of
from improvement_plans.models import (
    Action,
    ActionState,
    Claim,
    Contact,
    ExtensionRequest,
    Plan,
    PlanGuest,
    PlanState,
    beside_words,
)
from improvement_plans.selectors.ceilings import evidence
from improvement_plans.selectors.visibility import plans_visible_to
from improvement_plans.status import (
    ActionFacts,
    PlanStatus,
    Standing,
    action_standing,
    is_overdue,
    plan_status,
)
from trusts.models import Scheme

MOST_KEPT = 2_000
"""Plans of which a process keeps what is worked out and drawn; the longest unused go first."""
_STATES: dict[str, ActionState] = {state.value: state for state in ActionState}
_CLAIMS: dict[str, Claim] = {claim.value: claim for claim in Claim}
_NO_ACTIONS = "[]"


class LondonDay(Func):
    """The day of a moment in London, worked out by the database for hundreds of rows at once."""

    template = "(%(expressions)s AT TIME ZONE 'Europe/London')::date"
    output_field = DateField()


class ListedAction(NamedTuple):
    """What lists and sums need of an action. Hundreds of them stand behind one page of plans."""

    pk: int
    text: str
    owner_id: int | None
    starts_on: datetime.date
    due: datetime.date
    state: str
    state_since: datetime.date
    last_update_on: datetime.date | None
    due_changes: int
    claim: str


class ListedStatus(NamedTuple):
    """A listed action with its status worked out as at a day."""

    action: ListedAction
    status: Standing


class ListedScheme(NamedTuple):
    """The scheme of a listed plan."""

    pk: int
    name: str
    implementation_from: datetime.date


class ListedPlan(NamedTuple):
    """What lists show of a plan."""

    pk: int
    title: str
    state: str
    window_from: datetime.date
    window_to: datetime.date
    midpoint: datetime.date | None
    closed_at: datetime.datetime | None
    team_id: int | None
    """The project team that carries it out, where it is not the plan of a pair."""
    trust_name: str
    beside: str
    """Whom the plan's trust works with."""
    scheme: ListedScheme

    def get_state_display(self) -> str:
        return str(PlanState(self.state).label)

    def holds(self, day: datetime.date) -> bool:
        """Whether the day lies in the plan's window; both ends belong to it."""
        return self.window_from <= day <= self.window_to


@dataclass(frozen=True, eq=False)
class PlanOverview:
    """A plan of a list with what is worked out from its actions as at a day.

    Equal values give the same object again, so what is drawn of it is kept by the object.
    """

    plan: ListedPlan
    on: datetime.date
    status: PlanStatus
    actions: tuple[ListedStatus, ...]
    overdue: int
    """How many of its actions are."""
    last_update_on: datetime.date | None
    last_contact_on: datetime.date | None
    asked_at: datetime.datetime | None
    """Since when a request for more time waits for an answer."""
    has_partner: bool
    partner_left_on: datetime.date | None
    """The last day of the partner who left last."""
    ceiling: Ceiling
    """How far the evidence allows to say that it is."""


def plan_overviews(
    access: Access, *, on: datetime.date, scheme_id: int | None = None
) -> list[PlanOverview]:
    """The plans that a person sees, of all schemes or of one, with their worked-out status.

    Two queries however many there are.
    """
    return _overviews(_rows_seen(access, on, scheme_id), on)


def overviews_of(plans: Sequence[int], *, on: datetime.date) -> dict[int, PlanOverview]:
    """The same for plans that were chosen elsewhere, by their keys."""
    return {each.plan.pk: each for each in _overviews(_rows_of(list(plans), on), on)}


def scheme_to_draw(listed: ListedScheme) -> Scheme:
    """The whole scheme of a list, with its surveys, for the picture of its phases."""
    [scheme] = _schemes(listed.pk)
    return scheme


@prepared
def _schemes(scheme_id: int) -> QuerySet[Scheme, Scheme]:
    return Scheme.objects.filter(pk=scheme_id).select_related("baseline", "follow_up")


def _overviews(rows: Iterable[tuple[Any, ...]], on: datetime.date) -> list[PlanOverview]:
    listed = list(rows)
    told = dict(_actions_told([row[0] for row in listed]))
    return [_overview(row, told.get(row[0], _NO_ACTIONS), on) for row in listed]


@prepared
def _rows_seen(
    access: Access, on: datetime.date, scheme_id: int | None
) -> QuerySet[Any, tuple[Any, ...]]:
    plans = plans_visible_to(access, on=on)
    if scheme_id is not None:
        plans = plans.filter(scheme=scheme_id)
    return _rows(plans, on)


@prepared
def _rows_of(plans: list[int], on: datetime.date) -> QuerySet[Any, tuple[Any, ...]]:
    return _rows(Plan.objects.filter(pk__in=plans), on)


def _rows(plans: QuerySet[Plan, Plan], on: datetime.date) -> QuerySet[Any, tuple[Any, ...]]:
    """In the order in which `_overview` takes them apart."""
    here = {"plan": OuterRef("pk")}
    guests = PlanGuest.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, **here
    )
    left = PlanGuest.objects.filter(ends_on__lt=on, **here).order_by("-ends_on")
    waiting = ExtensionRequest.objects.filter(decided_at=None, **here).order_by("asked_at")
    newest = Contact.objects.filter(**here).order_by("-on")
    return plans.values_list(
        *("pk", "title", "state", "window_from", "window_to", "midpoint", "closed_at", "team_id"),
        *("trust__name", "pair__mentor__name", "team__name"),
        *("scheme_id", "scheme__name", "scheme__implementation_from"),
        Subquery(newest.values("on")[:1]),
        Subquery(waiting.values("asked_at")[:1]),
        Exists(guests),
        Subquery(left.values("ends_on")[:1]),
        *evidence().values(),
    )


@prepared
def _actions_told(plans: list[int]) -> QuerySet[Any, tuple[int, str]]:
    """The actions of each plan as one text: a long list is read, compared and kept as texts."""
    on = LondonDay("last_update_at")
    fields = (on if name == "last_update_on" else name for name in ListedAction._fields)
    told = JSONBAgg(JSONArray(*fields), order_by=("due", "pk"))
    found = Action.objects.filter(plan__in=plans).order_by().values_list("plan_id")
    return found.annotate(told=Cast(told, TextField()))


@lru_cache(maxsize=MOST_KEPT)
def _overview(row: tuple[Any, ...], told: str, on: datetime.date) -> PlanOverview:
    """A plan as it was read, with its actions as they were read, as at a day."""
    plan_values, (trust_name, mentor, team), scheme = row[:8], row[8:11], row[11:14]
    last_contact_on, asked_at, has_partner, partner_left_on, *held = row[14:]
    beside, of = beside_words(mentor, team), ListedScheme._make(scheme)
    plan = ListedPlan._make([*plan_values, trust_name, beside, of])
    actions = tuple(_listed(values, on) for values in json.loads(told))
    last = max((day for each in actions if (day := each.action.last_update_on)), default=None)
    return PlanOverview(
        plan=plan,
        on=on,
        status=plan_status(
            [each.status for each in actions],
            last_update_on=last,
            began_on=plan.window_from,
            on=on,
            extension_asked=asked_at is not None,
        ),
        actions=actions,
        overdue=sum(is_overdue(each.action.state, each.action.due, on=on) for each in actions),
        last_update_on=last,
        last_contact_on=last_contact_on,
        asked_at=asked_at,
        has_partner=has_partner,
        partner_left_on=partner_left_on,
        ceiling=ceiling_of(Evidence(*held)),
    )


def _listed(values: Sequence[Any], on: datetime.date) -> ListedStatus:
    pk, text, owner_id, starts_on, due, state, since, updated, due_changes, claim = values
    day = datetime.date.fromisoformat
    action = ListedAction(
        *(pk, text, owner_id, day(starts_on), day(due), state, day(since)),
        *(day(updated) if updated else None, due_changes, claim),
    )
    facts = ActionFacts(
        _STATES[action.state],
        action.starts_on,
        action.due,
        action.state_since,
        action.last_update_on,
        action.due_changes,
        _CLAIMS.get(action.claim),
    )
    return ListedStatus(action, action_standing(facts, on=on))
