"""Requests that no page of the portal would send: refused in words, nothing changed."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import BuddyPair, PairingDraft, Participation, SponsorRequest
from trusts.services import drafts
from trusts.services.sponsor_requests import ask_sponsor
from trusts.sponsor_links import path_of_request
from trusts.tests.factories import make_pair, make_participation, make_scheme, make_trust
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 1, 15)
ODD = ["", "-1", "3", "x", "٢", "1e999", "\x00", "9" * 5000, "<b>", "=1+1", "\u202e1"]


@pytest.fixture(autouse=True)
def in_the_pairing_phase():
    with time_machine.travel(datetime.datetime(2015, 1, 15, 12), tick=False):
        yield


@pytest.fixture
def scheme():
    return make_scheme("Buddy scheme 2015")


@pytest.fixture
def pair(scheme):
    waiting = {"state": "proposed", "mentor_answer": "waiting", "mentee_answer": "waiting"}
    waiting["answer_by"] = datetime.date(2015, 1, 26)
    return make_pair(scheme, make_trust("RTR"), make_trust("RA7"), **waiting)


def post(client, person, name, data=None, **kwargs):
    client.force_login(person)
    return client.post(reverse(name, kwargs=kwargs), data or {})


def says(response, sentence):
    assert response.status_code == 200
    return sentence in response.content.decode()


ACCEPT = {"answer": "accept", "reason": ""}


def test_a_nurse_does_not_answer_for_the_other_trust_of_the_pair(client, pair):
    nurse = make_person(Role.TRUST_LEAD, "RTR")
    where = {"pair_id": pair.pk, "ods_code": "RA7"}
    assert post(client, nurse, "pair_answer", ACCEPT, **where).status_code == 403
    pair.refresh_from_db()
    assert pair.mentee_answer == "waiting"


@pytest.mark.parametrize("code", ["RX1", "", "%00", "ra7"])
def test_an_outsider_finds_no_pair_and_a_strange_code_no_trust(client, pair, code):
    make_trust("RX1")
    outsider, nurse = (make_person(Role.TRUST_LEAD, code) for code in ("RX1", "RTR"))
    address = f"/pairs/{pair.pk}/answer/{code}/"
    for person in (outsider, nurse):
        client.force_login(person)
        assert client.post(address, ACCEPT).status_code == 404


def test_a_sponsor_signs_neither_early_nor_for_the_other(client, pair):
    sponsor = make_person(Role.SPONSOR, "RTR")
    own = {"pair_id": pair.pk, "ods_code": "RTR"}
    early = post(client, sponsor, "pair_sign", {"agrees": "on"}, **own)
    assert says(early, "The terms are signed once both trusts have accepted the pair.")
    other = post(client, sponsor, "pair_sign", {"agrees": "on"}, **{**own, "ods_code": "RA7"})
    assert other.status_code == 403
    pair.refresh_from_db()
    assert (pair.mentor_signed_at, pair.mentee_signed_at) == (None, None)


@pytest.mark.parametrize("answer", ODD)
def test_an_answer_that_is_none_is_asked_again(client, pair, answer):
    nurse = make_person(Role.TRUST_LEAD, "RTR")
    where = {"pair_id": pair.pk, "ods_code": "RTR"}
    data = {"answer": answer, "reason": answer}
    assert says(post(client, nurse, "pair_answer", data, **where), "There is a problem")
    pair.refresh_from_db()
    assert pair.mentor_answer == "waiting"


@pytest.mark.parametrize("side", ["RX1", *ODD])
def test_the_programme_records_no_answer_of_a_stranger(client, pair, side):
    make_trust("RX1")
    lead = make_person(Role.PROGRAMME_LEAD)
    data = {"side": side, "answer": "accept", "reason": "By phone."}
    page = post(client, lead, "pair_record_answer", data, pair_id=pair.pk)
    assert says(page, "There is a problem")


@pytest.mark.parametrize("state", ["declined", "expired", "ended_early", "completed"])
@pytest.mark.parametrize(
    "name, data",
    [
        ("pair_record_answer", {"side": "RTR", "answer": "accept", "reason": "By phone."}),
        ("pair_record_signatures", {"how": "On paper."}),
        ("pair_end", {"reason": "Merged."}),
    ],
)
def test_a_pair_that_is_over_stays_as_it_is(client, pair, state, name, data):
    answers = {"mentor_answer": "accepted", "mentee_answer": "accepted"}
    extra = answers if state == "completed" else {}
    BuddyPair.objects.filter(pk=pair.pk).update(state=state, **extra)
    lead = make_person(Role.PROGRAMME_LEAD)
    assert says(post(client, lead, name, data, pair_id=pair.pk), "There is a problem")
    pair.refresh_from_db()
    assert pair.state == state


@pytest.mark.parametrize("state", ["draft", "accepted", "declined", "withdrawn"])
def test_a_decision_is_made_about_what_has_been_sent_only(client, scheme, state):
    found = make_participation(scheme, make_trust(), state=state)
    lead = make_person(Role.PROGRAMME_LEAD)
    data = {"decision": "decline", "reason": "No."}
    page = post(client, lead, "application_decide", data, participation_id=found.pk)
    assert page.status_code == 404 or says(page, "There is a problem")
    found.refresh_from_db()
    assert found.state == state


@pytest.mark.parametrize(
    "name, data",
    [
        ("application_send", {}),
        ("participation_withdraw", {"reason": "x"}),
        ("application_ask_sponsor", {"name": "A", "email": "a@b.example"}),
        ("application_agree", {"agrees": "on"}),
    ],
)
def test_another_trusts_application_is_not_found(client, scheme, name, data):
    found = make_participation(scheme, make_trust("RTR"), state="applied")
    make_trust("RX1")
    for role in (Role.TRUST_LEAD, Role.SPONSOR):
        page = post(client, make_person(role, "RX1"), name, data, participation_id=found.pk)
        assert page.status_code in (403, 404)
    found.refresh_from_db()
    assert (found.state, found.version) == ("applied", 1)


def test_another_trusts_form_is_refused(client, scheme):
    make_trust("RTR")
    make_trust("RX1")
    nurse = make_person(Role.TRUST_LEAD, "RX1")
    data = {"role": "mentee", "statement": "x", "lead": nurse.pk, "read_version": "1"}
    where = {"scheme_id": scheme.pk, "ods_code": "RTR"}
    assert post(client, nurse, "application_edit", data, **where).status_code in (403, 404)
    assert not Participation.objects.exists()


@pytest.mark.parametrize("typed", [odd for odd in ODD if odd])
def test_a_priority_is_nought_one_or_two(client, typed):
    world = make_pairing_world()
    Participation.objects.filter(trust__ods_code="E1").delete()
    nurse = make_person(Role.TRUST_LEAD, "E1")
    data = {"role": "mentee", "statement": "x", "lead": nurse.pk, "read_version": "1"}
    where = {"scheme_id": world.scheme.pk, "ods_code": "E1"}
    page = post(client, world.lead, "application_edit", {**data, "priority_Q1": typed}, **where)
    assert says(page, "There is a problem")
    assert not Participation.objects.filter(trust__ods_code="E1").exists()


def test_a_priority_of_a_question_that_is_not_offered_is_not_kept(client):
    world = make_pairing_world()
    Participation.objects.filter(trust__ods_code="E1").delete()
    nurse = make_person(Role.TRUST_LEAD, "E1")
    data = {"role": "mentee", "statement": "x", "lead": nurse.pk, "read_version": "1"}
    data |= {"priority_Q1": "2", "priority_ZZ": "2", "state": "accepted", "capacity": ""}
    where = {"scheme_id": world.scheme.pk, "ods_code": "E1"}
    assert post(client, world.lead, "application_edit", data, **where).status_code == 302
    made = Participation.objects.get(trust__ods_code="E1")
    assert (made.priorities, made.state) == ({"Q1": 2}, "draft")


@pytest.fixture
def other_draft():
    world = make_pairing_world()
    draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    return make_scheme("Another"), draft, world.lead


@pytest.mark.parametrize(
    "name, more, data",
    [
        ("pairing_act", {}, {"do": "lock:M1:E1"}),
        ("pairing_save", {}, {"name": "Mine"}),
        ("pairing_send", {}, {}),
        ("pairing_forbid", {"mentor": "M1", "mentee": "E1"}, {"reason": "x"}),
    ],
)
def test_a_draft_is_not_reached_through_another_scheme(client, other_draft, name, more, data):
    scheme, draft, lead = other_draft
    where = {"scheme_id": scheme.pk, "draft_id": draft.pk, **more}
    assert post(client, lead, name, data, **where).status_code == 404
    assert PairingDraft.objects.get().choices == draft.choices


@pytest.mark.parametrize("mentor, mentee", [("M1", "ZZZ"), ("E1", "M1"), ("x" * 300, "E1")])
def test_forbidding_strangers_is_refused_in_words(client, other_draft, mentor, mentee):
    _, draft, lead = other_draft
    where = {"scheme_id": draft.scheme_id, "draft_id": draft.pk}
    where |= {"mentor": mentor, "mentee": mentee}
    page = post(client, lead, "pairing_forbid", {"reason": "x"}, **where)
    assert page.status_code in (302, 404) or says(page, "There is a problem")


WEIGHTS = {"coverage": "50", "similarity": "30", "travel": "10", "reciprocity": "10"}
SETTINGS = {**WEIGHTS, "coverage_floor": "10", "shown_floor": "50", "reason": "x"}


@pytest.mark.parametrize(
    "forged",
    [
        {"do": "save"},
        {"do": "save", "previewed": "60-20-10-10-10-50"},
        {"do": "save", "previewed": "50-30-10-10-10-50", "read_version": "77"},
        {"do": "save", "previewed": "x" * 5000},
        {"do": "save", "previewed": "50-30-10-10-10-50", "read_version": "\x00"},
        {"do": "save", "coverage": "-50"},
        {"do": "save", "coverage": "٥٠", "travel": "1e999"},
    ],
)
def test_settings_are_saved_only_as_they_were_previewed(client, scheme, forged):
    lead = make_person(Role.PROGRAMME_LEAD)
    data = {**SETTINGS, "read_version": "1", **forged}
    page = post(client, lead, "pairing_settings", data, scheme_id=scheme.pk)
    assert says(page, "There is a problem")
    scheme.refresh_from_db()
    assert scheme.pairing_weights_version == 1


@pytest.fixture
def two_links(scheme):
    nurse = make_person(Role.TRUST_LEAD, "RTR")
    asked = []
    with time_machine.travel(datetime.datetime(2014, 11, 15, 12), tick=False):
        for code in ("RTR", "RA7"):
            found = make_participation(scheme, make_trust(code), state="applied", lead=nurse)
            asked.append(
                ask_sponsor(
                    participation_id=found.pk,
                    name="Ada Brown",
                    email="ada@test.example",
                    by=make_person(Role.TRUST_LEAD, code),
                    today=datetime.date(2014, 11, 15),
                )
            )
        yield asked


def test_the_signature_of_one_link_does_not_open_another(client, two_links):
    first, second = (path_of_request(asked) for asked in two_links)
    mixed = f"{first.split('?')[0]}?{second.split('?')[1]}"
    data = {"answer": "agree", "reason": "", "read_version": "1"}
    assert client.get(mixed).status_code == 404
    assert client.post(mixed, data).status_code == 404
    assert set(SponsorRequest.objects.values_list("outcome", flat=True)) == {""}


@pytest.mark.parametrize("key", ["", "x", "\x00", "é", "a" * 5000, "a&key=b", ":", "None"])
def test_a_guessed_signature_opens_nothing(client, two_links, key):
    address = path_of_request(two_links[0]).split("?")[0]
    assert client.get(address, {"key": key}).status_code == 404


def test_a_link_is_used_once_and_ends_with_a_withdrawal(client, two_links):
    data = {"answer": "agree", "reason": "", "read_version": "1"}
    first, second = (path_of_request(asked) for asked in two_links)
    assert client.post(first, data).status_code == 302
    again = client.post(first, {**data, "answer": "decline", "reason": "x"})
    assert "You have agreed" in again.content.decode()
    two_links[1].participation.__class__.objects.filter(trust__ods_code="RA7").update(
        state="withdrawn"
    )
    assert client.post(second, data).status_code == 410
    outcomes = SponsorRequest.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["agreed", ""]
