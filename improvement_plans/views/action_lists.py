"""The list of actions over all plans: the rows behind the programme's numbers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.downloads import table_response
from improvement_plans.action_list import action_list_page, action_rows
from improvement_plans.selectors.action_lists import actions_under_way
from improvement_plans.selectors.people import names_of_partners_in


@require_safe
@requires(Permission.SEE_PLANS, guests=True)
def action_list(request: PersonRequest) -> HttpResponse:
    today = timezone.localdate()
    actions = actions_under_way(access_of(request.user), on=today)
    partners = names_of_partners_in({each.action.plan_id for each in actions})
    page = action_list_page(actions, request.GET, partners)
    kind = request.GET.get("download")
    if kind in ("csv", "xlsx"):
        rows = action_rows(page.chosen, partners, on=today)
        return table_response(name="actions", kind=kind, **rows)
    context = {"page": page, "today": today, "any": bool(actions)}
    return render(request, "improvement_plans/action_list.html", context)
