"""Who is told about a meeting. Written in the step's own transaction."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from buddy_portal.accounts.models import User
from buddy_portal.design import dates
from buddy_portal.outbox.mail import enqueue_mail
from improvement_plans.models import Meeting, MeetingMember, MeetingPaper, PaperPart
from improvement_plans.presenters.letters import Letter
from improvement_plans.selectors.meetings import members_of


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
    _send((each.user for each in members), letter, address, by)


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
    _send(people, letter, reverse("meeting", args=[meeting.pk]), by)


def _at(meeting: Meeting) -> str:
    return f", {meeting.place}" if meeting.place else ""


def _send(to: Iterable[User], letter: Letter, address: str, by: User) -> None:
    """One mail for each person who can sign in; nobody is told what they did themselves."""
    for person in sorted(set(to) - {by}, key=lambda each: each.email):
        if person.is_active:
            enqueue_mail(
                to=person.email,
                subject=letter.subject,
                template="plan_step",
                context={
                    "name": person.get_short_name(),
                    "sentences": letter.sentences,
                    "link_address": f"{settings.PORTAL_URL}{address}",
                    "link_words": letter.link_words,
                },
            )
