"""Reading evidence: only through the plan that the person may see."""

from __future__ import annotations

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.refusals import NotFound
from improvement_plans import rules
from improvement_plans.models import Evidence, EvidenceContent
from improvement_plans.selectors.actions import action_visible_to

NO_SUCH_EVIDENCE = "There is no such evidence, or it is not in one of your plans."


def evidence_visible_to(access: Access, evidence_id: int) -> tuple[Evidence, rules.ActionSides]:
    """One piece of evidence with its action, of a plan that the person may see, or NotFound."""
    evidence = Evidence.objects.filter(pk=evidence_id).first()
    if evidence is None:
        raise NotFound(NO_SUCH_EVIDENCE)
    try:
        evidence.action, sides = action_visible_to(access, evidence.action_id)
    except NotFound:
        raise NotFound(NO_SUCH_EVIDENCE) from None
    return evidence, sides


def content_of(evidence: Evidence) -> bytes:
    """The bytes of a file that is still there, or NotFound."""
    found = EvidenceContent.objects.filter(evidence=evidence).first()
    if found is None:
        raise NotFound("This evidence was removed, or it is a link.")
    return bytes(found.content)
