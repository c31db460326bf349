"""The scheme that is under way: twelve pairs with plans in every state, and what else happens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from buddy_portal.accounts.models import User
from buddy_portal.demonstration import enrolment_texts as texts
from buddy_portal.demonstration import plan_progress
from buddy_portal.demonstration.enrolment import Enrolment
from buddy_portal.demonstration.outlines import (
    OUTLINES,
    STOPPED,
    Days,
    approved_for_later,
    draft,
    in_time,
)
from buddy_portal.demonstration.plan_writing import DAY, PlanStory
from buddy_portal.demonstration.schedule import working_day
from trusts.services.decisions import Decision

NAME = "Second demonstration scheme"
SUMMARY = (
    "Under way now: twelve pairs, and plans in every state that a plan can have. The follow-up "
    "survey comes after the plans have ended."
)
OWN = 0
"""Place of the mentee of the sign-ins among the scheme's mentees."""
ALONE = 11
"""Place of the mentee whose first mentor declined."""


@dataclass(frozen=True)
class Others:
    """Trusts beside the twelve pairs, by what became of them. Codes."""

    waiting: str
    stopped: str
    draft: str
    applied: str
    backed: str
    asked_again: str
    declined: str
    withdrawn: str


def tell_current(
    enrolment: Enrolment,
    others: Others,
    targets: dict[str, tuple[str, ...]],
    *,
    own_mentor: str,
    rng: np.random.Generator,
) -> None:
    """Enrolment, pairs and plans of the current scheme, into the schedule."""
    now = enrolment.schedule.last_day
    days = Days(now, enrolment.day("pairing", 15))
    enrolment.all_apply()
    enrolment.plans_begin()
    _tell_other_applications(enrolment, others)
    _tell_pairs(enrolment, others, own_mentor, days)
    for place, (mentee, outline) in enumerate(zip(enrolment.mentees, OUTLINES, strict=True)):
        story = PlanStory(
            enrolment=enrolment,
            mentee=mentee,
            targets=targets[mentee],
            fates=outline.fates,
            reference=now,
            rng=rng.spawn(1)[0],
            partner=_partner(enrolment, place),
            begins_late=now + 9 * DAY if outline.tell is approved_for_later else None,
        )
        outline.tell(story, days)
    _tell_stopped_plan(enrolment, others.stopped, targets, days, rng.spawn(1)[0])


def _partner(enrolment: Enrolment, place: int) -> User | None:
    if place == OWN:
        return enrolment.people.partner
    return enrolment.people.partners[place] if place % 3 else None


def _tell_other_applications(enrolment: Enrolment, others: Others) -> None:
    """Applications that ended otherwise than with acceptance, or wait for something."""
    late = enrolment.day("volunteering", 24)
    enrolment.applies(others.draft, late, send=False)
    enrolment.applies(others.applied, late)
    enrolment.applies(others.backed, late)
    enrolment.sponsor_agrees(others.backed, late + 3 * DAY)
    enrolment.applies(others.asked_again, late)
    enrolment.decided(others.asked_again, late + 8 * DAY, Decision.ASK_AGAIN, texts.ASKED_AGAIN)
    enrolment.applies(others.declined, late)
    enrolment.decided(others.declined, late + 9 * DAY, Decision.DECLINE, texts.DECLINED)
    enrolment.applies(others.withdrawn, late)
    enrolment.sponsor_agrees(others.withdrawn, late + 3 * DAY)
    enrolment.decided(others.withdrawn, late + 6 * DAY, Decision.ACCEPT)
    enrolment.withdraws(others.withdrawn, late + 12 * DAY, texts.WITHDREW)
    now = enrolment.schedule.last_day
    enrolment.applies(others.waiting, late)
    enrolment.sponsor_agrees(others.waiting, working_day(now - 16 * DAY))
    enrolment.decided(others.waiting, working_day(now - 12 * DAY), Decision.ACCEPT)
    enrolment.applies(others.stopped, late)
    enrolment.sponsor_agrees(others.stopped, late + 3 * DAY)
    enrolment.decided(others.stopped, late + 6 * DAY, Decision.ACCEPT)


def _tell_pairs(enrolment: Enrolment, others: Others, own_mentor: str, days: Days) -> None:
    """A first set; one mentee whose mentor declines, then does not answer, then says yes; one
    pair that ends early; and one mentee that came late and whose pair is proposed now."""
    own, alone = enrolment.mentees[OWN], enrolment.mentees[ALONE]
    enrolment.suggested(enrolment.day("pairing", 1), locked=(own_mentor, own))
    everybody = (*enrolment.mentees, others.stopped)
    enrolment.proposed(
        enrolment.day("pairing", 2), answer_by=enrolment.day("pairing", 12), mentees=everybody
    )
    for place, mentee in enumerate((*enrolment.mentees[:ALONE], others.stopped)):
        enrolment.agreed(mentee, enrolment.day("pairing", 5 + place % 3))
        sides = ("mentee",) if mentee == _draft_mentee(enrolment) else ("mentee", "mentor")
        enrolment.signed(mentee, enrolment.day("pairing", 10 + place % 2), sides=sides)
    enrolment.answered(alone, "mentor", enrolment.day("pairing", 9), texts.PAIR_DECLINED)
    second = enrolment.day("pairing", 14)
    enrolment.suggested(second)
    enrolment.proposed(second, answer_by=second + 9 * DAY, mentees=(alone,))
    enrolment.answered(alone, "mentee", working_day(second + 4 * DAY))
    enrolment.unanswered(working_day(second + 13 * DAY))
    third = enrolment.day("implementation", 20)
    enrolment.suggested(third)
    enrolment.proposed(third, answer_by=third + 14 * DAY, mentees=(alone,))
    enrolment.agreed(alone, working_day(third + 5 * DAY))
    enrolment.signed(alone, working_day(third + 10 * DAY))
    enrolment.withdraws(others.stopped, working_day(days.ago(24)), texts.PAIR_ENDED)
    last = working_day(days.ago(6))
    enrolment.suggested(last)
    enrolment.proposed(last, answer_by=days.now + 9 * DAY, mentees=(others.waiting,))
    enrolment.answered(others.waiting, "mentee", working_day(days.ago(2)))


def _draft_mentee(enrolment: Enrolment) -> str:
    return next(
        mentee
        for mentee, outline in zip(enrolment.mentees, OUTLINES, strict=True)
        if outline.tell is draft
    )


def _tell_stopped_plan(
    enrolment: Enrolment,
    mentee: str,
    targets: dict[str, tuple[str, ...]],
    days: Days,
    rng: np.random.Generator,
) -> None:
    """The plan of the pair that ended early: withdrawn a few days before."""
    story = PlanStory(
        enrolment=enrolment,
        mentee=mentee,
        targets=targets[mentee],
        fates=STOPPED,
        reference=days.now,
        rng=rng,
    )
    in_time(story, days)
    plan_progress.withdrawn(story, days.ago(28))
