"""Which column is which: headers in all the spellings that published tables use.

A header is compared without case, spaces, underscores or punctuation, so ``Org Code``,
``org_code`` and ``ORG-CODE`` are one. A column that we do not know is left out and listed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from trusts.surveys import headers
from trusts.surveys.refusals import HeadersNotUnderstood
from trusts.surveys.scales import SAYS_0_TO_100
from trusts.surveys.stacked_headers import MOST_ROWS, is_group_row, stacked


class Family(StrEnum):
    """The kinds of table we read."""

    SCORES = "scores"
    ADJUSTED = "adjusted"
    SUBGROUP = "subgroup"
    NATIONAL = "national"
    QUESTIONS = "questions"
    TRUSTS = "trusts"
    SUCCESSIONS = "successions"


SCORE_FAMILIES = frozenset({Family.SCORES, Family.ADJUSTED, Family.SUBGROUP, Family.NATIONAL})

DIMENSIONS: Mapping[str, str] = {
    "tumour_group": "tumour group",
    "imd_quintile": "deprivation quintile (IMD)",
    "gender": "gender",
    "age_group": "age group",
    "ethnicity": "ethnicity",
}

_FRACTION = re.compile(r"(proportion|fraction|\(0\s*(-|to|–)\s*1\))", re.IGNORECASE)
_QUESTION = re.compile(r"[Qq] ?[0-9]{1,3}[a-z]?")
FEWEST_QUESTIONS = 3
_PERCENT = re.compile(r"\(%\)|%|\(percent\)|\(per cent\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """A header row that we understand.

    ``position`` gives the place of each known column (0-based), ``header`` its name in the
    file; ``fractions`` names the figures given as proportions from 0 to 1; ``unknown``
    lists headers that are left out; ``width`` is the number of cells in the header row.
    """

    family: Family
    position: Mapping[str, int]
    header: Mapping[str, str]
    fractions: frozenset[str]
    unknown: tuple[str, ...]
    width: int

    @property
    def dimension(self) -> str:
        """The patient group that the table is divided by, "" where it is not."""
        return next((name for name in DIMENSIONS if name in self.position), "")


def plain(header: str) -> str:
    """A header reduced to what counts: lower-case words with single spaces."""
    return re.sub(r"[^a-z0-9]+", " ", header.lower()).strip()


def _lookup(spellings: Mapping[str, str]) -> dict[str, str]:
    return {plain(word): name for name, words in spellings.items() for word in words.split(",")}


def _column_named(header: str, lookup: Mapping[str, str]) -> str | None:
    without_unit = _FRACTION.sub(" ", _PERCENT.sub(" ", SAYS_0_TO_100.sub(" ", header)))
    return lookup.get(plain(header)) or lookup.get(plain(without_unit))


_FAMILIES: tuple[tuple[str, dict[str, str]], ...] = (
    ("scores", _lookup(headers.SCORE_HEADERS)),
    ("trusts", _lookup(headers.TRUST_HEADERS)),
    ("successions", _lookup(headers.SUCCESSION_HEADERS)),
    ("questions", _lookup(headers.QUESTION_HEADERS)),
)


def recognise(header: Sequence[str], wanted: Collection[Family] = SCORE_FAMILIES) -> Columns:
    """The columns of a header row. Raises HeadersNotUnderstood, saying what a table of one of
    the ``wanted`` kinds has and this one lacks."""
    _refuse_a_column_for_each_question(header)
    matches = [_matched(header, table) for table in _FAMILIES]
    if "score" in matches[0].position:
        # A table of scores has trusts and questions in it, but is no list of them.
        matches = matches[:1]
    closest = max(matches, key=_rank)
    if closest.missing:
        names = {_table_name(family) for family in wanted}
        asked = max((match for match in matches if match.name in names), default=closest, key=_rank)
        raise _not_understood(header, asked.missing)
    return _columns(header, closest)


def _table_name(family: Family) -> str:
    return "scores" if family in SCORE_FAMILIES else str(family)


def find_header(
    rows: Sequence[Sequence[str]], wanted: Collection[Family] = SCORE_FAMILIES
) -> tuple[int, Columns]:
    """The number (from 1) of the last row of a header we understand, and its columns.

    Titles and notes may stand above the header, and groups of columns over several rows. Raises
    HeadersNotUnderstood with what the most promising row lacks.
    """
    refusals: list[HeadersNotUnderstood] = []
    for start in range(len(rows)):
        for depth, header in _headers_from(rows, start):
            try:
                return start + depth, recognise(header, wanted)
            except HeadersNotUnderstood as refusal:
                refusals.append(refusal)
    named = [refusal for refusal in refusals if len(refusal.found) > 1]
    if named:
        raise min(named, key=lambda refusal: len(refusal.missing))
    raise refusals[0] if refusals else _not_understood((), headers.NEEDED["scores"])


def _headers_from(rows: Sequence[Sequence[str]], start: int) -> Iterator[tuple[int, Sequence[str]]]:
    """The header that may begin with a row, and how many rows it takes: with the names beneath
    its groups where it has such, the deepest first, then by itself.

    Never by itself beneath groups: "Score" under "Adjusted" is not the plain score.
    """
    deepest = start
    while deepest + 1 < min(len(rows), start + MOST_ROWS) and is_group_row(
        rows[deepest], rows[deepest + 1]
    ):
        deepest += 1
    for last in range(deepest, start, -1):
        header = rows[last]
        for above in range(last - 1, start - 1, -1):
            header = stacked(rows[above], header)
        yield last - start + 1, header
    if start == 0 or not is_group_row(rows[start - 1], rows[start]):
        yield 1, rows[start]


def _refuse_a_column_for_each_question(header: Sequence[str]) -> None:
    """A table laid out crosswise cannot be read however its columns are named."""
    questions = tuple(cell.strip() for cell in header if _QUESTION.fullmatch(cell.strip()))
    if len(questions) < FEWEST_QUESTIONS:
        return
    message = (
        f"Each question has a column of its own here ({', '.join(questions[:3])} …). The portal "
        "needs a row for each trust and question, with the question number in a column named "
        "“question” and the answers in a column named “n”."
    )
    raise HeadersNotUnderstood(message, missing=("question",), found=questions)


@dataclass(frozen=True, slots=True)
class _Match:
    name: str
    position: dict[str, int]
    doubled: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


def _rank(match: _Match) -> tuple[bool, float, int]:
    share = 1 - len(match.missing) / len(headers.NEEDED[match.name])
    return (not match.missing, share, len(match.position))


def _matched(header: Sequence[str], table: tuple[str, dict[str, str]]) -> _Match:
    name, lookup = table
    position: dict[str, int] = {}
    doubled = []
    for place, text in enumerate(header):
        column = _column_named(text, lookup)
        if column is None or (column == "trend" and column in position):
            continue
        if column in position:
            doubled.append((header[position[column]], text))
        position.setdefault(column, place)
    missing = tuple(column for column in headers.NEEDED[name] if column not in position)
    return _Match(name, position, tuple(doubled), missing)


def _columns(header: Sequence[str], match: _Match) -> Columns:
    found = tuple(text.strip() for text in header if text.strip())
    if match.doubled:
        first, second = match.doubled[0]
        message = f"The columns {first.strip()} and {second.strip()} say the same thing to us. "
        raise HeadersNotUnderstood(
            message + "Keep the one you mean, then try again.", missing=(), found=found
        )
    family = _family(match, found)
    known = set(match.position.values())
    return Columns(
        family=family,
        position=match.position,
        header={name: header[place].strip() for name, place in match.position.items()},
        fractions=frozenset(
            name for name, place in match.position.items() if _FRACTION.search(header[place])
        ),
        unknown=tuple(t.strip() for i, t in enumerate(header) if i not in known and t.strip()),
        width=len(header),
    )


def _family(match: _Match, found: tuple[str, ...]) -> Family:
    if match.name != "scores":
        return Family(match.name)
    dimensions = [name for name in DIMENSIONS if name in match.position]
    if len(dimensions) > 1:
        both = " and ".join(DIMENSIONS[name] for name in dimensions)
        message = f"The table is divided by {both} at once. Give each division its own file."
        raise HeadersNotUnderstood(message, missing=(), found=found)
    if dimensions:
        return Family.SUBGROUP
    ranges = [name for name in ("expected_lower", "expected_upper") if name in match.position]
    if len(ranges) == 1 or (ranges and "adjusted" not in match.position):
        wanted = ("adjusted", "expected_lower", "expected_upper")
        raise _not_understood(found, tuple(w for w in wanted if w not in match.position))
    if ranges:
        return Family.ADJUSTED
    return Family.NATIONAL if "trend" in match.position else Family.SCORES


def _not_understood(header: Sequence[str], missing: tuple[str, ...]) -> HeadersNotUnderstood:
    found = tuple(text.strip()[:40] for text in header if text.strip())
    lacking = ", ".join(headers.SAID[name] for name in missing)
    shown = ", ".join(found[:20]) + (", …" if len(found) > 20 else "")
    message = (
        f"The column headers are not understood. Missing: {lacking}. "
        f"Found: {shown or 'no headers'}. Rename the columns, or choose another file."
    )
    return HeadersNotUnderstood(message, missing=missing, found=found)
