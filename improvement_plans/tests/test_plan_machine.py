"""Random people make random moves on random days; the rules of the design hold throughout.

Beside every plan runs a slow reference that knows the tables, the rights and the status rules in
another form than the code: a move outside them, or one refused that they allow to nobody else, is
a fault.
"""

import datetime
import uuid
from typing import ClassVar

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed, Refusal
from improvement_plans import rules
from improvement_plans.models import Action, ActionState, Aim, Claim, PlanState, ReviewAnswer
from improvement_plans.selectors import facts_of, stated
from improvement_plans.services import answering, approval, closing, course, moves, progress
from improvement_plans.states import ACTION_MOVES, PLAN_MOVES
from improvement_plans.tests.services.worlds import make_world, mentor_speaks
from improvement_plans.tests.slow_status import slow_kind

# Where plans start, and on which day: from a draft few would get to their end.
STARTS = {
    PlanState.DRAFT: datetime.date(2015, 1, 20),
    PlanState.SUBMITTED: datetime.date(2015, 1, 29),
    PlanState.ACTIVE: datetime.date(2015, 2, 2),
    PlanState.EXTENDED: datetime.date(2015, 7, 1),
    PlanState.CLOSING: datetime.date(2015, 8, 3),
}
PEOPLE = (
    *("nurse", "member", "sponsor", "mentor", "lead"),
    *("partner", "observer", "outsider"),
)
# The rights of design page 05, move by move. The nurse owns no action; the member owns the one.
RIGHTS = {
    "submit": {"nurse"},
    "comment": {"nurse", "sponsor", "mentor", "lead", "partner"},
    "back": {"sponsor"},
    "approve": {"lead"},
    "send back": {"sponsor", "lead"},
    "reopen": {"lead"},
    "start midpoint": {"nurse", "lead"},
    "finish midpoint": {"nurse", "lead"},
    "ask for time": {"nurse"},
    "grant time": {"lead"},
    "refuse time": {"lead"},
    "extend": {"lead"},
    "begin closing": {"nurse"},
    "close": {"nurse"},
    "conclude": {"lead"},
    "withdraw": {"nurse", "lead"},
    "report": {"nurse", "member"},
    "move date": {"nurse", "member"},
    "answer": {"nurse", "sponsor", "mentor", "lead"},
    "end": {"nurse"},
    "embed": {"nurse", "sponsor", "mentor", "lead"},
}
ONLY_IN_THE_WINDOW = {"report", "move date", "start midpoint"}
# What usually comes next in each state, and who does it: so that plans get to their end.
USUAL = {
    "draft": [("submit", "nurse")],
    "submitted": [
        *(("comment", "mentor"), ("back", "sponsor"), ("approve", "lead")),
        *(("comment", "partner"), ("back", "sponsor"), ("send back", "lead")),
    ],
    "approved": [("comment", "mentor")],
    "changes_requested": [("submit", "nurse")],
    "active": [
        *(("report", "member"), ("answer", "mentor"), ("begin closing", "nurse")),
        *(("start midpoint", "nurse"), ("ask for time", "nurse"), ("end", "nurse")),
        *(("report", "nurse"), ("extend", "lead")),
    ],
    "midpoint_review": [("finish midpoint", "lead"), ("report", "member")],
    "extended": [("answer", "mentor"), ("end", "nurse"), ("begin closing", "nurse")],
    "closing": [("close", "nurse")],
    "evaluating": [("conclude", "lead")],
}
REACHED = {"active", "midpoint_review", "extended", "closed", "changes_requested"}


class PlanMachine(RuleBasedStateMachine):
    """One plan with one action, from where it starts to wherever it gets."""

    reached: ClassVar[set[str]] = set()

    @initialize(start=st.sampled_from(list(STARTS)))
    def begin(self, start):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.start, self.today = start, STARTS[start]
        self.world = make_world(start)
        mentor_speaks(self.world)
        self.events = 0

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @rule(days=st.sampled_from([1, 2, 3, 5, 8, 40]))
    def time_passes(self, days):
        self.today += datetime.timedelta(days=days)
        approval.begin_due_plans(today=self.today)
        self.events = AuditEvent.objects.count()

    @rule(choices=st.lists(st.integers(0, 11), min_size=1, max_size=3))
    def the_usual_happens(self, choices):
        for choice in choices:
            usual = USUAL.get(self.world.plan.state)
            if usual:
                move, who = usual[choice % len(usual)]
                self.attempt(who, move, choice % 4)

    @rule(who=st.sampled_from(PEOPLE), choice=st.integers(0, 11))
    def somebody_else_tries_the_usual(self, who, choice):
        usual = USUAL.get(self.world.plan.state)
        if usual:
            self.attempt(who, usual[choice % len(usual)][0], choice % 4)

    @rule(who=st.sampled_from(PEOPLE), move=st.sampled_from(list(RIGHTS)), choice=st.integers(0, 3))
    def anybody_tries_anything(self, who, move, choice):
        self.attempt(who, move, choice)

    def attempt(self, who, move, choice):
        """A person tries something; what they may not do changes nothing."""
        person = getattr(self.world, who)
        self.reload()
        before = (self.world.plan.state, self.world.action.state, self.world.plan.version)
        try:
            with transaction.atomic():
                self.act(move, person, choice)
        except Refusal as refusal:
            self.reload()
            assert (
                self.world.plan.state,
                self.world.action.state,
                self.world.plan.version,
            ) == before
            assert AuditEvent.objects.count() == self.events, "a refused move left a trace"
            if isinstance(refusal, NotAllowed):
                assert who not in RIGHTS[move], f"{who} may {move}"
        else:
            assert who in RIGHTS[move], f"{who} may not {move}"
            assert AuditEvent.objects.count() > self.events, f"{move} is not on record"
            if move in ONLY_IN_THE_WINDOW:
                assert self.world.plan.holds(self.today)
        self.events = AuditEvent.objects.count()

    def act(self, move, by, choice):
        acts = {**self.acts_on_plan(by), **self.acts_on_action(by, choice)}
        acts[move]()

    def acts_on_plan(self, by):
        plan, today = self.world.plan, self.today
        until = plan.window_to + datetime.timedelta(days=20)
        aim = Aim.objects.get()
        return {
            "submit": lambda: approval.submit_plan(by=by, plan=plan, today=today),
            "comment": lambda: approval.comment_on_plan(by=by, plan=plan, text="Well"),
            "back": lambda: approval.approve_as_sponsor(by=by, plan=plan),
            "approve": lambda: approval.approve_for_programme(by=by, plan=plan, today=today),
            "send back": lambda: approval.request_changes(by=by, plan=plan, reason="No"),
            "reopen": lambda: approval.reopen_plan(by=by, plan=plan, reason="Wait"),
            "start midpoint": lambda: course.start_midpoint_review(by=by, plan=plan, today=today),
            "finish midpoint": lambda: course.finish_midpoint_review(
                by=by, plan=plan, findings="Half"
            ),
            "ask for time": lambda: course.ask_extension(
                by=by, plan=plan, until=until, reason="Late"
            ),
            "grant time": lambda: course.grant_extension(by=by, plan=plan, until=until),
            "refuse time": lambda: course.refuse_extension(by=by, plan=plan, answer="No"),
            "extend": lambda: course.extend_plan(by=by, plan=plan, until=until, reason="Late"),
            "begin closing": lambda: closing.start_closing(by=by, plan=plan),
            "close": lambda: closing.close_plan(
                by=by,
                plan=plan,
                learning="Much",
                advice="",
                sustained_by="Us",
                outcomes={aim.pk: "achieved"},
            ),
            "conclude": lambda: closing.conclude_plan(by=by, plan=plan),
            "withdraw": lambda: closing.withdraw_plan(by=by, plan=plan, reason="Merged"),
        }

    def acts_on_action(self, by, choice):
        action, today = self.world.action, self.today
        return {
            "report": lambda: progress.update_action(
                by=by,
                action=action,
                form_key=uuid.uuid4(),
                claim=list(Claim)[choice],
                blockers="IT",
                today=today,
            ),
            "move date": lambda: progress.change_due_date(
                by=by,
                action=action,
                read_at=action.version,
                due=action.due - datetime.timedelta(days=choice + 1),
                reason="Earlier",
                today=today,
            ),
            "answer": lambda: answering.review_action(
                by=by,
                action=action,
                answer=list(ReviewAnswer)[choice % 3],
                reason="Seen",
                today=today,
            ),
            "end": lambda: answering.end_action(
                by=by, action=action, to=answering.ENDINGS[choice % 2], reason="Cut", today=today
            ),
            "embed": lambda: answering.embed_action(
                by=by, action=action, reason="Daily", today=today
            ),
        }

    def reload(self):
        self.world.plan.refresh_from_db()
        self.world.action = Action.objects.get(pk=self.world.action.pk)

    @invariant()
    def history_is_complete_and_keeps_to_the_tables(self):
        if not hasattr(self, "world"):
            return
        self.reload()
        self.reached.add(self.world.plan.state)
        self.check_steps(self.world.plan, PlanState, PLAN_MOVES, self.start)
        self.check_steps(self.world.action, ActionState, ACTION_MOVES, ActionState.NOT_STARTED)

    @staticmethod
    def check_steps(thing, states, moves, state):
        for step in thing.steps.all():
            assert step.from_state == state, "a move is missing from the history"
            assert states(step.to_state) in moves[states(state)], "a move outside the table"
            state = step.to_state
        assert thing.state == state, "the history does not lead to the state"

    @invariant()
    def nobody_answers_their_own_claim(self):
        if not hasattr(self, "world"):
            return
        claimed_by = None
        for step in self.world.action.steps.all():
            if step.from_state == "claimed_done" and step.to_state in ("confirmed", "challenged"):
                assert step.by_id != claimed_by, "somebody answered their own claim"
            claimed_by = step.by_id if step.to_state == "claimed_done" else None

    @invariant()
    def status_equals_the_slow_reference(self):
        if hasattr(self, "world"):
            action = Action.objects.get(pk=self.world.action.pk)
            facts = facts_of(action)
            assert stated(action, on=self.today).status.kind == slow_kind(facts, self.today)

    @invariant()
    def baselines_are_frozen_from_approval_to_the_end(self):
        if hasattr(self, "world"):
            plan = self.world.plan
            if plan.state not in ("draft", "submitted", "changes_requested", "withdrawn"):
                assert plan.baselines_frozen_at is not None


class OwnClaims(PlanMachine):
    """The same, with a lead who says that an action is done and answers that at once."""

    @rule()
    def the_lead_claims_and_answers(self):
        self.attempt("nurse", "report", 3)
        self.attempt("nurse", "answer", 3)


LIMITS = settings(
    max_examples=40,
    stateful_step_count=30,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
@pytest.mark.django_db
def test_random_people_making_random_moves_keep_to_the_design():
    PlanMachine.reached.clear()
    run_state_machine_as_test(PlanMachine, settings=LIMITS)
    assert PlanMachine.reached >= REACHED, "the plans did not get far enough to prove anything"


@pytest.mark.slow
@pytest.mark.django_db
def test_the_machine_notices_a_move_past_the_table(monkeypatch):
    monkeypatch.setattr(moves, "check_plan_move", lambda _current, _new: None)
    # Some of these moves the database itself refuses.
    with pytest.raises((AssertionError, IntegrityError), match=r"outside the table|frozen"):
        run_state_machine_as_test(PlanMachine, settings=LIMITS)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_machine_notices_somebody_who_answers_their_own_claim(monkeypatch):
    few = settings(LIMITS, max_examples=10)
    run_state_machine_as_test(OwnClaims, settings=few)
    monkeypatch.setattr(rules, "is_claimed_by", lambda _access, _updates: False)
    with pytest.raises(AssertionError, match="their own claim"):
        run_state_machine_as_test(OwnClaims, settings=few)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_machine_notices_a_right_that_is_too_wide(monkeypatch):
    monkeypatch.setattr(rules, "approve_plan", rules.Rule(lambda _access, _sides: True, ""))
    with pytest.raises(AssertionError, match="may not"):
        run_state_machine_as_test(PlanMachine, settings=LIMITS)
