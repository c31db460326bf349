"""One cell of text to one value, or a reason in words.

Every function takes the text as it stands in the file and returns a ``Cell``. Nothing is
guessed: where a slip is easy to see, the reason says what was probably meant.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

from trusts.surveys.scales import DECIMALS, SUPPRESSION_LIMIT, Scale

LARGEST_N = 10_000_000
FEWEST_SHOWN = SUPPRESSION_LIMIT + 1


class State(IntEnum):
    """What a cell holds."""

    GIVEN = 0
    BLANK = 1
    SUPPRESSED = 2
    BAD = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """``value`` counts only where ``state`` is GIVEN; ``reason`` only where it is BAD."""

    state: State
    value: float = 0.0
    reason: str = ""


BLANK = Cell(State.BLANK)
SUPPRESSED = Cell(State.SUPPRESSED)

SUPPRESSION_MARKS = frozenset(
    {"*", "**", "***", "[c]", "n/a", "[n/a]", "suppressed", "not shown", "hidden"}
)
"""Marks that stand for "hidden" in a figure's place. "[N/A]": Macmillan's 2015 tables;
"[c]": Government Analysis Function, symbols in tables (2021)."""

_WHOLE = re.compile(r"[0-9]+(?:\.0*)?|[0-9]{1,3}(?:,[0-9]{3})+(?:\.0*)?")
_DECIMAL = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?|\.[0-9]+")
_FEW = re.compile(r"(?:<|<=|≤|fewer than|less than) ?([0-9]{1,2})", re.IGNORECASE)
_EXPONENT = re.compile(r"[-+]?[0-9.]+e[-+]?[0-9]+", re.IGNORECASE)
_LOOKALIKES = str.maketrans({"l": "1", "I": "1", "|": "1", "O": "0", "o": "0", "S": "5", "B": "8"})
_LOOKALIKE_NAMES = {
    "l": "letter l in place of 1",
    "I": "letter I in place of 1",
    "|": "a stroke in place of 1",
    "O": "letter O in place of 0",
    "o": "letter o in place of 0",
    "S": "letter S in place of 5",
    "B": "letter B in place of 8",
}
_NOT_NUMBERS = frozenset({"nan", "inf", "-inf", "+inf", "infinity", "-infinity", "+infinity"})
_MINUS = "-\N{MINUS SIGN}\N{EN DASH}"


def respondents(text: str) -> Cell:
    """``n``: "1,882", "449.0" and "449" are whole numbers; blank is BLANK, "*" SUPPRESSED.

    So is "<20": a number too small to be told. "<50" may hide a score that must be shown.
    """
    stripped = text.strip()
    few = _FEW.fullmatch(stripped)
    if few and int(few[1]) <= FEWEST_SHOWN:
        return SUPPRESSED
    if _WHOLE.fullmatch(stripped):
        value = float(stripped.replace(",", ""))
        if value > LARGEST_N:
            return _bad("More respondents than England has patients. Check the number.")
        return Cell(State.GIVEN, value)
    return _not_a_figure(stripped) or _bad(_why_not_whole(stripped))


def figure(text: str, *, fraction: bool, scale: Scale) -> Cell:
    """A score or limit, turned into the scale of its question (percent, or 0 to 10).

    ``fraction`` says that the column holds proportions: a percentage question is then
    multiplied by 100. What a value means never depends on its size. "77%" is read in a
    column of percentages only.
    """
    stripped = text.strip()
    percent_sign = stripped.endswith("%")
    number = stripped[:-1].rstrip() if percent_sign else stripped
    if not _DECIMAL.fullmatch(number):
        return _not_a_figure(stripped) or _bad(_why_not_a_number(stripped))
    if percent_sign and (fraction or scale is not Scale.PERCENT):
        return _bad("This column does not hold percentages. Give the number without %.")
    value = float(number.replace(",", ""))
    in_proportions = fraction and scale is Scale.PERCENT
    if value > (1.0 if in_proportions else scale.top):
        return _bad(_out_of_scale(scale, in_proportions))
    return Cell(State.GIVEN, round(value * 100 if in_proportions else value, DECIMALS))


def survey_year(text: str) -> Cell:
    """A year from 2010 (the first national survey) to 2099; "2016.0" is 2016."""
    stripped = text.strip()
    if not stripped:
        return _bad("The survey year is missing.")
    if re.fullmatch(r"20[1-9][0-9](?:\.0*)?", stripped):
        return Cell(State.GIVEN, float(stripped))
    return _bad("Not a survey year. Give it with four digits, such as 2016.")


_YES = frozenset({"true", "yes", "y", "1", "1.0", "suppressed", "hidden", "*"})
_NO = frozenset({"false", "no", "n", "0", "0.0", "", "shown", "not suppressed"})


def suppression(text: str) -> Cell:
    """The "suppressed" column: 1 where the table hides the row, 0 where it does not."""
    word = text.strip().lower()
    if word in _YES or word in _NO:
        return Cell(State.GIVEN, float(word in _YES))
    return _bad("Say True or False: is the score hidden?")


_SCALES = {
    "percent": Scale.PERCENT,
    "percentage": Scale.PERCENT,
    "percent positive": Scale.PERCENT,
    "%": Scale.PERCENT,
    "mean 0-10": Scale.MEAN_0_10,
    "mean 0 10": Scale.MEAN_0_10,
    "mean": Scale.MEAN_0_10,
    "0-10": Scale.MEAN_0_10,
}


def scale_in_words(text: str) -> Scale | None:
    """The scale that a table's word stands for; None where we do not know the word."""
    return _SCALES.get(re.sub(r"[\s_]+", " ", text).strip().lower())


_QUESTION = re.compile(r"(?:q|question)?\s*\.?\s*0*([1-9][0-9]{0,2})([a-z]?)\.?", re.IGNORECASE)


def question_number(text: str) -> str:
    """ "Q59" for "q59", "59", "Question 59" or "Q 59."; "" where the text is no number."""
    match = _QUESTION.fullmatch(text.strip())
    if not match or not text.isascii():
        return ""
    return f"Q{match[1]}{match[2].lower()}"


def looks_like_a_formula(text: str) -> bool:
    """Text that a spreadsheet would run: =, @, + or - in front, full-width forms included."""
    folded = unicodedata.normalize("NFKC", text).lstrip()
    if folded[:1] in ("=", "@"):
        return True
    return folded[:1] in ("+", "-") and not re.fullmatch(r"[-+]\s*[0-9.,]*%?", folded)


FORMULA_REASON = "This looks like a formula. Put the value itself in its place."


def _bad(reason: str) -> Cell:
    return Cell(State.BAD, reason=reason)


def _not_a_figure(stripped: str) -> Cell | None:
    if not stripped:
        return BLANK
    return SUPPRESSED if stripped.lower() in SUPPRESSION_MARKS else None


def _why_not_whole(text: str) -> str:
    general = _why_no_number_at_all(text)
    if general:
        return general
    if _DECIMAL.fullmatch(text):
        return "Not a whole number. The number of respondents has no decimals."
    return f"Not a whole number.{_meant(text, _WHOLE)}"


def _why_not_a_number(text: str) -> str:
    return _why_no_number_at_all(text) or f"Not a number.{_meant(text, _DECIMAL)}"


def _why_no_number_at_all(text: str) -> str:
    if text.lower() in _NOT_NUMBERS:
        return "Not a number. Leave the cell blank if the figure is hidden."
    if text[0] in _MINUS and _DECIMAL.fullmatch(text[1:].strip()):
        return "It cannot be below zero."
    if _EXPONENT.fullmatch(text):
        return "Write the number out in full, without an exponent."
    return FORMULA_REASON if looks_like_a_formula(text) else ""


def _meant(text: str, pattern: re.Pattern[str]) -> str:
    ascii_text = unicodedata.normalize("NFKC", text)
    if ascii_text != text and pattern.fullmatch(ascii_text):
        return f" Did you mean {ascii_text} (typed in full-width characters)?"
    closed = re.sub(r"\s", "", ascii_text)
    if closed != ascii_text and pattern.fullmatch(closed):
        return f" Did you mean {closed} (written without spaces)?"
    wrong = [c for c in ascii_text if c in _LOOKALIKE_NAMES]
    mended = ascii_text.translate(_LOOKALIKES)
    if wrong and any(c.isdigit() for c in ascii_text) and pattern.fullmatch(mended):
        return f" Did you mean {mended} ({_LOOKALIKE_NAMES[wrong[0]]})?"
    if re.fullmatch(r"[0-9]+,[0-9]{1,2}", ascii_text):
        return f" Did you mean {ascii_text.replace(',', '.')} (a full stop before decimals)?"
    return ""


def _out_of_scale(scale: Scale, in_proportions: bool) -> str:
    if in_proportions:
        return "A proportion must be between 0 and 1"
    if scale is Scale.PERCENT:
        return "A percentage must be between 0 and 100"
    return "This question is scored from 0 to 10"
