"""Who is told about a meeting. Written in the step's own transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from buddy_portal.accounts.models import User
from buddy_portal.design import dates
from improvement_plans.models import Meeting, MeetingMember, MeetingPaper, PaperPart
from improvement_plans.presenters.letters import Letter
from improvement_plans.selectors.meetings import members_of
from improvement_plans.services.mails import send_letter


def papers_sent(paper: MeetingPaper, members: Iterable[MeetingMember], *, by: User) -> None:
    """Everybody who is asked gets the way to the pack or to the minutes, not the paper itself."""
    meeting = paper.meeting
    when = f"{dates.weekday(meeting.on)} at {dates.clock(meeting.at)}"
    if paper.part == PaperPart.PACK:
        letter = Letter(
            f"Pack for {meeting.title}, {dates.day(meeting.on)}",
            (
                f"{meeting.title} is on {when}{_at(meeting)}. Its agenda and pack are ready.",
                f"The pack says how things stood on {dates.day(paper.as_at)}.",
            ),
            "Read the pack",
        )
    else:
        letter = Letter(
            f"Minutes of {meeting.title}, {dates.day(meeting.on)}",
            (f"The minutes of {meeting.title} on {when} are ready, with what was decided.",),
            "Read the minutes",
        )
    address = reverse("meeting_paper", args=[paper.pk])
    send_letter((each.user for each in members), letter, address=address, by=by)


def meeting_called_off(meeting: Meeting, *, by: User) -> None:
    """Everybody who was asked learns that there is no meeting."""
    letter = Letter(
        f"Called off: {meeting.title}, {dates.day(meeting.on)}",
        (
            f"{meeting.title} on {dates.weekday(meeting.on)} will not be held.",
            f"Why: {meeting.cancelled_why}",
        ),
        "Open the meeting",
    )
    people = (each.user for each in members_of(meeting))
    send_letter(people, letter, address=reverse("meeting", args=[meeting.pk]), by=by)


def _at(meeting: Meeting) -> str:
    return f", {meeting.place}" if meeting.place else ""
