"""The figures of a row: respondents, scores and their limits, suppression, band."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from trusts.surveys.bands import band_in_words, unrounded_from_interval
from trusts.surveys.cell_columns import CellParser, Parsed, Positions
from trusts.surveys.columns import Columns
from trusts.surveys.row_rules import UNKNOWN_WORD, BrokenRule, Figures, RowFigures
from trusts.surveys.row_texts import RowTexts
from trusts.surveys.scales import BANDS, MEASURES, NO_BAND, Scale
from trusts.surveys.values import figure, respondents, suppression

PRINTED_SLACK = 0.0005
"""``adj_unrounded`` is printed with three decimals."""
RECOVERED_SLACK = 0.002
"""A score recovered from limits of four decimals is known this well (see ``bands``)."""


class FigureColumns:
    """Parses the columns of figures that a table has."""

    def __init__(self, columns: Columns) -> None:
        self._n = CellParser(respondents)
        self._marks = CellParser(suppression)
        self._words: Positions[str] = Positions(_band_position)
        self._parsers = {
            name: {
                scale: CellParser(partial(figure, fraction=name in columns.fractions, scale=scale))
                for scale in Scale
            }
            for name in MEASURES
            if name in columns.position
        }

    def of(self, texts: RowTexts, on_0_to_10: NDArray[np.bool_]) -> RowFigures:
        """The figures of some rows, each on the scale of its question."""
        count = len(texts)
        n = self._n.of(texts.column["n"])
        measures = {
            name: self._measure(name, texts.column[name], on_0_to_10) for name in self._parsers
        }
        marks = texts.column.get("suppressed")
        marked = self._marks.of(marks) if marks is not None else Parsed.absent(count)
        words = texts.column.get("band")
        unrounded, slack = _unrounded(n, measures, on_0_to_10)
        return RowFigures(
            n=n,
            measures=measures,
            marked=marked.value == 1,
            unclear=marked.bad,
            has_marks=marks is not None,
            on_0_to_10=on_0_to_10,
            unrounded=unrounded,
            unrounded_slack=slack,
            words=(
                np.full(count, NO_BAND, np.int8)
                if words is None
                else self._words.of(words, count).astype(np.int8)
            ),
        )

    def _measure(self, name: str, texts: Sequence[str], on_0_to_10: NDArray[np.bool_]) -> Parsed:
        parsed = self._parsers[name][Scale.PERCENT].of(texts)
        means = np.flatnonzero(on_0_to_10).tolist()
        if means:
            again = self._parsers[name][Scale.MEAN_0_10].of([texts[i] for i in means])
            parsed.state[means] = again.state
            parsed.value[means] = again.value
        return parsed

    def unreadable(self, texts: RowTexts, rows: RowFigures) -> Iterator[BrokenRule]:
        """Cells that hold no figure, nor a mark for a hidden one."""
        parsers = {"n": self._n, "suppressed": self._marks}
        for name, column in {"n": rows.n.bad, "suppressed": rows.unclear}.items():
            if column.any():
                yield _unreadable(column, name, texts, parsers[name])
        for name, parsed in rows.measures.items():
            for scale, parser in self._parsers[name].items():
                bad = parsed.bad & (rows.on_0_to_10 == (scale is Scale.MEAN_0_10))
                if bad.any():
                    yield _unreadable(bad, name, texts, parser)


def _unreadable(
    bad: NDArray[np.bool_], name: str, texts: RowTexts, parser: CellParser
) -> BrokenRule:
    column = texts.column[name]
    return BrokenRule(bad, name, lambda i: parser.parse(column[i]).reason)


def _band_position(text: str) -> int:
    if not text.strip():
        return NO_BAND
    band = band_in_words(text)
    return BANDS.index(band) if band is not None else UNKNOWN_WORD


def _unrounded(
    n: Parsed, measures: dict[str, Parsed], on_0_to_10: NDArray[np.bool_]
) -> tuple[Figures, Figures]:
    """The adjusted score before rounding, printed or recovered, and how well it is known."""
    count = len(on_0_to_10)
    unrounded, slack = np.full(count, np.nan), np.full(count, RECOVERED_SLACK)
    if {"adjusted_lower", "adjusted_upper"} <= measures.keys():
        lower, upper = measures["adjusted_lower"].value, measures["adjusted_upper"].value
        respondents_given = np.where(n.value > 0, n.value, np.nan)
        for scale in Scale:
            here = on_0_to_10 == (scale is Scale.MEAN_0_10)
            recovered = unrounded_from_interval(lower, upper, respondents_given, scale)
            unrounded[here] = recovered[here]
    if "adjusted_unrounded" in measures:
        printed = measures["adjusted_unrounded"]
        unrounded = np.where(printed.given, printed.value, unrounded)
        slack = np.where(printed.given, PRINTED_SLACK, slack)
    return unrounded, slack
