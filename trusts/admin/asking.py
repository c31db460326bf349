"""An action that asks before it acts: a page with a form, then one service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from buddy_portal.accounts.refusals import Refusal

CONFIRMED = "confirmed"


def ask_then_act(
    model_admin: admin.ModelAdmin[Any],
    request: HttpRequest,
    chosen: QuerySet[Any],
    *,
    title: str,
    action: str,
    make_form: Callable[..., Form],
    act: Callable[[Form], str],
) -> HttpResponse | None:
    """Show the form; once it is sent and right, act and go back to the list."""
    form = make_form(request.POST) if CONFIRMED in request.POST else make_form()
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, act(form))
        except Refusal as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, refusal.sentence
            )
        else:
            return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.model._meta,
        "chosen": chosen,
        "action": action,
        "form": form,
        "confirmed": CONFIRMED,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/trusts/ask.html", context)


def only_one(request: HttpRequest, chosen: QuerySet[Any], what: str) -> Any | None:
    """The one thing chosen; otherwise a message that says to choose one."""
    found = list(chosen[:2])
    if len(found) == 1:
        return found[0]
    messages.error(request, f"Choose one {what} for this.")
    return None
