"""Measures and tests of change in the admin site: to look at.

Their figures are not here: pages of the portal know which of them may be shown to whom.
"""

from __future__ import annotations

from django.contrib import admin

from improvement_plans.admin.read_only import ReadOnly, ReadOnlyWithHistory
from improvement_plans.models import Measure, PdsaCycle


@admin.register(Measure)
class MeasureAdmin(ReadOnlyWithHistory):
    list_display = ("name", "plan", "kind", "unit", "frequency", "stopped_on")
    list_filter = ("kind", "unit")
    list_select_related = ("plan",)
    search_fields = ("name", "plan__title")


@admin.register(PdsaCycle)
class PdsaCycleAdmin(ReadOnly):
    list_display = ("question", "idea", "number", "state", "starts_on", "ends_on")
    list_filter = ("state",)
    list_select_related = ("idea",)
    search_fields = ("question",)
