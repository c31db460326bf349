"""The mix of tumour groups of a trust that merged, as the pairing compares it."""

import datetime

import pytest

from trusts.models import TrustSuccession
from trusts.pairing_choices import DraftChoices
from trusts.selectors.pairing_inputs import scheme_scores
from trusts.tests.factories import make_question, make_score, make_trust
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
NORTH = {"Breast": (100, 90), "Lung": (50, 45)}
SOUTH = {"Breast": (300, 310), "Skin": (40, 35)}


@pytest.fixture
def world():
    """M1 took North and South over; the scheme's survey lists both parts, and not M1."""
    made = make_pairing_world()
    made.scheme.baseline.scores.filter(org_code="M1").delete()
    questions = [made.scheme.baseline.questions.first(), make_question(made.scheme.baseline, "Q9")]
    for code, mix in (("NOR", NORTH), ("SOU", SOUTH)):
        trust = make_trust(code)
        TrustSuccession.objects.create(
            predecessor_code=code,
            predecessor_name=code,
            successor_code="M1",
            successor_name="M1",
            date=datetime.date(2014, 10, 1),
            kind="merger",
        )
        for place, question in enumerate(questions):
            make_score(question, trust, 92.0, 400)
            for group, answers in mix.items():
                tell = {"group_kind": "tumour_group", "group_name": group}
                make_score(question, trust, 80.0, answers[place], **tell)
    return made


def mix_of(world, code):
    return scheme_scores(world.scheme, DraftChoices()).scored.inputs.facts[code].tumour_mix


def test_the_parts_of_a_merged_mentor_are_put_together(world):
    assert mix_of(world, "M1") == {"Breast": 410.0, "Lung": 50.0, "Skin": 40.0}


def test_the_parts_of_a_merged_mentee_are_put_together(world):
    TrustSuccession.objects.update(successor_code="E1")
    assert mix_of(world, "E1") == {"Breast": 410.0, "Lung": 50.0, "Skin": 40.0}
    assert mix_of(world, "M1") is None


def test_a_trust_that_was_split_is_no_part(world):
    TrustSuccession.objects.filter(predecessor_code="SOU").update(kind="split")
    assert mix_of(world, "M1") == {"Breast": 100.0, "Lung": 50.0}
