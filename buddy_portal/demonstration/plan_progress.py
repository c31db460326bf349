"""What happened in a plan once it was approved: turns of its actions, and how it ended."""

from __future__ import annotations

import datetime
import uuid

from buddy_portal.accounts.models import User
from buddy_portal.demonstration import plan_texts as texts
from buddy_portal.demonstration.fates import ENDINGS, LATER, REVIEWS, UPDATES, Turn
from buddy_portal.demonstration.plan_writing import DAY, Day, PlanStory
from buddy_portal.demonstration.proofs import proof_added, proof_verified
from buddy_portal.demonstration.schedule import Step
from improvement_plans.models import Action, ActionState, Claim, ReviewAnswer
from improvement_plans.services import answering, closing, course, progress

SAID = {Turn.ON_TRACK: texts.ON_TRACK, Turn.AT_RISK: texts.AT_RISK, Turn.DONE: texts.DONE}
WHY = {
    Turn.CONFIRMED: texts.CONFIRMED,
    Turn.CHALLENGED: texts.CHALLENGED,
    Turn.MORE: texts.MORE,
    Turn.ABANDONED: texts.ABANDONED,
    Turn.CARRIED_OVER: texts.CARRIED_OVER,
    Turn.EMBEDDED: texts.EMBEDDED,
}
OUTCOMES = ("achieved", "partly", "achieved", "not")
MORE_TIME = datetime.timedelta(weeks=6)
HELP_EVERY = 4
"""Every so many updates somebody asks the buddy for help."""


def turns_taken(story: PlanStory) -> None:
    """Every turn of every action, on its day."""
    for place, fate in enumerate(story.fates):
        for position, (day, turn) in enumerate(fate.turns):
            story.add(story.reference + day * DAY, _turn(story, place, turn), hour=9 + position % 8)


def midpoint_reviewed(story: PlanStory, day: Day, *, until: Day | None) -> None:
    """The plan goes into its midpoint review, and out of it a week later."""
    story.add(
        day,
        lambda today: course.start_midpoint_review(
            by=story.nurse, plan=story.the_plan(), today=today
        ),
        hour=14,
    )
    if until is not None:
        story.add(
            until,
            lambda _today: course.finish_midpoint_review(
                by=story.nurse, plan=story.the_plan(), findings=story.pick(texts.FINDINGS)
            ),
            hour=14,
        )


def more_time_asked(story: PlanStory, day: Day) -> None:
    """The nurse asks for six weeks more."""

    def ask(_today: Day) -> None:
        plan = story.the_plan()
        course.ask_extension(
            by=story.nurse, plan=plan, until=plan.window_to + MORE_TIME, reason=texts.EXTENSION
        )

    story.add(day, ask, hour=15)


def more_time_granted(story: PlanStory, day: Day) -> None:
    """The programme lead grants what was asked for."""

    def grant(_today: Day) -> None:
        plan = story.the_plan()
        course.grant_extension(by=story.programme, plan=plan, until=plan.window_to + MORE_TIME)

    story.add(day, grant, hour=15)


def began_to_close(story: PlanStory, day: Day) -> None:
    story.add(day, lambda _today: closing.start_closing(by=story.nurse, plan=story.the_plan()))


def being_evaluated(story: PlanStory, day: Day) -> None:
    """The trust says what was achieved and learnt; the programme has not closed the plan yet."""
    story.add(day, lambda _today: _fill_in(story), hour=14)


def closed(story: PlanStory, day: Day) -> None:
    """The closure is filled in, and the programme closes the plan."""
    story.add(day, lambda _today: _fill_in(story), hour=14)
    story.add(
        day,
        lambda _today: closing.conclude_plan(by=story.programme, plan=story.the_plan()),
        hour=16,
    )


def _fill_in(story: PlanStory) -> None:
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


def withdrawn(story: PlanStory, day: Day) -> None:
    story.add(
        day,
        lambda _today: closing.withdraw_plan(
            by=story.nurse, plan=story.the_plan(), reason=texts.PLAN_WITHDRAWN
        ),
    )


def _turn(story: PlanStory, place: int, turn: Turn) -> Step:
    def take(today: Day) -> None:
        action = story.actions[place]
        if turn in UPDATES:
            _update(story, action, turn, today)
            if turn is Turn.DONE:
                proof_added(story, place, by=_owner(story, action), today=today)
        elif turn in REVIEWS:
            if turn is Turn.CONFIRMED:
                proof_verified(story, action, today=today)
            answering.review_action(
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
    if to is ActionState.EMBEDDED:
        answering.embed_action(by=story.buddy, action=action, reason=reason, today=today)
    else:
        answering.end_action(by=story.nurse, action=action, to=to, reason=reason, today=today)
