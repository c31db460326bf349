"""compile_evaluation: by a worker, or here and now."""

import pytest
from django.core.management import CommandError, call_command

from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from evaluation.models import Report
from evaluation.services.runs import request_evaluation
from evaluation.tests.factories import make_evaluable_scheme
from trusts.models import Score

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    scheme = make_evaluable_scheme()
    return request_evaluation(
        by=make_person(Role.PROGRAMME_LEAD),
        scheme=scheme,
        baseline=scheme.baseline,
        follow_up=scheme.follow_up,
    )


def test_waiting_compiles_here_and_says_which_report(run, capsys):
    call_command("compile_evaluation", str(run.pk), "--wait")
    assert f"report {Report.objects.get().pk}" in capsys.readouterr().out


def test_asking_twice_compiles_once(run, capsys):
    call_command("compile_evaluation", str(run.pk), "--wait")
    call_command("compile_evaluation", str(run.pk), "--wait")
    assert "compiled already" in capsys.readouterr().out
    assert Report.objects.count() == 1


def test_a_run_that_stops_says_why(run):
    Score.objects.filter(survey_year=run.follow_up).delete()
    with pytest.raises(CommandError, match="No scores of the 2015 survey"):
        call_command("compile_evaluation", str(run.pk), "--wait")


def test_an_unknown_run_is_refused_in_words():
    with pytest.raises(CommandError, match="There is no evaluation run 99"):
        call_command("compile_evaluation", "99")
