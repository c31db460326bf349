"""The parts of a meeting's pack, each made from what is recorded. No queries.

Packs travel, so they hold no small number of patients, whoever makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from buddy_portal.design import dates
from buddy_portal.design.charts.numbers import counted
from improvement_plans.aim_words import value_words
from improvement_plans.meetings.agenda import GRAVE, stale_days, stale_words
from improvement_plans.models import (
    ActionState,
    AgendaItem,
    ChangeIdea,
    Claim,
    ItemKind,
    Meeting,
    Plan,
    Risk,
)
from improvement_plans.presenters.actions import named, owner_words
from improvement_plans.presenters.agendas import who_by_when
from improvement_plans.presenters.tags import action_tag, plan_tag
from improvement_plans.printing.measures import PrintedChart
from improvement_plans.risk_levels import risk_level, risk_score
from improvement_plans.selectors.actions import StatedAction, facts_of
from improvement_plans.selectors.agendas import Entries, PlanEntries
from improvement_plans.status import StatusKind


@dataclass(frozen=True)
class Section:
    """A part of a pack: a sentence, a table, pictures; whatever it has of these."""

    heading: str
    sentence: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()
    charts: tuple[PrintedChart, ...] = ()
    folded: bool = False
    """Figures behind charts: closed at first on the page, a sheet of the workbook, not on paper."""


@dataclass(frozen=True)
class PackSource:
    """Everything that a pack is made from, loaded."""

    meeting: Meeting
    items: Sequence[AgendaItem]
    entries: Entries
    tested: Sequence[ChangeIdea]
    fictional: bool


def agenda_section(source: PackSource) -> Section:
    shown = [item for item in source.items if not item.is_dropped]
    sentence = "" if shown else "Nothing is on the agenda yet."
    return Section(
        heading="Agenda",
        sentence=sentence,
        head=("", "Item", "Why", "Kind"),
        rows=tuple(
            (str(place), item.text, item.why, ItemKind(item.kind).label)
            for place, item in enumerate(shown, start=1)
        ),
        widths=(0.3, 2.4, 2.4, 1),
    )


def plans_section(source: PackSource) -> Section:
    plans = source.entries.plans
    return Section(
        heading="Plans",
        sentence="" if plans else "The meeting covers no plan.",
        head=("Plan", "Status, worked out", "Why", "Last update", "What the evidence shows"),
        rows=tuple(_plan_row(each) for each in plans),
        widths=(1.8, 1, 1.4, 1.1, 2.2),
    )


def _plan_row(each: PlanEntries) -> tuple[str, ...]:
    overview = each.overview
    stale = overview.status.stale_days
    last = dates.day(overview.last_update_on) if overview.last_update_on else "Never"
    return (
        _plan_title(each.plan),
        plan_tag(each.plan, overview.status).text,
        overview.status.reason,
        f"{last}. {stale_words(stale)}" if stale is not None else last,
        overview.ceiling.words,
    )


def aims_section(source: PackSource) -> Section:
    rows = tuple(
        (
            plan_name(each.plan),
            aim.title,
            value_words(aim, aim.baseline),
            value_words(aim, aim.target),
            dates.day(aim.by_date),
        )
        for each in source.entries.plans
        for aim in each.aims
    )
    return Section(
        heading="Aims",
        sentence="The follow-up survey answers each aim once." if rows else "No aims yet.",
        head=("Trust", "Aim", "Baseline", "Target", "By"),
        rows=rows,
        widths=(1.4, 2.4, 0.8, 0.8, 1.1),
    )


def _actions(source: PackSource, heading: str, wanted: Callable[[StatedAction], bool]) -> Section:
    rows = tuple(
        _action_row(each, plan)
        for plan in source.entries.plans
        for each in plan.actions
        if wanted(each)
    )
    return Section(
        heading=heading,
        sentence="" if rows else "There is none.",
        head=("Action", "Owner", "Due", "Status, worked out", "Owner says", "Last update"),
        rows=rows,
        widths=(2.2, 1.1, 1, 1.8, 0.8, 1),
    )


def _action_row(each: StatedAction, plan: PlanEntries) -> tuple[str, ...]:
    action = each.action
    stale = stale_of(each)
    updated = dates.day(action.last_update_at) if action.last_update_at else "Never"
    apart = ", differs from the facts" if each.status.differs else ""
    return (
        action.text,
        owner_words(action, plan.partners),
        dates.day(action.due),
        f"{action_tag(each).text}. {each.status.reason}",
        f"{Claim(action.claim).label}{apart}" if action.claim else "-",
        stale_words(stale) if stale is not None else updated,
    )


def open_actions(source: PackSource) -> Section:
    return _actions(source, "Open actions", is_open)


def worrying_actions(source: PackSource) -> Section:
    return _actions(source, "Actions that need attention", _is_worrying)


def red_actions(source: PackSource) -> Section:
    return _actions(source, "Red actions", lambda each: each.status.kind is StatusKind.RED)


def escalations_section(source: PackSource) -> Section:
    """What a team cannot solve alone, with the days that it has waited."""
    on = source.entries.on
    rows = tuple(
        (
            plan_name(plan.plan),
            each.action.text,
            owner_words(each.action, plan.partners),
            f"{counted((on - each.action.state_since).days, 'day')}",
        )
        for plan in source.entries.plans
        for each in plan.actions
        if each.action.state == ActionState.BLOCKED and not each.action.within_our_control
    )
    return Section(
        heading="Outside the teams’ control",
        sentence="" if rows else "Nothing waits for a sponsor.",
        head=("Trust", "Action", "Owner", "Blocked for"),
        rows=rows,
        widths=(1.4, 2.6, 1.2, 0.9),
    )


def risks_section(source: PackSource) -> Section:
    return _risk_section(source, "Open risks", _any_risk)


def grave_risks(source: PackSource) -> Section:
    return _risk_section(source, "High and extreme risks", _is_grave)


def _risk_section(source: PackSource, heading: str, wanted: Callable[[Risk], bool]) -> Section:
    rows = tuple(
        (
            risk.text,
            f"{risk_level(_score(risk)).value}: {risk.likelihood} × {risk.impact} = {_score(risk)}",
            risk.mitigation,
            named(risk.owner, plan.partners),
            dates.day(risk.review_on),
        )
        for plan in source.entries.plans
        for risk in plan.risks
        if wanted(risk)
    )
    return Section(
        heading=heading,
        sentence="" if rows else "There is none.",
        head=("Risk", "How grave", "What we do about it", "Looked after by", "Next look"),
        rows=rows,
        widths=(1.8, 1.2, 2, 1.1, 1),
    )


def commitments_section(source: PackSource) -> Section:
    on = source.entries.on
    rows = tuple(
        (
            each.text,
            str(each.owner or "Nobody"),
            f"{dates.day(each.due)}{', overdue' if each.due < on else ''}",
            each.get_state_display(),
        )
        for each in source.entries.commitments
    )
    return Section(
        heading="Open commitments",
        sentence="" if rows else "None is open.",
        head=("What was promised", "Owner", "Due", "State"),
        rows=rows,
        widths=(2.6, 1.2, 1.2, 0.9),
    )


def decisions_section(source: PackSource) -> Section:
    rows = tuple(
        (
            dates.day(each.meeting.on),
            each.text,
            ", ".join(who_by_when(each, source.entries.partners)) or "-",
        )
        for each in source.entries.decisions
    )
    return Section(
        heading="Decided before and not settled",
        sentence="" if rows else "Nothing is carried over.",
        head=("Decided", "Decision", "Who and by when"),
        rows=rows,
        widths=(1, 2.8, 1.6),
    )


def _plan_title(plan: Plan) -> str:
    """The title with whose plan it is, where the title does not begin with it."""
    name, title = plan_name(plan), str(plan.title)
    return title if title.startswith(name) else f"{name}: {title}"


def plan_name(plan: Plan) -> str:
    """Whose plan it is."""
    return str(plan.trust.name)


def stale_of(each: StatedAction) -> int | None:
    return stale_days(facts_of(each.action), on=each.status.as_at)


def is_open(each: StatedAction) -> bool:
    return each.status.kind not in (StatusKind.COMPLETE, StatusKind.ENDED)


def _is_worrying(each: StatedAction) -> bool:
    worrying = each.status.kind in (StatusKind.RED, StatusKind.AMBER)
    return is_open(each) and (worrying or each.status.differs or stale_of(each) is not None)


def _score(risk: Risk) -> int:
    return risk_score(risk.likelihood, risk.impact)


def _any_risk(risk: Risk) -> bool:
    return True


def _is_grave(risk: Risk) -> bool:
    return risk_level(_score(risk)) in GRAVE
