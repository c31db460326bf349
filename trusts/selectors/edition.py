"""Which state of the survey data a reader sees, in one short statement."""

from __future__ import annotations

from django.db import connection

READ_BY_KEPT_PAGES = frozenset(
    {
        *("trusts_trust", "trusts_trustsuccession", "trusts_survey", "trusts_surveyyear"),
        *("trusts_question", "trusts_questionspread", "trusts_comparability", "trusts_score"),
    }
)
"""The tables whose every change begins a new edition, by a trigger of migration 0009."""


def survey_edition() -> str | None:
    """A text that is another one after every change of the survey data; None where none is known.

    Read it BEFORE the data: whatever is drawn from data that changed meanwhile is then filed under
    an edition that nobody will ask for again. Two states never share a text: each change leaves a
    random token, and the tokens of unfinished transactions are not seen. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(token::text, ' ' ORDER BY slot) FROM trusts_edition")
        found: str | None = cursor.fetchone()[0]
    return found
