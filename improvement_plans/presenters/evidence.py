"""Evidence in words: what it shows, what it is, who added it, and what was removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import reverse

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import User
from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from improvement_plans import rules
from improvement_plans.models import Action, Evidence
from improvement_plans.uploads.kinds import WORDS

NONE = "None"
GONE = "Somebody who has left"


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence as it is listed. `href` is empty where it was removed."""

    shows: str
    what: str
    who: str
    href: str = ""
    is_link: bool = False
    remove: str = ""
    verified: str = ""
    verify: str = ""


def evidence_lines(
    action: Action, *, access: Access, sides: rules.ActionSides, partners: Mapping[int, str]
) -> list[EvidenceLine]:
    """The evidence of an action, whose evidence must be loaded, in the order it came."""
    return [_line(each, access, sides, partners) for each in action.evidence.all()]


def _line(
    evidence: Evidence, access: Access, sides: rules.ActionSides, partners: Mapping[int, str]
) -> EvidenceLine:
    added = f"{_named(evidence.by, partners)}, {dates.day(evidence.at)}"
    if evidence.removed_at is not None:
        who = _named(evidence.removed_by, partners)
        gone = f"Removed by {who} on {dates.day(evidence.removed_at)}: {evidence.removal_reason}"
        return EvidenceLine(evidence.shows, gone, added)
    whose = rules.EvidenceSides(sides, evidence.by_id)
    may_remove = rules.remove_evidence.allows(access, whose)
    may_verify = evidence.verified_at is None and rules.verify_evidence.allows(access, whose)
    return EvidenceLine(
        shows=evidence.shows,
        what=kind_words(evidence),
        who=added,
        href=evidence.link or reverse("evidence_file", args=[evidence.pk]),
        is_link=bool(evidence.link),
        remove=reverse("evidence_remove", args=[evidence.pk]) if may_remove else "",
        verified=verified_words(evidence, partners),
        verify=reverse("evidence_verify", args=[evidence.pk]) if may_verify else "",
    )


def verified_words(evidence: Evidence, partners: Mapping[int, str]) -> str:
    """Who else has looked at it, when, and what they saw."""
    if evidence.verified_at is None:
        return "Not verified by anybody else yet"
    who = _named(evidence.verified_by, partners)
    saw = f": {evidence.verification}" if evidence.verification else ""
    return f"Verified by {who} on {dates.day(evidence.verified_at)}{saw}"


def evidence_facts(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """What stands above the form that removes it."""
    return (
        ("It shows", evidence.shows),
        ("What it is", kind_words(evidence)),
        ("Added", dates.day(evidence.at)),
    )


def kind_words(evidence: Evidence) -> str:
    """ "A PDF, 1.2 MB", or the host that a link leads to."""
    if evidence.link:
        return f"Link to {urlsplit(evidence.link).hostname}"
    kind = WORDS.get(evidence.file_kind, "a file")
    return f"{kind[0].upper()}{kind[1:]}, {_size(evidence.size)}"


def counted(evidence: Iterable[Evidence]) -> str:
    """ "2 pieces: Audit of 7 wards; Photograph of the board", for whoever answers the action."""
    there = [
        f"{each.shows} (verified)" if each.verified_at else each.shows
        for each in evidence
        if each.removed_at is None
    ]
    if not there:
        return NONE
    return f"{numbers.counted(len(there), 'piece')}: {'; '.join(there)}"


def _named(person: User | None, partners: Mapping[int, str]) -> str:
    if person is None:
        return GONE
    return partners.get(person.pk) or str(person)


def _size(size: int) -> str:
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"
