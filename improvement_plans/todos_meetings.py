"""What waits in meetings: agendas to make, minutes to write and to send, and the next meeting."""

from __future__ import annotations

import datetime

from django.urls import reverse

from buddy_portal.accounts.access import Access
from buddy_portal.design import dates
from buddy_portal.design.todos import Todo
from improvement_plans.models import Meeting, MeetingState
from improvement_plans.selectors.meetings import meetings_to_tell_of


def waiting_in_meetings(access: Access, *, today: datetime.date) -> list[Todo]:
    """The todos of a person, at most twenty, in one query."""
    return [
        _to_keep(each, today)
        if each.needs_keeper  # type: ignore[attr-defined]  # annotated by the selector
        else _next(each)
        for each in meetings_to_tell_of(access, today)
    ]


def _to_keep(meeting: Meeting, today: datetime.date) -> Todo:
    when = dates.day(meeting.on)
    if meeting.state == MeetingState.HELD:
        return Todo(
            title=f"Send the minutes of “{meeting.title}”",
            url=reverse("meeting", args=[meeting.pk]),
            reason=f"It was held on {when}; nobody has the minutes yet.",
            rank=45,
            button="Send the minutes",
        )
    if meeting.on < today:
        return Todo(
            title=f"Write the minutes of “{meeting.title}”",
            url=reverse("meeting_minutes", args=[meeting.pk]),
            reason=f"It was planned for {when}.",
            rank=44,
            button="Write the minutes",
        )
    return Todo(
        title=f"Make the agenda of “{meeting.title}”",
        url=reverse("meeting_agenda", args=[meeting.pk]),
        reason="It is made from what is due, challenged, stale or blocked.",
        when=f"The meeting is on {when}",
        rank=42,
        button="Make the agenda",
    )


def _next(meeting: Meeting) -> Todo:
    return Todo(
        title=f"Go to “{meeting.title}”",
        url=reverse("meeting", args=[meeting.pk]),
        reason=f"It is your next meeting. {meeting.place}".strip(),
        when=f"{dates.weekday(meeting.on)}, {dates.clock(meeting.at)}",
        rank=70,
        button="Open the meeting",
        is_offer=True,
    )
