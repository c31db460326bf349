"""Working out a set of pairs, changing it act by act, and sending it as proposals."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.models import BuddyPair, PairingDraft, ParticipationState, Scheme
from trusts.pair_gates import MENTEES, MENTORS
from trusts.pairing_choices import Codes, DraftChoices
from trusts.refusals import (
    DraftOutdated,
    LockContradictsRule,
    NameTaken,
    NothingToPropose,
    NotTakingPart,
    ReasonMissing,
)
from trusts.services.how_sure import ask_how_sure
from trusts.services.proposals import PairToPropose, propose_pairs

if TYPE_CHECKING:
    from trusts.selectors.pairing_inputs import WorkedOut

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@transaction.atomic
def suggest_draft(*, scheme: Scheme, by: User, today: datetime.date) -> PairingDraft:
    """Work out the best set for what is open and keep it as a new draft.

    What was decided about the newest draft (locks and forbidden pairs) still holds, and as few of
    its pairs as possible change: after a decline this is the re-match.
    """
    rules.can_pair.require(access_of(by, on=today), None)
    Scheme.objects.select_for_update().get(pk=scheme.pk)  # two presses make two names
    newest = PairingDraft.objects.filter(scheme=scheme).order_by("-saved_at", "-pk").first()
    choices = DraftChoices.from_json(newest.choices if newest else {})
    found = _work_out(scheme, choices, previous=_pairs(newest))
    _check_something_open(found)
    draft = PairingDraft(scheme=scheme, name=_next_name(scheme), saved_by=by)
    _fill(draft, choices, found)
    draft.save()
    ask_how_sure(draft=draft)
    record_event(
        by=by, action="worked out a set of pairs", thing=draft, changes=_totals(draft.result)
    )
    return draft


@transaction.atomic
def work_out_again(*, draft_id: int, by: User, today: datetime.date) -> PairingDraft:
    """Work out a draft anew after results, applications or pairs have changed."""
    return _change(draft_id, lambda choices: choices, "worked out a set again", "", by, today)


@transaction.atomic
def lock_pair(*, draft_id: int, pair: Codes, by: User, today: datetime.date) -> PairingDraft:
    """Make a pair stand in the draft, and work out the rest around it."""
    rules.can_pair.require(access_of(by, on=today), None)
    _check_parts_fit(_locked(draft_id).scheme, pair)
    return _change(draft_id, lambda c: c.allow(pair).lock(pair), "locked pair", "", by, today, pair)


@transaction.atomic
def unlock_pair(*, draft_id: int, pair: Codes, by: User, today: datetime.date) -> PairingDraft:
    """Let the method decide about a locked pair again."""
    return _change(draft_id, lambda c: c.unlock(pair), "unlocked pair", "", by, today, pair)


@transaction.atomic
def forbid_pair(
    *, draft_id: int, pair: Codes, reason: str, by: User, today: datetime.date
) -> PairingDraft:
    """Rule a pair out of the draft, with a reason that is kept."""
    if not reason.strip():
        raise ReasonMissing("Enter why this pair is ruled out", field="reason")
    why = reason.strip()
    return _change(draft_id, lambda c: c.forbid(pair, why), "forbade pair", why, by, today, pair)


@transaction.atomic
def allow_pair(*, draft_id: int, pair: Codes, by: User, today: datetime.date) -> PairingDraft:
    """Take back that a pair was ruled out."""
    return _change(draft_id, lambda c: c.allow(pair), "allowed pair again", "", by, today, pair)


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
            explanation=_explanation(scores.scored, entry, draft),
        )
        for entry in draft.result["pairs"]
    ]
    return propose_pairs(
        scheme=draft.scheme, pairs=pairs, answer_by=answer_by, by=by, today=today, draft=draft
    )


def _change(
    draft_id: int,
    change: Callable[[DraftChoices], DraftChoices],
    action: str,
    reason: str,
    by: User,
    today: datetime.date,
    pair: Codes | None = None,
) -> PairingDraft:
    """Apply one act to a locked draft, work the set out again and say what became of it."""
    rules.can_pair.require(access_of(by, on=today), None)
    draft = _locked(draft_id)
    if pair is not None:
        _check_taking_part(draft.scheme, pair)
    choices = change(DraftChoices.from_json(draft.choices))
    before = _totals(draft.result)
    found = _work_out(draft.scheme, choices, previous=_pairs(draft))
    _check_something_open(found)  # else a board left open would empty a draft long dealt with
    _fill(draft, choices, found)
    draft.save()
    ask_how_sure(draft=draft)
    after = _totals(draft.result)
    record_event(
        by=by,
        action=action,
        thing=draft,
        name=f"{draft}: {pair[0]} and {pair[1]}" if pair else "",
        changes={key: (before[key][1], after[key][1]) for key in after},
        reason=reason,
    )
    return draft


def _locked(draft_id: int) -> PairingDraft:
    return (
        PairingDraft.objects.select_for_update(of=("self",))
        .select_related("scheme__baseline")
        .get(pk=draft_id)
    )


def _work_out(scheme: Scheme, choices: DraftChoices, *, previous: tuple[Codes, ...]) -> WorkedOut:
    from trusts.matching import MatchingError  # brings numpy: not at start
    from trusts.selectors.pairing_inputs import work_out

    try:
        return work_out(scheme, choices, previous=previous)
    except MatchingError as error:
        raise LockContradictsRule(str(error)) from error


def _check_taking_part(scheme: Scheme, pair: Codes) -> None:
    known = set(
        scheme.participations.filter(trust__ods_code__in=pair).values_list(
            "trust__ods_code", flat=True
        )
    )
    for code in pair:
        if code not in known:
            raise NotTakingPart(f"{code[:10]} does not take part in this scheme.")


def _check_parts_fit(scheme: Scheme, pair: Codes) -> None:
    """A lock that no mentor and mentee of the scheme answer to would be kept and do nothing."""
    accepted = scheme.participations.filter(state=ParticipationState.ACCEPTED)
    for code, roles, part in zip(pair, (MENTORS, MENTEES), ("mentor", "mentee"), strict=True):
        if not accepted.filter(trust__ods_code=code, role__in=roles).exists():
            raise NotTakingPart(f"{code[:10]} has not been accepted as a {part}.")


def _check_something_open(found: WorkedOut) -> None:
    if not found.problem.mentees:
        raise NothingToPropose(
            "No accepted mentee is without a mentor. Accept applications first, or see the pairs."
        )


def _fill(draft: PairingDraft, choices: DraftChoices, found: WorkedOut) -> None:
    from trusts.matching.exchange import solution_data  # brings numpy: not at start

    weights = found.scores.scored.inputs.weights
    draft.choices = choices.as_json()
    draft.result = solution_data(found.solution)
    draft.weights = {
        "coverage": weights.coverage,
        "similarity": weights.similarity,
        "travel": weights.travel,
        "reciprocity": weights.reciprocity,
    }
    draft.weights_version = weights.version
    draft.inputs_digest = found.digest


def _explanation(scored: Any, entry: dict[str, Any], draft: PairingDraft) -> dict[str, Any]:
    """What the score of a proposed pair was made of, kept with the pair."""
    from trusts.matching import explain  # brings numpy: not at start

    said = explain(scored, entry["mentor"], entry["mentee"])
    shares = {part.part: part.share for part in said.parts}
    return {
        **shares,
        "covered": said.needs_met,
        "needs": said.needs,
        "distance": said.distance_km,
        "weights": draft.weights,
        "weights_version": draft.weights_version,
        "inputs_digest": draft.inputs_digest,
    }


def _pairs(draft: PairingDraft | None) -> tuple[Codes, ...]:
    if draft is None:
        return ()
    return tuple((entry["mentor"], entry["mentee"]) for entry in draft.result["pairs"])


def _totals(result: dict[str, Any]) -> dict[str, tuple[object, object]]:
    return {key: (None, result[key]) for key in ("matched", "worst", "total")}


def _next_name(scheme: Scheme) -> str:
    """Draft A, Draft B and so on; numbers after Z."""
    names = set(PairingDraft.objects.filter(scheme=scheme).values_list("name", flat=True))
    letters = [f"Draft {letter}" for letter in LETTERS]
    more = (f"Draft {number}" for number in range(len(LETTERS) + 1, len(names) + 30))
    return next(name for name in [*letters, *more] if name not in names)
