"""A trust's results and changes as its profile reads them."""

from trusts.models import SurveyYear, Trust
from trusts.selectors.results import ResultRow, trust_results, years_with_results
from trusts.selectors.trust_changes import Changes, changes_of, year_before
from trusts.selectors.whole_trusts import scores_of_whole, whole_trust


def results_of(trust: Trust, year: SurveyYear) -> list[ResultRow]:
    return trust_results(scores_of_whole(whole_trust(trust), [year]), year)


def changes_since(trust: Trust, year: SurveyYear) -> Changes:
    """Since the year before among those that have results of the trust."""
    whole = whole_trust(trust)
    before = year_before(year, years_with_results(whole))
    years = [each for each in (year, before) if each]
    return changes_of(scores_of_whole(whole, years), year, before)
