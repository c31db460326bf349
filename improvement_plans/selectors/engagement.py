"""Reading engagement events: what a person may see of them, and who was in the room.

Counts of people leave this module only as they may be shown.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from improvement_plans.characteristics import CHARACTERISTICS
from improvement_plans.listening import rules
from improvement_plans.listening.presence import (
    CORRECTED,
    NOT_YET,
    Presence,
    ServedPeople,
    presence,
    undivided,
)
from improvement_plans.listening.small_numbers import Showing, shown_together
from improvement_plans.models import (
    Aim,
    EngagementEvent,
    EventCount,
    EventState,
    GroupMember,
    InvolvementGroup,
    Plan,
    Population,
)
from improvement_plans.selectors.visibility import plans_visible_to
from trusts.models import Scheme, Trust

LONGEST_SEARCH = 100
NO_SUCH_EVENT = "There is no such event, or it is not one of yours."


@dataclass(frozen=True)
class EventQuery:
    """What a person looks for among events."""

    words: str = ""
    kind: str = ""
    state: str = ""
    trust: str = ""
    plan: str = ""


def events_visible_to(
    access: Access, *, on: datetime.date | None = None
) -> QuerySet[EngagementEvent]:
    """The programme sees all; a trust's people its own and those of plans they see; guests those
    of their plan and their group; everybody with a role those of the whole programme.

    `on` is the day of which the person's plans and groups are looked at: today.
    """
    events = EngagementEvent.objects.select_related(
        "trust", "scheme", "plan__trust", "plan__team", "plan__pair__mentor", "group", "author"
    )
    if access.may_in_programme(Permission.SEE_PLANS):
        return events
    seen = Q(trust__ods_code__in=access.trusts_where(Permission.SEE_PLANS))
    seen |= Q(plan__in=plans_visible_to(access, on=on).values("pk"))
    seen |= Q(group__in=groups_of_member(access.user_id, on=on).values("group"))
    if Permission.SEE_PLANS in access.permissions:
        seen |= Q(trust=None)
    return events.filter(seen)


def groups_of_member(
    user_id: int | None, *, on: datetime.date | None = None
) -> QuerySet[GroupMember]:
    """The memberships in involvement groups that a person holds on a day: today."""
    day = timezone.localdate() if on is None else on
    return GroupMember.objects.on(day).filter(user_id=0 if user_id is None else user_id)


def event_visible_to(access: Access, engagement_id: int) -> EngagementEvent:
    """One event with what belongs to it, or NotFound."""
    found = (
        events_visible_to(access)
        .filter(pk=engagement_id)
        .prefetch_related("facilitators", "aims__question", "concerned_groups")
        .first()
    )
    if found is None:
        raise NotFound(NO_SUCH_EVENT)
    return found


def events_found(access: Access, asked: EventQuery) -> QuerySet[EngagementEvent]:
    """Events that fit, newest first."""
    found = events_visible_to(access).prefetch_related("concerned_groups")
    for word in asked.words[:LONGEST_SEARCH].replace("\x00", "").split():
        text = Q(title__icontains=word) | Q(good__icontains=word) | Q(better__icontains=word)
        found = found.filter(text | Q(trust__name__icontains=word) | Q(place__icontains=word))
    for name in ("kind", "state"):
        if value := getattr(asked, name):
            found = found.filter(**{name: value})
    if asked.trust:
        found = found.filter(trust__ods_code=asked.trust)
    if asked.plan:
        number = asked.plan if asked.plan.isascii() and asked.plan.isdigit() else "0"
        found = found.filter(plan=int(number[:9]))
    return found.order_by("-on", "-pk")


def trusts_with_events(access: Access) -> list[Trust]:
    """The trusts whose events a person sees."""
    events = events_visible_to(access).order_by()
    return list(Trust.objects.filter(pk__in=events.values("trust")).order_by("name"))


def events_to_finish(access: Access, *, on: datetime.date) -> QuerySet[EngagementEvent]:
    """Events of the person's own trusts (or the programme) whose day has passed, not written up."""
    mine = Q(trust__ods_code__in=access.trusts_where(Permission.UPDATE_ACTIONS))
    if access.may_in_programme(Permission.APPROVE_PLANS):
        mine |= Q(trust=None)
    waits = Q(state__in=[EventState.PLANNED, EventState.HELD], on__lte=on)
    return EngagementEvent.objects.filter(mine & waits).select_related("trust").order_by("on")


def events_ahead(access: Access, *, on: datetime.date) -> list[EngagementEvent]:
    """Planned events from a day on: of the person's own trusts, plans and groups; for those of
    the programme its own. Everybody's would drown them."""
    if access.may_in_programme(Permission.SEE_PLANS):
        seen = EngagementEvent.objects.filter(trust=None)
    else:
        seen = events_visible_to(access)
    ahead = seen.filter(state=EventState.PLANNED, on__gte=on)
    return list(ahead.order_by("on", "pk"))


def presences_of(access: Access, event: EngagementEvent) -> list[Presence]:
    """Who was in the room, by each characteristic that was counted.

    Those who count see it at once; others when the event is written up, so that counts can be
    corrected until then.
    """
    if not rules.write_listening.allows(access, rules.Side.of(event)):
        return presences_of_events([event])[event.pk]
    return _presences([event], unfinished=True)[event.pk]


def presences_of_events(events: Collection[EngagementEvent]) -> dict[int, list[Presence]]:
    """The same for several events, by their keys, as everybody may see it. Two queries."""
    return _presences(events, unfinished=False)


def _presences(
    events: Collection[EngagementEvent], *, unfinished: bool
) -> dict[int, list[Presence]]:
    counts: dict[int, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for count in EventCount.objects.filter(event__in=[each.pk for each in events]):
        counts[count.event_id][count.characteristic][count.group] = count.number
    served: dict[int, dict[str, ServedPeople]] = defaultdict(dict)
    trusts = {each.trust_id for each in events if each.trust_id}
    for given in Population.objects.filter(trust__in=trusts, is_shown=True):
        served[given.trust_id][given.characteristic] = _served(given)
    return {
        each.pk: [
            undivided(key, why_not)
            if (why_not := _why_not_divided(each, key, unfinished=unfinished))
            else presence(
                key,
                counts[each.pk][key],
                people=each.people,
                served=served[each.trust_id or 0].get(key),
            )
            for key in CHARACTERISTICS
            if each.people is not None and key in counts[each.pk]
        ]
        for each in events
    }


def _why_not_divided(event: EngagementEvent, key: str, *, unfinished: bool) -> str:
    if key in event.not_divided:
        return CORRECTED
    return "" if unfinished or event.state == EventState.WRITTEN_UP else NOT_YET


def _served(given: Population) -> ServedPeople:
    return ServedPeople(given.numbers, given.source, given.year)


def _populations_of(trust: Trust) -> dict[str, Population]:
    """The people a trust serves, by characteristic. Never to be shown as it is."""
    return {each.characteristic: each for each in Population.objects.filter(trust=trust)}


@dataclass(frozen=True)
class ShownPopulation:
    """The people served by one characteristic as they may be shown, in the groups' order."""

    characteristic: str
    source: str
    year: int
    is_shown: bool
    """Not where the numbers differ by a few people from others that were shown."""
    groups: tuple[tuple[str, str, float | None], ...]
    """Group, its count in words, its share in percent where it is shown."""


def populations_shown(trust: Trust) -> list[ShownPopulation]:
    """What a trust entered about the people it serves."""
    given = _populations_of(trust)
    return [_shown_population(given[key]) for key in CHARACTERISTICS if key in given]


def _shown_population(served: Population) -> ShownPopulation:
    key, is_shown = served.characteristic, served.is_shown
    known, total = CHARACTERISTICS[key], sum(served.numbers.values())
    shown = (shown_together(served.numbers) or {}) if is_shown else {}
    groups = tuple(
        (
            known.words(group),
            each.words,
            100.0 * each.number / total if each.showing is Showing.NUMBER and each.number else None,
        )
        for group, each in shown.items()
    )
    return ShownPopulation(key, served.source, served.year, is_shown, groups)


def populations_missing(trust: Trust) -> list[str]:
    """Characteristics by which the trust has not said whom it serves."""
    given = _populations_of(trust)
    return [key for key in CHARACTERISTICS if key not in given]


def places_to_listen(access: Access) -> tuple[list[Trust], list[Scheme]]:
    """Trusts and schemes for which a person may set an event or make a commitment."""
    codes = access.trusts_where(Permission.UPDATE_ACTIONS)
    trusts = list(Trust.objects.filter(ods_code__in=codes).order_by("name"))
    if not access.may_in_programme(Permission.APPROVE_PLANS):
        return trusts, []
    return trusts, list(Scheme.objects.order_by("-implementation_from", "name"))


def plans_of_trusts(trusts: Collection[Trust]) -> list[Plan]:
    """The trusts' own plans, for an event or a commitment to name."""
    plans = Plan.objects.filter(trust__in=[trust.pk for trust in trusts])
    return list(plans.select_related("trust").order_by("trust__name", "-window_from"))


def groups_of_trusts(
    trusts: Collection[Trust], *, kept: int | None = None
) -> list[InvolvementGroup]:
    """The trusts' running involvement groups, and the one that is `kept` though it may have
    ended, because an event was its meeting."""
    found = InvolvementGroup.objects.filter(trust__in=[trust.pk for trust in trusts])
    return list(found.filter(Q(ended_on=None) | Q(pk=kept or 0)).order_by("name"))


def plan_to_show(access: Access, event: EngagementEvent) -> Plan | None:
    """The event's plan, for those who see it."""
    return plans_visible_to(access).filter(pk=event.plan_id).first() if event.plan_id else None


def aims_of(event: EngagementEvent) -> list[Aim]:
    """The aims of the event's plan, for its findings to speak of."""
    return list(event.plan.aims.select_related("question")) if event.plan else []
