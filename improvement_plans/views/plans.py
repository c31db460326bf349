"""The list of plans, the page of one plan, its versions, and starting a plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound, Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.addresses import address_of
from buddy_portal.design.downloads import table_response
from improvement_plans import lists, rules, selectors
from improvement_plans.forms.deciding import CommentForm
from improvement_plans.forms.reporting import ReviewForm
from improvement_plans.list_downloads import plan_rows
from improvement_plans.models import Action
from improvement_plans.presenters import actions, aims, commands, next_step, plans, tags, versions
from improvement_plans.presenters.filters import actions_shown
from improvement_plans.presenters.groups import credit_sentences
from improvement_plans.presenters.overviews import waiting_pairs_table
from improvement_plans.presenters.rooms import room_links
from improvement_plans.presenters.tasks import carried_links, missing_links
from improvement_plans.selectors.carried import carried_over_to
from improvement_plans.selectors.groups import advice_credits
from improvement_plans.selectors.overviews import scheme_to_draw
from improvement_plans.selectors.people import partnerships_left
from improvement_plans.selectors.readiness import needs_of_page
from improvement_plans.selectors.rooms import rooms_of
from improvement_plans.selectors.targets import pairs_awaiting_plan, pairs_to_start
from improvement_plans.selectors.turns import turns_of
from improvement_plans.services import writing
from improvement_plans.time_box import may_report, may_write
from improvement_plans.views.keeping import keep_typing
from trusts.presenters.schemes import timeline_chart, timeline_steps


@requires(Permission.SEE_PLANS, guests=True)
def plan_list(request: PersonRequest) -> HttpResponse:
    access, today = access_of(request.user), timezone.localdate()
    overviews = selectors.plan_overviews(access, on=today)
    page = lists.plan_list_page(overviews, request.GET)
    kind = request.GET.get("download")
    if kind in ("csv", "xlsx"):
        return table_response(name="plans", kind=kind, **plan_rows(page.chosen, on=today))
    listed = page.scheme if access.may_in_programme(Permission.SEE_PLANS) else None
    scheme = scheme_to_draw(listed) if listed else None
    context = {
        "page": page,
        "today": today,
        "has_role": bool(access.roles),
        "to_start": pairs_to_start(access),
        "sees_collaboratives": Permission.SEE_PLANS in access.permissions,
        "left": partnerships_left(access, today),
        "waiting": waiting_pairs_table(pairs_awaiting_plan(access), listed, on=today),
        "steps": timeline_steps(scheme, today) if scheme else [],
        "chart": timeline_chart(scheme, today) if scheme else None,
    }
    return render(request, "improvement_plans/plan_list.html", context)


@requires(Permission.SEE_PLANS, guests=True)
def plan_detail(request: PersonRequest, plan_id: int) -> HttpResponse:
    access, today = access_of(request.user), timezone.localdate()
    page = selectors.plan_page(access, plan_id, on=today)
    plan, partners = page.plan, plans.partners_of(page)
    may_edit = rules.write_plan.allows(access, page.sides)
    writing_now = may_edit and may_write(plan, on=today)
    selectors.hold_claims(next_step.claims_to_see(page, access))
    waiting = next_step.to_answer(page, access)
    asked = waiting[0].pk if waiting else 0
    shown = actions_shown(page, request.GET.get("show", ""), user=request.user)
    may_comment = rules.comment_plan.allows(access, page.sides)
    answer_form, comment_form = _forms_of_page(request, plan_id, waiting[:1], may_comment)
    rooms = rooms_of(plan, on=today)
    context = {
        "page": page,
        "plan": plan,
        "tag": tags.plan_tag(plan, page.status),
        "stale": tags.stale_tag(plan, page.status),
        "ceiling": rooms.ceiling,
        "lede": plans.lede_of(page),
        "kpis": plans.kpis_of(page),
        "time_box": plans.time_box_words(page),
        "cautions": plans.cautions_of(page),
        "changes_asked": plans.changes_asked(page),
        "carried": carried_links(plan, carried_over_to(plan)) if writing_now else [],
        "next_step": next_step.next_step_of(
            page, access=access, turns=turns_of(access, plan, rooms, on=today)
        ),
        "aims": aims.aim_lines(page),
        "answer": actions.answer_box(page.actions, partners, action_id=asked),
        "answer_form": answer_form,
        "actions": actions.actions_table(shown.actions, partners, asked=asked),
        "filters": shown.filters,
        "being_written": writing_now,
        "may_add_action": writing_now or (may_edit and may_report(plan, on=today)),
        "missing": missing_links(plan, needs_of_page(page)) if writing_now else [],
        "comments": plans.comments_of(page),
        "comment_form": comment_form,
        "may_comment": may_comment,
        "partners": commands.partner_lines(page, access),
        "no_partner": plans.no_partner_words(page),
        "advice_credits": credit_sentences(advice_credits(plan)) if rooms.advice else [],
        "partner_commands": commands.partner_commands_of(page, access),
        "rooms": room_links(rooms, plan, on=today, is_guest=page.sides.is_guest),
        "history": plans.history_of(page),
        "commands": commands.commands_of(page, access),
    }
    return render(request, "improvement_plans/plan_detail.html", context)


def _forms_of_page(
    request: PersonRequest, plan_id: int, asked: list[Action], may_comment: bool
) -> tuple[ReviewForm | None, CommentForm | None]:
    """The answer to an action and the comment, each with what was typed into it before."""
    forms: list[tuple[str, list[Any]]] = []
    answer = comment = None
    if asked:
        answer = ReviewForm()
        forms.append((address_of("action_review", asked[0].pk), [answer]))
    if may_comment:
        comment = CommentForm(action=address_of("plan_comment", plan_id))
        forms.append((comment.action, [comment]))
    keep_typing(request, *forms)
    return answer, comment


@requires(Permission.SEE_PLANS, guests=True)
def plan_versions(request: PersonRequest, plan_id: int) -> HttpResponse:
    """The kept versions of a plan, and any two of them side by side."""
    plan, _sides = selectors.plan_visible_to(access_of(request.user), plan_id)
    kept = selectors.versions_of(plan)
    names = selectors.names_of_partners(plan)
    page = versions.versions_page(kept, request.GET, partners=names)
    return render(request, "improvement_plans/plan_versions.html", {"plan": plan, "page": page})


@require_POST
@requires(Permission.WRITE_PLANS)
def plan_start(request: PersonRequest, pair_id: int) -> HttpResponse:
    """Start the plan of a pair; where somebody was quicker, go to the plan that there is."""
    access = access_of(request.user)
    pair = selectors.pairs_without_plan(access).filter(pk=pair_id).first()
    if pair is None:
        plan_id = selectors.plan_of_pair(access, pair_id)
        if plan_id is None:
            raise NotFound("There is no such pair, or it is not one of yours.")
        return redirect("plan_detail", plan_id)
    try:
        plan = writing.start_plan(by=request.user, pair=pair)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("plan_list")
    messages.success(request, "The plan is started. Add its aims and actions.")
    return redirect("plan_detail", plan.pk)
