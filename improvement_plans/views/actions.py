"""One action: its page, an update, an answer, a moved date; and the monthly check-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import check_in as check_in_page
from improvement_plans import presenters, rules, selectors
from improvement_plans.forms.reporting import DueDateForm, ReviewForm, UpdateForm
from improvement_plans.models import Action, ReviewAnswer
from improvement_plans.services import progress
from improvement_plans.states import BEING_WRITTEN, UNDER_WAY


@requires(Permission.SEE_PLANS, guests=True)
def action_detail(request: PersonRequest, action_id: int) -> HttpResponse:
    access, today = access_of(request.user), timezone.localdate()
    action, sides = selectors.action_visible_to(access, action_id)
    each = selectors.stated(action, on=today)
    under_way = action.plan.state in UNDER_WAY and action.plan.holds(today)
    context = {
        "action": action,
        "plan": action.plan,
        "tag": presenters.action_tag(each),
        "reason": presenters.status_line(each.status),
        "facts": presenters.action_facts(action),
        "differs": each.status.differs,
        "may_update": under_way and rules.update_action.allows(access, sides),
        "may_review": action.state == "claimed_done" and rules.review_action.allows(access, sides),
        "may_write": action.plan.state in BEING_WRITTEN
        and rules.write_plan.allows(access, sides.plan),
    }
    return render(request, "improvement_plans/action_detail.html", context)


@requires(Permission.SEE_PLANS, guests=True)
def action_update(request: PersonRequest, action_id: int) -> HttpResponse:
    access = access_of(request.user)
    action, sides = selectors.action_visible_to(access, action_id)
    rules.update_action.require(access, sides)
    form = UpdateForm(_data(request), action=action, back=_back(action))

    def save() -> None:
        progress.update_action(
            by=request.user,
            action=action,
            today=timezone.localdate(),
            is_guest=sides.plan.is_guest,
            **form.values(),
        )

    page = {"title": "Update the action", "done": "Your update is saved."}
    return _act_or_show(request, action, form, save, page)


@requires(Permission.REVIEW_PLANS)
def action_review(request: PersonRequest, action_id: int) -> HttpResponse:
    access = access_of(request.user)
    action, sides = selectors.action_visible_to(access, action_id)
    rules.review_action.require(access, sides)
    form = ReviewForm(_data(request), back=_back(action))

    def answer() -> None:
        progress.review_action(
            by=request.user,
            action=action,
            answer=ReviewAnswer(form.cleaned_data["answer"]),
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )

    page = {"title": "Confirm or challenge", "done": "Your answer is saved."}
    return _act_or_show(request, action, form, answer, page)


@requires(Permission.UPDATE_ACTIONS)
def action_move_date(request: PersonRequest, action_id: int) -> HttpResponse:
    access = access_of(request.user)
    action, sides = selectors.action_visible_to(access, action_id)
    rules.update_action.require(access, sides)
    form = DueDateForm(_data(request), action=action, back=_back(action))

    def move() -> None:
        progress.change_due_date(
            by=request.user,
            action=action,
            read_at=form.read_at(),
            due=form.cleaned_data["due"],
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )

    page = {"title": "Move the due date", "done": "The date is moved, with your reason."}
    return _act_or_show(request, action, form, move, page)


@requires(Permission.SEE_PLANS, guests=True)
def check_in(request: PersonRequest) -> HttpResponse:
    """All open actions of a person on one page; only those that were answered are saved."""
    access, today = access_of(request.user), timezone.localdate()
    actions = selectors.actions_to_update(access, on=today)
    posted = _data(request)
    cards = [check_in_page.card_of(action, posted, on=today) for action in actions]
    if posted is not None:
        answered = [card for card in cards if card.is_answered]
        if answered and all(card.form.is_valid() for card in answered):
            refused = _save_check_in(request, answered)
            if not refused:
                messages.success(request, check_in_page.done_words(len(answered)))
                return redirect("home")
        elif not answered:
            messages.warning(request, "Choose how it goes for at least one action.")
    context = {"cards": cards, "today": today, "forms": [card.form for card in cards]}
    return render(request, "improvement_plans/check_in.html", context)


def _save_check_in(request: PersonRequest, cards: list[check_in_page.CheckInCard]) -> bool:
    refused = False
    for card in cards:
        try:
            progress.update_action(
                by=request.user,
                action=card.action,
                today=timezone.localdate(),
                **card.form.values(),
            )
        except Refusal as refusal:
            card.form.refuse(refusal)
            refused = True
    return refused


def _data(request: PersonRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _back(action: Action) -> tuple[str, str]:
    return ("Back to the action", reverse("action_detail", args=[action.pk]))


def _act_or_show(
    request: PersonRequest, action: Action, form: Any, act: Callable[[], None], page: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, page["done"])
            return redirect("action_detail", action.pk)
    context = {"plan": action.plan, "action": action, "form": form, "page": page}
    return render(request, "improvement_plans/action_form.html", context)
