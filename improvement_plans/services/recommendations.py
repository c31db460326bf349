"""Recommendations of the programme to Cancer Alliances, and their answers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import changed_fields, record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.versions import save_version
from buddy_portal.design.dates import day
from improvement_plans.listening import rules
from improvement_plans.listening.states import HAS_HAPPENED
from improvement_plans.models import AllianceAnswer, EngagementEvent, Recommendation
from improvement_plans.selectors.recommendations import alliances
from trusts.models import Scheme


def recommend(
    *,
    by: User,
    scheme: Scheme,
    event: EngagementEvent | None,
    values: Mapping[str, Any],
) -> Recommendation:
    """Address a recommendation to an alliance, with the day by which it is asked to answer."""
    with transaction.atomic():
        rules.recommend.require(access_of(by), None)
        if values["alliance"] not in alliances():
            raise Refusal("Choose an alliance from the list", field="alliance")
        _check_event(event, values["made_on"])
        if values["answer_by"] < values["made_on"]:
            raise Refusal("The answer cannot be due before it is asked for", field="answer_by")
        made = Recommendation.objects.create(scheme=scheme, event=event, made_by=by, **values)
        record_event(by=by, action="recommendation made", thing=made)
    return made


def say_event(*, by: User, recommendation: Recommendation, event: EngagementEvent | None) -> None:
    """Say at which event the recommendation came up, or take that back."""
    with transaction.atomic():
        rules.recommend.require(access_of(by), None)
        found = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
        _check_event(event, found.made_on)
        changes = changed_fields(found, {"event": event})
        found.event = event
        found.version += 1
        found.save()
        record_event(by=by, action="recommendation traced to event", thing=found, changes=changes)


def _check_event(event: EngagementEvent | None, made_on: datetime.date) -> None:
    if event is None:
        return
    if event.state not in HAS_HAPPENED:
        raise Refusal("Choose an event that was held", field="event")
    if event.on > made_on:
        raise Refusal(
            f"“{event.title}” was held on {day(event.on)}, after the recommendation was made",
            field="event",
        )


def answer(
    *,
    by: User,
    recommendation: Recommendation,
    read_at: int,
    values: Mapping[str, Any],
    today: datetime.date,
) -> None:
    """Write down what the alliance answered. An earlier answer stays on record."""
    with transaction.atomic():
        rules.recommend.require(access_of(by), None)
        found = Recommendation.objects.select_for_update(of=("self",)).get(pk=recommendation.pk)
        if not found.made_on <= values["answered_on"] <= today:
            raise Refusal(
                "The day of the answer must lie between the recommendation and today",
                field="answered_on",
            )
        save_version(found, read_at=read_at, values=dict(values))
        AllianceAnswer.objects.create(
            recommendation=found,
            answer=values["answer"],
            words=values["answer_words"],
            by=values["answered_by"],
            on=values["answered_on"],
        )
        record_event(by=by, action="alliance answered", thing=found)
