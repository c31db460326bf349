"""A large scheme's set in a worker's hands: how far it is, and stopping it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import WrongState
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from trusts.presenters import pairing_requests as words
from trusts.selectors.pairing_requests import newest_request
from trusts.selectors.schemes import scheme_by_id
from trusts.services.large_pairings import stop_request


@requires(Permission.SEE_PAIRING)
@require_safe
def pairing_progress(request: PersonRequest, scheme_id: int) -> HttpResponse:
    """The panel again while a worker is at it; after that the whole board. Two queries."""
    scheme = scheme_by_id(scheme_id)
    working = words.working(newest_request(scheme))
    if not request.htmx:
        return redirect("pairing", scheme_id=scheme.pk)
    if working is None:
        answer = HttpResponse("")
        answer["HX-Refresh"] = "true"
        return answer
    return render(request, "trusts/pairing_working.html", {"scheme": scheme, "working": working})


@requires(Permission.PAIR_TRUSTS)
@require_POST
def pairing_stop(request: PersonRequest, scheme_id: int) -> HttpResponse:
    """Stop it, or say that it was finished already."""
    scheme = scheme_by_id(scheme_id)
    try:
        stop_request(scheme=scheme, by=request.user, today=timezone.localdate())
    except WrongState as refusal:
        messages.info(request, refusal.sentence)
    else:
        messages.success(request, "Stopped. Nothing was changed.")
    return redirect("pairing", scheme_id=scheme.pk)
