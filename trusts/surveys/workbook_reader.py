"""Reads an Excel workbook in a process of its own, with a ceiling on memory and time.

Run by ``workbooks.py`` as a script, never imported by it: the reader is native code on a
stranger's file, and whatever that file does to it ends with this process. Takes the size of
the workbook and its bytes on standard input, answers in lines of JSON: first a line for each
sheet with its first rows, then, for each sheet number asked for, batches of all its rows.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import resource
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

BATCH = 2_000


def main() -> None:
    order = json.loads(sys.stdin.buffer.readline())
    _limit(order["seconds"], order["memory"])
    content = io.BytesIO(sys.stdin.buffer.read(order["size"]))
    import python_calamine

    workbook = python_calamine.load_workbook(content)
    _send({"sheets": len(workbook.sheet_names)})
    sheet, held = None, -1
    for index, name in enumerate(workbook.sheet_names):
        sheet, held = workbook.get_sheet_by_index(index), index
        last_row, last_column = sheet.end or (-1, -1)  # counted from 0
        too_large = last_row >= order["rows"] or last_column >= order["columns"]
        head = [] if too_large else list(islice(_rows(sheet), order["head"]))
        _send({"name": name, "too_large": too_large, "head": head})
    for line in sys.stdin.buffer:
        asked = int(line)
        if asked != held:
            sheet, held = workbook.get_sheet_by_index(asked), asked
        rows = _rows(sheet)
        while batch := list(islice(rows, BATCH)):
            _send(batch)
        _send([])


def _limit(seconds: int, memory: int) -> None:
    # Systems that cannot limit memory (macOS) still have the time limit.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send(answer: object) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")))
    sys.stdout.write("\n")
    sys.stdout.flush()


def _rows(sheet: Any) -> Iterator[list[str]]:
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows() if sheet.start else ():
        yield left + [value if type(value) is str else _text(value) for value in row]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time.min:
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def _number(value: float) -> str:
    """The number in full, as a person would write it: 449, 0.00001, never 1e-05."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    if "e-" in text:
        return f"{value:.12f}"
    return text


if __name__ == "__main__":
    main()
