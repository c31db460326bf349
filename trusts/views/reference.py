"""Taking over lists of trusts: choose a file, see what it would change, import it."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from trusts.checked_lists import CheckedList, seal, unseal
from trusts.forms.reference import TakeOverForm, TrustListForm
from trusts.presenters import reference as words
from trusts.services.reference import ReferenceImport, import_trusts

CHOOSE, CHECKED = "trusts/trust_import.html", "trusts/trust_import_checked.html"


@requires(Permission.MANAGE_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def trust_import(request: PersonRequest) -> HttpResponse:
    """Choose a list; then see what it would change. Nothing is stored here."""
    if request.method != "POST":
        return render(request, CHOOSE, {"form": TrustListForm(back=_back())})
    form = TrustListForm(request.POST, request.FILES, back=_back())
    if form.is_valid():
        file = form.cleaned_data["file"]
        chosen = CheckedList(str(file.name), file.read())
        try:
            return render(request, CHECKED, _checked(chosen, _take(request, chosen, commit=False)))
        except Refusal as refusal:
            form.refuse(refusal)
    return render(request, CHOOSE, {"form": form})


@requires(Permission.MANAGE_TRUSTS)
@require_POST
def trust_import_confirm(request: PersonRequest) -> HttpResponse:
    """Import the list that was checked."""
    try:
        done = _take(request, unseal(request.POST.get("checked", "")), commit=True)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("trust_import")
    messages.success(request, f"{words.rows_words(done)} of the list were imported.")
    return redirect("trust_list")


def _take(request: PersonRequest, chosen: CheckedList, *, commit: bool) -> ReferenceImport:
    by, file = request.user, BytesIO(chosen.content)
    return import_trusts(by=by, file=file, name=chosen.name, commit=commit)


def _checked(chosen: CheckedList, found: ReferenceImport) -> dict[str, object]:
    rows = words.rows_words(found)
    can_import = not found.refused and bool(found.new + found.changed)
    form = TakeOverForm(
        initial={"checked": seal(chosen)}, rows=rows, action=reverse("trust_import_confirm")
    )
    return {
        "name": chosen.name,
        "numbers": words.numbers(found),
        "refused": words.refused_table(found) if found.refused else None,
        "take_over": form if can_import else None,
    }


def _back() -> tuple[str, str]:
    return ("Back to trusts", reverse("trust_list"))
