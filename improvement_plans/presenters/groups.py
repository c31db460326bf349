"""Involvement groups in words. No queries."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from buddy_portal.design.charts.numbers import counted
from buddy_portal.design.dates import day
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from improvement_plans.models import (
    AdviceOutcome,
    EngagementEvent,
    GroupAdvice,
    GroupMember,
    InvolvementGroup,
)
from improvement_plans.presenters.listening import state_tag
from improvement_plans.selectors.groups import AdviceCredit

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
        ],
        rows=[
            Row(
                [
                    Cell(
                        each.name,
                        href=reverse("group", args=[each.pk]),
                        note=f"Since {day(each.founded_on)}",
                        strong=True,
                    ),
                    each.trust.name,
                    str(each.member_count),  # type: ignore[attr-defined]  # annotated
                    str(each.advice_count),  # type: ignore[attr-defined]  # annotated
                ]
            )
            for each in groups
        ],
    )


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
