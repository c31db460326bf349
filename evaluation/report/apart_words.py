"""Aims told apart from the survey's result, each in a sentence."""

from __future__ import annotations

import datetime
from typing import Any

from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.numbers import Unit
from improvement_plans.measures.scale import UNITS
from improvement_plans.models import MeasureUnit
from trusts.expected_range import newcombe_range

Content = dict[str, Any]
NOT_SHOWN = "not shown"
SCALES = {"percent": Unit.PERCENT, "mean_0_10": Unit.SCORE}


def apart_lines(pair: Content) -> tuple[str, ...]:
    """One sentence for each such aim; reports made before there were any have none."""
    return tuple(_line(aim) for aim in pair.get("apart", ()))


def _line(aim: Content) -> str:
    unit = UNITS[MeasureUnit(aim["unit"])] if aim["is_own"] else SCALES[aim["unit"]]
    said = [f"{aim['title']} ({aim['read_from']}):"]
    said.append(f"{_value(unit, aim['before'])}{_answers(aim['n_before'])} at the start,")
    said.append(
        f"{_value(unit, aim['after'])}{_answers(aim['n_after'])}{_when(aim)}{_change(aim)};"
    )
    said.append(f"to reach {_value(unit, aim['target'])}{_reached(aim)}.")
    if aim["why_not"]:
        said.append(aim["why_not"])
    return " ".join(said)


def _value(unit: Unit, value: float | None) -> str:
    return NOT_SHOWN if value is None else unit.exact(value)


def _answers(n: int | None) -> str:
    return f" from {numbers.counted(n, 'answer')}" if n else ""


def _when(aim: Content) -> str:
    if not aim["is_own"]:
        return " at the follow-up"
    if not aim["after_on"]:
        return " since"
    return f" on {numbers.uk_date(datetime.date.fromisoformat(aim['after_on']))}"


def _change(aim: Content) -> str:
    """The change of a group's percentage with its 95% interval (Newcombe 1998)."""
    if aim["unit"] != "percent" or not aim["n_before"] or not aim["n_after"]:
        return ""
    change = numbers.signed(aim["after"] - aim["before"])
    ends = numbers.signed_interval(
        *newcombe_range(aim["after"], aim["n_after"], aim["before"], aim["n_before"])
    )
    return f", {change} points (95% interval {ends})"


def _reached(aim: Content) -> str:
    after, target = aim["after"], aim["target"]
    if after is None or target is None:
        return ""
    is_reached = after <= target if aim["lower_is_better"] else after >= target
    return ", which is reached" if is_reached else ", which is not reached"
