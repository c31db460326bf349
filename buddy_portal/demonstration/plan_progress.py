"""What happened in a plan once it was approved: turns of its actions, and how it ended."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction

from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.demonstration import plan_texts as texts
from buddy_portal.demonstration.fates import ENDINGS, LATER, REVIEWS, UPDATES, Turn
from buddy_portal.demonstration.plan_writing import DAY, Day, PlanStory
from buddy_portal.demonstration.schedule import Step
from improvement_plans.models import Action, ActionState, Claim, PlanState, ReviewAnswer
from improvement_plans.services import closing, progress
from improvement_plans.services.moves import locked_plan, move_plan
from improvement_plans.states import check_action_move

SAID = {Turn.ON_TRACK: texts.ON_TRACK, Turn.AT_RISK: texts.AT_RISK, Turn.DONE: texts.DONE}
WHY = {
    Turn.CONFIRMED: texts.CONFIRMED,
    Turn.CHALLENGED: texts.CHALLENGED,
    Turn.MORE: texts.MORE,
    Turn.ABANDONED: texts.ABANDONED,
    Turn.CARRIED_OVER: texts.CARRIED_OVER,
    Turn.EMBEDDED: ("",),
}
OUTCOMES = ("achieved", "partly", "achieved", "not")
HELP_EVERY = 4
"""Every so many updates somebody asks the buddy for help."""


def turns_taken(story: PlanStory) -> None:
    """Every turn of every action, on its day."""
    for place, fate in enumerate(story.fates):
        for position, (day, turn) in enumerate(fate.turns):
            story.add(story.reference + day * DAY, _turn(story, place, turn), hour=9 + position % 8)


def midpoint_reviewed(story: PlanStory, day: Day, *, until: Day | None) -> None:
    """The plan goes into its midpoint review, and out of it a week later."""
    _moves(story, day, PlanState.MIDPOINT_REVIEW, "midpoint review began")
    if until is not None:
        _moves(story, until, PlanState.ACTIVE, "midpoint review ended")


def extended(story: PlanStory, day: Day, *, weeks: int) -> None:
    def extend(_today: Day) -> None:
        plan = story.the_plan()
        closing.extend_plan(
            by=story.programme,
            plan=plan,
            until=plan.window_to + weeks * 7 * DAY,
            reason=texts.EXTENSION,
        )

    story.add(day, extend, hour=15)


def began_to_close(story: PlanStory, day: Day) -> None:
    story.add(day, lambda _today: closing.start_closing(by=story.nurse, plan=story.the_plan()))


def being_evaluated(story: PlanStory, day: Day) -> None:
    """The closure is filled in and the outcomes are still being weighed."""

    def fill(_today: Day) -> None:
        with transaction.atomic():
            plan = locked_plan(story.the_plan().pk)
            plan.learning, plan.advice = story.pick(texts.LEARNING), story.pick(texts.ADVICE)
            plan.sustained_by = story.pick(texts.SUSTAINED_BY)
            move_plan(
                plan, to=PlanState.EVALUATING, by=story.nurse, action="plan closure filled in"
            )

    story.add(day, fill, hour=14)


def closed(story: PlanStory, day: Day) -> None:
    def close(_today: Day) -> None:
        plan = story.the_plan()
        first = int(story.rng.integers(len(OUTCOMES)))
        aims = enumerate(plan.aims.order_by("position"), start=first)
        closing.close_plan(
            by=story.nurse,
            plan=plan,
            learning=story.pick(texts.LEARNING),
            advice=story.pick(texts.ADVICE),
            sustained_by=story.pick(texts.SUSTAINED_BY),
            outcomes={aim.pk: OUTCOMES[place % len(OUTCOMES)] for place, aim in aims},
        )

    story.add(day, close, hour=16)


def withdrawn(story: PlanStory, day: Day) -> None:
    story.add(
        day,
        lambda _today: closing.withdraw_plan(
            by=story.nurse, plan=story.the_plan(), reason=texts.PLAN_WITHDRAWN
        ),
    )


def _moves(story: PlanStory, day: Day, to: PlanState, action: str) -> None:
    """A move that the portal has no form for yet."""

    def move(_today: Day) -> None:
        with transaction.atomic():
            move_plan(locked_plan(story.the_plan().pk), to=to, by=story.nurse, action=action)

    story.add(day, move, hour=14)


def _turn(story: PlanStory, place: int, turn: Turn) -> Step:
    def take(today: Day) -> None:
        action = story.actions[place]
        if turn in UPDATES:
            _update(story, action, turn, today)
        elif turn in REVIEWS:
            progress.review_action(
                by=story.buddy,
                action=action,
                answer=ReviewAnswer(turn.value),
                today=today,
                reason=story.pick(WHY[turn]),
            )
        elif turn is Turn.MOVED:
            _move_due(story, action, today)
        elif turn in ENDINGS:
            _end(story, action, ActionState(turn.value), today, story.pick(WHY[turn]))

    return take


def _update(story: PlanStory, action: Action, turn: Turn, today: Day) -> None:
    said, blocker = story.pick(SAID[turn]) if turn in SAID else "", ""
    if turn is Turn.STUCK:
        said, blocker = texts.STUCK[int(story.rng.integers(len(texts.STUCK)))]
    progress.update_action(
        by=_owner(story, action),
        action=action,
        form_key=uuid.UUID(bytes=story.rng.bytes(16), version=4),
        claim=Claim(turn.value),
        today=today,
        text=said,
        blockers=blocker,
        help_wanted=turn in (Turn.AT_RISK, Turn.STUCK) and int(story.rng.integers(HELP_EVERY)) == 0,
    )


def _owner(story: PlanStory, action: Action) -> User:
    owner = action.owner
    return owner if owner is not None else story.nurse


def _move_due(story: PlanStory, action: Action, today: Day) -> None:
    fresh = Action.objects.get(pk=action.pk)
    progress.change_due_date(
        by=_owner(story, action),
        action=fresh,
        read_at=fresh.version,
        due=fresh.due + datetime.timedelta(days=LATER),
        reason=story.pick(texts.MOVED),
        today=today,
    )


def _end(story: PlanStory, action: Action, to: ActionState, today: Day, reason: str) -> None:
    """End an action in a way that the portal has no form for yet."""
    with transaction.atomic():
        fresh = Action.objects.select_for_update().get(pk=action.pk)
        check_action_move(fresh.state, to)
        before = fresh.get_state_display()
        fresh.state, fresh.state_since = to, today
        fresh.version += 1
        fresh.save()
        record_event(
            by=story.nurse,
            action=f"action {to.label.lower()}",
            thing=fresh,
            trust_code=story.mentee,
            changes={"state": (before, to.label)},
            reason=reason,
        )
