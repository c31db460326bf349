"""Keeping a draft under a name, and sending its pairs as proposals."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from trusts.forms.pairing import DraftNameForm
from trusts.forms.reasons import SendProposalsForm
from trusts.models import PairingDraft
from trusts.presenters import drafts as words
from trusts.selectors.board import draft_by_id
from trusts.selectors.schemes import scheme_by_id
from trusts.services import drafts as services
from trusts.services.proposals import why_too_late


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def pairing_save(request: PersonRequest, scheme_id: int, draft_id: int) -> HttpResponse:
    """Keep a copy of the draft under a name."""
    scheme = scheme_by_id(scheme_id)
    draft = draft_by_id(scheme, draft_id)
    back = ("Go back to the board", words.draft_address(draft))
    if request.method == "POST":
        form = DraftNameForm(request.POST, back=back)
        if form.is_valid():
            try:
                copy = services.save_draft_as(
                    name=form.cleaned_data["name"], **_who(request, draft)
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, f"{copy.name} has been saved.")
                return redirect(words.draft_address(copy))
    else:
        form = DraftNameForm(back=back)
    context = {
        "form": form,
        "title": f"Save a copy of {draft.name}",
        "lede": "",
        "rows": [],
        "scheme": scheme,
    }
    return render(request, "trusts/pairing_form.html", context)


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def pairing_send(request: PersonRequest, scheme_id: int, draft_id: int) -> HttpResponse:
    """Confirm and send the proposals of a draft."""
    scheme, today = scheme_by_id(scheme_id), timezone.localdate()
    draft = draft_by_id(scheme, draft_id)
    too_late = why_too_late(scheme, today)
    options: dict[str, Any] = {
        "count": draft.result["matched"],
        "today": today,
        "latest": scheme.implementation_to,
        "too_late": too_late,
        "back": ("Go back to the board", words.draft_address(draft)),
    }
    if request.method == "POST":
        form = SendProposalsForm(request.POST, **options)
        if form.is_valid():
            try:
                sent = services.propose_draft(
                    answer_by=form.cleaned_data["answer_by"], **_who(request, draft)
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, words.sent_words(len(sent)))
                return redirect("pairing", scheme_id=scheme_id)
    else:
        form = SendProposalsForm(**options)
    context = {
        "form": form,
        "title": f"{form.submit_text}?",
        "lede": f"{too_late}." if too_late else words.told_words(draft),
        "rows": words.send_rows(draft),
        "scheme": scheme,
    }
    return render(request, "trusts/pairing_form.html", context)


def _who(request: PersonRequest, draft: PairingDraft) -> dict[str, Any]:
    return {
        "draft_id": draft.pk,
        "by": request.user,
        "today": timezone.localdate(),
    }
