"""One trust and one question before and after: the change and its own margin (level 0)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evaluation.statistics.cohorts import FEWEST_ANSWERS_FOR_A_VERDICT, FEWEST_ANSWERS_SHOWN
from evaluation.statistics.comparisons import difference_p_value
from evaluation.statistics.intervals import Array, newcombe_interval
from evaluation.statistics.panel import Panel

NO_SCORES = "No score was published for this trust and question"
SUPPRESSED = "Not shown: suppressed or not published"
FEW_ANSWERS = f"Not shown: fewer than {FEWEST_ANSWERS_SHOWN} answers"
NO_COUNT = "The number of answers was not published, so no margin can be given"
MEAN_SCALE = "A mean score without its spread between patients: no margin can be given"


@dataclass(frozen=True)
class CellChange:
    """Scores in the question's units, difference in points of it (later less earlier).

    lower, upper: Newcombe's interval. p: z-test, or Fisher's exact test where an expected count is
    below 5. small_base: 10 to 29 answers in either year: the interval stands, but no verdict word.
    What cannot be shown is None and `reason` says why; counts below 10 are never given.
    """

    org_code: str
    question: str
    n_before: int | None = None
    n_after: int | None = None
    before: float | None = None
    after: float | None = None
    difference: float | None = None
    lower: float | None = None
    upper: float | None = None
    p: float | None = None
    small_base: bool = False
    reason: str | None = None


def cell_changes(
    panel: Panel, cells: Sequence[tuple[str, str]], baseline: int, follow_up: int
) -> tuple[CellChange, ...]:
    """The change of each (trust, question), in the order given, each with its reason if bare."""
    listed = [_one(panel, code, question, baseline, follow_up) for code, question in cells]
    tested = [
        place
        for place, cell in enumerate(listed)
        if cell.reason is None and cell.difference is not None
    ]
    counts = np.array(
        [[listed[place].n_before, listed[place].n_after] for place in tested], dtype=float
    ).reshape(len(tested), 2)
    shares = np.array(
        [[listed[place].before, listed[place].after] for place in tested], dtype=float
    ).reshape(len(tested), 2)
    for place, (lower, upper, p) in zip(tested, _margins(shares / 100, counts), strict=True):
        listed[place] = replace(
            listed[place], lower=100 * float(lower), upper=100 * float(upper), p=float(p)
        )
    return tuple(listed)


def _margins(share: Array, n: Array) -> Array:
    earlier, later = (share[:, 0] * n[:, 0], n[:, 0]), (share[:, 1] * n[:, 1], n[:, 1])
    lower, upper = newcombe_interval(*later, *earlier)
    return np.column_stack([lower, upper, difference_p_value(*later, *earlier)])


def _one(panel: Panel, code: str, question: str, baseline: int, follow_up: int) -> CellChange:
    if code not in panel.trusts or question not in panel.questions:
        return CellChange(code, question, reason=NO_SCORES)
    place = panel.trusts.index(code), panel.questions.index(question)
    n = [float(panel.year(year)[0][place]) for year in (baseline, follow_up)]
    score = [float(panel.year(year)[1][place]) for year in (baseline, follow_up)]
    shown = [None if _hidden(n[i], score[i]) else score[i] for i in (0, 1)]
    answers = [int(n[i]) if shown[i] is not None and n[i] > 0 else None for i in (0, 1)]
    cell = CellChange(code, question, answers[0], answers[1], shown[0], shown[1])
    if shown[0] is None or shown[1] is None:
        return replace(cell, reason=_why_hidden(n, score))
    cell = replace(cell, difference=shown[1] - shown[0])
    if panel.scales[place[1]] == "mean":
        return replace(cell, reason=MEAN_SCALE)
    if answers[0] is None or answers[1] is None:
        return replace(cell, reason=NO_COUNT)
    return replace(cell, small_base=min(n) < FEWEST_ANSWERS_FOR_A_VERDICT)


def _hidden(n: float, score: float) -> bool:
    return bool(np.isnan(score)) or 0 < n < FEWEST_ANSWERS_SHOWN


def _why_hidden(n: list[float], score: list[float]) -> str:
    missing = [
        year
        for year, value in zip(("baseline", "follow-up"), score, strict=True)
        if np.isnan(value)
    ]
    if missing:
        return f"{SUPPRESSED} at {' and '.join(missing)}"
    return FEW_ANSWERS
