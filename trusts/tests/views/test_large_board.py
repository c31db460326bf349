"""A board with more trusts than the country has: pages of rows, and no prices."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from trusts.selectors import board as selectors
from trusts.services import drafts
from trusts.tests.worlds import make_pairing_world
from trusts.views import pairing

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 1, 15)


@pytest.fixture
def world(client):
    with time_machine.travel(datetime.datetime(2015, 1, 15, 12), tick=False):
        made = make_pairing_world(extra_mentees=4, capacity=3)
        made.scheme.pairing_weights = {"coverage_floor": 0}  # every mentor is possible
        made.scheme.save()
        made.draft = drafts.suggest_draft(scheme=made.scheme, by=made.lead, today=TODAY)
        client.force_login(made.lead)
        yield made


def board_page(client, world, **query):
    address = reverse("pairing", kwargs={"scheme_id": world.scheme.pk})
    return client.get(address, query).content.decode()


def test_rows_come_in_pages_and_each_row_once(client, world, monkeypatch):
    whole = board_page(client, world)
    rows = whole.count('id="row-')
    monkeypatch.setattr(pairing, "ROWS_ON_THE_BOARD", 2)
    pages = [board_page(client, world, page=number) for number in range(1, -(-rows // 2) + 1)]
    assert sum(page.count('id="row-') for page in pages) == rows > 2
    assert "Next" in pages[0]


def test_an_act_comes_back_to_its_page(client, world):
    pair = world.draft.result["pairs"][0]
    address = reverse(
        "pairing_act", kwargs={"scheme_id": world.scheme.pk, "draft_id": world.draft.pk}
    )
    data = {"do": f"lock:{pair['mentor']}:{pair['mentee']}"}
    answer = client.post(f"{address}?page=3", data)
    assert "page=3" in answer.headers["Location"]
    strange = client.post(f"{address}?page=<b>", data)
    assert "page" not in strange.headers["Location"]


def test_a_board_too_large_to_price_says_so_and_still_swaps(client, world, monkeypatch):
    monkeypatch.setattr(selectors, "MOST_CELLS_TO_PRICE", 1)
    assert "Too many trusts to price" in board_page(client, world)
    pair = world.draft.result["pairs"][0]
    here = {"scheme_id": world.scheme.pk, "draft_id": world.draft.pk, "mentee": pair["mentee"]}
    swap = client.get(reverse("pairing_swap", kwargs=here)).content.decode()
    assert 'value="lock:' in swap
    assert "locked for others" not in swap


def test_the_board_asks_the_database_as_often_for_many_pairs_as_for_few(client, world):
    counts = []
    for capacity in (3, 1):
        world.scheme.participations.filter(role="mentor").update(capacity=capacity)
        drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
        board_page(client, world)
        with CaptureQueriesContext(connection) as queries:
            board_page(client, world)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
