"""A plan as it is printed: words only, rounded and named as the pages do it. No queries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from buddy_portal.design import dates
from improvement_plans.aim_words import baseline_words, read_from, value_words
from improvement_plans.models import ActionState, Aim, Claim
from improvement_plans.presenters import plans as page_words
from improvement_plans.presenters.actions import Partners, named
from improvement_plans.presenters.aims import target_picture
from improvement_plans.presenters.tags import action_tag, plan_tag
from improvement_plans.printing.beside import PrintedBeside, printed_beside
from improvement_plans.printing.measures import PrintedChart
from improvement_plans.selectors import PlanPage, StatedAction
from improvement_plans.selectors.printing import PrintedRooms
from improvement_plans.status import StatusKind

PICTURE_WIDTH = 420
WORRYING = (StatusKind.RED, StatusKind.AMBER)


@dataclass(frozen=True)
class PrintedAim:
    """An aim: what it says, from where to where, and its picture with words for who cannot see."""

    title: str
    question: str
    baseline: str
    target: str
    by: str
    why: str
    outcome: str
    picture: str
    picture_words: str


@dataclass(frozen=True)
class PrintedAction:
    """An action with the status that was worked out and what its owner says."""

    text: str
    owner: str
    due: str
    moved: str
    status: str
    why: str
    claim: str
    worrying: bool
    open: bool
    overdue: bool


@dataclass(frozen=True)
class PrintedPlan:
    """Everything that stands on a printed plan."""

    title: str
    trust: str
    mentor: str
    scheme: str
    window: str
    as_at: str
    status: str
    status_why: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str], ...]
    public_summary: str
    summary: str
    aims: tuple[PrintedAim, ...]
    actions: tuple[PrintedAction, ...]
    comments: tuple[tuple[str, str, str], ...]
    history: tuple[tuple[str, str], ...]
    learnt: tuple[tuple[str, str], ...]
    survey: str
    fictional: bool
    beside: PrintedBeside
    stage: str = ""
    measures: tuple[PrintedChart, ...] = ()
    tests: tuple[PrintedChart, ...] = ()


def printed_plan(page: PlanPage, rooms: PrintedRooms) -> PrintedPlan:
    """Put a plan's page, and what stands beside it, into words as at the page's day."""
    plan, partners = page.plan, page_words.partners_of(page)
    return PrintedPlan(
        title=plan.title,
        trust=str(plan.trust.name),
        mentor=plan.beside,
        scheme=str(plan.scheme.name),
        window=page_words.window_words(plan),
        as_at=dates.day(page.today),
        status=plan_tag(plan, page.status).text,
        status_why=page.status.reason,
        facts=_facts(page, partners),
        figures=_figures(page),
        public_summary=plan.public_summary,
        summary=plan.summary,
        aims=tuple(_aim(aim, page) for aim in page.aims),
        actions=tuple(_action(each, partners, page.today) for each in page.actions),
        comments=tuple(
            (said.head, said.who, " ".join(text for _label, text in said.lines))
            for said in page_words.comments_of(page)
        ),
        history=tuple(page_words.history_of(page)),
        learnt=_learnt(page),
        survey=f"{plan.scheme.baseline.survey} {plan.scheme.baseline.year}",
        fictional=plan.scheme.is_fictional,
        beside=printed_beside(page, rooms, partners),
    )


def _facts(page: PlanPage, partners: Partners) -> tuple[tuple[str, str], ...]:
    plan = page.plan
    here = [guest.shown_as for guest in page.guests if guest.is_there(page.today)]
    facts = [
        ("Trust", str(plan.trust.name)),
        ("Mentor" if plan.has_buddy else "Team", plan.beside),
        ("Scheme", str(plan.scheme.name)),
        ("Window", page_words.window_words(plan)),
        ("State", plan.get_state_display()),
        ("Lead", named(plan.lead, partners) if plan.lead else "Not chosen yet"),
        ("Sponsor", named(plan.sponsor, partners) if plan.sponsor else "Not chosen yet"),
        ("Partners", ", ".join(here) or page_words.no_partner_words(page)),
    ]
    if plan.baselines_frozen_at:
        facts.append(("Baselines", f"Frozen on {dates.day(plan.baselines_frozen_at)}"))
    return tuple(facts)


def _figures(page: PlanPage) -> tuple[tuple[str, str], ...]:
    """The summary numbers of the plan's page: number, then what it counts."""
    return tuple(
        (f"{each['number']} {each.get('of', '')}".strip(), str(each["label"]))
        for each in page_words.kpis_of(page)
    )


def _aim(aim: Aim, page: PlanPage) -> PrintedAim:
    baseline, target = value_words(aim, aim.baseline), value_words(aim, aim.target)
    picture = target_picture(aim, label=aim.title, width=PICTURE_WIDTH)
    return PrintedAim(
        title=aim.title,
        question=read_from(aim, in_full=True),
        baseline=baseline_words(aim, page.plan.scheme.baseline.year),
        target=target,
        by=dates.day(aim.by_date),
        why=aim.why,
        outcome=aim.get_outcome_display() if aim.outcome else "",
        picture=str(picture),
        picture_words=f"{aim.title}: baseline {baseline}, target {target}.",
    )


def _action(each: StatedAction, partners: Partners, today: datetime.date) -> PrintedAction:
    action = each.action
    tag = action_tag(each)
    return PrintedAction(
        text=action.text,
        owner=named(action.owner, partners),
        due=dates.day(action.due),
        moved=f"First due {dates.day(action.original_due)}" if action.due_changes else "",
        status=tag if isinstance(tag, str) else tag.text,
        why=each.status.reason,
        claim=Claim(action.claim).label if action.claim else "-",
        worrying=each.status.kind in WORRYING or each.status.differs,
        open=each.status.kind not in (StatusKind.COMPLETE, StatusKind.ENDED)
        and action.state != ActionState.CLAIMED_DONE,
        overdue=page_words.is_overdue(action, today),
    )


def _learnt(page: PlanPage) -> tuple[tuple[str, str], ...]:
    plan = page.plan
    if not plan.sustained_by:
        return ()
    told = [
        ("What was learnt", plan.learning),
        ("Advice to the next trust", plan.advice),
        ("Carried on by", plan.sustained_by),
    ]
    return tuple((words, text) for words, text in told if text)
