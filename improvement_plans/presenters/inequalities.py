"""Inequalities in words and tables. No queries."""

from __future__ import annotations

from django.urls import reverse

from buddy_portal.design.charts.numbers import MISSING, Unit, plain, signed, thousands
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from improvement_plans.listening.inequalities import (
    InequalitySection,
    SurveyGap,
    by_kind,
    unattended_words,
)
from improvement_plans.models import Aim
from trusts.forms.explore import kind_words
from trusts.models import Scale

CLEAR = Tag("Clear difference", "amber", "triangle")
UNCLEAR = Tag("Could be chance", "grey", "ring")
EVERYBODY = "Everybody"
GAP_NOTE = (
    "The group furthest below all other patients, where the published figures show one. Groups of "
    "20 people or fewer, and those that they would give away, are not shown. “Nobody works on it” "
    "stands where no aim and no event names the group; an aim for everybody may leave a gap open."
)
NOBODY = Tag("Nobody works on it", "red", "square")


def concern_table(section: InequalitySection, *, with_trust: bool) -> Table:
    """Whose experience each aim and event concerns."""
    trust = [Column("Trust")] if with_trust else []
    return Table(
        caption="Whose experience it concerns",
        columns=[Column("Aim or event"), *trust, Column("Concerns")],
        rows=[
            Row(
                [
                    Cell(each.title, note=each.kind, strong=True),
                    *([each.trust or "The whole programme"] if with_trust else []),
                    "; ".join(each.groups) or EVERYBODY,
                ]
            )
            for each in section.concerns
        ],
        empty="No aims and no events yet.",
    )


def gap_table(section: InequalitySection) -> Table:
    """Gaps between groups of patients on the questions that the aims are about."""
    return Table(
        caption="Gaps that the survey shows",
        columns=[
            Column("Question"),
            Column("Group furthest below"),
            Column("Answers", numeric=True),
            Column("Group", numeric=True),
            Column("All others", numeric=True),
            Column("Difference", numeric=True),
            Column("Reading"),
            Column("Who works on it"),
        ],
        rows=[
            Row(
                [
                    Cell(f"{gap.number} {gap.label}", strong=True),
                    Cell(_group_words(gap), note=kind_words(gap.kind)),
                    thousands(gap.n),
                    _score(gap, gap.score),
                    _score(gap, gap.others),
                    signed(gap.difference, 1 if gap.scale == Scale.PERCENT else 2),
                    Cell(tag=CLEAR if gap.is_clear else UNCLEAR),
                    _who_works_on(gap, section),
                ]
            )
            for gap in section.gaps
        ],
        empty="The survey shows no gap on these questions, or hides the groups.",
    )


def _who_works_on(gap: SurveyGap, section: InequalitySection) -> Cell:
    """The aims and events that name the group."""
    if not gap.concerns:
        return Cell(MISSING)
    named = [each.title for each in section.concerns if gap.concerns in each.groups]
    return Cell("; ".join(named)) if named else Cell(tag=NOBODY)


def _group_words(gap: SurveyGap) -> str:
    """Fifths of deprivation stand in the survey as mere numbers, all but the ends."""
    return f"Fifth {gap.group} of 5" if gap.group.isdigit() else gap.group


def _score(gap: SurveyGap, value: float) -> str:
    return Unit.PERCENT.exact(value) if gap.scale == Scale.PERCENT else plain(value, 2)


def left_out_points(section: InequalitySection) -> list[str]:
    """Who is left out, as far as it is known."""
    points = [
        f"Nobody works on a gap of: {each}."
        for each in unattended_words(gap for gap in section.unattended if gap.is_clear)
    ]
    points += [f"Nobody was heard from: {by_kind(section.not_heard)}."] * bool(section.not_heard)
    if section.events and section.not_counted:
        names = ", ".join(name.lower() for name in section.not_counted)
        points.append(f"No event shows who came by: {names}.")
    points += [f"Missing at “{title}”: {words}" for title, words in section.missing]
    if not section.events:
        points.append("No event has been held, so nobody has been heard yet.")
    return points


def aim_links(aims: list[Aim]) -> list[tuple[str, str]]:
    """Where to say whose experience each aim concerns."""
    return [(aim.title, reverse("aim_concerns", args=[aim.plan_id, aim.pk])) for aim in aims]
