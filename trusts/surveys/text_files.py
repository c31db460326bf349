"""CSV files: encoding, divider and rows, in memory that does not grow with the file."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, suppress
from functools import cached_property
from itertools import islice
from typing import IO, cast

from trusts.surveys.columns import find_header
from trusts.surveys.files import BATCH_ROWS, HEAD_ROWS, MEGABYTE, Batch, Limits, Sheet
from trusts.surveys.refusals import FileRefused, HeadersNotUnderstood

_SAVE_UTF8 = "In Excel choose Save as, CSV UTF-8 (Comma delimited), then try again."
_BOMS = (
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DIVIDERS = (",", ";", "\t", "|")


class TextTable:
    """A file of divided text. UTF-8 is read with or without a byte order mark, UTF-16 with
    one; other encodings are refused, because a wrong guess would change people's names."""

    def __init__(self, source: IO[bytes], limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._encoding = _encoding(source)
        _check_bytes(source, self._encoding)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        with closing(self._rows(HEAD_ROWS)) as batches:
            _, head = next(batches, (1, []))
        return (Sheet("", tuple(head)),)

    @cached_property
    def _divider(self) -> str:
        """The sign between cells: the one that gives a header we understand, else the one
        that gives the most cells."""
        lines = list(islice(self._text(), HEAD_ROWS))
        heads = {sign: _divided(lines, sign, self._limits.columns) for sign in _DIVIDERS}
        for sign, head in heads.items():
            try:
                find_header(head)
            except HeadersNotUnderstood:
                continue
            return sign
        return max(heads, key=lambda sign: max(map(len, heads[sign]), default=0))

    def batches(self, sheet: int) -> Iterator[Batch]:
        """All rows. Raises FileRefused where one cannot be read."""
        return self._rows(BATCH_ROWS)

    def _rows(self, at_once: int) -> Generator[Batch, None, None]:
        divider = self._divider  # found first: finding it moves the file's position
        reader = self._narrow(csv.reader(self._text(), delimiter=divider, strict=True))
        first = 1
        while True:
            rows: list[list[str]] = []
            try:
                rows.extend(islice(reader, at_once))
            except csv.Error as error:
                raise FileRefused(_unreadable(first + len(rows), error)) from error
            if not rows:
                return
            yield first, rows
            first += len(rows)
            if first > self._limits.rows + HEAD_ROWS:
                raise FileRefused(_too_many_rows(self._limits.rows))

    def _narrow(self, rows: Iterable[list[str]]) -> Iterator[list[str]]:
        """The rows, up to one with more cells than a table has columns."""
        most = self._limits.columns
        for number, cells in enumerate(rows, start=1):
            if len(cells) > most:
                raise FileRefused(_too_wide(number, len(cells), most))
            yield cells

    def _text(self) -> io.TextIOWrapper:
        self._source.seek(0)
        buffered = io.BufferedReader(cast(io.RawIOBase, _Raw(self._source)), 256 * 1024)
        return io.TextIOWrapper(buffered, encoding=self._encoding, newline="")


class _Raw(io.RawIOBase):
    """The caller's file as the bottom of a text reader; closing it leaves theirs open."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        block = self._source.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)


def _divided(lines: list[str], sign: str, most: int) -> list[list[str]]:
    """The first rows, up to one that is too wide: it is cut, and says how wide it is at least."""
    rows: list[list[str]] = []
    with suppress(csv.Error):  # reading the rows proper says what is wrong, and where
        for cells in csv.reader(lines, delimiter=sign):
            rows.append(cells[: most + 1])
            if len(cells) > most:
                break
    return rows


def _encoding(source: IO[bytes]) -> str:
    source.seek(0)
    start = source.read(4096)
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            if not encoding:
                raise FileRefused(f"The file is in UTF-32, which is not read. {_SAVE_UTF8}")
            return encoding
    odd, even = start[1::2].count(0), start[::2].count(0)
    if max(odd, even) > len(start) // 4 and min(odd, even) <= len(start) // 32:
        raise FileRefused(f"The file looks like UTF-16 without its opening mark. {_SAVE_UTF8}")
    return "utf-8"


def _check_bytes(source: IO[bytes], encoding: str) -> None:
    """Read the whole file once: undecodable bytes, NULs and endless lines are refused."""
    source.seek(0)
    offset = len(source.read(3)) if encoding == "utf-8-sig" else 0
    source.seek(offset)
    decoder = codecs.getincrementaldecoder("utf-8" if offset else encoding)("strict")
    row, block = 1, b"start"
    while block:
        block = source.read(MEGABYTE)
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            held_back = len(error.object) - len(block)
            raise FileRefused(_undecodable(error, row, offset - held_back, encoding)) from error
        if "\0" in text:
            row += _line_breaks(text[: text.index("\0")])
            raise FileRefused(f"Row {row} holds a NUL byte: this is not a table of text.")
        breaks = _line_breaks(text)
        if not breaks and len(block) == MEGABYTE:
            raise FileRefused(f"Row {row} never ends: this is not a table.")
        row += breaks
        offset += len(block)
    source.seek(0)


def _line_breaks(text: str) -> int:
    return text.count("\n") or text.count("\r")


def _undecodable(error: UnicodeDecodeError, row: int, offset: int, encoding: str) -> str:
    good = error.object[: error.start].decode(encoding, "ignore")
    row += _line_breaks(good)
    if encoding.startswith("utf-16"):
        return f"Row {row} of the file is damaged (broken UTF-16). {_SAVE_UTF8}"
    byte = error.object[error.start]
    where = f"Row {row} holds the byte 0x{byte:02X} (at position {offset + error.start + 1:,})"
    around = error.object[max(0, error.start - 20) : error.start + 20]
    guess = around.decode("cp1252", "replace").splitlines()
    word = next((part for part in guess if bytes([byte]).decode("cp1252", "replace") in part), "")
    return (
        f"{where}, which is not UTF-8. The file looks like Latin-1 (Windows-1252), near "
        f"“{word.strip()}”. {_SAVE_UTF8}"
    )


def _too_many_rows(most: int) -> str:
    return (
        f"The file has more than {most:,} rows. Split it by survey year, then import the "
        "parts one by one."
    )


def _too_wide(row: int, cells: int, most: int) -> str:
    return (
        f"Row {row} has {cells:,} cells; at most {most} columns are read. Delete the empty or "
        "extra columns, then try again."
    )


def _unreadable(row: int, error: csv.Error) -> str:
    if "field larger" in str(error) or "unexpected end" in str(error):
        return (
            f"A cell in row {row} never ends. Look for a quotation mark that is opened and "
            "not closed, then try again."
        )
    return (
        f"Row {row} cannot be divided into cells: a quotation mark stands in the middle of "
        "one. Double it, or take it out, then try again."
    )
