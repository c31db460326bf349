"""The aims of a plan: lines with their pictures, and the facts beside the form of an aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from buddy_portal.design import dates
from buddy_portal.design.addresses import address_of
from buddy_portal.design.charts import numbers
from buddy_portal.design.charts.numbers import Unit
from buddy_portal.design.charts.target_row import TargetRow, draw_target_row
from buddy_portal.design.tables import Cell, Column, Row, Table
from improvement_plans.aim_words import (
    baseline_words,
    read_from,
    score_words,
    unit_of,
    value_words,
)
from improvement_plans.models import Aim
from improvement_plans.selectors import PlanPage, TargetFacts
from improvement_plans.status import StatusKind
from improvement_plans.target_help import MEAN, smallest_rise

RISE_WORDS = (
    "A rise smaller than the one in the last column can hardly be told from chance: with as many "
    "answers again, the follow-up survey would show it less than four times in five."
)


@dataclass(frozen=True)
class AimLine:
    """An aim in the table of a plan's page."""

    heading: str
    baseline: str
    why: str
    target: str
    by: str
    actions: str
    outcome: str
    picture: Markup
    edit: str
    remove: str


def aim_lines(page: PlanPage) -> list[AimLine]:
    """The aims with their pictures, in order."""
    return [_aim_line(page, place, aim) for place, aim in enumerate(page.aims, 1)]


def _aim_line(page: PlanPage, place: int, aim: Aim) -> AimLine:
    year = page.plan.scheme.baseline.year
    return AimLine(
        heading=f"{place}. {aim.title}",
        baseline=f"{read_from(aim)}. Baseline {baseline_words(aim, year)}",
        why=aim.why,
        target=value_words(aim, aim.target),
        by=f"by {dates.day(aim.by_date)}" if aim.by_date else "no date yet",
        actions=_actions_of(page, aim),
        outcome=aim.get_outcome_display() if aim.outcome else "",
        picture=target_picture(aim, label=f"Aim {place}: {aim.title}"),
        edit=address_of("aim_edit", aim.plan_id, aim.pk),
        remove=address_of("aim_remove", aim.plan_id, aim.pk),
    )


def target_picture(aim: Aim, *, label: str, width: float | None = None) -> Markup:
    """Baseline and target on their scale; nothing for a measure that has no scale of its own."""
    unit = unit_of(aim)
    if unit not in (Unit.PERCENT, Unit.SCORE):
        return Markup("")
    row = TargetRow(label=label, baseline=aim.baseline, now=None, target=aim.target, unit=unit)
    size = {} if width is None else {"width": width}
    return draw_target_row(row, chart_id=f"aim-{aim.pk}", **size)


def _actions_of(page: PlanPage, aim: Aim) -> str:
    own = [each.status.kind for each in page.actions if each.action.aim_id == aim.pk]
    if not own:
        return "No action yet"
    return f"{numbers.share(own.count(StatusKind.COMPLETE), len(own))} complete"


def facts_beside(facts: Sequence[TargetFacts]) -> Table:
    """What stands beside the form of an aim that is there: the facts of its question."""
    whose = " and your mentor’s" if _have_mentor(facts) else ""
    return _facts_table(facts, f"Your results{whose}", choose_at="")


def needs_table(facts: Sequence[TargetFacts], *, choose_at: str) -> Table:
    """The trust's needs with its mentor's strengths; each question leads to the form about it."""
    return _facts_table(
        [fact for fact in facts if fact.is_need], "Your needs, most pressing first", choose_at
    )


def other_questions_table(facts: Sequence[TargetFacts], *, choose_at: str) -> Table:
    """The questions that are no need of the trust."""
    return _facts_table(
        [fact for fact in facts if not fact.is_need], "Other questions of the survey", choose_at
    )


def target_facts(fact: TargetFacts) -> list[tuple[str, str]]:
    """What a target for one question is chosen by, in words."""
    scale, own = fact.question.scale, fact.own
    rise = smallest_rise(own.score, own.n, scale=scale)
    facts = [
        ("Your trust", f"{score_words(own.score, scale)}{_answers(own.n)}"),
        ("Expected range", _expected(fact)),
        *([("Your mentor", _with_strength(fact))] if fact.has_mentor else []),
        ("England", _shown(fact.national.score if fact.national else None, scale)),
        ("Smallest rise to see", _rise(fact)),
    ]
    if rise is not None and own.score is not None:
        facts.append(("So aim at", f"{score_words(own.score + rise, scale)} or more"))
    return facts


def small_rise_words(aim: Aim) -> str:
    """A caution where an aim's target is nearer to its baseline than the survey can tell."""
    if aim.question is None:
        return ""
    scale = aim.question.scale
    rise = smallest_rise(aim.baseline, aim.baseline_n, scale=scale)
    if rise is None or aim.target is None or aim.baseline is None:
        return ""
    if aim.target - aim.baseline >= rise:
        return ""
    return (
        f"A rise to {score_words(aim.target, scale)} can hardly be told from chance in the "
        f"follow-up survey: with {numbers.counted(aim.baseline_n or 0, 'answer')} it takes about "
        f"{_rise_words(rise, scale)}. Measure this aim in a way of your own too."
    )


def _facts_table(facts: Sequence[TargetFacts], caption: str, choose_at: str) -> Table:
    return Table(
        caption=caption,
        columns=[
            Column("Question"),
            Column("You", numeric=True),
            Column("Expected range", numeric=True),
            *([Column("Your mentor", numeric=True)] if _have_mentor(facts) else []),
            Column("England", numeric=True),
            Column("Smallest rise to see", numeric=True),
        ],
        rows=[_facts_row(fact, choose_at) for fact in facts],
        show_caption=True,
        empty="The baseline survey shows no result of this trust.",
    )


def _facts_row(fact: TargetFacts, choose_at: str) -> Row:
    scale, own, question = fact.question.scale, fact.own, fact.question
    return Row(
        cells=[
            Cell(
                question.label,
                href=f"{choose_at}?question={question.pk}#form" if choose_at else "",
                note=f"{question.number}{', your first choice' if fact.is_first_choice else ''}",
            ),
            Cell(
                score_words(own.score, scale),
                note=_own_note(fact),
            ),
            _expected(fact),
            *([_mentor_cell(fact)] if fact.has_mentor else []),
            _shown(fact.national.score if fact.national else None, scale),
            _rise(fact),
        ]
    )


def _have_mentor(facts: Sequence[TargetFacts]) -> bool:
    """A project team has no mentor, so its tables have no column for one."""
    return any(fact.has_mentor for fact in facts)


def _mentor_cell(fact: TargetFacts) -> Cell:
    shown = _shown(fact.mentor.score if fact.mentor else None, fact.question.scale)
    return Cell(shown, note="a strength" if fact.is_strength_of_mentor else "")


def _own_note(fact: TargetFacts) -> str:
    answers = numbers.counted(fact.own.n, "answer") if fact.own.n else ""
    return ", ".join(each for each in (answers, "below expected" * fact.is_below) if each)


def _answers(answers: int | None) -> str:
    return f" from {numbers.counted(answers, 'answer')}" if answers else ""


def _expected(fact: TargetFacts) -> str:
    places = 2 if fact.question.scale == MEAN else 1
    return numbers.interval(fact.own.expected_lower, fact.own.expected_upper, places)


def _with_strength(fact: TargetFacts) -> str:
    shown = _shown(fact.mentor.score if fact.mentor else None, fact.question.scale)
    return f"{shown}, a strength" if fact.is_strength_of_mentor else shown


def _rise(fact: TargetFacts) -> str:
    """The smallest rise that as many answers again would show four times in five."""
    rise = smallest_rise(fact.own.score, fact.own.n, scale=fact.question.scale)
    return "not known" if rise is None else _rise_words(rise, fact.question.scale)


def _rise_words(rise: float, scale: str) -> str:
    if scale == MEAN:
        return f"{numbers.plain(rise, 2)} of 10"
    return f"{numbers.plain(rise, 1)} points"


def _shown(value: float | None, scale: str) -> str:
    return "not shown" if value is None else score_words(value, scale)
