"""Working out a set, changing it act by act, and sending it."""

import datetime

import pytest

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import BuddyPair, PairingDraft, Participation
from trusts.refusals import (
    DraftOutdated,
    LockContradictsRule,
    NameTaken,
    NothingToPropose,
    NotTakingPart,
    ReasonMissing,
)
from trusts.services import drafts
from trusts.services.pairs import answer_proposal
from trusts.tests.worlds import make_pairing_world

pytestmark = pytest.mark.django_db
TODAY, ANSWER_BY = datetime.date(2015, 1, 15), datetime.date(2015, 1, 26)


@pytest.fixture
def world():
    return make_pairing_world()


@pytest.fixture
def draft(world):
    return drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)


def pairs_of(draft):
    return {(entry["mentor"], entry["mentee"]) for entry in draft.result["pairs"]}


def act(service, draft, world, *codes, **more):
    return service(draft_id=draft.pk, pair=codes, by=world.lead, today=TODAY, **more)


def send(draft, world):
    return drafts.propose_draft(draft_id=draft.pk, answer_by=ANSWER_BY, by=world.lead, today=TODAY)


def test_each_mentee_gets_the_mentor_that_covers_its_need(draft):
    assert pairs_of(draft) == {("M1", "E1"), ("M2", "E2")}
    assert (draft.name, draft.result["matched"], draft.result["unmatched"]) == ("Draft A", 2, [])


def test_the_draft_keeps_the_weights_and_the_digest(draft):
    assert draft.weights["coverage"] == 0.6
    assert len(draft.inputs_digest) == 64


@pytest.mark.parametrize("role", [Role.PROGRAMME_ANALYST])
def test_who_only_reads_works_out_nothing(world, role):
    with pytest.raises(NotAllowed):
        drafts.suggest_draft(scheme=world.scheme, by=make_person(role), today=TODAY)


def test_without_open_mentees_there_is_nothing_to_work_out(world):
    Participation.objects.filter(role="mentee").update(state="applied")
    with pytest.raises(NothingToPropose):
        drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    assert not PairingDraft.objects.exists()


def test_without_mentors_every_mentee_stays_with_a_reason(world):
    Participation.objects.filter(role="mentor").update(state="applied")
    draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    assert draft.result["matched"] == 0
    assert all(entry["reason"] for entry in draft.result["unmatched"])


def test_without_survey_results_nobody_is_matched_and_nothing_breaks(world):
    world.scheme.baseline.scores.all().delete()
    draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    assert draft.result["matched"] == 0


def test_a_locked_pair_stands_and_unlocked_it_is_decided_anew(world, draft):
    Participation.objects.filter(trust__ods_code="M1").update(capacity=2)
    forced = act(drafts.lock_pair, draft, world, "M1", "E1")
    assert forced.choices["locked"] == [["M1", "E1"]]
    freed = act(drafts.unlock_pair, draft, world, "M1", "E1")
    assert freed.choices["locked"] == []


def test_a_forbidden_pair_leaves_the_set_with_its_reason(world, draft):
    changed = act(drafts.forbid_pair, draft, world, "M1", "E1", reason="Shared chief nurse.")
    assert ("M1", "E1") not in pairs_of(changed)
    assert changed.choices["forbidden"][0]["reason"] == "Shared chief nurse."
    event = AuditEvent.objects.get(action="forbade pair")
    assert (event.reason, event.changes["matched"]) == ("Shared chief nurse.", [2, 1])


def test_forbidding_needs_a_reason(world, draft):
    with pytest.raises(ReasonMissing):
        act(drafts.forbid_pair, draft, world, "M1", "E1", reason=" ")


def test_a_pair_allowed_again_comes_back(world, draft):
    act(drafts.forbid_pair, draft, world, "M1", "E1", reason="Shared chief nurse.")
    assert ("M1", "E1") in pairs_of(act(drafts.allow_pair, draft, world, "M1", "E1"))


def test_locking_a_forbidden_pair_allows_it(world, draft):
    act(drafts.forbid_pair, draft, world, "M1", "E1", reason="No.")
    locked = act(drafts.lock_pair, draft, world, "M1", "E1")
    assert (locked.choices["forbidden"], ("M1", "E1") in pairs_of(locked)) == ([], True)


def test_a_lock_against_a_rule_is_refused_and_changes_nothing(world, draft):
    with pytest.raises(LockContradictsRule, match="not allowed"):
        act(drafts.lock_pair, draft, world, "M2", "E1")  # covers nothing of its need
    draft.refresh_from_db()
    assert draft.choices == {"locked": [], "forbidden": []}


def test_more_locks_than_places_are_refused():
    world = make_pairing_world(extra_mentees=1)
    draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    act(drafts.lock_pair, draft, world, "M1", "E1")
    with pytest.raises(LockContradictsRule, match="1 place but 2 locked pairs"):
        act(drafts.lock_pair, draft, world, "M1", "X00")


def test_an_act_on_a_stranger_is_refused(world, draft):
    with pytest.raises(NotTakingPart):
        act(drafts.lock_pair, draft, world, "ZZZ", "E1")


def test_an_act_on_a_draft_dealt_with_is_refused_and_keeps_its_pairs(world, draft):
    send(draft, world)
    with pytest.raises(NothingToPropose):
        act(drafts.unlock_pair, draft, world, "M1", "E1")
    draft.refresh_from_db()
    assert len(pairs_of(draft)) == 2


def test_a_copy_is_kept_under_a_name_used_once(world, draft):
    about = {"draft_id": draft.pk, "by": world.lead, "today": TODAY}
    copy = drafts.save_draft_as(name=" Without travel ", **about)
    assert (copy.name, copy.result) == ("Without travel", draft.result)
    with pytest.raises(NameTaken):
        drafts.save_draft_as(name="Without travel", **about)


def test_sending_proposes_every_pair_with_what_its_score_was_made_of(world, draft):
    sent = send(draft, world)
    assert {(p.mentor.ods_code, p.mentee.ods_code) for p in sent} == pairs_of(draft)
    said = sent[0].explanation
    assert (said["covered"], said["needs"], said["weights_version"]) == (1, 1, 1)
    assert said["inputs_digest"] == draft.inputs_digest
    assert sent[0].draft == draft


def test_a_draft_is_sent_once(world, draft):
    send(draft, world)
    with pytest.raises(DraftOutdated):
        send(draft, world)
    assert BuddyPair.objects.count() == 2


def test_a_draft_that_results_have_overtaken_is_not_sent(world, draft):
    world.scheme.baseline.scores.filter(org_code="E1").update(score=90.0)
    with pytest.raises(DraftOutdated):
        send(draft, world)
    assert not BuddyPair.objects.exists()


def test_worked_out_again_it_can_be_sent(world, draft):
    Participation.objects.filter(trust__ods_code="M1").update(capacity=2)
    drafts.work_out_again(draft_id=draft.pk, by=world.lead, today=TODAY)
    assert len(send(draft, world)) == 2


def test_after_a_decline_the_next_set_avoids_the_pair_and_leaves_the_others():
    world = make_pairing_world(capacity=2)
    first = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    sent = send(first, world)
    declined = next(pair for pair in sent if pair.mentee.ods_code == "E1")
    answer_proposal(
        pair_id=declined.pk,
        ods_code="E1",
        accepts=False,
        reason="Too far.",
        by=make_person(Role.TRUST_LEAD, "E1"),
        today=TODAY,
    )
    again = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    assert again.name == "Draft B"
    assert pairs_of(again) == set()  # M2 covers nothing of E1's need; E2 keeps its proposal
    assert "E1" in again.result["unmatched"][0]["mentee"]


def test_a_trust_without_needs_is_paired_by_the_themes_it_chose(world):
    scores = world.scheme.baseline.scores
    scores.filter(org_code="E1").update(score=76.0)
    draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    assert draft.result["matched"] == 1
    Participation.objects.filter(trust__ods_code="E1").update(priorities={"Q1": 2})
    again = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    assert ("M1", "E1") in pairs_of(again)


def test_a_suppressed_result_is_missing_and_never_a_need(world):
    hidden = world.scheme.baseline.scores.filter(org_code="E1", question__number="Q1")
    hidden.update(score=None, suppressed=True)
    draft = drafts.suggest_draft(scheme=world.scheme, by=world.lead, today=TODAY)
    assert "E1" in {entry["mentee"] for entry in draft.result["unmatched"]}
