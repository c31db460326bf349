"""A person's own reminders: choosing them, and stopping them by the link in a mail."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import public, signed_in
from improvement_plans.forms.reminders import KINDS, ReminderForm, StopForm
from improvement_plans.selectors.calendars import calendar_address, link_of
from improvement_plans.selectors.reminders import wishes_of
from improvement_plans.services import reminders


@signed_in
def your_reminders(request: PersonRequest) -> HttpResponse:
    wishes = wishes_of(request.user)
    form = ReminderForm(
        request.POST if request.method == "POST" else None,
        initial={"kinds": [kind for kind, _words in KINDS if getattr(wishes, kind)]},
    )
    if request.method == "POST" and form.is_valid():
        reminders.choose_reminders(by=request.user, **form.wishes())
        messages.success(request, "Your choice of reminders is saved.")
        return redirect("your_reminders")
    link = link_of(request.user)
    facts = {
        "form": form,
        "calendar": calendar_address(link) if link else "",
        "made_at": link.made_at if link else None,
    }
    return render(request, "improvement_plans/your_reminders.html", facts)


# A mail program posts here by itself, without our page (RFC 8058): the token in the address is all
# it needs to know.
@csrf_exempt
@public
def stop_reminders(request: HttpRequest, stop_token: uuid.UUID) -> HttpResponse:
    """Ask first; what is posted stops. The page is the same whether the link is good or not."""
    if request.method == "POST":
        reminders.stop_reminders(token=stop_token)
        return render(request, "improvement_plans/reminders_stopped.html")
    return render(request, "improvement_plans/stop_reminders.html", {"form": StopForm()})
