"""What is typed is kept: forms get their mark and their kept text; a script sends what is typed."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design import dates
from improvement_plans.forms.keeping import MARK, KeptText, PageMark, fill, names_kept, read_mark
from improvement_plans.selectors.drafts import drafts_at
from improvement_plans.services import drafts
from improvement_plans.services.drafts import TooLongToKeep


def keep_typing(request: PersonRequest, *pages: tuple[str, list[Any]]) -> None:
    """Let the forms of a page keep what is typed, and fill in what was kept before.

    Each of `pages` is an address and the forms that are sent there together; the first of them
    carries the mark. Call it when all forms have been checked.
    """
    named = [(path, parts, names_kept(parts)) for path, parts in pages]
    paths = [path for path, _parts in pages]
    kept = drafts_at(request.user, paths) if paths and request.method != "POST" else {}
    for path, parts, names in named:
        if not names:
            continue
        mark = PageMark(request.user.pk, path, names).signed()
        parts[0].carry_mark(mark)
        if draft := kept.get(path):
            fields = tuple((name, value) for name, value in draft.fields)
            parts[0].kept = KeptText(draft.saved_at, fields, mark)
            for part in parts:
                fill(part, fields)


@require_POST
@requires(Permission.SEE_PLANS, guests=True)
def draft_keep(request: PersonRequest) -> HttpResponse:
    """Keep what is typed; the script of the page sends it and shows the answer."""
    mark = _own_mark(request)
    if mark is None:
        return JsonResponse({"said": "Open this page again to keep what you type."}, status=400)
    try:
        kept = drafts.keep_draft(
            by=request.user, path=mark.path, fields=mark.fields_of(request.POST), key=_key(request)
        )
    except TooLongToKeep as refusal:
        return JsonResponse({"said": refusal.sentence}, status=413)
    return JsonResponse({"kept": dates.clock(kept.saved_at) if kept else ""})


@require_POST
@requires(Permission.SEE_PLANS, guests=True)
def draft_discard(request: PersonRequest) -> HttpResponse:
    """Throw away what was kept, and show the form as it was."""
    mark = _own_mark(request)
    if mark is None:
        messages.info(request, "There was no text of yours to throw away.")
        return redirect("home")
    drafts.forget_draft(by=request.user, path=mark.path)
    return redirect(mark.path)


def _own_mark(request: PersonRequest) -> PageMark | None:
    mark = read_mark(request.POST.get(MARK, ""))
    return mark if mark is not None and mark.user_id == request.user.pk else None


def _key(request: PersonRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None
