"""Reading one figure and one date as people and spreadsheets write them. Pure, without guessing."""

from __future__ import annotations

import datetime
import re
from enum import StrEnum

BLANKS = frozenset({"", "-", "–", "—", "n/a", "na", "#n/a", "null", "none", "..", "missing"})
LONGEST = 40
EARLIEST = datetime.date(2000, 1, 1)
_PLAIN = re.compile(r"[+-]?(\d+(\.\d+)?|\.\d+)", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_CAN_BE_THOUSANDS = re.compile(r"(^|,)\d{1,3},\d{3}(?!\d)", re.ASCII)
_BETWEEN_CELLS = re.compile(r"\s+,?\s*|,\s+")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_PARTS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})[ -]?([A-Za-z]{3,9})\.?[ ,-]+(\d{4}|\d{2})", re.ASCII)
_MONTH = re.compile(r"([A-Za-z]{3,9})\.?[ ,-]+(\d{4}|\d{2})", re.ASCII)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


class DateStyle(StrEnum):
    """How the dates of a column are written."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"
    WORDS = "words"
    MONTH_ONLY = "month_only"


STYLE_WORDS = {
    DateStyle.DAY_FIRST: "day/month/year",
    DateStyle.MONTH_FIRST: "month/day/year",
    DateStyle.YEAR_FIRST: "year-month-day",
    DateStyle.WORDS: "day, month in words, year",
    DateStyle.MONTH_ONLY: "month and year, each on the first of its month",
}


class UnreadableError(ValueError):
    """The text is not what it should be; the message says why, fit to show."""


def read_number(typed: str, *, percent: bool) -> float | None:
    """The number in a cell, or None where the cell says that there is none: never zero."""
    text = typed.translate(_SPACES).replace("\u2212", "-").strip()
    if text.lower() in BLANKS:
        return None
    if len(text) > LONGEST:
        raise UnreadableError(f"“{text[:LONGEST]}…” is not a number")
    if text.endswith("%"):
        if not percent:
            raise UnreadableError(f"“{text}” has a % sign, but this measure is not in percent")
        text = text[:-1].rstrip()
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if _DECIMAL_COMMA.fullmatch(text):
        mended = text.replace(",", ".")
        raise UnreadableError(
            f"“{text}” has a comma in an odd place. Write {mended} if you mean it"
        )
    if not _PLAIN.fullmatch(text):
        raise UnreadableError(f"“{typed.strip()}” is not a number")
    return float(text)


def read_count(typed: str, what: str) -> int | None:
    """A whole number of people or things, or None for a blank."""
    number = read_number(typed, percent=False)
    if number is None:
        return None
    if number < 0 or number % 1 or number > 1e9:
        raise UnreadableError(f"{what} must be a whole number from 0, not “{typed.strip()}”")
    return int(number)


def cells_of_counts(typed: str) -> list[str]:
    """How many, out of how many, and a note, where no tab tells them apart.

    Blanks do. A comma does where no blank stands before it, unless it could belong to a number:
    raises UnreadableError then, for "45,120" is 45 of 120 or a number alone.
    """
    first, *others = _BETWEEN_CELLS.split(typed.strip(), maxsplit=2)
    if "," not in first or (others and _THOUSANDS.fullmatch(first)):
        return [first, *others]
    if _CAN_BE_THOUSANDS.search(first):
        raise UnreadableError(
            f"“{first[:LONGEST]}” can be read in more than one way. Write the two numbers with a "
            "blank between them"
        )
    return [cell.strip() for cell in typed.split(",", maxsplit=2)]


def dates_of(typed: str) -> dict[DateStyle, datetime.date]:
    """Every day that the text can mean, by how it would then be written; none if it is no date."""
    text = _TIME.sub("", typed.translate(_SPACES).strip())
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
        return _if_real({DateStyle.YEAR_FIRST: (year, month, day)})
    if found := _PARTS.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), _year(found[3])
        both = {
            DateStyle.DAY_FIRST: (year, second, first),
            DateStyle.MONTH_FIRST: (year, first, second),
        }
        return _if_real(both)
    if found := _WORDS.fullmatch(text):
        return _if_real({DateStyle.WORDS: (_year(found[3]), _month(found[2]), int(found[1]))})
    if found := _MONTH.fullmatch(text):
        return _if_real({DateStyle.MONTH_ONLY: (_year(found[2]), _month(found[1]), 1)})
    return {}


def _if_real(
    parts: dict[DateStyle, tuple[int, int, int]],
) -> dict[DateStyle, datetime.date]:
    found = {}
    for style, (year, month, day) in parts.items():
        try:
            found[style] = datetime.date(year, month, day)
        except ValueError:
            continue
    return found


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _month(text: str) -> int:
    """1 to 12, or 0 where the word is no month."""
    word = text.lower()
    for number, name in enumerate(_MONTHS, start=1):
        if word == name or (len(word) in (3, 4) and name.startswith(word)):
            return number
    return 0
