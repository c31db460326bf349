"""Dates of birth in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from improvement_plans.deidentifying.findings import Finding, Kind

# A whole date in or before this year is nearly always a birthday: care spoken of is later.
LAST_YEAR_OF_BIRTHS = 2005
FIRST_YEAR = 1900
# So many characters after "born" or "date of birth" a date, or a year alone, is looked for.
_NEAR = 24

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?P<short>\d{4}|\d{2})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\s,?(?P<long>\d{{4}})"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?P<us>\d{{4}})"
    r"|(?P<iso>\d{4})-\d{2}-\d{2})\b",
    re.I,
)
_BORN = re.compile(
    r"\b(?:born(?:\s(?:on|in))?|d\.?\s?o\.?\s?b\b\.?|date\sof\sbirth|birthday)\b", re.I
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def births(text: str) -> Iterator[Finding]:
    """Dates after words such as "born", and whole dates of long ago."""
    for match in _DATE.finditer(text):
        typed = next(part for part in match.groups() if part)
        if len(typed) == len("1956") and FIRST_YEAR <= int(typed) <= LAST_YEAR_OF_BIRTHS:
            yield Finding(*match.span(), Kind.BIRTH, "A whole date of long ago")
    for said in _BORN.finditer(text):
        until = min(len(text), said.end() + _NEAR)
        found = _DATE.search(text, said.end(), until) or _YEAR.search(text, said.end(), until)
        if found:
            yield Finding(*found.span(), Kind.BIRTH, f"A date after “{said[0].lower()}”")
