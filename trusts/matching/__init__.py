"""Which mentor for which mentee: scores, the best set of pairs, and what a change would cost.

Pure: no Django, no database. Nothing here is imported when the site starts, because it brings
numpy and scipy with it: import it inside the function that needs it.
"""

from trusts.matching.certainty import PairCertainty, certainty
from trusts.matching.errors import MatchingError
from trusts.matching.explain import Explanation, explain, whole_points
from trusts.matching.gates import Gate
from trusts.matching.inputs import (
    Choices,
    PairingInputs,
    Question,
    Rules,
    SurveyTable,
    TrustFacts,
    Weights,
)
from trusts.matching.prices import Price, Prices, override_prices, prices_after_unlocking
from trusts.matching.problem import Mentor, Pair, Problem, Solution, Unmatched
from trusts.matching.rematch import Move, Rematch, rematch
from trusts.matching.score import ScoredPairs, score_pairs
from trusts.matching.solve import suggest

__all__ = [
    "Choices",
    "Explanation",
    "Gate",
    "MatchingError",
    "Mentor",
    "Move",
    "Pair",
    "PairCertainty",
    "PairingInputs",
    "Price",
    "Prices",
    "Problem",
    "Question",
    "Rematch",
    "Rules",
    "ScoredPairs",
    "Solution",
    "SurveyTable",
    "TrustFacts",
    "Unmatched",
    "Weights",
    "certainty",
    "explain",
    "override_prices",
    "prices_after_unlocking",
    "rematch",
    "score_pairs",
    "suggest",
    "whole_points",
]
