"""The protocol's pages: read it, freeze it, change it openly, leave trusts out."""

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
from evaluation.forms.protocols import ConfirmForm, ExclusionForm, FreezeForm
from evaluation.presenters import protocols as words
from evaluation.selectors import protocols as selectors
from evaluation.services import protocols
from evaluation.views.sending import taken_once
from trusts.models import Scheme, SurveyYear


def asked_for(request: PersonRequest, scheme_id: int) -> tuple[Scheme, SurveyYear, str]:
    """The scheme, the follow-up, and what keeps the follow-up in the pages' addresses."""
    scheme = selectors.scheme_to_evaluate(access_of(request.user), scheme_id)
    follow_up = selectors.follow_up_asked_for(scheme, request.GET.get("follow_up", ""))
    own = follow_up.pk == scheme.follow_up_id
    return scheme, follow_up, "" if own else f"?follow_up={follow_up.pk}"


def _back(scheme: Scheme, query: str) -> tuple[str, str]:
    return "Back to the protocol", reverse("evaluation_protocol", args=[scheme.pk]) + query


@requires(Permission.SEE_EVALUATIONS)
def evaluation_protocol(request: PersonRequest, scheme_id: int) -> HttpResponse:
    scheme, follow_up, query = asked_for(request, scheme_id)
    state = selectors.protocol_state(scheme, follow_up)
    may_change = rules.freeze_protocol.allows(access_of(request.user), scheme)
    strong, sentence = words.standing(state)
    exclusions = selectors.exclusions_of(scheme)
    context = {
        "scheme": scheme,
        "query": query,
        "tag": words.tag_of(state),
        "strong": strong,
        "sentence": sentence,
        "newest": state.newest,
        "in_time": state.in_time,
        "pending": state.pending,
        "facts": words.facts(state.shown, state.newest),
        "targets": words.targets_table(state.shown),
        "questions": words.questions_words(state.shown),
        "exclusions": words.exclusions_table(scheme.pk, exclusions, query, may_change=may_change),
        "changes": words.changes(state.versions),
        "may_change": may_change,
    }
    return render(request, "evaluation/protocol.html", context)


@requires(Permission.MANAGE_SCHEMES)
def protocol_freeze(request: PersonRequest, scheme_id: int) -> HttpResponse:
    scheme, follow_up, query = asked_for(request, scheme_id)
    state = selectors.protocol_state(scheme, follow_up)
    form = FreezeForm(
        request.POST if request.method == "POST" else None,
        is_change=state.newest is not None,
        back=_back(scheme, query),
    )

    def freeze(values: dict[str, Any]) -> None:
        protocol = protocols.freeze_protocol(
            by=request.user, scheme=scheme, follow_up=follow_up, reason=values.get("reason", "")
        )
        messages.success(request, f"The protocol is frozen as version {protocol.version}.")

    if taken_once(request, form, freeze):
        return redirect(_back(scheme, query)[1])
    context = {"scheme": scheme, "form": form, "query": query, **words.freeze_page(state)}
    return render(request, "evaluation/protocol_act.html", context)


@requires(Permission.MANAGE_SCHEMES)
def protocol_exclude(request: PersonRequest, scheme_id: int) -> HttpResponse:
    scheme, _follow_up, query = asked_for(request, scheme_id)
    form = ExclusionForm(
        request.POST if request.method == "POST" else None,
        trusts=selectors.trusts_to_exclude(scheme),
        back=_back(scheme, query),
    )

    def exclude(values: dict[str, Any]) -> None:
        protocols.exclude_trust(by=request.user, scheme=scheme, **values)
        messages.success(request, "The trust is left out from the next freeze on.")

    if taken_once(request, form, exclude):
        return redirect(_back(scheme, query)[1])
    context = {"scheme": scheme, "form": form, "query": query, **words.EXCLUDE_PAGE}
    return render(request, "evaluation/protocol_act.html", context)


@requires(Permission.MANAGE_SCHEMES)
def protocol_include(request: PersonRequest, scheme_id: int, exclusion_id: int) -> HttpResponse:
    scheme, _follow_up, query = asked_for(request, scheme_id)
    exclusion = selectors.exclusion_of(scheme, exclusion_id)
    form = ConfirmForm(
        request.POST if request.method == "POST" else None,
        submit_text="Compare with it again",
        back=_back(scheme, query),
    )

    def include(_values: dict[str, Any]) -> None:
        protocols.include_trust(by=request.user, exclusion=exclusion)
        messages.success(request, "The trust is compared with again from the next freeze on.")

    if taken_once(request, form, include):
        return redirect(_back(scheme, query)[1])
    context = {"scheme": scheme, "form": form, "query": query, **words.include_page(exclusion)}
    return render(request, "evaluation/protocol_act.html", context)
