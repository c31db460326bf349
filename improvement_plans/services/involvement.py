"""What a partner's part in a plan was, and what changed because of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import NotAllowed, NotFound, Refusal
from buddy_portal.accounts.versions import save_version
from improvement_plans import rules
from improvement_plans.models import PartnerRole, Plan, PlanGuest, Stage
from improvement_plans.services.moves import locked_plan, record_on_plan, sides_of


def tell_part(
    *,
    by: User,
    plan: Plan,
    user_id: int,
    role: str,
    stages: Iterable[str],
    difference: str,
    read_at: int,
) -> None:
    """The plan's lead, or the partner about themselves, says what the partner's part was.

    Raises StaleVersion where somebody else saved it meanwhile.
    """
    chosen = [stage.value for stage in Stage if stage.value in set(stages)]
    if role and role not in PartnerRole.values:
        raise Refusal("Choose one of the roles", field="role")
    with transaction.atomic():
        plan = locked_plan(plan.pk)
        sides = sides_of(by, plan)
        rules.tell_part.require(access_of(by), sides)
        if not rules.invite_guest.allows(access_of(by), sides) and user_id != by.pk:
            raise NotAllowed("Each partner speaks about their own part.")
        guest = PlanGuest.objects.filter(plan=plan, user_id=user_id).first()
        if guest is None:
            raise NotFound("There is no such partner of this plan.")
        values: dict[str, object] = {
            "role": role,
            "stages": chosen,
            "difference": difference.strip(),
        }
        changes = changed_fields(guest, values)
        save_version(guest, read_at=read_at, values=values)
        if changes:
            record_on_plan(plan, by=by, action="partner's part told", changes=changes)
