"""Writing a plan: what may be written, by whom, when, and which values."""

import datetime

import pytest

from buddy_portal.accounts.refusals import NotAllowed, Refusal, StaleVersion, WrongState
from improvement_plans.models import Action, Aim, Plan, PlanState, PlanVersion
from improvement_plans.services import writing
from improvement_plans.services.approval import reopen_plan
from improvement_plans.tests.factories import make_aim, make_plan
from improvement_plans.tests.services.worlds import (
    AFTER_WINDOW,
    BEFORE_WINDOW,
    IN_WINDOW,
    make_world,
)
from trusts.models import PairState
from trusts.tests.factories import make_question, make_score, make_survey_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return make_world()


@pytest.fixture
def running():
    return make_world(PlanState.ACTIVE)


def action_values(world, **fields):
    return {
        "text": "Print the cards",
        "owner": world.member,
        "starts_on": datetime.date(2015, 3, 2),
        "due": datetime.date(2015, 5, 29),
        **fields,
    }


def add_action(world, by=None, today=BEFORE_WINDOW, **fields):
    return writing.add_action(
        by=by or world.nurse, plan=world.plan, values=action_values(world, **fields), today=today
    )


def test_a_plan_starts_with_the_scheme_s_window(draft):
    Plan.objects.all().delete()
    plan = writing.start_plan(by=draft.nurse, pair=draft.pair)
    scheme = draft.pair.scheme
    assert (plan.window_from, plan.window_to) == (
        scheme.implementation_from,
        scheme.implementation_to,
    )


def test_a_pair_has_one_plan(draft):
    with pytest.raises(writing.PlanExistsAlready):
        writing.start_plan(by=draft.nurse, pair=draft.pair)


@pytest.mark.parametrize("state", [PairState.PROPOSED, PairState.DECLINED, PairState.ENDED_EARLY])
def test_only_an_agreed_pair_starts_a_plan(draft, state):
    Plan.objects.all().delete()
    draft.pair.state = state
    draft.pair.save()
    with pytest.raises(WrongState, match="agreed"):
        writing.start_plan(by=draft.nurse, pair=draft.pair)


def test_words_are_saved_once_for_one_version(draft):
    for title in ("First", "Second"):
        values = {"title": title}
        save = {"by": draft.nurse, "plan": draft.plan, "read_at": 1, "values": values}
        if title == "First":
            writing.change_plan(**save, today=BEFORE_WINDOW)
        else:
            with pytest.raises(StaleVersion) as stale:
                writing.change_plan(**save, today=BEFORE_WINDOW)
    assert (stale.value.current, stale.value.typed) == ({"title": "First"}, {"title": "Second"})


@pytest.mark.parametrize(
    "field,who", [("lead", "member"), ("lead", "mentor"), ("sponsor", "nurse")]
)
def test_lead_and_sponsor_hold_the_role_in_the_mentee_s_trust(draft, field, who):
    values = {field: getattr(draft, who)}
    with pytest.raises(Refusal) as refused:
        writing.change_plan(
            by=draft.nurse, plan=draft.plan, read_at=1, values=values, today=BEFORE_WINDOW
        )
    assert refused.value.field == field


def test_a_midpoint_outside_the_window_is_refused(draft):
    values = {"midpoint": AFTER_WINDOW}
    with pytest.raises(Refusal, match="window"):
        writing.change_plan(
            by=draft.nurse, plan=draft.plan, read_at=1, values=values, today=BEFORE_WINDOW
        )


@pytest.mark.parametrize(
    "values,field",
    [
        ({"target": 63.8}, "target"),
        ({"target": 101.0}, "target"),
        ({"target": -1.0}, "target"),
        ({"target": float("nan")}, "target"),
        ({"by_date": datetime.date(2015, 8, 1)}, "by_date"),
    ],
)
def test_an_aim_that_cannot_be_is_refused_at_its_field(draft, values, field):
    Aim.objects.all().delete()
    given = {
        "question": draft.question,
        "title": "T",
        "target": 74.0,
        "by_date": datetime.date(2015, 7, 31),
        **values,
    }
    with pytest.raises(Refusal) as refused:
        writing.add_aim(by=draft.nurse, plan=draft.plan, values=given, today=BEFORE_WINDOW)
    assert refused.value.field == field


def test_a_mean_is_kept_on_its_own_scale(draft):
    question = make_question(draft.pair.scheme.baseline, "Q59", scale="mean_0_10")
    make_score(question, draft.pair.mentee, 8.53, 300)
    given = {"question": question, "title": "Overall", "target": 10.5, "by_date": None}
    with pytest.raises(Refusal, match="between 0 and 10"):
        writing.add_aim(by=draft.nurse, plan=draft.plan, values=given, today=BEFORE_WINDOW)
    aim = writing.add_aim(
        by=draft.nurse, plan=draft.plan, values={**given, "target": 8.7}, today=BEFORE_WINDOW
    )
    assert aim.baseline == 8.53


def test_a_question_whose_score_is_not_shown_gives_no_aim(draft):
    question = make_question(draft.pair.scheme.baseline, "Q2")
    make_score(question, draft.pair.mentee, None, None)
    given = {"question": question, "title": "T", "target": 74.0, "by_date": None}
    with pytest.raises(Refusal, match="shows no score"):
        writing.add_aim(by=draft.nurse, plan=draft.plan, values=given, today=BEFORE_WINDOW)


def test_a_question_of_another_survey_year_gives_no_aim(draft):
    question = make_question(make_survey_year(2013), "Q18")
    given = {"question": question, "title": "T", "target": 74.0, "by_date": None}
    with pytest.raises(Refusal, match="baseline survey"):
        writing.add_aim(by=draft.nurse, plan=draft.plan, values=given, today=BEFORE_WINDOW)


@pytest.mark.parametrize("who", ["mentor", "observer", "outsider", "sponsor"])
def test_an_action_belongs_to_somebody_who_works_on_the_plan(draft, who):
    with pytest.raises(Refusal) as refused:
        add_action(draft, owner=getattr(draft, who))
    assert refused.value.field == "owner"


def test_a_partner_can_own_an_action(draft):
    assert add_action(draft, owner=draft.partner).owner == draft.partner


def test_an_action_s_aim_is_one_of_the_same_plan(draft):
    with pytest.raises(Refusal) as refused:
        add_action(draft, aim=make_aim(make_plan()))
    assert refused.value.field == "aim"


def test_an_action_added_under_way_makes_a_version(running):
    add_action(running, today=IN_WINDOW)
    assert PlanVersion.objects.get().why == "Action added"


def test_under_way_an_action_s_words_change_and_its_dates_do_not(running):
    values = action_values(running, text="Print 400 cards", due=datetime.date(2015, 7, 1))
    before = running.action.due
    writing.change_action(
        by=running.nurse, action=running.action, read_at=1, values=values, today=IN_WINDOW
    )
    running.action.refresh_from_db()
    assert (running.action.text, running.action.due) == ("Print 400 cards", before)


@pytest.mark.parametrize("today", [BEFORE_WINDOW, AFTER_WINDOW])
def test_outside_the_window_no_action_is_added(running, today):
    with pytest.raises(WrongState):
        add_action(running, today=today)


@pytest.mark.parametrize("state", [s for s in PlanState if s not in ("draft", "changes_requested")])
def test_aims_are_written_only_while_the_plan_is(state):
    world = make_world(state)
    with pytest.raises(WrongState):
        writing.remove_aim(by=world.nurse, aim=Aim.objects.get(), today=BEFORE_WINDOW)


@pytest.mark.parametrize("who", ["member", "sponsor", "mentor", "lead", "partner", "observer"])
def test_only_the_nurse_of_the_mentee_writes(draft, who):
    person = getattr(draft, who)
    with pytest.raises(NotAllowed):
        add_action(draft, by=person)
    with pytest.raises(NotAllowed):
        writing.remove_action(by=person, action=Action.objects.get(), today=BEFORE_WINDOW)


def test_a_reopened_plan_can_be_written_and_its_baselines_thaw():
    world = make_world(PlanState.APPROVED)
    reopen_plan(by=world.lead, plan=world.plan, reason="The target is last year’s")
    world.plan.refresh_from_db()
    assert world.plan.baselines_frozen_at is None
    assert add_action(world).pk


def test_a_plan_that_has_begun_is_not_opened_again(running):
    with pytest.raises(WrongState, match="has not begun"):
        reopen_plan(by=running.lead, plan=running.plan, reason="Late")
