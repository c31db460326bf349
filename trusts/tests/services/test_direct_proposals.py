"""One pair proposed without a draft: the same score, the same reasons, the same refusals."""

import datetime

import pytest
from django.urls import reverse

from buddy_portal.accounts.refusals import NotAllowed
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import BuddyPair, Participation, Score
from trusts.refusals import MenteeAlreadyPaired, NotTakingPart
from trusts.services import drafts
from trusts.services.direct_proposals import propose_pair
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY, ANSWER_BY = datetime.date(2015, 1, 15), datetime.date(2015, 1, 26)


@pytest.fixture
def world():
    return make_pairing_world()


def propose(world, mentor, mentee, by=None):
    return propose_pair(
        scheme=world.scheme,
        mentor=world.trusts[mentor],
        mentee=world.trusts[mentee],
        answer_by=ANSWER_BY,
        by=by or world.lead,
        today=TODAY,
    )


def page_of(client, world, pair) -> str:
    client.force_login(world.lead)
    answer = client.get(reverse("pair_detail", args=[pair.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_pair_keeps_the_score_and_the_reasons_that_a_set_would_give_it(world, client):
    draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    (expected,) = [e["score"] for e in draft.result["pairs"] if e["mentee"] == "E1"]
    pair = propose(world, "M1", "E1")
    assert pair.score == expected
    assert (pair.explanation["covered"], pair.explanation["needs"]) == (1, 1)
    assert pair.explanation["weights"] == draft.weights
    assert len(pair.explanation["inputs_digest"]) == 64
    assert "score when it was proposed" in page_of(client, world, pair)


def test_pair_that_a_floor_speaks_against_stands_without_a_score_and_says_so(world, client):
    pair = propose(world, "M2", "E1")
    assert pair.score is None
    assert pair.explanation["against"] == [
        "M2 covers 0% of the need; the scheme asks for at least 10%."
    ]
    page = page_of(client, world, pair)
    assert "By the rules of the scheme it would not have been proposed: M2 covers 0%" in page
    assert "score when it was proposed" not in page


def test_pair_of_trusts_without_results_is_proposed_without_a_score(world, client):
    Score.objects.all().delete()
    pair = propose(world, "M1", "E1")
    assert (pair.score, pair.explanation["coverage"]) == (None, None)
    assert "has no needs by this survey" in page_of(client, world, pair)


def test_mentee_with_a_proposed_mentor_is_not_proposed_again(world):
    propose(world, "M1", "E1")
    with pytest.raises(MenteeAlreadyPaired):
        propose(world, "M2", "E1")
    assert BuddyPair.objects.count() == 1


def test_trust_that_was_not_accepted_is_not_proposed(world):
    Participation.objects.filter(trust__ods_code="M1").update(state="applied")
    with pytest.raises(NotTakingPart):
        propose(world, "M1", "E1")


def test_who_only_reads_proposes_nothing(world):
    with pytest.raises(NotAllowed):
        propose(world, "M1", "E1", by=make_person(Role.PROGRAMME_ANALYST))
    assert not BuddyPair.objects.exists()
