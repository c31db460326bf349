"""The first few of each kind of thing that waits for a person, for their start page.

Asked for only where `what_waits` said that there is something.
"""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.prepared import prepared
from improvement_plans.models import (
    Action,
    Commitment,
    EngagementEvent,
    Plan,
    Practice,
    ProgressUpdate,
    Recommendation,
    Risk,
)
from improvement_plans.selectors import actions, commitments, engagement, escalations
from improvement_plans.selectors.plans import waiting_plans
from improvement_plans.selectors.practices import waiting_for_review
from improvement_plans.selectors.recommendations import unanswered
from improvement_plans.selectors.targets import pairs_without_plan
from trusts.models import BuddyPair

MOST = 10
MOST_PLANS = 50
"""More than are shown: not every plan that waits for somebody waits for this person."""


@prepared
def pairs_to_start(access: Access) -> QuerySet[BuddyPair, BuddyPair]:
    return pairs_without_plan(access)[:MOST]


@prepared
def plans_to_move(access: Access, on: datetime.date) -> QuerySet[Plan, Plan]:
    return waiting_plans(access, on=on)[:MOST_PLANS]


@prepared
def actions_to_answer(access: Access) -> QuerySet[Action, Action]:
    return actions.actions_to_answer(access)[:MOST]


@prepared
def practices_to_review(access: Access) -> QuerySet[Practice, Practice]:
    return waiting_for_review(access)[:MOST]


@prepared
def calls_for_help(access: Access, on: datetime.date) -> QuerySet[ProgressUpdate, ProgressUpdate]:
    return escalations.help_wanted(access, on=on)[:MOST]


@prepared
def risks_to_review(access: Access, on: datetime.date) -> QuerySet[Risk, Risk]:
    return escalations.risks_to_review(access, on=on)[:MOST]


@prepared
def events_to_finish(
    access: Access, on: datetime.date
) -> QuerySet[EngagementEvent, EngagementEvent]:
    return engagement.events_to_finish(access, on=on)[:MOST]


@prepared
def commitments_to_publish(access: Access) -> QuerySet[Commitment, Commitment]:
    return commitments.waiting_to_be_published(access)[:MOST]


@prepared
def unanswered_recommendations(
    access: Access, on: datetime.date
) -> QuerySet[Recommendation, Recommendation]:
    return unanswered(access, on=on)[:MOST]
