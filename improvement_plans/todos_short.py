"""What waits where people were listened to and where something is to be shared: events to finish,
commitments, alliances' answers, practices, abstracts.

A start page says little of each, so that one query gives them all.
"""

from __future__ import annotations

import datetime

from django.urls import reverse

from buddy_portal.accounts.access import Access
from buddy_portal.design.charts import numbers
from buddy_portal.design.dates import day
from buddy_portal.design.todos import Todo
from improvement_plans.selectors.first_waiting import Kind, ShortThing, short_things
from improvement_plans.selectors.waiting import Waiting

_KINDS = ("practices", "abstracts", "kept", "unanswered", "commitments", "events")


def waiting_in_short(access: Access, waits: Waiting, *, today: datetime.date) -> list[Todo]:
    """The todos of a person, at most ten of each kind."""
    if not any(getattr(waits, kind) for kind in _KINDS):
        return []
    return [_TODOS[each.kind](each, today) for each in short_things(access, today)]


def _practice(one: ShortThing, today: datetime.date) -> Todo:
    return Todo(
        title=f"Read “{one.words}” for the practice library",
        url=reverse("practice_draft", args=[one.pk]),
        reason=f"{one.whose} wants to share it.",
        rank=60,
        button="Read it",
    )


def _abstract(one: ShortThing, today: datetime.date) -> Todo:
    days = (today - one.day).days
    return Todo(
        title=f"Answer the abstract “{one.words}”",
        url=reverse("abstract_decide", args=[one.pk]),
        reason=f"“{one.whose}” offers it for the recognition event.",
        when=f"Waiting {numbers.counted(days, 'day')}" if days > 0 else "New today",
        rank=55,
        button="Read and answer",
    )


def _commitment(one: ShortThing, today: datetime.date) -> Todo:
    return Todo(
        title=f"Tell people that you kept “{one.words}”",
        url=reverse("commitment_publish", args=[one.pk]),
        reason="It is kept and not on the public page yet.",
        rank=62,
        button="Publish",
    )


def _recommendation(one: ShortThing, today: datetime.date) -> Todo:
    return Todo(
        title=f"Ask {one.whose} for its answer",
        url=reverse("recommendation_answer", args=[one.pk]),
        reason=f"It was asked for by {day(one.day)}.",
        rank=61,
        button="Write down the answer",
    )


def _promise(one: ShortThing, today: datetime.date) -> Todo:
    late = (today - one.day).days
    return Todo(
        title=f"Say how “{one.words}” is going",
        url=reverse("commitment_tell", args=[one.pk]),
        reason="You own this commitment to people who told us about their care.",
        when=f"Overdue {numbers.counted(late, 'day')}" if late > 0 else f"Due {day(one.day)}",
        rank=16 if late > 0 else 38,
        button="Say how it goes",
    )


def _event_to_hold(one: ShortThing, today: datetime.date) -> Todo:
    return Todo(
        title=f"Say how “{one.words}” went",
        url=reverse("event_hold", args=[one.pk]),
        reason=f"It was planned for {day(one.day)}.",
        rank=44,
        button="Say how it went",
    )


def _event_to_write_up(one: ShortThing, today: datetime.date) -> Todo:
    return Todo(
        title=f"Write up “{one.words}”",
        url=reverse("event_write_up", args=[one.pk]),
        reason=f"It was held on {day(one.day)}; what people said is not written down yet.",
        rank=43,
        button="Write it up",
    )


_TODOS = {
    Kind.PRACTICE: _practice,
    Kind.ABSTRACT: _abstract,
    Kind.COMMITMENT: _commitment,
    Kind.RECOMMENDATION: _recommendation,
    Kind.PROMISE: _promise,
    Kind.EVENT_TO_HOLD: _event_to_hold,
    Kind.EVENT_TO_WRITE_UP: _event_to_write_up,
}
