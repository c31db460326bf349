"""The part of the board that asks whether a worker has said how sure each pair is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from trusts.presenters.drafts import board_address
from trusts.selectors.board import draft_by_id, is_redrawing
from trusts.selectors.schemes import scheme_by_id


@requires(Permission.SEE_PAIRING)
@require_safe
def pairing_how_sure(request: PersonRequest, scheme_id: int, draft_id: int) -> HttpResponse:
    """The panel again while the redraws run; after them the whole board. Two queries, no scores."""
    scheme = scheme_by_id(scheme_id)
    draft = draft_by_id(scheme, draft_id)
    if not request.htmx:
        return redirect(f"{board_address(scheme)}?draft={draft.pk}")
    answer = render(request, "trusts/pairing_how_sure.html", {"scheme": scheme, "draft": draft})
    if not is_redrawing(draft):
        answer["HX-Refresh"] = "true"
    return answer
