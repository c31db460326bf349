"""Words of the collaborative and its three teams. All fictional."""

from __future__ import annotations

from dataclasses import dataclass

NAME = "Better cancer care together"
SUMMARY = (
    "Project teams of several trusts work for half a year on what their patients told them, meet "
    "at learning sessions and test changes in between."
)
PHASES = ("volunteering", "pairing", "implementation", "evaluation")
PRIORITIES = (
    {
        "level": "national",
        "title": "Personalised care for everybody with cancer",
        "place": "",
        "source": "Long-term plan, chapter on cancer (fictional)",
    },
    {
        "level": "regional",
        "title": "Fewer journeys for patients",
        "place": "Northern region",
        "source": "Plan of the Cancer Alliance (fictional)",
    },
    {
        "level": "local",
        "title": "Clear words in every letter",
        "place": "Wexcombe",
        "source": "",
    },
)
MEASURE = {
    "kind": "process",
    "unit": "percent",
    "entered_as": "value",
    "direction": "increase",
    "frequency": "monthly",
    "counts_patients": False,
    "target": 75.0,
}
MEANING = {
    "definition": "Visits of the month in which it was done, of all visits looked at",
    "numerator": "Visits in which it was done",
    "denominator": "Visits looked at",
}


@dataclass(frozen=True)
class TeamStory:
    """One team, what it wants and how far it comes."""

    name: str
    summary: str
    plain: str
    aim: str
    driver: str
    idea: str
    action: str
    measure: str
    sentence: str
    abstract: str
    partner: str
    priorities: tuple[str, ...]
    enters: bool = True


TEAMS = (
    TeamStory(
        "Warm welcome",
        "People come to their first clinic knowing whom they will meet and what will happen.",
        "We ring people before their first clinic and ask what worries them.",
        "More people know what will happen at their first clinic",
        "A call before the first clinic",
        "A nurse rings two days before and follows a short list",
        "Ring every new patient of two clinics",
        "New patients rung before their first clinic",
        "Calls run in two clinics; the third starts next month.",
        "Two days before: what a short call changes",
        "Sam, patient partner",
        ("Personalised care for everybody with cancer", "Fewer journeys for patients"),
    ),
    TeamStory(
        "Plain words",
        "Letters say in plain words what was found and what comes next.",
        "Patients read our letters before we send them, and we change what they do not follow.",
        "More people understand their letters",
        "Letters read by patients",
        "A panel of patients reads five letters a month",
        "Write five letters anew with the panel",
        "Letters read by the panel before they are used",
        "The panel has read ten letters; the word “lesion” is gone from all of them.",
        "Letters that patients wrote with us",
        "A. B., reader of letters",
        ("Clear words in every letter",),
    ),
    TeamStory(
        "One visit, one day",
        "Tests and clinic on one day, so that people travel once.",
        "We put tests and clinic on one day for people who travel far.",
        "More people have their tests and clinic on one day",
        "A shared diary of two departments",
        "Keep two slots a day for people who travel far",
        "Agree the shared diary with radiology",
        "People who travelled far and came once",
        "We are still agreeing the diary with radiology and have nothing to count yet.",
        "One visit, one day",
        "Ray, who drives 60 miles",
        ("Fewer journeys for patients",),
        enters=False,
    ),
)


@dataclass(frozen=True)
class Gathered:
    """Something on the timeline: so many days after the first week, for so many days."""

    kind: str
    title: str
    after: int
    lasts: int
    place: str
    agenda: str
    materials: str


GATHERINGS = (
    Gathered(
        "learning_session",
        "What matters to patients",
        0,
        0,
        "Conference centre, Wexcombe",
        "10:00 Welcome by a patient\n10:30 From a survey question to an aim\n13:00 Drivers\n"
        "15:00 The first test",
        "https://example.org/session-1-slides",
    ),
    Gathered("action_period", "Testing in one clinic", 1, 55, "", "", ""),
    Gathered(
        "learning_session",
        "Reading charts together",
        60,
        0,
        "Online",
        "10:00 What a chart can say\n11:00 Teams show theirs\n12:00 Help wanted",
        "https://example.org/session-2-slides",
    ),
    Gathered("action_period", "From one clinic to all", 61, 60, "", "", ""),
    Gathered(
        "recognition",
        "Thank you day",
        150,
        0,
        "Town hall, Wexcombe",
        "10:00 Teams tell\n12:00 Certificates\n13:00 Lunch",
        "",
    ),
)
