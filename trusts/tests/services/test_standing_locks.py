"""A lock that events have overtaken: it falls, with its reason, and the board stays usable."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import BuddyPair, Participation
from trusts.pairing_settings import PairingSettings
from trusts.refusals import DraftOutdated, LockContradictsRule
from trusts.selectors.board import board
from trusts.selectors.settings_preview import preview_settings
from trusts.selectors.swap import swap
from trusts.services import drafts
from trusts.services.pairs import answer_proposal
from trusts.tests.factories import make_pair, make_participation, make_trust
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY, ANSWER_BY = datetime.date(2015, 1, 15), datetime.date(2015, 1, 26)
PAIR = ("M1", "E1")


@pytest.fixture(autouse=True)
def in_the_pairing_phase():
    with time_machine.travel(datetime.datetime(2015, 1, 15, 12), tick=False):
        yield


@pytest.fixture
def world():
    return make_pairing_world()


@pytest.fixture
def locked(world):
    draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    return drafts.lock_pair(draft_id=draft.pk, pair=PAIR, by=world.lead, today=TODAY)


def propose_and_decline(world, draft, code):
    drafts.propose_draft(draft_id=draft.pk, answer_by=ANSWER_BY, by=world.lead, today=TODAY)
    answer_proposal(
        pair_id=BuddyPair.objects.get(mentee__ods_code="E1").pk,
        ods_code=code,
        accepts=False,
        reason="Too far.",
        by=make_person(Role.TRUST_LEAD, code),
        today=TODAY,
    )


def declare_conflict(*_world_and_draft):
    conflict = [{"ods_code": "M1", "reason": "Shared chair."}]
    Participation.objects.filter(trust__ods_code="E1").update(conflicts=conflict)


def fill_the_mentor(world, *_draft):
    other = make_trust()
    make_participation(world.scheme, other, "mentee")
    make_pair(world.scheme, world.trusts["M1"], other)


OVERTAKEN = {
    "declined": lambda world, draft: propose_and_decline(world, draft, "M1"),
    "in conflict": declare_conflict,
    "mentor full": fill_the_mentor,
}
REASONS = {
    "declined": "An earlier proposal of this pair was declined: Too far.",
    "in conflict": "A conflict of interest is declared: Shared chair.",
    "mentor full": "M1 has no free place.",
}


@pytest.mark.parametrize("event", list(OVERTAKEN))
def test_the_board_says_which_lock_falls_and_why(client, world, locked, event):
    OVERTAKEN[event](world, locked)
    found = board(world.scheme)
    (lock,) = found.fallen
    assert (lock.mentor, lock.mentee, lock.reason) == (*PAIR, REASONS[event])
    assert found.was_declined == (event == "declined")
    client.force_login(world.lead)
    page = client.get(reverse("pairing", args=[world.scheme.pk]))
    assert page.status_code == 200
    assert "Locked pairs that are no longer possible" in page.content.decode()


@pytest.mark.parametrize("event", list(OVERTAKEN))
def test_the_next_set_is_worked_out_without_the_lock(world, locked, event):
    OVERTAKEN[event](world, locked)
    again = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    assert again.choices["locked"] == []
    assert ("M1", "E1") not in {(pair["mentor"], pair["mentee"]) for pair in again.result["pairs"]}


@pytest.mark.parametrize("event", list(OVERTAKEN))
def test_everything_else_on_the_overtaken_draft_is_refused_or_works(world, locked, event):
    OVERTAKEN[event](world, locked)
    with pytest.raises(DraftOutdated):
        drafts.propose_draft(draft_id=locked.pk, answer_by=ANSWER_BY, by=world.lead, today=TODAY)
    with pytest.raises(DraftOutdated):
        swap(world.scheme, locked.pk, "E1")
    assert preview_settings(world.scheme, PairingSettings(coverage=50, travel=20))
    worked = drafts.work_out_again(draft_id=locked.pk, by=world.lead, today=TODAY)
    assert worked.choices["locked"] == []


def test_a_lock_that_somebody_asks_for_is_still_refused(world, locked):
    declare_conflict()
    with pytest.raises(LockContradictsRule, match="a declared conflict"):
        drafts.lock_pair(draft_id=locked.pk, pair=PAIR, by=world.lead, today=TODAY)


def test_settings_that_would_rule_a_standing_lock_out_are_refused(world, locked):
    with pytest.raises(LockContradictsRule):
        preview_settings(world.scheme, PairingSettings(coverage_floor=100))


def test_of_two_locks_with_one_place_left_the_first_stands():
    world = make_pairing_world(extra_mentees=1, capacity=2)
    draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    for mentee in ("E1", "X00"):
        draft = drafts.lock_pair(draft_id=draft.pk, pair=("M1", mentee), by=world.lead, today=TODAY)
    fill_the_mentor(world)
    (lock,) = board(world.scheme).fallen
    assert (lock.mentee, lock.reason) == ("X00", "M1 has no place left for it.")
    again = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    assert again.choices["locked"] == [["M1", "E1"]]


def test_after_a_decline_the_re_match_keeps_open_pairs_before_it_raises_the_total():
    """X00's proposal ran out beside the decline: it keeps its mentor though another scores more."""
    world = make_pairing_world(extra_mentees=1, capacity=2)
    scheme = world.scheme
    better = make_trust("M3", name="M3 NHS Trust", is_teaching=True)
    draft = drafts.suggest_draft(scheme=scheme, by=world.lead, today=TODAY)
    propose_and_decline(world, draft, "E1")
    BuddyPair.objects.filter(mentee__ods_code="X00").update(state="expired")
    make_like_the_first_mentor(scheme, better)
    again = drafts.suggest_draft(scheme=scheme, by=world.lead, today=TODAY)
    mentors = {pair["mentee"]: pair["mentor"] for pair in again.result["pairs"]}
    assert mentors == {"E1": "M3", "X00": "M1"}


def make_like_the_first_mentor(scheme, trust):
    """A mentor stronger in both questions, so that it scores more for everybody."""
    for score in scheme.baseline.scores.filter(org_code="M1"):
        score.pk, score.trust, score.org_code = None, trust, trust.ods_code
        score.score = 96.0
        score.save()
    make_participation(scheme, trust, "mentor", capacity=2)
