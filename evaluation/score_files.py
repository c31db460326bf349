"""Scores, participants and targets from CSV files, checked row by row. No database, no Django."""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from evaluation.statistics.panel import HIGHEST_SCORE, Scale, ScoreRow

SCORE_COLUMNS = ("org_code", "year", "question", "n", "score")
PARTICIPANT_COLUMNS = ("org_code", "role")
TARGET_COLUMNS = ("org_code", "question")
ROLES = ("mentor", "mentee", "excluded")
SUPPRESSED = ("", "*")
# What the column `scale` may say; a blank means per cent.
SCALES: dict[str, Scale] = {
    "": "percent",
    "percent": "percent",
    "percentage": "percent",
    "%": "percent",
    "0-100": "percent",
    "mean": "mean",
    "0-10": "mean",
}
WHOLE_NUMBER = re.compile(r"\d{1,3}(,\d{3})+(\.0+)?|\d{1,12}(\.0+)?", re.ASCII)
DECIMAL_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
YEAR = re.compile(r"[12]\d{3}", re.ASCII)
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")

Record = TypeVar("Record")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one row (the header is row 1), or with the whole file (row None)."""

    file: str
    row: int | None
    column: str | None
    reason: str

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.reason}"


class FileRefused(ValueError):
    """A file that cannot be used, with every problem found in it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class RowRefused(ValueError):
    """One value that cannot be used."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column


@dataclass(frozen=True)
class Participants:
    """Trust codes by role; a trust may be mentor and mentee. excluded: never compared with."""

    mentors: tuple[str, ...]
    mentees: tuple[str, ...]
    excluded: tuple[str, ...] = ()

    @property
    def never_compared_with(self) -> tuple[str, ...]:
        """Mentors and the trusts left out, as the evaluation takes them."""
        return tuple(sorted({*self.mentors, *self.excluded}))


@dataclass
class Collected(Generic[Record]):
    """Rows read so far, each once, and what was wrong."""

    file: str
    rows: list[Record] = field(default_factory=list)
    first_seen: dict[tuple[str, ...], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def take(self, row: int, key: tuple[str, ...], record: Record) -> None:
        if key in self.first_seen:
            reason = f"{', '.join(key)} is already in row {self.first_seen[key]}."
            self.problems.append(Problem(self.file, row, None, reason))
            return
        self.first_seen[key] = row
        self.rows.append(record)


def read_scores(path: Path) -> list[ScoreRow]:
    """The scores of a file with columns org_code, year, question, n, score and perhaps scale.

    A blank or starred score is suppressed; a blank n was not published; n may have thousands
    separators. Other columns are left alone. Raises FileRefused with every row refused: missing
    or impossible values, and the same trust, year and question twice or on two scales.
    """
    found = _read(
        path, SCORE_COLUMNS, _score, lambda row: (row.org_code, str(row.year), row.question)
    )
    if not found.first_seen and not found.problems:
        raise FileRefused([Problem(found.file, None, None, "There is no row below the header.")])
    scales: dict[str, Scale] = {}
    for row, number in zip(found.rows, found.first_seen.values(), strict=True):
        if scales.setdefault(row.question, row.scale) != row.scale:
            reason = f"Question {row.question} is on another scale in an earlier row."
            found.problems.append(Problem(found.file, number, "scale", reason))
    return _rows_or_refusal(found)


def read_participants(path: Path) -> Participants:
    """Who took part: columns org_code and role (mentor, mentee, or excluded).

    A mentor may be a mentee too; a mentee that is excluded as well is refused.
    """
    found = _read(path, PARTICIPANT_COLUMNS, _participant, lambda row: row)
    _refuse_excluded_mentees(found)
    rows = _rows_or_refusal(found)
    by_role = {role: tuple(code for code, held in rows if held == role) for role in ROLES}
    return Participants(by_role["mentor"], by_role["mentee"], by_role["excluded"])


def read_targets(path: Path, participants: Participants) -> list[tuple[str, str]]:
    """(mentee, question) pairs: columns org_code and question; only mentees have targets."""
    found = _read(path, TARGET_COLUMNS, _target, lambda row: row)
    for code, question in found.rows:
        if code not in participants.mentees:
            reason = f"{code} is not a mentee among the participants."
            row = found.first_seen[code, question]
            found.problems.append(Problem(found.file, row, "org_code", reason))
    return _rows_or_refusal(found)


def refuse_other_spellings(
    path: Path, column: str, written: Iterable[str], known: Iterable[str]
) -> None:
    """Refuse codes or questions that the scores know, but spell in other capitals.

    Taken as they are they would be trusts without scores, and nobody would notice why.
    """
    exact = set(known)
    alike = {name.casefold(): name for name in exact}
    wrong = [name for name in dict.fromkeys(written) if name not in exact]
    problems = [
        Problem(path.name, None, column, f"The scores have “{right}”, not “{name}”.")
        for name in wrong
        if (right := alike.get(name.casefold()))
    ]
    if problems:
        raise FileRefused(problems)


def _score(cells: dict[str, str]) -> ScoreRow:
    scale = SCALES.get(cells.get("scale", "").lower())
    if scale is None:
        raise RowRefused("scale", f"“{cells['scale']}” is not a scale: write percent or mean.")
    year = cells["year"]
    if not YEAR.fullmatch(year):
        raise RowRefused("year", f"“{year}” is not a year such as 2015.")
    n = None if not cells["n"] else _whole_number("n", cells["n"])
    score = None if cells["score"] in SUPPRESSED else _score_value(cells["score"], scale)
    if n == 0 and score is not None:
        raise RowRefused("n", "There is a score, but n says that nobody answered.")
    return ScoreRow(
        _present("org_code", cells), int(year), _present("question", cells), n, score, scale
    )


def _participant(cells: dict[str, str]) -> tuple[str, str]:
    role = cells["role"].lower()
    if role not in ROLES:
        raise RowRefused(
            "role", f"“{cells['role']}” is not a role: write mentor or mentee (or excluded)."
        )
    return _present("org_code", cells), role


def _refuse_excluded_mentees(found: Collected[tuple[str, str]]) -> None:
    for code, role in found.rows:
        other = {"mentee": "excluded", "excluded": "mentee"}.get(role, "")
        row, earlier = found.first_seen[code, role], found.first_seen.get((code, other))
        if earlier is not None and earlier < row:
            reason = (
                f"{code} is in row {earlier} as {other}: a trust is evaluated as a mentee or left "
                "out, not both."
            )
            found.problems.append(Problem(found.file, row, "role", reason))


def _target(cells: dict[str, str]) -> tuple[str, str]:
    return _present("org_code", cells), _present("question", cells)


def _present(column: str, cells: dict[str, str]) -> str:
    if not cells[column]:
        raise RowRefused(column, "There is nothing here.")
    return cells[column]


def _whole_number(column: str, text: str) -> int:
    if not WHOLE_NUMBER.fullmatch(text):
        raise RowRefused(column, f"“{text}” is not a whole number of 0 or more.")
    return int(text.replace(",", "").split(".")[0])


def _score_value(text: str, scale: Scale) -> float:
    if not DECIMAL_NUMBER.fullmatch(text):
        raise RowRefused("score", f"“{text}” is not a number.")
    value = float(text)
    if not math.isfinite(value) or not 0 <= value <= HIGHEST_SCORE[scale]:
        highest = f"{HIGHEST_SCORE[scale]:g}"
        raise RowRefused("score", f"“{text}” is outside the scale from 0 to {highest}.")
    return value


def _read(
    path: Path,
    columns: tuple[str, ...],
    convert: Callable[[dict[str, str]], Record],
    key: Callable[[Record], tuple[object, ...]],
) -> Collected[Record]:
    found: Collected[Record] = Collected(path.name)
    for number, cells in _records(path, columns, found.problems):
        try:
            record = convert(cells)
        except RowRefused as refusal:
            found.problems.append(Problem(path.name, number, refusal.column, str(refusal)))
        else:
            found.take(number, tuple(str(part) for part in key(record)), record)
    return found


def _records(
    path: Path, columns: tuple[str, ...], problems: list[Problem]
) -> Iterator[tuple[int, dict[str, str]]]:
    """(row number, cells by column) of every row that is not blank."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    numbered = enumerate(_parsed(reader, path.name, problems), start=1)
    header = [name.strip().lower() for name in next(numbered, (1, []))[1]]
    _check_header(path.name, header, columns)
    for number, row in numbered:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            reason = f"There are {len(row)} values, but {len(header)} columns in the header."
            problems.append(Problem(path.name, number, None, reason))
            continue
        yield number, dict(zip(header, (cell.strip() for cell in row), strict=True))


def _parsed(reader: Iterator[list[str]], file: str, problems: list[Problem]) -> Iterator[list[str]]:
    number = 0
    try:
        for row in reader:
            number += 1
            yield row
    except csv.Error as error:
        problems.append(Problem(file, number + 1, None, f"This row is not CSV ({error})."))


def _check_header(file: str, header: list[str], columns: tuple[str, ...]) -> None:
    if not any(header):
        raise FileRefused([Problem(file, None, None, "The file is empty.")])
    missing = [name for name in columns if name not in header]
    if missing:
        reason = f"Missing: {', '.join(missing)}. The header has: {', '.join(header)}."
        raise FileRefused([Problem(file, 1, None, reason)])
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        reason = f"The header names {', '.join(twice)} more than once."
        raise FileRefused([Problem(file, 1, None, reason)])


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = f"The file cannot be read: {error.strerror or 'unknown reason'}."
        raise FileRefused([Problem(str(path), None, None, reason)]) from error
    advice = "Save it as CSV in UTF-8."
    if content.startswith(UTF_16_MARKS) or b"\x00" in content:
        reason = f"The file is not text in UTF-8; it looks like UTF-16 or a workbook. {advice}"
        raise FileRefused([Problem(path.name, None, None, reason)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        reason = f"A letter here is not UTF-8; the file may be in Latin-1. {advice}"
        raise FileRefused([Problem(path.name, row, None, reason)]) from error


def _rows_or_refusal(found: Collected[Record]) -> list[Record]:
    if found.problems:
        raise FileRefused(sorted(found.problems, key=lambda problem: problem.row or 0))
    return found.rows


def doubtful_scales(rows: list[ScoreRow]) -> list[str]:
    """Questions that are said to be percentages, though none of their scores is above 10.

    Only a note: the scale of a question is what the file says, never guessed from its values.
    """
    highest: dict[str, float] = {}
    for row in rows:
        if row.score is not None and row.scale == "percent":
            highest[row.question] = max(highest.get(row.question, 0.0), row.score)
    doubtful = sorted(
        question for question, score in highest.items() if score <= HIGHEST_SCORE["mean"]
    )
    if not doubtful:
        return []
    return [
        f"No score of {', '.join(doubtful)} is above 10. If they are means from 0 to 10, say so in "
        "a column scale (percent or mean)."
    ]
