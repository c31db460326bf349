"""What the admin site shows of pairing reads as words and tables, now and in its history."""

import pytest
from django.urls import reverse

from trusts.models import BuddyPair, Participation
from trusts.presenters.admin_words import explanation_in_short
from trusts.tests.test_admin import ANSWER_BY, PAIR, SETTINGS, admin, draft, run
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
__all__ = ["admin", "draft"]  # fixtures


def page_of(client, model, thing, page="change"):
    response = client.get(reverse(f"admin:trusts_{model}_{page}", args=[thing.pk]))
    assert response.status_code == 200
    return response.content.decode()


JSON_LIKE = ("{&quot;", "{&#x27;", "[{", "&#x27;: ", '{"')


def test_a_draft_is_shown_in_words(client, admin, draft):
    run(client, "pairingdraft", "lock", [draft], **PAIR)
    run(client, "pairingdraft", "forbid", [draft], mentor="M2", mentee="E2", reason="Too near.")
    page = page_of(client, "pairingdraft", draft)
    assert '<tr><th scope="row">E1 NHS Trust</th><td>M1 NHS Trust</td>' in page
    assert "<li>M1 NHS Trust and E1 NHS Trust</li>" in page
    assert "<li>M2 NHS Trust and E2 NHS Trust: Too near.</li>" in page
    assert '<tr><th scope="row">Needs covered</th><td>60</td></tr>' in page
    assert not [mark for mark in JSON_LIKE if mark in page]


def test_the_history_of_a_draft_says_what_was_decided(client, admin, draft):
    run(client, "pairingdraft", "forbid", [draft], **PAIR, reason="Too <near>.")
    page = page_of(client, "pairingdraft", draft, "history")
    assert "Forbidden: M1 and E1 (Too &lt;near&gt;.)." in page
    assert "Nothing decided" in page
    assert not [mark for mark in JSON_LIKE if mark in page]


def test_a_proposed_pair_says_what_its_score_was_made_of(client, admin, draft):
    run(client, "pairingdraft", "propose", [draft], answer_by=ANSWER_BY)
    page = page_of(client, "buddypair", BuddyPair.objects.get(mentee__ods_code="E1"))
    assert "Covers 1 of 1 needs" in page
    assert '<th scope="row">Needs covered</th>' in page
    assert "Version 1 of the scheme’s weights" in page
    assert not [mark for mark in JSON_LIKE if mark in page]


def test_an_explanation_in_short_has_no_full_stop_within_its_line():
    said = ["M1 covers 5% of the need; the scheme asks for at least 10%.", "M1 has no free place."]
    kept = {"needs": 9, "covered": 7, "against": said, "weights_version": 1}
    assert explanation_in_short(kept) == (
        "Covers 7 of 9 needs; M1 covers 5% of the need; the scheme asks for at least 10%; "
        "M1 has no free place; Version 1 of the scheme’s weights"
    )


def test_an_application_and_a_schemes_settings_are_shown_in_words(client, admin, draft):
    found = Participation.objects.get(trust__ods_code="E1")
    found.priorities = {"Q2": 0, "Q1": 2}
    found.conflicts = [{"ods_code": "M2", "reason": "Shared <chair>."}]
    found.save()
    page = page_of(client, "participation", found)
    assert "<td>Question Q1</td><td>First choice</td>" in page
    assert "<td>Question Q2</td><td>Left out</td>" in page
    assert "<li>M2: Shared &lt;chair&gt;.</li>" in page
    page += page_of(client, "scheme", draft.scheme)
    assert '<th scope="row">Needs covered</th><td>60</td>' in page
    assert not [mark for mark in JSON_LIKE if mark in page]


def test_changes_of_applications_and_settings_read_as_words(client, admin, draft):
    run(client, "scheme", "change_settings", [draft.scheme], **SETTINGS, reason="Needs first.")
    page = page_of(client, "scheme", draft.scheme, "history")
    assert "Needs covered 70%, Alike 20%" in page
    found = Participation.objects.get(trust__ods_code="E1")
    found.save()
    found.priorities, found.conflicts = {"Q1": 2}, [{"ods_code": "M2", "reason": "Chair."}]
    found.save()
    page += page_of(client, "participation", found, "history")
    assert "Q1 first choice" in page
    assert "M2: Chair." in page
    assert not [mark for mark in JSON_LIKE if mark in page]


@pytest.mark.parametrize("model", ["pairingdraft", "buddypair", "participation", "scheme"])
def test_an_earlier_version_opens_in_words(client, admin, draft, model):
    run(client, "pairingdraft", "propose", [draft], answer_by=ANSWER_BY)
    run(client, "scheme", "change_settings", [draft.scheme], **SETTINGS, reason="Needs first.")
    found = Participation.objects.get(trust__ods_code="E1")
    found.save()
    pair = BuddyPair.objects.first()
    thing = {"pairingdraft": draft, "buddypair": pair, "participation": found}.get(
        model, draft.scheme
    )
    version = thing.history.first()
    address = f"admin:trusts_{model}_simple_history"
    page = client.get(reverse(address, args=[thing.pk, version.pk]))
    assert page.status_code == 200
    assert not [mark for mark in JSON_LIKE if mark in page.content.decode()]


@pytest.mark.parametrize("way, expected", [("0", ("E1", "E2")), ("1", ("E2", "E1"))])
def test_of_two_trusts_that_came_as_both_the_way_round_is_asked(client, admin, way, expected):
    world = make_pairing_world()
    chosen = Participation.objects.filter(trust__ods_code__in=["E1", "E2"])
    chosen.update(role="both", capacity=1)
    asked = run(client, "participation", "propose", chosen).content.decode()
    assert "Which way round" in asked
    run(client, "participation", "propose", chosen, answer_by=ANSWER_BY, way=way)
    pair = BuddyPair.objects.get(scheme=world.scheme)
    codes = {pair.mentor.ods_code, pair.mentee.ods_code}
    assert codes == set(expected)
    assert f"{pair.mentor} mentors {pair.mentee}" in asked


@pytest.mark.parametrize("way", ["", "2", "x", "\x00"])
def test_a_way_round_that_is_none_is_refused(client, admin, way):
    make_pairing_world()
    chosen = Participation.objects.filter(trust__ods_code__in=["E1", "E2"])
    chosen.update(role="both", capacity=1)
    page = run(client, "participation", "propose", chosen, answer_by=ANSWER_BY, way=way)
    assert "errorlist" in page.content.decode()
    assert not BuddyPair.objects.exists()


def test_a_mentor_and_a_trust_that_came_as_both_are_proposed_without_asking(client, admin):
    make_pairing_world()
    Participation.objects.filter(trust__ods_code="E1").update(role="both", capacity=1)
    chosen = Participation.objects.filter(trust__ods_code__in=["M1", "E1"])
    run(client, "participation", "propose", chosen, answer_by=ANSWER_BY)
    pair = BuddyPair.objects.get()
    assert (pair.mentor.ods_code, pair.mentee.ods_code) == ("M1", "E1")
