"""Keeping what all trusts' scores of a question add up to in step with the scores."""

from __future__ import annotations

from trusts.models import QuestionSpread, SurveyYear
from trusts.selectors.spreads import worked_out


def refresh_spreads(survey_year: SurveyYear) -> int:
    """Work the spreads of a survey year out anew. Returns how many questions have one.

    Called in the transaction that changes the scores, which writes the event.
    """
    found = worked_out(survey_year)
    QuestionSpread.objects.filter(question__survey_year=survey_year).delete()
    QuestionSpread.objects.bulk_create(found)
    return len(found)
