"""The shape of reference data: trusts, their mergers, and the questions of a survey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from trusts.surveys.refusals import RefusedCell
from trusts.surveys.scales import Scale

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class CheckedReference(Generic[Row]):
    """Rows of reference data that stand, and those refused (with row, column and reason)."""

    rows: tuple[Row, ...]
    rows_read: int
    refused: tuple[RefusedCell, ...]

    @property
    def refused_rows(self) -> int:
        return self.rows_read - len(self.rows)


@dataclass(frozen=True, slots=True)
class TrustRow:
    """A trust of a reference list. Text not given is "", a figure or answer None.
    ``current_codes`` are today's successors: more than one where a trust was split."""

    row: int
    code: str
    name: str
    town: str
    postcode: str
    alliance: str
    icb_code: str
    icb_name: str
    region: str
    latitude: float | None
    longitude: float | None
    foundation_trust: bool | None
    specialist: bool | None
    current_codes: tuple[str, ...]
    current_name: str


class SuccessionKind(StrEnum):
    MERGER = "merger"
    ACQUISITION = "acquisition"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """One trust taken up by another on a day. A split has a row for each successor: its
    scores belong to none of them alone, and are not combined."""

    row: int
    predecessor_code: str
    predecessor_name: str
    successor_code: str
    successor_name: str
    on: date
    kind: SuccessionKind
    evidence: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A scored question of one survey year, in the survey's own words. ``national`` is the
    unrounded national score on the question's scale, where the list gives it."""

    row: int
    year: int
    number: str
    section: str
    text: str
    scale: Scale
    national: float | None
