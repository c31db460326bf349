"""Meetings and their papers in the admin site: to look at.

A paper's pages and tables are read where the meeting's people read them; here stands which papers
were sent, when and by whom.
"""

from __future__ import annotations

from django.contrib import admin

from improvement_plans.admin.read_only import ReadOnly, ReadOnlyRows
from improvement_plans.models import (
    AgendaItem,
    Meeting,
    MeetingDecision,
    MeetingPaper,
    MeetingSeries,
)


class Agenda(ReadOnlyRows):
    model = AgendaItem
    fields = ("position", "kind", "text", "why", "is_dropped")


class Decisions(ReadOnlyRows):
    model = MeetingDecision
    fields = ("text", "owner", "due", "settled_on", "became")


@admin.register(Meeting)
class MeetingAdmin(ReadOnly):
    list_display = ("title", "kind", "on", "trust", "scheme", "state")
    list_filter = ("kind", "state")
    list_select_related = ("trust", "scheme")
    search_fields = ("title", "trust__name", "chair")
    inlines = (Agenda, Decisions)


@admin.register(MeetingSeries)
class MeetingSeriesAdmin(ReadOnly):
    list_display = ("title", "kind", "rhythm", "trust", "scheme", "begins_on", "ends_on")
    list_filter = ("kind",)
    list_select_related = ("trust", "scheme")
    search_fields = ("title", "trust__name", "chair")


@admin.register(MeetingPaper)
class MeetingPaperAdmin(ReadOnly):
    list_display = ("meeting", "part", "number", "as_at", "sent_at", "sent_by")
    list_filter = ("part",)
    list_select_related = ("meeting", "sent_by")
    search_fields = ("meeting__title",)
    fields = ("meeting", "part", "number", "as_at", "sent_at", "sent_by", "sha256")
