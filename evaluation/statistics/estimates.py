"""An estimate with its margin of error, or the reason why there is none."""

from dataclasses import dataclass

from scipy.special import stdtr, stdtrit

from evaluation.statistics.panel import HIGHEST_SCORE

# Below this share of the scale a difference is none. Weighted means of equal scores differ in their
# last bits where the numbers of answers differ: by some 1e-16 of the scale, and by less than 1e-12
# over thousands of trusts. Scores are published to 1e-3 of the scale, or a little finer.
NO_DIFFERENCE = 1e-9


@dataclass(frozen=True)
class Estimate:
    """A figure in percentage points with its interval and two-sided p.

    Where it cannot be given every figure is None and `reason` says why; where only the margin
    cannot be given, `value` stands alone and `reason` says why.
    """

    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    standard_error: float | None = None
    p: float | None = None
    degrees_of_freedom: int | None = None
    reason: str | None = None

    @property
    def has_interval(self) -> bool:
        return self.lower is not None


def estimate_with_t(
    value: float,
    standard_error: float,
    df: int,
    level: float = 0.95,
    *,
    scale: float = HIGHEST_SCORE["percent"],
) -> Estimate:
    """The estimate with a t interval on df degrees of freedom and p from the same t.

    With a standard error of 0 but for rounding (trusts without any spread) there is no margin to
    speak of: the estimate stands alone and the reason says so. scale: the highest score there is,
    in the unit of the value.
    """
    if abs(value) <= NO_DIFFERENCE * scale:
        value = 0.0
    if df < 1:
        return Estimate(value=value, reason="Too few comparator trusts for a margin of error.")
    if not standard_error > NO_DIFFERENCE * scale:
        return Estimate(value=value, reason="The scores do not vary, so no margin can be given.")
    half = float(stdtrit(df, (1 + level) / 2)) * standard_error
    p = 2 * float(stdtr(df, -abs(value) / standard_error))
    return Estimate(value, value - half, value + half, standard_error, p, df)
