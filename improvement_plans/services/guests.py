"""Lived-experience partners: invited by link to one plan, and nothing else."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import Invitation, User
from buddy_portal.accounts.refusals import NotFound, Refusal, WrongState
from buddy_portal.accounts.services import invitations
from improvement_plans import rules
from improvement_plans.models import Credit, Plan, PlanGuest
from improvement_plans.selectors import people
from improvement_plans.services.moves import locked_plan, record_on_plan, sides_of
from improvement_plans.states import OVER

GUEST_KIND = "plan"


def invite_guest(*, by: User, plan: Plan, name: str, email: str) -> Invitation:
    """Invite a partner to a plan by a signed link that is used once."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.invite_guest.require(access_of(by), rules.PlanSides.of(plan))
        if plan.state in OVER:
            raise WrongState("This plan is over, so nobody can be invited to it.")
        if people.guests_today(plan).filter(user__email=User.objects.normalise(email)).exists():
            raise Refusal("This person is a partner of the plan already", field="email")
        return invitations.invite_guest(
            by=by, email=email, name=name, guest_of=f"{GUEST_KIND}:{plan.pk}"
        )


def become_guest(*, user: User, thing_id: str, invitation: Invitation) -> None:
    """Called when the invitation is accepted, in its transaction. Somebody can come back."""
    plan = locked_plan(int(thing_id))
    if plan.state in OVER:
        raise WrongState("This plan is over, so nobody can join it any more.")
    guest, is_new = PlanGuest.objects.get_or_create(
        plan=plan,
        user=user,
        defaults={"starts_on": timezone.localdate(), "invited_by": invitation.invited_by},
    )
    if not is_new:
        guest.ends_on = None
        guest.save(update_fields=["ends_on"])
    record_on_plan(plan, by=user, action="partner joined the plan")


def describe(thing_id: str) -> str:
    """The plan as the invitation's page names it."""
    plan = Plan.objects.filter(pk=int(thing_id)).first()
    return plan.title if plan else "an improvement plan"


def choose_credit(*, by: User, plan: Plan, credit: Credit, alias: str = "") -> None:
    """A partner says how they want to be named. They may change it at any time, also after they
    left: the thanks and what they wrote stay, so it must be possible to withdraw the name."""
    alias = " ".join(alias.split())
    if credit is Credit.ALIAS and not alias:
        raise Refusal("Enter the name that you want us to use", field="alias")
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        guest = PlanGuest.objects.filter(plan=plan, user=by).first()
        if guest is None:
            rules.choose_credit.require(access_of(by), sides_of(by, plan))
            raise NotFound(people.NO_PARTNER)
        guest.credit = credit
        guest.credited_as = alias if credit is Credit.ALIAS else ""
        guest.save(update_fields=["credit", "credited_as"])
        record_on_plan(plan, by=by, action=f"partner to be named: {credit.label.lower()}")


def end_guest(*, by: User, plan: Plan, user_id: int) -> None:
    """A partner leaves the plan, or its lead ends their access. What they wrote stays."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        guest = people.guests_today(plan).filter(user_id=user_id).first()
        if guest is None:
            raise NotFound(people.NO_PARTNER)
        if guest.user_id != by.pk:
            rules.invite_guest.require(access_of(by), rules.PlanSides.of(plan))
        # The last day belongs to a stay, so one that ends now ended yesterday.
        guest.ends_on = timezone.localdate() - datetime.timedelta(days=1)
        guest.starts_on = min(guest.starts_on, guest.ends_on)
        guest.save(update_fields=["starts_on", "ends_on"])
        record_on_plan(plan, by=by, action="partner left the plan")
