"""Lived-experience partners of a plan: inviting them, their part's end, how they are named."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import rules
from improvement_plans.forms import deciding as forms
from improvement_plans.models import Credit
from improvement_plans.selectors.people import partnership_to_name
from improvement_plans.services import guests
from improvement_plans.views.finding import guest_for, plan_for
from improvement_plans.views.showing import FormPage, act_or_show, back_to, posted


@requires(Permission.INVITE_GUESTS)
def guest_invite(request: PersonRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(request, plan_id, rules.invite_guest)
    form = forms.GuestForm(posted(request), back=back_to(plan))

    def invite() -> None:
        guests.invite_guest(by=request.user, plan=plan, **form.typed_values())

    page = FormPage(
        "Invite a lived-experience partner",
        "The invitation is on its way.",
        said="They get a link by e-mail, see this plan only, can comment on it and update the "
        "actions that they own. They say themselves whether and how they are named.",
    )
    return act_or_show(request, form, invite, page, plan=plan)


@requires(Permission.SEE_PLANS, guests=True)
def guest_credit(request: PersonRequest, plan_id: int) -> HttpResponse:
    """A partner says how they are named; one who sees the plan no more does so too."""
    own = partnership_to_name(access_of(request.user), plan_id)
    plan, has_left = own.plan, not own.is_there(timezone.localdate())
    there = ("Back to plans", reverse("plan_list")) if has_left else back_to(plan)
    initial = {"credit": own.credit, "alias": own.credited_as}
    form = forms.CreditForm(posted(request), initial=initial, back=there)

    def choose() -> None:
        guests.choose_credit(
            by=request.user,
            plan=plan,
            credit=Credit(form.cleaned_data["credit"]),
            alias=form.cleaned_data["alias"],
        )

    page = FormPage(
        "Choose how you are named",
        "Saved. This is how the plan names you from now on.",
        said=f"The plan of {plan.trust.name} and what is made from it name you like this. You can "
        "change it at any time, also after your part has ended. Papers that were sent and reports "
        "that were published before keep the name they were made with.",
        there=there[1],
        plan_gone=has_left,
    )
    return act_or_show(request, form, choose, page, plan=plan)


@requires(Permission.SEE_PLANS, guests=True)
def guest_end(request: PersonRequest, plan_id: int, user_id: int) -> HttpResponse:
    """A partner leaves, or the plan's lead ends their part."""
    leaves = user_id == request.user.pk
    plan, guest = guest_for(request, plan_id, user_id, own=rules.choose_credit)
    verb = "Leave this plan" if leaves else f"End the part of {guest.shown_as}"
    form = forms.ConfirmForm(posted(request), submit=verb, back=back_to(plan))

    def end() -> None:
        guests.end_guest(by=request.user, plan=plan, user_id=user_id)

    page = FormPage(
        f"{verb}?",
        "You have left the plan." if leaves else "Their part has ended.",
        said="The plan can no longer be opened then. What was written stays, and so does the way "
        "in which it is credited; whoever is named can still change how, from the list of plans.",
        there=reverse("home") if leaves else "",
    )
    return act_or_show(request, form, end, page, plan=plan)
