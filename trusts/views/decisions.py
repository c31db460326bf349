"""Agreeing to, deciding about and withdrawing an application: one confirming form each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.forms import NhsForm
from trusts import rules
from trusts.forms.reasons import DecisionForm, ReasonForm
from trusts.forms.sponsor import AgreeToApplicationForm
from trusts.models import Participation
from trusts.presenters import applications as words
from trusts.refusals import ApplicationChanged
from trusts.selectors import participations as selectors
from trusts.selectors.schemes import question_labels
from trusts.services import applications as services
from trusts.services.decisions import Decision, decide_application

Act = Callable[[NhsForm], object]
DONE = {
    Decision.ACCEPT: "The trust takes part. It has been told.",
    Decision.ASK_AGAIN: "The trust has been asked and can change its application.",
    Decision.DECLINE: "The application has been declined. The trust has been told why.",
}


@requires(Permission.DECIDE_APPLICATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def application_decide(request: PersonRequest, participation_id: int) -> HttpResponse:
    """Accept, ask again or decline."""
    found = selectors.application_for(access_of(request.user), participation_id)

    def act(form: NhsForm) -> str:
        decision = Decision(form.cleaned_data["decision"])
        decide_application(
            participation_id=found.pk,
            decision=decision,
            reason=form.cleaned_data["reason"],
            by=request.user,
            today=timezone.localdate(),
        )
        return DONE[decision]

    back = _back(found)
    form = DecisionForm(request.POST, back=back) if _is_post(request) else DecisionForm(back=back)
    context: dict[str, Any] = {
        "title": f"Decide about {found.trust}",
        "lede": f"{found.trust} applies as {found.get_role_display().lower()}.",
        "rows": [
            ("Executive sponsor", words.sponsor_words(found)),
            ("Who is told", "The lead cancer nurse, the sponsor and the named lead, by e-mail"),
        ],
    }
    return _act_page(request, found, form, act, context)


@requires(Permission.AGREE_APPLICATION)
@require_http_methods(["GET", "HEAD", "POST"])
def application_agree(request: PersonRequest, participation_id: int) -> HttpResponse:
    """The executive sponsor agrees."""
    found = selectors.application_for(access_of(request.user), participation_id)
    rules.can_agree_application.require(access_of(request.user), found.trust.ods_code)

    options: dict[str, Any] = {
        "words": f"As executive sponsor I agree that {found.trust} takes part, "
        "and I will make time for the people who do the work.",
        "submit": "Agree to this application",
        "back": _back(found),
    }
    if _is_post(request):
        form = AgreeToApplicationForm(request.POST, **options)
    else:
        form = AgreeToApplicationForm(read_version=found.version, **options)

    def act(_form: NhsForm) -> str:
        return _agreed(request, found, form)

    context: dict[str, Any] = {
        "title": f"Agree to {found.trust}’s application?",
        "lede": f"{found.scheme} accepts a trust once its executive sponsor agrees.",
        "rows": words.application_rows(found, question_labels(found.scheme.baseline)),
    }
    return _act_page(request, found, form, act, context)


def _agreed(request: PersonRequest, found: Participation, form: AgreeToApplicationForm) -> str:
    try:
        services.agree_application(
            participation_id=found.pk,
            by=request.user,
            today=timezone.localdate(),
            read_at=form.read_at(),
        )
    except ApplicationChanged:
        form.carry(found.version)  # whose words this page shows
        raise
    return "You have agreed. The programme decides next."


@requires(Permission.DECIDE_APPLICATIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def application_record_agreement(request: PersonRequest, participation_id: int) -> HttpResponse:
    """Record that the sponsor agreed by letter or in a meeting."""
    found = selectors.application_for(access_of(request.user), participation_id)

    def act(form: NhsForm) -> str:
        services.record_agreement(
            participation_id=found.pk,
            how=form.cleaned_data["how"],
            by=request.user,
            today=timezone.localdate(),
        )
        return "The sponsor’s agreement has been recorded."

    options: dict[str, Any] = {
        "label": "How and when the sponsor agreed",
        "hint": "For example: letter from the chief nurse, 9 December 2014",
        "submit": "Record agreement",
        "name": "how",
        "back": _back(found),
    }
    form = ReasonForm(request.POST, **options) if _is_post(request) else ReasonForm(**options)
    context: dict[str, Any] = {
        "title": "Record the sponsor’s agreement",
        "lede": str(found.trust),
        "rows": [],
    }
    return _act_page(request, found, form, act, context)


@requires(Permission.SEE_SCHEMES)
@require_http_methods(["GET", "HEAD", "POST"])
def participation_withdraw(request: PersonRequest, participation_id: int) -> HttpResponse:
    """Take the trust out of the scheme, with a reason."""
    found = selectors.application_for(access_of(request.user), participation_id)
    rules.can_withdraw.require(access_of(request.user), found)

    def act(form: NhsForm) -> str:
        services.withdraw(
            participation_id=found.pk,
            reason=form.cleaned_data["reason"],
            by=request.user,
            today=timezone.localdate(),
        )
        return f"{found.trust} has withdrawn."

    options: dict[str, Any] = {
        "label": "Why the trust withdraws",
        "submit": "Withdraw",
        "variant": "warning",
        "back": _back(found),
    }
    form = ReasonForm(request.POST, **options) if _is_post(request) else ReasonForm(**options)
    context: dict[str, Any] = {
        "title": f"Withdraw {found.trust} from {found.scheme}?",
        "lede": "Its proposed, agreed and active pairs end, and the other trusts are told why.",
        "rows": [
            ("Who is told", "Programme leads, this trust, and the other trust of each pair"),
            ("Can you undo it?", "You can apply again. Pairs that ended do not come back."),
        ],
    }
    return _act_page(request, found, form, act, context)


def _act_page(
    request: PersonRequest,
    found: Participation,
    form: NhsForm,
    act: Act,
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form; where it is sent and right, act and go back to the application."""
    if form.is_bound and form.is_valid():
        try:
            done = act(form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(done))
            return redirect("participation_detail", participation_id=found.pk)
    whole = {**context, "form": form, "found": found, "scheme": found.scheme}
    return render(request, "trusts/application_act.html", whole)


def _is_post(request: PersonRequest) -> bool:
    return request.method == "POST"


def _back(found: Participation) -> tuple[str, str]:
    here = reverse("participation_detail", kwargs={"participation_id": found.pk})
    return "Go back to the application", here
