"""What belongs on an agenda and why: a truth table of actions, and the other things."""

import datetime

import pytest

from improvement_plans.meetings.agenda import (
    TAKES,
    Found,
    action_reason,
    agenda_of,
    commitment_reason,
    risk_reason,
    shortened,
)
from improvement_plans.models import ActionState, Claim, ItemKind, MeetingKind
from improvement_plans.status import ActionFacts

S = ActionState
ON = datetime.date(2015, 5, 1)
UNTIL = datetime.date(2015, 5, 15)
FRESH = datetime.date(2015, 4, 20)
OLD = datetime.date(2015, 3, 21)


def facts(state=S.IN_PROGRESS, *, due=datetime.date(2015, 7, 1), since=FRESH, last=FRESH, **more):
    starts = datetime.date(2015, 2, 2)
    return ActionFacts(
        state=state, starts_on=starts, due=due, state_since=since, last_update_on=last, **more
    )


@pytest.mark.parametrize(
    ("given", "kind", "why"),
    [
        (facts(), None, ""),
        (facts(S.CONFIRMED, due=OLD), None, ""),
        (facts(S.ABANDONED, due=OLD), None, ""),
        (facts(S.BLOCKED), ItemKind.BLOCKED, "Blocked for 11 days"),
        (facts(due=OLD), ItemKind.OVERDUE, "Due 21 March 2015, not claimed done"),
        (facts(due=OLD, claim=Claim.ON_TRACK), ItemKind.APART, "The owner says “on track”."),
        (facts(S.CHALLENGED), ItemKind.CHALLENGED, "Challenged 20 April 2015"),
        (facts(S.CLAIMED_DONE, since=OLD), ItemKind.UNCONFIRMED, "Claimed done 41 days ago"),
        (facts(S.CLAIMED_DONE, due=OLD), None, ""),
        (facts(last=OLD), ItemKind.STALE, "Stale, 41 days"),
        (facts(due=UNTIL), ItemKind.DUE, "Due 15 May 2015"),
        (facts(due=UNTIL + datetime.timedelta(days=1)), None, ""),
        (facts(S.BLOCKED, last=OLD), ItemKind.BLOCKED, "Stale, 41 days"),
    ],
)
def test_action_is_on_the_agenda_once_for_its_gravest_reason(given, kind, why):
    found = action_reason(given, ours=True, on=ON, until=UNTIL)
    assert (found[0] if found else None) == kind
    assert why in (found[1] if found else "")


def test_blocked_action_outside_the_team_needs_the_sponsor():
    found = action_reason(facts(S.BLOCKED), ours=False, on=ON, until=UNTIL)
    assert found == (ItemKind.ESCALATION, "Blocked for 11 days, outside the team’s control")


def test_action_that_has_not_begun_is_not_stale():
    ahead = ActionFacts(
        S.NOT_STARTED, starts_on=UNTIL, due=datetime.date(2015, 7, 1), state_since=UNTIL
    )
    assert action_reason(ahead, ours=True, on=ON, until=UNTIL) is None


@pytest.mark.parametrize(
    ("marks", "review_on", "said"),
    [
        ((1, 3), datetime.date(2015, 7, 1), None),
        ((1, 3), UNTIL, "Low: 1 × 3 = 3 of 25. Review due 15 May 2015"),
        ((4, 4), datetime.date(2015, 7, 1), "Extreme: 4 × 4 = 16 of 25"),
    ],
)
def test_risk_is_on_the_agenda_when_grave_or_to_be_reviewed(marks, review_on, said):
    assert risk_reason(*marks, review_on, until=UNTIL) == said


def test_commitment_is_on_the_agenda_when_overdue_or_due():
    assert commitment_reason(UNTIL, on=ON, until=UNTIL) == "Due 15 May 2015"
    overdue = commitment_reason(datetime.date(2015, 4, 30), on=ON, until=UNTIL)
    assert overdue == "Overdue by 1 day, due 30 April 2015"
    assert commitment_reason(datetime.date(2015, 5, 16), on=ON, until=UNTIL) is None


def test_gravest_kind_comes_first_and_else_the_order_stays():
    kinds = (ItemKind.DUE, ItemKind.BLOCKED, ItemKind.ESCALATION, ItemKind.BLOCKED)
    found = [Found(kind, f"action-{n}", 1, "x", "y") for n, kind in enumerate(kinds)]
    ordered = agenda_of(MeetingKind.MDT, found)
    assert [each.key for each in ordered] == ["action-2", "action-1", "action-3", "action-0"]


@pytest.mark.parametrize("kind", list(MeetingKind))
def test_each_kind_of_meeting_takes_only_what_is_its_own(kind):
    found = [Found(each, f"plan-{each}", 1, "x", "y") for each in ItemKind]
    assert {each.kind for each in agenda_of(kind, found)} == set(TAKES[kind])


def test_programme_hears_of_a_stale_plan_but_not_of_each_stale_action():
    found = [Found(ItemKind.STALE, key, 1, "x", "y") for key in ("plan-1", "action-1")]
    assert [each.key for each in agenda_of(MeetingKind.PROGRAMME, found)] == ["plan-1"]


def test_words_longer_than_an_agenda_holds_are_cut_with_a_sign():
    assert len(shortened("word " * 100)) <= 300
    assert shortened("word " * 100).endswith("…")
    assert shortened("x" * 300) == "x" * 300
