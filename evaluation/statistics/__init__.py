"""The evaluation's methods: pure functions on arrays and dataclasses, no Django.

Every figure that the report prints comes from here. Scores are proportions in the functions named
after a method and percentage points in the results of a scheme; each docstring says which.
"""

from evaluation.statistics.comparisons import benjamini_hochberg
from evaluation.statistics.difference_in_differences import SchemeDifferences, differences
from evaluation.statistics.intervals import newcombe_interval, wilson_interval
from evaluation.statistics.panel import Panel, PanelError, ScoreRow

__all__ = [
    "Panel",
    "PanelError",
    "SchemeDifferences",
    "ScoreRow",
    "benjamini_hochberg",
    "differences",
    "newcombe_interval",
    "wilson_interval",
]
