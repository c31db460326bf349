"""The page on which a lead writes the foreword and the context of a scheme's reports."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import StaleVersion
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from evaluation.forms.report_texts import ReportTextForm
from evaluation.plain_markup import blocks_of
from evaluation.selectors.team_surveys import newest_text, scheme_to_write_for
from evaluation.services.report_texts import save_report_text
from evaluation.views.sending import keep_what_is_typed, taken_once


@requires(Permission.SIGN_OFF_REPORTS)
def report_words(request: PersonRequest, scheme_id: int) -> HttpResponse:
    scheme = scheme_to_write_for(access_of(request.user), scheme_id)
    newest = newest_text(scheme)
    version = newest.version if newest else 0
    initial: dict[str, Any] = {"read_version": version}
    if newest:
        initial |= {"foreword": newest.foreword, "context": newest.context}
    back = ("Back to evaluations", reverse("evaluation_list"))
    saved: dict[str, object] = {}
    if request.method == "POST":
        form = ReportTextForm(request.POST, back=back)

        def save(_values: dict[str, Any]) -> None:
            save_report_text(by=request.user, scheme=scheme, **form.values())

        try:
            if taken_once(request, form, save):
                messages.success(request, "The words are saved. The next compile carries them.")
                return redirect("report_words", scheme.pk)
        except StaleVersion as stale:
            form.refuse(stale)
            saved = stale.current
            form.read_at_now(version)
    else:
        form = ReportTextForm(initial=initial, back=back)
    keep_what_is_typed(request, form)
    context = {
        "scheme": scheme,
        "form": form,
        "newest": newest,
        "saved": saved,
        "foreword": blocks_of(newest.foreword) if newest else [],
        "context_blocks": blocks_of(newest.context) if newest else [],
    }
    return render(request, "evaluation/report_words_edit.html", context)
