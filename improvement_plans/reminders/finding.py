"""Whom to remind of what on a day. Reads only; who left, or may see nothing, is not found."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from django.db.models import Q

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import Membership, User
from buddy_portal.accounts.roles import Role
from buddy_portal.design.todos import Todo
from improvement_plans.listening.states import ANSWERED
from improvement_plans.models import (
    Action,
    ActionState,
    Commitment,
    PlanGuest,
    ReminderWishes,
    SentReminder,
)
from improvement_plans.reminders import cadence
from improvement_plans.reminders.cadence import Step
from improvement_plans.selectors import actions_to_update
from improvement_plans.states import ENDED_ACTIONS, UNDER_WAY
from improvement_plans.todos import waiting_for

QUIET = (*ENDED_ACTIONS, ActionState.CLAIMED_DONE)


@dataclass(frozen=True)
class LateAction:
    """An open action that a person is reminded of, and as which step."""

    action: Action
    step: Step

    @property
    def key(self) -> str:
        return cadence.action_key(self.action.pk, self.action.due, self.step)


@dataclass(frozen=True)
class LateCommitment:
    """An open commitment that a person is reminded of, and as which step."""

    commitment: Commitment
    step: Step

    @property
    def key(self) -> str:
        return cadence.commitment_key(self.commitment.pk, self.commitment.due, self.step)


@dataclass(frozen=True)
class DueReminders:
    """Everything that one person is reminded of on a day. `keys` are remembered as sent."""

    user: User
    actions: tuple[LateAction, ...] = ()
    commitments: tuple[LateCommitment, ...] = ()
    waiting: tuple[Todo, ...] = ()
    check_in: tuple[Action, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        return bool(self.actions or self.commitments or self.waiting or self.check_in)


@dataclass
class Found:
    """What a day's reminders are made from, read once for everybody."""

    people: dict[int, User]
    owned: dict[int, list[LateAction]] = field(default_factory=dict)
    told: dict[int, list[LateAction]] = field(default_factory=dict)
    promised: dict[int, list[LateCommitment]] = field(default_factory=dict)


def everybody(*, on: datetime.date) -> Found:
    """The people of today, and the actions each may have to hear of. Six queries."""
    memberships = list(Membership.objects.on(on).filter(user__is_active=True))
    guests = PlanGuest.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on, user__is_active=True
    )
    ids = {each.user_id for each in memberships} | set(guests.values_list("user_id", flat=True))
    found = Found(User.objects.in_bulk(ids))
    owned: dict[int, list[LateAction]] = defaultdict(list)
    told: dict[int, list[LateAction]] = defaultdict(list)
    for action in _open_actions(on):
        step = cadence.owner_step(action.due, on=on)
        if step and action.owner_id in found.people and action.plan.holds(on):
            owned[action.owner_id].append(LateAction(action, step))
        codes = action.plan.codes
        for escalation in cadence.escalations(action.due, on=on):
            for user_id in _who_hears(codes, action.owner_id, escalation, memberships):
                told[user_id].append(LateAction(action, escalation))
    found.owned, found.told = dict(owned), dict(told)
    found.promised = _promised(found, memberships, on)
    return found


def _promised(
    found: Found, memberships: list[Membership], on: datetime.date
) -> dict[int, list[LateCommitment]]:
    """Open commitments by whom they remind: the owner, then the lead, then the programme."""
    promised: dict[int, list[LateCommitment]] = defaultdict(list)
    for commitment in _open_commitments(on):
        codes = (commitment.trust.ods_code,) if commitment.trust else ()
        step = cadence.owner_step(commitment.due, on=on)
        if step and commitment.owner_id in found.people:
            promised[commitment.owner_id].append(LateCommitment(commitment, step))
        for escalation in cadence.escalations(commitment.due, on=on):
            for user_id in _who_hears(codes, commitment.owner_id, escalation, memberships):
                promised[user_id].append(LateCommitment(commitment, escalation))
    return dict(promised)


def for_person(wishes: ReminderWishes, found: Found, *, on: datetime.date) -> DueReminders:
    """What is due to one person and was not sent yet, as they wish it; nothing twice a day."""
    user = found.people[wishes.user_id]
    day, week, month = cadence.day_key(on), cadence.week_key(on), cadence.month_key(on)
    actions = _actions_for(user, found, on) if wishes.due_dates else []
    promises = found.promised.get(user.pk, []) if wishes.due_dates else []
    keys_due = [*(each.key for each in actions), *(each.key for each in promises)]
    sent = _sent(user, [day, week, month, *keys_due])
    if day in sent:
        return DueReminders(user)
    new = tuple(each for each in actions if each.key not in sent)
    due = DueReminders(
        user,
        actions=new,
        commitments=tuple(each for each in promises if each.key not in sent),
        waiting=_duties(user, on) if wishes.weekly and week not in sent else (),
        check_in=_own_actions(user, on) if wishes.monthly and month not in sent else (),
    )
    keys = set(keys_due) | ({week} if wishes.weekly else set())
    keys |= {month} if wishes.monthly else set()
    keys |= {day} if due.says_something else set()
    return replace(due, keys=tuple(sorted(keys - sent)))


def _actions_for(user: User, found: Found, on: datetime.date) -> list[LateAction]:
    """Their own, as far as they can still report on them, then those of others."""
    owned = found.owned.get(user.pk, [])
    can_report = {each.pk for each in _own_actions(user, on)} if owned else set()
    kept = [each for each in owned if each.action.pk in can_report]
    return [*kept, *found.told.get(user.pk, [])]


def _sent(user: User, keys: list[str]) -> set[str]:
    rows = SentReminder.objects.filter(user=user, key__in=keys)
    return set(rows.values_list("key", flat=True))


def _duties(user: User, on: datetime.date) -> tuple[Todo, ...]:
    """What waits for the person, without what they are only offered."""
    return tuple(todo for todo in waiting_for(user, today=on) if not todo.is_offer)


def _own_actions(user: User, on: datetime.date) -> tuple[Action, ...]:
    """The open actions that a person can report on today: none for somebody who has left."""
    return tuple(actions_to_update(access_of(user, on=on), on=on))


def _open_actions(on: datetime.date) -> Iterable[Action]:
    soon = on + datetime.timedelta(days=cadence.DAYS_BEFORE)
    return (
        Action.objects.filter(plan__state__in=UNDER_WAY, plan__window_from__lte=on, due__lte=soon)
        .exclude(state__in=QUIET)
        .select_related("plan__trust", "plan__team")
        .order_by("due", "pk")
    )


def _open_commitments(on: datetime.date) -> Iterable[Commitment]:
    soon = on + datetime.timedelta(days=cadence.DAYS_BEFORE)
    due = Commitment.objects.filter(due__lte=soon).exclude(state__in=ANSWERED)
    return due.select_related("trust").order_by("due", "pk")


def _who_hears(
    trust_codes: Collection[str],
    owner_id: int | None,
    step: Step,
    memberships: list[Membership],
) -> list[int]:
    """The leads of the trusts, or the programme leads; never the owner, who heard before.

    Each once: one person may lead several organisations of a team.
    """
    role, codes = Role.PROGRAMME_LEAD, frozenset({""})
    if step is Step.LEAD and trust_codes:
        role, codes = Role.TRUST_LEAD, frozenset(trust_codes)
    found = [
        each.user_id
        for each in memberships
        if each.role == role and each.trust_code in codes and each.user_id != owner_id
    ]
    return list(dict.fromkeys(found))
