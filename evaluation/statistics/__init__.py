"""The evaluation's methods: pure functions on arrays and dataclasses, no Django.

Every figure that the report prints comes from here. Scores are proportions in the functions named
after a method and percentage points in the results of a scheme; each docstring says which.
"""

from evaluation.statistics.comparisons import benjamini_hochberg
from evaluation.statistics.design import DesignError
from evaluation.statistics.difference_in_differences import SchemeDifferences, differences
from evaluation.statistics.findings import SchemeEvaluation
from evaluation.statistics.funnels import expected_range, funnel_limits
from evaluation.statistics.heterogeneity import between_trust_variance
from evaluation.statistics.inequality import slope_index_of_inequality
from evaluation.statistics.intervals import CountError, newcombe_interval, wilson_interval
from evaluation.statistics.panel import Panel, PanelError, ScoreRow
from evaluation.statistics.scheme import evaluate_scheme

__all__ = [
    "CountError",
    "DesignError",
    "Panel",
    "PanelError",
    "SchemeDifferences",
    "SchemeEvaluation",
    "ScoreRow",
    "benjamini_hochberg",
    "between_trust_variance",
    "differences",
    "evaluate_scheme",
    "expected_range",
    "funnel_limits",
    "newcombe_interval",
    "slope_index_of_inequality",
    "wilson_interval",
]
