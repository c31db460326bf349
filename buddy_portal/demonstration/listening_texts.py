"""What is said where people are listened to. All of it is made up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from improvement_plans.models import CommitmentState, EventKind

GROUP = "Cancer patients’ panel"
CONSTITUTION = (
    "We are people who have had cancer, or care for somebody who has. We are up to twelve, and one "
    "of us chairs. We meet every two months. We advise the trust on what matters to patients, say "
    "so in plain words, and are told what became of our advice."
)
SERVED_SOURCE = "Made-up cancer registrations of the trust"
SERVED: Mapping[str, Mapping[str, int]] = {
    "age": {
        "under_16": 40,
        "16_24": 60,
        "25_34": 110,
        "35_44": 240,
        "45_54": 520,
        "55_64": 960,
        "65_74": 1430,
        "75_84": 1180,
        "85_over": 460,
    },
    "sex": {"female": 2590, "male": 2400, "own_words": 10},
    "ethnic_group": {"asian": 610, "black": 430, "mixed": 120, "white": 3720, "other": 120},
    "deprivation": {"1": 1350, "2": 1120, "3": 980, "4": 860, "5": 690},
}


@dataclass(frozen=True)
class Told:
    """One event: what is planned, who came, what they said. `after` counts days of the plan."""

    values: dict[str, Any]
    after: int = 0
    people: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    findings: Mapping[str, str] = field(default_factory=dict)
    facilitators: tuple[tuple[str, str], ...] = ()
    concerns: tuple[tuple[str, str], ...] = ()
    of_group: bool = False


FOCUS_GROUP = Told(
    values={
        "kind": EventKind.FOCUS_GROUP,
        "title": "Lung cancer focus group",
        "place": "Community hall, ground floor",
        "script": "When did you first need to ask somebody something?\nWhom did you ring, and what "
        "happened?\nWhat would have made it easier?\nWhat should we never change?",
    },
    after=10,
    people=46,
    counts={
        "age": {"45_54": 10, "55_64": 14, "65_74": 22},
        "sex": {"female": 26, "male": 20},
        "ethnic_group": {"white": 40, "asian": 3, "black": 2},
        "came_as": {"patient": 31, "carer": 15},
    },
    findings={
        "good": "People feel safe with their nurse once they reach her. The clinic’s letters have "
        "become clear.",
        "better": "Nobody knew which of four numbers to ring, and after five nobody answered. "
        "Carers were not asked how they were. The way to the scanner is hard with a walking frame.",
        "who_was_missing": "Hardly anybody under 45, and few people from our Asian and Black "
        "communities. We will go to the Thursday lunch club and to the young adults’ evening.",
    },
    facilitators=(
        ("Lead cancer nurse", "Two days on leading focus groups"),
        ("Volunteer from the patients’ panel", "Briefed the week before; led with the nurse"),
    ),
    concerns=(("tumour_group", "lung"),),
)
CHAT = Told(
    values={
        "kind": EventKind.TWEET_CHAT,
        "title": "One hour online: what helps after treatment?",
        "place": "Online, 7pm to 8pm",
        "script": "What helped you most in the first month after treatment?\nWhat was missing?",
    },
    after=24,
    people=118,
    counts={
        "age": {"16_24": 12, "25_34": 24, "35_44": 33, "45_54": 29, "55_64": 16},
        "sex": {"female": 81, "male": 34},
    },
    findings={
        "good": "The group of volunteers that rings people at home.",
        "better": "A number for nights. One page that says what is normal. Somebody to ask about "
        "money before the letter from work comes.",
        "who_was_missing": "People who are not online. The ward’s tea trolley asks them.",
    },
)
MEETING = Told(
    values={
        "kind": EventKind.GROUP_MEETING,
        "title": "Patients’ panel: spring meeting",
        "place": "Education centre",
        "script": "1. Welcome\n2. What became of our advice\n3. The contact card\n4. Any other "
        "business",
    },
    after=17,
    people=11,
    findings={
        "good": "The card is on every ward.",
        "better": "Put the night number in larger type.",
        "who_was_missing": "Nobody of the members. We would like somebody younger.",
        "minutes": "The panel looked at the contact card and asked for larger type. The lead nurse "
        "told what became of the advice on letters: all clinics use the new ones.",
    },
    of_group=True,
)
EVENTS = (FOCUS_GROUP, MEETING, CHAT)
AHEAD = Told(
    values={
        "kind": EventKind.GROUP_MEETING,
        "title": "Patients’ panel: next meeting",
        "place": "Education centre",
        "script": "1. Welcome\n2. Who is not in the room\n3. The night number, after six weeks",
    },
    of_group=True,
)


@dataclass(frozen=True)
class Promise:
    """A commitment, and what was told about it: days later, state, note, what we did."""

    said: str
    text: str
    owner: int
    due_after: int
    told: tuple[tuple[int, CommitmentState, str, str], ...] = ()


PROMISES = (
    Promise(
        "At night nobody answers.",
        "Answer one number day and night",
        0,
        21,
        (
            (7, CommitmentState.UNDER_WAY, "The rota is agreed with the ward.", ""),
            (
                19,
                CommitmentState.KEPT,
                "The number has been answered every night for a week.",
                "One number is now answered day and night. It is on the card that every patient "
                "gets, in large type.",
            ),
        ),
    ),
    Promise(
        "Nobody tells you what is normal after treatment.",
        "Write one page on the first month after treatment, with patients",
        1,
        60,
        ((9, CommitmentState.UNDER_WAY, "Three patients are writing the first draft.", ""),),
    ),
    Promise(
        "I did not know that I could ask about money.",
        "Have the benefits adviser in the Tuesday clinic",
        2,
        30,
    ),
)
ADVICE = "Put the night number on the contact card in larger type than everything else."
ADVICE_BECAME = "The card was printed anew with the number in large type. Thank you."
RECOMMENDATION = (
    "Fund one out-of-hours line for all trusts of the alliance, so that patients who move between "
    "hospitals keep the same number."
)
