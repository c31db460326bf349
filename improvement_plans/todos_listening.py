"""What waits where people were listened to: events to finish, commitments, alliances' answers."""

from __future__ import annotations

import datetime

from django.urls import reverse

from buddy_portal.accounts.access import Access
from buddy_portal.design.charts import numbers
from buddy_portal.design.dates import day
from buddy_portal.design.todos import Todo
from improvement_plans.models import EngagementEvent, EventState
from improvement_plans.selectors import commitments
from improvement_plans.selectors import first_waiting as first
from improvement_plans.selectors.waiting import Waiting

MOST = 10
SOON = datetime.timedelta(days=14)


def waiting_in_listening(access: Access, waits: Waiting, *, today: datetime.date) -> list[Todo]:
    """The todos of a person, at most ten of each kind; nothing is asked where none can be."""
    return [
        *(_promises(access, today) if waits.commitments else ()),
        *(_events(access, today) if waits.events else ()),
        *(_to_publish(access) if waits.kept else ()),
        *(_unanswered(access, today) if waits.unanswered else ()),
    ]


def _promises(access: Access, today: datetime.date) -> list[Todo]:
    due = commitments.own_open_commitments(access).filter(due__lte=today + SOON)
    return [
        Todo(
            title=f"Say how “{each.text}” is going",
            url=reverse("commitment_tell", args=[each.pk]),
            reason="You own this commitment to people who told us about their care.",
            when=_when(each.due, today),
            rank=16 if each.due < today else 38,
            button="Say how it goes",
        )
        for each in due[:MOST]
    ]


def _when(due: datetime.date, today: datetime.date) -> str:
    late = (today - due).days
    return f"Overdue {numbers.counted(late, 'day')}" if late > 0 else f"Due {day(due)}"


def _events(access: Access, today: datetime.date) -> list[Todo]:
    return [_event(each) for each in first.events_to_finish(access, today)]


def _event(event: EngagementEvent) -> Todo:
    if event.state == EventState.PLANNED:
        return Todo(
            title=f"Say how “{event.title}” went",
            url=reverse("event_hold", args=[event.pk]),
            reason=f"It was planned for {day(event.on)}.",
            rank=44,
            button="Say how it went",
        )
    return Todo(
        title=f"Write up “{event.title}”",
        url=reverse("event_write_up", args=[event.pk]),
        reason=f"It was held on {day(event.on)}; what people said is not written down yet.",
        rank=43,
        button="Write it up",
    )


def _to_publish(access: Access) -> list[Todo]:
    return [
        Todo(
            title=f"Tell people that you kept “{each.text}”",
            url=reverse("commitment_publish", args=[each.pk]),
            reason="It is kept and not on the public page yet.",
            rank=62,
            button="Publish",
        )
        for each in first.commitments_to_publish(access)
    ]


def _unanswered(access: Access, today: datetime.date) -> list[Todo]:
    return [
        Todo(
            title=f"Ask {each.alliance} for its answer",
            url=reverse("recommendation_answer", args=[each.pk]),
            reason=f"It was asked for by {day(each.answer_by)}.",
            rank=61,
            button="Write down the answer",
        )
        for each in first.unanswered_recommendations(access, today)
    ]
