"""One action: its page, an update, an answer, an ending, a moved date; and the check-in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import check_in as check_in_page
from improvement_plans import rules, selectors
from improvement_plans.forms.reporting import (
    DueDateForm,
    EmbedForm,
    EndForm,
    ReviewForm,
    UpdateForm,
)
from improvement_plans.models import ReviewAnswer
from improvement_plans.presenters.action_step import step_of
from improvement_plans.presenters.actions import action_page
from improvement_plans.selectors.commitments import promises_kept_by
from improvement_plans.selectors.measures import figures_due
from improvement_plans.selectors.turns import call_about
from improvement_plans.services import answering, progress
from improvement_plans.timing import action_cautions
from improvement_plans.views.finding import action_for
from improvement_plans.views.keeping import keep_typing
from improvement_plans.views.showing import FormPage, act_or_show, back_to, posted, sent


@requires(Permission.SEE_PLANS, guests=True)
def action_detail(request: PersonRequest, action_id: int) -> HttpResponse:
    access, today = access_of(request.user), timezone.localdate()
    action, sides = selectors.action_visible_to(access, action_id)
    partners = selectors.names_of_partners(action.plan)
    page = action_page(action, access=access, sides=sides, partners=partners, today=today)
    call = call_about(access, action, on=today)
    context = {
        "page": page,
        "step": step_of(page, partners=partners, call=call),
        "promises": promises_kept_by(access, action),
    }
    return render(request, "improvement_plans/action_detail.html", context)


@requires(Permission.SEE_PLANS, guests=True)
def action_update(request: PersonRequest, action_id: int) -> HttpResponse:
    action = action_for(request, action_id, rules.update_action, with_history=False)
    form = UpdateForm(posted(request), action=action, back=back_to(action))

    def save() -> None:
        progress.update_action(
            by=request.user, action=action, today=timezone.localdate(), **form.values()
        )

    page = FormPage(f"Update “{action.text}”", "Your update is saved.")
    return act_or_show(request, form, save, page, plan=action.plan, action=action)


@requires(Permission.REVIEW_PLANS)
def action_review(request: PersonRequest, action_id: int) -> HttpResponse:
    """Confirm, challenge or ask for more: the evidence and the answer on one page."""
    access, today = access_of(request.user), timezone.localdate()
    action, sides = selectors.action_visible_to(access, action_id)
    rules.review_action.require(access, sides)
    form = ReviewForm(posted(request))

    def answer() -> None:
        answering.review_action(
            by=request.user,
            action=action,
            answer=ReviewAnswer(form.cleaned_data["answer"]),
            reason=form.cleaned_data["reason"],
            today=today,
        )

    there = reverse("plan_detail", args=[action.plan_id])
    page = FormPage("Confirm or challenge", "Your answer is saved.", there=there)
    if sent(request, form, answer, page):
        return redirect(there)
    partners = selectors.names_of_partners(action.plan)
    shown = action_page(action, access=access, sides=sides, partners=partners, today=today)
    keep_typing(request, (request.path, [form]))
    context = {"page": shown, "form": form}
    return render(request, "improvement_plans/action_review.html", context)


@requires(Permission.WRITE_PLANS)
def action_end(request: PersonRequest, action_id: int) -> HttpResponse:
    action = action_for(request, action_id, rules.end_action)
    form = EndForm(posted(request), back=back_to(action))

    def end() -> None:
        answering.end_action(
            by=request.user,
            action=action,
            to=form.ending(),
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )

    page = FormPage(
        f"End “{action.text}”",
        "The action has ended, with your reason.",
        said="For actions that will not be done in this plan. An action that is done is confirmed "
        "by somebody else instead. This cannot be undone, and your reason stays on view.",
    )
    return act_or_show(request, form, end, page, plan=action.plan, action=action)


@requires(Permission.REVIEW_PLANS)
def action_embed(request: PersonRequest, action_id: int) -> HttpResponse:
    action = action_for(request, action_id, rules.review_action)
    form = EmbedForm(posted(request), back=back_to(action))

    def embed() -> None:
        answering.embed_action(
            by=request.user,
            action=action,
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )

    page = FormPage(
        f"Has “{action.text}” become everyday practice?", "The action is marked as embedded."
    )
    return act_or_show(request, form, embed, page, plan=action.plan, action=action)


@requires(Permission.SEE_PLANS, guests=True)
def action_move_date(request: PersonRequest, action_id: int) -> HttpResponse:
    action = action_for(request, action_id, rules.update_action)
    form = DueDateForm(posted(request), action=action, back=back_to(action))

    def move() -> None:
        progress.change_due_date(
            by=request.user,
            action=action,
            read_at=form.read_at(),
            due=form.cleaned_data["due"],
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
        )
        for caution in action_cautions(action.plan, form.cleaned_data["due"]):
            messages.warning(request, str(caution))

    page = FormPage(
        f"Move the due date of “{action.text}”",
        "The date is moved, with your reason.",
        facts=check_in_page.due_facts(action),
        thing=action,
    )
    return act_or_show(request, form, move, page, plan=action.plan, action=action)


@requires(Permission.SEE_PLANS, guests=True)
def check_in(request: PersonRequest) -> HttpResponse:
    """All open actions of a person on one page, filled in with what they said last time."""
    access, today = access_of(request.user), timezone.localdate()
    actions = selectors.actions_to_update(access, on=today)
    form = check_in_page.CheckInForm(posted(request))
    cards = [check_in_page.card_of(action, posted(request), on=today) for action in actions]
    answered = [card for card in cards if card.is_answered]
    # Every card is checked, so that all that is wrong is shown at once.
    faulty = [card for card in answered if not card.form.is_valid()]

    def save() -> None:
        reports = [card.report(form) for card in answered]
        try:
            progress.send_check_in(by=request.user, reports=reports, today=today)
        except progress.CheckInRefused as refused:
            check_in_page.show_refusals(answered, refused)
            raise

    page = FormPage("Check-in", check_in_page.done_words(len(answered)))
    if answered and not faulty and sent(request, form, save, page):
        return redirect("home")
    if request.method == "POST" and not answered:
        messages.warning(request, "Choose how it goes for at least one action.")
    keep_typing(request, (request.path, [form, *(card.form for card in cards)]))
    context = {
        "cards": cards,
        "form": form,
        "forms": [form, *(card.form for card in cards)],
        "lede": check_in_page.lede_of(cards),
        "buddies": check_in_page.buddies_of(cards),
        "today": today,
        "figure_cards": check_in_page.figure_cards(figures_due(access, on=today)),
    }
    return render(request, "improvement_plans/check_in.html", context)
