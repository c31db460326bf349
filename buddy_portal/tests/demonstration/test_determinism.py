"""The same seed and day give the same demonstration, row by row."""

import hashlib
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from buddy_portal.accounts.models import AuditEvent, Membership, User
from evaluation.models import Report
from improvement_plans.models import Action, Aim, PlanComment, ProgressUpdate, Review
from trusts.models import BuddyPair, Participation, Score, Trust

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# The story ends the day before, on a Sunday: what is told of its weekends moves to Fridays.
A_MONDAY = "2026-03-02"
ROWS = (
    (Trust, ("ods_code", "name", "icb_code", "latitude", "longitude")),
    (User, ("email", "name", "date_joined")),
    (Membership, ("user__email", "role", "trust_code", "starts_on")),
    (Score, ("org_code", "survey_year__year", "question__number", "group_name", "n", "score")),
    (Participation, ("trust__ods_code", "scheme__name", "state", "decided_at")),
    (BuddyPair, ("mentor__ods_code", "mentee__ods_code", "state", "score", "agreed_at")),
    (Aim, ("plan__title", "question__number", "target", "baseline", "outcome")),
    (Action, ("plan__title", "text", "owner__email", "due", "state", "state_since")),
    (ProgressUpdate, ("form_key", "action__text", "claim", "text", "at")),
    (Review, ("action__text", "answer", "reason", "at")),
    (PlanComment, ("plan__title", "text", "at")),
    (AuditEvent, ("at", "actor", "action", "object_name", "trust_code", "reason")),
    (Report, ("slug", "state", "compiled_at", "content__headline")),
)


def lines() -> Iterator[tuple[str, str]]:
    for model, fields in ROWS:
        rows = sorted(map(repr, model.objects.order_by().values_list(*fields)))
        yield model.__name__, hashlib.sha256("\n".join(rows).encode()).hexdigest()


def load_and_forget() -> dict[str, str]:
    with transaction.atomic():
        call_command("demo_data", trusts=30, today=A_MONDAY)
        found = dict(lines())
        transaction.set_rollback(True)
    return found


@override_settings(DEMONSTRATION=True)
def test_same_seed_and_day_give_the_same_rows(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "bamo-dutu-fihe-kola")
    assert load_and_forget() == load_and_forget()
