"""The commands at the end of a plan's page: what this person may do with it now."""

from __future__ import annotations

from dataclasses import dataclass

from buddy_portal.accounts.access import Access
from buddy_portal.design.addresses import address_of
from improvement_plans import rules
from improvement_plans.models import PlanGuest, PlanState
from improvement_plans.selectors import PlanPage
from improvement_plans.states import BEING_WRITTEN, OVER, PLAN_MOVES, UNDER_WAY

Command = tuple[str, str]


def commands_of(page: PlanPage, access: Access) -> list[Command]:
    """Words and address of each command, in the order of a plan's life."""
    found = [
        (words, _address(name, page)) for wanted, words, name in _offered(page, access) if wanted
    ]
    state, writes = PlanState(page.plan.state), rules.write_plan.allows(access, page.sides)
    if writes and state in OVER and state is not PlanState.WITHDRAWN:
        found.append(("Share what worked in the practice library", _practice_from(page)))
    return found


def _offered(page: PlanPage, access: Access) -> list[tuple[bool, str, str]]:
    """Whether it is offered, its words and the name of its address, for each command there is."""
    state = PlanState(page.plan.state)
    writes = rules.write_plan.allows(access, page.sides)
    approves = rules.approve_plan.allows(access, page.sides)
    either, moves = writes or approves, PLAN_MOVES[state]
    inside = state in UNDER_WAY and page.plan.holds(page.today)
    may_ask = state in UNDER_WAY and page.asked is None
    closes = PlanState.CLOSING in moves or state is PlanState.CLOSING
    in_review = state is PlanState.MIDPOINT_REVIEW
    begins_review = inside and state is PlanState.ACTIVE
    return [
        (
            writes and state in BEING_WRITTEN,
            "Change the plan’s words, lead and sponsor",
            "plan_edit",
        ),
        (approves and state is PlanState.APPROVED, "Open the plan again", "plan_reopen"),
        (either and begins_review, "Start the midpoint review", "midpoint_start"),
        (either and in_review, "Finish the midpoint review", "midpoint_finish"),
        (writes and may_ask, "Ask for more time", "extension_ask"),
        (approves and may_ask, "Give it more time", "plan_extend"),
        (writes and closes, "Close the plan", "plan_close"),
        (either and state not in OVER, "Name the priorities it serves", "plan_priorities"),
        (either and PlanState.WITHDRAWN in moves, "Withdraw the plan", "plan_withdraw"),
    ]


def _practice_from(page: PlanPage) -> str:
    return f"{address_of('practice_new')}?plan={page.plan.pk}"


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
        tell=address_of("guest_part", *where) if own or invites else "",
        end=(words, address_of("guest_end", *where)) if words else None,
    )


def _address(name: str, page: PlanPage) -> str:
    return address_of(name, page.plan.pk)
