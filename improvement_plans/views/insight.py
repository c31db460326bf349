"""What patients said: the list with its search, and one comment."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.charts.amounts import draw_amounts
from buddy_portal.design.paging import page_links
from improvement_plans.forms.insight import drawn_filters
from improvement_plans.presenters import insight as words
from improvement_plans.presenters import insight_themes as theme_words
from improvement_plans.selectors import insight as selectors
from improvement_plans.selectors import insight_themes as themes
from trusts.views import lists


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def insight_list(request: PersonRequest) -> HttpResponse:
    """The comments that this person may see, with search, filters and files."""
    access = access_of(request.user)
    filters = lists.asked(request, *selectors.FILTERS)
    scope = selectors.scope_of(access)
    found = selectors.insights_found(access, selectors.InsightQuery.of(filters), scope)
    file = lists.download(
        request,
        name="comments",
        columns=words.COLUMNS,
        rows=words.download_rows(found, settings.PORTAL_URL) if "download" in request.GET else [],
    )
    if file is not None:
        return file
    choices = selectors.choices_for(access, scope)
    many_trusts = len(choices.trusts) > 1
    page = lists.page_of(request, selectors.for_list(found, many_trusts=many_trusts))
    context = {
        "items": words.list_items(page.object_list, many_trusts=many_trusts),
        "filters": drawn_filters(filters, trusts=choices.trusts, services=choices.services),
        "active": words.active_filters(filters, choices.trusts, lists.without),
        "pages": page_links(page, request.GET.dict(), noun="comments"),
        "downloads": lists.downloads(filters),
        "nothing_at_all": not filters and not page.paginator.count,
        "can_write": Permission.UPDATE_ACTIONS in access.permissions,
        "can_code": bool(
            {Permission.UPDATE_ACTIONS, Permission.COMPILE_EVALUATIONS} & access.permissions
        ),
        "ranked": "q" in filters,
    }
    return render(request, "improvement_plans/insight_list.html", context)


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def insight_detail(request: PersonRequest, insight_id: int) -> HttpResponse:
    """One comment: its words, how it was coded, what it is linked to."""
    access = access_of(request.user)
    found = selectors.insight_visible_to(access, insight_id)
    context = {
        "insight": found,
        "facts": words.facts(found),
        "links": words.links(found, access),
        "themes": words.theme_names(found),
        "sentiment": words.sentiment_tag(found),
        "codings": words.coding_lines(found),
        "may": words.may_do(found, access),
        "tag": words.state_tag(found),
    }
    return render(request, "improvement_plans/insight_detail.html", context)


@requires(Permission.SEE_PLANS, guests=True)
@require_safe
def insight_themes(request: PersonRequest) -> HttpResponse:
    """How often each theme was found, as a chart and a table."""
    access = access_of(request.user)
    filters = lists.asked(request, *selectors.FILTERS)
    asked = selectors.InsightQuery.of(filters)
    by = request.GET.get("by", "")
    by = by if by in themes.BY else "theme"
    scope = selectors.scope_of(access)
    choices = selectors.choices_for(access, scope)
    exact = themes.may_see_exact(access, asked, choices)
    rows = themes.counts_of(access, asked, by=by, scope=scope, exact=exact)
    file = lists.download(
        request,
        name=f"comments by {by}",
        columns=theme_words.COLUMNS,
        rows=theme_words.download_rows(rows, by=by, exact=exact),
        notes=[] if exact else [theme_words.ROUNDED],
    )
    if file is not None:
        return file
    chart = theme_words.chart(rows, by=by, exact=exact)
    context = {
        "filters": drawn_filters(filters, trusts=choices.trusts, services=choices.services),
        "active": words.active_filters(filters, choices.trusts, lists.without),
        "by_links": theme_words.by_links(by, filters),
        "chart": chart,
        "svg": draw_amounts(chart, chart_id="themes", width=900),
        "table": theme_words.table(
            rows,
            by=by,
            exact=exact,
            filters=filters,
            downloads=lists.downloads({**filters, "by": by}),
        ),
        "rounded": "" if exact else theme_words.ROUNDED,
    }
    return render(request, "improvement_plans/insight_themes.html", context)
