"""What a list of plans or actions shows: filters with counts, order, next step. No queries."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import User
from buddy_portal.design.paging import PageLinks, page_links
from buddy_portal.design.tables import Order, Table, order_of, sort_rows, sortable
from improvement_plans import presenters, rules
from improvement_plans.models import ActionState, PlanState
from improvement_plans.selectors import PlanOverview, PlanPage, StatedAction
from improvement_plans.states import BEING_WRITTEN
from improvement_plans.status import PlanStatusKind, StatusKind

PER_PAGE = 50
DUE_SOON = datetime.timedelta(days=14)
_HELP_FIRST = {
    PlanStatusKind.NEEDS_HELP: 0,
    PlanStatusKind.WATCH: 1,
    PlanStatusKind.ON_TRACK: 2,
}


@dataclass(frozen=True)
class PlanListPage:
    """A list of plans as it is shown: chosen rows, filters, numbers and links."""

    table: Table
    filters: list[dict[str, Any]]
    kpis: list[dict[str, Any]]
    pages: PageLinks
    chosen: list[PlanOverview]
    all_count: int
    search: str


_FILTERS: dict[str, tuple[str, Callable[[PlanOverview], bool]]] = {
    "": ("All", lambda _each: True),
    "support": (
        "Watch or needs help",
        lambda each: _under_way(each) and each.status.kind is not PlanStatusKind.ON_TRACK,
    ),
    "stale": ("Stale", lambda each: _under_way(each) and each.status.stale_days is not None),
    "overdue": ("With overdue actions", lambda each: _under_way(each) and each.overdue > 0),
    "approval": ("Waiting for approval", lambda each: each.plan.state == PlanState.SUBMITTED),
    "writing": ("Being written", lambda each: each.plan.state in BEING_WRITTEN),
    "closed": ("Closed", lambda each: each.plan.closed_at is not None),
}
_SORTS: dict[str, Callable[[PlanOverview], Any]] = {
    "name": lambda each: each.plan.pair.mentee.name,
    "status": lambda each: (
        0 if _under_way(each) else 1,
        _HELP_FIRST[each.status.kind],
        each.plan.pair.mentee.name,
    ),
    "complete": lambda each: each.complete / each.actions if each.actions else None,
    "overdue": lambda each: each.overdue,
    "updated": lambda each: each.last_update_on,
}


def _under_way(each: PlanOverview) -> bool:
    return each.plan.state in presenters.WORKED_OUT


def plan_list_page(overviews: Sequence[PlanOverview], query: Mapping[str, str]) -> PlanListPage:
    """Filter, search, sort and page the plans as the address asks."""
    search = query.get("q", "").strip()[:100]
    found = [each for each in overviews if _matches(each, search)]
    show = query.get("show", "")
    wanted = _FILTERS.get(show, _FILTERS[""])[1]
    order = order_of(query.get("sort", ""), _SORTS, "status")
    chosen = sort_rows([each for each in found if wanted(each)], order, _SORTS)
    page = Paginator(chosen, PER_PAGE).get_page(query.get("page"))
    return PlanListPage(
        table=_table(list(page.object_list), order, query),
        filters=_filter_links(found, show, search),
        kpis=_kpis(overviews),
        pages=page_links(page, dict(query.items()), noun="plans"),
        chosen=chosen,
        all_count=len(overviews),
        search=search,
    )


def _table(rows: Sequence[PlanOverview], order: Order, query: Mapping[str, str]) -> Table:
    kept = {key: value for key, value in query.items() if key != "page"}
    downloads = [
        (name, "?" + urlencode({**kept, "download": kind}))
        for name, kind in (("CSV", "csv"), ("XLSX", "xlsx"))
    ]
    columns = sortable(presenters.OVERVIEW_COLUMNS, order, kept)
    return presenters.overview_table(rows, columns, downloads)


def _matches(each: PlanOverview, search: str) -> bool:
    names = f"{each.plan.pair.mentee.name} {each.plan.pair.mentor.name} {each.plan.pair.scheme}"
    return search.lower() in names.lower()


def _filter_links(found: Sequence[PlanOverview], show: str, search: str) -> list[dict[str, Any]]:
    links = []
    for key, (text, wanted) in _FILTERS.items():
        count = sum(wanted(each) for each in found)
        if count or not key or key == show:
            query = {name: value for name, value in (("show", key), ("q", search)) if value}
            href = "?" + urlencode(query) if query else "?"
            links.append({"text": text, "count": count, "href": href, "current": key == show})
    return links


def _kpis(overviews: Sequence[PlanOverview]) -> list[dict[str, Any]]:
    running = [each for each in overviews if _under_way(each)]
    kinds = [each.status.kind for each in running]
    actions = sum(each.actions for each in running)
    return [
        {
            "number": str(kinds.count(PlanStatusKind.ON_TRACK)),
            "of": f"of {len(running)}",
            "label": "on track",
        },
        {
            "number": str(sum(kind is not PlanStatusKind.ON_TRACK for kind in kinds)),
            "label": "watch or needs help",
            "href": "?show=support",
        },
        {
            "number": str(sum(each.complete for each in running)),
            "of": f"of {actions}",
            "label": "actions complete",
        },
        {
            "number": str(sum(each.overdue for each in running)),
            "label": "actions overdue",
            "href": "?show=overdue",
        },
        {
            "number": str(sum(each.status.stale_days is not None for each in running)),
            "label": "plans stale",
            "href": "?show=stale",
        },
    ]


def plan_rows(chosen: Sequence[PlanOverview], *, on: datetime.date) -> dict[str, Any]:
    """The same rows as a file: columns, rows and notes."""
    columns = (
        *("Mentee", "Mentor", "Scheme", "State", "Status, worked out", "Why"),
        *("Actions", "Complete", "Overdue", "Last update", "Window ends"),
    )
    rows = [
        (
            each.plan.pair.mentee.name,
            each.plan.pair.mentor.name,
            each.plan.pair.scheme.name,
            each.plan.get_state_display(),
            each.status.kind.replace("_", " ") if _under_way(each) else "",
            each.status.reason if _under_way(each) else "",
            each.actions,
            each.complete,
            each.overdue,
            each.last_update_on,
            each.plan.window_to,
        )
        for each in chosen
    ]
    notes = [f"Status worked out as at {on.isoformat()} from dates, updates and confirmations."]
    return {"columns": columns, "rows": rows, "notes": notes}


@dataclass(frozen=True)
class ShownActions:
    """The actions that a plan's page shows, with its filters."""

    actions: list[StatedAction]
    filters: list[dict[str, Any]]


def actions_shown(page: PlanPage, show: str, *, user: User, today: datetime.date) -> ShownActions:
    """The actions of a plan under the filter asked for."""
    kinds: dict[str, tuple[str, Callable[[StatedAction], bool]]] = {
        "": ("All", lambda _each: True),
        "waiting": ("Waiting for an answer", _claimed_done),
        "overdue": ("Overdue", lambda each: _overdue(each, today)),
        "soon": ("Due in 14 days", lambda each: _due_soon(each, today)),
        "mine": ("Mine", lambda each: each.action.owner_id == user.pk),
    }
    show = show if show in kinds else ""
    return ShownActions(
        actions=[each for each in page.actions if kinds[show][1](each)],
        filters=[
            {
                "text": text,
                "count": sum(wanted(each) for each in page.actions),
                "href": (f"?show={key}" if key else "?") + "#actions",
                "current": key == show,
            }
            for key, (text, wanted) in kinds.items()
        ],
    )


def _claimed_done(each: StatedAction) -> bool:
    return each.action.state == ActionState.CLAIMED_DONE


def _open(each: StatedAction) -> bool:
    return each.status.kind not in (StatusKind.COMPLETE, StatusKind.ENDED)


def _overdue(each: StatedAction, today: datetime.date) -> bool:
    return _open(each) and not _claimed_done(each) and each.action.due < today


def _due_soon(each: StatedAction, today: datetime.date) -> bool:
    return _open(each) and today <= each.action.due <= today + DUE_SOON


def next_step_of(page: PlanPage, *, access: Access, user: User) -> dict[str, str] | None:
    """The one thing that this person should do next with this plan, or nothing."""
    plan, sides = page.plan, page.sides
    if plan.state in BEING_WRITTEN and rules.write_plan.allows(access, sides):
        return _step("Finish writing the plan.", "Submit the plan", "plan_submit", plan.pk)
    if plan.state == PlanState.SUBMITTED:
        return _approval_step(page, access)
    return _review_step(page, access, user)


def _approval_step(page: PlanPage, access: Access) -> dict[str, str] | None:
    plan, sides = page.plan, page.sides
    if plan.sponsor_approved_at is None and rules.sponsor_plan.allows(access, sides):
        return _step("This plan waits for your approval.", "Answer", "plan_decide", plan.pk)
    mentor_spoke = any(comment.speaks_for == "mentor" for comment in page.comments)
    if not mentor_spoke and sides.mentor_code in access.trusts:
        return {
            "strong": "Your buddy’s plan waits for your comment.",
            "text": "It cannot be approved before you have said what you think.",
            "action": "Write a comment",
            "href": "#comments",
        }
    if plan.sponsor_approved_at and mentor_spoke and rules.approve_plan.allows(access, sides):
        return _step("The sponsor and the buddy have answered.", "Answer", "plan_decide", plan.pk)
    return None


def _review_step(page: PlanPage, access: Access, user: User) -> dict[str, str] | None:
    waiting = [
        each.action
        for each in page.actions
        if _claimed_done(each)
        and rules.review_action.allows(access, rules.ActionSides(page.sides, each.action.owner_id))
    ]
    if not waiting:
        return None
    count = len(waiting)
    words = "1 action waits" if count == 1 else f"{count} actions wait"
    return {
        "strong": f"{words} for you to confirm or challenge.",
        "text": f"“{waiting[0].text}” is claimed done.",
        "action": "Look at it",
        "href": reverse("action_review", args=[waiting[0].pk]),
    }


def _step(strong: str, action: str, name: str, pk: int) -> dict[str, str]:
    return {"strong": strong, "text": "", "action": action, "href": reverse(name, args=[pk])}
