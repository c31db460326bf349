"""Commitments in words: lists, their record, the public page, the board paper. No queries."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from markupsafe import Markup

from buddy_portal.accounts.access import Access
from buddy_portal.design.charts.numbers import MISSING, counted
from buddy_portal.design.dates import day
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from improvement_plans.listening.states import ANSWERED
from improvement_plans.models import (
    AllianceAnswer,
    Commitment,
    CommitmentState,
    CommitmentUpdate,
    Plan,
    Recommendation,
    RecommendationAnswer,
)
from improvement_plans.presenters.listening import PROGRAMME
from improvement_plans.rules import PlanSides, write_plan
from improvement_plans.selectors.commitments import CommitmentAsAt, source_words
from improvement_plans.time_box import may_report, may_write

STATE_TAGS = {
    CommitmentState.PROMISED: Tag("Promised", "plain", "ring"),
    CommitmentState.UNDER_WAY: Tag("Under way", "amber", "triangle"),
    CommitmentState.KEPT: Tag("Kept", "green", "tick"),
    CommitmentState.NOT_POSSIBLE: Tag("Not possible now", "grey", "cross"),
}
PUBLIC_TAGS = {
    CommitmentState.UNDER_WAY: Tag("We are working on it", "blue", "ring"),
    CommitmentState.KEPT: Tag("Done", "green", "tick"),
    CommitmentState.NOT_POSSIBLE: Tag("Not possible now", "grey", "ring"),
}
OVERDUE = Tag("Overdue", "red", "square")
ANSWER_TAGS = {
    RecommendationAnswer.ACCEPTED: Tag("Accepted", "green", "tick"),
    RecommendationAnswer.PARTLY: Tag("Accepted in part", "amber", "triangle"),
    RecommendationAnswer.DECLINED: Tag("Not accepted", "grey", "cross"),
}
WAITING = Tag("No answer yet", "plain", "clock")
_TRACED = Markup(
    '<span class="app-sub2">{}</span>'
    '<span class="app-sub2"><a href="{}">Change where it came from</a></span>'
)
SHOWN = (("", "All"), ("open", "Open"), ("overdue", "Overdue"), ("answered", "Answered"))
COLUMNS = (
    "Commitment",
    "What people said",
    "Comes from",
    "Whose",
    "Owner",
    "Due",
    "State",
    "What we did",
    "Public since",
)


def state_tag(commitment: Commitment, *, on: datetime.date) -> Tag:
    """Where a commitment stands; past its day and not answered is overdue."""
    state = CommitmentState(commitment.state)
    return OVERDUE if state not in ANSWERED and commitment.due < on else STATE_TAGS[state]


def whose(commitment: Commitment) -> str:
    """The trust, or the programme."""
    return str(commitment.trust.name) if commitment.trust else PROGRAMME


def owner_words(commitment: Commitment) -> str:
    """The owner's name, or that it has none any more."""
    return str(commitment.owner.name) if commitment.owner else "Nobody"


def commitment_table(
    commitments: Iterable[Commitment],
    *,
    on: datetime.date,
    caption: str = "Commitments",
    downloads: Sequence[tuple[str, str]] = (),
) -> Table:
    """Commitments, soonest due first."""
    return Table(
        caption=caption,
        columns=[Column("Commitment"), Column("Owner"), Column("Due"), Column("State")],
        rows=[
            Row(
                [
                    Cell(
                        each.text,
                        href=reverse("commitment", args=[each.pk]),
                        note=f"{whose(each)}. You said: {each.said}",
                        strong=True,
                    ),
                    owner_words(each),
                    day(each.due),
                    Cell(
                        tag=state_tag(each, on=on),
                        note="On the public page" if each.published_at else "",
                    ),
                ]
            )
            for each in commitments
        ],
        downloads=downloads,
        empty="No commitments here.",
    )


def show_links(filters: Mapping[str, str], counts: Mapping[str, int]) -> list[dict[str, object]]:
    """The filters above the list, each with how many it holds."""
    rest = {name: value for name, value in filters.items() if name != "show"}
    return [
        {
            "text": words,
            "count": counts[key],
            "href": "?" + urlencode({**rest, **({"show": key} if key else {})}),
            "current": filters.get("show", "") == key,
        }
        for key, words in SHOWN
    ]


def download_rows(commitments: Iterable[Commitment]) -> list[list[str | datetime.date | None]]:
    """The same rows for a file."""
    return [
        [
            each.text,
            each.said,
            source_words(each),
            whose(each),
            owner_words(each),
            each.due,
            each.get_state_display(),
            each.did,
            timezone.localdate(each.published_at) if each.published_at else None,
        ]
        for each in commitments
    ]


def commitment_facts(commitment: Commitment) -> list[tuple[str, str]]:
    """What stands beside a commitment."""
    found = [
        ("Whose", whose(commitment)),
        ("Comes from", source_words(commitment)),
        ("Owner", owner_words(commitment)),
        ("Due", day(commitment.due)),
    ]
    if commitment.published_at:
        found.append(("Public since", day(commitment.published_at)))
    return found


def may_become_action(
    commitment: Commitment, plan: Plan | None, access: Access, *, on: datetime.date
) -> bool:
    """Whether to offer an action of the plan that keeps the promise: the rules of the services."""
    if plan is None or commitment.action_id is not None or commitment.state in ANSWERED:
        return False
    writes = write_plan.allows(access, PlanSides.of(plan))
    return writes and (may_report(plan, on=on) or may_write(plan, on=on))


def record_lines(updates: Iterable[CommitmentUpdate]) -> list[tuple[str, str, str]]:
    """When and who, the state from then on, and what was said."""
    return [
        (
            f"{day(each.at)}, {each.by.name if each.by else 'somebody who has left'}",
            each.get_state_display(),
            each.note,
        )
        for each in updates
    ]


@dataclass(frozen=True)
class YouSaid:
    """One entry of the public page."""

    said: str
    did: str
    promised: str
    tag: Tag
    note: str


def you_said(commitments: Iterable[Commitment]) -> list[YouSaid]:
    """What the public reads; nobody's name."""
    return [
        YouSaid(
            each.said,
            each.did,
            each.text,
            PUBLIC_TAGS.get(CommitmentState(each.state), PUBLIC_TAGS[CommitmentState.UNDER_WAY]),
            _where(each),
        )
        for each in commitments
    ]


def _where(commitment: Commitment) -> str:
    heard = f"Heard at: {commitment.event.title}" if commitment.event else ""
    who = str(commitment.trust.name) if commitment.trust else PROGRAMME
    return ". ".join(part for part in (who, heard, day(commitment.published_at)) if part)


def board_figures(stood: Sequence[CommitmentAsAt], *, on: datetime.date) -> list[tuple[str, str]]:
    """How many commitments stood how."""
    late = sum(each.is_overdue(on) for each in stood)
    counts = [
        (str(sum(each.state is state for each in stood)), state.label.lower())
        for state in CommitmentState
    ]
    return [*counts, (str(late), "overdue")]


def board_sentence(stood: Sequence[CommitmentAsAt], *, on: datetime.date) -> str:
    """The paper's first sentence."""
    if not stood:
        return "Nothing had been promised by this day."
    answered = sum(each.state in ANSWERED for each in stood)
    late = sum(each.is_overdue(on) for each in stood)
    kept = sum(each.state is CommitmentState.KEPT for each in stood)
    said = f"{counted(len(stood), 'commitment')} had been made; {kept} kept"
    said += f", {answered - kept} not possible now" if answered > kept else ""
    return f"{said}. {late} overdue." if late else f"{said}. None overdue."


def board_rows(stood: Iterable[CommitmentAsAt], *, on: datetime.date) -> list[dict[str, str]]:
    """Each commitment of the board paper, in finished texts."""
    return [
        {
            "text": each.text,
            "said": each.said,
            "source": f"{each.whose}. {each.source}",
            "owner": each.owner or "Nobody",
            "due": day(each.due),
            "moved": f"first {day(each.first_due)}" if each.first_due != each.due else "",
            "state": "Overdue" if each.is_overdue(on) else each.state.label,
            "note": each.note,
            "told": day(each.told_on),
        }
        for each in stood
    ]


def recommendation_table(
    found: Iterable[Recommendation],
    *,
    may_answer: bool,
    events: Collection[int] = (),
    at_event: bool = False,
) -> Table:
    """Recommendations with the alliances' answers. `events` are those that the reader sees; on
    the page of an event (`at_event`) it is not said again where they come from."""
    return Table(
        caption="Recommendations to Cancer Alliances",
        columns=[
            Column("Recommendation"),
            Column("Alliance"),
            *([] if at_event else [Column("Came up at")]),
            Column("Asked"),
            Column("Answer"),
        ],
        rows=[
            Row(
                [
                    Cell(
                        each.text,
                        href=reverse("recommendation_answer", args=[each.pk]) if may_answer else "",
                    ),
                    each.alliance,
                    *([] if at_event else [_came_up_at(each, events, may_say=may_answer)]),
                    Cell(day(each.made_on), note=f"Answer by {day(each.answer_by)}"),
                    Cell(
                        tag=answer_tag(each),
                        note=answer_words(each),
                    ),
                ]
            )
            for each in found
        ],
    )


def _came_up_at(recommendation: Recommendation, events: Collection[int], *, may_say: bool) -> Cell:
    event = recommendation.event
    where = reverse("recommendation_event", args=[recommendation.pk])
    if event is None:
        return Cell("Say at which event", href=where) if may_say else Cell(MISSING)
    if event.pk not in events:
        return Cell("An event of another trust")
    there = reverse("event", args=[event.pk])
    if not may_say:
        return Cell(event.title, href=there, note=day(event.on))
    return Cell(event.title, href=there, markup=_TRACED.format(day(event.on), where))


def answer_tag(recommendation: Recommendation) -> Tag:
    """What the alliance answered."""
    if not recommendation.answer:
        return WAITING
    return ANSWER_TAGS[RecommendationAnswer(recommendation.answer)]


def answer_words(recommendation: Recommendation) -> str:
    """Who answered what, when."""
    if not recommendation.answer:
        return ""
    when = day(recommendation.answered_on)
    return f"{recommendation.answered_by}, {when}: {recommendation.answer_words}"


def recommendation_rows(
    found: Iterable[Recommendation], *, on: datetime.date
) -> list[dict[str, str]]:
    """Recommendations for the board paper as they stood on a day, in finished texts."""
    return [
        {
            "text": each.text,
            "alliance": each.alliance,
            "asked": day(each.made_on),
            "answer": answer.get_answer_display() if answer else "No answer yet",
            "words": f"{answer.by}, {day(answer.on)}: {answer.words}"
            if answer
            else f"By {day(each.answer_by)}",
        }
        for each in found
        if each.made_on <= on
        for answer in [_answer_on(each, on)]
    ]


def _answer_on(recommendation: Recommendation, on: datetime.date) -> AllianceAnswer | None:
    """The alliance's answer as it stood on a day; `answers` come in the order of their days."""
    given = [each for each in recommendation.answers.all() if each.on <= on]
    return given[-1] if given else None
