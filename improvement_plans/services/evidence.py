"""Evidence of actions: adding a checked file or a link, and removing it with a reason."""

from __future__ import annotations

import datetime
import hashlib

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans import rules, time_box
from improvement_plans.models import Action, Evidence, EvidenceContent
from improvement_plans.services.moves import (
    Changes,
    action_sides_of,
    locked_action,
    record_on_action,
)
from improvement_plans.uploads.kinds import CheckedFile

MOST_OF_AN_ACTION = 20


class TooMuchEvidence(Refusal):
    """An action has as much evidence as anybody will look at."""

    def __init__(self) -> None:
        super().__init__(
            f"This action has {MOST_OF_AN_ACTION} pieces of evidence. "
            "Remove one that others need not look at first."
        )


def add_evidence(
    *,
    by: User,
    action: Action,
    shows: str,
    no_patient_data: bool,
    today: datetime.date,
    file: CheckedFile | None = None,
    link: str = "",
) -> Evidence:
    """Add a file or a link to an open action of a plan under way, inside its window."""
    if not no_patient_data:
        raise Refusal("Say that no patient data is in it", field="no_patient_data")
    if (file is None) == (link == ""):
        raise Refusal("Give a file or a link", field="file")
    with transaction.atomic():
        action = locked_action(action)
        rules.update_action.require(access_of(by), action_sides_of(by, action))
        time_box.check_may_report(action.plan, on=today)
        time_box.check_is_open(action)
        if action.evidence.filter(removed_at=None).count() >= MOST_OF_AN_ACTION:
            raise TooMuchEvidence
        evidence = Evidence(
            action=action, shows=shows.strip(), link=link, no_patient_data=True, by=by
        )
        if file is not None:
            evidence.file_name, evidence.file_kind = file.name, file.kind
            evidence.size = len(file.content)
            evidence.sha256 = hashlib.sha256(file.content).hexdigest()
        evidence.save()
        if file is not None:
            EvidenceContent.objects.create(evidence=evidence, content=file.content)
        what: Changes = {"evidence": ("", file.name if file else link)}
        record_on_action(by=by, action=action, what="evidence added", changes=what)
    return evidence


def verify_evidence(*, by: User, evidence: Evidence, today: datetime.date, saw: str = "") -> None:
    """Somebody else than who added it says that it shows what it is said to show; once."""
    with transaction.atomic():
        action = locked_action(evidence.action)
        sides = action_sides_of(by, action)
        evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
        whose = rules.EvidenceSides(sides, evidence.by_id)
        rules.verify_evidence.require(access_of(by), whose)
        time_box.check_may_answer(action.plan, on=today)
        if evidence.removed_at is not None:
            raise WrongState("This evidence was removed, so it cannot be verified.")
        if evidence.verified_at is not None:
            raise WrongState("This evidence is verified already.")
        evidence.verified_at, evidence.verified_by = timezone.now(), by
        evidence.verification = saw.strip()
        evidence.save(update_fields=["verified_at", "verified_by", "verification"])
        record_on_action(
            by=by,
            action=action,
            what="evidence verified",
            changes={"evidence": ("", str(evidence))},
        )


def remove_evidence(*, by: User, evidence: Evidence, reason: str) -> None:
    """Take evidence away for ever; that it was there, and why it went, stays on record."""
    if not reason.strip():
        raise Refusal("Say why it is removed", field="reason")
    with transaction.atomic():
        action = locked_action(evidence.action)
        sides = action_sides_of(by, action)
        evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
        whose = rules.EvidenceSides(sides, evidence.by_id)
        rules.remove_evidence.require(access_of(by), whose)
        if evidence.removed_at is not None:
            raise WrongState("This evidence is removed already.")
        EvidenceContent.objects.filter(evidence=evidence).delete()
        evidence.removed_at, evidence.removed_by = timezone.now(), by
        evidence.removal_reason = reason.strip()
        evidence.save(update_fields=["removed_at", "removed_by", "removal_reason"])
        gone: Changes = {"evidence": (evidence.file_name or evidence.link, "")}
        record_on_action(
            by=by, action=action, what="evidence removed", changes=gone, reason=reason.strip()
        )
