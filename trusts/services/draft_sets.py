"""The set that an act on a draft gives, and what must be so before it is worked out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trusts.models import DraftAct, PairingDraft, ParticipationState, Scheme
from trusts.pair_gates import MENTEES, MENTORS
from trusts.pairing_choices import Codes, DraftChoices
from trusts.refusals import LockContradictsRule, NothingToPropose, NotTakingPart, ReasonMissing

if TYPE_CHECKING:
    from trusts.selectors.pairing_inputs import WorkedOut


@dataclass(frozen=True, eq=False)
class Prepared:
    """A set worked out before the transaction that keeps it, and what it was worked out for."""

    choices: DraftChoices
    previous: tuple[Codes, ...]
    found: WorkedOut


def prepare(
    *,
    scheme: Scheme,
    draft: PairingDraft | None,
    act: DraftAct,
    pair: Codes | None,
    reason: str,
    scored: Callable[[], None],
) -> Prepared:
    """The set that an act would give, found outside any transaction. Writes nothing."""
    if draft is not None:
        check_act(scheme, act, pair, reason)
    source = draft or newest_draft(scheme)
    choices = DraftChoices.from_json(source.choices if source else {})
    if draft is not None:
        choices = choices.after(act, pair, reason.strip())
    previous = pairs_of(source)
    found = _work_out(scheme, choices, previous, must_stand(act, pair), scored)
    return Prepared(choices, previous, found)


def set_for(
    scheme: Scheme,
    choices: DraftChoices,
    previous: tuple[Codes, ...],
    prepared: Prepared | None,
    new_locks: tuple[Codes, ...] = (),
) -> WorkedOut:
    """The set prepared for just this, else worked out now: the draft has moved on meanwhile."""
    if prepared and (prepared.choices, prepared.previous) == (choices, previous):
        return prepared.found
    return _work_out(scheme, choices, previous, new_locks)


def must_stand(act: DraftAct, pair: Codes | None) -> tuple[Codes, ...]:
    """The lock that an act asks for: refused where a rule is against it, never let fall."""
    return (pair,) if act == DraftAct.LOCK and pair else ()


def newest_draft(scheme: Scheme) -> PairingDraft | None:
    """The draft saved last."""
    return PairingDraft.objects.filter(scheme=scheme).order_by("-saved_at", "-pk").first()


def pairs_of(draft: PairingDraft | None) -> tuple[Codes, ...]:
    if draft is None:
        return ()
    return tuple((entry["mentor"], entry["mentee"]) for entry in draft.result["pairs"])


def check_act(scheme: Scheme, act: DraftAct, pair: Codes | None, reason: str) -> None:
    """What must be so before anything is worked out: known trusts, fitting parts, a reason."""
    if act == DraftAct.FORBID and not reason.strip():
        raise ReasonMissing("Enter why this pair is ruled out", field="reason")
    if pair is None:
        return
    if act == DraftAct.LOCK:
        _check_parts_fit(scheme, pair)
    _check_taking_part(scheme, pair)


def check_something_open(found: WorkedOut) -> None:
    if not found.problem.mentees:
        raise NothingToPropose(
            "No accepted mentee is without a mentor. Accept applications first, or see the pairs."
        )


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


def _work_out(
    scheme: Scheme,
    choices: DraftChoices,
    previous: tuple[Codes, ...],
    new_locks: tuple[Codes, ...] = (),
    scored: Callable[[], None] = lambda: None,
) -> WorkedOut:
    from trusts.matching import MatchingError  # brings numpy: not at start
    from trusts.selectors.pairing_inputs import work_out

    try:
        return work_out(scheme, choices, previous=previous, must_stand=new_locks, scored=scored)
    except MatchingError as error:
        raise LockContradictsRule(str(error)) from error
