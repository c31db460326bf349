"""What a table or a row is refused with: always a sentence that says what to do next."""

from __future__ import annotations

from dataclasses import dataclass


class TableRefused(Exception):
    """Nothing of the file can be imported. ``str()`` of it is fit to show to people."""


class FileRefused(TableRefused):
    """The file cannot be opened safely, or is not a table."""


class HeadersNotUnderstood(TableRefused):
    """The columns do not make up a table that we know."""

    def __init__(self, message: str, *, missing: tuple[str, ...], found: tuple[str, ...]) -> None:
        super().__init__(message)
        self.missing = missing
        self.found = found


class YearNotClear(TableRefused):
    """The table does not say which survey year it holds, or not the year asked for."""


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """One cell that stops its row.

    ``row`` is the number of the row in the file as a spreadsheet shows it (the first row is
    1), ``column`` the header as it stands in the file, ``value`` the text found (shortened to
    80 characters), ``reason`` why, and how to mend it. ``hidden`` says that the value is a
    score of so few people that no page may repeat it.
    """

    row: int
    column: str
    value: str
    reason: str
    hidden: bool = False


SHOWN_LENGTH = 80


def refused(row: int, column: str, value: str, reason: str, *, hidden: bool = False) -> RefusedCell:
    """A ``RefusedCell`` whose value is short enough, and safe, to print."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in value)
    if len(shown) > SHOWN_LENGTH:
        shown = shown[: SHOWN_LENGTH - 1] + "…"
    return RefusedCell(row=row, column=column, value=shown, reason=reason, hidden=hidden)
