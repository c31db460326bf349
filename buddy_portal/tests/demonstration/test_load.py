"""What the demonstration holds: every state, every sign-in, nothing that is not marked."""

import datetime
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.test import Client

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.models import AuditEvent, Membership, User
from buddy_portal.accounts.roles import Role
from buddy_portal.demonstration import current, finished
from buddy_portal.demonstration.comment_texts import COMMENTS
from buddy_portal.local_services.demonstration import SIGN_INS
from buddy_portal.outbox.models import Message
from buddy_portal.tests.demonstration.conftest import PASSWORD, TODAY
from evaluation.models import Protocol, Report, ReportState
from improvement_plans.models import (
    Action,
    ActionState,
    ChangeIdea,
    CodingState,
    Contact,
    Evidence,
    Insight,
    Meeting,
    MeetingDecision,
    MeetingPaper,
    Plan,
    PlanState,
    Risk,
    SustainabilityCheck,
    TeamReport,
)
from improvement_plans.selectors import actions_to_update
from trusts.models import (
    BuddyPair,
    PairState,
    ParticipationState,
    Question,
    Scheme,
    Score,
    Survey,
    SurveyImport,
    SurveyYear,
    Trust,
)
from trusts.selectors.board import board

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def scheme(name: str) -> Scheme:
    return Scheme.objects.get(name=name)


def own_plan() -> Plan:
    return Plan.objects.get(trust__name="Northmoor NHS Foundation Trust")


def test_trusts_survey_and_years_are_there():
    assert Trust.objects.count() == 30
    assert SurveyYear.objects.filter(scores__isnull=False).distinct().count() == 3
    for year in SurveyYear.objects.all():
        assert Question.objects.filter(survey_year=year, scale="mean_0_10").count() == 1
        assert Question.objects.filter(survey_year=year).count() == 60


def test_everything_says_that_it_is_fictional():
    assert not Trust.objects.filter(is_fictional=False).exists()
    assert not User.objects.filter(is_fictional=False).exists()
    assert not Scheme.objects.filter(is_fictional=False).exists()
    survey = Survey.objects.get()
    assert survey.is_fictional
    assert "fictional" in survey.attribution


def test_scores_have_every_level_and_kind_of_group():
    whole = Score.objects.filter(level="trust", group_kind="")
    assert whole.count() == 30 * 60 * 3
    assert Score.objects.filter(level="national", group_kind="").count() == 60 * 3
    groups = Score.objects.filter(level="trust").exclude(group_kind="")
    assert set(groups.values_list("group_kind", flat=True)) == {"tumour_group", "imd_quintile"}
    assert groups.values("question__number").distinct().count() == 10


def test_hidden_scores_carry_neither_figure_nor_number_of_answers():
    hidden = Score.objects.filter(suppressed=True)
    assert hidden.exists()
    assert not hidden.exclude(n=None, score=None, expected_lower=None).exists()
    assert not Score.objects.filter(suppressed=False, n__lte=20, level="trust").exists()


def test_every_state_of_an_application_is_there():
    states = set(scheme(current.NAME).participations.values_list("state", flat=True))
    assert states == set(ParticipationState.values)


def test_current_scheme_has_twelve_pairs_at_work_and_one_proposed():
    states = Counter(scheme(current.NAME).pairs.values_list("state", flat=True))
    assert states[PairState.ACTIVE] + states[PairState.AGREED] == 12
    assert states[PairState.PROPOSED] == 1
    assert set(BuddyPair.objects.values_list("state", flat=True)) == set(PairState.values)


def test_a_draft_that_is_up_to_date_waits_on_the_board_of_the_current_scheme():
    shown = board(scheme(current.NAME))
    assert not shown.is_outdated
    assert not shown.is_redrawing
    assert len(shown.rows) + len(shown.unmatched) == shown.open_mentees > 0


def test_plans_are_in_every_state_from_draft_to_closed_and_withdrawn():
    states = Counter(Plan.objects.filter(scheme__name=current.NAME).values_list("state", flat=True))
    assert set(states) == set(PlanState.values) - {PlanState.SUSTAINED, PlanState.LAPSED}


def test_actions_are_in_every_state():
    assert set(Action.objects.values_list("state", flat=True)) == set(ActionState.values)


def test_both_evaluations_follow_a_protocol_frozen_before_their_results():
    for report in Report.objects.select_related("run__follow_up"):
        told, frozen = (
            report.content["protocol"],
            Protocol.objects.get(follow_up=report.run.follow_up),
        )
        brought = SurveyImport.objects.get(survey_year=report.run.follow_up)
        assert frozen.frozen_at < brought.committed_at
        assert told["frozen_on"][:10] == str(frozen.frozen_at.date())
        assert not told["scores_were_in"]
        assert told["detectable"] > 0
        assert (told["changes"], told["since"]) == ([], [])


def test_finished_scheme_is_finished():
    over = scheme(finished.NAME)
    assert set(over.pairs.values_list("state", flat=True)) == {PairState.COMPLETED}
    plans = Plan.objects.filter(scheme=over)
    ends = {PlanState.CLOSED, PlanState.SUSTAINED, PlanState.LAPSED}
    assert set(plans.values_list("state", flat=True)) <= ends
    looks = SustainabilityCheck.objects.filter(plan__in=plans)
    assert {"months_3", "months_6"} <= set(looks.values_list("moment", flat=True))
    evidence = Evidence.objects.filter(action__plan__in=plans)
    assert evidence.exclude(verified_by=None).exists()


def test_one_report_is_published_after_another_lead_signed_it_off_and_one_is_checked():
    published = Report.objects.get(state=ReportState.PUBLISHED)
    assert published.compiled_by.email == "lead@demo.example"
    assert published.signed_off_by.email == "second.lead@demo.example"
    assert published.compiled_at < published.signed_off_at < published.published_at
    waiting = Report.objects.get(state=ReportState.FACT_CHECK)
    assert waiting.run.follow_up.year == published.run.follow_up.year + 1
    assert waiting.compiled_at.date() >= TODAY - datetime.timedelta(days=8)
    answers = list(waiting.fact_check.trusts.values_list("answer", flat=True))
    assert 0 < sum(bool(answer) for answer in answers) < len(answers)


@pytest.mark.parametrize("email", SIGN_INS)
def test_each_sign_in_works_and_leads_home(email):
    client = Client()
    answer = client.post("/sign-in/", {"login": email, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/home/")
    home = client.get("/home/")
    assert home.status_code == 200
    assert "Demonstration data: fictional trusts" in home.content.decode()


@pytest.mark.parametrize(
    ("email", "roles"),
    [
        ("lead", {Role.PROGRAMME_LEAD}),
        ("second.lead", {Role.PROGRAMME_LEAD}),
        ("analyst", {Role.PROGRAMME_ANALYST}),
        ("admin", {Role.ADMINISTRATOR}),
        ("mentor.nurse", {Role.TRUST_LEAD}),
        ("mentee.nurse", {Role.TRUST_LEAD}),
        ("sponsor", {Role.SPONSOR}),
        ("partner", set()),
        ("observer", {Role.OBSERVER}),
    ],
)
def test_each_sign_in_has_its_role_and_no_other(email, roles):
    user = User.objects.get(email=f"{email}@demo.example")
    assert access_of(user).roles == roles
    assert user.is_staff == (email == "admin")


def test_sign_ins_belong_to_the_two_trusts_of_one_pair_and_its_plan():
    plan = own_plan()
    for email, trust in (
        ("mentor.nurse", plan.pair.mentor),
        ("mentee.nurse", plan.trust),
        ("sponsor", plan.trust),
    ):
        held = Membership.objects.get(user__email=f"{email}@demo.example")
        assert held.trust_code == trust.ods_code
    assert plan.guests.get().user.email == "partner@demo.example"
    assert plan.lead.email == "mentee.nurse@demo.example"
    assert plan.sponsor.email == "sponsor@demo.example"


def test_observer_sees_two_trusts():
    held = Membership.objects.filter(user__email="observer@demo.example")
    assert held.values("trust_code").distinct().count() == 2


def test_mentee_nurse_has_open_actions_and_mentor_nurse_an_answer_to_give():
    nurse = User.objects.get(email="mentee.nurse@demo.example")
    assert len(actions_to_update(access_of(nurse), on=TODAY)) >= 2
    assert own_plan().actions.filter(state=ActionState.CLAIMED_DONE).exists()


def test_one_plan_waits_for_its_sponsor_and_one_for_its_nurse():
    waiting = Plan.objects.get(state=PlanState.SUBMITTED)
    assert waiting.sponsor_approved_at is None
    assert waiting.comments.filter(speaks_for="mentor").exists()
    returned = Plan.objects.get(state=PlanState.CHANGES_REQUESTED)
    assert returned.steps.latest("pk").reason


def test_no_action_stands_outside_its_plans_window_or_aim():
    for action in Action.objects.select_related("plan", "aim"):
        assert action.plan.window_from <= action.starts_on <= action.due <= action.plan.window_to
        assert action.aim is not None


def test_history_lies_in_the_past_and_in_working_hours():
    moments = AuditEvent.objects.filter(action__startswith="action")
    assert moments.exists()
    assert all(event.at.date() < TODAY for event in AuditEvent.objects.all())
    assert all(event.at.weekday() < 5 for event in moments)


def test_no_moment_of_the_loading_itself_is_left():
    today = datetime.datetime.combine(TODAY, datetime.time(), datetime.UTC)
    late = [
        f"{model.__name__}.{field.name}"
        for app in ("trusts", "improvement_plans", "evaluation")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField)
        and model._base_manager.filter(**{f"{field.name}__gte": today}).exists()
    ]
    assert late == []


def test_no_mail_is_written_and_no_job_waits():
    assert not Message.objects.filter(job="send_mail").exists()
    assert not Message.objects.filter(done_at=None).exists()


def test_only_the_nine_can_sign_in():
    able = [user.email for user in User.objects.all() if user.has_usable_password()]
    assert sorted(able) == sorted(SIGN_INS)


def counts() -> dict[str, int]:
    found = (
        m
        for app in ("accounts", "trusts", "improvement_plans", "evaluation", "outbox")
        for m in apps.get_app_config(app).get_models()
    )
    return {model.__name__: model._base_manager.count() for model in found}


def test_second_call_says_that_it_is_loaded_and_changes_nothing(capsys):
    before = counts()
    call_command("demo_data", trusts=31, seed=3)
    assert counts() == before
    assert "loaded already; nothing was changed" in capsys.readouterr().out


def test_plans_have_ideas_in_trial_contacts_risks_and_looks_at_lasting_change():
    assert {"idea", "testing", "adopted"} <= set(ChangeIdea.objects.values_list("state", flat=True))
    assert Contact.objects.values("written_by").distinct().count() > 5
    assert Risk.objects.count() > 10
    assert SustainabilityCheck.objects.filter(moment="closure").exists()


def test_the_plan_of_the_sign_ins_has_an_aim_of_every_kind():
    aims = own_plan().aims
    own, of_a_group = aims.get(own_measure__isnull=False), aims.get(tumour_group__gt="")
    assert own.own_measure.points.exists()
    assert of_a_group.baseline_n > 20
    for aim in (own, of_a_group):
        assert aim.actions.exists()
        assert aim.baseline is not None


def test_comments_of_patients_stand_in_every_stage_of_coding():
    states = set(Insight.objects.values_list("coding_state", flat=True))
    assert states == set(CodingState) - {CodingState.SECOND}
    assert Insight.objects.count() == len(COMMENTS)
    assert Insight.objects.filter(aims__isnull=False).exists()


def test_meetings_are_past_and_ahead_with_minutes_decisions_and_a_pack():
    assert {each.state for each in Meeting.objects.all()} == {"called", "held", "circulated"}
    assert {each.kind for each in Meeting.objects.all()} == {"mdt", "board", "programme"}
    assert MeetingDecision.objects.filter(settled_on=None).exists()
    assert {paper.part for paper in MeetingPaper.objects.all()} == {"pack", "minutes"}
    ahead = Meeting.objects.get(kind="mdt", state="called")
    assert ahead.items.filter(kind="own").exists()
    assert ahead.items.exclude(kind="own").exists()


def test_reports_of_teams_with_figures_say_how_new_their_entries_are():
    reports = [report.facts for report in TeamReport.objects.all() if report.facts["charts"]]
    assert reports
    assert not [facts for facts in reports if facts["quiet_days"] is None]
