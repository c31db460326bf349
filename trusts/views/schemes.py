"""Pages about schemes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal, StaleVersion
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from trusts import rules
from trusts.comparability import UNLIKE_SCALES
from trusts.forms.schemes import (
    ComparabilityForm,
    SchemeEditForm,
    SchemeForm,
    scheme_initial,
)
from trusts.models import Scheme, SchemeKind
from trusts.presenters import schemes as words
from trusts.presenters.tags import pair_tag, participation_tag
from trusts.refusals import NotFound
from trusts.selectors import comparability as comparability_selectors
from trusts.selectors import pairs as pair_selectors
from trusts.selectors import participations as participation_selectors
from trusts.selectors import schemes as selectors
from trusts.services import comparability as comparability_services
from trusts.services import schemes as services


@requires(Permission.SEE_SCHEMES)
@require_safe
def scheme_list(request: PersonRequest) -> HttpResponse:
    """Every scheme, newest first."""
    schemes = list(selectors.all_schemes())
    context = {
        "table": words.scheme_table(schemes, timezone.localdate()),
        "has_schemes": bool(schemes),
        "can_create": rules.can_manage_schemes.allows(access_of(request.user), None),
    }
    return render(request, "trusts/scheme_list.html", context)


@requires(Permission.SEE_SCHEMES)
@require_safe
def scheme_detail(request: PersonRequest, scheme_id: int) -> HttpResponse:
    """One scheme: its phases, its trusts, what it could detect and what stands in the way."""
    scheme, today = selectors.scheme_by_id(scheme_id), timezone.localdate()
    access, counts = access_of(request.user), selectors.scheme_counts(scheme)
    office = rules.can_see_applications.allows(access, None)
    verdict = words.window_verdict(scheme)
    effect = selectors.scheme_detectable_effect(scheme, counts.mentees)
    context = {
        "scheme": scheme,
        "phase": words.phase_now(scheme, today),
        "numbers": words.scheme_numbers(scheme, counts, office=office),
        "steps": words.timeline_steps(scheme, today),
        "chart": words.timeline_chart(scheme, today),
        "verdict": verdict,
        "verdict_heading": words.WINDOW_HEADINGS[verdict.standing],
        "detectable": words.detectable_words(effect, counts.mentees),
        "office": office,
        "is_collaborative": scheme.kind == SchemeKind.COLLABORATIVE,
        "can_change": rules.can_manage_schemes.allows(access, None),
        "own": [
            (found, participation_tag(found))
            for found in participation_selectors.own_applications(scheme, access)
        ],
        "can_apply": participation_selectors.trusts_that_can_apply(scheme, access).exists()
        and Permission.APPLY in access.permissions,
        "pairs": [
            (pair, pair_tag(pair)) for pair in pair_selectors.pairs_of_scheme(scheme, access)
        ],
    }
    return render(request, "trusts/scheme_detail.html", context)


@requires(Permission.MANAGE_SCHEMES)
@require_http_methods(["GET", "HEAD", "POST"])
def scheme_create(request: PersonRequest) -> HttpResponse:
    """A new scheme."""
    back = ("Back to schemes", reverse("scheme_list"))
    if request.method == "POST":
        form = SchemeForm(request.POST, back=back)
        if form.is_valid():
            try:
                scheme = services.create_scheme(values=form.values(), by=request.user)
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, f"{scheme} has been created.")
                return redirect("scheme_detail", scheme_id=scheme.pk)
    else:
        form = SchemeForm(back=back, initial=_kind_asked_for(request))
    return render(request, "trusts/scheme_form.html", {"form": form, "title": "Create a scheme"})


def _kind_asked_for(request: HttpRequest) -> dict[str, str]:
    """The kind of scheme that the address names, for links such as "Create a collaborative"."""
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in SchemeKind.values else {}


@requires(Permission.MANAGE_SCHEMES)
@require_http_methods(["GET", "HEAD", "POST"])
def scheme_edit(request: PersonRequest, scheme_id: int) -> HttpResponse:
    """Change a scheme; a stale save shows both versions."""
    scheme = selectors.scheme_by_id(scheme_id)
    back = (f"Back to {scheme}", reverse("scheme_detail", kwargs={"scheme_id": scheme_id}))
    if request.method == "POST":
        form = SchemeEditForm(request.POST, back=back)
        if form.is_valid():
            try:
                services.update_scheme(
                    scheme_id=scheme_id,
                    values=form.values(),
                    read_at=form.read_at(),
                    by=request.user,
                )
            except StaleVersion as stale:
                form.show_both(stale, version=selectors.scheme_by_id(scheme_id).version)
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, "The scheme has been saved.")
                return redirect("scheme_detail", scheme_id=scheme_id)
    else:
        form = SchemeEditForm(
            initial=scheme_initial(scheme), read_version=scheme.version, back=back
        )
    context = {"form": form, "title": f"Change {scheme}", "scheme": scheme}
    return render(request, "trusts/scheme_form.html", context)


@requires(Permission.SEE_SCHEMES)
@require_safe
def comparability(request: PersonRequest, scheme_id: int) -> HttpResponse:
    """Which questions may be compared between the scheme's two survey years."""
    scheme = selectors.scheme_by_id(scheme_id)
    can_change = rules.can_manage_trusts.allows(access_of(request.user), None)
    rows = comparability_selectors.comparability_map(scheme.baseline, scheme.follow_up)
    context = {
        "scheme": scheme,
        "can_change": can_change,
        "table": words.comparability_table(scheme, rows, can_change=can_change),
        "comparable": sum(row.verdict.is_comparable for row in rows),
        "questions": len(rows),
    }
    return render(request, "trusts/comparability.html", context)


@requires(Permission.MANAGE_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def comparability_edit(request: PersonRequest, scheme_id: int, number: str) -> HttpResponse:
    """Say whether one question may be compared, and why."""
    scheme = selectors.scheme_by_id(scheme_id)
    row = comparability_selectors.comparability_row(scheme.baseline, scheme.follow_up, number)
    if len(row.asked_in) < 2:
        raise NotFound("Only a question that both years asked can be compared.")
    here = reverse("comparability", kwargs={"scheme_id": scheme_id})
    back = ("Back to the comparability map", here)
    if request.method == "POST":
        form = ComparabilityForm(request.POST, back=back)
        if form.is_valid() and _comparability_saved(request, scheme, number, form):
            messages.success(request, f"The answer about {number} has been saved.")
            return redirect(here)
    elif row.verdict.is_fixed:
        messages.error(request, UNLIKE_SCALES)
        return redirect(here)
    else:
        said = row.verdict.by_person
        form = ComparabilityForm(
            initial={
                "answer": row.verdict.answer if said else ComparabilityForm.DEFAULT,
                "reason": row.verdict.reason if said else "",
            },
            back=back,
        )
    context = {"form": form, "scheme": scheme, "row": row}
    return render(request, "trusts/comparability_form.html", context)


def _comparability_saved(
    request: PersonRequest, scheme: Scheme, number: str, form: ComparabilityForm
) -> bool:
    """Whether the answer was taken; else the form says why not."""
    about: dict[str, Any] = {
        "survey": scheme.baseline.survey,
        "number": number,
        "earlier_year": scheme.baseline.year,
        "later_year": scheme.follow_up.year,
        "by": request.user,
    }
    answer, reason = form.cleaned_data["answer"], form.cleaned_data["reason"]
    try:
        if answer == ComparabilityForm.DEFAULT:
            comparability_services.forget_comparability(**about)
        else:
            comparability_services.say_comparability(**about, answer=answer, reason=reason)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True
