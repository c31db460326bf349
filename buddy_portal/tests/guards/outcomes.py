"""What an address must answer to a person, derived from the rule it declares and from scope."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponseBase

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.rules import DeclaredRule

# Keywords that name a thing of one trust: people of other trusts are told there is none.
OF_A_TRUST = frozenset(
    {
        *("participation_id", "pair_id", "plan_id", "aim_id", "action_id"),
        *("evidence_id", "driver_id", "idea_id", "contact_id", "risk_id"),
        *("user_id", "membership_id", "invitation_id", "check_id"),
        *("practice_id", "engagement_id", "commitment_id", "group_id", "advice_id"),
        *("insight_id", "batch_id"),
        *("meeting_id", "paper_id", "series_id", "decision_id"),
        *("collaborative_id", "cohort_id", "gathering_id", "team_id", "member_id", "abstract_id"),
        *("measure_id", "point_id", "rebase_id", "cycle_id"),
    }
)
# Addresses that do not find a thing though it is the person's own, and why.
NOT_FOUND_THOUGH_OWN: dict[str, str] = {
    "guest_end": "the person of the world is a colleague, not a partner of the plan",
    "guest_part": "the person of the world is a colleague, not a partner of the plan",
}


def fault_of(
    response: HttpResponseBase,
    *,
    name: str,
    rule: DeclaredRule,
    access: Access,
    is_anonymous: bool,
    foreign: frozenset[str],
) -> str:
    """What is wrong with an answer, or nothing.

    `foreign` are the keywords of the address that were filled from the other trust.
    """
    status = response.status_code
    if status >= 500:
        return f"answers {status}"
    if status == 405:  # only a POST does anything here; saying so shows nothing
        return ""
    if rule.public:
        return "is public and refuses" if status in {401, 403} else ""
    if is_anonymous:
        return (
            "" if _leads_to_sign_in(response) else f"does not ask to sign in, but answers {status}"
        )
    if not rule.allows(access):
        return "" if status == 403 else f"is not refused (403), but answers {status}"
    if foreign & OF_A_TRUST and not access.is_programme:
        return "" if status == 404 else f"shows a thing of another trust: {status} instead of 404"
    if status == 404 and not foreign and name not in NOT_FOUND_THOUGH_OWN:
        return "is not found for somebody whose own it is"
    return ""


def _leads_to_sign_in(response: HttpResponseBase) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith(
        "/sign-in/?next="
    )


def kwargs_for(
    keywords: tuple[str, ...], own: Mapping[str, object], foreign: Mapping[str, object]
) -> list[tuple[dict[str, object], frozenset[str]]]:
    """The ways to fill an address: all own, all foreign, and each scoped keyword alone foreign."""
    filled = [({keyword: own[keyword] for keyword in keywords}, frozenset[str]())]
    if keywords:
        filled.append(({keyword: foreign[keyword] for keyword in keywords}, frozenset(keywords)))
    scoped = [keyword for keyword in keywords if keyword in OF_A_TRUST]
    for one in scoped if len(scoped) > 1 else []:
        mixed = {keyword: (foreign if keyword == one else own)[keyword] for keyword in keywords}
        filled.append((mixed, frozenset({one})))
    return filled
