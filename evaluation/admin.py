"""Evaluations in the admin site: to look at. Everything is done through the portal's services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from evaluation.models import EvaluationRun, Report


class ReadOnly(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(EvaluationRun)
class EvaluationRunAdmin(ReadOnly):
    list_display = ("scheme", "baseline", "follow_up", "state", "attempts", "requested_at")
    list_filter = ("state",)
    list_select_related = ("scheme", "baseline", "follow_up")


@admin.register(Report)
class ReportAdmin(ReadOnly):
    list_display = ("title", "version", "state", "compiled_at", "signed_off_by_name")
    list_filter = ("state",)
    search_fields = ("title",)
    exclude = ("content",)
