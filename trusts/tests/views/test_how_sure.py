"""The board while a worker still redraws the survey, and after."""

import datetime

import pytest

from buddy_portal.outbox.models import Message
from trusts.models import CERTAINTY
from trusts.services import drafts, how_sure
from trusts.tests.factories import make_scheme
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 1, 15)


@pytest.fixture
def draft(client):
    world = make_pairing_world()
    client.force_login(world.lead)
    return drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)


def panel(client, draft, scheme_id=None, **headers):
    scheme = scheme_id or draft.scheme_id
    return client.get(f"/pairing/{scheme}/drafts/{draft.pk}/how-sure/", headers=headers)


def redraw(draft):
    message = Message.objects.filter(job=how_sure.REDRAW).get()
    how_sure.redraw_draft(**message.payload)()
    draft.refresh_from_db()


def board(client, draft):
    return client.get(f"/pairing/{draft.scheme_id}/").content.decode()


def test_the_board_shows_everything_else_and_asks_again_by_itself(client, draft):
    page = board(client, draft)
    assert page.count("Being worked out") == 3  # the panel and the two rows
    assert f'hx-get="/pairing/{draft.scheme_id}/drafts/{draft.pk}/how-sure/"' in page
    assert '<meta http-equiv="refresh"' in page
    assert "Covers 1 of 1 need" in page


def test_once_known_the_board_says_it_and_stops_asking(client, draft):
    redraw(draft)
    page = board(client, draft)
    assert "of 200" in page
    assert "in 200 redraws" in page
    assert "hx-get" not in page
    assert "http-equiv" not in page


def test_the_panel_repeats_itself_until_the_page_can_be_loaded_anew(client, draft):
    waiting = panel(client, draft, HX_Request="true")
    assert 'id="how-sure"' in waiting.content.decode()
    assert "HX-Refresh" not in waiting
    redraw(draft)
    assert panel(client, draft, HX_Request="true")["HX-Refresh"] == "true"


def test_asked_for_as_a_page_the_panel_leads_to_the_board(client, draft):
    assert panel(client, draft).url == f"/pairing/{draft.scheme_id}/?draft={draft.pk}"


def test_the_panel_of_another_schemes_draft_is_not_found(client, draft):
    assert panel(client, draft, make_scheme().pk, HX_Request="true").status_code == 404


def test_a_set_too_large_to_redraw_says_so_and_does_not_wait(client, draft):
    draft.result[CERTAINTY] = []
    draft.save()
    page = board(client, draft)
    assert "not worked out for this set" in page
    assert "hx-get" not in page
