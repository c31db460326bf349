"""Dates of birth in a text, in figures and in words."""

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
    r"sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    r"\b(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?P<short>\d{4}|\d{2})"
    rf"|{_DAY}[\s-]?(?:of\s)?{_MONTH}[\s,-]{{0,2}}(?P<long>\d{{4}})"
    rf"|{_MONTH}\s{_DAY},?\s(?P<us>\d{{4}})"
    r"|(?P<iso>\d{4})[/.-]\d{2}[/.-]\d{2})\b",
    re.I,
)
# What only "born" or "date of birth" before it makes a birthday: 3 May, 3 May 50, 030550.
_SHORT_DATE = re.compile(
    rf"\b(?:{_DAY}[\s-]?(?:of\s)?{_MONTH}(?:[\s,-]{{0,2}}[’']?\d{{2}})?"
    rf"|{_MONTH}\s{_DAY}(?:,?\s[’']?\d{{2}})?|\d{{6}}|\d{{8}})\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|[’']\d\d\b")
_ONES = r"one|two|three|four|five|six|seven|eight|nine"
_TENS = r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_YEAR_IN_WORDS = re.compile(rf"\bnineteen[\s-](?:{_TENS})(?:[\s-](?:{_ONES}))?\b", re.I)
_BIRTHDAY = "birthday"
_BORN = re.compile(
    rf"\b(?:born(?:\s(?:on|in))?|d\.?\s?o\.?\s?b\b\.?|date\sof\sbirth|{_BIRTHDAY})\b", re.I
)


def births(text: str) -> Iterator[Finding]:
    """Dates after words such as "born", and whole dates of long ago."""
    for match in _DATE.finditer(text):
        typed = next(part for part in match.groups() if part)
        if len(typed) == len("1956") and FIRST_YEAR <= int(typed) <= LAST_YEAR_OF_BIRTHS:
            yield Finding(*match.span(), Kind.BIRTH, "A whole date of long ago")
    for said in _BORN.finditer(text):
        near = (text, said.end(), min(len(text), said.end() + _NEAR))
        # A year alone beside a birthday is that of a party.
        year = None if said[0].lower() == _BIRTHDAY else _YEAR.search(*near)
        found = _DATE.search(*near) or _SHORT_DATE.search(*near) or year
        if found:
            yield Finding(*found.span(), Kind.BIRTH, f"A date after “{said[0].lower()}”")


def births_in_words(text: str) -> Iterator[Finding]:
    """ "Born in nineteen forty-two": the year gives it away."""
    for said in _BORN.finditer(text):
        until = min(len(text), said.end() + 2 * _NEAR)
        if found := _YEAR_IN_WORDS.search(text, said.end(), until):
            yield Finding(*found.span(), Kind.BIRTH, f"A year after “{said[0].lower()}”")
