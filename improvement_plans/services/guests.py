"""Lived-experience partners: invited by link to one plan, and nothing else."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import Invitation, User
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.services import invitations
from improvement_plans import rules
from improvement_plans.models import Plan, PlanGuest
from improvement_plans.services.moves import locked_plan, record_on_plan

GUEST_KIND = "plan"


def invite_guest(*, by: User, plan: Plan, name: str, email: str) -> Invitation:
    """Invite a partner to a plan by a signed link that is used once."""
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        rules.invite_guest.require(access_of(by), rules.PlanSides.of(plan))
        if plan.guests.filter(user__email=User.objects.normalise(email)).exists():
            raise Refusal("This person is a guest of the plan already", field="email")
        return invitations.invite_guest(
            by=by, email=email, name=name, guest_of=f"{GUEST_KIND}:{plan.pk}"
        )


def become_guest(*, user: User, thing_id: str, invitation: Invitation) -> None:
    """Called when the invitation is accepted, in its transaction."""
    plan = locked_plan(int(thing_id))
    PlanGuest.objects.get_or_create(
        plan=plan,
        user=user,
        defaults={"starts_on": timezone.localdate(), "invited_by": invitation.invited_by},
    )
    record_on_plan(plan, by=user, action="partner joined the plan")


def describe(thing_id: str) -> str:
    """The plan as the invitation's page names it."""
    plan = Plan.objects.filter(pk=int(thing_id)).first()
    return plan.title if plan else "an improvement plan"
