"""Pairs in the admin site: the acts of a pair's page, through the same services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from buddy_portal.accounts.admin import ReadOnlyAdmin
from buddy_portal.accounts.admin_tables import lines, table
from trusts.admin.asking import Who, asking
from trusts.admin.in_words import HistoryInWords
from trusts.forms.admin import AnswerForAction, NothingForAction, ReasonForAction
from trusts.models import BuddyPair
from trusts.presenters import admin_words as words
from trusts.services import pairs


def _record_answer(pair: BuddyPair, typed: dict[str, Any], who: Who) -> str:
    pairs.record_answer(
        pair_id=pair.pk,
        ods_code=typed["side"],
        accepts=typed["answer"] == "accept",
        reason=typed["reason"],
        **who,
    )
    return "The answer has been recorded."


def _record_signatures(pair: BuddyPair, typed: dict[str, Any], who: Who) -> str:
    pairs.record_signatures(pair_id=pair.pk, how=typed["reason"], **who)
    return "The pair is active."


def _end(pair: BuddyPair, typed: dict[str, Any], who: Who) -> str:
    pairs.end_pair(pair_id=pair.pk, reason=typed["reason"], **who)
    return "The pair has ended."


def _complete(pair: BuddyPair, _typed: dict[str, Any], who: Who) -> str:
    pairs.complete_pair(pair_id=pair.pk, **who)
    return "The pair is complete."


@admin.register(BuddyPair)
class BuddyPairAdmin(ReadOnlyAdmin, HistoryInWords):
    in_words = {"explanation": words.explanation_in_short}
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
    exclude = ("explanation",)
    readonly_fields = ("score_parts", "score_from")
    actions = (
        asking("record_answer", "Record an answer", form_for=AnswerForAction, act=_record_answer),
        asking(
            "record_signatures",
            "Record that both sponsors have signed",
            form_for=ReasonForAction,
            act=_record_signatures,
        ),
        asking("end", "End a pair early", form_for=ReasonForAction, act=_end),
        asking(
            "complete",
            "Complete a pair that has run its course",
            form_for=NothingForAction,
            act=_complete,
        ),
    )

    @admin.display(description="What the score was made of")
    def score_parts(self, pair: BuddyPair) -> str:
        return table(words.PART_HEADS, words.part_rows(pair))

    @admin.display(description="What it was worked out from")
    def score_from(self, pair: BuddyPair) -> str:
        return lines(words.explanation_lines(pair))
