"""From draft to the public page: the moves, who makes them, and what is refused."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, Refusal, StaleVersion, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from improvement_plans.models import (
    Practice,
    PracticeState,
)
from improvement_plans.practice_states import PRACTICE_MOVES, check_practice_move
from improvement_plans.services import practices as services
from improvement_plans.tests.practices.making import WHOLE, post_new, published, signed_in, written

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("current", PracticeState)
@pytest.mark.parametrize("new", PracticeState)
def test_only_moves_of_the_table_are_made(current, new):
    if new in PRACTICE_MOVES[current]:
        check_practice_move(current, new)
    else:
        with pytest.raises(WrongState):
            check_practice_move(current, new)


def test_a_practice_goes_from_draft_over_review_to_the_public_page(world):
    practice = published(world)
    page = Client().get(reverse("practice", args=[practice.slug])).content.decode()
    assert "A nurse rings each patient." in page
    assert "Figures rest on 212 people." in page
    assert practice.title in Client().get(reverse("practice_list")).content.decode()
    said = AuditEvent.objects.filter(object_kind="practice").values_list("action", flat=True)
    assert {"practice written", "practice reviewed", "practice published"} <= set(said)


@pytest.mark.parametrize("state", ["draft", "sent", "reviewed"])
def test_what_is_not_published_is_not_found_by_the_public_and_other_trusts(world, state):
    practice = written(world)
    if state != "draft":
        services.send_to_review(by=world.nurse, practice=practice)
    if state == "reviewed":
        services.review(by=world.lead, practice=practice)
    assert Client().get(reverse("practice", args=[practice.slug])).status_code == 404
    assert practice.title not in Client().get(reverse("practice_list")).content.decode()
    draft = reverse("practice_draft", args=[practice.pk])
    assert signed_in(world.outsider).get(draft).status_code == 404
    assert signed_in(world.nurse).get(draft).status_code == 200


@pytest.mark.parametrize("field", sorted(services.NEEDED))
def test_a_draft_with_a_part_missing_is_not_sent(world, field):
    practice = written(world, **{field: " "})
    with pytest.raises(WrongState, match=services.NEEDED[field]):
        services.send_to_review(by=world.nurse, practice=practice)


def test_nobody_reviews_their_own_practice(world):
    lead = make_person(Role.PROGRAMME_LEAD)
    practice = written(world)
    services.send_to_review(by=world.nurse, practice=practice)
    Practice.objects.update(author=lead)
    with pytest.raises(NotAllowed):
        services.review(by=lead, practice=practice)
    with pytest.raises(IntegrityError), transaction.atomic():  # the database holds it as well
        Practice.objects.update(reviewed_by=lead)


@pytest.mark.parametrize("who", ["member", "mentor", "lead", "observer", "outsider", "partner"])
def test_only_a_lead_of_the_trust_writes_for_it(world, who):
    with pytest.raises(NotAllowed):
        services.write_practice(
            by=getattr(world, who), trust=world.pair.mentee, plan=None, values=WHOLE
        )


def test_a_change_after_review_makes_it_a_draft_again(world):
    practice = written(world)
    services.send_to_review(by=world.nurse, practice=practice)
    services.review(by=world.lead, practice=practice)
    practice.refresh_from_db()
    services.change_practice(
        by=world.nurse, practice=practice, read_at=practice.version, values=WHOLE, questions=[]
    )
    practice.refresh_from_db()
    assert (practice.state, practice.sent_at, practice.reviewed_at) == ("draft", None, None)


def test_a_stale_change_is_refused_and_loses_nothing(world):
    practice = written(world)
    change = {"by": world.nurse, "practice": practice, "read_at": 1, "questions": []}
    services.change_practice(**change, values={**WHOLE, "title": "First"})
    with pytest.raises(StaleVersion):
        services.change_practice(**change, values={**WHOLE, "title": "Second"})
    practice.refresh_from_db()
    assert practice.title == "First"


def test_a_published_practice_is_not_changed_only_retired_with_a_reason(world):
    practice = published(world)
    with pytest.raises(WrongState):
        services.change_practice(
            by=world.nurse, practice=practice, read_at=practice.version, values=WHOLE, questions=[]
        )
    with pytest.raises(Refusal):
        services.retire(by=world.nurse, practice=practice, reason=" ")
    services.retire(by=world.nurse, practice=practice, reason="The ward has closed.")
    page = Client().get(reverse("practice", args=[practice.slug])).content.decode()
    assert "The ward has closed." in page
    assert practice.title not in Client().get(reverse("practice_list")).content.decode()


def test_the_author_is_told_what_to_change_and_that_it_is_published(world):
    practice = written(world)
    services.send_to_review(by=world.nurse, practice=practice)
    services.send_back(by=world.lead, practice=practice, reason="Say how many patients.")
    letters = Message.objects.filter(job="send_mail", payload__to=world.nurse.email)
    assert "Say how many patients." in letters.latest("pk").payload["text"]
    assert mail.outbox == []


def test_two_practices_of_one_title_have_two_addresses(world):
    assert written(world).slug != written(world).slug
    assert written(world, title="Drafts").slug != "drafts"
    assert written(world, title="中文").slug.startswith("practice")


def test_figures_of_few_people_are_refused_by_form_and_database(world):
    form = post_new(world, result_n="20")
    assert "must be 21 or more" in form.content.decode()
    assert not Practice.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        written(world, result_n=20)
