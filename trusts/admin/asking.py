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
from django.utils import timezone

from buddy_portal.accounts.refusals import Refusal

CONFIRMED = "confirmed"
# Who acts and on which day, as every service takes it.
Who = dict[str, Any]


def who_acts(request: HttpRequest) -> Who:
    """The administrator who acts, today: the site lets nobody else in."""
    return {"by": request.user, "today": timezone.localdate()}


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


def asking(
    name: str,
    description: str,
    *,
    form_for: Callable[..., Form],
    act: Callable[[Any, dict[str, Any], Who], str],
) -> Callable[..., HttpResponse | None]:
    """An action about the one thing chosen: asks, then acts: `act(thing, what was typed, who)`.

    `form_for` takes what was sent, or nothing, and the thing by the keyword `thing`. Where another
    number of things is chosen, a message says so.
    """

    def action(
        model_admin: admin.ModelAdmin[Any], request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        found = list(queryset[:2])
        if len(found) != 1:
            messages.error(request, f"Choose one {model_admin.model._meta.verbose_name} for this.")
            return None
        (thing,) = found
        return ask_then_act(
            model_admin,
            request,
            queryset,
            title=description,
            action=name,
            make_form=lambda data=None: form_for(data, thing=thing),
            act=lambda form: act(thing, form.cleaned_data, who_acts(request)),
        )

    action.__name__ = name
    return admin.action(description=description)(action)
