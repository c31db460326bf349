"""The agenda of a meeting: made from what is recorded, and put right by a person."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal
from improvement_plans.meetings.agenda import Found
from improvement_plans.meetings.states import check_is_ahead
from improvement_plans.models import AgendaItem, ItemKind, Meeting, MeetingKind, Plan
from improvement_plans.presenters.agendas import agenda_from
from improvement_plans.selectors.agendas import entries_for
from improvement_plans.services.meetings import locked_meeting, record

MOST_ITEMS = 200


def make_agenda(*, by: User, meeting: Meeting, today: datetime.date) -> int:
    """Make the agenda from what is recorded today, or bring it up to date; say how many it has.

    What a person added, left out or put elsewhere stays so. What is no longer so goes, and what is
    new comes last.
    """
    with transaction.atomic():
        found = locked_meeting(meeting, by)
        check_is_ahead(found.state)
        wanted = agenda_from(entries_for(found, on=today), MeetingKind(found.kind))[:MOST_ITEMS]
        _bring_up_to_date(found, wanted)
        found.agenda_made_at = timezone.now()
        found.version += 1
        found.save(update_fields=["agenda_made_at", "version"])
        record(thing=found, by=by, action="agenda made")
        return found.items.filter(is_dropped=False).count()


def add_item(*, by: User, meeting: Meeting, plan: Plan | None, text: str, why: str) -> AgendaItem:
    """Put something of one's own on the agenda, at its end."""
    with transaction.atomic():
        found = locked_meeting(meeting, by)
        check_is_ahead(found.state)
        _check_plan(found, plan)
        if found.items.count() >= MOST_ITEMS:
            raise Refusal(f"An agenda has at most {MOST_ITEMS} items", field="text")
        item = AgendaItem.objects.create(
            meeting=found,
            position=_last_position(found) + 1,
            kind=ItemKind.OWN,
            plan=plan,
            text=text,
            why=why,
        )
        record(thing=found, by=by, action="agenda item added", changes={"item": ("", text)})
    return item


def arrange(
    *, by: User, meeting: Meeting, places: Mapping[int, int], left_out: Iterable[int]
) -> None:
    """Put the items into this order and leave some out. An item keeps its place where none is said.

    An item that is moved gets its place: those that stood there make room for it. Of two that are
    moved to one place the one that stood first comes first.
    """
    out = set(left_out)
    with transaction.atomic():
        found = locked_meeting(meeting, by)
        check_is_ahead(found.state)
        items = list(found.items.order_by("position", "pk"))
        ordered = in_places(items, places)
        for position, item in enumerate(ordered, start=1):
            item.position, item.is_dropped = position, item.pk in out
        AgendaItem.objects.bulk_update(ordered, ["position", "is_dropped"])
        record(thing=found, by=by, action="agenda put in order")


def in_places(items: Sequence[AgendaItem], places: Mapping[int, int]) -> list[AgendaItem]:
    """The items in the order asked for; `items` come in the order in which they stand."""

    def asked(standing: tuple[int, AgendaItem]) -> tuple[int, int]:
        number, item = standing
        place = places.get(item.pk, number)
        # Moved up, it comes before the one that stands there; moved down, after it.
        return place, (place > number) - (place < number)

    return [item for _number, item in sorted(enumerate(items, start=1), key=asked)]


def _bring_up_to_date(meeting: Meeting, wanted: list[Found]) -> None:
    standing = {item.key: item for item in meeting.items.exclude(key="")}
    gone = [item.pk for key, item in standing.items() if key not in {one.key for one in wanted}]
    meeting.items.filter(pk__in=gone).delete()
    kept, new = [], []
    last = _last_position(meeting)
    for each in wanted:
        item = standing.get(each.key)
        if item is None:
            last += 1
            new.append(AgendaItem(meeting=meeting, key=each.key, position=last))
            item = new[-1]
        else:
            kept.append(item)
        item.kind, item.plan_id = each.kind, each.plan_id
        item.text, item.why = each.text, each.why
    AgendaItem.objects.bulk_update(kept, ["kind", "plan", "text", "why"])
    AgendaItem.objects.bulk_create(new)


def _last_position(meeting: Meeting) -> int:
    last = meeting.items.order_by("-position").values_list("position", flat=True).first()
    return last or 0


def _check_plan(meeting: Meeting, plan: Plan | None) -> None:
    if plan is not None and not meeting.plans.filter(pk=plan.pk).exists():
        raise Refusal("Choose a plan that the meeting covers", field="plan")
