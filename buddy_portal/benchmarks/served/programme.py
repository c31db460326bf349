"""What the pages are measured on: the demonstration, grown to a programme of 75 pairs.

A database of its own holds it, because the web processes see only what is committed.
"""

from __future__ import annotations

import datetime
import io
import itertools
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from unittest import mock
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from improvement_plans.models import (
    Action,
    ActionState,
    Aim,
    Claim,
    Plan,
    PlanState,
    ProgressUpdate,
)
from trusts.models import (
    BuddyPair,
    PairAnswer,
    PairState,
    Participation,
    ParticipationRole,
    ParticipationState,
    Question,
    Scheme,
    SchemeKind,
    Trust,
)

TRUSTS, PAIRS, ACTIONS = 150, 75, 600
PLACES = 5
"""The most mentees that a mentor may have."""
AIMS = 2
STATES = (ActionState.NOT_STARTED, ActionState.IN_PROGRESS, ActionState.CONFIRMED)
DAY = datetime.timedelta(days=1)


@contextmanager
def temporary_database() -> Iterator[str]:
    """An empty, migrated database, which this process uses until the block ends: its address."""
    usual = settings.DATABASES["default"]["NAME"]
    with redirect_stdout(io.StringIO()):  # the figures are all that is printed
        name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield address_of(name)
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)


def address_of(name: str) -> str:
    """The address of another database on the server that DATABASE_URL names."""
    usual = urlsplit(os.environ["DATABASE_URL"])
    # The folder of a socket may stand before the name.
    folder = usual.path.rpartition("/")[0]
    asked = f"?{usual.query}" if usual.query else ""
    return f"{usual.scheme}://{usual.netloc}{folder}/{name}{asked}"


def load(*, trusts: int = TRUSTS, years: int = 3) -> Scheme:
    """The demonstration, with more pairs, plans and actions in the scheme that runs today."""
    with mock.patch.dict(os.environ, {"DEMO_PASSWORD": "for measuring only"}):
        call_command(
            "demo_data",
            trusts=trusts,
            years=years,
            groups="some",
            yes_fictional_data_here=True,
            stdout=io.StringIO(),
        )
    today = timezone.localdate()
    running = Scheme.objects.filter(implementation_from__lte=today, implementation_to__gte=today)
    scheme = running.get(kind=SchemeKind.BUDDY)
    plans = _add_plans(_add_pairs(scheme))
    _add_aims(plans, scheme)
    _add_actions(plans, scheme, today)
    bring_up_to_date()
    return scheme


def bring_up_to_date() -> None:
    """What the database does by itself within minutes: it counts its rows and tidies up."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _add_pairs(scheme: Scheme) -> list[BuddyPair]:
    """Trusts that do not take part yet become mentors of five mentees each."""
    missing = PAIRS - scheme.pairs.filter(state=PairState.ACTIVE).count()
    free = iter(Trust.objects.exclude(participations__scheme=scheme).order_by("ods_code"))
    taking_part, pairs = [], []
    for number in range(missing):
        place = number % PLACES
        if place == 0:
            mentor = next(free)
            taking_part.append(_participation(scheme, mentor, ParticipationRole.MENTOR, PLACES))
        mentee = next(free)
        taking_part.append(_participation(scheme, mentee, ParticipationRole.MENTEE, 0))
        pairs.append(
            BuddyPair(
                scheme=scheme,
                mentor=mentor,
                mentee=mentee,
                place=place + 1,
                state=PairState.ACTIVE,
                mentor_answer=PairAnswer.ACCEPTED,
                mentee_answer=PairAnswer.ACCEPTED,
                answer_by=scheme.pairing_to,
            )
        )
    Participation.objects.bulk_create(taking_part)
    return BuddyPair.objects.bulk_create(pairs)


def _participation(scheme: Scheme, trust: Trust, role: str, capacity: int) -> Participation:
    accepted = ParticipationState.ACCEPTED
    return Participation(scheme=scheme, trust=trust, role=role, state=accepted, capacity=capacity)


def _add_plans(pairs: list[BuddyPair]) -> list[Plan]:
    return Plan.objects.bulk_create(
        Plan(
            pair=pair,
            trust=pair.mentee,
            scheme=pair.scheme,
            title=f"{pair.mentee}: improvement plan",
            window_from=pair.scheme.implementation_from,
            window_to=pair.scheme.implementation_to,
            state=PlanState.ACTIVE,
            baselines_frozen_at=timezone.now(),
        )
        for pair in pairs
    )


def _add_aims(plans: list[Plan], scheme: Scheme) -> None:
    questions = list(Question.objects.filter(survey_year=scheme.baseline)[:AIMS])
    Aim.objects.bulk_create(
        Aim(
            plan=plan,
            position=position,
            title=f"Patients find {question.label.lower()} easier",
            question=question,
            baseline=60.0,
            baseline_n=300,
            target=66.0,
            by_date=plan.window_to,
        )
        for plan in plans
        for position, question in enumerate(questions, start=1)
    )


def _add_actions(plans: list[Plan], scheme: Scheme, today: datetime.date) -> None:
    """As many for each plan, with an update of most, until the scheme has enough."""
    missing = ACTIONS - Action.objects.filter(plan__scheme=scheme).count()
    actions = Action.objects.bulk_create(
        _action(plan, number, today)
        for number, plan in zip(range(missing), itertools.cycle(plans), strict=False)
    )
    ProgressUpdate.objects.bulk_create(
        ProgressUpdate(
            action=action,
            form_key=uuid.uuid4(),
            claim=Claim.ON_TRACK,
            text="The card is in use on two wards.",
        )
        for action in actions
        if action.claim
    )


def _action(plan: Plan, number: int, today: datetime.date) -> Action:
    state = STATES[number % len(STATES)]
    due = plan.window_from + DAY * (14 + number % 90)
    begun = state != ActionState.NOT_STARTED
    return Action(
        plan=plan,
        text=f"Give every new patient the contact card, step {number}",
        starts_on=plan.window_from,
        original_due=due,
        due=due,
        state=state,
        state_since=min(plan.window_from + DAY, today),
        claim=Claim.ON_TRACK if begun else "",
        last_update_at=timezone.now() if begun else None,
    )
