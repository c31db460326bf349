"""Which mentor for which mentee: scores, the best set of pairs, and what a change would cost.

Pure: no Django, no database. Nothing here is imported when the site starts, because it brings
numpy and scipy with it: import it inside the function that needs it.
"""

from trusts.matching.errors import MatchingError
from trusts.matching.prices import Price, Prices, override_prices, prices_after_unlocking
from trusts.matching.problem import Mentor, Pair, Problem, Solution, Unmatched
from trusts.matching.solve import suggest

__all__ = [
    "MatchingError",
    "Mentor",
    "Pair",
    "Price",
    "Prices",
    "Problem",
    "Solution",
    "Unmatched",
    "override_prices",
    "prices_after_unlocking",
    "suggest",
]
