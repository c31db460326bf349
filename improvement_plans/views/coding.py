"""Coding comments one after the other, and reconciling what two people coded."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import WrongState
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from buddy_portal.design.paging import page_links
from improvement_plans import insight_rules as rules
from improvement_plans.coding.agreement import report_on
from improvement_plans.coding.suggesting import suggest
from improvement_plans.forms.coding import CodingForm, ReconcileForm, SampleForm
from improvement_plans.models import CodingState, Insight
from improvement_plans.presenters import coding as words
from improvement_plans.presenters.insight import facts
from improvement_plans.selectors import coding as selectors
from improvement_plans.selectors.insight import insight_visible_to
from improvement_plans.services import coding as services
from improvement_plans.views.showing import FormPage, posted, sent
from trusts.views import lists

CODERS = (Permission.UPDATE_ACTIONS, Permission.COMPILE_EVALUATIONS)


@requires(*CODERS)
@require_safe
def coding_next(request: PersonRequest) -> HttpResponse:
    """To the next comment that waits for this person, or say that there is none."""
    access = access_of(request.user)
    asked = lists.asked(request, "trust", "skip")
    found = selectors.next_to_code(
        access, trust=asked.get("trust", ""), skipped=asked.get("skip", "")
    )
    if found is None:
        messages.info(request, "Nothing waits for you to code it.")
        return redirect("coding_overview")
    return redirect("insight_code", found.pk)


@requires(*CODERS)
def insight_code(request: PersonRequest, insight_id: int) -> HttpResponse:
    """Code one comment; then comes the next. How others coded it is not shown."""
    access = access_of(request.user)
    found = _to_code(request, insight_id)
    own = next((c for c in found.codings.all() if c.coder_id == access.user_id), None)
    form = CodingForm(
        posted(request),
        suggested=suggest(found.excerpt),
        chosen=own.themes if own else (),
        initial={"sentiment": own.sentiment} if own else None,
        back=("Skip this comment", f"{reverse('coding_next')}?skip={found.pk}"),
    )

    def code() -> None:
        services.code_insight(
            by=request.user,
            insight=found,
            themes=form.themes(),
            sentiment=form.cleaned_data["sentiment"],
        )

    if sent(request, form, code, FormPage("Code a comment", "Saved.")):
        return redirect("coding_next")
    context = {
        "insight": found,
        "form": form,
        "facts": facts(found),
        "suggested": suggest(found.excerpt),
        "is_second": found.coding_state == CodingState.SECOND and own is None,
    }
    return render(request, "improvement_plans/insight_code.html", context)


@requires(*CODERS)
def coding_overview(request: PersonRequest) -> HttpResponse:
    """How far coding is, what differs, and how far two coders agree."""
    access = access_of(request.user)
    trusts = selectors.trusts_coded_for(access)
    form = SampleForm(posted(request), trusts=trusts)
    asked: list[int] = []

    def ask() -> None:
        chosen = next(t for t in trusts if t.ods_code == form.cleaned_data["trust"])
        percent = form.cleaned_data["percent"]
        asked.append(services.ask_for_sample(by=request.user, trust=chosen, percent=percent))

    page = FormPage("Coding", "The comments wait for a second coder.")
    if sent(request, form, ask, page):
        return redirect("coding_overview")
    report = report_on(selectors.coded_twice(access))
    waiting = lists.page_of(request, selectors.to_reconcile(access))
    context = {
        "form": form,
        "can_ask": bool(trusts),
        "numbers": words.progress_numbers(selectors.progress(access)),
        "waiting": words.to_reconcile_table(waiting.object_list),
        "pages": page_links(waiting, request.GET.dict(), noun="comments"),
        "sentence": words.agreement_sentence(report),
        "agreement": words.agreement_table(report),
        "agreement_note": words.KAPPA_NOTE,
        "has_next": selectors.next_to_code(access) is not None,
    }
    return render(request, "improvement_plans/coding_overview.html", context)


@requires(*CODERS)
def insight_reconcile(request: PersonRequest, insight_id: int) -> HttpResponse:
    """Both codings side by side, and the one that is agreed on."""
    found = _to_code(request, insight_id)
    codings = list(found.codings.all())
    both = len(codings) == 2
    form = ReconcileForm(
        posted(request),
        chosen=found.themes if both else (),
        initial={"sentiment": found.sentiment} if both else None,
        back=("Back to coding", reverse("coding_overview")),
    )

    def agree() -> None:
        services.reconcile(
            by=request.user,
            insight=found,
            themes=form.themes(),
            sentiment=form.cleaned_data["sentiment"],
            reason=form.cleaned_data["reason"],
        )

    if sent(request, form, agree, FormPage("Agree on a coding", "The agreed coding was saved.")):
        return redirect("coding_overview")
    context = {
        "insight": found,
        "form": form,
        "both": both,
        "codings": words.both_codings(codings) if both else None,
    }
    return render(request, "improvement_plans/insight_reconcile.html", context)


@require_POST
@requires(*CODERS)
def insight_second(request: PersonRequest, insight_id: int) -> HttpResponse:
    """Ask for a second coder of one comment."""
    found = _to_code(request, insight_id)
    do_or_say(
        request,
        lambda: services.ask_for_second(by=request.user, insight=found),
        done="It waits for a second coder.",
    )
    return redirect("insight_detail", found.pk)


def do_or_say(request: PersonRequest, act: Callable[[], object], *, done: str) -> None:
    """For a button without a form: do it, or say why it cannot be done now."""
    try:
        act()
    except WrongState as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, done)


def _to_code(request: PersonRequest, insight_id: int) -> Insight:
    """A comment that the person may code."""
    access = access_of(request.user)
    found = insight_visible_to(access, insight_id)
    rules.code_insight.require(access, found.trust.ods_code)
    return found
