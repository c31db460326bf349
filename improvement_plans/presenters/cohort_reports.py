"""A cohort's report in words: what its teams did, and what cannot be said from it. No queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.numbers import counted
from buddy_portal.design.downloads import Value
from buddy_portal.design.tables import Cell, Column, Row, Table
from improvement_plans.aim_words import read_from, value_words
from improvement_plans.measures.ceiling import STAGE_WORDS
from improvement_plans.measures.reading import Reading
from improvement_plans.models import Aim
from improvement_plans.presenters import measures as measure_words
from improvement_plans.presenters.collaboratives import organisations_words, team_href
from improvement_plans.selectors.cohort_reports import CohortResults, TeamResult

NOT_YET = "Not said yet"
TEAM_COLUMNS = ("Team", "Organisations", "Stage", "Priorities", "Monthly reports")
AIM_COLUMNS = ("Team", "Aim", "Read from", "Baseline", "Target", "By", "Result, as the team says")
MEASURE_COLUMNS = ("Team", "Measure", "Kind", "Figures", "First", "Latest", "What the chart shows")
LEARNING_COLUMNS = ("Team", "What was learnt", "Advice to others")
SURVEY_COLUMNS = ("Statement", "Positive", "Answers")
# Columns of numbers, which stand under each other on the page.
NUMERIC = frozenset(
    {
        *("Monthly reports", "Baseline", "Target", "Figures", "First", "Latest"),
        *("Positive", "Answers"),
    }
)


def team_rows(results: CohortResults) -> list[list[Value]]:
    """Who the teams are and how far each is."""
    return [
        [
            each.listed.team.name,
            organisations_words(each.listed.team),
            STAGE_WORDS[each.listed.stage].capitalize(),
            ", ".join(one.title for one in each.listed.team.plan.priorities.all()) or "None named",
            each.reports,
        ]
        for each in results.teams
    ]


def aim_rows(results: CohortResults) -> list[list[Value]]:
    """Aims with their baseline, target, and what the team said came of them."""
    return [_aim_row(each, aim) for each in results.teams for aim in each.aims]


def measure_rows(results: CohortResults) -> list[list[Value]]:
    """Measures with their first and latest figure and what the chart shows."""
    return [_measure_row(each, one) for each in results.teams for one in each.measures]


def learning_rows(results: CohortResults) -> list[list[Value]]:
    """What the teams that have closed their plan learnt."""
    return [
        [each.listed.team.name, plan.learning, plan.advice]
        for each in results.teams
        if (plan := each.listed.team.plan).learning or plan.advice
    ]


def survey_sentence(results: CohortResults) -> str:
    """What there is of the team survey, in words."""
    survey = results.survey
    if survey is None:
        return "No team survey has been held yet."
    if survey.is_open:
        return (
            f"The team survey is open until {dates.day(survey.closes_on)}. What people answer is "
            "told after that day."
        )
    if survey.answers is None or survey.organisations is None:
        return f"Fewer than {survey.fewest} people answered the team survey: it is not shown."
    said = (
        f"{counted(survey.answers, 'person', 'people')} of "
        f"{counted(survey.organisations, 'organisation')} answered the team survey, which closed "
        f"on {dates.day(survey.closes_on)}."
    )
    if survey.asked_one_cohort:
        return f"{said} It asked this cohort only."
    return f"{said} It asked every cohort of “{results.cohort.scheme}”."


def survey_rows(results: CohortResults) -> list[list[Value]]:
    """Each statement with the share of positive answers; few answers give no figure."""
    survey = results.survey
    if survey is None or survey.answers is None:
        return []
    hidden = f"Not shown, fewer than {survey.fewest} answers"
    return [
        [
            each.text,
            hidden if each.percent is None else numbers.whole_percent(each.percent),
            f"fewer than {survey.fewest}" if each.n is None else each.n,
        ]
        for each in survey.statements
    ]


def quotes(results: CohortResults) -> list[tuple[str, str]]:
    """The words of those who agreed to be quoted, and as whose."""
    said = results.survey.quotes if results.survey else ()
    return [(text, whom or "Somebody who took part") for text, whom in said]


def key_sentence(results: CohortResults) -> str:
    """The cohort in one sentence, counting what there is to show."""
    teams = len(results.teams)
    if not teams:
        return "No team has taken part yet."
    better = sum(any(_improves(one) for one in each.measures) for each in results.teams)
    said = f"{counted(teams, 'team')} took part"
    if results.left:
        said += f", {results.left} left"
    if not better:
        return f"{said}. No chart shows an improvement that chance does not explain."
    whose = "1 team" if better == 1 else f"{better} teams"
    return (
        f"{said}. The charts of {whose} show an improvement that chance does not explain "
        "in at least one measure."
    )


def what_cannot_be_said(results: CohortResults) -> list[str]:
    """The limits of this report, as far as they apply."""
    limits = [
        "There is no group to compare with: what the charts show may have happened without the "
        "collaborative.",
        "The teams volunteered, so they say little about organisations that did not.",
    ]
    empty = sum(not any(one.seen for one in each.measures) for each in results.teams)
    if empty:
        limits.append(f"Nothing can be said of a result in {counted(empty, 'team')} without data.")
    early = sum(_is_early(one) for each in results.teams for one in each.measures)
    if early:
        limits.append(
            f"{counted(early, 'chart')} rest on fewer than 13 figures: their limits are on trial."
            if early > 1
            else "1 chart rests on fewer than 13 figures: its limits are on trial."
        )
    open_aims = sum(not aim.outcome for each in results.teams for aim in each.aims)
    if open_aims:
        limits.append(f"The result of {counted(open_aims, 'aim')} has not been said yet.")
    if results.left:
        limits.append(
            f"{counted(results.left, 'team')} left before the end and is not counted in the "
            "results."
            if results.left == 1
            else f"{results.left} teams left before the end and are not counted in the results."
        )
    limits.append(
        "What patients say in the next survey is judged in the evaluation, not here: many charts "
        "were read, and some signals are to be expected by chance."
    )
    return limits


def tables(results: CohortResults, *, linked: bool) -> dict[str, Table]:
    """The report's tables for the page."""
    links = {each.listed.team.name: team_href(each.listed.team) for each in results.teams}
    whole = {
        "teams": ("Teams and their stages", TEAM_COLUMNS, team_rows(results)),
        "aims": ("Aims", AIM_COLUMNS, aim_rows(results)),
        "measures": ("Measures", MEASURE_COLUMNS, measure_rows(results)),
        "learning": ("What was learnt", LEARNING_COLUMNS, learning_rows(results)),
        "survey": ("What those who took part say", SURVEY_COLUMNS, survey_rows(results)),
    }
    return {
        key: Table(
            caption=caption,
            columns=[Column(name, numeric=name in NUMERIC) for name in columns],
            rows=[_row(row, links if linked else {}) for row in rows],
        )
        for key, (caption, columns, rows) in whole.items()
    }


def sheets(results: CohortResults) -> dict[str, tuple[Sequence[str], list[list[Value]]]]:
    """The report's tables as the sheets of a workbook."""
    return {
        "Teams": (TEAM_COLUMNS, team_rows(results)),
        "Aims": (AIM_COLUMNS, aim_rows(results)),
        "Measures": (MEASURE_COLUMNS, measure_rows(results)),
        "Learning": (LEARNING_COLUMNS, learning_rows(results)),
        "Team survey": (SURVEY_COLUMNS, survey_rows(results)),
    }


def printed(results: CohortResults, *, as_at: str, fictional: bool) -> dict[str, Any]:
    """The report's facts for its PDF."""
    cohort = results.cohort
    return {
        "title": f"{cohort.name}: cohort report",
        "as_at": as_at,
        "fictional": fictional,
        "scheme": str(cohort.scheme),
        "days": f"{dates.day(cohort.starts_on)} to {dates.day(cohort.ends_on)}",
        "sentence": key_sentence(results),
        "limits": what_cannot_be_said(results),
        "tables": [
            {
                "title": table.caption,
                "headers": [column.label for column in table.columns],
                "rows": [[_text(cell) for cell in row.cells] for row in table.rows],
                "said": survey_sentence(results) if key == "survey" else "",
            }
            for key, table in tables(results, linked=False).items()
        ],
        "quotes": [list(quote) for quote in quotes(results)],
    }


def _aim_row(each: TeamResult, aim: Aim) -> list[Value]:
    return [
        each.listed.team.name,
        aim.title,
        read_from(aim),
        value_words(aim, aim.baseline),
        value_words(aim, aim.target),
        dates.day(aim.by_date),
        aim.get_outcome_display() if aim.outcome else NOT_YET,
    ]


def _measure_row(each: TeamResult, reading: Reading) -> list[Value]:
    unit = measure_words.unit_of(reading.measure)
    seen = reading.seen
    return [
        each.listed.team.name,
        reading.measure.name,
        reading.measure.get_kind_display(),
        len(seen),
        unit.exact(seen[0].value) if seen else "No figure",
        unit.exact(seen[-1].value) if seen else "No figure",
        measure_words.variation_of(reading).head,
    ]


def _improves(reading: Reading) -> bool:
    return reading.measure.improves and reading.measure.stopped_on is None


def _is_early(reading: Reading) -> bool:
    return bool(reading.seen) and bool(measure_words.trial_words(reading))


def _row(row: Sequence[Value], links: dict[str, str]) -> Row:
    first, *others = (str(value) for value in row)
    return Row([Cell(first, href=links.get(first, ""), strong=True), *others])


def _text(cell: Cell | str) -> str:
    return cell.text if isinstance(cell, Cell) else cell
