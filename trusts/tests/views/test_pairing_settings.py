"""The page of weights and gates: preview first, then save."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from trusts.pairing_settings import PairingSettings
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
WRONG = ["", "x" * 100_000, "101", "-1", "1.5", "🙂", "٣", "=1+1", "<b>", "\x00", "1e3"]


@pytest.fixture(autouse=True)
def in_the_pairing_phase():
    with time_machine.travel(datetime.datetime(2015, 1, 15, 12), tick=False):
        yield


@pytest.fixture
def world(client):
    made = make_pairing_world()
    client.force_login(made.lead)
    return made


def typed(world, **changes):
    world.scheme.refresh_from_db()
    settings = {"coverage": "70", "similarity": "10", "travel": "10", "reciprocity": "10"}
    settings |= {"coverage_floor": "10", "shown_floor": "50", "reason": "Needs first."}
    return {**settings, "read_version": str(world.scheme.version), **changes}


def post(client, world, **changes):
    address = reverse("pairing_settings", kwargs={"scheme_id": world.scheme.pk})
    return client.post(address, typed(world, **changes))


def settings_of(world):
    world.scheme.refresh_from_db()
    return PairingSettings.from_json(world.scheme.pairing_weights)


def test_the_first_button_shows_what_would_change_and_saves_nothing(client, world):
    page = post(client, world).content.decode()
    assert "What would change" in page
    assert "Save these settings" in page
    assert settings_of(world) == PairingSettings()


def test_the_second_button_saves_what_was_previewed(client, world):
    seen = "70-10-10-10-10-50"
    assert f'value="{seen}"' in post(client, world).content.decode()
    assert post(client, world, do="save", previewed=seen).status_code == 302
    assert settings_of(world).coverage == 70


def test_settings_changed_after_the_preview_are_previewed_again(client, world):
    page = post(client, world, do="save", previewed="60-20-10-10-10-50").content.decode()
    assert "Look at what would change" in page
    assert settings_of(world) == PairingSettings()


def test_saving_needs_a_reason(client, world):
    page = post(client, world, do="save", previewed="70-10-10-10-10-50", reason="")
    assert "Enter why the settings change" in page.content.decode()


def test_a_scheme_changed_meanwhile_is_said_and_the_text_kept(client, world):
    type(world.scheme).objects.filter(pk=world.scheme.pk).update(version=5)
    page = post(
        client, world, do="save", previewed="70-10-10-10-10-50", read_version="1"
    ).content.decode()
    assert "has been changed meanwhile" in page
    assert "Needs first." in page
    assert settings_of(world) == PairingSettings()


@pytest.mark.parametrize("name", ["coverage", "coverage_floor", "read_version"])
@pytest.mark.parametrize("text", WRONG)
def test_a_strange_number_is_refused_at_its_field(client, world, name, text):
    page = post(client, world, **{name: text}, do="save", previewed="70-10-10-10-10-50")
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert settings_of(world) == PairingSettings()


@pytest.mark.parametrize("text", [*WRONG[1:2], "a\x00b"])
def test_a_strange_reason_is_refused(client, world, text):
    page = post(client, world, reason=text, do="save", previewed="70-10-10-10-10-50")
    assert "There is a problem" in page.content.decode()


def test_the_board_leads_to_it_and_says_when_a_draft_is_out_of_date(client, world):
    board = reverse("pairing", kwargs={"scheme_id": world.scheme.pk})
    client.post(reverse("pairing_suggest", kwargs={"scheme_id": world.scheme.pk}))
    assert "Weights and gates" in client.get(board).content.decode()
    post(client, world, do="save", previewed="70-10-10-10-10-50")
    assert "weights have changed since" in client.get(board).content.decode()
