"""What the list of plans shows: filters with counts, order, where to start. No queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator

from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.numbers import counted
from buddy_portal.design.paging import PageLinks, page_links
from buddy_portal.design.tables import Order, Table, order_of, sort_rows, sortable
from improvement_plans.list_filters import (
    BY_NUMBER,
    FILTERS,
    HELP_FIRST,
    SORTS,
    filters_of,
    under_way,
)
from improvement_plans.presenters import overviews as shown
from improvement_plans.presenters.plans import week_of
from improvement_plans.selectors import ListedScheme, PlanOverview
from improvement_plans.status import PlanStatusKind

PER_PAGE = 50
Step = dict[str, str]
Links = list[dict[str, Any]]


@dataclass(frozen=True)
class PlanListPage:
    """A list of plans as it is shown: chosen rows, filters, numbers and links."""

    title: str
    lede: str
    start: Step | None
    table: Table
    filters: Links
    schemes: Links
    """Links to the plans of one scheme, where there are several."""
    scheme: ListedScheme | None
    """The scheme that was chosen, or the only one whose plans are under way."""
    kpis: Links
    pages: PageLinks
    order: str
    other_order: tuple[str, str]
    chosen: list[PlanOverview]
    all_count: int
    search: str
    kept: dict[str, str]
    """What a new search keeps of the address."""


def plan_list_page(overviews: Sequence[PlanOverview], query: Mapping[str, str]) -> PlanListPage:
    """Filter, search, sort and page the plans as the address asks."""
    schemes = {each.plan.scheme.pk: each.plan.scheme for each in overviews}
    scheme = next((one for one in schemes.values() if str(one.pk) == query.get("scheme")), None)
    listed = [each for each in overviews if scheme in (None, each.plan.scheme)]
    search = query.get("q", "").strip()[:100]
    found = [each for each in listed if _matches(each, search)] if search else listed
    asked = query.get("show", "")
    show = asked if asked in FILTERS else ""
    order = order_of(query.get("sort", ""), SORTS, "status")
    chosen = sort_rows([each for each in found if show in filters_of(each)], order, SORTS)
    page = Paginator(chosen, PER_PAGE).get_page(query.get("page"))
    by_need = order == Order("status")
    kept = {"scheme": str(scheme.pk)} if scheme else {}
    return PlanListPage(
        title=_title(listed),
        lede=_lede(listed),
        start=_start(listed),
        table=_table(list(page.object_list), order, query),
        filters=_filter_links(found, show, {**kept, **({"q": search} if search else {})}),
        schemes=_scheme_links(schemes.values(), scheme),
        scheme=scheme or _only_scheme(listed),
        kpis=summary_numbers(listed, kept),
        pages=page_links(page, dict(query.items()), noun="plans"),
        order="needs support first" if by_need else "as chosen",
        other_order=_order_link(query, "name" if by_need else "status"),
        chosen=chosen,
        all_count=len(overviews),
        search=search,
        kept=kept,
    )


def _only_scheme(overviews: Sequence[PlanOverview]) -> ListedScheme | None:
    """The scheme of the plans that are under way, where they are all of one."""
    running = {each.plan.scheme for each in overviews if under_way(each)}
    return running.pop() if len(running) == 1 else None


def _scheme_links(schemes: Collection[ListedScheme], chosen: ListedScheme | None) -> Links:
    if len(schemes) < 2:
        return []
    newest = sorted(schemes, key=lambda one: one.implementation_from, reverse=True)
    every = {"text": "All schemes", "count": None, "href": "?", "current": chosen is None}
    return [
        every,
        *(
            {
                "text": one.name,
                "count": None,
                "href": f"?scheme={one.pk}",
                "current": one == chosen,
            }
            for one in newest
        ),
    ]


def _title(overviews: Sequence[PlanOverview]) -> str:
    if len(overviews) < 2:
        return "Improvement plans"
    teams = sum(each.plan.team_id is not None for each in overviews)
    both = [(len(overviews) - teams, "pair"), (teams, "project team")]
    return f"Plans of the {' and '.join(counted(many, who) for many, who in both if many)}"


def _lede(overviews: Sequence[PlanOverview]) -> str:
    """What comes first, and the week where all plans under way share one window."""
    whose = "Plans" if any(each.plan.team_id for each in overviews) else "Pairs"
    said = f"{whose} that may need support come first."
    windows = {
        (each.plan.window_from, each.plan.window_to) for each in overviews if under_way(each)
    }
    if len(windows) != 1:
        return said
    first = next(each for each in overviews if under_way(each))
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
            if under_way(each) and each.status.kind is not PlanStatusKind.ON_TRACK
        ),
        key=lambda each: (HELP_FIRST[each.status.kind], each.plan.trust_name),
    )
    if not worrying:
        return None
    first = worrying[0]
    name = first.plan.trust_name
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
    names = f"{each.plan.trust_name} {each.plan.beside} {each.plan.scheme.name}"
    return search.lower() in names.lower()


def _filter_links(found: Sequence[PlanOverview], show: str, kept: Mapping[str, str]) -> Links:
    links = []
    counts = Counter(key for each in found for key in filters_of(each))
    for key, (text, _wanted) in FILTERS.items():
        count = counts[key]
        if key == show or not key or (count and key not in BY_NUMBER):
            query = {**({"show": key} if key else {}), **kept}
            href = "?" + urlencode(query) if query else "?"
            links.append({"text": text, "count": count, "href": href, "current": key == show})
    return links


def summary_numbers(
    overviews: Sequence[PlanOverview], kept: Mapping[str, str] | None = None
) -> Links:
    """The summary numbers, each a link to the plans or the actions behind it."""
    running = [each for each in overviews if under_way(each)]
    kinds = [each.status.kind for each in running]
    actions = sum(len(each.actions) for each in running)
    done = sum(shown.complete(each) for each in running)
    late = sum(shown.overdue(each) for each in running)
    stale = sum(each.status.stale_days is not None for each in running)
    apart = sum(shown.out_of_touch(each) is not None for each in running)
    on_track = kinds.count(PlanStatusKind.ON_TRACK)
    return [
        _kpi(on_track, "on track", _plans("on-track", kept), of=len(running)),
        _kpi(kinds.count(PlanStatusKind.WATCH), "to watch", _plans("watch", kept)),
        _kpi(kinds.count(PlanStatusKind.NEEDS_HELP), "needs help", _plans("help", kept)),
        _kpi(done, "actions complete", _actions("complete", kept), of=actions),
        _kpi(late, "actions overdue", _actions("overdue", kept)),
        _kpi(stale, "plans stale", _plans("stale", kept)),
        _kpi(apart, "out of touch", _plans("apart", kept)),
    ]


def _plans(show: str, kept: Mapping[str, str] | None) -> str:
    return f"{address_of('plan_list')}?{urlencode({'show': show, **(kept or {})})}"


def _actions(show: str, kept: Mapping[str, str] | None) -> str:
    return f"{address_of('action_list')}?{urlencode({'show': show, **(kept or {})})}"


def _kpi(number: int, label: str, href: str, *, of: int | None = None) -> dict[str, Any]:
    kpi = {"number": numbers.thousands(number), "label": label, "href": href}
    return kpi if of is None else {**kpi, "of": f"of {numbers.thousands(of)}"}
