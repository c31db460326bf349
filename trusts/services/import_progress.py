"""How far a worker is with a large file: told to the page that waits, which may stop the work."""

from __future__ import annotations

from trusts.models import SurveyImport

ROWS_BETWEEN = 20_000
PROGRESS = "progress"


class Stopped(Exception):
    """Somebody stopped the work on a file while it was being read."""


class Progress:
    """Writes down how many rows of a file are read, as long as nobody has stopped the work.

    Called outside the transaction that keeps the work, so that others see it at once.
    """

    def __init__(self, found: SurveyImport) -> None:
        self._found = found
        self._next = 0

    def __call__(self, rows: int, percent: int | None) -> None:
        """So many rows are read, and so much of the file; None where that is not known."""
        if rows >= self._next:
            self._next = rows + ROWS_BETWEEN
            self._say({"rows": rows, "percent": percent})

    def all_read(self) -> None:
        """What remains is to compare the rows with the stored ones, and to keep the outcome."""
        self._say({"rows": None, "percent": None})

    def _say(self, progress: dict[str, int | None]) -> None:
        found = self._found
        notes = {**found.notes, PROGRESS: progress}
        if not SurveyImport.objects.filter(pk=found.pk, state=found.state).update(notes=notes):
            raise Stopped
