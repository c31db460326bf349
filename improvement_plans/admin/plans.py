"""Plans in the admin site: to look at, with their history. Changes go through the portal."""

from __future__ import annotations

from django.contrib import admin

from improvement_plans.admin.read_only import ReadOnlyWithHistory
from improvement_plans.models import Action, Aim, Plan


@admin.register(Plan)
class PlanAdmin(ReadOnlyWithHistory):
    list_display = ("title", "state", "window_from", "window_to", "lead", "sponsor")
    list_filter = ("state", "scheme")
    list_select_related = ("lead", "sponsor")
    search_fields = ("title", "trust__name", "pair__mentor__name")


@admin.register(Aim)
class AimAdmin(ReadOnlyWithHistory):
    list_display = (
        "title",
        "plan",
        "question",
        "tumour_group",
        "own_measure",
        "baseline",
        "target",
        "by_date",
    )
    list_select_related = ("plan", "question", "own_measure")
    search_fields = ("title", "plan__title")


@admin.register(Action)
class ActionAdmin(ReadOnlyWithHistory):
    list_display = ("text", "plan", "owner", "due", "state", "claim")
    list_filter = ("state", "claim")
    list_select_related = ("plan", "owner")
    search_fields = ("text", "plan__title")
