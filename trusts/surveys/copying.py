"""Checked scores in the binary form that PostgreSQL's COPY reads, block by block.

Format: PostgreSQL documentation, COPY, "Binary Format". Every field has a fixed length here, so
that a block of rows is one array: what is not given travels as -1 or NaN, and becomes NULL in
the database.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np

from trusts.surveys.score_rows import ScoreColumns

ROWS_IN_A_BLOCK = 4_096
_HEADER = b"PGCOPY\n\xff\r\n\x00" + struct.pack(">ii", 0, 0)
_TRAILER = struct.pack(">h", -1)

LABELS: tuple[tuple[str, str, str], ...] = (
    ("row", ">i4", "integer"),
    ("organisation", ">i4", "integer"),
    ("question", ">i4", "integer"),
    ("group", ">i4", "integer"),
    ("n", ">i4", "integer"),
    ("suppressed", "?", "boolean"),
    ("band", ">i2", "smallint"),
)
"""Columns that every table has: name in ScoreColumns, type in the file, type in the database."""


def staged_columns(scores: ScoreColumns) -> list[tuple[str, str]]:
    """Names and database types of the columns, in the order of ``CopyStream``."""
    labels = [(name, kind) for name, _, kind in LABELS]
    return [*labels, *((name, "double precision") for name in scores.measures)]


class CopyStream:
    """A file to be read once by COPY ... FROM STDIN (FORMAT binary)."""

    def __init__(self, scores: ScoreColumns) -> None:
        self._blocks = _blocks(scores)
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most ``size`` of them; nothing at the end."""
        if not self._left:
            self._left = next(self._blocks, b"")
        if size < 0 or len(self._left) <= size:
            taken, self._left = self._left, b""
        else:
            taken, self._left = self._left[:size], self._left[size:]
        return taken


def _blocks(scores: ScoreColumns) -> Iterator[bytes]:
    kinds = [(name, kind) for name, kind, _ in LABELS]
    kinds += [(name, ">f8") for name in scores.measures]
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for name, kind in kinds:
        fields += [(f"length of {name}", ">i4"), (name, kind)]
    shape = np.dtype(fields)
    yield _HEADER
    for start in range(0, len(scores), ROWS_IN_A_BLOCK):
        here = slice(start, start + ROWS_IN_A_BLOCK)
        block = np.empty(len(scores.row[here]), shape)
        block["fields"] = len(kinds)
        for name, _ in kinds:
            values = scores.measures[name] if name in scores.measures else getattr(scores, name)
            block[f"length of {name}"] = shape[name].itemsize
            block[name] = values[here]
        yield block.tobytes()
    yield _TRAILER
