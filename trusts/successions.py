"""Trusts that merged: which codes belong together, and their scores taken together by answers.

Like is compared with like: where a year's table still lists the parts of what is one trust now,
the parts are combined. A trust that was split between several belongs to none of them alone and is
left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

SPLIT = "split"


@dataclass(frozen=True)
class Succession:
    """One trust taken up by another."""

    predecessor: str
    successor: str
    is_split: bool = False


@dataclass(frozen=True)
class Part:
    """What one part has for a question, on the question's own scale; None where not shown."""

    n: int | None
    score: float | None
    adjusted: float | None = None


@dataclass(frozen=True)
class Whole:
    """The parts together. All None where any part is not shown: the rest would be another trust."""

    n: int | None
    score: float | None
    adjusted: float | None


def parts_of(code: str, successions: Iterable[Succession]) -> tuple[str, ...]:
    """The trust's own code and those of all that became part of it, at any remove, in code order.

    Splits are left out. A list that runs in a circle ends where it began.
    """
    before: dict[str, set[str]] = {}
    for one in successions:
        if not one.is_split:
            before.setdefault(one.successor, set()).add(one.predecessor)
    found: set[str] = set()
    waiting = sorted(before.get(code, ()))
    while waiting:
        part = waiting.pop()
        if part != code and part not in found:
            found.add(part)
            waiting.extend(before.get(part, ()))
    return (code, *sorted(found))


def counted_under(successions: Iterable[Succession], listed: Collection[str]) -> dict[str, str]:
    """Code -> the code under which a table that lists `listed` counts the patients of that trust.

    Only trusts that the table no longer lists are there, and only where the way from merger to
    merger is plain: a trust that was split, or that two trusts took up, belongs to none alone.
    """
    after: dict[str, set[str]] = {}
    split: set[str] = set()
    for one in successions:
        after.setdefault(one.predecessor, set()).add(one.successor)
        if one.is_split:
            split.add(one.predecessor)
    heirs = {code: next(iter(to)) for code, to in after.items() if len(to) == 1}
    plain = {code: heir for code, heir in heirs.items() if code not in split}
    found = {code: _followed(code, plain, listed) for code in plain if code not in listed}
    return {code: heir for code, heir in sorted(found.items()) if heir}


def _followed(code: str, heirs: dict[str, str], listed: Collection[str]) -> str:
    """The first code on the way that is listed; none where the way ends or runs in a circle."""
    seen = {code}
    while code in heirs and heirs[code] not in seen:
        code = heirs[code]
        if code in listed:
            return code
        seen.add(code)
    return ""


def combined(parts: Sequence[Part]) -> Whole:
    """The mean of the parts weighted by their answers, and all answers together.

    An adjusted score comes out only where every part has one, and so does the plain score. A part
    without answers or without either score hides the whole. Smallest usable base: one part.
    """
    answers = [part.n for part in parts if part.n]
    if not parts or len(answers) < len(parts):
        return Whole(None, None, None)
    score = _mean([part.score for part in parts], answers)
    adjusted = _mean([part.adjusted for part in parts], answers)
    if score is None and adjusted is None:
        return Whole(None, None, None)
    return Whole(sum(answers), score, adjusted)


def _mean(values: Sequence[float | None], answers: Sequence[int]) -> float | None:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return sum(v * n for v, n in zip(known, answers, strict=True)) / sum(answers)
