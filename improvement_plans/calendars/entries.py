"""The dates of one person: actions, check-ins, plans, looks after closing, phases of schemes.

No figures of surveys or patients, and no names: whoever has the address can read it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.design.charts import numbers
from improvement_plans.calendars.feed import DayEntry
from improvement_plans.calendars.meetings import meeting_entries
from improvement_plans.models import (
    Action,
    Commitment,
    EngagementEvent,
    Moment,
    Plan,
    PlanState,
)
from improvement_plans.selectors import plans_visible_to
from improvement_plans.selectors.commitments import own_open_commitments
from improvement_plans.selectors.engagement import events_ahead
from improvement_plans.selectors.visibility import carried_out_by
from improvement_plans.states import ENDED_ACTIONS, OVER, UNDER_WAY
from improvement_plans.sustainability import MONTHS_AFTER, months_later
from trusts.models import Scheme

# A plan that ran out long ago is no date of anybody's any more.
SHOWN_AFTER = datetime.timedelta(days=90)


def entries_for(access: Access, *, on: datetime.date, portal: str) -> list[DayEntry]:
    """Every entry of a person as at a day. `portal` is the address that paths are put behind."""
    plans = plans_visible_to(access).exclude(state=PlanState.WITHDRAWN)
    plans = plans.filter(window_to__gte=on - SHOWN_AFTER)
    actions = _own_actions(access, plans)
    entries = [_due(action) for action in actions]
    entries += _check_ins(actions)
    if not access.may_in_programme(Permission.SEE_PLANS):  # they would drown in everybody's
        entries += [entry for plan in plans for entry in _of_plan(plan)]
    entries += [entry for plan in _closed_plans(access) for entry in _looks_at(plan, on)]
    entries += [_promised(each) for each in own_open_commitments(access, on=on)]
    entries += [_event(each) for each in events_ahead(access, on=on)]
    entries += meeting_entries(access, on=on)
    entries += [entry for scheme in _schemes(access, plans, on) for entry in _of_scheme(scheme)]
    return [_with_portal(entry, portal) for entry in entries]


def _own_actions(access: Access, plans: QuerySet[Plan]) -> list[Action]:
    return list(
        Action.objects.filter(owner_id=access.user_id, plan__in=plans.values("pk"))
        .exclude(state__in=ENDED_ACTIONS)
        .exclude(plan__state__in=OVER)
        .select_related("plan__trust")
        .order_by("due", "pk")
    )


def _due(action: Action) -> DayEntry:
    return DayEntry(
        f"action-{action.pk}",
        f"Due: {action.text}",
        action.due,
        action.due,
        reverse("action_detail", args=[action.pk]),
        f"Plan of {action.plan.trust.name}",
    )


def _promised(commitment: Commitment) -> DayEntry:
    return DayEntry(
        f"commitment-{commitment.pk}",
        f"Due: {commitment.text}",
        commitment.due,
        commitment.due,
        reverse("commitment", args=[commitment.pk]),
        "A commitment to people who told us about their care.",
    )


def _event(event: EngagementEvent) -> DayEntry:
    return DayEntry(
        f"event-{event.pk}",
        event.title,
        event.on,
        event.on,
        reverse("event", args=[event.pk]),
        event.get_kind_display(),
    )


def _check_ins(actions: Iterable[Action]) -> Iterator[DayEntry]:
    """The first of each month in which one of the person's plans is under way."""
    windows = {(each.plan.window_from, each.plan.window_to) for each in actions if _runs(each.plan)}
    days = {day for first, last in windows for day in _firsts_of_months(first, last)}
    for day in sorted(days):
        yield DayEntry(
            f"check-in-{day:%Y-%m}",
            "Monthly check-in on your actions",
            day,
            day,
            reverse("check_in"),
            "One page, about 2 minutes.",
        )


def _runs(plan: Plan) -> bool:
    return plan.state in UNDER_WAY or plan.state == PlanState.APPROVED


def _firsts_of_months(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    for count in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        day = datetime.date(count // 12, count % 12 + 1, 1)
        if first <= day <= last:
            yield day


def _of_plan(plan: Plan) -> Iterator[DayEntry]:
    """The dates of a plan: its first day, its midpoint review, its last day."""
    days = [
        ("begins", "Plan begins", plan.window_from),
        ("midpoint", "Midpoint review", plan.midpoint),
        ("ends", "Plan ends", plan.window_to),
    ]
    name = plan.trust.name
    for key, words, day in days:
        if day is not None:
            address = reverse("plan_detail", args=[plan.pk])
            yield DayEntry(f"plan-{plan.pk}-{key}", f"{words}: {name}", day, day, address)


def _closed_plans(access: Access) -> QuerySet[Plan]:
    """Closed plans whose lasting the person says something about: those that they write."""
    codes = access.trusts_where(Permission.WRITE_PLANS)
    return plans_visible_to(access).filter(
        carried_out_by(codes),
        closed_at__isnull=False,
        state__in=(PlanState.CLOSED, PlanState.SUSTAINED),
    )


def _looks_at(plan: Plan, on: datetime.date) -> Iterator[DayEntry]:
    """The looks at 3, 6 and 12 months after closing, until they are long past."""
    assert plan.closed_at is not None  # noqa: S101 - as the query above has it
    closed_on = timezone.localdate(plan.closed_at)
    for moment, months in MONTHS_AFTER.items():
        day = months_later(closed_on, months)
        if day < on - SHOWN_AFTER:
            continue
        yield DayEntry(
            f"plan-{plan.pk}-{moment}",
            f"{Moment(moment).label} closing: is the change still done? {plan.trust.name}",
            day,
            day,
            reverse("sustainability", args=[plan.pk]),
            "Ten questions, about 5 minutes.",
        )


def _schemes(access: Access, plans: QuerySet[Plan], on: datetime.date) -> Iterable[Scheme]:
    """Schemes that are not over: all for the programme, else those of the person's trusts."""
    running = Scheme.objects.filter(publish_by__gte=on)
    if access.may_in_programme(Permission.SEE_SCHEMES):
        return running
    codes = access.trusts_where(Permission.SEE_SCHEMES)
    own = Scheme.objects.filter(participations__trust__ods_code__in=codes)
    of_plans = plans.values("scheme_id")
    return running.filter(pk__in=own.values("pk")) | running.filter(pk__in=of_plans)


def _of_scheme(scheme: Scheme) -> Iterator[DayEntry]:
    address = reverse("scheme_detail", args=[scheme.pk])
    for phase in scheme.phases:
        days = numbers.uk_date_range(phase.first_day, phase.last_day)
        yield DayEntry(
            f"scheme-{scheme.pk}-{phase.key}",
            f"{phase.name}: {scheme.name}",
            phase.first_day,
            phase.last_day,
            address,
            days,
        )
    yield DayEntry(
        f"scheme-{scheme.pk}-report",
        f"Report is published: {scheme.name}",
        scheme.publish_by,
        scheme.publish_by,
        address,
    )


def _with_portal(entry: DayEntry, portal: str) -> DayEntry:
    return replace(entry, address=f"{portal}{entry.address}")
