"""The rules of both charts once more, written slowly and another way, to check the fast ones.

Every signal is found by looking at every window of points, in exact fractions.
"""

from fractions import Fraction
from itertools import pairwise
from math import comb


def slow_xmr(values, *, improvement="increase", screen=True, shift=7, trend=7, fix_after=None):
    """For each point (mean, lower, upper, kind, first label or None); one segment."""
    exact = [Fraction(v) for v in values]
    base = exact[:fix_after]
    centre = sum(base) / len(base)
    reach = _reach(base, screen) if len(exact) >= 6 else None
    found = []
    for i in range(len(exact)):
        label, direction = _signal(exact, i, centre, reach, shift, trend)
        lower, upper = (None, None) if reach is None else (centre - reach, centre + reach)
        found.append((centre, lower, upper, _kind(direction, improvement), label))
    return found


def _reach(exact, screen):
    ranges = [abs(exact[i] - exact[i - 1]) for i in range(1, len(exact))]
    if screen:
        average = sum(ranges) / len(ranges)
        ranges = [r for r in ranges if r < Fraction(3267, 1000) * average]
    if not ranges:
        return None
    return Fraction(266, 100) * sum(ranges) / len(ranges)


def _signal(exact, i, centre, reach, shift, trend):
    """The weightiest signal of one point and where it points."""
    side = _sign(exact[i] - centre)
    if reach is not None and abs(exact[i] - centre) > reach:
        return "outside", side
    trends = [
        _sign(w[-1] - w[0])
        for start, w in _windows(exact, trend)
        if start <= i < start + trend and (_rises(w) or _rises(w[::-1]))
    ]
    if trends:
        return "trend", trends[-1]
    if reach is not None and _is_close(exact[i], centre, reach):
        for start, w in _windows(exact, 3):
            same = len({_sign(v - centre) for v in w}) == 1 and _sign(w[0] - centre)
            two = sum(_is_close(v, centre, reach) for v in w) >= 2
            if start <= i < start + 3 and same and two:
                return "two_of_three", side
    for start, w in _windows(exact, shift):
        if start <= i < start + shift and {_sign(v - centre) for v in w} == {side} and side:
            return "shift", side
    return None, 0


def _windows(values, length):
    return [(s, values[s : s + length]) for s in range(len(values) - length + 1)]


def _rises(window):
    return all(window[k] < window[k + 1] for k in range(len(window) - 1))


def _is_close(value, centre, reach):
    return reach * Fraction(2, 3) < abs(value - centre) <= reach


def _sign(number):
    return (number > 0) - (number < 0)


def _kind(direction, improvement):
    if not direction:
        return "common_cause"
    if improvement == "neutral":
        return {1: "neutral_high", -1: "neutral_low"}[direction]
    wanted = {"increase": 1, "decrease": -1}[improvement]
    return "improvement" if direction == wanted else "concern"


def slow_run_test(values):
    """(useful points, longest run, crossings) about the median, point by point."""
    known = sorted(v for v in values if v is not None)
    middle = len(known) // 2
    line = known[middle] if len(known) % 2 else (known[middle - 1] + known[middle]) / 2
    useful = "".join("+" if v > line else "-" for v in values if v is not None and v != line)
    longest = max(n for n in range(len(useful) + 1) if "+" * n in useful or "-" * n in useful)
    crossings = sum(a != b for a, b in pairwise(useful))
    return len(useful), longest, crossings


def slow_fewest_crossings(n_useful):
    """The 5% point of a binomial (n - 1, 1/2), in exact fractions."""
    tosses = n_useful - 1
    share = Fraction(0)
    for k in range(tosses + 1):
        share += Fraction(comb(tosses, k), 2**tosses)
        if share >= Fraction(1, 20):
            return k
    raise AssertionError("the shares add up to one")
