"""The first few of each kind of thing that waits for a person, for their start page.

Asked for only where `what_waits` said that there is something.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from buddy_portal.accounts.access import Access
from buddy_portal.prepared import prepared
from improvement_plans.models import (
    Action,
    EventState,
    Plan,
    ProgressUpdate,
    Risk,
)
from improvement_plans.selectors import actions, commitments, engagement, escalations
from improvement_plans.selectors.plans import waiting_plans
from improvement_plans.selectors.practices import waiting_for_review
from improvement_plans.selectors.recommendations import unanswered
from improvement_plans.selectors.targets import pairs_without_plan
from improvement_plans.selectors.team_duties import abstracts_to_answer
from trusts.models import BuddyPair

MOST = 10
SOON = datetime.timedelta(days=14)
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
def calls_for_help(access: Access, on: datetime.date) -> QuerySet[ProgressUpdate, ProgressUpdate]:
    return escalations.help_wanted(access, on=on)[:MOST]


@prepared
def risks_to_review(access: Access, on: datetime.date) -> QuerySet[Risk, Risk]:
    return escalations.risks_to_review(access, on=on)[:MOST]


class Kind(StrEnum):
    """What `short_things` are."""

    PRACTICE = "practice"
    ABSTRACT = "abstract"
    COMMITMENT = "commitment"
    RECOMMENDATION = "recommendation"
    PROMISE = "promise"
    EVENT_TO_HOLD = "event to hold"
    EVENT_TO_WRITE_UP = "event to write up"


@dataclass(frozen=True)
class ShortThing:
    """A thing of which a start page says little: its words, whose it is, and since when or by when
    it waits.
    """

    kind: Kind
    pk: int
    words: str
    whose: str
    day: datetime.date


def short_things(access: Access, on: datetime.date) -> list[ShortThing]:
    """Practices and abstracts to answer, kept commitments to publish, answers to ask for; events
    to finish, and what the person promised and must tell of soon.

    At most ten of each kind, in one query for all of them; longest waiting first.
    """
    found = (ShortThing(Kind(kind), *rest) for kind, *rest in _short_things(access, on, on + SOON))
    return sorted(found, key=lambda each: (each.day, each.pk))


@prepared
def _short_things(access: Access, on: datetime.date, soon: datetime.date) -> QuerySet[Any, Any]:
    """Rows in the order of the fields of `ShortThing`."""
    events = engagement.events_to_finish(access, on=on)
    promised = commitments.own_open_commitments(access, on=on)
    first, *more = (
        _rows(Kind.PRACTICE, waiting_for_review(access), "title", "trust__name", "sent_at__date"),
        _rows(
            Kind.ABSTRACT,
            abstracts_to_answer(access),
            "title",
            "team__name",
            "submitted_at__date",
        ),
        _rows(Kind.COMMITMENT, commitments.waiting_to_be_published(access), "text", "said", "due"),
        _rows(Kind.RECOMMENDATION, unanswered(access, on=on), "text", "alliance", "answer_by"),
        _rows(Kind.PROMISE, promised.filter(due__lte=soon), "text", "said", "due"),
        _rows(Kind.EVENT_TO_HOLD, events.filter(state=EventState.PLANNED), "title", "title", "on"),
        _rows(Kind.EVENT_TO_WRITE_UP, events.filter(state=EventState.HELD), "title", "title", "on"),
    )
    return first.union(*more, all=True)


def _rows(
    kind: Kind, things: QuerySet[Any], words: str, whose: str, day: str
) -> QuerySet[Any, Any]:
    return things.values_list(
        Value(kind.value), "pk", Cast(words, TextField()), Cast(whose, TextField()), day
    )[:MOST]
