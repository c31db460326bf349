"""Working out a set of pairs, changing it act by act, and sending it as proposals."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import BuddyPair, DraftAct, PairingDraft, Scheme
from trusts.pairing_choices import Codes, DraftChoices
from trusts.refusals import (
    DraftOutdated,
    NameTaken,
)
from trusts.services.changes import name_in_history
from trusts.services.draft_sets import (
    Prepared,
    check_act,
    check_something_open,
    must_stand,
    newest_draft,
    pairs_of,
    set_for,
)
from trusts.services.how_sure import ask_how_sure
from trusts.services.kept_explanations import explanation_to_keep, weights_to_keep
from trusts.services.proposals import PairToPropose, propose_pairs

if TYPE_CHECKING:
    from trusts.selectors.pairing_inputs import WorkedOut

ACTIONS = {
    DraftAct.AGAIN: "worked out a set again",
    DraftAct.LOCK: "locked pair",
    DraftAct.UNLOCK: "unlocked pair",
    DraftAct.FORBID: "forbade pair",
    DraftAct.ALLOW: "allowed pair again",
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@transaction.atomic
def suggest_draft(
    *, scheme: Scheme, by: User, today: datetime.date, prepared: Prepared | None = None
) -> PairingDraft:
    """Work out the best set for what is open and keep it as a new draft.

    What was decided about the newest draft (locks and forbidden pairs) still holds where it can,
    and as few of its pairs as possible change: after a decline this is the re-match.
    """
    rules.can_pair.require(access_of(by, on=today), None)
    Scheme.objects.select_for_update().get(pk=scheme.pk)  # two presses make two names
    newest = newest_draft(scheme)
    choices = DraftChoices.from_json(newest.choices if newest else {})
    found = set_for(scheme, choices, pairs_of(newest), prepared)
    check_something_open(found)
    draft = PairingDraft(scheme=scheme, name=_next_name(scheme), saved_by=by)
    _fill(draft, found)
    name_in_history(draft, by=by)
    draft.save()
    ask_how_sure(draft=draft)
    record_event(
        by=by, action="worked out a set of pairs", thing=draft, changes=_totals(draft.result)
    )
    return draft


def work_out_again(*, draft_id: int, by: User, today: datetime.date) -> PairingDraft:
    """Work out a draft anew after results, applications or pairs have changed."""
    return change_draft(act=DraftAct.AGAIN, draft_id=draft_id, by=by, today=today)


def lock_pair(*, draft_id: int, pair: Codes, by: User, today: datetime.date) -> PairingDraft:
    """Make a pair stand in the draft, and work out the rest around it."""
    return change_draft(act=DraftAct.LOCK, draft_id=draft_id, pair=pair, by=by, today=today)


def unlock_pair(*, draft_id: int, pair: Codes, by: User, today: datetime.date) -> PairingDraft:
    """Let the method decide about a locked pair again."""
    return change_draft(act=DraftAct.UNLOCK, draft_id=draft_id, pair=pair, by=by, today=today)


def forbid_pair(
    *, draft_id: int, pair: Codes, reason: str, by: User, today: datetime.date
) -> PairingDraft:
    """Rule a pair out of the draft, with a reason that is kept."""
    return change_draft(
        act=DraftAct.FORBID, draft_id=draft_id, pair=pair, reason=reason, by=by, today=today
    )


def allow_pair(*, draft_id: int, pair: Codes, by: User, today: datetime.date) -> PairingDraft:
    """Take back that a pair was ruled out."""
    return change_draft(act=DraftAct.ALLOW, draft_id=draft_id, pair=pair, by=by, today=today)


@transaction.atomic
def change_draft(
    *,
    act: DraftAct,
    draft_id: int,
    pair: Codes | None = None,
    reason: str = "",
    by: User,
    today: datetime.date,
    prepared: Prepared | None = None,
) -> PairingDraft:
    """Apply one act to a locked draft, work the set out again and say what became of it."""
    rules.can_pair.require(access_of(by, on=today), None)
    draft = _locked(draft_id)
    check_act(draft.scheme, act, pair, reason)
    choices = DraftChoices.from_json(draft.choices).after(act, pair, reason.strip())
    before = _totals(draft.result)
    locks = must_stand(act, pair)
    found = set_for(draft.scheme, choices, pairs_of(draft), prepared, locks)
    check_something_open(found)  # else a board left open would empty a draft long dealt with
    _fill(draft, found)
    said = f"{ACTIONS[act]} {' and '.join(pair)}. {reason.strip()}" if pair else ACTIONS[act]
    name_in_history(draft, by=by, reason=said)
    draft.save()
    ask_how_sure(draft=draft)
    after = _totals(draft.result)
    record_event(
        by=by,
        action=ACTIONS[act],
        thing=draft,
        name=f"{draft}: {pair[0]} and {pair[1]}" if pair else "",
        changes={key: (before[key][1], after[key][1]) for key in after},
        reason=reason.strip(),
    )
    return draft


@transaction.atomic
def save_draft_as(*, draft_id: int, name: str, by: User, today: datetime.date) -> PairingDraft:
    """Keep a copy of a draft under a name, to go on with and to compare."""
    rules.can_pair.require(access_of(by, on=today), None)
    source = _locked(draft_id)
    copy = PairingDraft(
        scheme=source.scheme,
        name=name.strip(),
        result=source.result,
        choices=source.choices,
        weights=source.weights,
        weights_version=source.weights_version,
        inputs_digest=source.inputs_digest,
        saved_by=by,
    )
    name_in_history(copy, by=by, reason=f"copy of {source.name}")
    try:
        with transaction.atomic():
            copy.save()
    except IntegrityError as error:
        raise NameTaken(
            f"There is a draft called {name.strip()} already. Choose another name", field="name"
        ) from error
    ask_how_sure(draft=copy)
    record_event(by=by, action="saved draft", thing=copy, changes={"copy of": (None, source.name)})
    return copy


@transaction.atomic
def propose_draft(
    *, draft_id: int, answer_by: datetime.date, by: User, today: datetime.date
) -> list[BuddyPair]:
    """Send every pair of a draft to its two trusts. Refused where the draft is out of date."""
    from trusts.selectors.pairing_inputs import current_digest, scheme_scores  # brings numpy

    rules.can_pair.require(access_of(by, on=today), None)
    draft = _locked(draft_id)
    choices = DraftChoices.from_json(draft.choices)
    scores = scheme_scores(draft.scheme, choices)
    if current_digest(scores, choices) != draft.inputs_digest:
        raise DraftOutdated(
            "Results, applications, pairs or the scheme's weights have changed since this set was "
            "worked out. Work it out again, then send it."
        )
    pairs = [
        PairToPropose(
            mentor=scores.trusts[entry["mentor"]],
            mentee=scores.trusts[entry["mentee"]],
            score=entry["score"],
            explanation=explanation_to_keep(
                scores.scored, (entry["mentor"], entry["mentee"]), draft.inputs_digest
            ),
        )
        for entry in draft.result["pairs"]
    ]
    return propose_pairs(
        scheme=draft.scheme, pairs=pairs, answer_by=answer_by, by=by, today=today, draft=draft
    )


def _locked(draft_id: int) -> PairingDraft:
    return (
        PairingDraft.objects.select_for_update(of=("self",))
        .select_related("scheme__baseline")
        .get(pk=draft_id)
    )


def _fill(draft: PairingDraft, found: WorkedOut) -> None:
    from trusts.matching.exchange import solution_data  # brings numpy: not at start

    weights = found.scores.scored.inputs.weights
    draft.choices = found.choices.as_json()
    draft.result = solution_data(found.solution)
    draft.weights = weights_to_keep(weights)
    draft.weights_version = weights.version
    draft.inputs_digest = found.digest


def _totals(result: dict[str, Any]) -> dict[str, tuple[object, object]]:
    return {key: (None, result[key]) for key in ("matched", "worst", "total")}


def _next_name(scheme: Scheme) -> str:
    """Draft A, Draft B and so on; numbers after Z."""
    names = set(PairingDraft.objects.filter(scheme=scheme).values_list("name", flat=True))
    letters = [f"Draft {letter}" for letter in LETTERS]
    more = (f"Draft {number}" for number in range(len(LETTERS) + 1, len(names) + 30))
    return next(name for name in [*letters, *more] if name not in names)
