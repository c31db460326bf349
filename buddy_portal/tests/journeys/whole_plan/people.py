"""Who takes part in the plan of Northmoor, and what its patients said."""

from __future__ import annotations

import datetime

from buddy_portal.accounts.models import Membership
from buddy_portal.accounts.roles import Role
from buddy_portal.tests.factories import LONG_AGO, make_user
from trusts.models import BuddyPair
from trusts.tests.factories import make_pair, make_question, make_scheme, make_score, make_trust

MENTOR, MENTEE = "Calderwick NHS Foundation Trust", "Northmoor NHS Trust"
WINDOW = datetime.date(2015, 2, 2), datetime.date(2015, 7, 31)
LONGER = datetime.date(2015, 8, 31)
PARTNER = "partner"
CAST = {
    "nurse": ("Ruth Adeyemi", Role.TRUST_LEAD, "NOR"),
    "colleague": ("Joan Pike", Role.TRUST_LEAD, "NOR"),
    "owner": ("Dan Okoro", Role.TEAM_MEMBER, "NOR"),
    "sponsor": ("Helen Frost", Role.SPONSOR, "NOR"),
    "mentor": ("Marie Lund", Role.TRUST_LEAD, "CAL"),
    "lead": ("Asha Verma", Role.PROGRAMME_LEAD, ""),
}
NAMES = {key: name for key, (name, _role, _trust) in CAST.items()} | {PARTNER: "Lin Carter"}
RESULTS = {
    "Q18": ("Easy to contact their nurse", 63.8, 298, (67.9, 80.4), 84.6),
    "Q22": ("Told about help with money", 42.6, 187, (44.1, 58.0), 66.2),
    "Q40": ("Treated with respect", 88.1, 301, (82.0, 91.5), 87.0),
}
"""Each question: its words, the mentee's score, answers and expected range, the mentor's score."""


def email_of(key: str) -> str:
    return f"{key}@plan.example"


def make_people() -> None:
    for key, (name, role, trust) in CAST.items():
        user = make_user(name, email=email_of(key))
        Membership.objects.create(user=user, role=role, trust_code=trust, starts_on=LONG_AGO)


def make_buddies() -> BuddyPair:
    """The pair with its results; its scheme runs from February to July 2015."""
    scheme = make_scheme("Buddy scheme 2015")
    mentor, mentee = make_trust("CAL", name=MENTOR), make_trust("NOR", name=MENTEE)
    for number, (label, score, answers, expected, at_mentor) in RESULTS.items():
        question = make_question(scheme.baseline, number, label=label)
        lower, upper = expected
        ranges = {"expected_lower": lower, "expected_upper": upper}
        make_score(question, mentee, score, answers, **ranges)
        make_score(question, mentor, at_mentor, 340)
        make_score(question, None, upper, 60_000)
    return make_pair(scheme, mentor, mentee)
