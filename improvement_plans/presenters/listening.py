"""Engagement events in words: lists, facts, next steps. No queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from buddy_portal.accounts.access import Access
from buddy_portal.design.dates import day
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from improvement_plans.characteristics import group_words
from improvement_plans.listening import rules
from improvement_plans.listening.presence import people_in_all
from improvement_plans.listening.states import HAS_HAPPENED
from improvement_plans.models import (
    ConcernedGroup,
    EngagementEvent,
    EventKind,
    EventState,
    Facilitator,
)

PROGRAMME = "The whole programme"
STATE_TAGS = {
    EventState.PLANNED: Tag("Planned", "plain", "ring"),
    EventState.HELD: Tag("Held", "amber", "triangle"),
    EventState.WRITTEN_UP: Tag("Written up", "green", "tick"),
    EventState.CANCELLED: Tag("Cancelled", "grey", "cross"),
}
COLUMNS = (
    "Event",
    "Whose",
    "Kind",
    "Day",
    "State",
    "People",
    "Concerns",
    "What is good",
    "What could be better",
    "Who was missing",
)


@dataclass(frozen=True)
class MayDo:
    """What this person may do with an event now."""

    change: bool
    hold: bool
    recount: bool
    count: bool
    write_up: bool
    cancel: bool
    set_anew: bool
    promise: bool


def may_do(event: EngagementEvent, access: Access, *, today: datetime.date) -> MayDo:
    """Which steps to offer: the same rules as in the services."""
    writes = rules.write_listening.allows(access, rules.Side.of(event))
    planned = event.state == EventState.PLANNED
    held = event.state in HAS_HAPPENED
    return MayDo(
        change=writes and event.state != EventState.CANCELLED,
        hold=writes and planned and event.on <= today,
        recount=writes and held,
        count=writes and held and bool(event.people),
        write_up=writes and held,
        cancel=writes and planned,
        set_anew=writes and event.state == EventState.CANCELLED,
        promise=writes and held,
    )


def may_recommend(event: EngagementEvent, access: Access) -> bool:
    """Whether to offer to put something that came up to an alliance."""
    return event.state in HAS_HAPPENED and rules.recommend.allows(access, None)


def next_step(event: EngagementEvent, may: MayDo, *, is_counted: bool) -> dict[str, str] | None:
    """The one thing to do next with an event."""
    if may.hold:
        return {
            "strong": "The day has come.",
            "text": "Say whether it was held and how many people took part.",
            "action": "Say how it went",
            "href": reverse("event_hold", args=[event.pk]),
        }
    if may.count and not is_counted:
        return {
            "strong": "Who was in the room?",
            "text": "Count people by age, sex, ethnic group and more; never by name.",
            "action": "Count who came",
            "href": reverse("event_counts", args=[event.pk]),
        }
    if may.write_up and event.state == EventState.HELD:
        return {
            "strong": "What was said?",
            "text": "Write down what is good and what could be better, in plain words.",
            "action": "Write it up",
            "href": reverse("event_write_up", args=[event.pk]),
        }
    return None


def state_tag(event: EngagementEvent) -> Tag:
    """Where an event stands."""
    return STATE_TAGS[EventState(event.state)]


def whose(event: EngagementEvent) -> str:
    """The trust, or the programme with its scheme."""
    if event.trust is not None:
        return str(event.trust.name)
    return f"{PROGRAMME}: {event.scheme}"


def people_words(event: EngagementEvent) -> str:
    """ "14 people", "fewer than 10 people", "nobody came", "not counted yet"."""
    shown = people_in_all(event.people)
    if shown is None:
        return "-" if event.state not in HAS_HAPPENED else "Not counted yet"
    if shown.number == 0:
        return "Nobody came"
    return f"{shown.words} people".capitalize()


def concern_words(concerns: Iterable[ConcernedGroup]) -> list[str]:
    """ "Tumour group: Lung"."""
    return [words for each in concerns if (words := group_words(each.characteristic, each.group))]


def event_facts(event: EngagementEvent) -> list[tuple[str, str]]:
    """What stands beside the findings."""
    found = [
        ("Whose", whose(event)),
        ("Kind", event.get_kind_display()),
        ("Day", day(event.on)),
        ("Place", event.place or "-"),
        ("People", people_words(event)),
        ("Concerns", "; ".join(concern_words(event.concerned_groups.all())) or "Everybody"),
    ]
    if event.state in HAS_HAPPENED and event.written_up_at:
        found.append(("Written up", day(event.written_up_at)))
    return found


def facilitator_words(facilitators: Iterable[Facilitator]) -> list[tuple[str, str]]:
    """Who led the conversation, and what prepared them."""
    return [(each.who, each.training or "No training noted") for each in facilitators]


def script_heading(event: EngagementEvent) -> str:
    """A meeting has an agenda, a conversation its questions."""
    return "Agenda" if event.kind == EventKind.GROUP_MEETING else "What was asked"


def event_table(
    events: Iterable[EngagementEvent], *, downloads: Sequence[tuple[str, str]] = ()
) -> Table:
    """Events, newest first."""
    return Table(
        caption="Events",
        columns=[
            Column("Event"),
            Column("Day"),
            Column("Whose"),
            Column("Took part"),
            Column("State"),
        ],
        rows=[
            Row(
                [
                    Cell(
                        each.title,
                        href=reverse("event", args=[each.pk]),
                        note=_note(each),
                        strong=True,
                    ),
                    day(each.on),
                    whose(each),
                    people_words(each),
                    Cell(tag=state_tag(each)),
                ]
            )
            for each in events
        ],
        downloads=downloads,
    )


def _note(event: EngagementEvent) -> str:
    return ". ".join([event.get_kind_display(), *concern_words(event.concerned_groups.all())])


def download_rows(events: Iterable[EngagementEvent]) -> list[list[str | datetime.date | None]]:
    """The same rows for a file."""
    return [
        [
            each.title,
            whose(each),
            each.get_kind_display(),
            each.on,
            each.get_state_display(),
            people_words(each),
            "; ".join(concern_words(each.concerned_groups.all())),
            each.good,
            each.better,
            each.who_was_missing,
        ]
        for each in events
    ]
