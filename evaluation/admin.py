"""Evaluations in the admin site: to look at. Everything is done through the portal's services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from evaluation.models import ComparatorExclusion, EvaluationRun, Protocol, Report


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


@admin.register(Protocol)
class ProtocolAdmin(ReadOnly):
    list_display = ("scheme", "version", "scores_were_in", "frozen_by_name", "frozen_at")
    list_filter = ("scores_were_in",)
    list_select_related = ("scheme", "baseline", "follow_up")
    exclude = ("content",)


@admin.register(ComparatorExclusion)
class ComparatorExclusionAdmin(ReadOnly):
    list_display = ("trust", "scheme", "reason", "added_at")
    list_select_related = ("trust", "scheme")
