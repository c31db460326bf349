"""What every form of a plan does when it is sent: act once, or show what was typed again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from buddy_portal.accounts.refusals import Refusal, StaleVersion
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.versions import Versioned
from buddy_portal.design.tables import Table
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import Action, Plan
from improvement_plans.services.drafts import forget_draft
from improvement_plans.services.sending import SentAlready, send_once
from improvement_plans.timing import Caution
from improvement_plans.views.keeping import keep_typing


@dataclass(frozen=True)
class FormPage:
    """The words around a form. `thing` is what carries the version, where there is one."""

    title: str
    done: str
    said: str = ""
    missing: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    beside: Table | None = None
    others: tuple[tuple[str, str, str], ...] = ()
    """What others did about it: title, address and trust of each practice."""
    patients: tuple[tuple[str, str, str], ...] = ()
    """What patients said about it: words, address and where each was said."""
    facts: tuple[tuple[str, str], ...] = ()
    thing: Versioned | None = None
    other: tuple[str, str] | None = None
    """Address and words of another thing that can be done instead."""
    there: str = ""
    """Where to go when it is done; the page of the action or the plan by default."""
    plan_gone: bool = False
    """Whether the person does not see the plan any more, so that nothing leads to it."""


def posted(request: PersonRequest) -> QueryDict | None:
    """What was sent, or None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def back_to(thing: Plan | Action) -> tuple[str, str]:
    """The way back from a form."""
    if isinstance(thing, Plan):
        return ("Back to the plan", reverse("plan_detail", args=[thing.pk]))
    return ("Back to the action", reverse("action_detail", args=[thing.pk]))


def sent(request: PersonRequest, form: Any, act: Callable[[], object], page: FormPage) -> bool:
    """Whether a valid form was taken in. A refusal is put into the form, with what was typed."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        _take(request, form, act)
    except StaleVersion as stale:
        thing = page.thing
        if thing is None:
            raise
        thing.refresh_from_db(fields=["version"])
        form.show_both(stale, version=thing.version)
    except SentAlready as refusal:
        form.refuse(refusal)
        form.begin_anew()
    except Refusal as refusal:
        form.refuse(refusal)
    else:
        messages.success(request, page.done)
        return True
    return False


def act_or_show(
    request: PersonRequest,
    form: Any,
    act: Callable[[], object],
    page: FormPage,
    *,
    plan: Plan,
    action: Action | None = None,
) -> HttpResponse:
    """Act on a valid form and go on; else show the form with what was typed and what is wrong."""
    if sent(request, form, act, page):
        if page.there:
            return redirect(page.there)
        if action is not None:
            return redirect("action_detail", action.pk)
        return redirect("plan_detail", plan.pk)
    keep_typing(request, (request.path, [form]))
    context = {"plan": plan, "action": action, "form": form, "page": page}
    return render(request, "improvement_plans/plan_form.html", context)


def _take(request: PersonRequest, form: SentOnce, act: Callable[[], object]) -> None:
    """Act, and keep the typed text no longer: both or neither."""

    def act_and_forget() -> None:
        act()
        forget_draft(by=request.user, path=request.path)

    send_once(by=request.user, key=form.key(), digest=form.digest(), act=act_and_forget)
