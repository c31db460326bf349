"""Excel workbooks (.xlsx): checked first, then read by a separate process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from trusts.surveys.files import HEAD_ROWS, MEGABYTE, Batch, Limits, Sheet
from trusts.surveys.refusals import FileRefused
from trusts.surveys.workbook_safety import check_workbook

_READER = Path(__file__).with_name("workbook_reader.py")
_UNREADABLE = (
    "The workbook cannot be read: it is damaged, or its sheets take up too much memory. Save "
    "the table as CSV UTF-8 and choose that file."
)


@contextmanager
def open_workbook(source: IO[bytes], limits: Limits) -> Iterator[WorkbookTables]:
    """Check and open a workbook. Its reader ends with the block, or when its time is used up."""
    check_workbook(source, limits)
    # A fixed program, no shell, and an environment without the service's secrets.
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", str(_READER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
    )
    try:
        yield WorkbookTables(process, source, limits)
    finally:
        process.kill()
        process.communicate()


class WorkbookTables:
    """The sheets of a workbook, read by a process that is spoken to in lines of JSON."""

    def __init__(self, process: subprocess.Popen[bytes], source: IO[bytes], limits: Limits) -> None:
        self._process = process
        self._input = cast(IO[bytes], process.stdin)
        self._output = cast(IO[bytes], process.stdout)
        self._limits = limits
        self._unfinished = False
        self._send_workbook(source)
        count = self._receive()["sheets"]
        self._heads = [self._receive() for _ in range(count)]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return tuple(
            Sheet(answer["name"], tuple(answer["head"]), answer["too_large"])
            for answer in self._heads
        )

    def batches(self, sheet: int) -> Iterator[Batch]:
        """All rows of a sheet (counted from 0). Raises FileRefused where it is too large."""
        if self._heads[sheet]["too_large"]:
            raise FileRefused(
                f"The sheet {self._heads[sheet]['name']} has more than "
                f"{self._limits.rows:,} rows or {self._limits.columns} columns. Split it by "
                "survey year, and delete empty columns."
            )
        while self._unfinished:
            # An earlier reader stopped half-way: its rows are still in the pipe.
            self._batch()
        self._write(f"{sheet}\n".encode())
        self._unfinished = True
        first = 1
        while rows := self._batch():
            yield first, rows
            first += len(rows)

    def _batch(self) -> list[list[str]]:
        batch: list[list[str]] = self._receive()
        self._unfinished = bool(batch)
        return batch

    def _send_workbook(self, source: IO[bytes]) -> None:
        size = source.seek(0, 2)
        source.seek(0)
        order = {
            "size": size,
            "seconds": self._limits.reader_seconds,
            "memory": self._limits.reader_bytes,
            "rows": self._limits.rows + HEAD_ROWS,
            "columns": self._limits.columns,
            "head": HEAD_ROWS,
        }
        self._write(json.dumps(order).encode() + b"\n")
        while block := source.read(MEGABYTE):
            self._write(block)
        source.seek(0)

    def _write(self, block: bytes) -> None:
        try:
            self._input.write(block)
            self._input.flush()
        except OSError as error:
            raise FileRefused(_UNREADABLE) from error

    def _receive(self) -> Any:
        line = self._output.readline()
        if not line.endswith(b"\n"):
            raise FileRefused(_UNREADABLE)
        return json.loads(line)
