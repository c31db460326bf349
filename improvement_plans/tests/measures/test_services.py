"""Measures, figures and cycles through their services: rights, the time box, the record."""

import datetime

import pytest

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, Refusal, StaleVersion, WrongState
from improvement_plans.models import DataPoint, IdeaState, Measure, PdsaCycle, PlanState
from improvement_plans.services import cycles, drivers, figures, measures
from improvement_plans.services.figures import Figure, Paste
from improvement_plans.tests.factories import make_aim, make_plan
from improvement_plans.tests.measure_factories import make_cycle, make_idea, make_measure
from improvement_plans.tests.services.worlds import AFTER_WINDOW, IN_WINDOW, make_world

pytestmark = pytest.mark.django_db
MARCH = datetime.date(2015, 3, 1)
MEANING = {"definition": "New patients of the month", "numerator": "", "denominator": ""}
YEAR = [62, 65, 61, 64, 60, 63, 70, 72, 75, 74, 77, 76]


@pytest.fixture
def world():
    return make_world(PlanState.ACTIVE)


def settings(**changed):
    values = {"name": "Seen within 14 days", "kind": "process", "unit": "percent"}
    return {**values, "direction": "increase", **changed}


def start(world, by=None, today=IN_WINDOW, **changed):
    return measures.start_measure(
        by=by or world.member,
        plan=world.plan,
        values=settings(**changed),
        meaning=MEANING,
        today=today,
    )


def add(world, measure, figure, on=MARCH, by=None, today=IN_WINDOW):
    return figures.add_figure(
        by=by or world.member, measure=measure, on=on, figure=figure, today=today
    )


def correct(world, point, figure, reason="Typed wrong", read_at=1):
    figures.correct_figure(
        by=world.nurse, point=point, read_at=read_at, figure=figure, reason=reason, today=IN_WINDOW
    )


@pytest.mark.parametrize("who", ["nurse", "member"])
def test_the_team_of_the_mentee_keeps_measures(world, who):
    made = start(world, by=getattr(world, who))
    assert made.definitions.get().by == getattr(world, who)
    assert AuditEvent.objects.filter(action="measure started").exists()


@pytest.mark.parametrize("who", ["mentor", "sponsor", "partner", "observer", "lead", "outsider"])
def test_nobody_else_keeps_measures(world, who):
    with pytest.raises(NotAllowed):
        start(world, by=getattr(world, who))


def test_outside_the_window_nothing_is_written(world):
    measure = make_measure(world.plan, YEAR)
    with pytest.raises(WrongState, match="ended on 31 July 2015"):
        start(world, today=AFTER_WINDOW)
    with pytest.raises(WrongState):
        add(world, measure, Figure(value=80), today=AFTER_WINDOW)
    with pytest.raises(WrongState):
        cycles.begin_cycle(
            by=world.nurse, cycle=make_cycle(make_idea(world.plan)), today=AFTER_WINDOW
        )


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"name": "Calls"}, "name"),
        ({"unit": "days", "entered_as": "counts"}, "entered_as"),
        ({"target": 101.0}, "target"),
    ],
)
def test_a_measure_that_does_not_fit_is_refused_at_its_field(world, changed, field):
    make_measure(world.plan, name="calls")
    with pytest.raises(Refusal) as refused:
        start(world, **changed)
    assert refused.value.field == field


def test_an_aim_of_another_plan_is_refused(world):
    with pytest.raises(Refusal, match="an aim of this plan"):
        start(world, aim=make_aim(make_plan()))


def test_the_unit_stays_once_there_is_a_figure(world):
    measure = make_measure(world.plan, [80.0])
    with pytest.raises(Refusal, match="figures in this unit already"):
        measures.change_measure(
            by=world.nurse,
            measure=measure,
            read_at=1,
            values=settings(unit="days"),
            today=IN_WINDOW,
        )


def test_a_new_definition_keeps_the_old_one(world):
    measure = start(world)
    measures.redefine_measure(
        by=world.nurse,
        measure=measure,
        meaning={**MEANING, "definition": "Day cases too"},
        from_date=MARCH,
        reason="The board asked",
        today=IN_WINDOW,
    )
    kept = list(measure.definitions.values_list("number", "definition"))
    assert kept == [(1, "New patients of the month"), (2, "Day cases too")]
    with pytest.raises(Refusal, match="Give a later date"):
        measures.redefine_measure(
            by=world.nurse,
            measure=measure,
            meaning=MEANING,
            from_date=MARCH,
            reason="Again",
            today=IN_WINDOW,
        )


def test_a_date_with_a_figure_shows_it_and_keeps_it(world):
    measure = make_measure(world.plan, [80.0], first=MARCH)
    with pytest.raises(Refusal, match=r"already: 80\.0%.*Yours was not saved") as refused:
        add(world, measure, Figure(value=85))
    assert refused.value.field == "value"
    assert DataPoint.objects.get().value == 80


def test_two_numbers_are_kept_and_give_the_percentage(world):
    measure = make_measure(world.plan, entered_as="counts")
    point = add(world, measure, Figure(numerator=12, denominator=48))
    assert (point.value, point.numerator, point.denominator) == (25.0, 12, 48)


@pytest.mark.parametrize(
    "figure",
    [
        Figure(),
        Figure(numerator=3),
        Figure(numerator=3, denominator=0),
        Figure(numerator=4, denominator=3),
    ],
)
def test_half_of_two_numbers_is_refused(world, figure):
    measure = make_measure(world.plan, entered_as="counts")
    with pytest.raises(Refusal):
        add(world, measure, figure)
    assert not DataPoint.objects.exists()


@pytest.mark.parametrize("on", [IN_WINDOW + datetime.timedelta(days=1), datetime.date(1999, 1, 1)])
def test_a_date_out_of_reason_is_refused(world, on):
    with pytest.raises(Refusal) as refused:
        add(world, make_measure(world.plan), Figure(value=80), on=on)
    assert refused.value.field == "on"


def test_a_correction_needs_a_reason_and_stands_in_the_audit_trail(world):
    point = add(world, make_measure(world.plan), Figure(value=80))
    with pytest.raises(Refusal, match="Say why"):
        correct(world, point, Figure(value=85), reason=" ")
    correct(world, point, Figure(value=85))
    event = AuditEvent.objects.get(action="figure corrected")
    assert event.reason == "Typed wrong"
    assert event.changes == {"2015-03-01": ["80.0%", "85.0%"]}


def test_a_note_needs_no_reason(world):
    point = add(world, make_measure(world.plan), Figure(value=80))
    correct(world, point, Figure(value=80, note="Clinic closed for a week"), reason="")
    assert DataPoint.objects.get().note == "Clinic closed for a week"


def test_a_stale_correction_is_refused_with_both_figures(world):
    point = add(world, make_measure(world.plan), Figure(value=80))
    correct(world, DataPoint.objects.get(), Figure(value=85))
    with pytest.raises(StaleVersion) as stale:
        correct(world, point, Figure(value=90))
    assert (stale.value.current["value"], stale.value.typed["value"]) == (85, 90)


def test_the_audit_trail_holds_no_small_number_of_patients(world):
    measure = make_measure(world.plan, unit="count", direction="decrease")
    point = add(world, measure, Figure(value=4))
    correct(world, point, Figure(value=12))
    events = AuditEvent.objects.filter(action__startswith="figure").order_by("pk")
    assert [event.changes["2015-03-01"] for event in events] == [
        ["", "not shown: fewer than 10"],
        ["not shown: fewer than 10", "12"],
    ]


def test_a_pasted_column_is_saved_whole_or_not_at_all(world):
    measure = make_measure(world.plan, [80.0], first=MARCH)
    bad = "13/02/2015\t70\n13/01/2015\tmany"
    with pytest.raises(Refusal, match="Nothing was saved"):
        figures.add_column(by=world.nurse, measure=measure, paste=Paste(bad), today=IN_WINDOW)
    assert measure.points.count() == 1
    good = "13/02/2015\t70\n01/03/2015\t80\n13/01/2015\t"
    count = figures.add_column(by=world.nurse, measure=measure, paste=Paste(good), today=IN_WINDOW)
    assert (count, measure.points.count()) == (1, 2)


def test_a_chart_starts_anew_with_its_reason_and_the_log_keeps_that_it_was_undone(world):
    measure = make_measure(world.plan, YEAR)
    on = measure.points.all()[6].on
    made = measures.rebase_chart(
        by=world.nurse, measure=measure, on=on, reason="All wards", today=IN_WINDOW
    )
    point = measure.points.get(on=on)
    with pytest.raises(WrongState, match="starts anew at this figure"):
        figures.remove_figure(by=world.nurse, point=point, reason="x", today=IN_WINDOW)
    measures.undo_rebase(by=world.nurse, rebase=made, reason="Too early", today=IN_WINDOW)
    made.refresh_from_db()
    assert (made.undone_by, made.undone_why) == (world.nurse, "Too early")


def test_an_improvement_is_noticed_when_the_figures_show_it(world):
    measure = start(world)
    rows = [f"{n:02d}/12/2014\t{60 + n % 3}" for n in range(13, 29)]
    figures.add_column(
        by=world.nurse, measure=measure, paste=Paste("\n".join(rows)), today=IN_WINDOW
    )
    assert not Measure.objects.get().improves
    add(world, measure, Figure(value=80))
    assert Measure.objects.get().improves


def test_a_measure_with_figures_is_stopped_and_followed_again_but_not_removed(world):
    measure = make_measure(world.plan, [80.0])
    with pytest.raises(WrongState, match="Stop following it"):
        measures.remove_measure(by=world.nurse, measure=measure, today=IN_WINDOW)
    measures.stop_measure(by=world.nurse, measure=measure, reason="Done", today=IN_WINDOW)
    assert Measure.objects.get().stopped_on == IN_WINDOW
    measures.resume_measure(by=world.nurse, measure=measure, today=IN_WINDOW)
    assert Measure.objects.get().stopped_on is None


# Cycles


def plan_one(world, idea, **changed):
    values = {
        "question": "Do they keep it?",
        "prediction": "Four of five do",
        "scale": "once",
        "plan_words": "The nurse asks",
        "measure": None,
        "starts_on": IN_WINDOW,
        "ends_on": IN_WINDOW,
        **changed,
    }
    return cycles.plan_cycle(by=world.member, idea=idea, values=values, today=IN_WINDOW)


def decide(world, cycle, decision):
    cycles.decide_cycle(
        by=world.member,
        cycle=cycle,
        found="It fits a purse",
        prediction_met="yes",
        decision=decision,
        today=IN_WINDOW,
    )


def run(world, cycle, decision):
    cycles.begin_cycle(by=world.member, cycle=cycle, today=IN_WINDOW)
    cycles.tell_what_was_done(by=world.member, cycle=cycle, did="Asked all", today=IN_WINDOW)
    decide(world, cycle, decision)


@pytest.mark.parametrize(
    "decision, becomes",
    [
        ("adopt", IdeaState.ADOPTED),
        ("adapt", IdeaState.ADAPTED),
        ("abandon", IdeaState.ABANDONED),
    ],
)
def test_a_decision_moves_the_change_idea(world, decision, becomes):
    idea = make_idea(world.plan)
    run(world, plan_one(world, idea), decision)
    idea.refresh_from_db()
    assert (idea.state, idea.learnt) == (becomes, "It fits a purse")


@pytest.mark.parametrize("state", ["adopted", "adapted", "abandoned"])
def test_an_idea_under_test_is_moved_by_its_cycle_alone(world, state):
    idea = make_idea(world.plan)
    cycle = plan_one(world, idea)
    cycles.begin_cycle(by=world.member, cycle=cycle, today=IN_WINDOW)
    idea.refresh_from_db()
    values = {"text": idea.text, "source": "", "state": state, "learnt": "It works"}
    with pytest.raises(WrongState, match="Cycle 1 of this idea is under way") as refused:
        drivers.change_idea(
            by=world.nurse, idea=idea, read_at=idea.version, values=values, today=IN_WINDOW
        )
    assert refused.value.field == "state"


def test_the_words_of_an_idea_under_test_can_be_mended(world):
    idea = make_idea(world.plan)
    cycles.begin_cycle(by=world.member, cycle=plan_one(world, idea), today=IN_WINDOW)
    idea.refresh_from_db()
    values = {"text": "A card", "source": "", "state": idea.state, "learnt": ""}
    drivers.change_idea(
        by=world.nurse, idea=idea, read_at=idea.version, values=values, today=IN_WINDOW
    )
    idea.refresh_from_db()
    assert idea.text == "A card"


def test_cycles_of_an_idea_follow_each_other(world):
    idea = make_idea(world.plan)
    first = plan_one(world, idea)
    with pytest.raises(WrongState, match="not decided yet"):
        plan_one(world, idea)
    run(world, first, "adapt")
    assert plan_one(world, idea, scale="clinic").number == 2


def test_an_adopted_idea_is_not_tested_again(world):
    idea = make_idea(world.plan)
    run(world, plan_one(world, idea), "adopt")
    with pytest.raises(WrongState, match="cannot become “being tested”"):
        plan_one(world, idea)


def test_a_cycle_that_began_is_neither_changed_nor_removed(world):
    cycle = plan_one(world, make_idea(world.plan))
    cycles.begin_cycle(by=world.nurse, cycle=cycle, today=IN_WINDOW)
    values = {"prediction": "All", "starts_on": IN_WINDOW, "ends_on": IN_WINDOW}
    with pytest.raises(WrongState, match="prediction stay as they are"):
        cycles.change_cycle(by=world.nurse, cycle=cycle, read_at=1, values=values, today=IN_WINDOW)
    with pytest.raises(WrongState, match="belongs to the plan"):
        cycles.remove_cycle(by=world.nurse, cycle=cycle, today=IN_WINDOW)
    assert PdsaCycle.objects.get().prediction == "Four of five do"


def test_a_step_of_a_cycle_cannot_be_left_out(world):
    cycle = plan_one(world, make_idea(world.plan))
    with pytest.raises(WrongState, match="cannot go to “decided”"):
        decide(world, cycle, "adopt")


def test_a_measure_of_another_plan_is_refused(world):
    with pytest.raises(Refusal, match="a measure of this plan"):
        plan_one(world, make_idea(world.plan), measure=make_measure(make_plan()))


def test_a_cycle_that_ends_before_it_starts_is_refused(world):
    early = IN_WINDOW - datetime.timedelta(days=1)
    with pytest.raises(Refusal) as refused:
        plan_one(world, make_idea(world.plan), ends_on=early)
    assert refused.value.field == "ends_on"


@pytest.mark.parametrize("who", ["mentor", "sponsor", "partner", "observer", "lead"])
def test_nobody_but_the_team_plans_cycles(world, who):
    idea = make_idea(world.plan)
    world.member = getattr(world, who)
    with pytest.raises(NotAllowed):
        plan_one(world, idea)
