"""Asking a sponsor by a signed link, and the page behind that link."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import public, requires
from trusts import rules
from trusts.forms.sponsor import AskSponsorForm, SponsorAnswerForm
from trusts.models import SponsorRequest
from trusts.presenters import applications as words
from trusts.presenters.sponsor_letters import last_day
from trusts.refusals import ApplicationChanged
from trusts.selectors import participations as selectors
from trusts.selectors.schemes import question_labels
from trusts.selectors.sponsor_requests import request_behind
from trusts.services import sponsor_requests as services
from trusts.sponsor_links import LINK_DAYS, can_answer


@requires(Permission.SEE_SCHEMES)
@require_http_methods(["GET", "HEAD", "POST"])
def application_ask_sponsor(request: PersonRequest, participation_id: int) -> HttpResponse:
    """Send the executive sponsor a link: they need no account."""
    access = access_of(request.user)
    found = selectors.application_for(access, participation_id)
    rules.can_apply.require(access, found.trust.ods_code)
    here = reverse("participation_detail", kwargs={"participation_id": found.pk})
    back = ("Go back to the application", here)
    if request.method == "POST":
        form = AskSponsorForm(request.POST, back=back)
        if form.is_valid():
            try:
                asked = services.ask_sponsor(
                    participation_id=found.pk,
                    name=form.cleaned_data["name"],
                    email=form.cleaned_data["email"],
                    by=request.user,
                    today=timezone.localdate(),
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, f"A link is on its way to {asked.email}.")
                return redirect(here)
    else:
        form = AskSponsorForm(back=back)
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "scheme": found.scheme,
        "title": "Ask the executive sponsor",
        "lede": f"{found.scheme} accepts a trust once its executive sponsor agrees.",
        "rows": [
            ("What they get", "An e-mail with a link to this application. They need no account."),
            ("How long it works", f"{LINK_DAYS} days, for one answer"),
            ("A link sent before", "Ends when you send a new one"),
        ],
    }
    return render(request, "trusts/application_act.html", context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sponsor_agreement(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """The page behind the link in the mail. Opening it answers nothing; sending the form does."""
    asked = request_behind(token, request.GET.get("key", ""))
    if not can_answer(asked, now=timezone.now()):
        status = 200 if asked.outcome in (asked.Outcome.AGREED, asked.Outcome.DECLINED) else 410
        context = {
            "asked": asked,
            "found": asked.participation,
            "scheme": asked.participation.scheme,
        }
        return render(request, "trusts/sponsor_closed.html", context, status=status)
    options: dict[str, Any] = {
        "trust": asked.participation.trust.name,
        "action": request.get_full_path(),
    }
    if request.method == "POST":
        form = SponsorAnswerForm(request.POST, **options)
        if form.is_valid() and _answered(request, asked, form):
            return redirect(request.get_full_path())
    else:
        form = SponsorAnswerForm(read_version=asked.participation.version, **options)
    return render(request, "trusts/sponsor_agreement.html", _page(asked, form))


def _answered(request: HttpRequest, asked: SponsorRequest, form: SponsorAnswerForm) -> bool:
    """Whether the answer was taken; else the form says why not."""
    try:
        services.answer_by_link(
            token=asked.token,
            agrees=form.agrees,
            reason=form.cleaned_data["reason"],
            read_at=form.read_at(),
            today=timezone.localdate(),
            by=request.user if isinstance(request.user, User) else None,
        )
    except Refusal as refusal:
        form.refuse(refusal)
        if isinstance(refusal, ApplicationChanged):
            form.carry(asked.participation.version)  # whose words this page shows
        return False
    return True


def _page(asked: SponsorRequest, form: SponsorAnswerForm) -> dict[str, Any]:
    found = asked.participation
    return {
        "form": form,
        "asked": asked,
        "found": found,
        "scheme": found.scheme,
        "rows": words.application_rows(found, question_labels(found.scheme.baseline)),
        "last_day": last_day(asked),
    }
