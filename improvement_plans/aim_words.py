"""What an aim is read from and its values in words: a survey question, or a measure of its own."""

from __future__ import annotations

from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.numbers import Unit
from improvement_plans.measures.scale import UNITS
from improvement_plans.models import Aim, MeasureUnit
from improvement_plans.target_help import MEAN


def score_words(value: float | None, scale: str) -> str:
    """A score on its own scale: 63.8% or 8.53."""
    return numbers.plain(value, 2) if scale == MEAN else numbers.percent(value)


def value_words(aim: Aim, value: float | None) -> str:
    """A baseline or target as the aim's question or measure writes it."""
    if aim.own_measure is not None:
        return "-" if value is None else unit_of(aim).exact(value)
    return score_words(value, scale_of(aim))


def scale_of(aim: Aim) -> str:
    """The scale of the aim's question; nothing for a measure."""
    return aim.question.scale if aim.question else ""


def unit_of(aim: Aim) -> Unit:
    """In which unit the aim is drawn and written."""
    if aim.own_measure is not None:
        return UNITS[MeasureUnit(aim.own_measure.unit)]
    return Unit.SCORE if scale_of(aim) == MEAN else Unit.PERCENT


def read_from(aim: Aim, *, in_full: bool = False) -> str:
    """ "Q18", "Q18, Lung" or "Our own measure: Calls answered"; in full with the question."""
    if aim.own_measure is not None:
        return f"Our own measure: {aim.own_measure.name}"
    question = aim.question
    if question is None:
        return ""
    said = f"{question.number} {question.label}" if in_full else question.number
    return f"{said}, {aim.tumour_group}" if aim.tumour_group else said


def baseline_words(aim: Aim, year: int) -> str:
    """The baseline with its answers and where it is from."""
    value = value_words(aim, aim.baseline)
    if aim.own_measure is not None:
        return f"{value}, as the team counted it"
    answers = f" from {numbers.counted(aim.baseline_n, 'answer')}" if aim.baseline_n else ""
    return f"{value}{answers}, {year} survey"
