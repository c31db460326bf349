"""The board: its figures, its prices, and a constant number of queries."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from trusts.models import Participation
from trusts.refusals import DraftOutdated, NotFound
from trusts.selectors.board import board, differing
from trusts.selectors.needs import needs_of
from trusts.selectors.swap import swap
from trusts.selectors.why import why
from trusts.services import drafts
from trusts.tests.factories import make_scheme, make_trust
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 1, 15)


def drafted(**options):
    world = make_pairing_world(**options)
    return world, drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)


def test_a_board_without_a_draft_counts_what_is_open():
    world = make_pairing_world(capacity=2)
    found = board(world.scheme)
    assert (found.draft, found.open_mentees, found.places) == (None, 2, 4)


def test_a_row_says_the_need_the_coverage_and_the_score():
    world, draft = drafted()
    row = next(row for row in board(world.scheme).rows if row.mentee.ods_code == "E1")
    assert [need.number for need in row.needs] == ["Q1"]
    assert (row.mentor.ods_code, row.needs_met) == ("M1", 1)
    said = why(world.scheme, "M1", "E1").said
    assert row.coverage == pytest.approx(said.covered / said.need)
    assert row.score == next(e["score"] for e in draft.result["pairs"] if e["mentee"] == "E1")


def test_a_need_that_the_trust_put_first_is_marked():
    world = make_pairing_world()
    Participation.objects.filter(trust__ods_code="E1").update(priorities={"Q1": 2})
    drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    row = next(row for row in board(world.scheme).rows if row.mentee.ods_code == "E1")
    assert row.needs[0].is_first_choice


def test_alternatives_carry_what_they_cost_the_set():
    world, _ = drafted(extra_mentees=1, capacity=2)
    prices = [price for row in board(world.scheme).rows for price in row.alternatives]
    assert all(price.total_change <= 0 or price.matched_change < 0 for price in prices)


def test_a_board_whose_inputs_have_changed_says_so_and_prices_nothing():
    world, _ = drafted()
    world.scheme.baseline.scores.filter(org_code="M1").update(score=60.0)
    found = board(world.scheme)
    assert found.is_outdated
    assert found.rows == ()


def test_the_draft_asked_for_is_shown_and_another_schemes_is_not_found():
    world, draft = drafted()
    drafts.save_draft_as(draft_id=draft.pk, name="Copy", by=world.lead, today=TODAY)
    assert board(world.scheme, draft.pk).draft == draft
    with pytest.raises(NotFound):
        board(make_scheme(), draft.pk)


def test_drafts_differ_in_the_mentees_whose_mentor_differs():
    world, draft = drafted()
    copy = drafts.save_draft_as(draft_id=draft.pk, name="Copy", by=world.lead, today=TODAY)
    assert differing(draft, copy) == []
    changed = drafts.forbid_pair(
        draft_id=copy.pk, pair=("M1", "E1"), reason="No.", by=world.lead, today=TODAY
    )
    assert differing(draft, changed) == ["E1"]


def test_a_mentee_that_has_left_still_has_its_name_among_the_drafts():
    world, _draft = drafted()
    Participation.objects.filter(trust__ods_code="E1").update(state="withdrawn")
    assert board(world.scheme).trusts["E1"].ods_code == "E1"


def test_swap_shows_every_mentor_with_its_price_or_why_not():
    world, draft = drafted()
    found = swap(world.scheme, draft.pk, "E1")
    current, other = found.options
    assert (current.mentor.ods_code, current.is_current) == ("M1", True)
    assert (other.mentor.ods_code, other.price) == ("M2", None)
    assert "covers 0% of the need" in other.gates[0]


def test_swap_of_an_outdated_draft_is_refused():
    world, draft = drafted()
    Participation.objects.filter(trust__ods_code="M1").update(state="withdrawn")
    with pytest.raises(DraftOutdated):
        swap(world.scheme, draft.pk, "E1")


def test_swap_of_a_stranger_is_not_found():
    world, draft = drafted()
    with pytest.raises(NotFound):
        swap(world.scheme, draft.pk, "ZZZ")


def test_why_adds_up_to_the_score():
    world, draft = drafted()
    said = why(world.scheme, "M1", "E1").said
    assert said.score == next(e["score"] for e in draft.result["pairs"] if e["mentee"] == "E1")
    assert sum(line.covered for line in said.questions) == pytest.approx(said.covered)
    assert said.points == pytest.approx(said.score, abs=0.5)


def test_why_names_who_else_is_strong_where_this_mentor_is_not():
    world, _ = drafted()
    found = why(world.scheme, "M2", "E1")
    assert [trust.ods_code for trust in found.alternatives["Q1"]] == ["M1"]


def test_needs_of_a_trust_are_its_shortfalls():
    world = make_pairing_world()
    (need,) = needs_of(world.trusts["E1"], world.scheme.baseline)
    assert (need.number, need.words) == ("Q1", "56%, country 75%")
    assert need.shortfall > 0


def test_a_trust_without_needs_is_offered_its_lowest_questions():
    world = make_pairing_world()
    needs = needs_of(world.trusts["M1"], world.scheme.baseline)
    assert {need.number for need in needs} == {"Q1", "Q2"}
    assert all(need.shortfall == 0 for need in needs)


def test_a_trust_without_results_has_no_needs():
    world = make_pairing_world()
    assert needs_of(make_trust(), world.scheme.baseline) == []


def test_the_board_asks_as_much_for_twenty_mentees_as_for_two():
    counts = []
    for extra in (0, 18):
        world, _ = drafted(extra_mentees=extra, capacity=5)
        with CaptureQueriesContext(connection) as queries:
            board(world.scheme)
        counts.append(len(queries))
        world.scheme.drafts.all().delete()
        _empty(world)
    assert counts[0] == counts[1] <= 15


def _empty(world):
    """Make room for the second world of the same test."""
    scheme = world.scheme
    scheme.participations.all().delete()
    baseline = scheme.baseline
    scheme.delete()
    baseline.scores.all().delete()
    baseline.questions.all().delete()
    for trust in world.trusts.values():
        trust.delete()
