"""Engagement events: planned, held, counted, written up or cancelled; and the people served."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.accounts.versions import save_version
from buddy_portal.design.dates import day
from improvement_plans.characteristics import CHARACTERISTICS, NOT_RECORDED
from improvement_plans.listening import rules
from improvement_plans.listening.presence import corrected_by_few
from improvement_plans.listening.states import HAS_HAPPENED, check_event_move
from improvement_plans.models import (
    Aim,
    ConcernedGroup,
    EngagementEvent,
    EventCount,
    EventState,
    Facilitator,
    InvolvementGroup,
    Plan,
    Population,
)
from improvement_plans.services.commitments import event_renamed
from trusts.models import Scheme, Trust

Group = tuple[str, str]


def plan_event(
    *,
    by: User,
    trust: Trust | None,
    scheme: Scheme | None = None,
    plan: Plan | None = None,
    group: InvolvementGroup | None = None,
    values: Mapping[str, Any],
    facilitators: Iterable[tuple[str, str]] = (),
    concerns: Iterable[Group] = (),
) -> EngagementEvent:
    """Set an event for a day, of a trust or, without one, of the programme's scheme."""
    with transaction.atomic():
        event = EngagementEvent(
            trust=trust, scheme=None if trust else scheme, plan=plan, group=group, author=by
        )
        rules.write_listening.require(access_of(by), rules.Side.of(event))
        _check_places(trust, plan, group)
        _check_group_meets(group, values["on"])
        for name, value in values.items():
            setattr(event, name, value)
        event.save()
        _write_beside(event, facilitators, concerns)
        _record(event, by=by, action="engagement event planned")
    return event


def change_event(
    *,
    by: User,
    event: EngagementEvent,
    read_at: int,
    values: Mapping[str, Any],
    facilitators: Iterable[tuple[str, str]],
    concerns: Iterable[Group],
) -> None:
    """Change what is planned. Raises StaleVersion where somebody else saved meanwhile."""
    with transaction.atomic():
        event = _locked(event, by)
        if event.state == EventState.CANCELLED:
            raise WrongState("This event was cancelled. Set it for another day first.")
        _check_places(event.trust, values["plan"], values["group"])
        _check_group_meets(values["group"], values["on"])
        if event.state in HAS_HAPPENED and values["on"] > timezone.localdate():
            raise Refusal("The event was held, so its day cannot lie ahead", field="on")
        changes = changed_fields(event, dict(values))
        save_version(event, read_at=read_at, values=dict(values))
        if "plan" in changes:  # the findings spoke to aims of the other plan
            event.aims.clear()
        if "title" in changes:
            event_renamed(event, by=by)
        _write_beside(event, facilitators, concerns)
        _record(event, by=by, action="engagement event changed", changes=changes)


def hold_event(*, by: User, event: EngagementEvent, people: int, today: datetime.date) -> None:
    """Say that the event took place and how many came; later, count them again."""
    with transaction.atomic():
        event = _locked(event, by)
        if event.state not in HAS_HAPPENED:
            check_event_move(event.state, EventState.HELD)
            event.state = EventState.HELD
        if event.on > today:
            raise Refusal("The event is planned for a later day. Change its day first.")
        if people < _most_in_groups(event):
            raise Refusal("More people than that are counted in the groups", field="people")
        _keep_versions_apart(event, people, _counted(event))
        event.people = people
        _save(event, by=by, action="engagement event held")


def count_people(
    *, by: User, event: EngagementEvent, characteristic: str, numbers: Mapping[str, int]
) -> None:
    """Replace the counts by one characteristic. Numbers go into no record: they may be small."""
    with transaction.atomic():
        event = _locked(event, by)
        if event.people is None:
            raise WrongState("Say first how many people took part.")
        _check_groups(characteristic, numbers)
        if sum(numbers.values()) > event.people:
            raise Refusal("Together these are more than the people who took part")
        _keep_versions_apart(event, event.people, {characteristic: numbers})
        event.counts.filter(characteristic=characteristic).delete()
        EventCount.objects.bulk_create(
            EventCount(event=event, characteristic=characteristic, group=group, number=number)
            for group, number in numbers.items()
        )
        _save(event, by=by, action="people counted", reason=CHARACTERISTICS[characteristic].name)


def write_up(
    *,
    by: User,
    event: EngagementEvent,
    read_at: int,
    values: Mapping[str, Any],
    aims: Iterable[Aim] = (),
) -> None:
    """Write down what was said, good and bad. Can be corrected afterwards."""
    if not (values["good"].strip() or values["better"].strip()):
        raise Refusal("Say what is good, or what could be better, or both", field="better")
    with transaction.atomic():
        event = _locked(event, by)
        if event.state != EventState.WRITTEN_UP:
            check_event_move(event.state, EventState.WRITTEN_UP)
        chosen = list(aims)
        if any(aim.plan_id != event.plan_id for aim in chosen):
            raise Refusal("This aim is not one of the event’s plan", field="aims")
        changes = changed_fields(event, dict(values))
        moved = {"state": EventState.WRITTEN_UP, "written_up_at": timezone.now()}
        save_version(event, read_at=read_at, values={**values, **moved})
        event.aims.set(chosen)
        _record(event, by=by, action="engagement event written up", changes=changes)


def cancel_event(*, by: User, event: EngagementEvent, reason: str) -> None:
    """Call a planned event off, with the reason."""
    if not reason.strip():
        raise Refusal("Say why it is cancelled", field="reason")
    with transaction.atomic():
        event = _locked(event, by)
        check_event_move(event.state, EventState.CANCELLED)
        event.state, event.reason = EventState.CANCELLED, reason.strip()
        _save(event, by=by, action="engagement event cancelled", reason=event.reason)


def set_anew(*, by: User, event: EngagementEvent, on: datetime.date) -> None:
    """Set a cancelled event for another day."""
    with transaction.atomic():
        event = _locked(event, by)
        check_event_move(event.state, EventState.PLANNED)
        _check_group_meets(event.group, on)
        event.state, event.on = EventState.PLANNED, on
        _save(event, by=by, action="engagement event set for another day")


def give_population(
    *,
    by: User,
    trust: Trust,
    characteristic: str,
    source: str,
    year: int,
    numbers: Mapping[str, int],
) -> None:
    """Say how the people that a trust serves divide by one characteristic, and who says so."""
    with transaction.atomic():
        rules.lead_listening.require(access_of(by), rules.Side(trust.ods_code))
        _check_groups(characteristic, numbers)
        if not sum(numbers.values()):
            raise Refusal("Enter at least one number of people")
        # The trust is held, so that two people who enter numbers at once follow each other.
        Trust.objects.select_for_update().get(pk=trust.pk)
        given = Population.objects.filter(trust=trust, characteristic=characteristic).first()
        given = given or Population(trust=trust, characteristic=characteristic)
        given.source, given.year, given.numbers, given.given_by = source, year, dict(numbers), by
        _keep_populations_apart(given)
        given.save()
        record_event(by=by, action="people served entered", thing=given, trust_code=trust.ods_code)


def say_whom_aim_concerns(*, by: User, aim: Aim, concerns: Iterable[Group]) -> None:
    """Say whose experience an aim concerns."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).select_related("trust")
        trust = plan.get(pk=aim.plan_id).trust
        rules.lead_listening.require(access_of(by), rules.Side(trust.ods_code))
        ConcernedGroup.objects.filter(aim=aim).delete()
        ConcernedGroup.objects.bulk_create(
            ConcernedGroup(aim=aim, characteristic=characteristic, group=group)
            for characteristic, group in _known(concerns)
        )
        record_event(by=by, action="whom the aim concerns", thing=aim, trust_code=trust.ods_code)


def _record(event: EngagementEvent, *, by: User, action: str, **more: Any) -> None:
    """The line of the audit trail for an event."""
    code = event.trust.ods_code if event.trust else ""
    record_event(by=by, action=action, thing=event, trust_code=code, **more)


def _locked(event: EngagementEvent, by: User) -> EngagementEvent:
    found = (
        EngagementEvent.objects.select_for_update(of=("self",))
        .select_related("trust", "group")
        .get(pk=event.pk)
    )
    rules.write_listening.require(access_of(by), rules.Side.of(found))
    return found


def _save(event: EngagementEvent, *, by: User, action: str, reason: str = "") -> None:
    event.version += 1
    event.save()
    _record(event, by=by, action=action, reason=reason)


def _check_places(trust: Trust | None, plan: Plan | None, group: InvolvementGroup | None) -> None:
    if plan is not None and (trust is None or plan.trust_id != trust.pk):
        raise Refusal("This plan is not one of the trust’s", field="plan")
    if group is not None and (trust is None or group.trust_id != trust.pk):
        raise Refusal("This group is not one of the trust’s", field="group")


def _check_group_meets(group: InvolvementGroup | None, on: datetime.date) -> None:
    if group is not None and group.ended_on is not None and on > group.ended_on:
        raise Refusal(
            f"The group ended on {day(group.ended_on)} and has no meeting after that", field="on"
        )


def _write_beside(
    event: EngagementEvent, facilitators: Iterable[tuple[str, str]], concerns: Iterable[Group]
) -> None:
    event.facilitators.all().delete()
    Facilitator.objects.bulk_create(
        Facilitator(event=event, who=who, training=training) for who, training in facilitators
    )
    event.concerned_groups.all().delete()
    ConcernedGroup.objects.bulk_create(
        ConcernedGroup(event=event, characteristic=characteristic, group=group)
        for characteristic, group in _known(concerns)
    )


def _known(concerns: Iterable[Group]) -> list[Group]:
    """Each group once; Refusal for one that the portal does not know."""
    chosen = list(dict.fromkeys(concerns))
    for characteristic, group in chosen:
        if group not in getattr(CHARACTERISTICS.get(characteristic), "groups", {}):
            raise Refusal("Choose a group from the list", field="concern_1")
    return chosen


def _check_groups(characteristic: str, numbers: Mapping[str, int]) -> None:
    known = CHARACTERISTICS.get(characteristic)
    if known is None or not set(numbers) <= set(known.groups):
        raise Refusal("These groups are not ones that people are counted by.")


def _counted(event: EngagementEvent) -> dict[str, dict[str, int]]:
    """Characteristic to group to number."""
    found: dict[str, dict[str, int]] = {}
    for count in event.counts.all():
        found.setdefault(count.characteristic, {})[count.group] = count.number
    return found


def _most_in_groups(event: EngagementEvent) -> int:
    """The most people that one characteristic's groups hold."""
    return max((sum(groups.values()) for groups in _counted(event).values()), default=0)


def _keep_versions_apart(
    event: EngagementEvent, people: int, numbers: Mapping[str, Mapping[str, int]]
) -> None:
    """Divide an event that was shown no more where a correction concerns few people.

    `numbers` are the counts that it will have, by characteristic. They are compared with each
    division that was shown: two corrections by many can together be one by few.
    """
    if event.state != EventState.WRITTEN_UP or event.people is None:
        return
    for key, counted in _counted(event).items():
        shown, now = event.divided_before.setdefault(key, []), _whole(counted, event.people)
        if now not in shown:
            shown.append(now)
    for key, groups in numbers.items():
        after = _whole(groups, people)
        if any(corrected_by_few(each, after) for each in event.divided_before.get(key, ())):
            event.not_divided = sorted({*event.not_divided, key})


def _keep_populations_apart(given: Population) -> None:
    """Show the numbers unless they differ by a few people from any that were shown.

    Rounding them does not help by itself: of 1,204 and 1,200 the two together point at 4 people.
    """
    before: list[dict[str, int]] = given.shown_before
    given.is_shown = not any(corrected_by_few(shown, given.numbers) for shown in before)
    if given.is_shown and given.numbers not in before:
        given.shown_before = [*before, given.numbers]


def _whole(groups: Mapping[str, int], people: int) -> dict[str, int]:
    """The counts with those whose group nobody noted."""
    return {**groups, NOT_RECORDED: people - sum(groups.values())}
