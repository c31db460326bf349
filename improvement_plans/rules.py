"""Who may do what with a plan: pure questions about a person's access and a loaded plan.

A plan must come with its trust, and its pair or team (see `selectors`). Whether the person is a
guest of the plan today is read from the database by the selector, or by the service that writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.rules import Rule
from improvement_plans.models import Action, Claim, Plan, ProgressUpdate


@dataclass(frozen=True)
class PlanSides:
    """The trusts of a plan, and whether the person is its guest.

    A project team has no mentor: every one of its organisations carries the plan out.
    """

    mentor_code: str
    mentee_code: str
    is_guest: bool = False
    team_codes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, plan: Plan, *, is_guest: bool = False) -> PlanSides:
        if plan.pair is None:
            return cls("", plan.trust.ods_code, is_guest, frozenset(plan.codes))
        return cls(plan.pair.mentor.ods_code, plan.trust.ods_code, is_guest)


def _in_mentee(access: Access, permission: Permission, sides: PlanSides) -> bool:
    held = access.trusts_where(permission)
    return sides.mentee_code in held or bool(sides.team_codes & held)


def _in_mentor(access: Access, permission: Permission, sides: PlanSides) -> bool:
    return sides.mentor_code in access.trusts_where(permission)


def can_see(access: Access, sides: PlanSides) -> bool:
    """The programme, the trusts of the pair or the team, and the plan's own guests."""
    return (
        access.may_in_programme(Permission.SEE_PLANS)
        or _in_mentee(access, Permission.SEE_PLANS, sides)
        or _in_mentor(access, Permission.SEE_PLANS, sides)
        or sides.is_guest
    )


def _can_write(access: Access, sides: PlanSides) -> bool:
    return _in_mentee(access, Permission.WRITE_PLANS, sides)


def _can_sponsor(access: Access, sides: PlanSides) -> bool:
    return _in_mentee(access, Permission.SPONSOR_PLANS, sides)


def _can_approve(access: Access, sides: PlanSides) -> bool:
    return access.may_in_programme(Permission.APPROVE_PLANS)


def _can_comment(access: Access, sides: PlanSides) -> bool:
    return (
        access.may_in_programme(Permission.APPROVE_PLANS)
        or _in_mentor(access, Permission.REVIEW_PLANS, sides)
        or _in_mentee(access, Permission.REVIEW_PLANS, sides)
        or sides.is_guest
    )


def _can_decide(access: Access, sides: PlanSides) -> bool:
    return _can_sponsor(access, sides) or _can_approve(access, sides)


def _can_invite(access: Access, sides: PlanSides) -> bool:
    return _in_mentee(access, Permission.INVITE_GUESTS, sides)


def _can_steer(access: Access, sides: PlanSides) -> bool:
    return _can_write(access, sides) or _can_approve(access, sides)


def _can_log(access: Access, sides: PlanSides) -> bool:
    """People of both trusts who answer for plans or work on them; no observers, no guests."""
    return any(
        _in_mentor(access, permission, sides) or _in_mentee(access, permission, sides)
        for permission in (Permission.REVIEW_PLANS, Permission.UPDATE_ACTIONS)
    )


def _can_tell_part(access: Access, sides: PlanSides) -> bool:
    return _can_invite(access, sides) or sides.is_guest


def _is_guest(access: Access, sides: PlanSides) -> bool:
    return sides.is_guest


write_plan = Rule(_can_write, "Only the lead cancer nurse of the mentee trust writes its plan.")
sponsor_plan = Rule(
    _can_sponsor, "Only the executive sponsor of the mentee trust approves for the trust."
)
approve_plan = Rule(_can_approve, "Only a programme lead approves a plan for the programme.")
decide_plan = Rule(_can_decide, "Only the sponsor or a programme lead can ask for changes.")
comment_plan = Rule(_can_comment, "Only people of this pair, its guests and the programme comment.")
invite_guest = Rule(
    _can_invite,
    "Only the lead cancer nurse of the mentee trust invites partners to its plan.",
)
steer_plan = Rule(
    _can_steer, "Only the lead cancer nurse of the mentee trust or a programme lead does this."
)
log_contact = Rule(_can_log, "Only people of the two trusts of this pair keep its contacts log.")
tell_part = Rule(
    _can_tell_part, "Only the plan’s lead and the partner say what the partner’s part was."
)
choose_credit = Rule(_is_guest, "Only partners of this plan say how they want to be named.")


@dataclass(frozen=True)
class ActionSides:
    """An action, the trusts of its plan, and whose it is."""

    plan: PlanSides
    owner_id: int | None

    @classmethod
    def of(cls, action: Action, *, is_guest: bool = False) -> ActionSides:
        return cls(PlanSides.of(action.plan, is_guest=is_guest), action.owner_id)


def _can_update(access: Access, sides: ActionSides) -> bool:
    """The lead may update every action of the plan, anybody else those that they own."""
    if access.user_id is None:
        return False
    if _can_write(access, sides.plan):
        return True
    owns = sides.owner_id == access.user_id
    in_trust = _in_mentee(access, Permission.UPDATE_ACTIONS, sides.plan)
    return owns and (in_trust or sides.plan.is_guest)


def _can_review(access: Access, sides: ActionSides) -> bool:
    """Somebody who is not the owner: the buddy, the programme, or a colleague who may review."""
    if access.user_id is None or sides.owner_id == access.user_id:
        return False
    return (
        _in_mentor(access, Permission.REVIEW_PLANS, sides.plan)
        or _in_mentee(access, Permission.REVIEW_PLANS, sides.plan)
        or _can_approve(access, sides.plan)
    )


def _can_end(access: Access, sides: ActionSides) -> bool:
    return _can_write(access, sides.plan)


update_action = Rule(_can_update, "Only the owner of an action or the plan's lead updates it.")
review_action = Rule(_can_review, "Somebody other than the owner confirms or challenges an action.")
end_action = Rule(
    _can_end, "Only the lead cancer nurse of the mentee trust abandons or carries over an action."
)


def is_claimed_by(access: Access, updates: Iterable[ProgressUpdate]) -> bool:
    """Whether this person said last that the action is done; its updates come newest first.

    The lead of a plan may report on actions of others, and so must not answer such a claim.
    """
    claim = next((update for update in updates if update.claim == Claim.DONE), None)
    return claim is not None and claim.by_id is not None and claim.by_id == access.user_id


@dataclass(frozen=True)
class EvidenceSides:
    """Evidence of an action, and who added it."""

    action: ActionSides
    added_by: int | None


def _can_remove_evidence(access: Access, sides: EvidenceSides) -> bool:
    """Whoever added it while they may update the action, and the plan's lead."""
    if _can_write(access, sides.action.plan):
        return True
    return sides.added_by == access.user_id and _can_update(access, sides.action)


def _can_verify_evidence(access: Access, sides: EvidenceSides) -> bool:
    """Whoever may answer the action and did not add the evidence."""
    return sides.added_by != access.user_id and _can_review(access, sides.action)


verify_evidence = Rule(
    _can_verify_evidence, "Somebody who neither owns the action nor added the evidence verifies it."
)
remove_evidence = Rule(
    _can_remove_evidence, "Only who added the evidence or the plan’s lead removes it."
)
