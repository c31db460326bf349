"""Two people act on pairs at the same time, in transactions of their own."""

import datetime
import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction

from buddy_portal.accounts.refusals import Refusal
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import BuddyPair, PairState
from trusts.refusals import MenteeAlreadyPaired, MentorFull
from trusts.services import proposals
from trusts.services.pairs import answer_proposal
from trusts.services.proposals import PairToPropose, propose_pairs
from trusts.states import LIVE
from trusts.tests.factories import make_participation, make_scheme, make_trust

TODAY, ANSWER_BY = datetime.date(2015, 1, 15), datetime.date(2015, 1, 26)


def at_once(*acts):
    """Run the acts in threads that start together; their results or the errors they raised."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            gate.wait(timeout=20)
            results[place] = act()
        except (Refusal, IntegrityError) as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def taking_part(scheme, role, count, **fields):
    trusts = [make_trust() for _ in range(count)]
    for trust in trusts:
        make_participation(scheme, trust, role, **fields)
    return trusts


def proposal(scheme, mentor, mentee, lead):
    pair = [PairToPropose(mentor, mentee)]
    return lambda: propose_pairs(
        scheme=scheme, pairs=pair, answer_by=ANSWER_BY, by=lead, today=TODAY
    )


@pytest.mark.django_db(transaction=True)
def test_two_mentors_for_one_mentee_give_one_pair():
    scheme, lead = make_scheme(), make_person(Role.PROGRAMME_LEAD)
    mentors = taking_part(scheme, "mentor", 4, capacity=1)
    mentee = taking_part(scheme, "mentee", 1)[0]
    results = at_once(*(proposal(scheme, mentor, mentee, lead) for mentor in mentors))
    assert [type(result) for result in results].count(MenteeAlreadyPaired) == 3
    assert BuddyPair.objects.filter(mentee=mentee, state__in=LIVE).count() == 1


@pytest.mark.django_db(transaction=True)
def test_more_mentees_than_places_fill_the_places_and_no_more():
    scheme, lead = make_scheme(), make_person(Role.PROGRAMME_LEAD)
    mentor = taking_part(scheme, "mentor", 1, capacity=2)[0]
    mentees = taking_part(scheme, "mentee", 5)
    results = at_once(*(proposal(scheme, mentor, mentee, lead) for mentee in mentees))
    assert [type(result) for result in results].count(MentorFull) == 3
    assert sorted(BuddyPair.objects.values_list("place", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_both_trusts_accept_at_once_and_the_pair_is_agreed():
    scheme, lead = make_scheme(), make_person(Role.PROGRAMME_LEAD)
    mentor = taking_part(scheme, "mentor", 1, capacity=1)[0]
    mentee = taking_part(scheme, "mentee", 1)[0]
    pair = proposal(scheme, mentor, mentee, lead)()[0]
    at_once(*(answer(pair, trust, accepts=True) for trust in (mentor, mentee)))
    pair.refresh_from_db()
    assert (pair.state, pair.version) == (PairState.AGREED, 3)


@pytest.mark.django_db(transaction=True)
def test_an_acceptance_and_a_decline_at_once_end_declined():
    scheme, lead = make_scheme(), make_person(Role.PROGRAMME_LEAD)
    mentor = taking_part(scheme, "mentor", 1, capacity=1)[0]
    mentee = taking_part(scheme, "mentee", 1)[0]
    pair = proposal(scheme, mentor, mentee, lead)()[0]
    at_once(answer(pair, mentor, accepts=True), answer(pair, mentee, accepts=False))
    pair.refresh_from_db()
    assert (pair.state, pair.reason) == (PairState.DECLINED, "Too far.")


def answer(pair, trust, *, accepts):
    person = make_person(Role.TRUST_LEAD, trust.ods_code)
    return lambda: answer_proposal(
        pair_id=pair.pk,
        ods_code=trust.ods_code,
        accepts=accepts,
        reason="Too far.",
        by=person,
        today=TODAY,
    )


def raw_pair(scheme, mentor, mentee, place=1):
    with transaction.atomic():
        return BuddyPair.objects.create(
            scheme=scheme, mentor=mentor, mentee=mentee, place=place, answer_by=ANSWER_BY
        )


@pytest.mark.django_db
@pytest.mark.parametrize("constraint", ["one_live_pair_per_mentee", "one_live_pair_per_place"])
def test_the_database_holds_it_whoever_writes_and_not_once_dropped(constraint):
    scheme = make_scheme()
    mentors, mentees = (taking_part(scheme, "mentor", 2), taking_part(scheme, "mentee", 2))
    second = {
        "one_live_pair_per_mentee": (mentors[1], mentees[0]),
        "one_live_pair_per_place": (mentors[0], mentees[1]),
    }[constraint]
    raw_pair(scheme, mentors[0], mentees[0])
    with pytest.raises(IntegrityError, match=constraint):
        raw_pair(scheme, *second)
    with connection.cursor() as cursor:
        cursor.execute(f"drop index {constraint}")
    assert raw_pair(scheme, *second).pk


@pytest.mark.django_db(transaction=True)
def test_without_the_row_locks_the_constraint_still_allows_one(monkeypatch):
    """The planted fault: the service forgets to lock; the database refuses the second pair."""

    def unlocked(scheme, pairs):
        trusts = {trust.pk for pair in pairs for trust in (pair.mentor, pair.mentee)}
        rows = proposals.Participation.objects.select_related("trust")
        return {row.trust_id: row for row in rows.filter(scheme=scheme, trust_id__in=trusts)}

    monkeypatch.setattr(proposals, "_lock_participations", unlocked)
    scheme, lead = make_scheme(), make_person(Role.PROGRAMME_LEAD)
    mentors = taking_part(scheme, "mentor", 6, capacity=1)
    mentee = taking_part(scheme, "mentee", 1)[0]
    results = at_once(*(proposal(scheme, mentor, mentee, lead) for mentor in mentors))
    assert BuddyPair.objects.filter(mentee=mentee, state__in=LIVE).count() == 1
    assert sum(isinstance(result, list) for result in results) == 1


def _meeting_before_saving(monkeypatch):
    """Nobody locks, and both have looked for a live pair before either saves."""
    both_looked = threading.Barrier(2)

    def place(_mentor, _taken):
        both_looked.wait(timeout=20)
        return 1

    def unlocked(scheme, pairs):
        trusts = {trust.pk for pair in pairs for trust in (pair.mentor, pair.mentee)}
        rows = proposals.Participation.objects.select_related("trust")
        return {row.trust_id: row for row in rows.filter(scheme=scheme, trust_id__in=trusts)}

    monkeypatch.setattr(proposals, "_lock_participations", unlocked)
    monkeypatch.setattr(proposals, "_free_place", place)


@pytest.fixture(params=["one_live_pair_per_mentee", "one_live_pair_per_place"])
def without_the_constraint(transactional_db, request):
    """The database as it would be if somebody dropped it; put back afterwards."""
    (held,) = (one for one in BuddyPair._meta.constraints if one.name == request.param)
    with connection.schema_editor() as editor:
        editor.remove_constraint(BuddyPair, held)
    yield request.param
    BuddyPair.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(BuddyPair, held)


def _two_for_one(constraint):
    """Two mentors propose themselves for one mentee, or two mentees want one mentor's one place."""
    scheme, lead = make_scheme(), make_person(Role.PROGRAMME_LEAD)
    one_mentee = constraint == "one_live_pair_per_mentee"
    mentors = taking_part(scheme, "mentor", 2 if one_mentee else 1, capacity=1)
    mentees = taking_part(scheme, "mentee", 1 if one_mentee else 2)
    at_once(*(proposal(scheme, mentor, mentee, lead) for mentor in mentors for mentee in mentees))
    return BuddyPair.objects.filter(scheme=scheme, state__in=LIVE).count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("constraint", ["one_live_pair_per_mentee", "one_live_pair_per_place"])
def test_two_transactions_that_do_not_see_each_other_are_parted_by_it(monkeypatch, constraint):
    _meeting_before_saving(monkeypatch)
    assert _two_for_one(constraint) == 1


def test_without_the_constraint_the_same_two_both_get_in(monkeypatch, without_the_constraint):
    _meeting_before_saving(monkeypatch)
    assert _two_for_one(without_the_constraint) == 2
