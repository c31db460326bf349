"""Pairs and drafts in the admin site: the acts of the board, through the same services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from buddy_portal.accounts.admin import ReadOnlyAdmin
from trusts.admin.asking import ask_then_act, only_one
from trusts.forms.admin import AnswerByForAction, AnswerForAction, ReasonForAction
from trusts.models import BuddyPair, PairingDraft
from trusts.services import drafts, pairs


@admin.register(BuddyPair)
class BuddyPairAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    list_display = (
        "mentee",
        "mentor",
        "scheme",
        "state",
        "score",
        "place",
        "mentor_answer",
        "mentee_answer",
        "answer_by",
    )
    list_filter = ("state", "scheme", "mentor_answer", "mentee_answer", "answer_by")
    list_select_related = ("mentor", "mentee", "scheme")
    search_fields = ("mentor__name", "mentor__ods_code", "mentee__name", "mentee__ods_code")
    actions = ("record_answer", "record_signatures", "end")

    @admin.action(description="Record an answer")
    def record_answer(
        self, request: HttpRequest, queryset: QuerySet[BuddyPair]
    ) -> HttpResponse | None:
        pair = only_one(request, queryset, "pair")
        if pair is None:
            return None

        def act(form: Form) -> str:
            pairs.record_answer(
                pair_id=pair.pk,
                ods_code=form.cleaned_data["side"],
                accepts=form.cleaned_data["answer"] == "accept",
                reason=form.cleaned_data["reason"],
                by=_by(request),
                today=timezone.localdate(),
            )
            return "The answer has been recorded."

        return ask_then_act(
            self,
            request,
            queryset,
            title="Record an answer",
            action="record_answer",
            make_form=lambda data=None: AnswerForAction(data, pair=pair),
            act=act,
        )

    @admin.action(description="Record signed terms and start")
    def record_signatures(
        self, request: HttpRequest, queryset: QuerySet[BuddyPair]
    ) -> HttpResponse | None:
        pair = only_one(request, queryset, "pair")
        if pair is None:
            return None

        def act(form: Form) -> str:
            pairs.record_signatures(
                pair_id=pair.pk,
                how=form.cleaned_data["reason"],
                by=_by(request),
                today=timezone.localdate(),
            )
            return "The pair is active."

        return ask_then_act(
            self,
            request,
            queryset,
            title="Record that both sponsors have signed",
            action="record_signatures",
            make_form=ReasonForAction,
            act=act,
        )

    @admin.action(description="End")
    def end(self, request: HttpRequest, queryset: QuerySet[BuddyPair]) -> HttpResponse | None:
        pair = only_one(request, queryset, "pair")
        if pair is None:
            return None

        def act(form: Form) -> str:
            pairs.end_pair(
                pair_id=pair.pk,
                reason=form.cleaned_data["reason"],
                by=_by(request),
                today=timezone.localdate(),
            )
            return "The pair has ended."

        return ask_then_act(
            self,
            request,
            queryset,
            title="End a pair early",
            action="end",
            make_form=ReasonForAction,
            act=act,
        )


@admin.register(PairingDraft)
class PairingDraftAdmin(ReadOnlyAdmin):
    list_display = ("name", "scheme", "saved_by", "saved_at")
    list_filter = ("scheme",)
    list_select_related = ("scheme", "saved_by")
    search_fields = ("name", "scheme__name")
    actions = ("propose",)

    @admin.action(description="Propose the pairs of this draft")
    def propose(
        self, request: HttpRequest, queryset: QuerySet[PairingDraft]
    ) -> HttpResponse | None:
        draft = only_one(request, queryset, "draft")
        if draft is None:
            return None

        def act(form: Form) -> str:
            sent = drafts.propose_draft(
                draft_id=draft.pk,
                answer_by=form.cleaned_data["answer_by"],
                by=_by(request),
                today=timezone.localdate(),
            )
            return f"{len(sent)} proposals have been sent."

        count = draft.result["matched"]
        return ask_then_act(
            self,
            request,
            queryset,
            title=f"Send {count} proposals of {draft.name}",
            action="propose",
            make_form=AnswerByForAction,
            act=act,
        )


def _by(request: HttpRequest) -> Any:
    """The administrator who acts: the site lets nobody else in."""
    return request.user
