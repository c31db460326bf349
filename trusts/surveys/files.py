"""Opening an uploaded file safely: what kind it is, by its content and never by its name.

Every refusal is a ``FileRefused`` with a sentence for the person who chose the file. The
caller's file object is read and rewound, never closed or changed.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Protocol

from trusts.surveys.refusals import FileRefused

MEGABYTE = 1024 * 1024
HEAD_ROWS = 20
"""Rows among which a header is looked for."""

BATCH_ROWS = 4_096

Batch = tuple[int, list[list[str]]]
"""Rows that follow each other, as text, after the number of the first of them. Rows are
numbered as a spreadsheet shows them, from 1."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold before it is refused unread."""

    bytes: int = 50 * MEGABYTE
    rows: int = 600_000
    columns: int = 100
    unpacked_bytes: int = 400 * MEGABYTE
    unpacked_ratio: int = 200
    parts: int = 1_000
    sheets: int = 30
    reader_seconds: int = 30
    reader_bytes: int = 1_536 * MEGABYTE


LIMITS = Limits()


class FileKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in the file: ``name`` ("" for CSV) and its first rows; none of one too large to
    be read, whose ``batches`` say so."""

    name: str
    head: tuple[list[str], ...]
    too_large: bool = False


class TableFile(Protocol):
    """An opened file: its sheets, and all rows of one of them (empty ones too)."""

    @property
    def sheets(self) -> tuple[Sheet, ...]: ...

    def batches(self, sheet: int) -> Iterator[Batch]: ...


@dataclass(frozen=True, slots=True)
class SurveyFile:
    """A file that was found safe. ``sha256`` is of the bytes as uploaded."""

    name: str
    kind: FileKind
    size: int
    sha256: str
    tables: TableFile


@contextmanager
def open_survey_file(
    source: Path | IO[bytes], name: str, limits: Limits = LIMITS
) -> Iterator[SurveyFile]:
    """Open a CSV file or an Excel workbook (.xlsx) for reading, within ``limits``.

    ``source`` is a path or a seekable binary file; ``name`` is only shown, never trusted.
    Raises FileRefused for anything else, also later, while its rows are read.
    """
    if isinstance(source, Path):
        try:
            opened = source.open("rb")
        except OSError as error:
            raise FileRefused(_cannot_open(source.name, error)) from error
        with opened, open_survey_file(opened, name, limits) as file:
            yield file
        return
    size = _size(source, limits)
    kind = _kind(source)
    checksum = _sha256(source)
    with _tables(source, kind, limits) as tables:
        yield SurveyFile(name=name, kind=kind, size=size, sha256=checksum, tables=tables)


@contextmanager
def _tables(source: IO[bytes], kind: FileKind, limits: Limits) -> Iterator[TableFile]:
    # Imported here: both build on this module's limits and rows.
    from trusts.surveys.text_files import TextTable
    from trusts.surveys.workbooks import open_workbook

    if kind is FileKind.XLSX:
        with open_workbook(source, limits) as workbook:
            yield workbook
    else:
        yield TextTable(source, limits)


def _cannot_open(name: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"There is no file {name}. Check the name and the folder."
    if isinstance(error, IsADirectoryError):
        return f"{name} is a folder. Choose a file in it."
    return f"{name} cannot be opened: {error.strerror}."


def _size(source: IO[bytes], limits: Limits) -> int:
    source.seek(0, io.SEEK_END)
    size = source.tell()
    source.seek(0)
    if not size:
        raise FileRefused("The file is empty. Choose a file with a table in it.")
    if size > limits.bytes:
        raise FileRefused(
            f"The file has {size / MEGABYTE:,.0f} MB; at most {limits.bytes / MEGABYTE:,.0f} MB "
            "can be read. Split it by survey year, then import the parts one by one."
        )
    return size


def _sha256(source: IO[bytes]) -> str:
    digest = hashlib.sha256()
    source.seek(0)
    while block := source.read(MEGABYTE):
        digest.update(block)
    source.seek(0)
    return digest.hexdigest()


_SAVE_AS = "In your spreadsheet choose Save as, and CSV UTF-8 or Excel workbook (.xlsx)."

_NOT_TABLES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "This is a PDF document, not a table. Ask for the figures as CSV or .xlsx."),
    (b"\x89PNG", "This is a picture (PNG), not a table."),
    (b"\xff\xd8\xff", "This is a picture (JPEG), not a table."),
    (b"GIF8", "This is a picture (GIF), not a table."),
    (b"RIFF", "This is a picture or a recording, not a table."),
    (b"BM", "This is a picture (BMP), not a table."),
    (b"\x1f\x8b", "The file is compressed (gzip). Unpack it first, then choose the table in it."),
    (b"7z\xbc\xaf", "The file is compressed (7z). Unpack it first, then choose the table in it."),
    (b"Rar!", "The file is compressed (RAR). Unpack it first, then choose the table in it."),
    (b"BZh", "The file is compressed (bzip2). Unpack it first, then choose the table in it."),
    (b"\xfd7zXZ", "The file is compressed (xz). Unpack it first, then choose the table in it."),
    (b"SQLite format 3", "This is a database, not a table."),
    (b"{\\rtf", f"This is a text document (RTF), not a table. {_SAVE_AS}"),
    (b"PAR1", f"This is a Parquet file. {_SAVE_AS}"),
    (b"\x7fELF", "This is a program, not a table."),
    (b"MZ", "This is a program, not a table."),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<", b"{", b"[{")


def _kind(source: IO[bytes]) -> FileKind:
    source.seek(0)
    start = source.read(64 * 1024)
    source.seek(0)
    if start.startswith(b"PK"):
        return FileKind.XLSX
    if start.startswith(_OLD_OFFICE):
        raise FileRefused(_old_office(source))
    for magic, sentence in _NOT_TABLES:
        if start.startswith(magic) and not _is_plain_text(start):
            raise FileRefused(sentence)
    if start.startswith((b"%PDF", b"{\\rtf")):
        raise FileRefused(next(said for magic, said in _NOT_TABLES if start.startswith(magic)))
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(_MARKUP):
        raise FileRefused(f"This is a web page or program data, not a table. {_SAVE_AS}")
    return FileKind.CSV


def _is_plain_text(start: bytes) -> bool:
    # "BM" and "MZ" also begin words: a real picture or program holds control bytes soon.
    return not any(byte < 9 or 13 < byte < 32 for byte in start[:512])


def _old_office(source: IO[bytes]) -> str:
    found = False
    before = b""
    while block := source.read(MEGABYTE):
        found = found or "EncryptedPackage".encode("utf-16-le") in before + block
        before = block[-64:]
    source.seek(0)
    if found:
        return "The workbook is protected by a password. Save it without one, then try again."
    return f"This is an old Office file (.xls or .doc). {_SAVE_AS}"
