"""Why this pair, and what another choice would move: pages that keep to what was proposed."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse

from trusts.models import BuddyPair, Participation, Trust
from trusts.pairing_settings import PairingSettings
from trusts.services import drafts
from trusts.services.pairing_settings import change_pairing_settings
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY, ANSWER_BY = datetime.date(2015, 1, 15), datetime.date(2015, 1, 26)


@pytest.fixture
def world(client):
    with time_machine.travel(datetime.datetime(2015, 1, 15, 12), tick=False):
        made = make_pairing_world(extra_mentees=1)
        client.force_login(made.lead)
        yield made


@pytest.fixture
def draft(world):
    return drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)


def why(client, world, mentor="M1", mentee="E1"):
    where = {"scheme_id": world.scheme.pk, "mentor": mentor, "mentee": mentee}
    page = client.get(reverse("why_pair", kwargs=where))
    assert page.status_code == 200
    return page.content.decode()


def other_weights(world):
    world.scheme.refresh_from_db()
    change_pairing_settings(
        scheme_id=world.scheme.pk,
        settings=PairingSettings(coverage=20, similarity=60),
        reason="A trial.",
        read_at=world.scheme.version,
        by=world.lead,
        today=TODAY,
    )


def test_a_proposed_pair_keeps_the_weights_that_proposed_it(client, world, draft):
    drafts.propose_draft(draft_id=draft.pk, answer_by=ANSWER_BY, by=world.lead, today=TODAY)
    pair = BuddyPair.objects.exclude(mentee__ods_code="E2").get()
    codes = {"mentor": pair.mentor.ods_code, "mentee": pair.mentee.ods_code}
    before = why(client, world, **codes)
    other_weights(world)
    after = why(client, world, **codes)
    proposed = "with which the pair was proposed on 15 January 2015."
    assert f"Version 1 of the scheme’s weights, {proposed}" in after
    assert f">{pair.score}</td>" in before
    assert f">{pair.score}</td>" in after


def test_a_pair_that_was_not_proposed_is_weighed_as_the_scheme_weighs_now(client, world, draft):
    assert "Version 1 of the scheme’s weights." in why(client, world)
    other_weights(world)
    assert "Version 2 of the scheme’s weights." in why(client, world)


def test_where_results_have_changed_since_the_score_then_is_named(client, world, draft):
    drafts.propose_draft(draft_id=draft.pk, answer_by=ANSWER_BY, by=world.lead, today=TODAY)
    pair = BuddyPair.objects.get(mentee__ods_code="E2")
    world.scheme.baseline.scores.filter(org_code="E2").update(score=70.0)
    assert f"It scored {pair.score} then" in why(client, world, "M2", "E2")


def test_each_need_names_both_reliabilities_and_its_share_of_the_section(client, world):
    page = why(client, world)
    assert "Support (1 of 2 questions)" in page
    assert page.count("mentor 0.") == 1


@pytest.fixture
def far_apart(world):
    Trust.objects.filter(ods_code="M1").update(latitude=50.0, longitude=-5.0)
    Trust.objects.filter(ods_code="E1").update(latitude=55.0, longitude=-1.6)
    Participation.objects.filter(trust__ods_code="E1").update(longest_journey_km=100)


def test_a_journey_longer_than_a_trust_would_make_is_said_on_both_pages(client, world, far_apart):
    drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    board = client.get(reverse("pairing", args=[world.scheme.pk])).content.decode()
    page = why(client, world)
    assert re.search(r"E1 would travel 100 km at most, and the two are 6\d\d km apart\.", page)
    assert "Both work by video call." in page
    assert ("over 100 km" in board) == ('id="row-E1"' in board)


def test_a_trust_that_does_not_work_remotely_is_asked_to_settle_it_first(client, world, far_apart):
    Participation.objects.filter(trust__ods_code="M1").update(can_work_remotely=False)
    assert "agree first how you will meet" in why(client, world)


def swap(client, world, draft, mentee, **query):
    where = {"scheme_id": world.scheme.pk, "draft_id": draft.pk, "mentee": mentee}
    return client.get(reverse("pairing_swap", kwargs=where), query)


def test_before_choosing_another_mentor_the_pairs_that_move_are_named(client, world, draft):
    """One place at M1, two mentees who need it: choosing it for the one leaves the other."""
    left = draft.result["unmatched"][0]["mentee"]
    taken = next(p["mentee"] for p in draft.result["pairs"] if p["mentor"] == "M1")
    page = swap(client, world, draft, left, mentor="M1").content.decode()
    name = {"E1": "E1", "X00": "Trust X00"}
    assert f"If M1 mentors {name[left]}" in page
    assert f"<b>{name[taken]}</b> from M1 to no mentor" in page
    assert "1 other mentee has another mentor" in page
    draft.refresh_from_db()
    assert draft.choices["locked"] == []


@pytest.mark.parametrize("mentor", ["", "M2", "ZZZ", "<b>", "x" * 3000, "\x00", "E1"])
def test_a_mentor_that_cannot_be_tried_shows_the_list_alone(client, world, draft, mentor):
    page = swap(client, world, draft, "E1", mentor=mentor)
    assert page.status_code == 200
    assert 'id="tried"' not in page.content.decode()


def test_choosing_what_was_tried_gives_just_that_set(client, world, draft):
    left = draft.result["unmatched"][0]["mentee"]
    where = {"scheme_id": world.scheme.pk, "draft_id": draft.pk}
    client.post(reverse("pairing_act", kwargs=where), {"do": f"lock:M1:{left}"})
    draft.refresh_from_db()
    assert {"mentor": "M1", "mentee": left} in [
        {key: pair[key] for key in ("mentor", "mentee")} for pair in draft.result["pairs"]
    ]
