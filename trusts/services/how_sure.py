"""How sure each pair of a draft is: worked out by a worker, after the act that made the draft.

Two hundred redraws take seconds. The board shows everything else at once and this when it is there.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from buddy_portal.outbox.jobs import Effect
from buddy_portal.outbox.services import enqueue
from trusts.models import CERTAINTY, PairingDraft
from trusts.pairing_choices import DraftChoices

REDRAW = "redraw_pairing_draft"
# 150 mentors by 150 mentees is the whole country; above that the redraws would hold up a worker.
MOST_CELLS_TO_REDRAW = 22_500

Certainty = list[dict[str, Any]]


def ask_how_sure(*, draft: PairingDraft) -> None:
    """Have a worker redraw the survey for a draft just worked out, in its transaction.

    A set without pairs has nothing to be sure of.
    """
    if CERTAINTY in draft.result:
        return
    known = _known_already(draft) if draft.result["pairs"] else []
    if known is not None:
        _write(draft, known)
        return
    enqueue(job=REDRAW, payload={"draft_id": draft.pk, "digest": draft.inputs_digest})


def redraw_draft(*, draft_id: int, digest: str) -> Effect | None:
    """How often each pair of the draft stays. Safe to run twice, safe to be killed.

    Nothing is left behind where the draft has been worked out again since it was asked for: that
    act asked for redraws of its own.
    """
    draft = PairingDraft.objects.select_related("scheme__baseline").filter(pk=draft_id).first()
    if draft is None or draft.inputs_digest != digest or CERTAINTY in draft.result:
        return None
    found = _redrawn(draft)
    return partial(_keep, draft=draft, found=found)


def gave_up(*, draft_id: int, digest: str, error: str) -> None:
    """Every attempt failed: the board stops waiting and says nothing about how sure a pair is."""
    draft = PairingDraft.objects.filter(pk=draft_id, inputs_digest=digest).first()
    if draft is not None:
        _keep(draft=draft, found=[])


def _redrawn(draft: PairingDraft) -> Certainty:
    """A word and a count for each pair; nothing where the inputs have moved on or are too many."""
    from trusts.matching import certainty  # brings numpy: not at start
    from trusts.selectors.pairing_inputs import as_solved, current_digest, scheme_scores

    choices = DraftChoices.from_json(draft.choices)
    scores = scheme_scores(draft.scheme, choices)
    if current_digest(scores, choices) != draft.inputs_digest:
        return []
    problem, solution = as_solved(draft, choices, scores)
    if len(problem.mentors) * len(problem.mentees) > MOST_CELLS_TO_REDRAW:
        return []
    return [
        {"mentee": sure.mentee, "kept": sure.kept, "draws": sure.draws, "word": sure.word}
        for sure in certainty(scores.scored, problem, solution)
    ]


def _known_already(draft: PairingDraft) -> Certainty | None:
    """What was found for the same set from the same inputs, in another draft of the scheme."""
    same = PairingDraft.objects.filter(
        scheme_id=draft.scheme_id,
        inputs_digest=draft.inputs_digest,
        result__pairs=draft.result["pairs"],
        result__has_key=CERTAINTY,
    ).exclude(pk=draft.pk)
    found = same.order_by("-pk").first()
    return found.result[CERTAINTY] or None if found else None


def _keep(*, draft: PairingDraft, found: Certainty) -> None:
    """Write it on the draft, unless the draft has been worked out again meanwhile."""
    now = PairingDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if now is None or now.inputs_digest != draft.inputs_digest or CERTAINTY in now.result:
        return
    if now.result["pairs"] == draft.result["pairs"]:
        _write(now, found)


def _write(draft: PairingDraft, found: Certainty) -> None:
    """Without a row of history: nobody decided anything."""
    draft.result = {**draft.result, CERTAINTY: found}
    PairingDraft.objects.filter(pk=draft.pk).update(result=draft.result)
