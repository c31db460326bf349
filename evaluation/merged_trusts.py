"""Trusts that merged before the follow-up: one trust in every year, as the follow-up counts it.

Of each year only the parts that its table lists count. Where one of them is hidden, or has no row
for a question, the whole is hidden too: what was left would be another trust.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trusts.successions import Part, combined

if TYPE_CHECKING:  # a web process that reads a protocol does not pay for numpy
    from evaluation.statistics import ScoreRow


@dataclass(frozen=True)
class Wholes:
    """Which codes are counted together. under: code -> the code of its whole.

    listed: (whole, survey year) -> the codes of it that the year's table lists.
    """

    under: Mapping[str, str]
    listed: Mapping[tuple[str, int], frozenset[str]]

    @classmethod
    def of(cls, under: Mapping[str, str], places: Iterable[tuple[str, int]]) -> Wholes:
        """places: every (code, survey year) that has a row."""
        whole_codes = set(under.values())
        listed: dict[tuple[str, int], set[str]] = defaultdict(set)
        for code, year in places:
            whole = under.get(code, code)
            if whole in whole_codes:
                listed[whole, year].add(code)
        return cls(under, {place: frozenset(codes) for place, codes in listed.items()})

    def code(self, code: str) -> str:
        """The code of the whole that a trust is part of: its own where it did not merge."""
        return self.under.get(code, code)

    def codes(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The wholes of these trusts, each once, in order."""
        return tuple(sorted({self.code(code) for code in codes}))

    def parts(self, whole: str, year: int) -> Collection[str]:
        """The codes that a year's figures of a whole come from."""
        return self.listed.get((whole, year), (whole,))


def put_together(rows: Iterable[ScoreRow], wholes: Wholes) -> tuple[ScoreRow, ...]:
    """The rows with those of merged trusts as one row for each year and question.

    The score is the mean of the parts weighted by their answers, n all answers together; both
    None where any part that the year lists is not shown. In order of code, question and year.
    """
    if not wholes.under:
        return tuple(rows)
    kept, merged = [], defaultdict(list)
    for row in rows:
        whole = wholes.code(row.org_code)
        if (whole, row.year) in wholes.listed:
            merged[whole, row.question, row.year].append(row)
        else:
            kept.append(row)
    kept += [
        _whole(same, whole, wholes.parts(whole, year)) for (whole, _, year), same in merged.items()
    ]
    return tuple(sorted(kept, key=lambda row: (row.org_code, row.question, row.year)))


def _whole(rows: Sequence[ScoreRow], code: str, parts: Collection[str]) -> ScoreRow:
    first = rows[0]._replace(org_code=code)
    if len(parts) == 1:
        return first
    if len(rows) < len(parts):
        return first._replace(n=None, score=None)
    in_order = sorted(rows, key=lambda row: row.org_code)
    together = combined([Part(row.n, row.score) for row in in_order])
    return first._replace(n=together.n, score=together.score)
