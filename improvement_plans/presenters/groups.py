"""Involvement groups in words. No queries."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from buddy_portal.design.charts.numbers import counted
from buddy_portal.design.dates import day
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import TAGS, Tag
from improvement_plans.models import (
    AdviceOutcome,
    EngagementEvent,
    GroupAdvice,
    GroupMember,
    InvolvementGroup,
)
from improvement_plans.presenters.listening import state_tag
from improvement_plans.selectors.groups import AdviceCredit, WhatEnds

OUTCOME_TAGS = {
    AdviceOutcome.WAITING: Tag("Being considered", "plain", "ring"),
    AdviceOutcome.TAKEN: Tag("Taken up", "green", "tick"),
    AdviceOutcome.PARTLY: Tag("Taken up in part", "blue", "ring"),
    AdviceOutcome.NOT_TAKEN: Tag("Not taken up", "grey", "cross"),
}


def group_table(groups: Iterable[InvolvementGroup]) -> Table:
    """The groups a person sees."""
    return Table(
        caption="Involvement groups",
        columns=[
            Column("Group"),
            Column("Trust"),
            Column("Members", numeric=True),
            Column("Advice given", numeric=True),
            Column("State"),
        ],
        rows=[
            Row(
                [
                    Cell(
                        each.name,
                        href=reverse("group", args=[each.pk]),
                        note=_since(each),
                        strong=True,
                    ),
                    each.trust.name,
                    str(each.member_count),  # type: ignore[attr-defined]  # annotated
                    str(each.advice_count),  # type: ignore[attr-defined]  # annotated
                    Cell(tag=group_tag(each)),
                ]
            )
            for each in groups
        ],
    )


def _since(group: InvolvementGroup) -> str:
    if group.ended_on is None:
        return f"Since {day(group.founded_on)}"
    return f"{day(group.founded_on)} to {day(group.ended_on)}"


def group_tag(group: InvolvementGroup) -> Tag:
    """Whether the group meets or has ended."""
    return TAGS["ended"] if group.has_ended else Tag("Meets", "green", "disc")


def ending_words(ends: WhatEnds) -> str:
    """What ending the group does, for the page that asks whether to end it."""
    said = ["The group can be read afterwards, and nothing is added to it. This cannot be undone."]
    if ends.members:
        members = counted(ends.members, "member")
        said.append(f"{members} will see it no more, and will be told so by e-mail.")
    if ends.invited:
        said.append(f"{counted(ends.invited, 'open invitation')} will be withdrawn.")
    if ends.meetings_ahead:
        meetings = counted(ends.meetings_ahead, "meeting")
        said.append(f"{meetings} planned for after today will be called off.")
    if ends.advice_waiting:
        pieces = counted(ends.advice_waiting, "piece of advice", "pieces of advice")
        said.append(f"{pieces} still being considered: you can answer afterwards too.")
    return " ".join(said)


def ended_sentence(group: InvolvementGroup) -> str:
    """When and why the group ended; blank while it meets."""
    if group.ended_on is None:
        return ""
    return f"Its last day was {day(group.ended_on)}. {group.ended_why}"


def member_rows(
    members: Iterable[GroupMember], *, may_lead: bool, own_id: int | None
) -> list[dict[str, object]]:
    """The members as they are named, with what can be done for each."""
    return [
        {
            "name": each.shown_as if each.user_id != own_id else f"{each.user.name} (you)",
            "note": "Chair" if each.is_chair else f"Member since {day(each.starts_on)}",
            "end": reverse("member_end", args=[each.group_id, each.user_id])
            if may_lead or each.user_id == own_id
            else "",
            "chair": reverse("member_chair", args=[each.group_id, each.user_id])
            if may_lead and not each.is_chair
            else "",
        }
        for each in members
    ]


def meeting_table(meetings: Iterable[EngagementEvent]) -> Table:
    """The meetings, newest first, each with agenda and minutes on its page."""
    return Table(
        caption="Meetings",
        columns=[Column("Meeting"), Column("Day"), Column("Papers"), Column("State")],
        rows=[
            Row(
                [
                    Cell(each.title, href=reverse("event", args=[each.pk]), strong=True),
                    day(each.on),
                    _papers(each),
                    Cell(tag=state_tag(each)),
                ]
            )
            for each in meetings
        ],
        empty="No meetings yet.",
    )


def _papers(meeting: EngagementEvent) -> str:
    papers = [("Agenda", meeting.script), ("minutes", meeting.minutes)]
    held = [name for name, text in papers if text]
    return " and ".join(held).capitalize() or "None yet"


def advice_table(advice: Iterable[GroupAdvice], *, may_answer: bool) -> Table:
    """What the group advised and what became of it."""
    return Table(
        caption="Advice",
        columns=[Column("Advice"), Column("Given"), Column("What became of it")],
        rows=[
            Row(
                [
                    Cell(
                        each.text,
                        href=reverse("advice_answer", args=[each.pk]) if may_answer else "",
                        note=f"About: {each.plan.title}" if each.plan else "",
                    ),
                    day(each.on),
                    Cell(tag=OUTCOME_TAGS[AdviceOutcome(each.outcome)], note=each.became),
                ]
            )
            for each in advice
        ],
        empty="No advice yet.",
    )


def credit_sentences(credits: Iterable[AdviceCredit]) -> list[str]:
    """A sentence for each group that advised on a plan; named are those who chose to be."""
    return [_credit(each) for each in credits]


def _credit(credit: AdviceCredit) -> str:
    pieces = counted(credit.advice, "piece of advice", "pieces of advice")
    taken = f"{credit.taken_up} taken up" if credit.taken_up else "being considered"
    said = f"{credit.group} gave {pieces}, {taken}."
    return f"{said} Thank you to {', '.join(credit.named)}." if credit.named else said
