"""Asking for an evaluation and compiling it."""

import pytest
from django.db import transaction

from buddy_portal.accounts.models import AuditEvent
from buddy_portal.accounts.refusals import NotAllowed
from buddy_portal.accounts.roles import Role
from buddy_portal.outbox.models import Message
from buddy_portal.tests.factories import make_person
from evaluation.models import Report, ReportFile, RunState
from evaluation.refusals import CannotEvaluate
from evaluation.services import runs
from evaluation.services.runs import AlreadyCompiling, compile_run, request_evaluation
from evaluation.tests.factories import make_evaluable_scheme, make_run
from improvement_plans.models import Plan
from trusts.models import Score
from trusts.tests.factories import make_survey_year

pytestmark = pytest.mark.django_db


def ask(scheme, by=None):
    return request_evaluation(
        by=by or make_person(Role.PROGRAMME_LEAD),
        scheme=scheme,
        baseline=scheme.baseline,
        follow_up=scheme.follow_up,
    )


def compile_now(run):
    effect = compile_run(run_id=run.pk)
    if effect is not None:
        with transaction.atomic():
            effect()
    run.refresh_from_db()
    return run


def test_asking_writes_a_run_an_event_and_a_message():
    run = ask(make_evaluable_scheme())
    assert run.state == RunState.QUEUED
    assert AuditEvent.objects.filter(action="evaluation asked for").count() == 1
    assert Message.objects.get(job=runs.COMPILE).payload == {"run_id": run.pk}


@pytest.mark.parametrize("role", [Role.TRUST_LEAD, Role.SPONSOR, Role.OBSERVER])
def test_people_of_a_trust_cannot_ask(role):
    with pytest.raises(NotAllowed):
        ask(make_evaluable_scheme(), by=make_person(role, "MEE"))


def test_a_second_compile_of_the_same_years_is_refused_while_one_is_open():
    scheme = make_evaluable_scheme()
    ask(scheme)
    with pytest.raises(AlreadyCompiling, match="being compiled already"):
        ask(scheme)


def test_a_follow_up_before_the_baseline_is_refused():
    scheme = make_evaluable_scheme()
    with pytest.raises(CannotEvaluate, match="later year"):
        request_evaluation(
            by=make_person(Role.PROGRAMME_LEAD),
            scheme=scheme,
            baseline=scheme.follow_up,
            follow_up=scheme.baseline,
        )


def test_years_of_two_surveys_are_refused():
    scheme = make_evaluable_scheme()
    with pytest.raises(CannotEvaluate, match="same survey"):
        request_evaluation(
            by=make_person(Role.PROGRAMME_LEAD),
            scheme=scheme,
            baseline=scheme.baseline,
            follow_up=make_survey_year(2016, slug="another"),
        )


def test_compiling_leaves_a_report_with_its_forms_and_checksums():
    run = compile_now(ask(make_evaluable_scheme()))
    report = Report.objects.get(run=run)
    assert run.state == RunState.COMPILED
    assert run.inputs_digest == report.content["inputs_digest"]
    assert sorted(report.files.values_list("kind", flat=True)) == [
        "data",
        "pdf",
        "summary",
        "xlsx",
    ]
    assert all(len(file.sha256) == 64 for file in report.files.all())


def test_the_waterfall_adds_up_and_the_difference_from_the_country_stands_beside_it():
    run = compile_now(ask(make_evaluable_scheme()))
    content = run.report.content
    headline, against = content["headline"], content["against_country"]
    parts = headline["national_change"] + headline["expected_bounce_back"] + headline["effect"]
    assert headline["raw_change"] == pytest.approx(10.0)
    assert parts == pytest.approx(10.0, abs=1e-5)
    assert against["effect"] == pytest.approx(10.0 - headline["national_change"], abs=1e-5)
    assert headline["comparators"] == 12


def test_compiling_twice_leaves_one_report():
    run = compile_now(ask(make_evaluable_scheme()))
    assert compile_run(run_id=run.pk) is None
    assert Report.objects.count() == 1


def test_two_workers_that_finish_the_same_run_leave_one_report():
    run = ask(make_evaluable_scheme())
    first, second = compile_run(run_id=run.pk), compile_run(run_id=run.pk)
    for effect in (first, second):
        with transaction.atomic():
            effect()
    assert Report.objects.count() == 1


def test_the_same_inputs_give_the_same_bytes():
    scheme = make_evaluable_scheme()
    digests = []
    for _time in range(2):
        compile_now(ask(scheme))
        newest = Report.objects.order_by("-pk").first()
        digests.append(list(newest.files.order_by("kind").values_list("kind", "sha256")))
    assert digests[0] == digests[1]


def test_without_an_approved_plan_the_run_stops_and_says_why():
    scheme = make_evaluable_scheme()
    Plan.objects.update(state="draft", baselines_frozen_at=None)
    run = compile_now(ask(scheme))
    assert run.state == RunState.FAILED
    assert "No approved plan" in run.error


def test_without_follow_up_scores_the_run_stops_and_says_why():
    scheme = make_evaluable_scheme()
    Score.objects.filter(survey_year=scheme.follow_up).delete()
    run = compile_now(ask(scheme))
    assert run.error == "No scores of the 2015 survey have been imported yet."


def test_a_suppressed_follow_up_cannot_be_assessed_and_is_never_zero():
    scheme = make_evaluable_scheme()
    Score.objects.filter(survey_year=scheme.follow_up, org_code="MEE").update(
        score=None, n=None, suppressed=True
    )
    run = compile_now(ask(scheme))
    (target,) = run.report.content["pairs"][0]["targets"]
    assert target["verdict_code"] == "cannot_be_assessed"
    assert target["after"] is None


def test_a_run_that_was_given_up_says_so_without_the_error_s_details():
    run = make_run()
    runs.gave_up(run_id=run.pk, error="ValueError: secret")
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "secret" not in run.error


def test_no_form_is_written_before_the_end():
    run = make_run()
    compile_run(run_id=run.pk)
    assert not ReportFile.objects.exists()
