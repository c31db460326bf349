"""The audit trail: a page, one event, and the same rows as a file."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from buddy_portal.accounts import directory, presenters
from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.forms.trail import TrailFilterForm
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.accounts.selectors import trail as selectors
from buddy_portal.accounts.views.people import PAGE, download_links
from buddy_portal.design.downloads import table_response
from buddy_portal.design.paging import page_links

MOST_EXPORTED = 100_000
TOO_LONG = "That is more than 100,000 events. Choose fewer days, or one trust, and download again."


@requires(Permission.SEE_AUDIT)
def audit_trail(request: PersonRequest) -> HttpResponse:
    access, names = access_of(request.user), directory.trust_names()
    form = TrailFilterForm(request.GET, actions=selectors.kinds_of_action(), trusts=names)
    wanted = selectors.TrailFilter(**form.cleaned_data if form.is_valid() else {})
    events = selectors.events_visible_to(access, wanted=wanted)
    kind = request.GET.get("download")
    if kind in {"csv", "xlsx"} and selectors.is_longer_than(events, MOST_EXPORTED):
        messages.error(request, TOO_LONG)
    elif kind in {"csv", "xlsx"}:
        return table_response(
            name="Audit trail",
            columns=presenters.TRAIL_COLUMNS,
            rows=presenters.trail_rows(events.iterator(chunk_size=2000), names),
            kind=kind,
        )
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "table": presenters.trail_table(page, names, download_links(request)),
        "pages": page_links(page, request.GET.dict(), noun="events"),
        "may_see_outbox": access.may_in_programme(Permission.SEE_OUTBOX),
    }
    return render(request, "accounts/audit_trail.html", facts)


@requires(Permission.SEE_AUDIT)
def audit_event(request: PersonRequest, event_id: int) -> HttpResponse:
    event = selectors.event_visible_to(access_of(request.user), event_id)
    names = directory.trust_names([event.trust_code])
    facts = {
        "event": event,
        "rows": presenters.event_facts(event, names),
        "changes": presenters.changes_table(event),
    }
    return render(request, "accounts/audit_event.html", facts)
