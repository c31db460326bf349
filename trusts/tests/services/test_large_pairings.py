"""Large schemes: the set is asked for, a worker finds it, the board says how far it is."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from buddy_portal.accounts.models import AuditEvent, Membership
from buddy_portal.accounts.refusals import NotAllowed
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.delivery import deliver, give_up
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from trusts.models import DraftAct, PairingDraft, PairingRequest, Participation
from trusts.refusals import AlreadyBeingWorkedOut, NotTakingPart, ReasonMissing, WrongState
from trusts.services import drafts, large_pairings
from trusts.services.large_pairings import bring_set, is_large, stop_request
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 1, 15)
State = PairingRequest.State


@pytest.fixture
def world():
    return make_pairing_world()


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(large_pairings, "MOST_CELLS_AT_ONCE", 3)


def ask(world, act=DraftAct.SUGGEST, **options):
    return bring_set(scheme=world.scheme, act=act, by=world.lead, today=TODAY, **options)


def message():
    return Message.objects.get(job=large_pairings.WORK_OUT, done_at=None)


def worked():
    """The newest request after a worker has done what waits."""
    deliver(message().pk)
    return PairingRequest.objects.latest("pk")


@pytest.fixture
def draft(world):
    return drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)


def test_a_scheme_is_large_by_its_possible_pairs(world, monkeypatch):
    monkeypatch.setattr(large_pairings, "MOST_CELLS_AT_ONCE", 4)
    assert not is_large(world.scheme)  # 2 mentors by 2 mentees
    monkeypatch.setattr(large_pairings, "MOST_CELLS_AT_ONCE", 3)
    assert is_large(world.scheme)
    Participation.objects.filter(trust__ods_code="E1").update(state="withdrawn")
    assert not is_large(world.scheme)


def test_a_small_scheme_is_answered_at_once(world):
    assert isinstance(ask(world), PairingDraft)
    assert not PairingRequest.objects.exists()


@pytest.mark.usefixtures("large")
def test_a_large_set_is_what_the_small_way_gives(world):
    asked = ask(world)
    assert (asked.state, PairingDraft.objects.exists()) == (State.WAITING, False)
    asked = worked()
    assert (asked.state, asked.step) == (State.DONE, 3)
    by_worker = PairingDraft.objects.get()
    at_once = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    assert by_worker.result["pairs"] == at_once.result["pairs"]
    assert (by_worker.name, by_worker.saved_by) == ("Draft A", world.lead)
    said = AuditEvent.objects.filter(action="worked out a set of pairs").order_by("pk").first()
    assert said.actor_id == world.lead.pk


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    "act, pair, reason, key, kept",
    [
        (DraftAct.LOCK, ("M1", "E1"), "", "locked", [["M1", "E1"]]),
        (
            DraftAct.FORBID,
            ("M1", "E1"),
            " Too near. ",
            "forbidden",
            [{"mentor": "M1", "mentee": "E1", "reason": "Too near."}],
        ),
    ],
)
def test_an_act_on_a_draft_is_done_by_the_worker(world, draft, act, pair, reason, key, kept):
    ask(world, act, draft=draft, pair=pair, reason=reason)
    assert PairingDraft.objects.get().choices[key] == []
    assert worked().state == State.DONE
    assert PairingDraft.objects.get().choices[key] == kept


@pytest.mark.usefixtures("large")
def test_delivered_twice_it_is_done_once(world):
    ask(world)
    payload = message().payload
    effect = large_pairings.work_out_request(**payload)
    effect()
    effect()
    assert large_pairings.work_out_request(**payload) is None
    assert PairingDraft.objects.count() == 1


@pytest.mark.usefixtures("large")
def test_a_set_prepared_for_a_draft_that_moved_on_is_worked_out_again(world, draft):
    ask(world, DraftAct.LOCK, draft=draft, pair=("M1", "E1"))
    effect = large_pairings.work_out_request(**message().payload)
    drafts.forbid_pair(
        draft_id=draft.pk, pair=("M2", "E2"), reason="No.", by=world.lead, today=TODAY
    )
    effect()
    draft.refresh_from_db()
    assert draft.choices["locked"] == [["M1", "E1"]]
    assert {entry["mentee"] for entry in draft.result["pairs"]} == {"E1"}


@pytest.mark.usefixtures("large")
def test_a_scheme_has_one_request_in_hand(world):
    ask(world)
    with pytest.raises(AlreadyBeingWorkedOut, match="being worked out already"):
        ask(world)
    assert Message.objects.filter(job=large_pairings.WORK_OUT).count() == 1
    worked()
    assert ask(world).state == State.WAITING


def test_the_database_holds_one_open_request_a_scheme(world):
    first = {"scheme": world.scheme, "act": DraftAct.SUGGEST, "asked_on": TODAY}
    PairingRequest.objects.create(**first)
    with pytest.raises(IntegrityError, match="one_open_pairing_request"), transaction.atomic():
        PairingRequest.objects.create(**first)
    with pytest.raises(IntegrityError, match="both_codes"), transaction.atomic():
        PairingRequest.objects.create(**first, state=State.DONE, mentor="M1")


@pytest.mark.usefixtures("large")
def test_what_can_be_refused_at_once_is_not_left_to_the_worker(world, draft):
    with pytest.raises(ReasonMissing):
        ask(world, DraftAct.FORBID, draft=draft, pair=("M1", "E1"), reason=" ")
    with pytest.raises(NotTakingPart):
        ask(world, DraftAct.LOCK, draft=draft, pair=("E1", "M1"))
    with pytest.raises(NotAllowed):
        bring_set(
            scheme=world.scheme,
            act=DraftAct.SUGGEST,
            by=make_person(Role.PROGRAMME_ANALYST),
            today=TODAY,
        )
    assert not PairingRequest.objects.exists()


@pytest.mark.usefixtures("large")
def test_a_refusal_of_the_method_is_kept_for_the_board(world):
    Participation.objects.filter(role="mentor").update(capacity=1)
    ask(world)
    Participation.objects.filter(role="mentee").update(state="withdrawn")
    asked = worked()
    assert (asked.state, PairingDraft.objects.exists()) == (State.REFUSED, False)
    assert "No accepted mentee is without a mentor" in asked.problem


@pytest.mark.usefixtures("large")
def test_a_right_taken_away_meanwhile_is_not_used(world):
    ask(world)
    Membership.objects.filter(user=world.lead).update(role=Role.PROGRAMME_ANALYST)
    asked = worked()
    assert (asked.state, PairingDraft.objects.exists()) == (State.REFUSED, False)


@pytest.mark.usefixtures("large")
def test_stopped_work_is_thrown_away(world):
    ask(world)
    effect = large_pairings.work_out_request(**message().payload)
    stop_request(scheme=world.scheme, by=world.lead, today=TODAY)
    effect()
    assert not PairingDraft.objects.exists()
    with pytest.raises(WrongState):
        stop_request(scheme=world.scheme, by=world.lead, today=TODAY)


@pytest.mark.usefixtures("large")
def test_work_that_was_given_up_says_so_and_frees_the_board(world):
    ask(world)
    give_up(message(), "MemoryError")
    asked = PairingRequest.objects.get()
    assert (asked.state, "could not finish" in asked.problem) == (State.REFUSED, True)
    assert ask(world).state == State.WAITING


@pytest.fixture
def board(client, world):
    client.force_login(world.lead)
    return reverse("pairing", kwargs={"scheme_id": world.scheme.pk})


def press(client, world, name="pairing_suggest", data=None, **more):
    here = reverse(name, kwargs={"scheme_id": world.scheme.pk, **more})
    return client.post(here, data or {}, follow=True).content.decode()


@pytest.mark.usefixtures("large")
def test_the_board_shows_how_far_it_is_with_and_without_javascript(client, world, board):
    said = press(client, world)
    assert "Waiting for a worker" in said
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in said
    PairingRequest.objects.update(step=2)
    progress = reverse("pairing_progress", kwargs={"scheme_id": world.scheme.pk})
    panel = client.get(progress, headers={"HX-Request": "true"})
    assert "60%" in panel.content.decode()
    assert client.get(progress).headers["Location"] == board


@pytest.mark.usefixtures("large")
def test_the_board_comes_back_once_it_is_done(client, world, board):
    press(client, world)
    worked()
    progress = reverse("pairing_progress", kwargs={"scheme_id": world.scheme.pk})
    assert client.get(progress, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "Pairing board: Draft A" in client.get(board).content.decode()


@pytest.mark.usefixtures("large")
def test_every_button_of_the_board_goes_to_the_worker(client, world, board, draft):
    here = {"draft_id": draft.pk}
    for name, data, more in (
        ("pairing_act", {"do": "lock:M1:E1"}, {}),
        ("pairing_act", {"do": "again"}, {}),
        ("pairing_forbid", {"reason": "No."}, {"mentor": "M1", "mentee": "E1"}),
    ):
        assert "Working out the set" in press(client, world, name, data, **here, **more)
        assert worked().state == State.DONE
    assert Message.objects.filter(job=large_pairings.WORK_OUT).count() == 3


@pytest.mark.usefixtures("large")
def test_a_second_press_and_stopping_are_answered(client, world, board):
    press(client, world)
    assert "being worked out already" in press(client, world)
    assert "Nothing was changed" in press(client, world, "pairing_stop")
    assert "nothing left to stop" in press(client, world, "pairing_stop")


@pytest.mark.usefixtures("large")
def test_the_board_says_why_the_last_act_was_not_done(client, world, board):
    press(client, world)
    Participation.objects.filter(role="mentee").update(state="withdrawn")
    worked()
    said = client.get(board).content.decode()
    assert "Not done." in said
    assert "No accepted mentee is without a mentor" in said
