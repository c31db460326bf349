"""A whole practice, as its trust writes it and as everybody reads it."""

import uuid

from django.test import Client
from django.urls import reverse

from improvement_plans.models import Effort
from improvement_plans.services import practices as services

WHOLE = {
    "title": "Call every patient two days before surgery",
    "problem": "People did not know whom to ring.",
    "what_we_did": "A nurse rings each patient.",
    "effort": Effort.WEEKS,
    "result": "Fewer calls at night.",
    "result_n": 212,
    "adapting": "Needs a quiet room and a list by noon.",
    "contact": "Lead nurse, cancer@test.example",
}


def written(world, **changed):
    return services.write_practice(
        by=world.nurse,
        trust=world.pair.mentee,
        plan=world.plan,
        values={**WHOLE, **changed},
        questions=[world.question],
    )


def published(world, **changed):
    practice = written(world, **changed)
    services.send_to_review(by=world.nurse, practice=practice)
    services.review(by=world.lead, practice=practice)
    services.publish(by=world.lead, practice=practice)
    practice.refresh_from_db()
    return practice


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def post_new(world, **changed):
    data = {
        **{name: str(value) for name, value in WHOLE.items()},
        "trust": "MEE",
        "read_version": "1",
        "form_key": str(uuid.uuid4()),
        **changed,
    }
    return signed_in(world.nurse).post(reverse("practice_new"), data)
