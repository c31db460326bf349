"""Involvement groups: founding them, their members and chair, their advice and its answer."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import Invitation, User
from buddy_portal.accounts.refusals import NotAllowed, NotFound, Refusal, WrongState
from buddy_portal.accounts.services import invitations
from buddy_portal.accounts.versions import save_version
from improvement_plans.listening import rules
from improvement_plans.models import (
    AdviceOutcome,
    Credit,
    GroupAdvice,
    GroupMember,
    InvolvementGroup,
    Plan,
)
from improvement_plans.models.involvement import MOST_MEMBERS
from trusts.models import Trust

GUEST_KIND = "involvement-group"
NO_MEMBER = "There is no such member of this group."
ENDED = "This group has ended. It can be read, and nothing is added to it."


def found_group(*, by: User, trust: Trust, values: Mapping[str, Any]) -> InvolvementGroup:
    """Found a group of a trust, with its constitution."""
    with transaction.atomic():
        rules.lead_listening.require(access_of(by), rules.Side(trust.ods_code))
        if InvolvementGroup.objects.filter(trust=trust, name=values["name"]).exists():
            raise Refusal("There is a group of this name already", field="name")
        group = InvolvementGroup.objects.create(trust=trust, **values)
        record_group(group=group, by=by, action="involvement group founded")
    return group


def change_group(
    *, by: User, group: InvolvementGroup, read_at: int, values: Mapping[str, Any]
) -> None:
    """Change the group's name, constitution or founding day."""
    with transaction.atomic():
        found = led_group(group, by)
        _check_running(found)
        same = InvolvementGroup.objects.filter(trust=found.trust, name=values["name"])
        if same.exclude(pk=found.pk).exists():
            raise Refusal("There is a group of this name already", field="name")
        changes = changed_fields(found, dict(values))
        save_version(found, read_at=read_at, values=dict(values))
        record_group(group=found, by=by, action="involvement group changed", changes=changes)


def invite_member(*, by: User, group: InvolvementGroup, name: str, email: str) -> Invitation:
    """Invite a member by a signed link that is used once."""
    with transaction.atomic():
        found = led_group(group, by)
        members = found.members.on(timezone.localdate())
        if members.filter(user__email=User.objects.normalise(email)).exists():
            raise Refusal("This person is a member of the group already", field="email")
        _check_room(found)
        return invitations.invite_guest(by=by, email=email, name=name, guest_of=guest_of(found))


def become_member(*, user: User, thing_id: str, invitation: Invitation) -> None:
    """Called when the invitation is accepted, in its transaction. Somebody can come back."""
    group = locked_group(int(thing_id))
    _check_room(group)
    member, is_new = GroupMember.objects.get_or_create(
        group=group,
        user=user,
        defaults={"starts_on": timezone.localdate(), "invited_by": invitation.invited_by},
    )
    if not is_new:
        member.ends_on = None
        member.save(update_fields=["ends_on"])
    record_group(group=group, by=user, action="member joined the group")


def describe(thing_id: str) -> str:
    """The group as the invitation's page names it."""
    group = InvolvementGroup.objects.filter(pk=int(thing_id)).first()
    return group.name if group else "an involvement group"


def choose_chair(*, by: User, group: InvolvementGroup, user_id: int) -> None:
    """Make a member the group's chair; it has one."""
    with transaction.atomic():
        found = led_group(group, by)
        _check_running(found)
        member = _member(found, user_id)
        found.members.filter(is_chair=True).update(is_chair=False)
        member.is_chair = True
        member.save(update_fields=["is_chair"])
        record_group(group=found, by=by, action="chair of the group chosen")


def choose_credit(*, by: User, group: InvolvementGroup, credit: Credit, alias: str = "") -> None:
    """A member says how they want to be named. They may change it at any time, also after they
    left and after the group ended: the thanks stay, so it must be possible to withdraw the name."""
    alias = " ".join(alias.split())
    if credit is Credit.ALIAS and not alias:
        raise Refusal("Enter the name that you want us to use", field="alias")
    with transaction.atomic():
        found = locked_group(group.pk)
        member = found.members.filter(user=by).first()
        if member is None:
            raise NotFound(NO_MEMBER)
        member.credit = credit
        member.credited_as = alias if credit is Credit.ALIAS else ""
        member.save(update_fields=["credit", "credited_as"])
        record_group(group=found, by=by, action=f"member to be named: {credit.label.lower()}")


def end_member(*, by: User, group: InvolvementGroup, user_id: int) -> None:
    """A member leaves, or the trust's lead ends their part. What they advised stays."""
    with transaction.atomic():
        found = locked_group(group.pk)
        member = _member(found, user_id)
        if member.user_id != by.pk:
            rules.lead_listening.require(access_of(by), rules.Side(found.trust.ods_code))
        # The last day belongs to a membership, so one that ends now ended yesterday.
        member.ends_on = timezone.localdate() - datetime.timedelta(days=1)
        member.starts_on = min(member.starts_on, member.ends_on)
        member.is_chair = False
        member.save(update_fields=["starts_on", "ends_on", "is_chair"])
        record_group(group=found, by=by, action="member left the group")


def give_advice(
    *,
    by: User,
    group: InvolvementGroup,
    plan: Plan | None,
    values: Mapping[str, Any],
    today: datetime.date,
) -> GroupAdvice:
    """Write down what the group advises. Its members may, and the trust's team for them."""
    with transaction.atomic():
        found = locked_group(group.pk)
        if not can_advise(by, found):
            raise NotAllowed("Only members of the group and the trust’s team write its advice.")
        _check_running(found)
        if plan is not None and plan.trust_id != found.trust_id:
            raise Refusal("This plan is not one of the trust’s", field="plan")
        if not found.founded_on <= values["on"] <= today:
            raise Refusal("The day must lie between the founding and today", field="on")
        advice = GroupAdvice.objects.create(group=found, plan=plan, written_by=by, **values)
        record_group(group=found, by=by, action="advice given")
    return advice


def answer_advice(
    *, by: User, advice: GroupAdvice, read_at: int, outcome: AdviceOutcome, became: str
) -> None:
    """Say what became of an advice."""
    if outcome is not AdviceOutcome.WAITING and not became.strip():
        raise Refusal("Say what became of it", field="became")
    with transaction.atomic():
        found = GroupAdvice.objects.select_for_update(of=("self",)).get(pk=advice.pk)
        group = locked_group(found.group_id)
        rules.write_listening.require(access_of(by), rules.Side(group.trust.ods_code))
        values = {"outcome": outcome, "became": became.strip()}
        changes = changed_fields(found, dict(values))
        save_version(found, read_at=read_at, values=values)
        record_group(group=group, by=by, action="advice answered", changes=changes)


def can_advise(by: User, group: InvolvementGroup) -> bool:
    """Whether the person is a member today or writes for the trust."""
    if rules.write_listening.allows(access_of(by), rules.Side(group.trust.ods_code)):
        return True
    return group.members.on(timezone.localdate()).filter(user=by).exists()


def guest_of(group: InvolvementGroup) -> str:
    """What an invitation to the group is an invitation to."""
    return f"{GUEST_KIND}:{group.pk}"


def locked_group(group_id: int) -> InvolvementGroup:
    """The group, held until the transaction ends."""
    return (
        InvolvementGroup.objects.select_for_update(of=("self",))
        .select_related("trust")
        .get(pk=group_id)
    )


def led_group(group: InvolvementGroup, by: User) -> InvolvementGroup:
    """The same, for a lead of its trust only."""
    found = locked_group(group.pk)
    rules.lead_listening.require(access_of(by), rules.Side(found.trust.ods_code))
    return found


def _member(group: InvolvementGroup, user_id: int) -> GroupMember:
    member = group.members.on(timezone.localdate()).filter(user_id=user_id).first()
    if member is None:
        raise NotFound(NO_MEMBER)
    return member


def _check_running(group: InvolvementGroup) -> None:
    if group.has_ended:
        raise WrongState(ENDED)


def _check_room(group: InvolvementGroup) -> None:
    _check_running(group)
    if group.members.on(timezone.localdate()).count() >= MOST_MEMBERS:
        raise WrongState(f"The group has {MOST_MEMBERS} members, which is the most it can have.")


def record_group(*, group: InvolvementGroup, by: User, action: str, **more: Any) -> None:
    """The line of the audit trail for a group."""
    record_event(by=by, action=action, thing=group, trust_code=group.trust.ods_code, **more)
