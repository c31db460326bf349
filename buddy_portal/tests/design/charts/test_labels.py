from hypothesis import given
from hypothesis import strategies as st

from buddy_portal.design.charts.labels import LineLabel, fitted, room_for, spread

PLACES = st.lists(st.floats(0, 300), min_size=1, max_size=8)


def test_places_far_apart_stay_where_they_are():
    assert spread([10, 50, 90], 16, 0, 100) == [10, 50, 90]


def test_places_that_touch_move_apart_in_their_order():
    assert spread([52, 50], 16, 0, 100) == [66, 50]


def test_places_at_the_foot_move_up():
    assert spread([95, 99], 16, 0, 100) == [84, 100]


@given(PLACES)
def test_spread_places_keep_their_distance_and_their_order(places):
    moved = spread(places, 16, 0, 300)
    ordered = [m for _, m in sorted(zip(places, moved, strict=True))]
    assert all(b - a >= 16 - 1e-6 for a, b in zip(sorted(moved), sorted(moved)[1:], strict=False))
    assert min(moved) >= 0
    assert max(moved) <= 300 + 1e-6
    assert sorted(ordered) == sorted(moved)


def test_long_names_are_cut_so_that_the_plot_keeps_room():
    (label,) = fitted([LineLabel(0, "A very long name of a trust " * 5)], 300)
    assert label.words.endswith("…")
    assert room_for([label]) <= 300 * 0.4 + 13
