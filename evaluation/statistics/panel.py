"""What patients said: one score and one count for each trust, question and survey year."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from evaluation.statistics.intervals import Array

Scale = Literal["percent", "mean"]
HIGHEST_SCORE: dict[Scale, float] = {"percent": 100.0, "mean": 10.0}
Flags = npt.NDArray[np.bool_]


class PanelError(ValueError):
    """Scores that cannot be laid out: the sentence says which and why."""


class ScoreRow(NamedTuple):
    """One published score. A score of None is suppressed; n of None was not published."""

    org_code: str
    year: int
    question: str
    n: int | None
    score: float | None
    scale: Scale = "percent"


@dataclass(frozen=True, eq=False)
class Panel:
    """Scores of trusts x questions x years.

    respondents: how many gave a scored answer; 0 where that is not known.
    scores: in the question's own units, per cent (0-100) or a mean (0-10); NaN where the score is
    suppressed or was never published. Missing is never zero.
    scales: one a question; percentages and means are never worked on together.
    """

    trusts: tuple[str, ...]
    questions: tuple[str, ...]
    years: tuple[int, ...]
    respondents: Array
    scores: Array
    scales: tuple[Scale, ...]

    def __post_init__(self) -> None:
        shape = (len(self.trusts), len(self.questions), len(self.years))
        if self.respondents.shape != shape or self.scores.shape != shape:
            raise PanelError(f"Scores and respondents must both be of shape {shape}.")
        if len(self.scales) != len(self.questions):
            raise PanelError("Give one scale for each question.")
        _check_values(self)

    @classmethod
    def from_rows(cls, rows: Iterable[ScoreRow]) -> "Panel":
        """Lay out rows in any order; codes and questions are sorted, so the order never matters.

        Raises PanelError for two rows of one trust, question and year, and for one question on
        two scales.
        """
        listed = list(rows)
        trusts = tuple(sorted({row.org_code for row in listed}))
        questions = tuple(sorted({row.question for row in listed}))
        years = tuple(sorted({row.year for row in listed}))
        shape = (len(trusts), len(questions), len(years))
        respondents, scores = np.zeros(shape), np.full(shape, np.nan)
        places = [{name: i for i, name in enumerate(axis)} for axis in (trusts, questions, years)]
        seen: set[tuple[int, int, int]] = set()
        for row in listed:
            cell = (places[0][row.org_code], places[1][row.question], places[2][row.year])
            if cell in seen:
                raise PanelError(
                    f"{row.org_code}, {row.question}, {row.year} is there more than once."
                )
            seen.add(cell)
            respondents[cell] = row.n or 0
            scores[cell] = np.nan if row.score is None else row.score
        return cls(trusts, questions, years, respondents, scores, _scales(listed, questions))

    def year(self, year: int) -> tuple[Array, Array]:
        """(respondents, scores) of one survey year, each trusts x questions."""
        if year not in self.years:
            known = ", ".join(str(known) for known in self.years) or "none"
            raise PanelError(f"There are no scores for {year}. The years there are: {known}.")
        place = self.years.index(year)
        return self.respondents[:, :, place], self.scores[:, :, place]

    def questions_on(self, scale: Scale) -> npt.NDArray[np.intp]:
        """Positions of the questions on this scale."""
        return np.flatnonzero([found == scale for found in self.scales])


def _scales(rows: list[ScoreRow], questions: tuple[str, ...]) -> tuple[Scale, ...]:
    scales: dict[str, Scale] = {}
    for row in rows:
        if scales.setdefault(row.question, row.scale) != row.scale:
            raise PanelError(f"Question {row.question} is on two scales.")
    return tuple(scales[question] for question in questions)


def _check_values(panel: Panel) -> None:
    if not (panel.respondents >= 0).all() or not np.isfinite(panel.respondents).all():
        raise PanelError("The number of respondents is never negative or missing: 0 for unknown.")
    highest = np.array([HIGHEST_SCORE[scale] for scale in panel.scales])[None, :, None]
    known = panel.scores[~np.isnan(panel.scores)]
    if np.isinf(known).any() or (known < 0).any() or (panel.scores > highest).any():
        raise PanelError("A score lies outside its scale.")
