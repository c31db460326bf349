"""The weights and gates of a scheme's pairing, with a preview before they are saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import Refusal, StaleVersion
from buddy_portal.accounts.requests import PersonRequest
from buddy_portal.accounts.rules import requires
from trusts import rules
from trusts.forms.pairing_settings import PairingSettingsForm, settings_initial
from trusts.models import Scheme
from trusts.pairing_settings import PairingSettings
from trusts.presenters import pairing_settings as words
from trusts.selectors.schemes import scheme_by_id
from trusts.selectors.settings_preview import (
    SettingsPreview,
    preview_settings,
    settings_versions,
)
from trusts.services.pairing_settings import change_pairing_settings


@requires(Permission.PAIR_TRUSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def pairing_settings(request: PersonRequest, scheme_id: int) -> HttpResponse:
    """Change weights and gates: the first button shows what would change, the second saves it."""
    rules.can_pair.require(access_of(request.user), None)
    scheme = scheme_by_id(scheme_id)
    board = reverse("pairing", kwargs={"scheme_id": scheme_id})
    back, preview = ("Go back to the board", board), None
    if request.method == "POST":
        form = PairingSettingsForm(request.POST, back=back)
        if form.is_valid():
            if request.POST.get("do") == "save" and _saved(request, scheme, form):
                return redirect(board)
            preview = _previewed(scheme, form)
    else:
        form = PairingSettingsForm(
            initial=settings_initial(PairingSettings.from_json(scheme.pairing_weights)),
            read_version=scheme.version,
            back=back,
        )
    context: dict[str, Any] = {
        "scheme": scheme,
        "form": form,
        "preview": preview,
        "preview_words": words.preview_words(preview) if preview else "",
        "totals": words.totals_table(preview) if preview else None,
        "changes": words.changes_table(preview) if preview else None,
        "versions": words.versions_table(settings_versions(scheme)),
    }
    return render(request, "trusts/pairing_settings.html", context)


def _saved(request: PersonRequest, scheme: Scheme, form: PairingSettingsForm) -> bool:
    """Whether the settings were saved; else the form says why not."""
    if not form.was_previewed:
        form.refuse(Refusal("Look at what would change with these settings, then save them"))
        return False
    try:
        saved = change_pairing_settings(
            scheme_id=scheme.pk,
            settings=form.settings(),
            reason=form.cleaned_data["reason"],
            read_at=form.read_at(),
            by=request.user,
            today=timezone.localdate(),
        )
    except StaleVersion:
        form.refuse(Refusal("The scheme has been changed meanwhile. Look at what would change now"))
        form.data = form.data.copy()
        form.data["read_version"] = str(scheme.version)
        return False
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    messages.success(
        request,
        f"Version {saved.pairing_weights_version} of the settings is saved. "
        "Drafts worked out before are out of date.",
    )
    return True


def _previewed(scheme: Scheme, form: PairingSettingsForm) -> SettingsPreview | None:
    """What the settings would do; None where a locked pair stands against them."""
    try:
        preview = preview_settings(scheme, form.settings())
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    form.offer_saving()
    return preview
