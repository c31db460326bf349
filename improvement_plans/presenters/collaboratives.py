"""Collaboratives in words: cohorts, their timeline, teams, priorities. No queries."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.charts.numbers import counted
from buddy_portal.design.downloads import Value
from buddy_portal.design.forms import NhsForm
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from improvement_plans.collaborating.monthly import month_after, month_of
from improvement_plans.listening.small_numbers import shown_alone
from improvement_plans.measures.ceiling import STAGE_WORDS
from improvement_plans.models import (
    Abstract,
    AbstractState,
    Cohort,
    Gathering,
    GatheringKind,
    Priority,
    ProjectTeam,
    TeamMember,
)
from improvement_plans.printing.team_reports import month_words
from improvement_plans.selectors.collaboratives import ListedTeam, TeamPage
from trusts.models import Scheme

TEAM_FILE_COLUMNS = (
    "Team",
    "Cohort",
    "Leads",
    "Organisations",
    "Stage",
    "To go further",
    "Priorities",
    "Last monthly report",
)
ABSTRACT_TAGS = {
    AbstractState.SUBMITTED: Tag("Waiting for an answer", "plain", "ring"),
    AbstractState.ACCEPTED: Tag("Accepted", "green", "tick"),
    AbstractState.DECLINED: Tag("Not this time", "grey", "cross"),
}


def team_href(team: ProjectTeam) -> str:
    return reverse("team", args=[team.pk])


def organisations_words(team: ProjectTeam) -> str:
    """The organisations, the one that leads first."""
    others = [each.name for each in team.organisations.all() if each.pk != team.lead_trust_id]
    return ", ".join([team.lead_trust.name, *others])


def collaborative_table(schemes: Iterable[Scheme]) -> Table:
    return Table(
        caption="Collaboratives",
        columns=[
            Column("Collaborative"),
            Column("Cohorts", numeric=True),
            Column("Project teams", numeric=True),
        ],
        rows=[
            Row(
                [
                    Cell(
                        each.name,
                        href=reverse("collaborative", args=[each.pk]),
                        note=f"{dates.day(each.implementation_from)} to "
                        f"{dates.day(each.implementation_to)}",
                        strong=True,
                    ),
                    str(each.cohort_count),  # type: ignore[attr-defined]  # annotated
                    str(each.team_count),  # type: ignore[attr-defined]  # annotated
                ]
            )
            for each in schemes
        ],
    )


def cohort_table(cohorts: Iterable[Cohort]) -> Table:
    return Table(
        caption="Cohorts",
        columns=[Column("Cohort"), Column("From"), Column("To"), Column("Teams", numeric=True)],
        rows=[
            Row(
                [
                    Cell(each.name, href=reverse("cohort", args=[each.pk]), strong=True),
                    dates.day(each.starts_on),
                    dates.day(each.ends_on),
                    str(each.team_count),  # type: ignore[attr-defined]  # annotated
                ]
            )
            for each in cohorts
        ],
        empty="No cohort yet.",
    )


def team_table(teams: Iterable[ListedTeam]) -> Table:
    """Teams with their stage and what they last sent in, by name: nobody is ranked."""
    return Table(
        caption="Project teams",
        columns=[
            Column("Team"),
            Column("Organisations"),
            Column("Stage"),
            Column("Priorities"),
            Column("Last monthly report"),
        ],
        rows=[
            Row(
                [
                    Cell(
                        each.team.name,
                        href=team_href(each.team),
                        note=each.team.cohort.name,
                        strong=True,
                    ),
                    organisations_words(each.team),
                    Cell(tag=stage_tag(each)),
                    _priorities_words(each.team.plan.priorities.all()),
                    _last_report(each.team),
                ]
            )
            for each in teams
        ],
        empty="No team fits these filters.",
    )


def team_file_rows(teams: Iterable[ListedTeam]) -> list[list[Value]]:
    """The same teams for a file."""
    return [
        [
            each.team.name,
            each.team.cohort.name,
            each.team.lead_trust.name,
            organisations_words(each.team),
            STAGE_WORDS[each.stage].capitalize(),
            each.ceiling.missing[0] if each.ceiling.missing else "",
            _priorities_words(each.team.plan.priorities.all()),
            _last_report(each.team),
        ]
        for each in teams
    ]


def stage_tag(each: ListedTeam) -> Tag:
    """How far a team is, in words; one that has left says so."""
    if each.team.withdrawn_at is not None:
        return Tag("Left the cohort", "grey", "cross")
    colours = ("plain", "grey", "blue", "blue", "green")
    shape = "tick" if each.stage == len(colours) - 1 else "ring"
    return Tag(STAGE_WORDS[each.stage].capitalize(), colours[each.stage], shape)


def stage_words(each: ListedTeam) -> str:
    """What the team said, what the evidence bears, and what is missing."""
    said = STAGE_WORDS[each.ceiling.stage]
    words = f"The evidence reaches to “{said}”."
    if each.team.stage > each.ceiling.stage:
        words += " The team once said more; it is shown only as far as the evidence bears it."
    if each.ceiling.missing:
        words += f" To go further: {each.ceiling.missing[0]}."
    return words


def timeline(gatherings: Sequence[Gathering], *, on: datetime.date) -> list[dict[str, str]]:
    """Sessions and periods in their order: done, now or later."""
    return [
        {
            "name": f"{each.get_kind_display()}: {each.title}",
            "text": days_words(each),
            "state": "done" if each.ends_on < on else "now" if each.starts_on <= on else "later",
        }
        for each in gatherings
    ]


def days_words(gathering: Gathering) -> str:
    first, last = dates.day(gathering.starts_on), dates.day(gathering.ends_on)
    return first if first == last else f"{first} to {last}"


def gathering_rows(
    gatherings: Iterable[Gathering], *, may_run: bool, on: datetime.date
) -> list[dict[str, object]]:
    """Each session with its agenda, its materials and who came."""
    return [
        {
            "title": f"{each.get_kind_display()}: {each.title}",
            "when": days_words(each) + (f", {each.place}" if each.place else ""),
            "agenda": each.agenda,
            "links": [line.strip() for line in each.materials.splitlines() if line.strip()],
            "came": _who_came(each, on=on),
            "edit": reverse("gathering_edit", args=[each.pk]) if may_run else "",
            "attendance": reverse("gathering_attendance", args=[each.pk])
            if may_run and each.kind != GatheringKind.ACTION_PERIOD and each.starts_on <= on
            else "",
        }
        for each in gatherings
    ]


def team_lines(teams: Iterable[ProjectTeam], own: frozenset[int]) -> list[dict[str, str]]:
    """Every team of a cohort; the person's own, or all for the programme, with a link."""
    return [
        {
            "name": each.name + (" (left the cohort)" if each.withdrawn_at else ""),
            "href": team_href(each) if each.pk in own else "",
            "organisations": organisations_words(each),
        }
        for each in teams
    ]


def abstract_table(abstracts: Iterable[Abstract], *, may_run: bool) -> Table:
    return Table(
        caption="Abstracts",
        columns=[Column("Abstract"), Column("Team"), Column("Answer")],
        rows=[
            Row(
                [
                    Cell(
                        each.title,
                        href=reverse("abstract_decide", args=[each.pk])
                        if may_run and each.state == AbstractState.SUBMITTED
                        else "",
                        note=each.text,
                        strong=True,
                    ),
                    each.team.name,
                    Cell(tag=ABSTRACT_TAGS[AbstractState(each.state)], note=each.answer),
                ]
            )
            for each in abstracts
        ],
        empty="No abstract yet.",
    )


def member_rows(members: Iterable[TeamMember], *, may_lead: bool) -> list[dict[str, str]]:
    return [
        {
            "name": each.name,
            "note": _member_note(each),
            "remove": reverse("team_member_remove", args=[each.pk]) if may_lead else "",
        }
        for each in members
    ]


def months_of(page: TeamPage, *, on: datetime.date) -> list[dict[str, object]]:
    """The months of the cohort so far, newest first: sent in, or still to be sent."""
    cohort, sent = page.listed.team.cohort, {each.month: each for each in page.reports}
    month, months = month_of(cohort.starts_on), []
    while month <= min(on, cohort.ends_on):
        months.append(month)
        month = month_after(month)
    return [
        {
            "name": month_words(each),
            "href": reverse("team_report", args=[page.listed.team.pk, f"{each:%Y-%m}"]),
            "sent": each in sent,
            "sentence": sent[each].sentence if each in sent else "",
        }
        for each in reversed(months)
    ]


def priority_table(priorities: Iterable[Priority], *, may_run: bool) -> Table:
    return Table(
        caption="Priorities",
        columns=[
            Column("Priority"),
            Column("Level"),
            Column("Where it is written"),
            Column("Plans that name it", numeric=True),
        ],
        rows=[
            Row(
                [
                    Cell(
                        each.title,
                        href=reverse("priority_edit", args=[each.pk]) if may_run else "",
                        note="Retired" if each.retired_at else "",
                        strong=True,
                    ),
                    level_words(each),
                    each.source or "Not said",
                    str(each.plan_count),  # type: ignore[attr-defined]  # annotated
                ]
            )
            for each in priorities
        ],
        empty="No priority fits these filters.",
    )


def priority_file_rows(priorities: Iterable[Priority]) -> list[list[Value]]:
    return [
        [
            each.title,
            each.get_level_display(),
            each.place,
            each.source,
            each.plan_count,  # type: ignore[attr-defined]  # annotated
            "Retired" if each.retired_at else "On the list",
        ]
        for each in priorities
    ]


def level_words(priority: Priority) -> str:
    return priority.get_level_display() + (f": {priority.place}" if priority.place else "")


def active_filters(
    filters: dict[str, str], form: NhsForm, without: Callable[[dict[str, str], str], str]
) -> list[tuple[str, str]]:
    """The filters that hold, in the form's words, each with the address without it."""
    return [
        (str(dict(getattr(form.fields[name], "choices", ())).get(value, value)), way)
        for name, value in filters.items()
        for way in [without(filters, name)]
    ]


def named_words(priorities: Iterable[Priority]) -> list[tuple[str, str]]:
    """The priorities of a plan with their level."""
    return [(each.title, level_words(each)) for each in priorities]


def _priorities_words(priorities: Iterable[Priority]) -> str:
    return ", ".join(each.title for each in priorities) or "None named yet"


def _last_report(team: ProjectTeam) -> str:
    month = team.last_report  # type: ignore[attr-defined]  # annotated
    return month_words(month) if month else "None yet"


def _who_came(gathering: Gathering, *, on: datetime.date) -> str:
    if gathering.kind == GatheringKind.ACTION_PERIOD or gathering.starts_on > on:
        return ""
    teams = [each.name for each in gathering.attended.all()]
    if not teams and gathering.people is None:
        return "Who came has not been said yet."
    came = f"{counted(len(teams), 'team')}: {', '.join(teams) or 'none'}."
    if gathering.people is None:
        return came
    people = shown_alone(gathering.people).words
    return f"{came} {people[:1].upper()}{people[1:]} people."


def _member_note(member: TeamMember) -> str:
    kind = "executive sponsor" if member.is_sponsor else ""
    kind = "lived-experience partner" if member.is_partner else kind
    said = member.part if not kind or member.part.lower() == kind else f"{member.part} ({kind})"
    return said + (f", {member.trust.name}" if member.trust else "")
