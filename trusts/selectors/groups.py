"""What groups of patients said, side by side: of one trust or of England, question by question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trusts.expected_range import Range, newcombe_range, wilson_range
from trusts.group_hiding import SUPPRESSION_LIMIT, GroupCell, held_back, put_together
from trusts.models import Level, Question, Scale, Score, SurveyYear
from trusts.selectors.whole_trusts import WholeTrust
from trusts.successions import Part, combined

ENGLAND = "All"


@dataclass(frozen=True)
class GroupScore:
    """A group beside all other patients of the same trust (or country).

    `others` is the score of everybody who is not in the group, `difference` the group's less
    theirs in points, with its 95% interval where the question is a percentage. All are None
    where the group, or the score of all patients, is not shown.
    """

    name: str
    n: int | None
    score: float | None
    interval: Range | None = None
    others: float | None = None
    difference: float | None = None
    difference_interval: Range | None = None

    @property
    def is_clear(self) -> bool:
        """Whether chance alone is an unlikely reason for the difference."""
        ends = self.difference_interval
        return ends is not None and (ends[0] > 0 or ends[1] < 0)


@dataclass(frozen=True)
class QuestionGroups:
    """One question with the groups of one kind, in their own order.

    parts: the names of the trusts that it was put together from, where they merged since.
    """

    number: str
    label: str
    section: str
    scale: str
    n: int | None
    score: float | None
    groups: tuple[GroupScore, ...]
    parts: tuple[str, ...] = ()

    @property
    def shown(self) -> list[GroupScore]:
        return [group for group in self.groups if group.score is not None]

    @property
    def hidden(self) -> int:
        return len(self.groups) - len(self.shown)

    @property
    def lowest(self) -> GroupScore | None:
        """The group furthest below the others."""
        apart = [group for group in self.shown if group.difference is not None]
        return min(apart, key=lambda group: group.difference or 0, default=None)

    @property
    def highest(self) -> GroupScore | None:
        """The group furthest above the others."""
        apart = [group for group in self.shown if group.difference is not None]
        return max(apart, key=lambda group: group.difference or 0, default=None)


def group_kinds(survey_year: SurveyYear) -> list[str]:
    """The kinds of groups that the year has results for. One query."""
    kinds = Score.objects.filter(survey_year=survey_year).exclude(group_kind="")
    return sorted(kinds.order_by().values_list("group_kind", flat=True).distinct())


def question_groups(
    survey_year: SurveyYear,
    whole: WholeTrust | None,
    kind: str,
    *,
    section: str = "",
    number: str = "",
) -> list[QuestionGroups]:
    """Every question that has groups of the kind, for a trust or (None) for England.

    One query; two for a trust that others became part of, whose parts of that year are put
    together. Which parts a year lists is known from all its questions.
    """
    parts = _listed_parts(survey_year, whole)
    found = Score.objects.filter(
        survey_year=survey_year,
        level=Level.TRUST if whole else Level.NATIONAL,
        org_code__in=parts or (ENGLAND,),
        group_kind__in=("", kind),
    )
    if section:
        found = found.filter(question__section=section)
    if number:
        found = found.filter(question__number=number)
    by_question: dict[Question, list[Score]] = {}
    for score in found.select_related("question").order_by(
        "question__position", "question__number", "group_name"
    ):
        by_question.setdefault(score.question, []).append(score)
    answers = [_question(question, scores, parts) for question, scores in by_question.items()]
    return [answer for answer in answers if answer.groups]


def _listed_parts(survey_year: SurveyYear, whole: WholeTrust | None) -> dict[str, str]:
    """Code -> name of the trusts whose rows of the year are those of the whole trust."""
    if whole is None:
        return {}
    names = {trust.ods_code: trust.name for trust in (whole.trust, *whole.predecessors)}
    if not whole.predecessors:
        return names
    rows = Score.objects.filter(
        survey_year=survey_year, level=Level.TRUST, group_kind="", org_code__in=names
    )
    listed = set(rows.order_by().values_list("org_code", flat=True).distinct())
    return {code: name for code, name in names.items() if code in listed} or names


def _question(
    question: Question, scores: Iterable[Score], parts: Mapping[str, str]
) -> QuestionGroups:
    by_code: dict[str, list[Score]] = {code: [] for code in parts}
    for score in scores:
        by_code.setdefault(score.org_code, []).append(score)
    found = [_part(rows) for rows in by_code.values()]
    total, shown = _all_patients([part for part, _cells in found])
    cells = put_together([cells for _part, cells in found])
    return QuestionGroups(
        number=question.number,
        label=question.label,
        section=question.section,
        scale=question.scale,
        n=total,
        score=shown,
        groups=tuple(_beside_others(cell, total, shown, question.scale) for cell in cells),
        parts=tuple(parts.values()) if len(parts) > 1 else (),
    )


def _part(rows: Iterable[Score]) -> tuple[Part, list[GroupCell]]:
    """All patients of one organisation, and its groups as they may be shown."""
    whole, cells = Part(None, None), []
    for row in rows:
        if row.group_kind:
            cells.append(GroupCell(row.group_name, row.n, row.score, row.suppressed))
        else:
            whole = Part(None if row.suppressed else row.n, row.score)
    return whole, held_back(cells, whole.n)


def _all_patients(parts: Sequence[Part]) -> tuple[int | None, float | None]:
    """(answers, score) of all patients; where there are parts, of all of them together."""
    if len(parts) == 1:
        return parts[0].n, parts[0].score
    together = combined(parts)
    return together.n, together.score


def _beside_others(
    cell: GroupCell, total: int | None, whole: float | None, scale: str
) -> GroupScore:
    """The group, and everybody else: all patients less the group."""
    if cell.score is None or not cell.n:
        return GroupScore(cell.name, None, None)
    percent = scale == Scale.PERCENT
    interval = wilson_range(cell.score, cell.n) if percent else None
    rest = 0 if total is None else total - cell.n
    if whole is None or total is None or rest <= SUPPRESSION_LIMIT:
        return GroupScore(cell.name, cell.n, cell.score, interval)
    top = 100.0 if percent else 10.0
    others = min(top, max(0.0, (total * whole - cell.n * cell.score) / rest))
    return GroupScore(
        name=cell.name,
        n=cell.n,
        score=cell.score,
        interval=interval,
        others=others,
        difference=cell.score - others,
        difference_interval=newcombe_range(cell.score, cell.n, others, rest) if percent else None,
    )
