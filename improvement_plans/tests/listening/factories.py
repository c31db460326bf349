"""The smallest valid things of listening."""

import datetime

from improvement_plans.models import (
    Commitment,
    EngagementEvent,
    EventCount,
    EventKind,
    EventState,
    GroupAdvice,
    InvolvementGroup,
    Recommendation,
)
from trusts.models import Scheme, Trust

DAY = datetime.date(2015, 4, 14)


def make_event(trust: Trust | None, **fields: object) -> EngagementEvent:
    values = {
        "trust": trust,
        "title": "Lung cancer focus group",
        "kind": EventKind.FOCUS_GROUP,
        "on": DAY,
        **fields,
    }
    return EngagementEvent.objects.create(**values)


def make_held_event(
    trust: Trust, *, people: int = 30, **numbers: dict[str, int]
) -> EngagementEvent:
    """An event that was held, with counts by characteristic."""
    event = make_event(trust, state=EventState.HELD, people=people)
    EventCount.objects.bulk_create(
        EventCount(event=event, characteristic=key, group=group, number=number)
        for key, groups in numbers.items()
        for group, number in groups.items()
    )
    return event


def make_shown_event(
    trust: Trust, *, people: int = 30, **numbers: dict[str, int]
) -> EngagementEvent:
    """An event that was counted and written up, so that others may see who was there."""
    event = make_held_event(trust, people=people, **numbers)
    event.state, event.good = EventState.WRITTEN_UP, "The nurses listened"
    event.save()
    return event


def make_commitment(trust: Trust | None, **fields: object) -> Commitment:
    values = {
        "trust": trust,
        "source": "letter",
        "said": "Nobody told us whom to ring",
        "text": "Give everybody one number to ring",
        "due": datetime.date(2015, 6, 1),
        **fields,
    }
    return Commitment.objects.create(**values)


def make_group(trust: Trust, **fields: object) -> InvolvementGroup:
    values = {
        "trust": trust,
        "name": f"Patients’ panel {InvolvementGroup.objects.count() + 1}",
        "constitution": "We meet every two months and advise the trust.",
        "founded_on": datetime.date(2014, 9, 1),
        **fields,
    }
    return InvolvementGroup.objects.create(**values)


def make_advice(group: InvolvementGroup, **fields: object) -> GroupAdvice:
    values = {"group": group, "on": DAY, "text": "Put the number on the fridge card", **fields}
    return GroupAdvice.objects.create(**values)


def make_recommendation(scheme: Scheme, **fields: object) -> Recommendation:
    values = {
        "scheme": scheme,
        "alliance": "North Cancer Alliance",
        "text": "Pay for travel from the coast",
        "made_on": DAY,
        "answer_by": datetime.date(2015, 6, 30),
        **fields,
    }
    made = Recommendation.objects.create(**values)
    if made.answer:
        made.answers.create(
            answer=made.answer, words=made.answer_words, by=made.answered_by, on=made.answered_on
        )
    return made
