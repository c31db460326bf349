"""How sure each pair is: asked for by every act, found by a worker, kept on the draft."""

import datetime

import pytest
from django.db import transaction

from buddy_portal.outbox.delivery import deliver, give_up
from buddy_portal.outbox.jobs import job_named
from buddy_portal.outbox.models import Message
from trusts.models import CERTAINTY, Participation
from trusts.services import drafts, how_sure
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 1, 15)
PAIR = ("M1", "E1")


@pytest.fixture
def world():
    return make_pairing_world()


@pytest.fixture
def draft(world):
    return drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)


def asked():
    return Message.objects.filter(job=how_sure.REDRAW).order_by("made_at")


def act(service, draft, world):
    return service(draft_id=draft.pk, pair=PAIR, by=world.lead, today=TODAY)


def found(draft):
    draft.refresh_from_db()
    return draft.result.get(CERTAINTY)


def test_a_set_is_there_at_once_and_how_sure_it_is_follows(draft):
    assert draft.result["matched"] == 2
    assert found(draft) is None
    assert deliver(asked().get().pk)
    assert {entry["word"] for entry in found(draft)} <= {"Firm", "Fairly firm"}
    assert {entry["draws"] for entry in found(draft)} == {200}


def test_delivered_twice_it_is_kept_once(draft):
    how_sure.redraw_draft(**asked().get().payload)()
    kept = found(draft)
    assert how_sure.redraw_draft(**asked().get().payload) is None
    assert found(draft) == kept


def test_an_act_asks_again_and_what_came_late_for_the_old_set_is_dropped(world, draft):
    late = how_sure.redraw_draft(**asked().get().payload)
    act(drafts.lock_pair, draft, world)
    late()
    assert found(draft) is None
    assert how_sure.redraw_draft(**asked().first().payload) is None
    deliver(asked().last().pk)
    assert {entry["mentee"] for entry in found(draft)} == {"E1", "E2"}


def test_a_lock_taken_back_is_answered_like_any_other_set(world, draft):
    act(drafts.lock_pair, draft, world)
    act(drafts.unlock_pair, draft, world)
    for message in asked():
        deliver(message.pk)
    assert len(found(draft)) == 2


def test_a_copy_takes_over_what_is_known_of_the_same_set(world, draft):
    deliver(asked().get().pk)
    again = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    assert again.result[CERTAINTY] == found(draft)
    assert asked().count() == 1


def test_a_copy_saved_while_a_worker_redraws_gets_its_answer_too(world, draft):
    copy = drafts.save_draft_as(draft_id=draft.pk, name="Copy", by=world.lead, today=TODAY)
    for message in asked():
        deliver(message.pk)
    assert found(copy) == found(draft) is not None


def test_inputs_that_have_moved_on_end_the_waiting_without_an_answer(world, draft):
    world.scheme.baseline.scores.filter(org_code="M1").update(score=60.0)
    deliver(asked().get().pk)
    assert found(draft) == []


def test_a_set_without_pairs_asks_no_worker(world):
    Participation.objects.filter(role="mentor").update(state="applied")
    draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    assert (found(draft), asked().exists()) == ([], False)


def test_too_large_a_problem_is_not_redrawn(draft, monkeypatch):
    monkeypatch.setattr(how_sure, "MOST_CELLS_TO_REDRAW", 3)
    deliver(asked().get().pk)
    assert found(draft) == []


def test_a_job_given_up_ends_the_waiting(draft):
    assert job_named(how_sure.REDRAW).gave_up is how_sure.gave_up
    give_up(asked().get(), "MemoryError: no room")
    assert found(draft) == []


def test_a_draft_deleted_meanwhile_is_left_alone(draft):
    effect, payload = how_sure.redraw_draft(**asked().get().payload), asked().get().payload
    draft.delete()
    with transaction.atomic():
        effect()
    assert how_sure.redraw_draft(**payload) is None
    how_sure.gave_up(error="x", **payload)
