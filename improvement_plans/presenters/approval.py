"""The page on which a plan is approved or sent back."""

from __future__ import annotations

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from improvement_plans.presenters.plans import window_words
from improvement_plans.presenters.whose_turn import has_commented
from improvement_plans.selectors import PlanPage


def approval_facts(page: PlanPage) -> list[tuple[str, str]]:
    """The plan in short, and who has answered."""
    plan = page.plan
    spoke = [comment for comment in page.comments if comment.speaks_for == "mentor"]
    sponsor = f"approved {dates.day(plan.sponsor_approved_at)}" if plan.sponsor_approved_at else ""
    facts = [
        ("Window", window_words(plan)),
        ("Aims", numbers.thousands(len(page.aims))),
        ("Actions", _actions_words(page)),
        ("Sponsor", sponsor or "has not answered yet"),
    ]
    if plan.has_buddy:
        said = f"commented {dates.day(spoke[-1].at)}" if spoke else "has not commented yet"
        facts.append(("Buddy", said))
    return facts


def what_approving_does(*, as_sponsor: bool) -> str:
    """What the green button does."""
    if as_sponsor:
        return "You back this plan for your trust. The programme lead approves after you."
    return "The baselines freeze, and the plan starts with its window."


def waited_for(page: PlanPage, *, as_sponsor: bool) -> list[str]:
    """Whose answers come before this person's approval; nothing where it can be given now."""
    if as_sponsor:
        return []
    found = []
    if page.plan.sponsor_approved_at is None:
        found.append("The executive sponsor has not approved it yet.")
    if not has_commented(page):
        found.append("The buddy has not commented on it yet.")
    return found


def _actions_words(page: PlanPage) -> str:
    nobodys = sum(each.action.owner_id is None for each in page.actions)
    owned = f"{numbers.thousands(nobodys)} without an owner" if nobodys else "each with an owner"
    return f"{numbers.thousands(len(page.actions))}, {owned}"
