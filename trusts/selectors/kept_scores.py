"""Scored pairs, kept in the memory of the process under everything that they depend on.

Working out the scores of a large scheme takes longer than all else that the board does. They are
kept as pages of survey results are, see docs/decisions/0009-kept-pages.md.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trusts.matching import ScoredPairs
    from trusts.selectors.survey_tables import SurveyArrays

MOST_KEPT = 4
# Of all kept sets together, some 40 MB of tables. A larger set is scored each time.
MOST_CELLS_KEPT = 500_000


@dataclass(frozen=True, eq=False)
class KeptScores:
    """The scored pairs of a scheme and the survey table they come from. Nobody may change them."""

    scored: ScoredPairs
    arrays: SurveyArrays


@dataclass
class _Shelf:
    """The newest sets, the one that was asked for last at the end."""

    kept: OrderedDict[str, KeptScores] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def take(self, name: str) -> KeptScores | None:
        with self.lock:
            found = self.kept.get(name)
            if found is not None:
                self.kept.move_to_end(name)
        return found

    def put(self, name: str, scores: KeptScores) -> None:
        with self.lock:
            self.kept[name] = scores
            while len(self.kept) > MOST_KEPT or self._cells() > MOST_CELLS_KEPT:
                self.kept.popitem(last=False)

    def _cells(self) -> int:
        return sum(scores.scored.value.size for scores in self.kept.values())


_shelf = _Shelf()


def kept_scores(name: str | None, score: Callable[[], KeptScores]) -> KeptScores:
    """The scores of this name: as kept, else as `score` works them out.

    `name` must say everything that they depend on, and be read before it; None keeps nothing.
    """
    found = _shelf.take(name) if name else None
    if found is None:
        found = score()
        if name:
            _shelf.put(name, found)
    return found


def forget_kept_scores() -> None:
    """Forget them all, as a new process does."""
    with _shelf.lock:
        _shelf.kept.clear()
