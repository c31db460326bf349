import numpy as np
import pytest

from trusts.matching import TrustFacts
from trusts.matching.errors import FigureOutOfRange
from trusts.matching.likeness import distances, similarity, travel


def likeness(ours, theirs):
    return similarity((TrustFacts("A", **ours),), (TrustFacts("B", **theirs),))[0, 0]


def ease(kilometres, remote=False):
    """Travel between two trusts so many kilometres apart, one due north of the other."""
    degrees = np.degrees(kilometres / 6371.0088)
    ours = TrustFacts("A", place=(51.0, 0.0), remote=remote)
    theirs = TrustFacts("B", place=(51.0 + degrees, 0.0), remote=remote)
    return travel((ours,), (theirs,))[0, 0]


@pytest.mark.parametrize(
    "ours, theirs, expected",
    [
        ({}, {}, 1.0),  # two trusts of no special kind; nothing else known
        ({"size": 500.0}, {"size": 1000.0}, (0.5 + 1) / 2),
        ({"size": 500.0}, {}, 1.0),
        ({"kinds": frozenset("ab")}, {"kinds": frozenset("bc")}, 1 / 3),
        ({"kinds": frozenset("a")}, {}, 0.0),
        ({"deprivation": 0.2}, {"deprivation": 0.6}, (1 + 0.6) / 2),
        ({"tumour_mix": {"x": 30, "y": 10}}, {"tumour_mix": {"x": 1, "z": 1}}, (1 + 0.5) / 2),
        ({"tumour_mix": {"x": 30}}, {}, 1.0),
    ],
)
def test_similarity_is_the_mean_of_what_is_known(ours, theirs, expected):
    assert likeness(ours, theirs) == pytest.approx(expected)


def test_similarity_has_a_row_for_each_mentor():
    trusts = tuple(TrustFacts(code, size=size) for code, size in (("A", 1.0), ("B", 2.0)))
    assert similarity(trusts, trusts[:1]).tolist() == [[1.0], [0.75]]


@pytest.mark.parametrize(
    "kilometres, expected",
    [(0, 0), (20, 0), (40, 0.5), (60, 1), (150, 1), (500, 0.5), (850, 0), (2000, 0)],
)
def test_travel_suits_best_at_a_moderate_distance(kilometres, expected):
    assert ease(kilometres) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("kilometres, expected", [(10, 0), (300, 550 / 700), (800, 0.5)])
def test_remote_working_sets_a_floor_for_distant_trusts_only(kilometres, expected):
    assert ease(kilometres, remote=True) == pytest.approx(expected, abs=1e-6)


def test_travel_is_not_known_without_a_place():
    known = TrustFacts("A", place=(51.0, 0.0))
    assert np.isnan(travel((known,), (TrustFacts("B"),)))[0, 0]


def test_london_to_edinburgh_is_534_km():
    """Charing Cross to Waverley, great circle by the usual calculators: 534 km."""
    london = TrustFacts("A", place=(51.5074, -0.1278))
    edinburgh = TrustFacts("B", place=(55.9533, -3.1883))
    assert distances((london,), (edinburgh,))[0, 0] == pytest.approx(534, abs=1)


@pytest.mark.parametrize(
    "facts, words",
    [
        ({"size": 0}, "size of A"),
        ({"deprivation": 1.5}, "deprivation of A"),
        ({"place": (99.0, 0.0)}, "place of A"),
        ({"tumour_mix": {}}, "tumour groups of A"),
        ({"tumour_mix": {"x": -1}}, "tumour groups of A"),
    ],
)
def test_facts_outside_their_scale_are_refused_by_name(facts, words):
    with pytest.raises(FigureOutOfRange, match=words):
        TrustFacts("A", **facts)
