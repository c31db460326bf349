"""Who has applied among all trusts, counted by region, kind and size."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from trusts.presenters.applicants import balance_words, missing_words
from trusts.selectors.applicants import NO_SIZE, Group, applicants, chosen, size_bands
from trusts.tests.factories import (
    make_participation,
    make_question,
    make_scheme,
    make_score,
    make_trust,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme():
    """Three regions: a mentor in one, a mentee in another, nobody in the third."""
    scheme = make_scheme("Buddy scheme 2015")
    question = make_question(scheme.baseline)
    north = make_trust("NOR", name="Northmoor", region="North", is_teaching=True)
    south = make_trust("SOU", name="Southlea", region="South")
    west = make_trust("WES", name="Westerby", region="West", is_specialist=True)
    for trust, n in ((north, 900), (south, 300), (west, 100)):
        make_score(question, trust, 80.0, n)
    make_participation(scheme, north, "mentor", capacity=2)
    make_participation(scheme, south, "mentee", state="applied")
    make_participation(scheme, west, "mentee", state="draft")
    return scheme


def test_groups_count_trusts_and_applications(scheme):
    found = applicants(scheme)
    assert [(g.name, g.trusts, g.applied) for g in found.regions] == [
        *(("North", 1, 1), ("South", 1, 1), ("West", 1, 0))
    ]
    assert (found.whole.mentors, found.whole.mentees, found.whole.places) == (1, 1, 2)
    assert found.whole.accepted == 1


def test_a_draft_counts_as_not_applied(scheme):
    (west,) = chosen(applicants(scheme).standings, standing="missing")
    assert west.ods_code == "WES"


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_a_trust_that_left_is_neither_in_it_nor_missing(scheme, state):
    make_participation(scheme, make_trust("LEF", region="West"), state=state)
    found = applicants(scheme)
    assert [one.ods_code for one in chosen(found.standings, standing="left")] == ["LEF"]
    assert found.whole.applied == 2


def test_what_is_missing_is_said(scheme):
    said = dict(missing_words(applicants(scheme)))
    assert said["Regions from which nobody has applied"] == "West"
    assert said["Regions with applications but no mentor"] == "South"
    assert "Specialist cancer" in said["Kinds from which nobody has applied"]


def test_filters_hold_together(scheme):
    standings = applicants(scheme).standings
    assert [one.ods_code for one in chosen(standings, kind="Teaching", region="North")] == ["NOR"]
    assert chosen(standings, kind="Teaching", region="South") == []
    assert [one.ods_code for one in chosen(standings, search="southlea")] == ["SOU"]
    assert [one.ods_code for one in chosen(standings, size="Large")] == ["NOR"]


def test_sizes_are_thirds_at_round_numbers():
    placed, bands = size_bands({"A": 110, "B": 120, "C": 310, "D": 320, "E": 900, "F": 910})
    assert bands[0] == "Small: fewer than 300 answers"
    assert [band.partition(":")[0] for band in placed.values()] == [
        *("Small", "Small", "Middle", "Middle", "Large", "Large")
    ]


@pytest.mark.parametrize("answers", [{}, {"A": 100}, {"A": 100, "B": 101, "C": 102}])
def test_without_differences_in_size_there_are_no_bands(answers):
    assert size_bands(answers) == ({}, ())


def test_a_trust_without_results_has_no_known_size():
    scheme = make_scheme()
    make_trust("RTR")
    assert applicants(scheme).standings[0].size == NO_SIZE


@pytest.mark.parametrize(
    "mentees, places, words", [(0, 0, ""), (2, 2, "enough places"), (3, 1, "2 more than")]
)
def test_the_balance_of_mentees_and_places_is_said(mentees, places, words):
    assert words in balance_words(Group("x", 9, 3, 1, mentees, 0, places))


def test_twenty_trusts_cost_as_many_queries_as_three(scheme):
    counts = []
    for more in (0, 17):
        for _ in range(more):
            make_participation(scheme, make_trust(region="East"))
        with CaptureQueriesContext(connection) as queries:
            applicants(scheme)
        counts.append(len(queries))
    assert counts == [3, 3]
