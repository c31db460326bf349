"""Looks at sustainability side by side, with what needs work first. No totals."""

from __future__ import annotations

from collections.abc import Sequence

from buddy_portal.design import dates
from buddy_portal.design.tables import Cell, Column, Row, Table
from improvement_plans.models import Level, SustainabilityCheck
from improvement_plans.presenters.actions import GONE
from improvement_plans.sustainability import FACTORS

WEAK = (Level.C, Level.D)


def checks_table(checks: Sequence[SustainabilityCheck]) -> Table:
    """The ten factors with their level at each look."""
    levels = [{each.factor: each.level for each in check.levels.all()} for check in checks]
    return Table(
        caption="Levels at each look",
        columns=[
            Column("Factor"),
            *(Column(f"{check.get_moment_display()}") for check in checks),
        ],
        rows=[
            Row(
                cells=[
                    Cell(factor.name, note=f"{factor.domain}. {factor.question}"),
                    *(Level(found[factor.key]).label for found in levels),
                ]
            )
            for factor in FACTORS
        ],
        sticky=True,
    )


def weak_factors(checks: Sequence[SustainabilityCheck]) -> list[str]:
    """The factors of the newest look that are only partly or hardly in place."""
    if not checks:
        return []
    newest = {each.factor: each.level for each in checks[-1].levels.all()}
    return [factor.name for factor in FACTORS if newest[factor.key] in WEAK]


def looks_of(checks: Sequence[SustainabilityCheck]) -> list[tuple[str, str]]:
    """Each look in words: when and by whom, whether it is still done, what was noted."""
    return [
        (
            f"{check.get_moment_display()}, {dates.day(check.on)}",
            " ".join(
                part
                for part in (
                    f"{check.by or GONE}.",
                    f"Still done: {check.get_still_done_display().lower()}."
                    if check.still_done
                    else "",
                    check.note,
                )
                if part
            ),
        )
        for check in checks
    ]
