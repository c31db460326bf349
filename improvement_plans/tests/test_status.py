"""The computed status: every edge of its rules, and a slow independent version."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement_plans.models import ActionState, Claim
from improvement_plans.status import (
    ActionFacts,
    PlanStatusKind,
    Status,
    StatusKind,
    action_status,
    plan_status,
)
from improvement_plans.tests.slow_status import slow_kind

TODAY = datetime.date(2015, 4, 16)


def days(count: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=count)


def facts(**fields):
    base = {
        "state": ActionState.IN_PROGRESS,
        "starts_on": days(-60),
        "due": days(60),
        "state_since": days(-60),
        "last_update_on": days(-1),
    }
    return ActionFacts(**{**base, **fields})


EDGES = [
    ("due today is not overdue", {"due": days(0)}, "green"),
    ("due yesterday is overdue", {"due": days(-1)}, "red"),
    (
        "overdue but claimed done",
        {"due": days(-1), "state": ActionState.CLAIMED_DONE, "state_since": days(-2)},
        "green",
    ),
    ("blocked 21 days", {"state": ActionState.BLOCKED, "state_since": days(-21)}, "green"),
    ("blocked 22 days", {"state": ActionState.BLOCKED, "state_since": days(-22)}, "red"),
    ("due in 14 days, quiet 34", {"due": days(14), "last_update_on": days(-34)}, "green"),
    ("due in 14 days, quiet 35", {"due": days(14), "last_update_on": days(-35)}, "amber"),
    ("due in 15 days, quiet 35", {"due": days(15), "last_update_on": days(-35)}, "green"),
    ("never updated, begun 35 days ago", {"due": days(3), "last_update_on": None}, "amber"),
    ("one moved date", {"due_changes": 1}, "green"),
    ("two moved dates", {"due_changes": 2}, "amber"),
    (
        "claimed done 14 days ago",
        {"state": ActionState.CLAIMED_DONE, "state_since": days(-14)},
        "green",
    ),
    (
        "claimed done 15 days ago",
        {"state": ActionState.CLAIMED_DONE, "state_since": days(-15)},
        "amber",
    ),
    ("starts tomorrow", {"starts_on": days(1)}, "not_due"),
    ("starts today", {"starts_on": days(0)}, "green"),
    ("confirmed though overdue", {"state": ActionState.CONFIRMED, "due": days(-9)}, "complete"),
    ("embedded", {"state": ActionState.EMBEDDED}, "complete"),
    ("abandoned though overdue", {"state": ActionState.ABANDONED, "due": days(-9)}, "ended"),
    ("challenged and overdue", {"state": ActionState.CHALLENGED, "due": days(-1)}, "red"),
]


@pytest.mark.parametrize(
    "fields,expected", [edge[1:] for edge in EDGES], ids=[edge[0] for edge in EDGES]
)
def test_each_edge_gives_its_status(fields, expected):
    assert action_status(facts(**fields), on=TODAY).kind == expected


def test_the_reason_is_said_in_words():
    status = action_status(facts(due=datetime.date(2015, 3, 3)), on=TODAY)
    assert status.reason == "Due 3 March 2015, not claimed done"


def test_a_challenged_claim_differs_from_the_facts_and_says_so():
    given_facts = facts(state=ActionState.CHALLENGED, claim=Claim.DONE, state_since=days(-7))
    status = action_status(given_facts, on=TODAY)
    assert (status.kind, status.differs) == ("green", True)
    assert status.reason == "Challenged 9 April 2015, waiting for the owner"


@pytest.mark.parametrize(
    "claim,differs",
    [(Claim.ON_TRACK, True), (Claim.DONE, True), (Claim.AT_RISK, False), (None, False)],
)
def test_a_rosy_claim_beside_red_differs_from_the_facts(claim, differs):
    assert action_status(facts(due=days(-5), claim=claim), on=TODAY).differs is differs


near = st.integers(-80, 80).map(days)


@given(
    st.builds(
        ActionFacts,
        state=st.sampled_from(ActionState),
        starts_on=near,
        due=near,
        state_since=near,
        last_update_on=st.none() | near,
        due_changes=st.integers(0, 4),
        claim=st.none() | st.sampled_from(Claim),
    )
)
def test_the_status_equals_the_slow_version(given_facts):
    assert action_status(given_facts, on=TODAY).kind == slow_kind(given_facts, TODAY)


def statuses(red: int, green: int = 3) -> list[Status]:
    kinds = [StatusKind.RED] * red + [StatusKind.GREEN] * green
    return [Status(kind, "", TODAY) for kind in kinds]


@pytest.mark.parametrize(
    "red,asked,expected",
    [
        (0, False, PlanStatusKind.ON_TRACK),
        (1, False, PlanStatusKind.ON_TRACK),
        (1, True, PlanStatusKind.WATCH),
        (2, False, PlanStatusKind.WATCH),
        (3, False, PlanStatusKind.NEEDS_HELP),
    ],
)
def test_a_plan_is_rolled_up_from_its_red_actions(red, asked, expected):
    status = plan_status(
        statuses(red), last_update_on=TODAY, began_on=TODAY, on=TODAY, extension_asked=asked
    )
    assert status.kind == expected


@pytest.mark.parametrize("quiet,stale", [(35, None), (36, 36)])
def test_a_quiet_plan_is_stale_and_not_red(quiet, stale):
    status = plan_status(statuses(0), last_update_on=days(-quiet), began_on=days(-90), on=TODAY)
    assert status.stale_days == stale
    assert status.kind == PlanStatusKind.ON_TRACK
