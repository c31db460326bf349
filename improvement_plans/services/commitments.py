"""Commitments: made, changed, told about, and shown to the public as "you said, we did"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import NotAllowed, Refusal, WrongState
from buddy_portal.accounts.versions import save_version
from improvement_plans.deidentifying import look_for
from improvement_plans.insight_words import kinds_of, kinds_words
from improvement_plans.listening import rules
from improvement_plans.listening.states import check_commitment_move
from improvement_plans.models import (
    Commitment,
    CommitmentSource,
    CommitmentState,
    CommitmentUpdate,
    EngagementEvent,
    Plan,
)
from improvement_plans.planned_days import check_planned_day
from improvement_plans.selectors.commitments import owners_for, source_words
from trusts.models import Scheme, Trust

PUBLIC_WORDS = ("said", "did")
OFF_THE_PAGE: dict[str, Any] = {"published_at": None, "published_by": None}


def make_commitment(
    *,
    by: User,
    trust: Trust | None,
    scheme: Scheme | None = None,
    event: EngagementEvent | None = None,
    plan: Plan | None = None,
    values: Mapping[str, Any],
) -> Commitment:
    """Write down a promise, who owns it and by when."""
    with transaction.atomic():
        made = Commitment(
            trust=trust, scheme=None if trust else scheme, event=event, plan=plan, **values
        )
        rules.write_listening.require(access_of(by), rules.Side.of(made))
        _check(made, plan, event, owner=made.owner, source=made.source)
        check_planned_day(made.due, field="due", what="The due date")
        made.save()
        _keep_record(made, by=by, note="")
        _record(made, by=by, action="commitment made")
    return made


def change_commitment(
    *, by: User, commitment: Commitment, read_at: int, values: Mapping[str, Any]
) -> None:
    """Change the words, the owner or the day. What the public reads must be published anew."""
    with transaction.atomic():
        found = _locked(commitment)
        rules.write_listening.require(access_of(by), rules.Side.of(found))
        places = (values["plan"], values["event"])
        _check(found, *places, owner=values["owner"], source=values["source"])
        check_planned_day(values.get("due", found.due), field="due", what="The due date")
        changes = changed_fields(found, dict(values))
        off = OFF_THE_PAGE if set(changes) & {*PUBLIC_WORDS, "text"} else {}
        save_version(found, read_at=read_at, values={**values, **off})
        _keep_record(found, by=by, note=_what_changed(changes))
        _record(found, by=by, action="commitment changed", changes=changes)


def tell(
    *,
    by: User,
    commitment: Commitment,
    read_at: int,
    state: CommitmentState,
    note: str,
    did: str,
) -> None:
    """Say how a commitment is going. Its owner may, and whoever writes for the trust."""
    with transaction.atomic():
        found = _locked(commitment)
        require_teller(by, found)
        check_commitment_move(found.state, state)
        if state is CommitmentState.KEPT and not did.strip():
            raise Refusal("Say what you did, in words for those who told you", field="did")
        values: dict[str, Any] = {"state": state, "did": did.strip()}
        changes = changed_fields(found, values)
        off = OFF_THE_PAGE if "did" in changes else {}
        save_version(found, read_at=read_at, values={**values, **off})
        _keep_record(found, by=by, note=note)
        _record(found, by=by, action="commitment told about", changes=changes, reason=note)


def event_renamed(event: EngagementEvent, *, by: User) -> None:
    """Keep in the record of each of its commitments under which name the event is known now."""
    for commitment in event.commitments.select_related("owner", "event"):
        _keep_record(commitment, by=by, note="Changed: the name of the event.")


def publish(*, by: User, commitment: Commitment, read_at: int, did: str) -> None:
    """Show what people said and what was done on the public page. A lead has read the words.

    Raises StaleVersion where they were changed since the lead opened them.
    """
    with transaction.atomic():
        found = _locked(commitment)
        rules.lead_listening.require(access_of(by), rules.Side.of(found))
        if not did.strip():
            raise Refusal("Say what you did, in words for those who told you", field="did")
        if found.state == CommitmentState.PROMISED:
            raise WrongState("Say first how the commitment is going.")
        named = look_for(f"{found.said}\n{did}")
        if named:
            raise Refusal(
                f"Everybody can read this, and it may say who somebody is ("
                f"{kinds_words(kinds_of(named))}). Change those words first",
                field="did",
            )
        shown = {"did": did.strip(), "published_at": timezone.now(), "published_by": by}
        save_version(found, read_at=read_at, values=shown)
        _record(found, by=by, action="you said, we did published")


def unpublish(*, by: User, commitment: Commitment, reason: str) -> None:
    """Take a commitment off the public page, with the reason on record."""
    if not reason.strip():
        raise Refusal("Say why it leaves the public page", field="reason")
    with transaction.atomic():
        found = _locked(commitment)
        rules.lead_listening.require(access_of(by), rules.Side.of(found))
        if found.published_at is None:
            raise WrongState("This commitment is not on the public page.")
        found.published_at, found.published_by = None, None
        found.version += 1
        found.save()
        _record(found, by=by, action="you said, we did taken off", reason=reason.strip())


def can_tell(by: User, commitment: Commitment) -> bool:
    """Whether the person owns the commitment or writes for whoever made it."""
    access = access_of(by)
    if rules.write_listening.allows(access, rules.Side.of(commitment)):
        return True
    still_there = commitment.trust is None or commitment.trust.ods_code in access.trusts
    return commitment.owner_id == by.pk and still_there


def require_teller(by: User, commitment: Commitment) -> None:
    if not can_tell(by, commitment):
        raise NotAllowed("Only its owner or the trust’s team says how a commitment is going.")


def _check(
    commitment: Commitment,
    plan: Plan | None,
    event: EngagementEvent | None,
    *,
    owner: User | None,
    source: str,
) -> None:
    trust = commitment.trust
    if plan is not None and (trust is None or plan.trust_id != trust.pk):
        raise Refusal("This plan is not one of the trust’s", field="plan")
    if commitment.action is not None and commitment.action.plan_id != getattr(plan, "pk", None):
        raise Refusal("It is kept by an action of its plan, so the plan stays", field="plan")
    if event is not None and event.trust_id != commitment.trust_id:
        raise Refusal("This event is not one of the trust’s", field="event")
    if source == CommitmentSource.EVENT and event is None:
        raise Refusal("Choose the event that it comes from", field="event")
    code = trust.ods_code if trust else ""
    if owner is None or not owners_for([code]).filter(pk=owner.pk).exists():
        raise Refusal("Choose an owner from the trust’s own people", field="owner")


def _locked(commitment: Commitment) -> Commitment:
    return (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("trust", "scheme", "owner", "event", "plan__pair", "action")
        .get(pk=commitment.pk)
    )


def _keep_record(commitment: Commitment, *, by: User, note: str) -> None:
    """One line of the record from which the board paper of any day is told."""
    heard = source_words(commitment)
    CommitmentUpdate.objects.create(
        commitment=commitment,
        at=timezone.now(),
        by=by,
        text=commitment.text,
        owner_name=commitment.owner.name if commitment.owner else "",
        due=commitment.due,
        state=commitment.state,
        note=note.strip(),
        said=commitment.said,
        heard=heard,
    )


def _what_changed(changes: Mapping[str, tuple[object, object]]) -> str:
    said = {
        "text": "the wording",
        "said": "what people said",
        "event": "the event",
        "source_words": "where it comes from",
        "owner": "the owner",
        "due": "the due date",
    }
    named = [words for name, words in said.items() if name in changes]
    return f"Changed: {', '.join(named)}." if named else ""


def _record(commitment: Commitment, *, by: User, action: str, **more: Any) -> None:
    code = commitment.trust.ods_code if commitment.trust else ""
    record_event(by=by, action=action, thing=commitment, trust_code=code, **more)
