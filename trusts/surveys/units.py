"""Percentages or proportions: where the figures would fit both and no header says which, we ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from trusts.surveys.refusals import TableRefused
from trusts.surveys.scales import SAYS_0_TO_100
from trusts.surveys.score_rows import ScoreColumns

# Five percentages of which none is above 1: no such five are in the published tables.
FEWEST_TO_TELL = 5


def refuse_doubtful_units(
    scores: ScoreColumns,
    *,
    on_0_to_10: NDArray[np.bool_],
    headers: Mapping[str, str],
    fractions: Collection[str],
) -> None:
    """Raise TableRefused where a column of percentages may hold proportions.

    A column is in doubt where none of its figures is above 1 and its header says neither
    "(proportion)" nor "(0-100)". Five such figures are enough; fewer where all other columns of
    the table are in doubt as well, since a low limit of one small score is no wonder.
    ``on_0_to_10`` says of each question whether it is a mean: means are left aside.
    """
    percent = ~on_0_to_10[scores.question] & ~scores.suppressed
    figures = {
        name: values[percent & ~np.isnan(values)]
        for name, values in scores.measures.items()
        if name not in fractions
    }
    figures = {name: given for name, given in figures.items() if len(given)}
    doubtful = [
        name
        for name, given in figures.items()
        # Nought is the same on both scales.
        if 0 < given.max() <= 1 and not SAYS_0_TO_100.search(headers[name])
    ]
    for name in doubtful:
        if len(figures[name]) >= FEWEST_TO_TELL or len(doubtful) == len(figures):
            header = headers[name]
            raise TableRefused(
                f"All figures in the column {header} lie between 0 and 1. If they are "
                f"proportions, call the column “{header} (proportion)”; if they are percentages "
                f"as low as that, call it “{header} (0-100)”. Then try again."
            )
