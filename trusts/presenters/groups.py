"""Groups of patients side by side, in words, tables and a chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from buddy_portal.design.charts.dot_rows import DotRow, DotRows
from buddy_portal.design.charts.numbers import Unit, counted, signed, thousands
from buddy_portal.design.tables import Cell, Column, Row, Table
from trusts.forms.explore import kind_words
from trusts.models import Scale, SurveyYear
from trusts.presenters.questions import NOT_SHOWN, score_words
from trusts.selectors.groups import GroupScore, QuestionGroups

COLUMNS = (
    "Question",
    "Name",
    "Section",
    "Group",
    "Answers",
    "Score",
    "All other patients",
    "Difference",
    "Difference from",
    "Difference to",
)
HIDDEN_NOTE = (
    "Groups of 20 answers or fewer are not shown. Where only one group is that small, the next "
    "smallest is not shown either, so that nobody can work it out."
)
CHANCE_NOTE = (
    "Each group is set beside all other patients of the same trust, with a 95% interval (Newcombe "
    "1998). Among so many differences some look clear by chance alone: look for a pattern over "
    "several questions before acting on one."
)


def parts_note(found: Iterable[QuestionGroups]) -> list[str]:
    """That the figures are those of several trusts, where they merged since; else nothing."""
    parts = next((each.parts for each in found if each.parts), ())
    if not parts:
        return []
    return [
        f"Put together from {' and '.join(parts)}, which this survey lists apart: each group is "
        "the mean weighted by answers. A group that one of them does not show is not shown."
    ]


def overview_table(
    found: Iterable[QuestionGroups], query: Mapping[str, str], downloads: list[tuple[str, str]]
) -> Table:
    """Every question: how many groups are shown, and which stand furthest from the others."""
    return Table(
        caption="Gaps between groups, by question",
        columns=[
            Column("Question"),
            Column("All patients", numeric=True),
            Column("Furthest below the others"),
            Column("Furthest above the others"),
            Column("Groups shown", numeric=True),
        ],
        rows=[
            Row(
                [
                    Cell(
                        each.label,
                        href="?" + urlencode({**query, "question": each.number}),
                        note=f"{each.number}, {each.section}" if each.section else each.number,
                    ),
                    score_words(each.score, each.scale),
                    _gap(each.lowest, each.scale, below=True),
                    _gap(each.highest, each.scale, below=False),
                    Cell(
                        thousands(len(each.shown)),
                        note=f"{thousands(each.hidden)} not shown" if each.hidden else "",
                    ),
                ]
            )
            for each in found
        ],
        downloads=downloads,
        empty="No results by patient group here. Choose another section, or leave it open.",
    )


def _gap(group: GroupScore | None, scale: str, *, below: bool) -> Cell | str:
    if group is None or group.difference is None or (group.difference < 0) != below:
        return "-"
    places = 2 if scale == Scale.MEAN_0_10 else 1
    note = f"{group.name}, {signed(group.difference, places)} points"
    ends = group.difference_interval
    if ends is not None:
        note += f" ({signed(ends[0])} to {signed(ends[1])})"
    return Cell(score_words(group.score, scale), note=note, strong=group.is_clear)


def group_table(found: QuestionGroups, downloads: list[tuple[str, str]]) -> Table:
    """One question: every group, hidden ones as such."""
    return Table(
        caption=f"{found.number} by group",
        columns=[
            Column("Group"),
            Column("Answers", numeric=True),
            Column("Score", numeric=True),
            Column("All other patients", numeric=True),
            Column("Difference, points", numeric=True),
            Column("95% interval", numeric=True),
            Column("Reading"),
        ],
        rows=[_group_row(group, found.scale) for group in found.groups],
        downloads=downloads,
    )


def _group_row(group: GroupScore, scale: str) -> Row:
    if group.score is None:
        return Row([group.name, *([NOT_SHOWN] * 2), "-", "-", "-", "few answers"])
    places = 2 if scale == Scale.MEAN_0_10 else 1
    ends = group.difference_interval
    return Row(
        [
            group.name,
            thousands(group.n),
            Cell(score_words(group.score, scale), strong=True),
            score_words(group.others, scale),
            signed(group.difference, places),
            "-" if ends is None else f"{signed(ends[0])} to {signed(ends[1])}",
            _reading(group),
        ]
    )


def _reading(group: GroupScore) -> str:
    if group.difference_interval is None:
        return "-"
    if not group.is_clear:
        return "no clear difference"
    return "above the others" if (group.difference or 0) > 0 else "below the others"


def group_rows(found: Iterable[QuestionGroups]) -> list[list[Any]]:
    """Every group of every question, for a file."""
    return [
        [
            each.number,
            each.label,
            each.section,
            group.name,
            group.n,
            group.score if group.score is not None else NOT_SHOWN,
            _places(group.others),
            _places(group.difference),
            *([None, None] if ends is None else [_places(ends[0]), _places(ends[1])]),
        ]
        for each in found
        for group in each.groups
        for ends in [group.difference_interval]
    ]


def _places(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def group_chart(found: QuestionGroups, whose: str, year: SurveyYear, kind: str) -> DotRows:
    """The groups of one question on one axis."""
    return DotRows(
        title=f"{found.label}, {year.year}",
        description=f"{found.number} of {whose} by {kind_words(kind).lower()}.",
        series=("Score with its 95% interval",),
        rows=tuple(
            DotRow(group.name, (group.score,), (group.interval,), reference=found.score)
            for group in found.groups
        ),
        unit=Unit.SCORE if found.scale == Scale.MEAN_0_10 else Unit.PERCENT,
        reference_name="All patients",
        row_name="Group",
    )


def overview_lede(found: list[QuestionGroups], whose: str, kind: str) -> str:
    """What the page holds, in a sentence."""
    hidden = sum(each.hidden for each in found)
    said = f"What {whose} patients said, by {kind_words(kind).lower()}."
    return f"{said} {counted(hidden, 'group score')} not shown: few answers." if hidden else said


def question_lede(found: QuestionGroups) -> str:
    """How many groups differ clearly from the others."""
    clear = sum(group.is_clear for group in found.groups)
    shown = counted(len(found.shown), "group")
    if found.scale == Scale.MEAN_0_10:
        return f"{found.number}. {shown} shown, as means from 0 to 10."
    return f"{found.number}. {thousands(clear)} of {shown} shown differ clearly from the others."
