"""Putting an agenda in order: an item goes where it is sent, and two hundred fit a page."""

import pytest
import time_machine
from django.urls import reverse

from improvement_plans.models import AgendaItem, PlanState
from improvement_plans.services.agendas import in_places
from improvement_plans.tests.clients import client_of
from improvement_plans.tests.meetings.factories import make_item, make_meeting
from improvement_plans.tests.services.worlds import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_window():
    with time_machine.travel("2015-04-16T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ({}, "ABCDE"),
        ({"D": 1}, "DABCE"),
        ({"A": 5}, "BCDEA"),
        ({"B": 4}, "ACDBE"),
        ({"E": 2}, "AEBCD"),
        ({"E": 1, "D": 1}, "DEABC"),
        ({"A": 200}, "BCDEA"),
        ({"A": 3, "C": 1}, "CBADE"),
    ],
)
def test_an_item_goes_to_the_place_it_is_sent_to_and_the_others_make_room(asked, order):
    items = [AgendaItem(pk=key, position=key, text=name) for key, name in enumerate("ABCDE", 1)]
    places = {item.pk: asked.get(item.text, item.pk) for item in items}
    assert "".join(each.text for each in in_places(items, places)) == order


def order_page(world, many):
    meeting = make_meeting(world.pair.mentee)
    for number in range(many):
        make_item(meeting, text=f"Item {number + 1}", position=number + 1)
    return meeting, reverse("agenda_order", args=[meeting.pk])


def test_the_last_of_two_hundred_items_is_moved_to_the_top_and_another_left_out(world):
    meeting, address = order_page(world, 200)
    client, items = client_of(world.nurse), list(meeting.items.order_by("position"))
    places = {f"place_{item.pk}": str(n) for n, item in enumerate(items, 1)}
    posted = {**places, f"place_{items[-1].pk}": "1", f"out_{items[4].pk}": "on"}
    assert client.post(address, posted).status_code == 302
    now = list(meeting.items.order_by("position"))
    assert [item.text for item in now[:3]] == ["Item 200", "Item 1", "Item 2"]
    assert [item.text for item in now if item.is_dropped] == ["Item 5"]


def test_two_hundred_items_take_one_row_each(world):
    _meeting, address = order_page(world, 200)
    page = client_of(world.nurse).get(address).content.decode()
    assert page.count('<li class="app-order__row"') == 200
    assert page.count('name="place_') == page.count('name="out_') == 200
    assert "<fieldset" not in page


def test_a_place_that_is_none_is_said_at_its_row_and_what_was_typed_is_kept(world):
    meeting, address = order_page(world, 2)
    first, second = meeting.items.order_by("position")
    posted = {f"place_{first.pk}": "x<b>", f"place_{second.pk}": "1"}
    page = client_of(world.nurse).post(address, posted).content.decode()
    assert f'id="id_place_{first.pk}-error"' in page
    assert 'value="x&lt;b&gt;"' in page
    assert "“Item 1”" in page
