"""Reads the portal's own source as syntax trees, for guards that forbid ways of writing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

PACKAGES = ("buddy_portal", "trusts", "improvement_plans", "evaluation")


def modules_named(*names: str) -> Iterator[Path]:
    """Source files of modules, or of packages, with one of these names; tests are left out."""
    for package in PACKAGES:
        for file in sorted((settings.BASE_DIR / package).rglob("*.py")):
            parts = file.relative_to(settings.BASE_DIR).with_suffix("").parts
            if "tests" not in parts and set(parts) & set(names):
                yield file


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def name_of(file: Path) -> str:
    return file.relative_to(settings.BASE_DIR).as_posix()
