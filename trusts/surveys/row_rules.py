"""What a single row of scores may hold, as rules over many rows at once.

A rule is a mask of the rows that break it, the column at fault, and a function that puts the
reason into words for one row. Words are made only for rows that are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trusts.surveys.bands import bands_possible
from trusts.surveys.cell_columns import Parsed
from trusts.surveys.scales import BANDS, NO_BAND, SUPPRESSION_LIMIT
from trusts.surveys.values import State

Mask = NDArray[np.bool_]
Figures = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """Rows (``where``) whose ``column`` breaks a rule, and why, for one of them."""

    where: Mask
    column: str
    reason: str | Callable[[int], str]
    hides: bool = False
    """Whether the figure is one of so few people that it must not be repeated."""

    def said(self, row: int) -> str:
        return self.reason if isinstance(self.reason, str) else self.reason(row)


@dataclass(frozen=True, slots=True)
class RowFigures:
    """The figures of a block of rows: all arrays have one length.

    ``measures`` hold only columns that the table has. ``marked`` is the table's own
    "suppressed" column (all false where it has none, see ``has_marks``), ``unclear`` rows
    where that column holds neither yes nor no. ``on_0_to_10`` says which rows are of a
    question scored from 0 to 10. ``unrounded`` is the adjusted score before rounding where it is
    known, within ``unrounded_slack``; ``words`` are bands by their words, NO_BAND for a
    blank and ``UNKNOWN_WORD`` for a word that we do not know.
    """

    n: Parsed
    measures: dict[str, Parsed]
    marked: Mask
    unclear: Mask
    has_marks: bool
    on_0_to_10: Mask
    unrounded: Figures
    unrounded_slack: Figures
    words: NDArray[np.int8]

    def value(self, name: str) -> Figures:
        parsed = self.measures.get(name)
        return parsed.value if parsed is not None else np.full(len(self.marked), np.nan)


UNKNOWN_WORD = -2


def hidden_by_table(rows: RowFigures) -> Mask:
    """Rows that the table hides: marked so, a mark in place of the score, or a blank score.

    A blank score on a row that the table expressly calls not suppressed counts as hidden
    only where its respondents are so few that it must be; else ``missing_score`` has it.
    """
    score = rows.measures["score"]
    hidden = rows.marked | (score.state == State.SUPPRESSED)
    blank = score.state == State.BLANK
    if rows.has_marks:
        blank &= rows.n.given & (rows.n.value <= SUPPRESSION_LIMIT)
    return hidden | blank


def rules_broken(rows: RowFigures, hidden: Mask, shown: Mask) -> Iterator[BrokenRule]:
    """Every rule that a row breaks. ``hidden`` rows are only asked for a readable ``n``;
    ``shown`` rows (not hidden, with all their cells readable) for figures that agree."""
    score = rows.measures["score"]
    yield BrokenRule(
        ~hidden & (score.state == State.BLANK) & rows.has_marks,
        "score",
        "The score is missing, yet the row is not marked as suppressed. Put the score in, or "
        "mark the row as suppressed.",
    )
    yield BrokenRule(
        shown & ~rows.n.given,
        "n",
        "A score without its number of respondents cannot be checked. Put the number in, or "
        "hide the score.",
    )
    yield from _too_few_respondents(rows, shown)
    yield from _limits_in_order(rows, shown)
    yield from _scores_within_interval(rows, shown)
    yield from _bands_agree(rows, shown)


def _too_few_respondents(rows: RowFigures, shown: Mask) -> Iterator[BrokenRule]:
    few = shown & rows.n.given & (rows.n.value <= SUPPRESSION_LIMIT)
    for name, parsed in rows.measures.items():
        yield BrokenRule(
            few & parsed.given,
            name,
            lambda i: (
                f"The score of {rows.n.value[i]:.0f} respondents is shown; scores of "
                f"{SUPPRESSION_LIMIT} or fewer must be hidden. Blank it, or put * in its place."
            ),
            hides=True,
        )


_PAIRS = (
    ("score_lower", "score_upper"),
    ("adjusted_lower", "adjusted_upper"),
    ("expected_lower", "expected_upper"),
)


def _limits_in_order(rows: RowFigures, shown: Mask) -> Iterator[BrokenRule]:
    for lower_name, upper_name in _PAIRS:
        if lower_name not in rows.measures or upper_name not in rows.measures:
            continue
        lower, upper = rows.value(lower_name), rows.value(upper_name)
        yield BrokenRule(
            shown & (upper < lower),
            upper_name,
            _below_lower(lower),
        )
        yield BrokenRule(
            shown & (np.isnan(lower) != np.isnan(upper)),
            upper_name,
            "One of the two limits is missing. Give both, or neither.",
        )


def _below_lower(lower: Figures) -> Callable[[int], str]:
    return lambda i: f"The upper limit is below the lower limit ({lower[i]:g})"


def _outside(lower: Figures, upper: Figures) -> Callable[[int], str]:
    return lambda i: f"The score lies outside its own interval ({lower[i]:g} to {upper[i]:g})"


def _rounding(rows: RowFigures) -> Figures:
    """Half a step of the published scores: whole percentages, hundredths of a mean."""
    return np.where(rows.on_0_to_10, 0.005, 0.5)


def _scores_within_interval(rows: RowFigures, shown: Mask) -> Iterator[BrokenRule]:
    # Published limits are rounded too, so a score may lie two half steps outside them.
    slack = 2 * _rounding(rows) + 1e-9
    for name, lower_name, upper_name in (
        ("score", "score_lower", "score_upper"),
        ("adjusted", "adjusted_lower", "adjusted_upper"),
    ):
        value, lower, upper = (rows.value(column) for column in (name, lower_name, upper_name))
        yield BrokenRule(
            shown & ((value < lower - slack) | (value > upper + slack)),
            name,
            _outside(lower, upper),
        )
    adjusted, unrounded = rows.value("adjusted"), rows.value("adjusted_unrounded")
    yield BrokenRule(
        shown & (np.abs(adjusted - unrounded) > slack),
        "adjusted_unrounded",
        lambda i: f"The unrounded score does not round to the score ({adjusted[i]:g})",
    )


def bands_of(rows: RowFigures) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Lowest and highest band that the figures of each row allow."""
    known = ~np.isnan(rows.unrounded)
    score = np.where(known, rows.unrounded, rows.value("adjusted"))
    rounding = np.where(known, rows.unrounded_slack, _rounding(rows))
    return bands_possible(
        score, rows.value("expected_lower"), rows.value("expected_upper"), rounding
    )


def _bands_agree(rows: RowFigures, shown: Mask) -> Iterator[BrokenRule]:
    first, last = bands_of(rows)
    has_figures = shown & (first <= last)
    yield BrokenRule(
        has_figures & (rows.words == UNKNOWN_WORD),
        "band",
        "Not a band we know. Say below, as expected or above.",
    )
    outside = (rows.words < first) | (rows.words > last)
    lower, upper = rows.value("expected_lower"), rows.value("expected_upper")
    yield BrokenRule(
        has_figures & (rows.words >= 0) & outside,
        "band",
        lambda i: (
            f"The figures say {_said(first[i])}: the expected range is {lower[i]:g} to {upper[i]:g}"
        ),
    )


def _said(band: int) -> str:
    return BANDS[band].value.replace("_", " ")


def chosen_bands(rows: RowFigures, shown: Mask) -> NDArray[np.int8]:
    """The band of each row, or NO_BAND: by its figures; the table's word decides only where
    a rounded score leaves more than one band possible."""
    first, last = bands_of(rows)
    settled = np.where(first == last, first, rows.words)
    possible = shown & (first <= last) & (settled >= first) & (settled <= last)
    return np.where(possible, settled, NO_BAND).astype(np.int8)
