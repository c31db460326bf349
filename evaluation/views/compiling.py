"""Asking for a compile from any form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.design.forms import NhsForm
from evaluation.services import runs
from trusts.models import Scheme, SurveyYear


def begun(
    request: PersonRequest,
    form: NhsForm,
    *,
    scheme: Scheme,
    baseline: SurveyYear,
    follow_up: SurveyYear,
) -> HttpResponse | None:
    """The way to the run: a new one, or the one at work already; None where it is refused."""
    try:
        run = runs.request_evaluation(
            by=request.user, scheme=scheme, baseline=baseline, follow_up=follow_up
        )
    except runs.AlreadyCompiling as already:
        messages.info(request, already.sentence)
        return redirect("run_detail", already.run_id)
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    return redirect("run_detail", run.pk)
