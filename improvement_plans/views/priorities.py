"""National, regional and local priorities, and the plans that serve them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from improvement_plans import rules as plan_rules
from improvement_plans.collaborating import rules
from improvement_plans.forms.collaboratives import (
    NamePrioritiesForm,
    PriorityFilterForm,
    PriorityForm,
)
from improvement_plans.forms.practices import OnlyButtonForm
from improvement_plans.models import PriorityLevel
from improvement_plans.presenters import collaboratives as words
from improvement_plans.selectors import collaboratives as selectors
from improvement_plans.selectors.visibility import plan_visible_to
from improvement_plans.services import collaboratives as services
from improvement_plans.views.collaborative_pages import act_or_show, back_to
from improvement_plans.views.showing import FormPage, posted
from improvement_plans.views.showing import back_to as back_to_plan
from trusts.views import lists

COLUMNS = ("Priority", "Level", "Place", "Where it is written", "Plans that name it", "State")


@requires(Permission.SEE_PLANS)
@require_safe
def priority_list(request: PersonRequest) -> HttpResponse:
    access = access_of(request.user)
    filters = lists.asked(request, "q", "level")
    level = filters.get("level", "")
    found = selectors.priority_list(
        level if level in PriorityLevel.values else "", filters.get("q", "")
    )
    file = lists.download(
        request, name="priorities", columns=COLUMNS, rows=words.priority_file_rows(found)
    )
    if file is not None:
        return file
    may_run = rules.run_collaborative.allows(access, None)
    page, form = lists.page_of(request, found), PriorityFilterForm(initial=filters)
    context = {
        "table": words.priority_table(page.object_list, may_run=may_run),
        "filter_form": form,
        "active": words.active_filters(filters, form, lists.without),
        "pages": page_links(page, request.GET.dict(), noun="priorities"),
        "downloads": lists.downloads(filters),
        "nothing_at_all": not filters and not page.paginator.count,
        "may_run": may_run,
    }
    return render(request, "improvement_plans/priority_list.html", context)


@requires(Permission.APPROVE_PLANS)
def priority_new(request: PersonRequest) -> HttpResponse:
    form = PriorityForm(posted(request), back=back_to(_way()))

    def add() -> None:
        services.add_priority(by=request.user, values=form.words())

    page = FormPage("Add a priority", "The priority is on the list.")
    return act_or_show(request, form, add, page, crumbs=_way())


@requires(Permission.APPROVE_PLANS)
def priority_edit(request: PersonRequest, priority_id: int) -> HttpResponse:
    found = selectors.priority_with(priority_id)
    held = {name: getattr(found, name) for name in PriorityForm.base_fields}
    form = PriorityForm(
        posted(request), initial=held, read_version=found.version, back=back_to(_way())
    )

    def change() -> None:
        services.change_priority(
            by=request.user, priority=found, read_at=form.read_at(), values=form.words()
        )

    retire = (reverse("priority_retire", args=[found.pk]), "Take it off the list")
    page = FormPage("Change the priority", "The priority is saved.", thing=found, other=retire)
    return act_or_show(request, form, change, page, crumbs=_way())


@requires(Permission.APPROVE_PLANS)
def priority_retire(request: PersonRequest, priority_id: int) -> HttpResponse:
    found = selectors.priority_with(priority_id)
    form = OnlyButtonForm(posted(request), submit="Take it off the list", back=back_to(_way()))

    def retire() -> None:
        services.retire_priority(by=request.user, priority=found)

    page = FormPage(
        f"Take “{found.title}” off the list?",
        "The priority is off the list.",
        said="Plans that name it keep it. No other plan can name it.",
    )
    return act_or_show(request, form, retire, page, crumbs=_way())


@requires(Permission.WRITE_PLANS, Permission.APPROVE_PLANS)
def plan_priorities(request: PersonRequest, plan_id: int) -> HttpResponse:
    """Say which priorities a plan serves."""
    access = access_of(request.user)
    plan, sides = plan_visible_to(access, plan_id)
    plan_rules.steer_plan.require(access, sides)
    offered = selectors.priorities_to_name(plan)
    held = [str(each.pk) for each in plan.priorities.all()]
    form = NamePrioritiesForm(
        posted(request), initial={"priorities": held}, offered=offered, back=back_to_plan(plan)
    )

    def name() -> None:
        chosen = set(form.cleaned_data["priorities"])
        services.name_priorities(
            by=request.user,
            plan=plan,
            priorities=[each for each in offered if str(each.pk) in chosen],
        )

    said = "" if offered else "The programme has put no priority on the list yet."
    page = FormPage("Priorities that this plan serves", "Saved.", said=said)
    crumbs = [(plan.trust.name, reverse("plan_detail", args=[plan.pk]))]
    return act_or_show(request, form, name, page, crumbs=crumbs)


def _way() -> list[tuple[str, str]]:
    return [("Priorities", reverse("priority_list"))]
