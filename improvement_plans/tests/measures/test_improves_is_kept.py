"""Whether a measure improves is worked out by the services alone: nothing else writes its figures.

`Measure.improves` is kept beside the figures so that a list of plans need not read them all. It
stays true only while every figure and every new start of a chart is written where it is judged.
"""

import ast

import pytest

from buddy_portal.tests.guards.sources import PACKAGES, modules_named, name_of, tree_of

JUDGING = {"improvement_plans/services/figures.py", "improvement_plans/services/measures.py"}
FIGURES = {"DataPoint", "Rebase"}
RELATED = {"points", "rebases"}
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "delete"}


def faults(tree):
    """Where a module makes, changes or deletes a figure or a new start of a chart."""
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Call) and _writes(node)]


def _writes(call):
    if isinstance(call.func, ast.Name):
        return call.func.id in FIGURES
    if not (isinstance(call.func, ast.Attribute) and call.func.attr in WRITES):
        return False
    named = {getattr(part, "id", getattr(part, "attr", "")) for part in ast.walk(call.func.value)}
    return bool(named & FIGURES or ("measure" in named and named & RELATED))


def test_only_the_services_that_judge_write_figures():
    files = [file for file in modules_named(*PACKAGES) if "migrations" not in file.parts]
    found = {name_of(file): faults(tree_of(file)) for file in files}
    writing = {name for name, lines in found.items() if lines}
    assert writing == JUDGING


@pytest.mark.parametrize(
    "planted",
    [
        "DataPoint.objects.create(measure=measure)",
        "DataPoint.objects.filter(measure=1).update(value=2)",
        "DataPoint(measure=measure).save()",
        "measure.points.all().delete()",
        "Rebase.objects.bulk_create([])",
    ],
)
def test_a_planted_write_is_found(planted):
    assert faults(ast.parse(planted)) == [1]


def test_reading_is_no_fault():
    assert faults(ast.parse("DataPoint.objects.filter(measure=measure).count()")) == []
