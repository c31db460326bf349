"""Stopping the check or import of a large file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import WrongState
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from trusts.refusals import BeingWritten
from trusts.selectors import surveys as selectors
from trusts.services.stopping_imports import stop_import


@requires(Permission.CHECK_SURVEY_FILES)
@require_POST
def import_stop(request: PersonRequest, import_id: int) -> HttpResponse:
    """Stop it, or say that it was finished already."""
    found = selectors.import_for(access_of(request.user), import_id)
    try:
        stop_import(by=request.user, survey_import=found)
    except WrongState:
        messages.info(request, "There was nothing left to stop: the file is dealt with.")
    except BeingWritten as refusal:
        messages.info(request, refusal.sentence)
    else:
        messages.success(request, "Stopped. Nothing was saved.")
    return redirect("import_detail", import_id=found.pk)
