"""Scored pairs are kept between two requests, and never after something they depend on changed."""

import datetime

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from trusts.models import Participation, TrustSuccession
from trusts.pairing_choices import DraftChoices
from trusts.selectors import kept_scores, pairing_inputs
from trusts.selectors.board import board
from trusts.selectors.kept_scores import forget_kept_scores
from trusts.selectors.pairing_inputs import scheme_scores
from trusts.services import drafts
from trusts.tests.factories import make_pair, make_participation, make_scheme
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2015, 1, 15)
NOTHING = DraftChoices()


@pytest.fixture(autouse=True)
def nothing_kept():
    forget_kept_scores()


@pytest.fixture
def world():
    made = make_pairing_world(extra_mentees=2, capacity=2)
    made.draft = drafts.suggest_draft(scheme=made.scheme, by=made.lead, today=TODAY)
    return made


@pytest.fixture
def scored(monkeypatch):
    """How often pairs were scored."""
    times = []
    really = pairing_inputs.score_pairs
    monkeypatch.setattr(
        pairing_inputs, "score_pairs", lambda inputs: times.append(1) or really(inputs)
    )
    return times


def test_an_act_on_the_board_and_the_board_after_it_score_nothing_again(world, scored):
    board(world.scheme)
    before = len(scored)
    pair = world.draft.result["pairs"][0]
    codes = (pair["mentor"], pair["mentee"])
    drafts.lock_pair(draft_id=world.draft.pk, pair=codes, by=world.lead, today=TODAY)
    drafts.unlock_pair(draft_id=world.draft.pk, pair=codes, by=world.lead, today=TODAY)
    drafts.forbid_pair(
        draft_id=world.draft.pk, pair=codes, reason="Too far.", by=world.lead, today=TODAY
    )
    assert codes not in {(row.mentor.ods_code, row.mentee.ods_code) for row in board_rows(world)}
    assert len(scored) == before


def board_rows(world):
    return board(world.scheme, world.draft.pk).rows


def test_kept_scores_are_read_in_fewer_queries(world):
    forget_kept_scores()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            scheme_scores(world.scheme, NOTHING)
        counts.append(len(queries))
    assert counts == [9, 3]


def part(world, code):
    return Participation.objects.filter(scheme=world.scheme, trust=world.trusts[code])


CHANGES = {
    "a score": lambda w: w.scheme.baseline.scores.filter(org_code="M1").update(score=60.0),
    "the country": lambda w: w.scheme.baseline.scores.filter(level="national").update(score=70.0),
    "a trust's board": lambda w: type(w.trusts["M1"]).objects.update(icb_code="QOP"),
    "a trust's kind": lambda w: (
        type(w.trusts["M1"]).objects.filter(ods_code="M1").update(is_specialist=True)
    ),
    "a merger": lambda _w: TrustSuccession.objects.create(
        predecessor_code="X00",
        successor_code="E1",
        predecessor_name="X",
        successor_name="E",
        date=TODAY,
        kind="merger",
    ),
    "a capacity": lambda w: part(w, "M1").update(capacity=1),
    "a role": lambda w: part(w, "M1").update(role="both"),
    "a priority": lambda w: part(w, "E1").update(priorities={"Q2": 2, "Q1": 0}),
    "a conflict": lambda w: part(w, "E1").update(
        conflicts=[{"ods_code": "M1", "reason": "Shared chief executive"}]
    ),
    "one that withdraws": lambda w: part(w, "E1").update(state="withdrawn"),
    "one more trust": lambda w: make_participation(
        w.scheme, type(w.trusts["M1"]).objects.exclude(participations__scheme=w.scheme).first()
    ),
    "a pair": lambda w: make_pair(w.scheme, w.trusts["M1"], w.trusts["E1"]),
    "a declined pair": lambda w: make_pair(
        w.scheme, w.trusts["M1"], w.trusts["E1"], state="declined", reason="Too far."
    ),
    "weights": lambda w: type(w.scheme).objects.update(
        pairing_weights={"coverage": 1.0, "similarity": 0.0, "travel": 0.0, "reciprocity": 0.0}
    ),
    "a floor": lambda w: type(w.scheme).objects.update(pairing_weights={"coverage_floor": 0.99}),
}


def told(scores):
    """All that a board could show of the scores."""
    inputs = scores.scored.inputs
    gates = [np.argwhere(table).tolist() for table in scores.scored.gate_tables.values()]
    return (
        [(mentor.code, mentor.capacity) for mentor in inputs.mentors],
        inputs.mentees,
        scores.scored.value.tolist(),
        gates,
        scores.scored.needs.tolist(),
        inputs.weights,
        inputs.rules,
        inputs.facts,
        inputs.choices,
    )


@pytest.mark.parametrize("what", CHANGES)
def test_scores_are_never_older_than_what_they_depend_on(world, what):
    before = told(scheme_scores(world.scheme, NOTHING))
    CHANGES[what](world)
    world.scheme.refresh_from_db()
    now = told(scheme_scores(world.scheme, NOTHING))
    forget_kept_scores()
    assert now == told(scheme_scores(world.scheme, NOTHING)) != before


def test_the_board_says_that_a_score_has_changed_since_it_was_kept(world):
    assert not board(world.scheme).is_outdated
    world.scheme.baseline.scores.filter(org_code="M1").update(score=60.0)
    assert board(world.scheme).is_outdated


def test_a_stale_name_is_found_out(world, monkeypatch):
    """The twin: with a name that leaves the applications out, the tests above would fail."""
    monkeypatch.setattr(pairing_inputs, "_named", lambda edition, *_rest: edition)
    before = told(scheme_scores(world.scheme, NOTHING))
    CHANGES["a priority"](world)
    assert told(scheme_scores(world.scheme, NOTHING)) == before


def test_only_the_newest_sets_are_kept(world, scored):
    others = [
        make_scheme(pairing_weights_version=version + 2) for version in range(kept_scores.MOST_KEPT)
    ]
    forget_kept_scores()
    for scheme in (world.scheme, *others, world.scheme):
        scheme_scores(scheme, NOTHING)
    assert len(scored) == kept_scores.MOST_KEPT + 2


def test_a_set_too_large_to_keep_is_scored_each_time(world, scored, monkeypatch):
    monkeypatch.setattr(kept_scores, "MOST_CELLS_KEPT", 1)
    forget_kept_scores()
    scheme_scores(world.scheme, NOTHING)
    scheme_scores(world.scheme, NOTHING)
    assert len(scored) == 2


def test_kept_sets_are_bounded_together(world, scored, monkeypatch):
    cells = scheme_scores(world.scheme, NOTHING).scored.value.size
    monkeypatch.setattr(kept_scores, "MOST_CELLS_KEPT", 2 * cells - 1)
    forget_kept_scores()
    for weight in (0.5, 0.7, 0.7, 0.5):
        world.scheme.pairing_weights = {"coverage": weight}
        scheme_scores(world.scheme, NOTHING)
    assert len(scored) == 3
