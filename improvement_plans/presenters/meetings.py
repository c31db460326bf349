"""One meeting in words: facts, agenda, people, decisions, next steps. No queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from buddy_portal.accounts.access import Access
from buddy_portal.design import dates
from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts.numbers import counted
from buddy_portal.design.tags import Tag
from improvement_plans.meetings import rules
from improvement_plans.meetings.states import HAS_HAPPENED
from improvement_plans.models import (
    AgendaItem,
    Attendance,
    ItemKind,
    Meeting,
    MeetingDecision,
    MeetingMember,
    MeetingPaper,
    MeetingState,
)
from improvement_plans.presenters.actions import GONE, Partners, named
from improvement_plans.presenters.agendas import follows_words, who_by_when
from improvement_plans.selectors.meetings import MeetingPage

STATE_TAGS = {
    MeetingState.CALLED: Tag("Called", "plain", "ring"),
    MeetingState.HELD: Tag("Held, minutes not sent", "amber", "triangle"),
    MeetingState.CIRCULATED: Tag("Minutes sent", "green", "tick"),
    MeetingState.CANCELLED: Tag("Called off", "grey", "cross"),
}
UNMINUTED = Tag("To be minuted", "amber", "triangle")
KIND_TAGS = {
    ItemKind.DECISION: Tag("Decided before", "blue", "ring"),
    ItemKind.ESCALATION: Tag("Needs the sponsor", "red", "square"),
    ItemKind.BLOCKED: Tag("Blocked", "red", "square"),
    ItemKind.APART: Tag("Status and owner differ", "amber", "triangle"),
    ItemKind.CHALLENGED: Tag("Challenged", "amber", "triangle"),
    ItemKind.OVERDUE: Tag("Overdue", "red", "square"),
    ItemKind.UNCONFIRMED: Tag("Not confirmed", "amber", "triangle"),
    ItemKind.STALE: Tag("Stale", "grey", "clock"),
    ItemKind.DUE: Tag("Due", "plain", "ring"),
    ItemKind.RISK: Tag("Risk", "amber", "triangle"),
    ItemKind.MEASURE: Tag("Measure", "blue", "disc"),
    ItemKind.COMMITMENT: Tag("Commitment", "plain", "ring"),
}
# What a key of an item is about: the name of its address.
PAGES = {
    "action": "action_detail",
    "commitment": "commitment",
    "measure": "measure",
    "plan": "plan_detail",
}


@dataclass(frozen=True)
class MayDo:
    """What this person may do with a meeting now."""

    keep: bool
    prepare: bool
    minute: bool
    send_pack: bool
    send_minutes: bool


@dataclass(frozen=True)
class ItemLine:
    """One item of the agenda on its page."""

    text: str
    href: str
    why: str
    tag: Tag | None
    plan: str


def may_do(page: MeetingPage, access: Access, *, today: datetime.date) -> MayDo:
    """Which steps to offer: the same rules as in the services."""
    meeting = page.meeting
    keeps = rules.keep_meetings.allows(access, rules.Side.of(meeting))
    ahead = meeting.state == MeetingState.CALLED
    begun = meeting.on <= today and meeting.state != MeetingState.CANCELLED
    return MayDo(
        keep=keeps,
        prepare=keeps and ahead,
        minute=keeps and (begun or meeting.state in HAS_HAPPENED),
        send_pack=keeps and ahead and meeting.agenda_made_at is not None and bool(page.members),
        send_minutes=keeps and meeting.state in HAS_HAPPENED and bool(page.members),
    )


def next_step(page: MeetingPage, may: MayDo, *, today: datetime.date) -> dict[str, str] | None:
    """The one thing to do next with a meeting."""
    meeting = page.meeting
    if may.minute and meeting.state == MeetingState.CALLED:
        return _step(
            "The day has come.",
            "Write down what was said and who came.",
            "Write the minutes",
            reverse("meeting_minutes", args=[meeting.pk]),
        )
    if may.send_minutes and meeting.state == MeetingState.HELD:
        return _step(
            "The minutes are not sent yet.",
            "They are frozen as they are when you send them.",
            "Send the minutes",
            reverse("meeting_send_minutes", args=[meeting.pk]),
        )
    if may.prepare and not page.members:
        return _step(
            "Nobody is asked yet.",
            "Choose who gets the pack and the minutes.",
            "Choose people",
            reverse("meeting_people", args=[meeting.pk]),
        )
    if may.prepare and meeting.agenda_made_at is None:
        return _step(
            "There is no agenda yet.",
            "It is made from what is due, challenged, stale or blocked today.",
            "Make the agenda",
            reverse("meeting_agenda", args=[meeting.pk]),
        )
    if may.send_pack and not page.papers:
        return _step(
            "The pack is not sent yet.",
            "It is frozen as things stand when you send it.",
            "Send the pack",
            reverse("meeting_send_pack", args=[meeting.pk]),
        )
    return None


def _step(strong: str, text: str, action: str, href: str) -> dict[str, str]:
    return {"strong": strong, "text": text, "action": action, "href": href}


def state_tag(meeting: Meeting, *, on: datetime.date) -> Tag:
    """Where a meeting stands; one whose day has passed is to be minuted."""
    if meeting.state == MeetingState.CALLED and meeting.on < on:
        return UNMINUTED
    return STATE_TAGS[MeetingState(meeting.state)]


def whose(meeting: Meeting) -> str:
    """The trust, or the programme with its scheme."""
    return str(meeting.trust.name) if meeting.trust else f"The programme: {meeting.scheme}"


def when_words(meeting: Meeting) -> str:
    """ "Tuesday 5 May 2015, 9am"."""
    return f"{dates.weekday(meeting.on)}, {dates.clock(meeting.at)}"


def meeting_facts(page: MeetingPage) -> list[tuple[str, str]]:
    """What stands beside a meeting."""
    meeting = page.meeting
    facts = [
        ("When", when_words(meeting)),
        ("How long", counted(meeting.lasts, "minute")),
        ("Place", meeting.place or "No place named"),
        ("Chair", meeting.chair),
        ("Whose", whose(meeting)),
    ]
    if meeting.cancelled_why:
        facts.append(("Called off", meeting.cancelled_why))
    return facts


def plan_links(page: MeetingPage, visible: set[int]) -> list[tuple[str, str]]:
    """The plans that the meeting covers; an address where this person may open it."""
    return [
        (each.title, reverse("plan_detail", args=[each.pk]) if each.pk in visible else "")
        for each in page.plans
    ]


def people_lines(members: Iterable[MeetingMember], names: Partners) -> list[tuple[str, str]]:
    """Who is asked, and whether they came where that was noted."""
    return [
        (
            named(each.user, names),
            "" if each.attendance == Attendance.UNKNOWN else each.get_attendance_display(),
        )
        for each in members
    ]


def item_lines(items: Iterable[AgendaItem], visible: set[int], *, is_guest: bool) -> list[ItemLine]:
    """The items that are not left out; with a way to what they are about, for who may see it."""
    return [
        ItemLine(
            text=item.text,
            href=_address_of(item, visible, is_guest=is_guest),
            why=item.why,
            tag=KIND_TAGS.get(ItemKind(item.kind)),
            plan=item.plan.title if item.plan else "",
        )
        for item in items
        if not item.is_dropped
    ]


def _address_of(item: AgendaItem, visible: set[int], *, is_guest: bool) -> str:
    """Partners open what belongs to their own plan, and no risks."""
    thing, _dash, key = item.key.partition("-")
    if item.plan_id not in visible and (item.plan_id is not None or is_guest):
        return ""
    if thing == "risk" and item.plan_id is not None:
        return "" if is_guest else address_of("risk_list", item.plan_id)
    return address_of(PAGES[thing], int(key)) if thing in PAGES else ""


def decision_lines(
    decisions: Iterable[MeetingDecision],
    names: Partners,
    visible: set[int],
    *,
    may_keep: bool,
    is_guest: bool,
) -> list[dict[str, Any]]:
    """What was decided, what follows, who and by when; with the way to settle it."""
    return [
        {
            "text": each.text,
            "plan": each.plan.title if each.plan else "",
            "follows": "" if follows_words(each) == "-" else follows_words(each),
            "who": ", ".join(who_by_when(each, names)),
            "href": thing_address(each)
            if each.plan_id in visible or (each.plan_id is None and not is_guest)
            else "",
            "settle": reverse("decision_settle", args=[each.pk])
            if may_keep and each.settled_on is None
            else "",
        }
        for each in decisions
    ]


def thing_address(decision: MeetingDecision) -> str:
    """The action or commitment that a decision became."""
    if decision.action_id is not None:
        return address_of("action_detail", decision.action_id)
    return address_of("commitment", decision.commitment_id) if decision.commitment_id else ""


def paper_lines(papers: Iterable[MeetingPaper]) -> list[tuple[str, str, str]]:
    """Words, address and more of each paper that was sent, newest first."""
    return [
        (
            f"{each.get_part_display()}, as at {dates.day(each.as_at)}",
            reverse("meeting_paper", args=[each.pk]),
            f"Sent {dates.moment(each.sent_at)} by {each.sent_by or GONE} "
            f"to {counted(each.sent_to, 'person', 'people')}",
        )
        for each in sorted(papers, key=lambda one: one.sent_at, reverse=True)
    ]
