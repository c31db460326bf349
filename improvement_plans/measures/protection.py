"""Small numbers of patients: from 1 to 9 nobody outside the trust sees them. Pure.

Where one of "how many", "the others" and "out of how many" is from 1 to 9, none of the two numbers
is shown: each would give the third. Their percentage is not shown either: among the patients of an
ordinary month, 6.4% is 3 of 47 and nothing else. Nor is a number of patients from 1 to 9, and
nothing that is shown is worked out from them.
"""

from __future__ import annotations

from improvement_plans.models import DataPoint, EnteredAs, Measure, MeasureUnit

FEWEST = 10
HIDDEN = "not shown: fewer than 10"


def is_small(count: float) -> bool:
    """Whether a number of patients points at one of them; none (0) does not."""
    return 0 < count < FEWEST


def may_show_value(measure: Measure, point: DataPoint) -> bool:
    """Whether people outside the trust may see the figure itself."""
    if not measure.counts_patients:
        return True
    if measure.unit == MeasureUnit.COUNT:
        return not is_small(point.value)
    if measure.entered_as == EnteredAs.COUNTS and point.denominator is not None:
        return may_show_counts(measure, point)
    return True


def may_show_counts(measure: Measure, point: DataPoint) -> bool:
    """Whether people outside the trust may see the two numbers behind a percentage."""
    if point.numerator is None or point.denominator is None:
        return False
    if not measure.counts_patients:
        return True
    parts = (point.numerator, point.denominator, point.denominator - point.numerator)
    return not any(map(is_small, parts))
