"""A person's calendar: making, renewing and closing its address, and the file behind it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import public, signed_in
from improvement_plans.forms.deciding import ConfirmForm
from improvement_plans.selectors.calendars import calendar_behind, link_of
from improvement_plans.services.calendars import close_calendar, renew_calendar


@require_safe
@public
def calendar_feed(request: HttpRequest, calendar_token: uuid.UUID) -> HttpResponse:
    """The file that a calendar program reads, without signing in: the address is the key."""
    content = calendar_behind(calendar_token, on=timezone.localdate())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="buddy-scheme.ics"'
    response["Cache-Control"] = "no-store, private"
    return response


@signed_in
def calendar_renew(request: PersonRequest) -> HttpResponse:
    has_one = link_of(request.user) is not None
    verb = "Make a new address" if has_one else "Make the address"
    if request.method == "POST":
        renew_calendar(by=request.user)
        messages.success(request, "Your calendar has an address. Copy it into your calendar.")
        return redirect("your_reminders")
    lede = "A calendar program that has it shows your due dates, check-ins, plans and phases."
    if has_one:
        lede = "The address you have now stops working at once, in every program that uses it."
    return _ask(request, verb, lede)


@signed_in
def calendar_close(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        close_calendar(by=request.user)
        messages.success(request, "Your calendar is closed. Its address no longer works.")
        return redirect("your_reminders")
    return _ask(request, "Close your calendar", "Its address stops working at once.")


def _ask(request: PersonRequest, verb: str, lede: str) -> HttpResponse:
    form = ConfirmForm(submit=verb, back=("Back to your reminders", reverse("your_reminders")))
    facts = {"form": form, "title": f"{verb}?", "lede": lede}
    return render(request, "improvement_plans/calendar_ask.html", facts)
