"""What we know of the National Cancer Patient Experience Surveys (NCPES) of 2015 to 2018.

Numbers, sections and scales: NCPES 2018 published tables (52 scored questions), which keep
the numbering of 2015. The labels are ours, two to six words for tables and charts, and all
say what a high score means. The survey's own wording is not repeated here; it comes with the
question catalogue that is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from trusts.surveys.scales import Scale

YEARS = (2015, 2016, 2017, 2018)


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A scored question of one survey year."""

    number: str
    section: str
    label: str
    scale: Scale = Scale.PERCENT


@dataclass(frozen=True, slots=True)
class SurveyYearFacts:
    """When the patients of a survey were in hospital, and when their answers were published.

    ``published_on`` is None where we know the month only; ``published`` says it in words.
    """

    year: int
    sample_from: date
    sample_to: date
    sample_note: str
    published_on: date | None
    published: str


_SECTIONS: tuple[tuple[str, tuple[tuple[int, str], ...]], ...] = (
    (
        "Seeing your GP",
        (
            (1, "Seen by GP once or twice"),
            (2, "First hospital appointment soon enough"),
        ),
    ),
    (
        "Diagnostic tests",
        (
            (5, "Information before the test"),
            (6, "Test done soon enough"),
            (7, "Test results explained clearly"),
        ),
    ),
    (
        "Finding out about your condition",
        (
            (8, "Told they could bring someone"),
            (9, "Told sensitively about cancer"),
            (10, "Understood what was wrong"),
            (11, "Written information on their cancer"),
        ),
    ),
    (
        "Deciding the best treatment",
        (
            (12, "Treatment options explained"),
            (13, "Side effects explained clearly"),
            (14, "Practical help with side effects"),
            (15, "Told about later side effects"),
            (16, "Involved in decisions on care"),
        ),
    ),
    (
        "Clinical nurse specialist",
        (
            (17, "Named nurse specialist"),
            (18, "Easy to contact their nurse specialist"),
            (19, "Clear answers from nurse specialist"),
        ),
    ),
    (
        "Support",
        (
            (20, "Told about support groups"),
            (21, "Impact on daily life discussed"),
            (22, "Told how to get financial help"),
            (23, "Told about free prescriptions"),
        ),
    ),
    (
        "Operations",
        (
            (25, "Information before the operation"),
            (26, "Operation explained afterwards"),
        ),
    ),
    (
        "Care as an inpatient",
        (
            (28, "Not talked over by staff"),
            (29, "Trusted the doctors"),
            (30, "Family could talk to a doctor"),
            (31, "Trusted the ward nurses"),
            (32, "Enough nurses on duty"),
            (33, "Asked for their preferred name"),
            (34, "Enough privacy for discussions"),
            (35, "Someone to talk to on ward"),
            (36, "Pain controlled as best possible"),
            (37, "Treated with respect and dignity"),
            (38, "Clear written advice for home"),
            (39, "Knew whom to contact afterwards"),
        ),
    ),
    (
        "Care as a day patient or outpatient",
        (
            (41, "Someone to talk to as outpatient"),
            (42, "Doctor had the right documents"),
            (44, "Information before radiotherapy"),
            (45, "Told if radiotherapy was working"),
            (47, "Information before chemotherapy"),
            (48, "Told if chemotherapy was working"),
        ),
    ),
    (
        "Home care and support",
        (
            (49, "Family told how to help"),
            (50, "Community support during treatment"),
            (51, "Community support after treatment"),
        ),
    ),
    (
        "Care from your GP",
        (
            (52, "GP well informed by hospital"),
            (53, "GP practice gave full support"),
        ),
    ),
    (
        "Your overall NHS care",
        (
            (54, "Staff worked well together"),
            (55, "Given a care plan"),
            (56, "Care well administered"),
            (57, "Short waits at clinics"),
            (58, "Taking part in research discussed"),
            (59, "Overall rating of care"),
        ),
    ),
)

_ON_0_TO_10 = frozenset({59})


def _questions() -> dict[str, QuestionFacts]:
    found = {}
    for section, questions in _SECTIONS:
        for number, label in questions:
            scale = Scale.MEAN_0_10 if number in _ON_0_TO_10 else Scale.PERCENT
            found[f"Q{number}"] = QuestionFacts(f"Q{number}", section, label, scale)
    return found


QUESTIONS: Mapping[str, QuestionFacts] = MappingProxyType(_questions())
"""The 52 scored questions of 2015 to 2018 by number, in the order of the questionnaire."""

WITHOUT_VALUE: Mapping[int, tuple[str, ...]] = MappingProxyType({2015: ("Q5", "Q8", "Q25")})
"""Questions for which no value of a year was published, though the tables have rows for them
(blank, marked as suppressed): they cannot be compared with that year."""

_APRIL_TO_JUNE = "Patients discharged in April, May and June of the year"

SURVEY_YEARS: Mapping[int, SurveyYearFacts] = MappingProxyType(
    {
        facts.year: facts
        for facts in (
            SurveyYearFacts(
                2015,
                date(2015, 4, 1),
                date(2015, 6, 30),
                f"{_APRIL_TO_JUNE}; taken from the later surveys, not verified for 2015",
                None,
                "July 2016 (title pages of the trusts' own reports); tumour group tables "
                "corrected on 17 August 2016 (ncpes.co.uk)",
            ),
            SurveyYearFacts(
                2016,
                date(2016, 4, 1),
                date(2016, 6, 30),
                f"{_APRIL_TO_JUNE}; taken from the 2017 and 2018 surveys, not verified for 2016",
                None,
                "July 2017 (date of the survey's technical documentation)",
            ),
            SurveyYearFacts(
                2017,
                date(2017, 4, 1),
                date(2017, 6, 30),
                f"{_APRIL_TO_JUNE} (gov.uk, National Cancer Patient Experience Survey 2017)",
                date(2018, 7, 27),
                "27 July 2018 (gov.uk, National Cancer Patient Experience Survey 2017)",
            ),
            SurveyYearFacts(
                2018,
                date(2018, 4, 1),
                date(2018, 6, 30),
                f"{_APRIL_TO_JUNE} (ncpes.co.uk, invitation to the 2018 survey)",
                None,
                "2019; the day is not verified",
            ),
        )
    }
)
