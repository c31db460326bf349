"""Views ask selectors and call services: no manager, no query and no saving in a view module."""

import ast

import pytest

from buddy_portal.tests.guards.sources import modules_named, name_of, tree_of

MANAGERS = {"objects", "_default_manager", "_base_manager", "history"}
QUERY_WORDS = {
    "select_related",
    "prefetch_related",
    "values_list",
    "annotate",
    "aggregate",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "select_for_update",
    "full_clean",
}
WRITES = {"save", "delete"}
SHORT_CUTS = {"get_object_or_404", "get_list_or_404"}
IMPORTS = {"django.db", "django.db.models", "django.db.transaction"}


def faults(tree: ast.AST) -> list[str]:
    """What in this module belongs into a selector or a service."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            name = node.attr
            if name in MANAGERS | QUERY_WORDS or name.endswith("_set"):
                found.append(f"line {node.lineno}: .{name}")
        if _writes(node):
            found.append(f"line {node.lineno}: saves or deletes")
        if isinstance(node, ast.ImportFrom):
            wrong = SHORT_CUTS & {alias.name for alias in node.names}
            if node.module in IMPORTS or wrong:
                found.append(f"line {node.lineno}: imports from {node.module}")
    return found


def _writes(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    return node.func.attr in WRITES and not _is_session(node.func.value)


def _is_session(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "session"


def test_no_view_module_reaches_into_the_database():
    found = {name_of(file): faults(tree_of(file)) for file in modules_named("views")}
    assert len(found) > 5
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    "source",
    [
        "Plan.objects.get(pk=1)",
        "Plan._default_manager.all()",
        "plan.action_set.all()",
        "plan.history.all()",
        "plan.save()",
        "plan.delete()",
        "plans.select_related('pair')",
        "from django.shortcuts import get_object_or_404",
        "from django.db import transaction",
        "from django.db.models import Q",
    ],
)
def test_a_query_in_a_view_is_found(source):
    assert len(faults(ast.parse(source))) >= 1


def test_an_ordinary_view_is_let_through():
    source = "plan = selectors.plan_visible_to(access, 1)\nservices.go(plan=plan)"
    assert faults(ast.parse(source)) == []
