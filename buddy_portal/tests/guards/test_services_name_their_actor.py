"""Every service that writes is keyword-only, says who acts by `by`, and is fully typed."""

import ast
from collections.abc import Iterator

import pytest

from buddy_portal.tests.guards.sources import modules_named, name_of, tree_of

# What shows that a function writes: a transaction of its own, or a line in the audit trail.
WRITES = {"atomic", "record_event"}
# Those that may have another form, with the reason.
EXCUSED: dict[str, str] = {
    "evaluation/services/reports.py:keep_report": "a worker, for whoever asked for the run",
    "evaluation/services/runs.py:end_with_error": "a worker, for whoever asked for the run",
    "evaluation/services/runs.py:gave_up": "the outbox, after the last try",
    "evaluation/services/runs.py:compile_run": "a worker, for whoever asked for the run",
    "improvement_plans/services/moves.py:move_plan": "a step of other services",
    "improvement_plans/services/moves.py:record_on_plan": "a step of other services",
}


def faults(tree: ast.Module) -> dict[str, str]:
    """Public functions of a service module that write in another form, with what is wrong."""
    return {
        node.name: fault
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _writes(node)
        for fault in _faults_of(node)
    }


def _writes(node: ast.FunctionDef) -> bool:
    called = {
        inner.func.attr if isinstance(inner.func, ast.Attribute) else getattr(inner.func, "id", "")
        for inner in ast.walk(node)
        if isinstance(inner, ast.Call)
    }
    return bool(called & WRITES)


def _faults_of(node: ast.FunctionDef) -> Iterator[str]:
    arguments = node.args
    if arguments.args or arguments.posonlyargs or arguments.vararg:
        yield "takes positional arguments"
    if "by" not in {argument.arg for argument in arguments.kwonlyargs}:
        yield "does not say who acts (by)"
    if node.returns is None or any(one.annotation is None for one in arguments.kwonlyargs):
        yield "is not fully typed"


def test_every_service_is_keyword_only_and_names_its_actor():
    found = {
        f"{name_of(file)}:{function}": fault
        for file in modules_named("services")
        for function, fault in faults(tree_of(file)).items()
    }
    assert {name: said for name, said in found.items() if name not in EXCUSED} == {}


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("def go(plan: Plan, *, by: User) -> None: atomic()", "takes positional arguments"),
        ("def go(*, plan: Plan) -> None: record_event()", "does not say who acts (by)"),
        ("def go(*, plan, by: User) -> None: transaction.atomic()", "is not fully typed"),
        ("def go(*, by: User):\n with transaction.atomic(): ...", "is not fully typed"),
    ],
)
def test_a_service_of_another_form_is_found(source, fault):
    assert faults(ast.parse(source)) == {"go": fault}


def test_a_service_of_the_right_form_is_let_through():
    source = "def go(*, by: User, plan: Plan) -> Plan: atomic()\ndef _inner(plan): atomic()"
    assert faults(ast.parse(source)) == {}
