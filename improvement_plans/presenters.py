"""Words, tags, tables and pictures of plans; no queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.numbers import Unit
from buddy_portal.design.charts.target_row import TargetRow, draw_target_row
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import Tag
from improvement_plans.models import Action, ActionState, Aim, Claim, Plan, PlanState
from improvement_plans.selectors import PlanOverview, PlanPage, StatedAction, TargetFacts
from improvement_plans.status import PlanStatus, PlanStatusKind, Status, StatusKind
from improvement_plans.time_box import ends_late

STATUS_TAGS = {
    StatusKind.COMPLETE: "complete",
    StatusKind.RED: "needs_help",
    StatusKind.AMBER: "watch",
    StatusKind.NOT_DUE: "not_due",
    StatusKind.GREEN: "on_track",
    StatusKind.ENDED: "ended",
}
PLAN_TAGS = {
    PlanStatusKind.NEEDS_HELP: "needs_help",
    PlanStatusKind.WATCH: "watch",
    PlanStatusKind.ON_TRACK: "on_track",
}
WORKED_OUT = frozenset(
    {PlanState.ACTIVE, PlanState.MIDPOINT_REVIEW, PlanState.EXTENDED, PlanState.CLOSING}
)
_STATE_COLOURS = {
    PlanState.CLOSED: ("blue", "tick"),
    PlanState.SUSTAINED: ("blue", "tick"),
    PlanState.APPROVED: ("green", "disc"),
    PlanState.CHANGES_REQUESTED: ("amber", "triangle"),
    PlanState.SUBMITTED: ("amber", "triangle"),
    PlanState.WITHDRAWN: ("grey", "cross"),
}


@dataclass(frozen=True)
class AimLine:
    """An aim in the table of a plan's page."""

    aim: Aim
    heading: str
    baseline: str
    target: str
    by: str
    picture: Markup
    edit: str
    remove: str


def tag_of_plan(plan: Plan, status: PlanStatus) -> Tag | str:
    """The worked-out status while a plan is under way, else its state in words."""
    if plan.state in WORKED_OUT:
        return PLAN_TAGS[status.kind]
    colour, shape = _STATE_COLOURS.get(PlanState(plan.state), ("plain", "ring"))
    return Tag(plan.get_state_display(), colour, shape)


def action_tag(each: StatedAction) -> Tag | str:
    """The tag of an action; one that is claimed done and on time waits for its answer."""
    if each.status.kind is StatusKind.GREEN and each.action.state == ActionState.CLAIMED_DONE:
        return Tag("Waiting for an answer", "grey", "ring")
    if each.status.kind is StatusKind.ENDED:
        return Tag(each.action.get_state_display(), "grey", "cross")
    return STATUS_TAGS[each.status.kind]


def lede_of(page: PlanPage, *, today: datetime.date) -> str:
    """With whom, when, which week, and who answers."""
    plan = page.plan
    said = [f"With {plan.pair.mentor.name}.", f"{_window(plan)}{_week(plan, today)}."]
    if plan.lead:
        said.append(f"Lead: {plan.lead.name}.")
    if plan.sponsor:
        said.append(f"Sponsor: {plan.sponsor.name}.")
    if page.guests:
        names = ", ".join(guest.credited_as or guest.user.name for guest in page.guests)
        said.append(f"Partner: {names}.")
    return " ".join(said)


def _window(plan: Plan) -> str:
    return numbers.uk_date_range(plan.window_from, plan.window_to)


def _week(plan: Plan, today: datetime.date) -> str:
    if not plan.holds(today):
        return ""
    week = (today - plan.window_from).days // 7 + 1
    weeks = ((plan.window_to - plan.window_from).days + 7) // 7
    return f", week {week} of {weeks}"


def kpis_of(page: PlanPage, *, today: datetime.date) -> list[dict[str, Any]]:
    """The summary numbers of a plan."""
    complete = sum(each.status.kind is StatusKind.COMPLETE for each in page.actions)
    waiting = sum(each.action.state == ActionState.CLAIMED_DONE for each in page.actions)
    overdue = [
        each
        for each in page.actions
        if each.status.kind is StatusKind.RED and each.action.due < today
    ]
    longest = max(((today - each.action.due).days for each in overdue), default=0)
    return [
        {
            "number": numbers.thousands(complete),
            "of": f"of {len(page.actions)}",
            "label": "actions complete",
            "href": "#actions",
            "note": "confirmed by somebody else than the owner",
        },
        {
            "number": numbers.thousands(len(overdue)),
            "label": "overdue",
            "href": "#actions",
            "note": f"longest {numbers.counted(longest, 'day')}" if overdue else "",
        },
        {
            "number": numbers.thousands(waiting),
            "label": "waiting for an answer",
            "href": "#actions",
        },
        {"number": numbers.thousands(len(page.aims)), "label": "aims", "href": "#aims"},
    ]


def score_words(value: float | None, scale: str) -> str:
    """A score on its own scale: 63.8% or 8.53."""
    return numbers.plain(value, 2) if scale == "mean_0_10" else numbers.percent(value)


def aim_lines(page: PlanPage) -> list[AimLine]:
    """The aims with their pictures, in order."""
    return [_aim_line(place, aim) for place, aim in enumerate(page.aims, 1)]


def _aim_line(place: int, aim: Aim) -> AimLine:
    question = aim.question
    mean = question.scale == "mean_0_10"
    answers = f" from {numbers.counted(aim.baseline_n, 'answer')}" if aim.baseline_n else ""
    row = TargetRow(
        label=f"Aim {place}: {aim.title}",
        baseline=aim.baseline,
        now=None,
        target=aim.target,
        unit=Unit.SCORE if mean else Unit.PERCENT,
    )
    return AimLine(
        aim=aim,
        heading=f"{place}. {aim.title}",
        baseline=f"{question.number}. Baseline {score_words(aim.baseline, question.scale)}"
        f"{answers}",
        target=score_words(aim.target, question.scale),
        by=f"by {dates.day(aim.by_date)}" if aim.by_date else "no date yet",
        picture=draw_target_row(row, chart_id=f"aim-{aim.pk}"),
        edit=reverse("aim_edit", args=[aim.plan_id, aim.pk]),
        remove=reverse("aim_remove", args=[aim.plan_id, aim.pk]),
    )


def actions_table(page: PlanPage, shown: Sequence[StatedAction]) -> Table:
    """The actions with the worked-out status beside what the owner says."""
    return Table(
        caption="Actions",
        columns=[
            Column("Action"),
            Column("Owner"),
            Column("Due"),
            Column("Status, worked out", card="Status"),
            Column("Owner says"),
            Column("Why", card=""),
        ],
        rows=[_action_row(each) for each in shown],
        sticky=True,
        empty="No actions here.",
    )


def _action_row(each: StatedAction) -> Row:
    action, tag = each.action, action_tag(each)
    return Row(
        cells=[
            Cell(action.text, href=reverse("action_detail", args=[action.pk])),
            str(action.owner or "-"),
            Cell(dates.day(action.due), note=_moved(action)),
            Cell(tag=tag if isinstance(tag, Tag) else _tag(tag)),
            Cell(
                Claim(action.claim).label if action.claim else "-",
                note="Differs from the facts" if each.status.differs else "",
            ),
            each.status.reason,
        ],
        anchor=f"action-{action.pk}",
    )


def _tag(kind: str) -> Tag:
    from buddy_portal.design.tags import tag_of

    return tag_of(kind)


def _moved(action: Action) -> str:
    if not action.due_changes:
        return ""
    return f"first {dates.day(action.original_due)}"


def late_warning(page: PlanPage) -> str:
    """A warning where actions end within four weeks of the window's end."""
    late = sum(
        ends_late(page.plan, each.action.due)
        for each in page.actions
        if each.status.kind is not StatusKind.COMPLETE
    )
    if not late:
        return ""
    return (
        f"{numbers.counted(late, 'action')} will be due in the last four weeks of the window. "
        "Patients of the survey may hardly notice what comes so late."
    )


def overview_table(
    overviews: Iterable[PlanOverview],
    columns: Sequence[Column],
    downloads: Sequence[tuple[str, str]],
) -> Table:
    """Plans with their worked-out status."""
    return Table(
        caption="Plans",
        columns=columns,
        rows=[_overview_row(each) for each in overviews],
        sticky=True,
        downloads=downloads,
        empty="No plan fits these filters.",
    )


OVERVIEW_COLUMNS = {
    "name": Column("Mentee and mentor"),
    "_scheme": Column("Scheme"),
    "status": Column("Status, worked out", card="Status"),
    "complete": Column("Actions complete", numeric=True),
    "overdue": Column("Overdue", numeric=True),
    "updated": Column("Last update"),
    "_ends": Column("Ends"),
}


def _overview_row(each: PlanOverview) -> Row:
    plan, tag = each.plan, tag_of_plan(each.plan, each.status)
    return Row(
        cells=[
            Cell(
                plan.pair.mentee.name,
                href=reverse("plan_detail", args=[plan.pk]),
                note=f"with {plan.pair.mentor.name}",
                strong=True,
            ),
            plan.pair.scheme.name,
            Cell(tag=tag if isinstance(tag, Tag) else _tag(tag), note=_why(each)),
            numbers.share(each.complete, each.actions),
            numbers.thousands(each.overdue),
            _last_update(each),
            dates.day(plan.window_to),
        ]
    )


def _why(each: PlanOverview) -> str:
    return each.status.reason if each.plan.state in WORKED_OUT else ""


def _last_update(each: PlanOverview) -> Cell | str:
    if each.status.stale_days and each.plan.state in WORKED_OUT:
        words = f"Stale, {numbers.counted(each.status.stale_days, 'day')}"
        return Cell(tag=Tag(words, "plain", "clock"))
    return dates.day(each.last_update_on) if each.last_update_on else "-"


def facts_beside(facts: Sequence[TargetFacts]) -> Table:
    """What stands beside the aim form: own, mentor's, national score and the expected range."""
    return Table(
        caption="Your results and your mentor’s",
        columns=[
            Column("Question"),
            Column("You", numeric=True),
            Column("Expected range", numeric=True),
            Column("Your mentor", numeric=True),
            Column("England", numeric=True),
        ],
        rows=[_facts_row(fact) for fact in facts],
        show_caption=True,
    )


def _facts_row(fact: TargetFacts) -> Row:
    scale, own = fact.question.scale, fact.own
    expected = numbers.interval(own.expected_lower, own.expected_upper)
    return Row(
        cells=[
            Cell(fact.question.label, note=fact.question.number),
            Cell(score_words(own.score, scale), note=numbers.counted(own.n or 0, "answer")),
            expected,
            _shown(fact.mentor.score if fact.mentor else None, scale),
            _shown(fact.national.score if fact.national else None, scale),
        ]
    )


def _shown(value: float | None, scale: str) -> str:
    return "not shown" if value is None else score_words(value, scale)


def status_line(status: Status) -> str:
    """ "Red: due 3 March 2015, not claimed done", as at a day."""
    return f"{status.reason}. As at {dates.day(status.as_at)}."


def action_facts(action: Action) -> list[tuple[str, str]]:
    """The facts of an action, in the order in which people ask for them."""
    return [
        ("Aim", action.aim.title if action.aim else "No aim"),
        ("Owner", str(action.owner or "Nobody yet")),
        ("Supporter", action.supporter or "-"),
        ("Start", dates.day(action.starts_on)),
        ("Due", dates.day(action.due)),
        ("State", action.get_state_display()),
        ("Evidence expected", action.evidence_expected or "-"),
        ("Within our control", "Yes" if action.within_our_control else "No, with the sponsor"),
    ]
