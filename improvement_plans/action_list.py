"""The list of actions behind the numbers of the plans: filters, search, order, pages, downloads.

No queries.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.paging import PageLinks, page_links
from buddy_portal.design.tables import Cell, Column, Row, Table, order_of, sort_rows, sortable
from improvement_plans.models import ActionState, Claim
from improvement_plans.presenters.actions import Partners, owner_words
from improvement_plans.presenters.plans import is_overdue
from improvement_plans.presenters.tags import action_tag
from improvement_plans.selectors import StatedAction
from improvement_plans.states import ENDED_ACTIONS
from improvement_plans.status import StatusKind

PER_PAGE = 50
DUE_SOON = datetime.timedelta(days=14)
PartnersOfPlans = Mapping[int, Partners]
Wanted = Callable[[StatedAction], bool]

_COLUMNS = {
    "text": Column("Action"),
    "trust": Column("Plan of"),
    "owner": Column("Owner"),
    "due": Column("Due"),
    "status": Column("Status, worked out", card="Status"),
    "_claim": Column("Owner says"),
    "_why": Column("Why", card=""),
}
_WORST_FIRST = (
    StatusKind.RED,
    StatusKind.AMBER,
    StatusKind.GREEN,
    StatusKind.NOT_DUE,
    StatusKind.COMPLETE,
    StatusKind.ENDED,
)


def _kind(kind: StatusKind) -> Wanted:
    return lambda each: each.status.kind is kind


def _state(state: ActionState) -> Wanted:
    return lambda each: each.action.state == state


def _due_soon(each: StatedAction) -> bool:
    is_open = each.action.state not in ENDED_ACTIONS
    return is_open and each.status.as_at <= each.action.due <= each.status.as_at + DUE_SOON


# Key in the address -> its words, and which actions it keeps.
_FILTERS: dict[str, tuple[str, Wanted]] = {
    "": ("All", lambda _each: True),
    "red": ("Red", _kind(StatusKind.RED)),
    "amber": ("Amber", _kind(StatusKind.AMBER)),
    "overdue": ("Overdue", lambda each: is_overdue(each.action, each.status.as_at)),
    "blocked": ("Blocked", _state(ActionState.BLOCKED)),
    "waiting": ("Waiting for an answer", _state(ActionState.CLAIMED_DONE)),
    "differs": ("Differs from the facts", lambda each: each.status.differs),
    "soon": ("Due in 14 days", _due_soon),
    "complete": ("Complete", _kind(StatusKind.COMPLETE)),
    "carried-over": ("Carried over", _state(ActionState.CARRIED_OVER)),
}
_SORTS: dict[str, Callable[[StatedAction], Any]] = {
    "text": lambda each: each.action.text.lower(),
    "trust": lambda each: each.action.plan.trust.name,
    "owner": lambda each: str(each.action.owner or ""),
    "due": lambda each: each.action.due,
    "status": lambda each: (_WORST_FIRST.index(each.status.kind), each.action.due),
}


@dataclass(frozen=True)
class ActionListPage:
    """The actions as they are shown: chosen rows, filters and links."""

    table: Table
    filters: list[dict[str, Any]]
    pages: PageLinks
    chosen: list[StatedAction]
    search: str
    kept: dict[str, str]
    """What a new search keeps of the address."""


def action_list_page(
    actions: Sequence[StatedAction], query: Mapping[str, str], partners: PartnersOfPlans
) -> ActionListPage:
    """Filter, search, sort and page the actions as the address asks."""
    search = query.get("q", "").strip()[:100]
    scheme = query.get("scheme", "")
    known = {str(each.action.plan.scheme_id) for each in actions}
    scheme = scheme if scheme in known else ""
    found = [each for each in actions if _matches(each, search, scheme)]
    asked = query.get("show", "")
    show = asked if asked in _FILTERS else ""
    order = order_of(query.get("sort", ""), _SORTS, "due")
    wanted = _FILTERS[show][1]
    chosen = sort_rows([each for each in found if wanted(each)], order, _SORTS)
    page = Paginator(chosen, PER_PAGE).get_page(query.get("page"))
    kept = {key: value for key, value in query.items() if key not in ("page", "download")}
    table = Table(
        caption="Actions of the plans",
        columns=sortable(_COLUMNS, order, kept),
        rows=[_row(each, partners.get(each.action.plan_id, {})) for each in page.object_list],
        sticky=True,
        downloads=[
            (name, "?" + urlencode({**kept, "download": kind}))
            for name, kind in (("CSV", "csv"), ("XLSX", "xlsx"))
        ],
        empty="No action fits these filters.",
    )
    return ActionListPage(
        table=table,
        filters=_filter_links(found, show, {"q": search, "scheme": scheme}),
        pages=page_links(page, dict(query.items()), noun="actions"),
        chosen=chosen,
        search=search,
        kept={name: value for name, value in (("show", show), ("scheme", scheme)) if value},
    )


def action_rows(
    chosen: Sequence[StatedAction], partners: PartnersOfPlans, *, on: datetime.date
) -> dict[str, Any]:
    """The same rows as a file: columns, rows and notes."""
    columns = (
        *("Action", "Plan of", "Mentor", "Scheme", "Aim", "Owner", "First due", "Due"),
        *("State", "Status, worked out", "Why", "Owner says"),
    )
    rows = [
        (
            each.action.text,
            each.action.plan.trust.name,
            each.action.plan.beside,
            each.action.plan.scheme.name,
            str(each.action.aim or ""),
            owner_words(each.action, partners.get(each.action.plan_id, {})),
            each.action.original_due,
            each.action.due,
            each.action.get_state_display(),
            action_tag(each).text,
            each.status.reason,
            Claim(each.action.claim).label if each.action.claim else "",
        )
        for each in chosen
    ]
    notes = [f"Status worked out as at {on.isoformat()} from dates, updates and confirmations."]
    return {"columns": columns, "rows": rows, "notes": notes}


def _row(each: StatedAction, partners: Partners) -> Row:
    action = each.action
    return Row(
        cells=[
            Cell(action.text, href=reverse("action_detail", args=[action.pk])),
            Cell(action.plan.trust.name, href=reverse("plan_detail", args=[action.plan_id])),
            owner_words(action, partners),
            dates.day(action.due),
            Cell(tag=action_tag(each)),
            Cell(
                Claim(action.claim).label if action.claim else "-",
                note="Differs from the facts" if each.status.differs else "",
            ),
            each.status.reason,
        ]
    )


def _matches(each: StatedAction, search: str, scheme: str) -> bool:
    plan = each.action.plan
    if scheme not in ("", str(plan.scheme_id)):
        return False
    words = f"{each.action.text} {plan.trust.name} {plan.beside} {plan.scheme.name}"
    return search.lower() in words.lower()


def _filter_links(
    found: Sequence[StatedAction], show: str, kept: Mapping[str, str]
) -> list[dict[str, Any]]:
    links = []
    for key, (text, wanted) in _FILTERS.items():
        count = sum(wanted(each) for each in found)
        if key in ("", show) or count:
            query = {name: value for name, value in {"show": key, **kept}.items() if value}
            href = "?" + urlencode(query) if query else "?"
            links.append({"text": text, "count": count, "href": href, "current": key == show})
    return links
