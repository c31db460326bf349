"""Lists of meetings and of what they decided, on pages and as files. No queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.charts.numbers import counted
from buddy_portal.design.tables import Cell, Column, Row, Table
from improvement_plans.models import Meeting, MeetingDecision
from improvement_plans.presenters.actions import Partners
from improvement_plans.presenters.agendas import follows_words, who_by_when
from improvement_plans.presenters.meetings import state_tag, thing_address, whose

SHOWN = (("", "All"), ("ahead", "Ahead"), ("unminuted", "To be minuted"), ("held", "Held"))
COLUMNS = ("Meeting", "Kind", "Whose", "Day", "Time", "Place", "Chair", "State", "Decisions")
DECISION_COLUMNS = ("Meeting", "Day", "Decision", "What follows", "Who and by when")


def meeting_table(
    meetings: Iterable[Meeting], *, on: datetime.date, downloads: Sequence[tuple[str, str]] = ()
) -> Table:
    """Meetings as a list."""
    return Table(
        caption="Meetings",
        columns=[Column("Meeting"), Column("When"), Column("Chair"), Column("State")],
        rows=[
            Row(
                [
                    Cell(
                        each.title,
                        href=reverse("meeting", args=[each.pk]),
                        note=f"{each.get_kind_display()}. {whose(each)}",
                        strong=True,
                    ),
                    Cell(dates.day(each.on), note=f"{dates.clock(each.at)} {each.place}".strip()),
                    each.chair,
                    Cell(tag=state_tag(each, on=on), note=_numbers_of(each)),
                ]
            )
            for each in meetings
        ],
        downloads=downloads,
        empty="No meetings here.",
    )


def _numbers_of(meeting: Meeting) -> str:
    decided: int = meeting.decided  # type: ignore[attr-defined]  # by meetings_found
    return counted(decided, "decision") if decided else ""


def show_links(filters: Mapping[str, str]) -> list[dict[str, object]]:
    """The filters by time above the list."""
    rest = {name: value for name, value in filters.items() if name != "show"}
    return [
        {
            "text": words,
            "href": "?" + urlencode({**rest, **({"show": key} if key else {})}),
            "current": filters.get("show", "") == key,
        }
        for key, words in SHOWN
    ]


def download_rows(meetings: Iterable[Meeting]) -> list[list[str | int | datetime.date]]:
    """The same rows for a file."""
    return [
        [
            *(each.title, each.get_kind_display(), whose(each), each.on, f"{each.at:%H:%M}"),
            *(each.place, each.chair, each.get_state_display()),
            each.decided,  # type: ignore[attr-defined]  # by meetings_found
        ]
        for each in meetings
    ]


def decisions_table(
    decisions: Iterable[MeetingDecision],
    names: Partners,
    *,
    visible: set[int],
    downloads: Sequence[tuple[str, str]] = (),
) -> Table:
    """What meetings decided about a plan; a way to the meeting for who may see it."""
    return Table(
        caption="Decisions about this plan",
        columns=[Column("Decision"), Column("Meeting"), Column("What follows")],
        rows=[
            Row(
                [
                    Cell(each.text, href=thing_address(each), strong=True),
                    Cell(
                        each.meeting.title,
                        href=reverse("meeting", args=[each.meeting_id])
                        if each.meeting_id in visible
                        else "",
                        note=dates.day(each.meeting.on),
                    ),
                    Cell(follows_words(each), note=", ".join(who_by_when(each, names))),
                ]
            )
            for each in decisions
        ],
        downloads=downloads,
        empty="No meeting has decided anything about this plan.",
    )


def decision_rows(
    decisions: Iterable[MeetingDecision], names: Partners
) -> list[list[str | datetime.date]]:
    """The same rows for a file."""
    return [
        [
            *(each.meeting.title, each.meeting.on, each.text),
            *(follows_words(each), ", ".join(who_by_when(each, names))),
        ]
        for each in decisions
    ]
