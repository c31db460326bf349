"""A file that came to be imported: read and held against what the portal knows, and kept."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any

from trusts.models import SurveyImport, SurveyYear
from trusts.refusals import FileNotAccepted, QuestionsNotKnown
from trusts.selectors import surveys as selectors
from trusts.surveys.columns import SCORE_FAMILIES, Family
from trusts.surveys.files import MEGABYTE, Batch, FileKind, SurveyFile, open_survey_file
from trusts.surveys.refusals import RefusedCell, TableRefused
from trusts.surveys.tables import read_table

if TYPE_CHECKING:
    from trusts.surveys.score_rows import CheckedTable

LONGEST_FILE_NAME = 255
KEPT_IN_MEMORY = 4 * MEGABYTE
NOTES_KEPT = 500


@dataclass(frozen=True)
class ReadFile:
    """A checked table with the facts about the file it stood in."""

    name: str
    sha256: str
    size: int
    family: Family
    sheet: str
    unknown_columns: tuple[str, ...]
    score_header: str
    table: CheckedTable


# Told how many rows are read, and how much of the file in percent where that can be said.
Watch = Callable[[int, int | None], None]


def read_survey_file(
    source: IO[bytes], name: str, survey_year: SurveyYear, *, watch: Watch | None = None
) -> ReadFile:
    """Read and check a table of scores for one survey year; `watch` is told how far it is.

    Raises FileNotAccepted where the file as a whole cannot be imported, QuestionsNotKnown where
    the questions of the year are not stored. Rows at fault are named in the table.
    """
    questions = selectors.question_facts(survey_year)
    if not questions:
        raise QuestionsNotKnown(
            f"The portal does not know the questions of the {survey_year.year} survey yet. "
            "Import its list of questions first.",
            field="survey_year",
        )
    try:
        with open_survey_file(source, name) as file:
            found = read_table(file)
            if watch is not None:
                found = replace(found, batches=_watched(found.batches, source, file, watch))
            totals = (
                selectors.respondents_of_shown_totals(survey_year)
                if found.family is Family.SUBGROUP
                else None
            )
            # Imported here: it brings numpy, which a web worker does not need at start.
            from trusts.surveys.checking import check_rows

            table = check_rows(
                found,
                year=survey_year.year,
                known_trusts=selectors.known_trusts(),
                questions=questions,
                totals=totals,
            )
    except TableRefused as refusal:
        raise FileNotAccepted(str(refusal), field="file") from refusal
    return ReadFile(
        name=_safe_name(name),
        sha256=file.sha256,
        size=file.size,
        family=found.family,
        sheet=found.sheet,
        unknown_columns=found.columns.unknown,
        score_header=found.columns.header["score"],
        table=table,
    )


def _watched(
    batches: Iterable[Batch], source: IO[bytes], file: SurveyFile, watch: Watch
) -> Iterator[Batch]:
    for first, rows in batches:
        yield first, rows
        # A workbook is handed over whole before its first row comes back.
        known = file.kind is FileKind.CSV
        watch(first + len(rows) - 1, source.tell() * 100 // file.size if known else None)


def file_facts(source: IO[bytes], name: str) -> dict[str, Any]:
    """What can be said of a table of scores or a list of questions without reading its rows.

    As fields of a SurveyImport.

    Raises FileNotAccepted where it is no table that we understand.
    """
    try:
        with open_survey_file(source, name) as file:
            found = read_table(file, {*SCORE_FAMILIES, Family.QUESTIONS})
    except TableRefused as refusal:
        raise FileNotAccepted(str(refusal), field="file") from refusal
    return {
        "family": str(found.family),
        "file_name": _safe_name(name),
        "sha256": file.sha256,
        "notes": {"size": file.size, "sheet": found.sheet},
    }


def _safe_name(name: str) -> str:
    """A file name that can be stored and shown: no folders, no control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[-LONGEST_FILE_NAME:] or "table"


def facts_to_keep(read: ReadFile) -> dict[str, Any]:
    """The fields of a SurveyImport that say what a file held."""
    table = read.table
    return {
        "family": str(read.family),
        "file_name": read.name,
        "sha256": read.sha256,
        "refused": as_rows(table.refused),
        "notes": {
            "size": read.size,
            "sheet": read.sheet,
            "unknown_columns": list(read.unknown_columns)[:NOTES_KEPT],
            "withheld": without_values(table.withheld[:NOTES_KEPT]),
            "other_years": {str(year): rows for year, rows in table.other_years.items()},
            "name_differences": [
                difference._asdict() for difference in table.name_differences[:NOTES_KEPT]
            ],
        },
    }


def without_values(cells: tuple[RefusedCell, ...]) -> list[dict[str, Any]]:
    """Cells whose figure must not be shown: where they stand, and why."""
    return [{"row": cell.row, "column": cell.column, "reason": cell.reason} for cell in cells]


def as_rows(cells: tuple[RefusedCell, ...]) -> list[dict[str, Any]]:
    """Refused cells as they are stored; `hidden` marks a figure that no page may show."""
    return [
        {
            "row": cell.row,
            "column": cell.column,
            "value": cell.value,
            "reason": cell.reason,
            **({"hidden": True} if cell.hidden else {}),
        }
        for cell in cells
    ]


def packed(source: IO[bytes]) -> bytes:
    """The bytes of a file, compressed."""
    source.seek(0)
    press, parts = zlib.compressobj(level=1), []
    while block := source.read(MEGABYTE):
        parts.append(press.compress(block))
    source.seek(0)
    return b"".join([*parts, press.flush()])


@contextmanager
def unpacked(survey_import: SurveyImport) -> Iterator[IO[bytes]]:
    """The file of an import as it came, in a file of its own."""
    content = memoryview(survey_import.content)
    press = zlib.decompressobj()
    with tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY) as file:
        for start in range(0, len(content), MEGABYTE):
            file.write(press.decompress(content[start : start + MEGABYTE]))
        file.write(press.flush())
        file.seek(0)
        yield file
