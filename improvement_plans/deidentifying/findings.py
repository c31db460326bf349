"""What can be found in a comment: the kinds, and one finding with its place and its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a part of a text looks like. The values are kept with comments and never change."""

    EMAIL = "email"
    ACCOUNT = "account"
    NHS_NUMBER = "nhs_number"
    PHONE = "phone"
    BIRTH = "birth"
    HOSPITAL_NUMBER = "hospital_number"
    POSTCODE = "postcode"
    NAME = "name"
    ADDRESS = "address"


# How people are told of a kind, and what may stand in its place. A mark must itself look harmless.
SAID: dict[Kind, str] = {
    Kind.EMAIL: "e-mail address",
    Kind.ACCOUNT: "account name",
    Kind.NHS_NUMBER: "NHS number",
    Kind.PHONE: "phone number",
    Kind.BIRTH: "date of birth",
    Kind.HOSPITAL_NUMBER: "hospital number",
    Kind.POSTCODE: "postcode",
    Kind.NAME: "name",
    Kind.ADDRESS: "address",
}
MARKS: dict[Kind, str] = {kind: f"[{said}]" for kind, said in SAID.items()}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """The characters `start` to before `end` of the text (counted from 0), and why."""

    start: int
    end: int
    kind: Kind
    reason: str


def without_overlaps(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by place. Of two that overlap the longer stays, of equal ones the first kind."""
    order = {kind: place for place, kind in enumerate(Kind)}
    kept: list[Finding] = []
    for each in sorted(found, key=lambda f: (f.start - f.end, order[f.kind], f.start)):
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return tuple(sorted(kept))
