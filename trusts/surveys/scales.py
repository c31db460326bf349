"""The words of survey results: whose score, on which scale, in which band, which figures."""

from __future__ import annotations

import re
from enum import StrEnum

SUPPRESSION_LIMIT = 20
"""Scores of this many respondents or fewer are hidden (rule of the 2015-2018 surveys)."""

DECIMALS = 4
"""Scores keep this many decimals: as many as the published tables print, and no float noise."""


class Level(StrEnum):
    TRUST = "trust"
    ALLIANCE = "alliance"
    NATIONAL = "national"


class Scale(StrEnum):
    PERCENT = "percent"
    MEAN_0_10 = "mean_0_10"

    @property
    def top(self) -> float:
        return 100.0 if self is Scale.PERCENT else 10.0


class Band(StrEnum):
    BELOW = "below"
    AS_EXPECTED = "as_expected"
    ABOVE = "above"


BANDS = tuple(Band)
NO_BAND = -1
NOT_GIVEN = -1
"""``n`` where the table gives none."""

MEASURES = (
    "score",
    "score_lower",
    "score_upper",
    "adjusted",
    "adjusted_unrounded",
    "adjusted_lower",
    "adjusted_upper",
    "expected_lower",
    "expected_upper",
)
"""Figures a row may carry, all on the scale of the question (percent, or 0 to 10)."""

SAYS_0_TO_100 = re.compile(r"\(0\s*(?:-|to|–)\s*100\)", re.IGNORECASE)
"""What a header says where percentages as low as proportions are meant."""
