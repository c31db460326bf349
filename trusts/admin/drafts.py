"""Drafts of the pairing in the admin site: the acts of the board, through the same services."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from buddy_portal.accounts.admin import ReadOnlyAdmin
from buddy_portal.accounts.admin_tables import lines, table
from trusts.admin.asking import Who, asking
from trusts.admin.in_words import HistoryInWords
from trusts.forms.admin import (
    AnswerByForAction,
    DecidedPairForAction,
    ForbidForAction,
    LockForAction,
    NameForAction,
    NothingForAction,
)
from trusts.models import DraftAct, PairingDraft, PairingRequest
from trusts.presenters import admin_words as words
from trusts.selectors.draft_comparison import compare_drafts
from trusts.services import drafts
from trusts.services.large_pairings import bring_set


def outcome(made: PairingDraft | PairingRequest) -> str:
    """What became of an act: the new set with the way to its board, or that a worker has it."""
    board = reverse("pairing", kwargs={"scheme_id": made.scheme_id})
    if isinstance(made, PairingRequest):
        words = '{}: a worker is working out the set. <a href="{}">See how far it is</a>'
        return format_html(words, made.scheme, board)
    pairs = made.result["matched"]
    return format_html(
        '{}: {} has {} {}. <a href="{}?draft={}">Open the board</a>',
        made.scheme,
        made.name,
        pairs,
        "pair" if pairs == 1 else "pairs",
        board,
        made.pk,
    )


def _locked_pairs(data: Any = None, *, thing: PairingDraft) -> DecidedPairForAction:
    return DecidedPairForAction(data, thing=thing, decided="locked")


def _forbidden_pairs(data: Any = None, *, thing: PairingDraft) -> DecidedPairForAction:
    return DecidedPairForAction(data, thing=thing, decided="forbidden")


def _save_copy(draft: PairingDraft, typed: dict[str, Any], who: Who) -> str:
    return f"{drafts.save_draft_as(draft_id=draft.pk, name=typed['name'], **who).name} is saved."


def _propose(draft: PairingDraft, typed: dict[str, Any], who: Who) -> str:
    sent = drafts.propose_draft(draft_id=draft.pk, answer_by=typed["answer_by"], **who)
    return "1 proposal has been sent." if len(sent) == 1 else f"{len(sent)} proposals were sent."


def _changing(act: DraftAct, description: str, form_for: Any) -> Any:
    """An action that changes the set, at once or by a worker as on the board."""

    def do(draft: PairingDraft, typed: dict[str, Any], who: Who) -> str:
        made = bring_set(
            scheme=draft.scheme,
            act=act,
            draft=draft,
            pair=typed.get("pair"),
            reason=typed.get("reason", ""),
            **who,
        )
        return outcome(made)

    return asking(act.value, description, form_for=form_for, act=do)


@admin.register(PairingDraft)
class PairingDraftAdmin(ReadOnlyAdmin, HistoryInWords):
    in_words = {"choices": words.decisions_in_short, "weights": words.settings_in_short}
    list_display = ("name", "scheme", "matched", "worst", "total", "saved_by", "saved_at", "board")
    list_filter = ("scheme",)
    list_select_related = ("scheme", "saved_by")
    search_fields = ("name", "scheme__name")
    history_list_display = ("decided",)
    fields = readonly_fields = (
        "name",
        "scheme",
        "matched",
        "worst",
        "total",
        "pairs_found",
        "without_mentor",
        "locked",
        "forbidden",
        "weights_used",
        "weights_version",
        "inputs_digest",
        "saved_by",
        "saved_at",
        "board",
    )
    actions = (
        _changing(DraftAct.LOCK, "Lock a pair", LockForAction),
        _changing(DraftAct.UNLOCK, "Unlock a pair", _locked_pairs),
        _changing(DraftAct.FORBID, "Forbid a pair, with a reason", ForbidForAction),
        _changing(DraftAct.ALLOW, "Allow a forbidden pair again", _forbidden_pairs),
        _changing(DraftAct.AGAIN, "Work out the set again", NothingForAction),
        asking("save_copy", "Save a copy under a name", form_for=NameForAction, act=_save_copy),
        asking(
            "propose",
            "Propose the pairs of this draft",
            form_for=AnswerByForAction,
            act=_propose,
        ),
    )

    @admin.display(description="Matched")
    def matched(self, draft: PairingDraft) -> int:
        return int(draft.result["matched"])

    @admin.display(description="Worst-off")
    def worst(self, draft: PairingDraft) -> int:
        return int(draft.result["worst"])

    @admin.display(description="Total")
    def total(self, draft: PairingDraft) -> int:
        return int(draft.result["total"])

    @admin.display(description="Board")
    def board(self, draft: PairingDraft) -> str:
        address = reverse("pairing", kwargs={"scheme_id": draft.scheme_id})
        return format_html('<a href="{}?draft={}">Open the board</a>', address, draft.pk)

    @admin.display(description="Pairs")
    def pairs_found(self, draft: PairingDraft) -> str:
        return table(words.PAIR_HEADS, words.pair_rows(compare_drafts(draft, draft)))

    @admin.display(description="Without a mentor")
    def without_mentor(self, draft: PairingDraft) -> str:
        return lines(words.unmatched_lines(compare_drafts(draft, draft)))

    @admin.display(description="Locked pairs")
    def locked(self, draft: PairingDraft) -> str:
        return lines(words.decision_lines(compare_drafts(draft, draft), locks=True))

    @admin.display(description="Forbidden pairs")
    def forbidden(self, draft: PairingDraft) -> str:
        return lines(words.decision_lines(compare_drafts(draft, draft), locks=False))

    @admin.display(description="Weights")
    def weights_used(self, draft: PairingDraft) -> str:
        return table(words.SETTINGS_HEADS, words.weight_rows(draft.weights))

    @admin.display(description="Decided")
    def decided(self, then: Any) -> str:
        """A row of the history: what had been decided by then."""
        return words.decisions_in_short(then.choices)
