"""The commands at the end of a plan's page: what this person may do with it now."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from buddy_portal.accounts.access import Access
from improvement_plans import rules
from improvement_plans.models import PlanGuest, PlanState
from improvement_plans.selectors import PlanPage
from improvement_plans.states import BEING_WRITTEN, OVER, PLAN_MOVES, UNDER_WAY

Command = tuple[str, str]


def commands_of(page: PlanPage, access: Access) -> list[Command]:
    """Words and address of each command, in the order of a plan's life."""
    state = PlanState(page.plan.state)
    writes = rules.write_plan.allows(access, page.sides)
    approves = rules.approve_plan.allows(access, page.sides)
    inside = state in UNDER_WAY and page.plan.holds(page.today)
    offered = [
        (
            writes and state in BEING_WRITTEN,
            "Change the plan’s words, lead and sponsor",
            "plan_edit",
        ),
        (approves and state is PlanState.APPROVED, "Open the plan again", "plan_reopen"),
        (
            (writes or approves) and inside and state is PlanState.ACTIVE,
            "Start the midpoint review",
            "midpoint_start",
        ),
        (
            (writes or approves) and state is PlanState.MIDPOINT_REVIEW,
            "Finish the midpoint review",
            "midpoint_finish",
        ),
        (
            writes and state in UNDER_WAY and page.asked is None,
            "Ask for more time",
            "extension_ask",
        ),
        (
            approves and state in UNDER_WAY and page.asked is None,
            "Give it more time",
            "plan_extend",
        ),
        (
            writes and (PlanState.CLOSING in PLAN_MOVES[state] or state is PlanState.CLOSING),
            "Close the plan",
            "plan_close",
        ),
        (
            (writes or approves) and state not in OVER,
            "Name the priorities it serves",
            "plan_priorities",
        ),
        (
            (writes or approves) and PlanState.WITHDRAWN in PLAN_MOVES[state],
            "Withdraw the plan",
            "plan_withdraw",
        ),
    ]
    found = [(words, _address(name, page)) for wanted, words, name in offered if wanted]
    if writes and state in OVER and state is not PlanState.WITHDRAWN:
        found.append(("Share what worked in the practice library", _practice_from(page)))
    return found


def _practice_from(page: PlanPage) -> str:
    return f"{reverse('practice_new')}?plan={page.plan.pk}"


def partner_commands_of(page: PlanPage, access: Access) -> list[Command]:
    """What can be done about the plan's partners."""
    invites = rules.invite_guest.allows(access, page.sides)
    offered = [
        (invites and page.plan.state not in OVER, "Invite a partner", "guest_invite"),
        (page.sides.is_guest, "Choose how you are named", "guest_credit"),
    ]
    return [(words, _address(name, page)) for wanted, words, name in offered if wanted]


@dataclass(frozen=True)
class PartnerLine:
    """A partner of today as they want to be named, with their part and what can be done."""

    name: str
    facts: list[str]
    difference: str
    tell: str
    end: Command | None


def partner_lines(page: PlanPage, access: Access) -> list[PartnerLine]:
    """Each partner of today."""
    invites = rules.invite_guest.allows(access, page.sides)
    return [
        _partner_line(guest, invites, own=guest.user_id == access.user_id)
        for guest in page.guests
        if guest.is_there(page.today)
    ]


def _partner_line(guest: PlanGuest, invites: bool, *, own: bool) -> PartnerLine:
    where = [guest.plan_id, guest.user_id]
    words = "Leave this plan" if own else "End their part" if invites else ""
    return PartnerLine(
        name=guest.shown_as,
        facts=[said for said in (guest.get_role_display(), guest.stage_words()) if said],
        difference=guest.difference,
        tell=reverse("guest_part", args=where) if own or invites else "",
        end=(words, reverse("guest_end", args=where)) if words else None,
    )


def _address(name: str, page: PlanPage) -> str:
    return reverse(name, args=[page.plan.pk])
