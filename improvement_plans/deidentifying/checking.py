"""All checks of a text, in one call."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from improvement_plans.deidentifying import addresses, capitals, dates, names, numbers
from improvement_plans.deidentifying.findings import Finding, without_overlaps

_Check = Callable[[str], Iterator[Finding]]
# What each check cannot do without: most comments hold neither digits nor an @.
_WITH_DIGITS: tuple[_Check, ...] = (
    addresses.postcodes,
    numbers.nhs_numbers,
    numbers.phones,
    numbers.hospital_numbers,
    numbers.insurance_numbers,
    dates.births,
    addresses.streets,
)
_WITH_AT: tuple[_Check, ...] = (addresses.emails, addresses.accounts)
_WITH_SLASH: tuple[_Check, ...] = (addresses.profiles,)
_WITH_DOT: tuple[_Check, ...] = (addresses.spoken_emails,)
_WITH_BIRTH: tuple[_Check, ...] = (dates.births_in_words,)
_ALWAYS: tuple[_Check, ...] = (
    names.titled,
    names.introduced,
    names.first_names,
    capitals.initials,
    capitals.bare_initials,
)
_GUESSED: tuple[_Check, ...] = (capitals.unknown_names, capitals.turned_initials)
_NEEDED = {"@": _WITH_AT, "/": _WITH_SLASH, " dot ": _WITH_DOT, "nineteen": _WITH_BIRTH}
_DIGIT = re.compile(r"\d")


def look_for(text: str, *, guess: bool = True) -> tuple[Finding, ...]:
    """What in a text could say who somebody is, by place, without overlaps.

    Any text is taken, also an empty one or one without sense. Nothing found is no promise:
    nicknames, rare illnesses and places may point at a person as well. Without `guess`, for a title
    or the name of a service, any two words with capitals are not taken for a name.
    """
    small = text.lower()
    checks = (*_ALWAYS, *_GUESSED) if guess else _ALWAYS
    for sign, more in _NEEDED.items():
        if sign in small:
            checks = (*more, *checks)
    if _DIGIT.search(text):
        checks = (*_WITH_DIGITS, *checks)
    return without_overlaps(each for check in checks for each in check(text))
