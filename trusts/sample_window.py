"""Whether the patients of a survey were treated before, during or after a period."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from django.utils.dateformat import format as written

Window = tuple[datetime.date, datetime.date]
MaybeWindow = tuple[datetime.date | None, datetime.date | None]


class Standing(StrEnum):
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class SampleWindowVerdict:
    """Where the sample window of a survey lies, as a word and as a sentence fit to print."""

    standing: Standing
    sentence: str

    @property
    def is_warning(self) -> bool:
        """Whether a follow-up with this window cannot show the full effect of the work."""
        return self.standing is not Standing.AFTER


def sample_window_verdict(window: Window, sample: MaybeWindow) -> SampleWindowVerdict:
    """Compare a survey's sample window with the implementation window.

    `window` holds the first and last day of the implementation, `sample` the first and last day
    on which the survey's patients were treated (None where not known). Both days belong to each.
    The answer is "after" only where no patient was treated before the implementation had ended,
    "before" only where all were treated before it began; any overlap is "during".
    """
    first, last = sample
    if first is None or last is None:
        return SampleWindowVerdict(
            Standing.UNKNOWN,
            "We do not know when the patients of the follow-up survey were treated. Add the "
            "survey's sample window, or do not read its scores as the result of the scheme.",
        )
    start, end = window
    patients = f"The follow-up survey asks patients treated from {_day(first)} to {_day(last)}"
    implementation = f"the implementation, from {_day(start)} to {_day(end)}"
    if first > end:
        return SampleWindowVerdict(Standing.AFTER, f"{patients}. This is after {implementation}.")
    if last < start:
        return SampleWindowVerdict(
            Standing.BEFORE,
            f"{patients}. This is before {implementation}: the survey cannot show what the "
            "plans changed. Choose a later survey.",
        )
    return SampleWindowVerdict(
        Standing.DURING,
        f"{patients}. This overlaps {implementation}: some patients were treated before the "
        "plans were carried out in full. A later survey shows the result better.",
    )


def _day(day: datetime.date) -> str:
    return written(day, "j F Y")
