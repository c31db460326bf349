"""NHS numbers, phone numbers, hospital numbers and numbers of National Insurance in a text.

The check digit of an NHS number is worked out as the NHS Data Dictionary says (attribute "NHS
NUMBER"): the first nine digits are weighted 10 down to 2, their sum is divided by 11, and what is
left is taken from 11; 11 counts as 0, and 10 never occurs in a valid number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from improvement_plans.deidentifying.findings import Finding, Kind

NHS_DIGITS = 10
UK_PHONE_DIGITS = (10, 11)
# In digits: shorter numbers are wards, rooms, years, doses and counts.
LONG_NUMBER = 7

# Ten digits, each perhaps after one blank, point or dash: 943 476 5919, 943-476-5919, 9434765919.
_TEN_DIGITS = re.compile(r"(?<![\d.,£$€])\d(?:[ \u00a0.\u2010-\u2014-]?\d){9}(?![\d])")
_CALLED_NHS = re.compile(
    r"\bNHS\s{0,3}(?:no|num|number)\b[^\w\n]{0,5}(?:is\s|was\s)?(\d(?:[ -]?\d){5,11})", re.I
)
_PHONE = re.compile(
    r"(?<![\w+])(?:\+44|0044|\(?0)[ \u00a0().-]{0,3}\d(?:[ \u00a0().-]{0,2}\d){7,10}(?!\d)"
)
_CALLED_PHONE = re.compile(
    r"\b(?:tel|telephone|phone|mobile|mob|landline|(?:call|ring|text|phone)(?:ed)?\s(?:me|us|her|him)"
    r"\s(?:on|at)|call\s(?:on|at))\b\.?\s?(?:no|num|number)?\b[^\w\n+(]{0,4}(?:is\s|was\s|on\s)?"
    r"(\+?\(?\d(?:[ ()-]?\d){5,13})(?!\d)",
    re.I,
)
_INSURANCE = re.compile(r"\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b")
_INSIDE = re.compile(
    r"\b(?:ext|extn|extension|bleep|pager)\b[^\w\n]{0,3}(?:no\.?\s|number\s)?(\d{3,6})\b", re.I
)
_CALLED_HOSPITAL = re.compile(
    r"\b(?:hospital|hosp|patient|unit|case|record|mrn|crn|clinic)\s{0,3}"
    r"(?:no|num|number|id|ref|reference)\b[^\w\n]{0,5}(?:is\s|was\s)?"
    r"([A-Z]{0,4}[ -]?\d{4,12}[A-Z]?)\b",
    re.I,
)
_MRN = re.compile(r"\b(?:MRN|CRN)\b[^\w\n]{0,5}([A-Z]{0,4}\d{4,12})\b", re.I)
_LETTERS_AND_DIGITS = re.compile(r"\b[A-Z]{1,3}\d{6,9}[A-Z]?\b")
_LONG_NUMBER = re.compile(r"(?<![\w.,£$€/-])\d{7,12}(?![\w,/]|\.\d)")


def nhs_numbers(text: str) -> Iterator[Finding]:
    """Ten digits with a right check digit, and what the text itself calls an NHS number."""
    for match in _TEN_DIGITS.finditer(text):
        if has_right_check_digit(_digits(match[0])):
            yield _of(match, Kind.NHS_NUMBER, "Ten digits with the check digit of an NHS number")
    for match in _CALLED_NHS.finditer(text):
        yield _of(match, Kind.NHS_NUMBER, "The text calls it an NHS number", group=1)


def has_right_check_digit(digits: str) -> bool:
    """Whether ten digits form a valid NHS number."""
    if len(digits) != NHS_DIGITS or not digits.isdecimal():
        return False
    values = [int(digit) for digit in digits]
    total = sum(value * weight for value, weight in zip(values, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == values[-1]


def phones(text: str) -> Iterator[Finding]:
    """Numbers of the United Kingdom with their area code, and extensions and bleeps."""
    for match in _PHONE.finditer(text):
        if len(_national(match[0])) in UK_PHONE_DIGITS:
            yield _of(match, Kind.PHONE, "Digits like a phone number")
    for match in _CALLED_PHONE.finditer(text):
        yield _of(match, Kind.PHONE, "The text calls it a phone number", group=1)
    for match in _INSIDE.finditer(text):
        yield _of(match, Kind.PHONE, "An extension or a bleep leads to one person", group=1)


def _national(typed: str) -> str:
    """The digits as they are dialled in the country: +44 (0)20 and 0044 20 begin with 020."""
    digits = _digits(typed)
    for prefix in ("0044", "44"):
        if digits.startswith(prefix) and (typed.startswith("+") or prefix == "0044"):
            return "0" + digits.removeprefix(prefix).removeprefix("0")
    return digits


def hospital_numbers(text: str) -> Iterator[Finding]:
    """What the text calls a hospital number, letters with many digits, and long numbers."""
    for pattern in (_CALLED_HOSPITAL, _MRN):
        for match in pattern.finditer(text):
            yield _of(match, Kind.HOSPITAL_NUMBER, "The text calls it a number of a person", 1)
    for match in _LETTERS_AND_DIGITS.finditer(text):
        yield _of(match, Kind.HOSPITAL_NUMBER, "Letters and digits like a hospital number")
    for match in _LONG_NUMBER.finditer(text):
        yield _of(match, Kind.HOSPITAL_NUMBER, "A long number, like a hospital number")


def insurance_numbers(text: str) -> Iterator[Finding]:
    """Two letters, six digits and a letter, as on a National Insurance card."""
    for match in _INSURANCE.finditer(text):
        yield _of(match, Kind.HOSPITAL_NUMBER, "Like a number of National Insurance")


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())


def _of(match: re.Match[str], kind: Kind, reason: str, group: int = 0) -> Finding:
    start, end = match.span(group)
    return Finding(start, end, kind, reason)
