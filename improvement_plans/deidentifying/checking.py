"""All checks of a text, in one call."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from improvement_plans.deidentifying import addresses, dates, names, numbers
from improvement_plans.deidentifying.findings import Finding, without_overlaps

_Check = Callable[[str], Iterator[Finding]]
# What each check cannot do without: most comments hold neither digits nor an @.
_WITH_DIGITS: tuple[_Check, ...] = (
    addresses.postcodes,
    numbers.nhs_numbers,
    numbers.phones,
    numbers.hospital_numbers,
    dates.births,
)
_WITH_AT: tuple[_Check, ...] = (addresses.emails, addresses.accounts)
_ALWAYS: tuple[_Check, ...] = (names.titled, names.introduced, names.first_names)
_DIGIT = re.compile(r"\d")


def look_for(text: str) -> tuple[Finding, ...]:
    """What in a text could say who somebody is, by place, without overlaps.

    Any text is taken, also an empty one or one without sense. Nothing found is no promise:
    nicknames, rare illnesses and places may point at a person as well.
    """
    checks = _ALWAYS
    if "@" in text:
        checks = (*_WITH_AT, *checks)
    if _DIGIT.search(text):
        checks = (*_WITH_DIGITS, *checks)
    return without_overlaps(each for check in checks for each in check(text))
