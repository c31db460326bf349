"""An agenda in words: what is recorded about the plans of a meeting and should be talked about."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from buddy_portal.design import dates
from improvement_plans.measures.reading import Reading
from improvement_plans.meetings.agenda import (
    Found,
    action_reason,
    agenda_of,
    commitment_reason,
    risk_reason,
    shortened,
    stale_words,
)
from improvement_plans.models import ItemKind, MeetingDecision, MeetingKind
from improvement_plans.presenters.actions import Partners, named, owner_words
from improvement_plans.presenters.measures import facts_of
from improvement_plans.selectors.actions import StatedAction
from improvement_plans.selectors.actions import facts_of as action_facts
from improvement_plans.selectors.agendas import Entries, PlanEntries
from improvement_plans.selectors.measures import overdue_of

SIGNALS = ("improvement", "concern")


def agenda_from(entries: Entries, kind: MeetingKind) -> list[Found]:
    """What belongs on the agenda, gravest first, in the words that are true on the day."""
    return agenda_of(kind, found_in(entries))


def found_in(entries: Entries) -> Iterator[Found]:
    """Everything recorded that a meeting could take up."""
    for decision in entries.decisions:
        yield Found(
            ItemKind.DECISION,
            f"decision-{decision.pk}",
            decision.plan_id,
            shortened(decision.text),
            shortened(decided_words(decision, entries.partners)),
        )
    for each in entries.plans:
        yield from _of_plan(each, entries)
    for commitment in entries.commitments:
        reason = commitment_reason(commitment.due, on=entries.on, until=entries.until)
        if reason is not None:
            owner = commitment.owner.name if commitment.owner else "No owner"
            yield Found(
                ItemKind.COMMITMENT,
                f"commitment-{commitment.pk}",
                commitment.plan_id,
                commitment.text,
                shortened(f"{owner}. {reason}"),
            )


def _of_plan(each: PlanEntries, entries: Entries) -> Iterator[Found]:
    key = each.plan.pk
    stale = each.overview.status.stale_days
    if stale is not None:
        yield Found(
            ItemKind.STALE, f"plan-{key}", key, shortened(each.plan.title), stale_words(stale)
        )
    for stated_action in each.actions:
        yield from _of_action(stated_action, each, entries, plan_is_stale=stale is not None)
    for risk in each.risks:
        reason = risk_reason(risk.likelihood, risk.impact, risk.review_on, until=entries.until)
        if reason is not None:
            yield Found(ItemKind.RISK, f"risk-{risk.pk}", key, risk.text, reason)
    for reading in each.readings:
        yield from _of_measure(reading, key, entries.on)


def _of_action(
    each: StatedAction, plan: PlanEntries, entries: Entries, *, plan_is_stale: bool
) -> Iterator[Found]:
    """One item for an action. That all of its plan is stale is said once, of the plan."""
    action = each.action
    reason = action_reason(
        action_facts(action),
        ours=action.within_our_control,
        on=entries.on,
        until=entries.until,
    )
    if reason is None or (plan_is_stale and reason[0] is ItemKind.STALE):
        return
    owner = owner_words(action, plan.partners) if action.owner else "No owner"
    words = f"{owner}. {reason[1]}"
    yield Found(reason[0], f"action-{action.pk}", plan.plan.pk, action.text, shortened(words))


def _of_measure(reading: Reading, plan_id: int, on: datetime.date) -> Iterator[Found]:
    """A measure whose latest figure chance does not explain, or whose next figure is missing."""
    measure = reading.measure
    missing = overdue_of(measure, on=on)
    facts = facts_of(reading, overdue=missing)
    said = (
        [f"{facts.variation.head}: {facts.latest}, {facts.latest_on}"]
        if has_signal(reading)
        else []
    )
    if missing is not None:
        said.append(f"{stale_words((on - missing).days)}: {facts.overdue}")
    if said:
        words = shortened(". ".join(said))
        yield Found(
            ItemKind.MEASURE, f"measure-{measure.pk}", plan_id, shortened(measure.name), words
        )


def has_signal(reading: Reading) -> bool:
    """Whether the latest figures are better or worse than chance explains."""
    if not reading.seen:
        return False
    if reading.is_xmr:
        return reading.xmr.variation in SIGNALS
    part = reading.run.parts[-1]
    return bool(part.enough and part.signal)


def decided_words(decision: MeetingDecision, names: Partners) -> str:
    """When it was decided, and who carries it out by when."""
    return ", ".join([f"Decided {dates.day(decision.meeting.on)}", *who_by_when(decision, names)])


def who_by_when(decision: MeetingDecision, names: Partners) -> list[str]:
    """Who carries a decision out, and by when: as its action or commitment says it now."""
    thing = decision.action or decision.commitment or decision
    who = [named(thing.owner, names)] if thing.owner is not None else []
    return [*who, f"due {dates.day(thing.due)}"] if thing.due is not None else who


def follows_words(decision: MeetingDecision) -> str:
    """What follows from a decision, and whether it is settled."""
    if decision.settled_on is not None:
        return f"Settled {dates.day(decision.settled_on)}: {decision.became}"
    if decision.action is not None:
        return f"An action: {decision.action.get_state_display().lower()}"
    if decision.commitment is not None:
        return f"A commitment: {decision.commitment.get_state_display().lower()}"
    return "-"
