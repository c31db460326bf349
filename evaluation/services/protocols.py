"""Freezing what an evaluation will do, before its results can be known, and changing it openly."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from evaluation import rules
from evaluation.loading_pairs import enrolled_pairs
from evaluation.loading_protocol import (
    drafted_content,
    planned_effect,
    planned_run,
    protocol_versions,
    scores_were_in,
)
from evaluation.models import ComparatorExclusion, EvaluationRun, Protocol
from evaluation.protocol_content import Content, changes_between, digest_of
from evaluation.refusals import NothingToFreeze, NotOutside, ReasonMissing
from trusts.models import Scheme, SurveyYear, Trust


def freeze_protocol(
    *, by: User, scheme: Scheme, follow_up: SurveyYear, reason: str = ""
) -> Protocol:
    """Freeze the protocol as the scheme is now; after the first time this is a change on record."""
    rules.freeze_protocol.require(access_of(by), scheme)
    with transaction.atomic():
        Scheme.objects.select_for_update().get(pk=scheme.pk)  # one freeze at a time
        run = planned_run(scheme, follow_up)
        versions = protocol_versions(run)
        content = drafted_content(run)
        changed = _refuse_nothing_new(versions, content, reason)
        effect = planned_effect(run, content)
        content["detectable"] = {
            "effect": None if effect.value is None else round(effect.value, 6),
            "rehearsed": effect.rehearsed,
            "reason": effect.reason or "",
        }
        protocol = Protocol.objects.create(
            scheme=scheme,
            baseline=run.baseline,
            follow_up=follow_up,
            version=len(versions) + 1,
            content=content,
            digest=digest_of(content),
            scores_were_in=scores_were_in(follow_up),
            reason=reason.strip() if versions else "",
            frozen_by=by,
            frozen_by_name=by.name,
        )
        action = "protocol changed after the freeze" if versions else "protocol frozen"
        changes: dict[str, Any] = (
            {"digest": (versions[-1].digest, protocol.digest)} if versions else {}
        )
        if changed:
            changes["what"] = (None, " ".join(changed))
        record_event(by=by, action=action, thing=protocol, changes=changes, reason=reason.strip())
    return protocol


def exclude_trust(*, by: User, scheme: Scheme, trust: Trust, reason: str) -> ComparatorExclusion:
    """Do not compare with a trust outside the scheme. It counts from the next freeze on."""
    rules.freeze_protocol.require(access_of(by), scheme)
    if not reason.strip():
        raise ReasonMissing("Say why this trust cannot be compared with", field="reason")
    if trust.ods_code in _taking_part(scheme):
        raise NotOutside(f"{trust.name} takes part in the scheme: it is never compared with.")
    try:
        with transaction.atomic():
            exclusion = ComparatorExclusion.objects.create(
                scheme=scheme, trust=trust, reason=reason.strip(), added_by=by
            )
            record_event(
                by=by, action="trust left out of comparison", thing=exclusion, reason=reason.strip()
            )
    except IntegrityError as error:
        if "comparator_excluded_once" not in str(error):
            raise
        raise NotOutside(f"{trust.name} is left out already.", field="trust") from error
    return exclusion


def include_trust(*, by: User, exclusion: ComparatorExclusion) -> None:
    """Compare with the trust after all. Safe to ask for twice."""
    rules.freeze_protocol.require(access_of(by), exclusion.scheme)
    with transaction.atomic():
        found = ComparatorExclusion.objects.select_for_update().filter(pk=exclusion.pk).first()
        if found is None:
            return
        record_event(
            by=by, action="trust compared with again", thing=exclusion, reason=exclusion.reason
        )
        found.delete()


def _refuse_nothing_new(versions: list[Protocol], content: Content, reason: str) -> list[str]:
    """What a change changes, one sentence each; nothing for the first freeze."""
    if not any(pair["targets"] for pair in content["pairs"]):
        raise NothingToFreeze("No approved plan has a target yet, so there is nothing to freeze.")
    if not versions:
        return []
    changed = changes_between(versions[-1].content, content)
    if not changed:
        raise NothingToFreeze("Nothing has changed since the protocol was frozen.")
    if not reason.strip():
        raise ReasonMissing("Say why the protocol is changed after the freeze", field="reason")
    return changed


def _taking_part(scheme: Scheme) -> set[str]:
    pairs = enrolled_pairs(EvaluationRun(scheme=scheme))
    return {trust.ods_code for pair in pairs for trust in (pair.mentor, pair.mentee)}
