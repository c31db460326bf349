"""The pairing question and its answer, as plain frozen data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trusts.matching import checks

Codes = tuple[str, str]
ScoreRows = Sequence[Sequence[int | None]] | NDArray[np.integer]


class Mentor(NamedTuple):
    """A mentor trust and the number of mentees it can take."""

    code: str
    capacity: int = 1


@dataclass(frozen=True, eq=False)
class Problem:
    """Who could be paired with whom, and how well.

    `score` has a row for each mentor and a column for each mentee: a whole number (0 to 1000 when
    it comes from the scheme's own score; up to 1,000,000 is accepted), or None where the pair is
    not allowed. A numpy integer array may be given instead, with -1 where the pair is not allowed.
    `locked` and `previous` hold (mentor, mentee) codes: pairs that stand, and pairs of the saved
    draft that should change as little as possible. `reasons` says in a few words why a pair is
    not allowed, for the pairs where that is known.

    Raises a `MatchingError` that names the trust and the rule broken.
    """

    mentors: tuple[Mentor, ...]
    mentees: tuple[str, ...]
    score: ScoreRows
    locked: tuple[Codes, ...] = ()
    previous: tuple[Codes, ...] = ()
    reasons: Mapping[Codes, str] = field(default_factory=dict)
    table: NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        set_field = object.__setattr__
        set_field(self, "mentors", tuple(Mentor(*mentor) for mentor in self.mentors))
        set_field(self, "mentees", tuple(self.mentees))
        set_field(self, "locked", tuple((a, b) for a, b in self.locked))
        set_field(self, "previous", tuple((a, b) for a, b in self.previous))
        checks.check_codes([mentor.code for mentor in self.mentors], "mentor")
        checks.check_codes(self.mentees, "mentee")
        checks.check_capacities(self.mentors)
        table = checks.score_table(self.score, len(self.mentors), len(self.mentees))
        table.setflags(write=False)
        set_field(self, "table", table)
        checks.check_no_self_pair(self)
        checks.check_locks(self)
        checks.check_previous(self)

    @cached_property
    def mentor_index(self) -> dict[str, int]:
        """Row of each mentor in `table`."""
        return {mentor.code: row for row, mentor in enumerate(self.mentors)}

    @cached_property
    def mentee_index(self) -> dict[str, int]:
        """Column of each mentee in `table`."""
        return {code: column for column, code in enumerate(self.mentees)}

    def score_of(self, mentor: str, mentee: str) -> int | None:
        """The pair's score, or None where it is not allowed."""
        checks.check_known(self, (mentor, mentee), "The pair")
        value = int(self.table[self.mentor_index[mentor], self.mentee_index[mentee]])
        return None if value == checks.NOT_ALLOWED else value


@dataclass(frozen=True)
class Pair:
    """One buddy pair of a solution, with the score it has in the problem."""

    mentor: str
    mentee: str
    score: int
    locked: bool = False


@dataclass(frozen=True)
class Unmatched:
    """A mentee without a mentor, and why, in words."""

    mentee: str
    reason: str


@dataclass(frozen=True)
class Solution:
    """A set of pairs, in the order of the mentees' codes.

    `worst` is the lowest score among the pairs, None where there is no pair. `kept` counts the
    pairs of the problem's `previous` draft that still stand.
    """

    pairs: tuple[Pair, ...]
    unmatched: tuple[Unmatched, ...]
    places_left: Mapping[str, int]
    kept: int = 0

    @property
    def matched(self) -> int:
        """How many mentees have a mentor."""
        return len(self.pairs)

    @property
    def worst(self) -> int | None:
        """The worst-off matched mentee's score."""
        return min((pair.score for pair in self.pairs), default=None)

    @property
    def total(self) -> int:
        """The sum of the pairs' scores."""
        return sum(pair.score for pair in self.pairs)

    @property
    def mean(self) -> float | None:
        """The mean score of the pairs, None where there is no pair."""
        return self.total / self.matched if self.pairs else None

    @cached_property
    def mentor_of(self) -> dict[str, str]:
        """The mentor of each matched mentee."""
        return {pair.mentee: pair.mentor for pair in self.pairs}
