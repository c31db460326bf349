"""Listening in the admin site: to look at.

Whatever is done with it has a rule, a record and often a person who must agree, so it is done by
the portal's services alone. Numbers of people are not here: the portal's pages hide small ones.
"""

from __future__ import annotations

from django.contrib import admin

from improvement_plans.admin.read_only import ReadOnly, ReadOnlyRows, ReadOnlyWithHistory
from improvement_plans.models import (
    AllianceAnswer,
    Commitment,
    CommitmentUpdate,
    EngagementEvent,
    GroupAdvice,
    GroupMember,
    Insight,
    InvolvementGroup,
    Recommendation,
)


@admin.register(EngagementEvent)
class EngagementEventAdmin(ReadOnlyWithHistory):
    list_display = ("title", "kind", "on", "trust", "scheme", "state")
    list_filter = ("kind", "state")
    list_select_related = ("trust", "scheme")
    search_fields = ("title", "trust__name")
    exclude = ("people",)


class CommitmentRecord(ReadOnlyRows):
    model = CommitmentUpdate


@admin.register(Commitment)
class CommitmentAdmin(ReadOnly):
    list_display = ("text", "trust", "owner", "due", "state", "published_at")
    list_filter = ("state", "source")
    list_select_related = ("trust", "owner")
    search_fields = ("text", "trust__name")
    inlines = (CommitmentRecord,)


class Answers(ReadOnlyRows):
    model = AllianceAnswer


@admin.register(Recommendation)
class RecommendationAdmin(ReadOnly):
    list_display = ("alliance", "text", "made_on", "answer_by", "answer")
    list_filter = ("answer",)
    search_fields = ("alliance", "text")
    inlines = (Answers,)


class Members(ReadOnlyRows):
    model = GroupMember


class Advice(ReadOnlyRows):
    model = GroupAdvice


@admin.register(InvolvementGroup)
class InvolvementGroupAdmin(ReadOnly):
    list_display = ("name", "trust", "founded_on", "ended_on")
    list_select_related = ("trust",)
    search_fields = ("name", "trust__name")
    inlines = (Members, Advice)


@admin.register(Insight)
class InsightAdmin(ReadOnly):
    """Without the words themselves: a comment is read where its trust shares it."""

    list_display = ("trust", "source", "said_on", "service", "coding_state")
    list_filter = ("source", "coding_state")
    list_select_related = ("trust",)
    search_fields = ("trust__name", "service")
    fields = (
        "trust",
        "plan",
        "event",
        "source",
        "said_on",
        "service",
        "tumour_group",
        "coding_state",
        "themes",
        "kept_kinds",
        "kept_reason",
        "written_by",
        "written_at",
    )
