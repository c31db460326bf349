"""A partner's part in a plan: what they bring, took part in, and changed."""

from __future__ import annotations

from django.http import HttpResponse

from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from improvement_plans import rules
from improvement_plans.forms.involvement import PartForm
from improvement_plans.services.involvement import tell_part
from improvement_plans.views.finding import guest_for
from improvement_plans.views.showing import FormPage, act_or_show, back_to, posted


@requires(Permission.SEE_PLANS, guests=True)
def guest_part(request: PersonRequest, plan_id: int, user_id: int) -> HttpResponse:
    is_own = user_id == request.user.pk
    plan, guest = guest_for(request, plan_id, user_id, own=rules.tell_part)
    form = PartForm(posted(request), guest=guest, back=back_to(plan))

    def save() -> None:
        tell_part(
            by=request.user,
            plan=plan,
            user_id=user_id,
            read_at=form.read_at(),
            **form.typed_values(),
        )

    page = FormPage(
        "Your part in this plan" if is_own else f"The part of {guest.shown_as}",
        "Saved. The plan shows it.",
        said="Everybody who may see this plan can read it, and it is printed with the plan under "
        "the name that the partner chose.",
        thing=guest,
    )
    return act_or_show(request, form, save, page, plan=plan)
