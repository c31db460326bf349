"""Words and levels of what plans follow and test. All fictional."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Followed:
    """A measure: what it is, where its figures lie, by how much they move once the plan begins."""

    name: str
    settings: dict[str, Any]
    meaning: dict[str, str]
    level: float
    spread: float
    gain: float = 0.0
    ends: int = 1
    """How many months ago its last figure is."""

    @property
    def frequency(self) -> str:
        return str(self.settings["frequency"])


@dataclass(frozen=True)
class Tested:
    """One cycle."""

    question: str
    prediction: str
    scale: str
    plan: str
    did: str
    found: str
    met: str
    decision: str


def _settings(name: str, **more: Any) -> dict[str, Any]:
    usual = {
        "name": name,
        "kind": "process",
        "unit": "percent",
        "entered_as": "value",
        "direction": "increase",
        "frequency": "monthly",
        "counts_patients": True,
    }
    return {**usual, **more}


_CONTACT = "Patients given a named contact"
CALL = "Days from referral to the first call"
_CLINICS = "Clinics that finish on time"
MEASURES: tuple[Followed, ...] = (
    Followed(
        _CONTACT,
        _settings(_CONTACT, entered_as="counts", target=75.0),
        {
            "definition": "New cancer patients of the month whose notes say that they were given "
            "the name and number of a specialist nurse.",
            "numerator": "New patients with a named contact in their notes",
            "denominator": "All new cancer patients of the month",
        },
        level=57.0,
        spread=2.2,
        gain=18.0,
    ),
    Followed(
        CALL,
        _settings(CALL, kind="outcome", unit="days", direction="decrease", target=8.0),
        {
            "definition": "Median number of days from referral to the first call of a nurse.",
            "numerator": "",
            "denominator": "",
        },
        level=10.5,
        spread=1.4,
        ends=2,
    ),
    Followed(
        _CLINICS,
        _settings(_CLINICS, kind="balancing", frequency="weekly", counts_patients=False),
        {
            "definition": "Clinics of the week that end within 15 minutes of the planned time: "
            "more talk must not mean that others wait.",
            "numerator": "",
            "denominator": "",
        },
        level=84.0,
        spread=2.5,
    ),
)
CYCLES: tuple[Tested, ...] = (
    Tested(
        "Does a patient understand it without help?",
        "They can say in their own words whom to ring",
        "once",
        "The clinic nurse tries it with the first new patient on Tuesday.",
        "Tried on Tuesday as planned, in the quiet room.",
        "They looked for the telephone number on the back. It belongs on the front, and larger.",
        "partly",
        "adapt",
    ),
    Tested(
        "Does it fit into a busy clinic?",
        "No clinic ends later because of it",
        "clinic",
        "All new patients of Thursday’s clinic, by two nurses.",
        "Done in the whole clinic. One nurse was ill, so a colleague stood in.",
        "It took two minutes each. The colleague needed a short script, which we wrote.",
        "yes",
        "adapt",
    ),
    Tested(
        "Do all nurses of the team do it without being asked?",
        "Nine of ten new patients of the week have it",
        "team",
        "The whole team for a week, with the script at each desk.",
        "A week in the whole team.",
        "Nearly everybody had it, and patients rang the right number.",
        "yes",
        "adopt",
    ),
)
