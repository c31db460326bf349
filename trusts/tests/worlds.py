"""A small scheme whose best pairs are known: two strong mentors, two mentees with clear needs."""

from __future__ import annotations

from dataclasses import dataclass

from buddy_portal.accounts.models import User
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import make_person
from trusts.models import Scheme, Trust
from trusts.tests.factories import (
    make_participation,
    make_question,
    make_scheme,
    make_score,
    make_trust,
)

# Scores on Q1 and Q2; the first mentor is strong in Q1, the second in Q2.
SCORES = {
    "M1": (92.0, 76.0),
    "M2": (76.0, 92.0),
    "E1": (56.0, 74.0),
    "E2": (74.0, 56.0),
}
QUIET = (70.0, 74.0, 75.0, 76.0, 78.0, 72.0)


@dataclass
class PairingWorld:
    scheme: Scheme
    lead: User
    trusts: dict[str, Trust]


def make_pairing_world(*, extra_mentees: int = 0, capacity: int = 1) -> PairingWorld:
    """Each mentee has one need, met by one mentor only; more mentees are like the first."""
    scheme = make_scheme("Buddy scheme 2015")
    trusts = {code: make_trust(code, name=f"{code} NHS Trust") for code in SCORES}
    for place in range(extra_mentees):
        trusts[f"X{place:02d}"] = make_trust(f"X{place:02d}")
    quiet = [make_trust() for _ in QUIET]
    for place, number in enumerate(("Q1", "Q2")):
        question = make_question(scheme.baseline, number, section="Support", position=place)
        make_score(question, None, 75.0, 5000)
        for code, trust in trusts.items():
            make_score(question, trust, SCORES.get(code, SCORES["E1"])[place], 400)
        for trust, score in zip(quiet, QUIET, strict=True):
            make_score(question, trust, score, 400)
    for code, trust in trusts.items():
        role = "mentor" if code.startswith("M") else "mentee"
        make_participation(scheme, trust, role, capacity=capacity if role == "mentor" else 0)
    return PairingWorld(scheme, make_person(Role.PROGRAMME_LEAD), trusts)
