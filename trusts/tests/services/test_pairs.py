"""A pair from proposal to its end."""

import datetime

import pytest

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, NotFound, WrongState
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from trusts.models import BuddyPair, PairState, ParticipationState
from trusts.refusals import (
    AlreadyAnswered,
    AnswerDateNotAhead,
    AnswerTooLate,
    ConflictDeclared,
    DeclinedBefore,
    MenteeAlreadyPaired,
    MentorFull,
    NothingToPropose,
    NotTakingPart,
    PairWithItself,
    ReasonMissing,
)
from trusts.services import pairs as services
from trusts.services.proposals import PairToPropose, expire_proposals, propose_pairs
from trusts.tests.factories import make_participation, make_scheme, make_trust

pytestmark = pytest.mark.django_db
TODAY, ANSWER_BY = datetime.date(2015, 1, 15), datetime.date(2015, 1, 26)


@pytest.fixture
def lead():
    return make_person(Role.PROGRAMME_LEAD)


@pytest.fixture
def scheme():
    return make_scheme("Buddy scheme 2015")


@pytest.fixture
def mentor(scheme):
    trust = make_trust("RTR", name="South Tees")
    make_participation(scheme, trust, "mentor", capacity=2)
    return trust


@pytest.fixture
def mentee(scheme):
    trust = make_trust("RA7", name="Bristol")
    make_participation(scheme, trust, "mentee")
    return trust


def propose(scheme, lead, *pairs, answer_by=ANSWER_BY, today=TODAY):
    wanted = [PairToPropose(mentor, mentee, 700) for mentor, mentee in pairs]
    return propose_pairs(scheme=scheme, pairs=wanted, answer_by=answer_by, by=lead, today=today)


@pytest.fixture
def pair(scheme, mentor, mentee, lead):
    return propose(scheme, lead, (mentor, mentee))[0]


def answer(pair, code, accepts=True, reason="", today=TODAY, by=None):
    return services.answer_proposal(
        pair_id=pair.pk,
        ods_code=code,
        accepts=accepts,
        reason=reason,
        by=by or make_person(Role.TRUST_LEAD, code),
        today=today,
    )


def agreed(pair):
    answer(pair, "RTR")
    return answer(pair, "RA7")


def test_a_proposal_asks_both_trusts_and_is_on_both_trails(scheme, mentor, mentee, lead):
    nurses = [make_person(Role.TRUST_LEAD, code) for code in ("RTR", "RA7")]
    pair = propose(scheme, lead, (mentor, mentee))[0]
    assert (pair.state, pair.place, pair.score) == ("proposed", 1, 700)
    assert {m.payload["to"] for m in Message.objects.all()} == {nurse.email for nurse in nurses}
    trails = AuditEvent.objects.filter(action="proposed pair").values_list("trust_code", flat=True)
    assert set(trails) == {"RTR", "RA7"}


def test_trusts_do_not_propose_pairs(scheme, mentor, mentee):
    with pytest.raises(NotAllowed):
        propose(scheme, make_person(Role.TRUST_LEAD, "RTR"), (mentor, mentee))


@pytest.mark.parametrize("day", [TODAY, datetime.date(2015, 1, 1), datetime.date(2015, 8, 1)])
def test_there_must_be_time_to_answer_before_the_work_ends(scheme, mentor, mentee, lead, day):
    with pytest.raises(AnswerDateNotAhead) as refusal:
        propose(scheme, lead, (mentor, mentee), answer_by=day)
    assert refusal.value.field == "answer_by"


@pytest.mark.parametrize(
    "today, sentence",
    [(datetime.date(2015, 7, 31), "ends today"), (datetime.date(2015, 8, 1), "is over")],
)
def test_once_the_work_ends_no_day_is_left_to_answer_by(
    scheme, mentor, mentee, lead, today, sentence
):
    day = datetime.date(2015, 8, 9)
    with pytest.raises(AnswerDateNotAhead, match=f"{sentence}, so no day is left to answer by"):
        propose(scheme, lead, (mentor, mentee), answer_by=day, today=today)


def test_an_empty_set_is_not_proposed(scheme, lead):
    with pytest.raises(NothingToPropose):
        propose(scheme, lead)


def test_a_mentee_has_one_live_pair(scheme, mentor, mentee, lead, pair):
    other = make_trust()
    make_participation(scheme, other, "mentor", capacity=1)
    with pytest.raises(MenteeAlreadyPaired):
        propose(scheme, lead, (other, mentee))


def test_a_mentor_takes_no_more_than_its_places(scheme, mentor, lead):
    mentees = [make_trust() for _ in range(3)]
    for trust in mentees:
        make_participation(scheme, trust, "mentee")
    with pytest.raises(MentorFull, match="2 places"):
        propose(scheme, lead, *((mentor, trust) for trust in mentees))
    assert not BuddyPair.objects.exists()  # all or none


def test_a_place_that_was_given_up_is_taken_again(scheme, mentor, mentee, lead, pair):
    second = make_trust()
    make_participation(scheme, second, "mentee")
    propose(scheme, lead, (mentor, second))
    services.end_pair(pair_id=pair.pk, reason="Merged.", by=lead, today=TODAY)
    assert propose(scheme, lead, (mentor, mentee))[0].place == 1


def test_only_accepted_trusts_are_paired(scheme, mentor, lead):
    waiting = make_trust()
    make_participation(scheme, waiting, "mentee", state=ParticipationState.APPLIED)
    with pytest.raises(NotTakingPart):
        propose(scheme, lead, (mentor, waiting))
    with pytest.raises(NotTakingPart):
        propose(scheme, lead, (mentor, make_trust()))


def test_a_mentee_is_no_mentor(scheme, mentor, mentee, lead):
    with pytest.raises(NotTakingPart, match="as a mentor"):
        propose(scheme, lead, (mentee, mentor))


def test_a_trust_is_not_its_own_buddy(scheme, lead):
    both = make_trust()
    make_participation(scheme, both, "both", capacity=1)
    with pytest.raises(PairWithItself):
        propose(scheme, lead, (both, both))


def test_a_declared_conflict_keeps_a_pair_apart_either_way(scheme, mentor, lead):
    other = make_trust("RX1")
    conflict = [{"ods_code": "RTR", "reason": "Shared chief executive."}]
    make_participation(scheme, other, "mentee", conflicts=conflict)
    with pytest.raises(ConflictDeclared, match="Shared chief executive"):
        propose(scheme, lead, (mentor, other))


def test_one_care_board_keeps_a_pair_apart(scheme, lead):
    one, other = make_trust(icb_code="QHM"), make_trust(icb_code="QHM")
    make_participation(scheme, one, "mentor", capacity=1)
    make_participation(scheme, other, "mentee")
    with pytest.raises(ConflictDeclared, match="care board"):
        propose(scheme, lead, (one, other))


@pytest.mark.parametrize("order", [("RTR", "RA7"), ("RA7", "RTR")])
def test_both_accept_in_any_order_and_the_pair_is_agreed(pair, order):
    assert answer(pair, order[0]).state == PairState.PROPOSED
    last = answer(pair, order[1])
    assert (last.state, last.agreed_at is not None) == (PairState.AGREED, True)


def test_an_answer_on_the_last_day_counts_and_one_after_it_does_not(pair):
    assert answer(pair, "RTR", today=ANSWER_BY).mentor_answer == "accepted"
    with pytest.raises(AnswerTooLate):
        answer(pair, "RA7", today=ANSWER_BY + datetime.timedelta(days=1))


def test_a_trust_answers_for_itself_only(pair):
    with pytest.raises(NotAllowed):
        answer(pair, "RA7", by=make_person(Role.TRUST_LEAD, "RTR"))


def test_a_trust_outside_the_pair_has_no_answer(pair):
    with pytest.raises(NotFound):
        answer(pair, "RX9")


def test_a_trust_answers_once(pair):
    answer(pair, "RTR")
    with pytest.raises(AlreadyAnswered):
        answer(pair, "RTR", accepts=False, reason="No.")


def test_declining_needs_a_reason(pair):
    with pytest.raises(ReasonMissing):
        answer(pair, "RA7", accepts=False)
    pair.refresh_from_db()
    assert pair.mentee_answer == "waiting"


def test_a_declined_pair_goes_back_to_the_pool_and_is_not_proposed_again(
    scheme, mentor, mentee, lead, pair
):
    declined = answer(pair, "RA7", accepts=False, reason="Too far.")
    assert (declined.state, declined.reason) == (PairState.DECLINED, "Too far.")
    with pytest.raises(DeclinedBefore):
        propose(scheme, lead, (mentor, mentee))


def test_after_a_decline_the_mentee_can_have_another_mentor(scheme, mentee, lead, pair):
    answer(pair, "RTR", accepts=False, reason="Full.")
    other = make_trust()
    make_participation(scheme, other, "mentor", capacity=1)
    assert propose(scheme, lead, (other, mentee))[0].state == PairState.PROPOSED


def test_nobody_accepts_what_the_other_has_declined(pair):
    answer(pair, "RA7", accepts=False, reason="Too far.")
    with pytest.raises(WrongState):
        answer(pair, "RTR")


def test_the_programme_records_an_answer_even_late_and_says_how(pair, lead):
    late = ANSWER_BY + datetime.timedelta(days=3)
    about = {"pair_id": pair.pk, "ods_code": "RTR", "accepts": True, "by": lead, "today": late}
    with pytest.raises(ReasonMissing):
        services.record_answer(**about, reason=" ")
    services.record_answer(**about, reason="By phone, 28 January.")
    event = AuditEvent.objects.get(action="recorded: accepted pair")
    assert (event.reason, event.trust_code) == ("By phone, 28 January.", "RTR")


def test_an_analyst_records_no_answers(pair):
    with pytest.raises(NotAllowed):
        services.record_answer(
            pair_id=pair.pk,
            ods_code="RTR",
            accepts=True,
            reason="x",
            by=make_person(Role.PROGRAMME_ANALYST),
            today=TODAY,
        )


def test_the_second_signature_starts_the_pair(pair):
    agreed(pair)
    for code, state in (("RA7", PairState.AGREED), ("RTR", PairState.ACTIVE)):
        sponsor = make_person(Role.SPONSOR, code)
        signed = services.sign_terms(pair_id=pair.pk, ods_code=code, by=sponsor, today=TODAY)
        assert signed.state == state


def test_a_sponsor_signs_once_and_only_for_its_trust(pair):
    agreed(pair)
    sponsor = make_person(Role.SPONSOR, "RTR")
    services.sign_terms(pair_id=pair.pk, ods_code="RTR", by=sponsor, today=TODAY)
    with pytest.raises(AlreadyAnswered):
        services.sign_terms(pair_id=pair.pk, ods_code="RTR", by=sponsor, today=TODAY)
    with pytest.raises(NotAllowed):
        services.sign_terms(pair_id=pair.pk, ods_code="RA7", by=sponsor, today=TODAY)


def test_nobody_signs_before_both_have_accepted(pair):
    answer(pair, "RTR")
    with pytest.raises(WrongState):
        services.sign_terms(
            pair_id=pair.pk, ods_code="RTR", by=make_person(Role.SPONSOR, "RTR"), today=TODAY
        )


def test_recorded_signatures_keep_the_one_that_was_given(pair, lead):
    agreed(pair)
    sponsor = make_person(Role.SPONSOR, "RTR")
    services.sign_terms(pair_id=pair.pk, ods_code="RTR", by=sponsor, today=TODAY)
    active = services.record_signatures(pair_id=pair.pk, how="On paper.", by=lead, today=TODAY)
    assert (active.state, active.mentor_signed_by, active.mentee_signed_by) == (
        PairState.ACTIVE,
        sponsor,
        lead,
    )


def test_recorded_signatures_say_how(pair, lead):
    agreed(pair)
    with pytest.raises(ReasonMissing):
        services.record_signatures(pair_id=pair.pk, how="", by=lead, today=TODAY)


def test_an_early_end_needs_a_reason_that_both_read(pair, lead):
    agreed(pair)
    nurse = make_person(Role.TRUST_LEAD, "RA7")
    with pytest.raises(ReasonMissing):
        services.end_pair(pair_id=pair.pk, reason="", by=lead, today=TODAY)
    services.end_pair(pair_id=pair.pk, reason="The trusts merge.", by=lead, today=TODAY)
    mail = Message.objects.filter(payload__to=nurse.email).order_by("made_at").last()
    assert "The trusts merge." in mail.payload["text"]


def test_an_ended_pair_stays_ended(pair, lead):
    services.end_pair(pair_id=pair.pk, reason="Wrong pair.", by=lead, today=TODAY)
    with pytest.raises(WrongState):
        services.end_pair(pair_id=pair.pk, reason="Again.", by=lead, today=TODAY)


def test_a_pair_is_completed_only_after_the_work(pair, lead):
    agreed(pair)
    services.record_signatures(pair_id=pair.pk, how="On paper.", by=lead, today=TODAY)
    with pytest.raises(WrongState):
        services.complete_pair(pair_id=pair.pk, by=lead, today=datetime.date(2015, 7, 31))
    done = services.complete_pair(pair_id=pair.pk, by=lead, today=datetime.date(2015, 8, 1))
    assert done.state == PairState.COMPLETED


def test_proposals_expire_after_their_last_day_and_only_once(pair, lead):
    assert expire_proposals(today=ANSWER_BY) == 0
    late = ANSWER_BY + datetime.timedelta(days=1)
    assert expire_proposals(today=late) == 1
    assert expire_proposals(today=late) == 0
    pair.refresh_from_db()
    assert (pair.state, pair.ended_on) == (PairState.EXPIRED, late)
    assert AuditEvent.objects.get(action="proposal expired").actor == "The portal"


def test_an_expired_pair_can_be_proposed_again(scheme, mentor, mentee, lead, pair):
    expire_proposals(today=datetime.date(2015, 1, 27))
    later = datetime.date(2015, 1, 28)
    again = propose(
        scheme, lead, (mentor, mentee), today=later, answer_by=datetime.date(2015, 2, 5)
    )
    assert again[0].state == PairState.PROPOSED


def test_every_step_is_in_the_history_with_who_did_it(pair, lead):
    services.end_pair(pair_id=pair.pk, reason="Wrong pair.", by=lead, today=TODAY)
    rows = [(row.state, row.history_user) for row in BuddyPair.history.order_by("history_id")]
    assert rows == [("proposed", lead), ("ended_early", lead)]
