"""Who has applied to a scheme, set against all the trusts that could: by region, kind and size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from trusts.models import Level, Participation, ParticipationState, Scheme, Score, Trust
from trusts.pair_gates import MENTEES, MENTORS

NO_REGION = "Region not known"
NO_SIZE = "Size not known"
GENERAL = "General"
KINDS = ("Foundation", "Teaching", "Specialist cancer", GENERAL)
IN_THE_SCHEME = (
    ParticipationState.APPLIED,
    ParticipationState.ASKED_AGAIN,
    ParticipationState.ACCEPTED,
)
# Bands of size end at round numbers of answers.
ROUND_TO = 50


@dataclass(frozen=True)
class Standing:
    """One trust and where it stands in the scheme; `state` is empty where it has not applied."""

    ods_code: str
    name: str
    region: str
    kinds: tuple[str, ...]
    size: str
    role: str = ""
    state: str = ""
    capacity: int = 0

    @property
    def has_applied(self) -> bool:
        """Whether its application is open or accepted."""
        return self.state in IN_THE_SCHEME

    @property
    def is_mentor(self) -> bool:
        return self.has_applied and self.role in MENTORS

    @property
    def is_mentee(self) -> bool:
        return self.has_applied and self.role in MENTEES

    @property
    def is_accepted(self) -> bool:
        return self.state == ParticipationState.ACCEPTED


@dataclass(frozen=True)
class Group:
    """How many trusts of one region, kind or size there are, and how many of them applied."""

    name: str
    trusts: int
    applied: int
    mentors: int
    mentees: int
    accepted: int
    places: int


@dataclass(frozen=True)
class Applicants:
    """Every trust with its standing, and the three ways to group them."""

    standings: tuple[Standing, ...]
    whole: Group
    regions: tuple[Group, ...]
    kinds: tuple[Group, ...]
    sizes: tuple[Group, ...]


def applicants(scheme: Scheme) -> Applicants:
    """The applicants of a scheme among all trusts. Three queries, however many trusts."""
    answers = _answers(scheme)
    band_of, bands = size_bands(answers)
    applied = {
        row["trust_id"]: row
        for row in Participation.objects.filter(scheme=scheme)
        .exclude(state=ParticipationState.DRAFT)
        .values("trust_id", "role", "state", "capacity")
    }
    standings = tuple(
        _standing(trust, band_of.get(trust["ods_code"], NO_SIZE), applied.get(trust["pk"]))
        for trust in Trust.objects.order_by("name").values(
            *("pk", "ods_code", "name", "region"),
            *("is_foundation", "is_teaching", "is_specialist"),
        )
    )
    regions = sorted({one.region for one in standings}, key=lambda name: (name == NO_REGION, name))
    return Applicants(
        standings=standings,
        whole=_group("All trusts", standings),
        regions=_groups(regions, standings, lambda one: (one.region,)),
        kinds=_groups(KINDS, standings, lambda one: one.kinds),
        sizes=_groups((*bands, NO_SIZE), standings, lambda one: (one.size,)),
    )


def size_bands(answers: dict[str, int]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Each trust's band of size, and the bands: thirds of the trusts, at round numbers of answers.

    `answers` maps ODS codes to the answers of the trust's most answered question. Without enough
    trusts to tell sizes apart there are no bands.
    """
    known = sorted(answers.values())
    if not known:
        return {}, ()
    low, high = (_rounded(known[len(known) * third // 3]) for third in (1, 2))
    if low >= high:
        return {}, ()
    bands = (
        f"Small: fewer than {low} answers",
        f"Middle: {low} to {high - 1} answers",
        f"Large: {high} answers or more",
    )
    placed = {code: bands[(n >= low) + (n >= high)] for code, n in answers.items()}
    return placed, bands


def _rounded(answers: int) -> int:
    return max(ROUND_TO, ROUND_TO * round(answers / ROUND_TO))


def _answers(scheme: Scheme) -> dict[str, int]:
    """How many patients of each trust answered its most answered question of the baseline."""
    rows = (
        Score.objects.filter(
            survey_year_id=scheme.baseline_id, level=Level.TRUST, group_kind="", n__gt=0
        )
        .order_by()
        .values_list("org_code")
        .annotate(most=Max("n"))
    )
    return dict(rows)


def _standing(trust: Mapping[str, Any], size: str, row: Mapping[str, Any] | None) -> Standing:
    held = (trust["is_foundation"], trust["is_teaching"], trust["is_specialist"])
    kinds = tuple(kind for kind, holds in zip(KINDS, held, strict=False) if holds)
    return Standing(
        ods_code=trust["ods_code"],
        name=trust["name"],
        region=trust["region"] or NO_REGION,
        kinds=kinds or (GENERAL,),
        size=size,
        role=row["role"] if row else "",
        state=row["state"] if row else "",
        capacity=row["capacity"] if row else 0,
    )


def _groups(
    names: Iterable[str],
    standings: tuple[Standing, ...],
    of: Callable[[Standing], tuple[str, ...]],
) -> tuple[Group, ...]:
    held: dict[str, list[Standing]] = {name: [] for name in names}
    for one in standings:
        for name in of(one):
            held[name].append(one)
    return tuple(_group(name, ones) for name, ones in held.items() if ones)


def _group(name: str, ones: Iterable[Standing]) -> Group:
    listed = list(ones)
    return Group(
        name=name,
        trusts=len(listed),
        applied=sum(one.has_applied for one in listed),
        mentors=sum(one.is_mentor for one in listed),
        mentees=sum(one.is_mentee for one in listed),
        accepted=sum(one.is_accepted for one in listed),
        places=sum(one.capacity for one in listed if one.is_mentor),
    )


def chosen(
    standings: Iterable[Standing],
    *,
    search: str = "",
    region: str = "",
    kind: str = "",
    size: str = "",
    standing: str = "",
) -> list[Standing]:
    """The trusts that fit the filters; `standing` is a key of STANDINGS."""
    words = search.lower().split()
    fits = STANDINGS.get(standing)
    return [
        one
        for one in standings
        if (not region or one.region == region)
        and (not kind or kind in one.kinds)
        and (not size or one.size.startswith(size))
        and (fits is None or fits(one))
        and all(word in one.name.lower() or word == one.ods_code.lower() for word in words)
    ]


STANDINGS: dict[str, Callable[[Standing], bool]] = {
    "missing": lambda one: not one.state,
    "applied": lambda one: one.has_applied,
    "accepted": lambda one: one.is_accepted,
    "mentor": lambda one: one.is_mentor,
    "mentee": lambda one: one.is_mentee,
    "left": lambda one: bool(one.state) and not one.has_applied,
}
