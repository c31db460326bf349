"""A month of a project team: its facts in words and pictures, and the same as a tagged PDF."""

from __future__ import annotations

import datetime
from pathlib import Path

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.printing import set_pdf
from improvement_plans.collaborating.monthly import ChartInReport, MonthFacts
from improvement_plans.measures.ceiling import STAGE_WORDS, Stage
from improvement_plans.models import PdsaCycle, ProgressUpdate, ProjectTeam
from improvement_plans.printing.measures import printed_measures
from improvement_plans.selectors.team_reports import MonthEntries

_TEMPLATE = Path(__file__).parent / "team_report.typ"


def facts_of(team: ProjectTeam, entries: MonthEntries) -> MonthFacts:
    """The entries in words. A stage that the evidence no longer bears is not repeated."""
    last = entries.last_entry_on
    stage = min(Stage(team.stage), entries.ceiling.stage)
    return MonthFacts(
        as_at=dates.day(entries.on),
        stage=STAGE_WORDS[stage].capitalize(),
        to_go_further=entries.ceiling.missing[0] if entries.ceiling.missing else "",
        updates=entries.updates,
        figures=entries.figures,
        actions_done=entries.actions_done,
        actions_open=entries.actions_open,
        quiet_days=(entries.on - last).days if last is not None else None,
        charts=tuple(
            ChartInReport(each.title, each.facts, each.words, each.picture, each.picture_words)
            for each in printed_measures(entries.measures)
        ),
        cycles=tuple(_cycle(each) for each in entries.cycles),
        help_wanted=tuple(_help(each) for each in entries.help_wanted),
    )


def figures_of(facts: MonthFacts) -> list[tuple[str, str]]:
    """What was updated, as words and values."""
    return [
        ("Stage", facts.stage),
        ("To go further", facts.to_go_further or "Nothing is missing"),
        ("Updates of actions this month", numbers.thousands(facts.updates)),
        ("New figures this month", numbers.thousands(facts.figures)),
        ("Actions done", numbers.thousands(facts.actions_done)),
        ("Actions open", numbers.thousands(facts.actions_open)),
    ]


def month_words(month: datetime.date) -> str:
    """ "April 2015"."""
    return dates.day(month).split(" ", 1)[1]


def team_report_pdf(
    team: ProjectTeam, facts: MonthFacts, *, month: datetime.date, sentence: str, fictional: bool
) -> bytes:
    """The report of one month; the same facts give the same bytes."""
    return set_pdf(
        _TEMPLATE,
        {
            "title": f"{team.name}: report for {month_words(month)}",
            "as_at": facts.as_at,
            "fictional": fictional,
            "cohort": str(team.cohort),
            "organisations": ", ".join(each.name for each in team.organisations.all()),
            "sentence": sentence,
            "freshness": facts.freshness,
            "stale": facts.is_stale,
            "figures": [list(pair) for pair in figures_of(facts)],
            "charts": [vars(chart) for chart in facts.charts],
            "cycles": list(facts.cycles),
            "help": list(facts.help_wanted),
        },
    )


def _cycle(cycle: PdsaCycle) -> str:
    decided = cycle.get_decision_display() if cycle.decision else cycle.get_state_display()
    found = f" Found: {cycle.found}" if cycle.found else ""
    return f"{cycle.idea.text}, cycle {cycle.number}: {decided.lower()}.{found}"


def _help(update: ProgressUpdate) -> str:
    why = update.blockers or update.text
    return f"{update.action.text}: {why}" if why else update.action.text
