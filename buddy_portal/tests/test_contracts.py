"""The names that people outside the team use: commands, addresses, functions and their shapes."""

import inspect
import json

import pytest
from django.core.management import call_command, get_commands, load_command_class
from django.test import Client

from evaluation import statistics
from improvement_plans.charts import spc
from trusts import matching

COMMANDS = {
    "import_trusts": {"file"},
    "import_survey": {"file", "year", "commit", "json"},
    "suggest_pairings": {"input", "output"},
    "evaluate_files": {
        *("scores", "participants", "targets", "baseline", "follow_up", "prior", "seed", "output"),
    },
    "compile_evaluation": {"id", "wait"},
    "backup": {"dir"},
    "restore": {"dir"},
    "send_due_reminders": set(),
    "sweep_outbox": set(),
    "demo_data": {"trusts", "years"},
}
ADDRESSES = [
    *("/", "/reports/", "/practices/", "/sign-in/", "/home/", "/schemes/", "/trusts/", "/plans/"),
    *("/evaluations/", "/admin/", "/healthz", "/readyz", "/accessibility/", "/privacy/"),
]
FUNCTIONS = {
    matching.suggest: ["problem"],
    matching.override_prices: ["problem", "solution"],
    spc.xmr: ["values", "improvement", "target", "rebase_at", "fix_after", "screen"],
    spc.run_chart: ["values", "centre", "freeze", "parts"],
    statistics.wilson_interval: ["x", "n", "level"],
    statistics.newcombe_interval: ["x1", "n1", "x0", "n0", "level"],
    statistics.benjamini_hochberg: ["p"],
    statistics.between_trust_variance: ["y", "v", "method"],
    statistics.expected_range: ["p", "n", "tau2"],
    statistics.funnel_limits: ["p", "n", "level"],
    statistics.evaluate_scheme: [
        *("panel", "mentees", "mentors", "targets", "baseline", "follow_up", "prior", "seed"),
    ],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_its_arguments(name):
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    taken = {action.dest for action in parser._actions}
    assert taken >= COMMANDS[name]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_answers_or_asks_to_sign_in(address):
    assert Client().get(address).status_code in (200, 302)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda each: each.__name__)
def test_every_function_takes_its_arguments_in_their_order(function):
    names = list(inspect.signature(function).parameters)
    assert names[: len(FUNCTIONS[function])] == FUNCTIONS[function]


def test_the_answer_of_suggest_pairings_has_its_keys(tmp_path):
    asked, answered = tmp_path / "in.json", tmp_path / "out.json"
    asked.write_text(
        json.dumps(
            {
                "mentors": [{"code": "A", "capacity": 1}],
                "mentees": ["X", "Y"],
                "score": [[80, None]],
                "locked": [],
                "previous": [],
            }
        )
    )
    call_command("suggest_pairings", input=asked, output=answered)
    found = json.loads(answered.read_text())
    assert found.keys() >= {"pairs", "unmatched", "matched", "worst", "total"}
    assert found["pairs"] == [{"mentor": "A", "mentee": "X", "score": 80}]
    assert found["unmatched"][0].keys() >= {"mentee", "reason"}


def test_points_and_parts_of_charts_have_their_names():
    point = spc.xmr([1, 2, 3, 2, 1, 2, 3, 2]).points[0]
    assert all(
        hasattr(point, name) for name in ("value", "mean", "lower", "upper", "kind", "labels")
    )
    part = spc.run_chart([1, 2, 3, None, 1]).parts[0]
    names = ("median", "n_useful", "longest_run", "longest_run_max", "crossings", "crossings_min")
    assert all(hasattr(part, name) for name in (*names, "signal"))
