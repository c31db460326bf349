"""The content of a report: every figure as plain values, from which all its forms are made.

Figures are kept unrounded to six places and rounded only where they are shown. Percentages are in
per cent, their changes in percentage points; means stay on their own scale from 0 to 10.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evaluation.inputs import Inputs, PairInput, QuestionInput, TargetInput, YearInput
from evaluation.report.verdicts import cell_verdict, headline_verdict
from evaluation.statistics import Panel, differences
from evaluation.statistics.cells import cell_changes
from evaluation.statistics.difference_in_differences import Difference, SchemeDifferences
from evaluation.statistics.estimates import Estimate

SCHEMA = 1
# A difference of so many standard errors is noticed 4 times in 5 (two-sided 5%).
DETECTABLE = 2.8


def build_content(inputs: Inputs) -> dict[str, Any]:
    """Work out every figure of the report. The same inputs give the same content."""
    questions = {question.number: question for question in inputs.questions}
    panel = Panel.from_rows(row for row in inputs.rows if row.question in questions)
    comparable = {
        pair.mentee_code: tuple(
            target.question
            for target in pair.targets
            if _is_compared(questions.get(target.question))
        )
        for pair in inputs.pairs
    }
    found = differences(
        panel,
        mentees=inputs.mentees,
        mentors=inputs.mentors,
        targets=comparable,
        baseline=inputs.baseline.year,
        follow_up=inputs.follow_up.year,
    )
    return {
        "schema": SCHEMA,
        "inputs_digest": inputs.digest,
        "scheme": inputs.scheme,
        "scheme_kind": inputs.scheme_kind,
        "survey": inputs.survey,
        "attribution": inputs.attribution,
        "fictional": inputs.is_fictional,
        "window": list(inputs.window),
        "baseline": _year(inputs.baseline),
        "follow_up": _year(inputs.follow_up),
        "headline": _headline(found),
        "pairs": _pairs(inputs, questions, panel, found),
        "questions": [_question(question) for question in inputs.questions],
    }


def _is_compared(question: QuestionInput | None) -> bool:
    return question is not None and question.comparable and question.scale == "percent"


def _headline(found: SchemeDifferences) -> dict[str, Any]:
    pooled = found.pooled
    error = pooled.standard_error
    return {
        "method": "difference-in-differences",
        "raw_change": _kept(found.raw_change),
        "national_change": _kept(found.national_change),
        **_estimate(pooled),
        "mentees": found.mentees,
        "comparators": found.comparators,
        "targets": sum(cell.change.difference is not None for cell in found.cells),
        "minimum_detectable_effect": _kept(DETECTABLE * error if error else None),
        "verdict": headline_verdict(pooled),
    }


def _pairs(
    inputs: Inputs, questions: dict[str, QuestionInput], panel: Panel, found: SchemeDifferences
) -> list[dict[str, Any]]:
    by_cell = {(cell.change.org_code, cell.change.question): cell for cell in found.cells}
    return [
        {
            "mentor": pair.mentor,
            "mentor_code": pair.mentor_code,
            "mentee": pair.mentee,
            "mentee_code": pair.mentee_code,
            "state": pair.state,
            "plan_state": pair.plan_state,
            "window": list(pair.window) if pair.window else None,
            "actions": pair.actions,
            "actions_complete": pair.actions_complete,
            "targets": [
                _target(pair, target, questions.get(target.question), by_cell)
                for target in pair.targets
                if questions.get(target.question) is None
                or questions[target.question].scale == "percent"
            ],
            "means": _means(inputs, pair, panel),
        }
        for pair in inputs.pairs
    ]


def _target(
    pair: PairInput,
    target: TargetInput,
    question: QuestionInput | None,
    by_cell: dict[tuple[str, str], Difference],
) -> dict[str, Any]:
    base: dict[str, Any] = {
        "question": target.question,
        "label": question.label if question else target.title,
        "aim": target.title,
        "target": _kept(target.target),
        "by_date": target.by_date,
    }
    cell = by_cell.get((pair.mentee_code, target.question))
    if cell is None:
        why = question.why if question else "Not a question of the baseline survey."
        return {**base, "verdict": "not_compared", "reason": f"Not compared: {why}"}
    change = cell.change
    return {
        **base,
        "before": _kept(change.before),
        "n_before": change.n_before,
        "after": _kept(change.after),
        "n_after": change.n_after,
        "change": _kept(change.difference),
        "ci": _pair_of(change.lower, change.upper),
        "p": _kept(change.p),
        "small_base": change.small_base,
        "national_change": _kept(cell.national_change),
        "against_country": _estimate(cell.against_country),
        "changed_wording": bool(question and question.changed_wording),
        "reason": change.reason,
        "verdict": cell_verdict(change, cell.against_country),
    }


def _means(inputs: Inputs, pair: PairInput, panel: Panel) -> list[dict[str, Any]]:
    """Questions scored from 0 to 10, over all years there are: shown apart, never with per cent."""
    targets = {target.question: target for target in pair.targets}
    rows = []
    for question in inputs.questions:
        if question.scale != "mean_0_10":
            continue
        years = _values_by_year(panel, pair.mentee_code, question.number)
        if not years:
            continue
        target = targets.get(question.number)
        rows.append(
            {
                "question": question.number,
                "label": question.label,
                "comparable": question.comparable,
                "reason": "" if question.comparable else f"Not compared: {question.why}",
                "years": years,
                "target": _kept(target.target) if target else None,
                "is_target": target is not None,
            }
        )
    return rows


def _values_by_year(panel: Panel, code: str, question: str) -> list[dict[str, Any]]:
    if code not in panel.trusts or question not in panel.questions:
        return []
    listed = []
    for year in panel.years:
        (cell,) = cell_changes(panel, [(code, question)], year, year)
        reason = cell.reason if cell.after is None else None
        listed.append(
            {"year": year, "value": _kept(cell.after), "n": cell.n_after, "reason": reason}
        )
    return listed


def _year(year: YearInput) -> dict[str, Any]:
    return {
        "year": year.year,
        "sample": list(year.sample) if year.sample else None,
        "standing": year.standing,
        "sentence": year.sentence,
        "sources": [{"file": name, "sha256": digest} for name, digest in year.sources],
    }


def _question(question: QuestionInput) -> dict[str, Any]:
    return {
        "number": question.number,
        "label": question.label,
        "section": question.section,
        "scale": question.scale,
        "comparable": question.comparable,
        "why": question.why,
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {
        "effect": _kept(estimate.value),
        "ci": _pair_of(estimate.lower, estimate.upper),
        "standard_error": _kept(estimate.standard_error),
        "p": _kept(estimate.p),
        "reason": estimate.reason,
    }


def _pair_of(lower: float | None, upper: float | None) -> list[float] | None:
    if lower is None or upper is None:
        return None
    return [round(lower, 6), round(upper, 6)]


def _kept(value: float | None) -> float | None:
    return None if value is None else round(float(value), 6)


def all_targets(content: dict[str, Any]) -> Iterable[tuple[dict[str, Any], dict[str, Any]]]:
    """Every (pair, target) of a report's content, in the order of its pages."""
    for pair in content["pairs"]:
        for target in pair["targets"]:
            yield pair, target
