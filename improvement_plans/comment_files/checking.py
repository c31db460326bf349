"""Each row of a table of comments: what it says, why it is refused, what could name somebody."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from improvement_plans.comment_files.columns import Columns
from improvement_plans.comment_files.reading import MOST_ROWS, Table
from improvement_plans.deidentifying import Finding, look_for
from trusts.surveys.refusals import FileRefused, RefusedCell, refused

EARLIEST = datetime.date(2000, 1, 1)
LONGEST_SERVICE = 100
MOST_REFUSED = 1_000
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A spreadsheet adds a time to each date when it writes a file.
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: [\d:.]+)?")
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})[ -,]{1,2}(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+)?")
# A line break and a tab may stand in a comment; other control characters come from broken files.
_BROKEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
Choices = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What holds where a row says nothing: keys of source and tumour group, a day, a service."""

    source: str
    said_on: datetime.date
    service: str = ""
    tumour_group: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What rows are held against. `sources`, `groups` and `bearings` map small words to keys."""

    today: datetime.date
    longest: int
    sources: Choices
    groups: Choices
    bearings: Choices


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A row that can be saved, once what was found in it has been decided."""

    row: int
    excerpt: str
    values: dict[str, Any]
    found: tuple[Finding, ...]


@dataclass
class Checked:
    """A whole table. `blank` counts rows without a comment; they are left out."""

    rows: list[CommentRow] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)
    read: int = 0
    blank: int = 0
    not_read: tuple[str, ...] = ()


class NotUnderstood(ValueError):
    """A cell that cannot be used, with the reason."""


def check_table(
    table: Table, given: Given, rules: Rules, *, tell: Callable[[int], None] = lambda _rows: None
) -> Checked:
    """Check every row. `tell` hears how many were read, now and then. Raises FileRefused."""
    done = Checked(not_read=table.columns.not_read)
    for number, cells in table.rows:
        done.read += 1
        if done.read > MOST_ROWS:
            raise FileRefused(f"More than {MOST_ROWS:,} rows. Bring them in parts.")
        _take(done, number, cells, table.columns, given, rules)
        if len(done.refused) > MOST_REFUSED:
            raise FileRefused(
                f"More than {MOST_REFUSED:,} rows cannot be read, the first in row "
                f"{done.refused[0].row}: {done.refused[0].reason}"
            )
        if done.read % 500 == 0:
            tell(done.read)
    if not done.rows and not done.refused:
        raise FileRefused("There is no comment in it.")
    return done


def _take(
    done: Checked, number: int, cells: list[str], columns: Columns, given: Given, rules: Rules
) -> None:
    texts = {name: _cell(cells, place) for name, place in columns.position.items()}
    excerpt = texts.pop("excerpt")
    if not excerpt:
        done.blank += 1
        return
    values: dict[str, Any] = {
        "source": given.source,
        "said_on": given.said_on.isoformat(),
        "service": given.service,
        "tumour_group": given.tumour_group,
        "people": None,
        "bearing": "",
    }
    faults = list(_faults_of_excerpt(excerpt, number, columns, rules))
    for name, text in texts.items():
        if not text:
            continue
        try:
            values[name] = _READERS[name](text, rules)
        except NotUnderstood as fault:
            faults.append(refused(number, columns.header[name], text, str(fault)))
    if faults:
        done.refused += faults
    else:
        done.rows.append(CommentRow(number, excerpt, values, look_for(excerpt)))


def _faults_of_excerpt(
    excerpt: str, number: int, columns: Columns, rules: Rules
) -> Iterator[RefusedCell]:
    """What is wrong with the comment itself; its words are not repeated."""
    header = columns.header["excerpt"]
    if len(excerpt) > rules.longest:
        yield refused(
            number,
            header,
            "",
            f"The comment has {len(excerpt):,} characters; at most {rules.longest:,} are kept. "
            "Divide it",
        )
    elif _BROKEN.search(excerpt):
        yield refused(number, header, "", "The comment holds characters that cannot be shown")


def _cell(cells: list[str], place: int) -> str:
    return (
        cells[place].replace("\r\n", "\n").replace("\r", "\n").strip() if place < len(cells) else ""
    )


def _source(text: str, rules: Rules) -> str:
    return _one_of(text, rules.sources, "source")


def _group(text: str, rules: Rules) -> str:
    return _one_of(text, rules.groups, "tumour group")


def _bearing(text: str, rules: Rules) -> str:
    return _one_of(text, rules.bearings, "choice")


def _one_of(text: str, choices: Choices, what: str) -> str:
    found = choices.get(" ".join(text.lower().split()))
    if found is None:
        known = ", ".join(dict.fromkeys(choices.values()))
        raise NotUnderstood(f"This is no {what} that we know. Use one of: {known}")
    return found


def _service(text: str, rules: Rules) -> str:
    if len(text) > LONGEST_SERVICE or _BROKEN.search(text) or "\n" in text:
        raise NotUnderstood(f"The service must be one line of at most {LONGEST_SERVICE} characters")
    if look_for(text, guess=False):
        raise NotUnderstood("Name the service, not a person")
    return text


def _people(text: str, rules: Rules) -> int:
    digits = text.replace(",", "") if re.fullmatch(r"\d{1,3}(,\d{3})*", text) else text
    if not (digits.isascii() and digits.isdigit() and 1 <= int(digits[:9]) <= 1_000_000):
        raise NotUnderstood("Give the number of people as a whole number of 1 or more, or nothing")
    return int(digits)


def _day(text: str, rules: Rules) -> str:
    day = read_day(text)
    if day is None:
        raise NotUnderstood("This is no date. Write it as 2 March 2026, 02/03/2026 or 2026-03-02")
    if day > rules.today:
        raise NotUnderstood("The date lies in the future")
    if day < EARLIEST:
        raise NotUnderstood(f"The date lies before {EARLIEST.year}")
    return day.isoformat()


def read_day(text: str) -> datetime.date | None:
    """A date as people in the United Kingdom write it: the day before the month, or ISO 8601."""
    if match := _ISO.fullmatch(text):
        return _date(match[1], int(match[2]), match[3])
    if match := _NUMBERS.fullmatch(text):
        return _date(match[3], int(match[2]), match[1])
    if match := _WORDED.fullmatch(text):
        month = match[2][:3].lower()
        return _date(match[3], _MONTHS.index(month) + 1, match[1]) if month in _MONTHS else None
    return None


def _date(year: str, month: int, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year) + (2000 if len(year) == len("26") else 0), month, int(day))
    except ValueError:
        return None


_READERS: dict[str, Callable[[str, Rules], Any]] = {
    "said_on": _day,
    "source": _source,
    "service": _service,
    "tumour_group": _group,
    "people": _people,
    "bearing": _bearing,
}
