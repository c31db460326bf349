"""The content of a report: every figure as plain values, from which all its forms are made.

Figures are kept to six places and rounded only where they are shown. Percentages are in per cent,
their changes in percentage points; means stay on their own scale from 0 to 10.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from evaluation.inputs import Inputs, PairInput, QuestionInput, TargetInput, YearInput
from evaluation.report.detectable_content import detectable_of
from evaluation.report.funnel_content import funnels_of
from evaluation.report.gap_content import gaps_of
from evaluation.report.words_content import words_content
from evaluation.six_places import to_six_places
from evaluation.statistics import Panel, ScoreRow, differences, evaluate_scheme
from evaluation.statistics.cells import cell_changes
from evaluation.statistics.difference_in_differences import NOT_ADJUSTED, SchemeDifferences
from evaluation.statistics.plain_data import plain_evaluation, with_national_change

SCHEMA = 3
SAME_SCORE = 0.05  # scores are shown to one decimal


def build_content(inputs: Inputs) -> dict[str, Any]:
    """Work out every figure of the report. The same inputs give the same content."""
    questions = {question.number: question for question in inputs.questions}
    panel = Panel.from_rows(compared_rows(inputs))
    design: dict[str, Any] = {
        "mentees": inputs.mentees,
        "mentors": never_compared_with(inputs),
        "targets": compared_targets(inputs),
        "baseline": inputs.baseline.year,
        "follow_up": inputs.follow_up.year,
    }
    stayed = sorted({inputs.counted_under(p.mentee_code) for p in inputs.pairs if p.stayed})
    found = evaluate_scheme(panel, **design, prior=inputs.prior, completed=stayed)
    against_country = differences(panel, **design)
    figures = plain_evaluation(found)
    pairs = _pairs(inputs, questions, panel, figures, against_country)
    content = {
        **_facts(inputs),
        "headline": figures["headline"],
        "against_country": _against_country(against_country),
        "placebo": figures["placebo"],
        "sensitivity": figures["sensitivity"],
        "variation": figures["variation"],
        "target_count": figures["cells_count"],
        "other_count": figures["other_cells_count"],
        "other_cells": figures["other_cells"],
        "pairs": pairs,
        "detectable": detectable_of(pairs, figures["headline"]),
        "funnels": funnels_of(inputs, design["targets"]),
        "words": words_content(inputs.words),
        "team_survey": asdict(inputs.team_survey) if inputs.team_survey else None,
        "cohort_surveys": [asdict(each) for each in inputs.cohort_surveys],
        "partners": list(inputs.partners),
        "held_back": inputs.held_back,
        "gaps": gaps_of(inputs, design["targets"]),
        "listening": asdict(inputs.listening) if inputs.listening else None,
        "questions": [_question(question) for question in inputs.questions],
        "notes": figures["notes"],
    }
    kept: dict[str, Any] = to_six_places(content)
    return kept


def compared_rows(inputs: Inputs) -> list[ScoreRow]:
    """The scores that the figures are worked out from: those of questions that may be compared."""
    allowed = {question.number for question in inputs.questions if question.comparable}
    return [row for row in inputs.rows if row.question in allowed]


def never_compared_with(inputs: Inputs) -> tuple[str, ...]:
    """Mentors, and the trusts that the protocol leaves out: neither is ever a comparator."""
    left_out = inputs.protocol.exclusions if inputs.protocol else ()
    excluded = {inputs.counted_under(each.code) for each in left_out}
    return tuple(sorted({*inputs.mentors, *excluded}))


def _is_compared(question: QuestionInput | None) -> bool:
    return question is not None and question.comparable


def compared_targets(inputs: Inputs) -> dict[str, tuple[str, ...]]:
    """mentee -> questions; a mentee that was paired twice has the targets of both its plans."""
    questions = {question.number: question for question in inputs.questions}
    chosen: dict[str, tuple[str, ...]] = dict.fromkeys(inputs.mentees, ())
    for pair in inputs.pairs:
        code = inputs.counted_under(pair.mentee_code)
        chosen[code] += tuple(
            target.question
            for target in pair.targets
            if not target.why_not
            and _is_compared(questions.get(target.question))
            and target.question not in chosen[code]
        )
    return chosen


def _facts(inputs: Inputs) -> dict[str, Any]:
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
        "prior": inputs.prior,
        "both_roles": sorted(set(inputs.mentors) & set(inputs.mentees)),
        "mergers": [asdict(merger) for merger in inputs.mergers],
        "protocol": asdict(inputs.protocol) if inputs.protocol else None,
    }


def _against_country(found: SchemeDifferences) -> dict[str, Any]:
    pooled = found.pooled
    return {
        "label": NOT_ADJUSTED,
        "effect": pooled.value,
        "ci": _ends(pooled.lower, pooled.upper),
        "p": pooled.p,
        "reason": pooled.reason,
    }


def _pairs(
    inputs: Inputs,
    questions: dict[str, QuestionInput],
    panel: Panel,
    figures: dict[str, Any],
    against_country: SchemeDifferences,
) -> list[dict[str, Any]]:
    judged = with_national_change(figures["cells"], against_country)
    cells = {(cell["org_code"], cell["question"]): cell for cell in judged}
    mentees = {mentee["org_code"]: mentee for mentee in figures["mentees"]}
    return [
        {
            **_pair_facts(pair, inputs.counted_under(pair.mentee_code)),
            "result": mentees.get(inputs.counted_under(pair.mentee_code)),
            "targets": [
                _target(inputs, pair, target, questions.get(target.question), cells)
                for target in pair.targets
                if not _is_mean(questions.get(target.question))
            ],
            "means": _means(inputs, pair, panel, figures),
        }
        for pair in inputs.pairs
    ]


def _pair_facts(pair: PairInput, scores_code: str) -> dict[str, Any]:
    return {
        "mentor": pair.mentor,
        "mentor_code": pair.mentor_code,
        "mentee": pair.mentee,
        "mentee_code": pair.mentee_code,
        "scores_code": scores_code,
        "state": pair.state,
        "stayed": pair.stayed,
        "plan_approved": pair.plan_approved,
        "plan_state": pair.plan_state,
        "window": list(pair.window) if pair.window else None,
        "actions": pair.actions,
        "actions_complete": pair.actions_complete,
        "apart": [asdict(aim) for aim in pair.apart],
    }


def _is_mean(question: QuestionInput | None) -> bool:
    return question is not None and question.scale == "mean_0_10"


def _target(
    inputs: Inputs,
    pair: PairInput,
    target: TargetInput,
    question: QuestionInput | None,
    cells: dict[tuple[str, str], dict[str, Any]],
) -> dict[str, Any]:
    facts = {
        "label": question.label if question else target.title,
        "aim": target.title,
        "target": target.target,
        "by_date": target.by_date,
        "changed_wording": bool(question and question.changed_wording),
    }
    code = inputs.counted_under(pair.mentee_code)
    cell = None if target.why_not else cells.get((code, target.question))
    if cell is not None:
        return {**cell, **facts, "changed_since_approval": _changed(inputs, target, cell)}
    why = question.why if question else "Not a question of the baseline survey."
    return {
        **facts,
        "org_code": code,
        "question": target.question,
        "verdict": "Not compared",
        "verdict_code": "not_compared",
        "reason": f"Not compared: {target.why_not or why}",
        "changed_since_approval": None,
    }


def _changed(
    inputs: Inputs, target: TargetInput, cell: dict[str, Any]
) -> dict[str, float | None] | None:
    """The baseline frozen at approval, where the stored score is another one today.

    A score that is suppressed today is not given away by what the plan froze.
    """
    if target.chosen_in != inputs.baseline.year or target.frozen is None:
        return None
    now = cell["before"]
    if now is None:
        return {"frozen": None, "now": None}
    if abs(now - target.frozen) < SAME_SCORE:
        return None
    return {"frozen": target.frozen, "now": now}


def _means(
    inputs: Inputs, pair: PairInput, panel: Panel, figures: dict[str, Any]
) -> list[dict[str, Any]]:
    """Questions scored from 0 to 10, over all years there are: shown apart, never with per cent."""
    targets = {target.question: target for target in pair.targets}
    code = inputs.counted_under(pair.mentee_code)
    results = {
        found["question"]: found for found in figures["mean_scores"] if found["org_code"] == code
    }
    rows = []
    for question in inputs.questions:
        if not _is_mean(question):
            continue
        years = _values_by_year(panel, code, question)
        target = targets.get(question.number)
        if target is None and all(year["value"] is None for year in years):
            continue
        why = question.why if not question.comparable else target.why_not if target else ""
        rows.append(
            {
                "question": question.number,
                "label": question.label,
                "reason": f"Not compared: {why}" if why else "",
                "years": years,
                "target": target.target if target else None,
                "result": results.get(question.number) if target else None,
            }
        )
    return rows


def _values_by_year(panel: Panel, code: str, question: QuestionInput) -> list[dict[str, Any]]:
    if not question.comparable:
        return [{"year": year, "value": None, "n": None} for year in panel.years]
    listed = []
    for year in panel.years:
        (cell,) = cell_changes(panel, [(code, question.number)], year, year)
        listed.append({"year": year, "value": cell.after, "n": cell.n_after})
    return listed


def _year(year: YearInput) -> dict[str, Any]:
    return {
        "year": year.year,
        "sample": list(year.sample) if year.sample else None,
        "standing": year.standing,
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


def _ends(lower: float | None, upper: float | None) -> list[float] | None:
    return None if lower is None or upper is None else [lower, upper]
