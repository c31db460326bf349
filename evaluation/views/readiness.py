"""What an evaluation would find today, and the compile that follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from evaluation import rules
from evaluation.forms.protocols import ConfirmForm
from evaluation.presenters import readiness as words
from evaluation.selectors import protocols as protocol_selectors
from evaluation.selectors.readiness import readiness_of
from evaluation.selectors.reports import run_visible_to
from evaluation.services import runs
from evaluation.views.compiling import begun
from evaluation.views.protocols import asked_for
from evaluation.views.sending import taken_once
from trusts.rules import can_manage_schemes


@requires(Permission.SEE_EVALUATIONS)
def evaluation_readiness(request: PersonRequest, scheme_id: int) -> HttpResponse:
    scheme, follow_up, query = asked_for(request, scheme_id)
    found, access = readiness_of(scheme, follow_up), access_of(request.user)
    manages = can_manage_schemes.allows(access, None)
    context = {
        "scheme": scheme,
        "follow_up": follow_up,
        "query": query,
        "table": words.readiness_table(found, query, manages_schemes=manages),
        "left_out": words.left_out_words(found),
        "can_compile": words.can_compile(found),
        "may_compile": rules.compile_evaluation.allows(access, scheme),
        "other_years": protocol_selectors.later_years(scheme).exclude(pk=follow_up.pk),
    }
    return render(request, "evaluation/readiness.html", context)


@requires(Permission.COMPILE_EVALUATIONS)
def evaluation_compile(request: PersonRequest, scheme_id: int) -> HttpResponse:
    scheme, follow_up, query = asked_for(request, scheme_id)
    form = ConfirmForm(
        request.POST if request.method == "POST" else None,
        submit_text="Compile the evaluation",
        back=("Back", reverse("evaluation_readiness", args=[scheme.pk]) + query),
    )
    if request.method == "POST" and form.is_valid():
        answer = begun(request, form, scheme=scheme, baseline=scheme.baseline, follow_up=follow_up)
        if answer is not None:
            return answer
    found = readiness_of(scheme, follow_up)
    context = {"scheme": scheme, "form": form, "query": query, **words.compile_page(found)}
    return render(request, "evaluation/protocol_act.html", context)


@requires(Permission.COMPILE_EVALUATIONS)
def evaluation_cancel(request: PersonRequest, run_id: int) -> HttpResponse:
    run = run_visible_to(access_of(request.user), run_id)
    form = ConfirmForm(
        request.POST if request.method == "POST" else None,
        submit_text="Cancel the evaluation",
        back=("Back", reverse("run_detail", args=[run.pk])),
    )

    def cancel(_values: dict[str, Any]) -> None:
        runs.cancel_run(by=request.user, run=run)
        messages.success(request, "The evaluation is cancelled. Nothing of it is kept.")

    if taken_once(request, form, cancel):
        return redirect("run_detail", run.pk)
    context = {"scheme": run.scheme, "form": form, "query": "", **words.CANCEL_PAGE}
    return render(request, "evaluation/protocol_act.html", context)
