"""What the list of plans shows: filters with counts, order, where to start. No queries."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator

from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts import numbers
from buddy_portal.design.paging import PageLinks, page_links
from buddy_portal.design.tables import Order, Table, order_of, sort_rows, sortable
from improvement_plans.models import PlanState
from improvement_plans.presenters import overviews as shown
from improvement_plans.presenters.plans import week_of
from improvement_plans.presenters.tags import WORKED_OUT
from improvement_plans.selectors import PlanOverview
from improvement_plans.states import BEING_WRITTEN, OVER
from improvement_plans.status import PlanStatusKind

PER_PAGE = 50
_HELP_FIRST = {
    PlanStatusKind.NEEDS_HELP: 0,
    PlanStatusKind.WATCH: 1,
    PlanStatusKind.ON_TRACK: 2,
}
Wanted = Callable[[PlanOverview], bool]
Step = dict[str, str]


@dataclass(frozen=True)
class PlanListPage:
    """A list of plans as it is shown: chosen rows, filters, numbers and links."""

    title: str
    lede: str
    start: Step | None
    table: Table
    filters: list[dict[str, Any]]
    kpis: list[dict[str, Any]]
    pages: PageLinks
    order: str
    other_order: tuple[str, str]
    chosen: list[PlanOverview]
    all_count: int
    search: str


def _under_way(each: PlanOverview) -> bool:
    return each.plan.state in WORKED_OUT


def _need(each: PlanOverview) -> tuple[int, int]:
    """Plans under way by their status, then those that wait for somebody, then those that ended."""
    if _under_way(each):
        return 0, _HELP_FIRST[each.status.kind]
    return (2, 0) if each.plan.state in OVER else (1, 0)


def _is(kind: PlanStatusKind) -> Wanted:
    return lambda each: _under_way(each) and each.status.kind is kind


# Key in the address -> its words, and which plans it keeps.
_FILTERS: dict[str, tuple[str, Wanted]] = {
    "": ("All", lambda _each: True),
    "support": (
        "Watch or needs help",
        lambda each: _under_way(each) and each.status.kind is not PlanStatusKind.ON_TRACK,
    ),
    "on-track": ("On track", _is(PlanStatusKind.ON_TRACK)),
    "watch": ("Watch", _is(PlanStatusKind.WATCH)),
    "help": ("Needs help", _is(PlanStatusKind.NEEDS_HELP)),
    "stale": (
        "Stale",
        lambda each: _under_way(each) and each.status.stale_days is not None,
    ),
    "overdue": (
        "With overdue actions",
        lambda each: _under_way(each) and shown.overdue(each) > 0,
    ),
    "under-way": ("Under way", _under_way),
    "apart": ("Out of touch", lambda each: shown.out_of_touch(each) is not None),
    "gaps": ("With gaps", lambda each: bool(shown.gaps(each))),
    "approval": ("Waiting for approval", lambda each: each.plan.state == PlanState.SUBMITTED),
    "writing": ("Being written", lambda each: each.plan.state in BEING_WRITTEN),
    "closed": ("Closed", lambda each: each.plan.closed_at is not None),
}


# Reached through a summary number; shown among the filters only while it is chosen.
_BY_NUMBER = frozenset({"on-track", "watch", "help", "under-way"})


_SORTS: dict[str, Callable[[PlanOverview], Any]] = {
    "name": lambda each: each.plan.pair.mentee.name,
    "status": lambda each: (*_need(each), each.plan.pair.mentee.name),
    "complete": lambda each: shown.complete(each) / len(each.actions) if each.actions else None,
    "overdue": shown.overdue,
    "updated": lambda each: each.last_update_on,
    "contact": lambda each: each.last_contact_on,
    "next": shown.next_day,
}


def plan_list_page(overviews: Sequence[PlanOverview], query: Mapping[str, str]) -> PlanListPage:
    """Filter, search, sort and page the plans as the address asks."""
    search = query.get("q", "").strip()[:100]
    found = [each for each in overviews if _matches(each, search)]
    show = query.get("show", "")
    wanted = _FILTERS.get(show, _FILTERS[""])[1]
    order = order_of(query.get("sort", ""), _SORTS, "status")
    chosen = sort_rows([each for each in found if wanted(each)], order, _SORTS)
    page = Paginator(chosen, PER_PAGE).get_page(query.get("page"))
    by_need = order == Order("status")
    return PlanListPage(
        title=_title(overviews),
        lede=_lede(overviews),
        start=_start(overviews),
        table=_table(list(page.object_list), order, query),
        filters=_filter_links(found, show, search),
        kpis=summary_numbers(overviews),
        pages=page_links(page, dict(query.items()), noun="plans"),
        order="needs support first" if by_need else "as chosen",
        other_order=_order_link(query, "name" if by_need else "status"),
        chosen=chosen,
        all_count=len(overviews),
        search=search,
    )


def _title(overviews: Sequence[PlanOverview]) -> str:
    if len(overviews) < 2:
        return "Improvement plans"
    return f"Plans of the {len(overviews)} pairs"


def _lede(overviews: Sequence[PlanOverview]) -> str:
    """What comes first, and the week where all plans under way share one window."""
    said = "Pairs that may need support come first."
    windows = {
        (each.plan.window_from, each.plan.window_to) for each in overviews if _under_way(each)
    }
    if len(windows) != 1:
        return said
    first = next(each for each in overviews if _under_way(each))
    week = week_of(first.plan, first.on)
    if week is None:
        return said
    ends = numbers.uk_date(first.plan.window_to)
    return f"{said} Week {week[0]} of {week[1]}: the window ends on {ends}."


def _start(overviews: Sequence[PlanOverview]) -> Step | None:
    """With which plan to start: the first that needs help, else the first to watch."""
    worrying = sorted(
        (
            each
            for each in overviews
            if _under_way(each) and each.status.kind is not PlanStatusKind.ON_TRACK
        ),
        key=lambda each: (_HELP_FIRST[each.status.kind], each.plan.pair.mentee.name),
    )
    if not worrying:
        return None
    first = worrying[0]
    name = first.plan.pair.mentee.name
    reasons = [f"{first.status.reason}.", *(f"{gap}." for gap in shown.gaps(first)[:2])]
    return {
        "strong": f"Start with {name}.",
        "text": " ".join(reasons),
        "action": "Open its plan",
        "href": address_of("plan_detail", first.plan.pk),
    }


def _order_link(query: Mapping[str, str], key: str) -> tuple[str, str]:
    kept = {name: value for name, value in query.items() if name not in ("page", "sort")}
    words = "By name" if key == "name" else "Needs support first"
    return words, "?" + urlencode({**kept, "sort": key})


def _table(rows: Sequence[PlanOverview], order: Order, query: Mapping[str, str]) -> Table:
    kept = {key: value for key, value in query.items() if key not in ("page", "download")}
    downloads = [
        (name, "?" + urlencode({**kept, "download": kind}))
        for name, kind in (("CSV", "csv"), ("XLSX", "xlsx"))
    ]
    columns = sortable(shown.COLUMNS, order, kept)
    return shown.overview_table(rows, columns, downloads)


def _matches(each: PlanOverview, search: str) -> bool:
    names = f"{each.plan.pair.mentee.name} {each.plan.pair.mentor.name} {each.plan.pair.scheme}"
    return search.lower() in names.lower()


def _filter_links(
    found: Sequence[PlanOverview],
    show: str,
    search: str,
) -> list[dict[str, Any]]:
    links = []
    for key, (text, wanted) in _FILTERS.items():
        count = sum(wanted(each) for each in found)
        if key == show or not key or (count and key not in _BY_NUMBER):
            query = {name: value for name, value in (("show", key), ("q", search)) if value}
            href = "?" + urlencode(query) if query else "?"
            links.append({"text": text, "count": count, "href": href, "current": key == show})
    return links


def summary_numbers(overviews: Sequence[PlanOverview]) -> list[dict[str, Any]]:
    """The summary numbers, each a link to the plans behind it."""
    running = [each for each in overviews if _under_way(each)]
    kinds = [each.status.kind for each in running]
    actions = sum(len(each.actions) for each in running)
    done = sum(shown.complete(each) for each in running)
    late = sum(shown.overdue(each) for each in running)
    stale = sum(each.status.stale_days is not None for each in running)
    return [
        _kpi(kinds.count(PlanStatusKind.ON_TRACK), "on track", "on-track", of=len(running)),
        _kpi(kinds.count(PlanStatusKind.WATCH), "to watch", "watch"),
        _kpi(kinds.count(PlanStatusKind.NEEDS_HELP), "needs help", "help"),
        _kpi(done, "actions complete", "under-way", of=actions),
        _kpi(late, "actions overdue", "overdue"),
        _kpi(stale, "plans stale", "stale"),
    ]


def _kpi(number: int, label: str, show: str, *, of: int | None = None) -> dict[str, Any]:
    kpi = {"number": numbers.thousands(number), "label": label, "href": f"?show={show}"}
    return kpi if of is None else {**kpi, "of": f"of {numbers.thousands(of)}"}


def plan_rows(chosen: Sequence[PlanOverview], *, on: datetime.date) -> dict[str, Any]:
    """The same rows as a file: columns, rows and notes."""
    columns = (
        *("Mentee", "Mentor", "Scheme", "State", "Status, worked out", "Why"),
        *(
            "Actions",
            "Complete",
            "Overdue",
            "Last update",
            "Last contact",
            "Gaps",
            "Next",
            "Window ends",
        ),
    )
    rows = [
        (
            each.plan.pair.mentee.name,
            each.plan.pair.mentor.name,
            each.plan.pair.scheme.name,
            each.plan.get_state_display(),
            each.status.kind.replace("_", " ") if _under_way(each) else "",
            shown.why(each),
            len(each.actions),
            shown.complete(each),
            shown.overdue(each),
            each.last_update_on,
            each.last_contact_on,
            ". ".join(shown.gaps(each)),
            shown.next_words(each),
            each.plan.window_to,
        )
        for each in chosen
    ]
    notes = [f"Status worked out as at {on.isoformat()} from dates, updates and confirmations."]
    return {"columns": columns, "rows": rows, "notes": notes}
