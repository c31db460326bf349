"""The example of docs/pairing.md: five invented trusts and three questions, workable by hand.

On every question the five scores lie 6 and 4 points to either side of the national 75% and on it,
with 1,875 answers each. So v = 0.75 x 0.25 / 1875 = 0.0001; the five differ by 0.0104/4 = 0.0026,
of which chance is 0.0001, so tau2 = 0.0025 and tau = 5 points; reliability = 0.0025/0.0026.
"""

import numpy as np

from trusts.matching import (
    Choices,
    Mentor,
    PairingInputs,
    Question,
    SurveyTable,
    TrustFacts,
)

TRUSTS = ("ASH", "BAY", "COB", "DEN", "ELM")
QUESTIONS = (Question("Q1", "Support"), Question("Q2", "Support"), Question("Q3", "Wards"))
POINTS_FROM_NATIONAL = np.array([[-6, -4, -6], [6, 4, 0], [4, 0, 6], [-4, 6, -4], [0, -6, 4]])
FACTS = {
    "ASH": TrustFacts("ASH", "NORTH", 1000, frozenset({"foundation"}), (52.0, -1.0)),
    "BAY": TrustFacts("BAY", "SOUTH", 800, frozenset({"foundation"}), (53.8, -1.0)),
    "COB": TrustFacts("COB", "EAST", 500, frozenset({"foundation", "teaching"}), (52.9, -1.0)),
    "DEN": TrustFacts("DEN", "WEST", 400, frozenset({"teaching"}), (54.7, -1.0)),
    "ELM": TrustFacts("ELM"),
}


def survey(proportion=None, answers=1875.0, **rest):
    """The example's survey table."""
    scores = 0.75 + POINTS_FROM_NATIONAL / 100 if proportion is None else proportion
    bases = np.full(scores.shape, answers)
    return SurveyTable(TRUSTS, QUESTIONS, scores, bases, np.full(3, 0.75), **rest)


def inputs(**changes):
    """BAY and COB offer to mentor ASH, which puts Q1 first, and DEN."""
    chosen = {
        "survey": survey(),
        "facts": FACTS,
        "mentors": (Mentor("BAY", 1), Mentor("COB", 1)),
        "mentees": ("ASH", "DEN"),
        "choices": {"ASH": Choices(priorities={"Q1": 2})},
    }
    return PairingInputs(**{**chosen, **changes})
