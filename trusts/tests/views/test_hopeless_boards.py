"""Pairings that cannot work: a sentence that says why, never a page that fails."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from trusts.models import PairingDraft, Participation
from trusts.tests.factories import make_pair, make_participation, make_trust
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    with time_machine.travel(datetime.datetime(2015, 1, 15, 12), tick=False):
        made = make_pairing_world()
        client.force_login(made.lead)
        yield made


def people_of(world, role):
    return Participation.objects.filter(scheme=world.scheme, role=role)


def suggest(client, world):
    """Press the button, and read the board that comes back."""
    address = reverse("pairing_suggest", kwargs={"scheme_id": world.scheme.pk})
    page = client.post(address, follow=True)
    assert page.status_code == 200
    return page.content.decode()


def act(client, world, do):
    draft = PairingDraft.objects.latest("pk")
    here = {"scheme_id": world.scheme.pk, "draft_id": draft.pk}
    return client.post(reverse("pairing_act", kwargs=here), {"do": do}, follow=True)


def test_without_mentors_every_mentee_is_told_so(client, world):
    people_of(world, "mentor").delete()
    page = suggest(client, world)
    assert "Without a mentor" in page
    assert PairingDraft.objects.get().result["matched"] == 0


def test_without_mentees_there_is_nothing_to_work_out(client, world):
    people_of(world, "mentee").delete()
    assert "No accepted mentee is without a mentor" in suggest(client, world)
    assert not PairingDraft.objects.exists()


def test_mentors_whose_places_are_all_taken_offer_none(client, world):
    for code, mentee in (("M1", "X1"), ("M2", "X2")):
        make_pair(world.scheme, world.trusts[code], make_trust(mentee))
    page = suggest(client, world)
    assert "the mentor has no free place" in page
    assert PairingDraft.objects.get().result["matched"] == 0


def test_where_every_pair_is_forbidden_the_reasons_are_shown(client, world):
    suggest(client, world)
    draft = PairingDraft.objects.get()
    for mentor in ("M1", "M2"):
        for mentee in ("E1", "E2"):
            here = {"scheme_id": world.scheme.pk, "draft_id": draft.pk}
            address = reverse("pairing_forbid", kwargs={**here, "mentor": mentor, "mentee": mentee})
            page = client.post(address, {"reason": "No."}, follow=True).content.decode()
    assert "Without a mentor" in page
    assert "ruled out by the programme lead" in page
    assert page.count("Allow again") >= 4


def test_a_lock_against_a_declared_conflict_is_refused(client, world):
    suggest(client, world)
    conflict = [{"ods_code": "E1", "reason": "One chief executive for both."}]
    people_of(world, "mentor").filter(trust__ods_code="M1").update(conflicts=conflict)
    act(client, world, "again")
    page = act(client, world, "lock:M1:E1").content.decode()
    assert "not allowed" in page
    assert PairingDraft.objects.get().choices["locked"] == []


def test_locks_beyond_a_mentors_places_are_refused(client, world):
    world.scheme.pairing_weights = {"coverage_floor": 0}
    world.scheme.save()
    suggest(client, world)
    act(client, world, "lock:M1:E1")
    page = act(client, world, "lock:M1:E2").content.decode()
    assert "place" in page
    assert PairingDraft.objects.get().choices["locked"] == [["M1", "E1"]]


@pytest.mark.parametrize(
    "do", ["lock:E1:M1", "lock:M1:M1", "lock:XX:E1", "lock::", "x" * 100_000, "", "lock:M1:E1:Z"]
)
def test_a_pair_that_cannot_be_is_refused_with_a_sentence(client, world, do):
    suggest(client, world)
    before = PairingDraft.objects.get().choices
    assert act(client, world, do).status_code == 200
    assert PairingDraft.objects.get().choices == before


def test_a_trust_cannot_take_part_twice_and_is_never_its_own_buddy(client, world):
    """Duplicate codes cannot reach the board: the database holds one application a trust."""
    with pytest.raises(IntegrityError, match="participation_once"), transaction.atomic():
        make_participation(world.scheme, world.trusts["E1"], "mentor")
    people_of(world, "mentee").filter(trust__ods_code="E1").update(role="both", capacity=1)
    suggest(client, world)
    pairs = PairingDraft.objects.get().result["pairs"]
    assert all(pair["mentor"] != pair["mentee"] for pair in pairs)
    swap = {"scheme_id": world.scheme.pk, "draft_id": PairingDraft.objects.get().pk}
    page = client.get(reverse("pairing_swap", kwargs={**swap, "mentee": "E1"})).content.decode()
    assert 'value="lock:E1:E1"' not in page


def test_without_mentors_or_mentees_the_board_says_what_is_missing(client, world):
    Participation.objects.filter(scheme=world.scheme).delete()
    board = reverse("pairing", kwargs={"scheme_id": world.scheme.pk})
    page = client.get(board).content.decode()
    assert "No accepted mentee is waiting for a mentor." in page
    assert "Send" not in page.split("<main")[1]
