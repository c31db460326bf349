"""Scores into the database by COPY, streamed: no more than one block of trusts is in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from django.db import connection, transaction

from buddy_portal.demonstration.figures import YearFigures
from buddy_portal.demonstration.hiding import hidden_groups, hidden_totals
from buddy_portal.demonstration.questions import MEAN_POSITION
from buddy_portal.demonstration.world import (
    DEPRIVATION,
    TUMOUR_GROUPS,
    Answers,
    Counts,
    Effect,
    Figures,
    World,
    YearTotals,
    draw_year,
)
from trusts.surveys.score_rows import BANDS

COPY = """COPY trusts_score (survey_year_id, brought_by_id, level, trust_id, org_code, question_id,
    group_kind, group_name, n, suppressed, score, adjusted, adjusted_unrounded, lower, upper,
    expected_lower, expected_upper, band) FROM STDIN"""
NOT_GIVEN = r"\N"
KINDS = (
    ("tumour_group", tuple(name for name, *_rest in TUMOUR_GROUPS)),
    ("imd_quintile", tuple(name for name, *_rest in DEPRIVATION)),
)
NATIONAL_CODE = "All"


class StoredTrust(NamedTuple):
    """A trust's row and code."""

    pk: int
    code: str


@dataclass(frozen=True)
class YearRows:
    """The rows that a year's scores hang on. `questions` holds row ids in survey order, and
    `with_groups` the places of the questions whose patient groups are published."""

    survey_year_id: int
    import_id: int
    trusts: tuple[StoredTrust, ...]
    questions: tuple[int, ...]
    with_groups: tuple[int, ...]


def copy_year(
    world: World,
    year: int,
    effect: Effect,
    totals: YearTotals,
    figures: YearFigures,
    rows: YearRows,
) -> int:
    """Store every score of a year. Returns how many."""
    lines = _Lines(_all_lines(world, year, effect, totals, figures, rows))
    with (
        transaction.atomic(),
        connection.wrap_database_errors,
        connection.cursor() as cursor,
    ):
        cursor.copy_expert(COPY, lines)
        # The services that read scores next would else plan for an empty table.
        cursor.execute("ANALYZE trusts_score")
    return lines.count


def _all_lines(
    world: World,
    year: int,
    effect: Effect,
    totals: YearTotals,
    figures: YearFigures,
    rows: YearRows,
) -> Iterator[str]:
    yield from trust_lines(figures, rows)
    yield from national_lines(figures, rows)
    if not rows.with_groups:
        return
    not_shown = hidden_totals(totals.n)
    sums = [_Sums(len(names), len(rows.questions)) for _kind, names in KINDS]
    for answers in draw_year(world, year, effect):
        for kind, (n, total), summed in zip(KINDS, _by_group(answers), sums, strict=True):
            summed.add(n, total)
            block = slice(answers.first, answers.first + len(n))
            yield from _group_lines(kind, n, total, not_shown[block], answers.first, rows)
    for kind, summed in zip(KINDS, sums, strict=True):
        yield from _national_group_lines(kind, summed, rows)


def trust_lines(figures: YearFigures, rows: YearRows) -> Iterator[str]:
    """One line for each trust and question, all patients together."""
    start = f"{rows.survey_year_id}\t{rows.import_id}\ttrust"
    for place, trust in enumerate(rows.trusts):
        cells = zip(
            rows.questions,
            figures.n[place].tolist(),
            *(_texts(table[place]) for table in published(figures)),
            figures.band[place].tolist(),
            strict=True,
        )
        for question, n, score, adjusted, fine, lower, upper, low, high, band in cells:
            shown = f"{n}\tf" if n else f"{NOT_GIVEN}\tt"
            word = BANDS[band] if band >= 0 else ""
            yield (
                f"{start}\t{trust.pk}\t{trust.code}\t{question}\t\t\t{shown}\t{score}\t{adjusted}"
                f"\t{fine}\t{lower}\t{upper}\t{low}\t{high}\t{word}\n"
            )


def published(figures: YearFigures) -> tuple[Figures, ...]:
    """In the order of the columns; percentages to one decimal, means to two."""
    return (
        _rounded(figures.score),
        _rounded(figures.adjusted),
        np.round(figures.adjusted, 4),
        _rounded(figures.lower),
        _rounded(figures.upper),
        _rounded(figures.expected_lower),
        _rounded(figures.expected_upper),
    )


def _rounded(table: Figures) -> Figures:
    """The last axis is the question."""
    found = np.round(table, 1)
    found[..., MEAN_POSITION] = np.round(table[..., MEAN_POSITION], 2)
    return np.asarray(found)


def _texts(values: Figures) -> list[str]:
    return [NOT_GIVEN if value != value else repr(value) for value in values.tolist()]


def national_lines(figures: YearFigures, rows: YearRows) -> Iterator[str]:
    """England, all patients."""
    scores = _rounded(figures.national)
    for question, n, score in zip(
        rows.questions, figures.national_n.tolist(), _texts(scores), strict=True
    ):
        yield _plain_line(rows, "national", NOT_GIVEN, NATIONAL_CODE, question, "", "", n, score)


def _by_group(answers: Answers) -> tuple[tuple[Counts, Figures], ...]:
    return answers.by_tumour_group(), answers.by_deprivation()


def _group_lines(
    kind: tuple[str, tuple[str, ...]],
    n: Counts,
    total: Figures,
    not_shown: np.ndarray,
    first: int,
    rows: YearRows,
) -> Iterator[str]:
    """Lines of a block of trusts for one way of dividing patients: trusts x Q x groups."""
    name, groups = kind
    hide = hidden_groups(n, not_shown)
    scores = _group_scores(n, total)
    for offset in range(len(n)):
        trust = rows.trusts[first + offset]
        for place in rows.with_groups:
            cells = zip(
                groups,
                n[offset, place].tolist(),
                hide[offset, place].tolist(),
                _texts(scores[offset, place]),
                strict=True,
            )
            for group, count, is_hidden, score in cells:
                if count:
                    yield _plain_line(
                        rows,
                        "trust",
                        trust.pk,
                        trust.code,
                        rows.questions[place],
                        name,
                        group,
                        None if is_hidden else count,
                        score,
                    )


def _group_scores(n: Counts, total: Figures) -> Figures:
    """On the scale of the question and rounded; the questions are the second last axis."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = total / n
    found = np.round(100 * share, 1)
    found[..., MEAN_POSITION, :] = np.round(share[..., MEAN_POSITION, :], 2)
    return np.asarray(found)


class _Sums:
    """The country's answers by group, summed over the blocks."""

    def __init__(self, groups: int, questions: int) -> None:
        self.n = np.zeros((questions, groups), np.int64)
        self.total = np.zeros((questions, groups))

    def add(self, n: Counts, total: Figures) -> None:
        self.n += n.sum(axis=0)
        self.total += total.sum(axis=0)


def _national_group_lines(
    kind: tuple[str, tuple[str, ...]], summed: _Sums, rows: YearRows
) -> Iterator[str]:
    name, groups = kind
    scores = _group_scores(summed.n, summed.total)
    for place in rows.with_groups:
        cells = zip(groups, summed.n[place].tolist(), _texts(scores[place]), strict=True)
        for group, n, score in cells:
            yield _plain_line(
                rows,
                "national",
                NOT_GIVEN,
                NATIONAL_CODE,
                rows.questions[place],
                name,
                group,
                n,
                score,
            )


def _plain_line(
    rows: YearRows,
    level: str,
    trust: int | str,
    code: str,
    question: int,
    kind: str,
    group: str,
    n: int | None,
    score: str,
) -> str:
    """A score with neither adjustment nor range; without `n` it is hidden."""
    shown = f"{n}\tf\t{score}" if n is not None else f"{NOT_GIVEN}\tt\t{NOT_GIVEN}"
    return (
        f"{rows.survey_year_id}\t{rows.import_id}\t{level}\t{trust}\t{code}\t{question}\t{kind}"
        f"\t{group}\t{shown}{_NOTHING_MORE}\n"
    )


_NOTHING_MORE = f"\t{NOT_GIVEN}" * 6 + "\t"


class _Lines:
    """A file to read from, over lines that are made as they are asked for."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._rest = ""
        self.count = 0

    def read(self, size: int = 65_536) -> str:
        parts, length = [self._rest], len(self._rest)
        for line in self._lines:
            self.count += 1
            parts.append(line)
            length += len(line)
            if length >= size:
                break
        text = "".join(parts)
        self._rest = text[size:]
        return text[:size]
