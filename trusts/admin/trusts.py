"""Trusts in the admin site: facts may be mended here, on the record."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from trusts.models import Trust, TrustSuccession
from trusts.services.trusts import save_succession, save_trust


class KeptAdmin(admin.ModelAdmin):
    """May be added to and changed; nothing is deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Trust)
class TrustAdmin(KeptAdmin, SimpleHistoryAdmin):
    list_display = ("name", "ods_code", "region", "alliance", "icb_name")
    list_filter = ("region", "is_foundation", "is_teaching", "is_specialist")
    search_fields = ("name", "ods_code", "town")
    exclude = ("is_fictional",)

    def save_model(self, request: HttpRequest, obj: Trust, form: Any, change: bool) -> None:
        save_trust(trust=obj, changed=form.changed_data, by=request.user)  # type: ignore[arg-type]


@admin.register(TrustSuccession)
class TrustSuccessionAdmin(KeptAdmin):
    list_display = ("predecessor_name", "predecessor_code", "successor_name", "date", "kind")
    list_filter = ("kind", "date")
    search_fields = (
        "predecessor_name",
        "predecessor_code",
        "successor_name",
        "successor_code",
    )

    def save_model(
        self, request: HttpRequest, obj: TrustSuccession, form: Any, change: bool
    ) -> None:
        save_succession(succession=obj, by=request.user)  # type: ignore[arg-type]
