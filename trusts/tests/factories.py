"""The smallest valid trusts, surveys, schemes and pairs."""

import datetime
import itertools

from trusts.models import (
    BuddyPair,
    PairAnswer,
    PairState,
    Participation,
    ParticipationRole,
    ParticipationState,
    Question,
    Scheme,
    Score,
    Survey,
    SurveyYear,
    Trust,
)

_numbers = itertools.count(1)
# The first real scheme: implementation from February to July 2015.
PHASES = {
    "volunteering_from": datetime.date(2014, 11, 1),
    "volunteering_to": datetime.date(2014, 12, 31),
    "pairing_from": datetime.date(2015, 1, 1),
    "pairing_to": datetime.date(2015, 1, 31),
    "implementation_from": datetime.date(2015, 2, 2),
    "implementation_to": datetime.date(2015, 7, 31),
    "evaluation_from": datetime.date(2015, 8, 3),
    "evaluation_to": datetime.date(2016, 8, 31),
    "publish_by": datetime.date(2016, 9, 30),
}


def make_trust(ods_code: str | None = None, **fields: object) -> Trust:
    number = next(_numbers)
    code = ods_code or f"T{number:03d}"
    return Trust.objects.create(ods_code=code, **{"name": f"Trust {code}", **fields})


def make_survey_year(
    year: int = 2014, *, slug: str = "test-survey", **fields: object
) -> SurveyYear:
    survey, _made = Survey.objects.get_or_create(slug=slug, defaults={"name": "Test survey"})
    window = {
        "sample_from": datetime.date(year, 4, 1),
        "sample_to": datetime.date(year, 6, 30),
    }
    found, _made = SurveyYear.objects.get_or_create(
        survey=survey, year=year, defaults={**window, **fields}
    )
    return found


def make_question(year: SurveyYear, number: str = "Q1", **fields: object) -> Question:
    return Question.objects.create(
        survey_year=year, number=number, **{"label": f"Question {number}", **fields}
    )


def make_score(
    question: Question,
    trust: Trust | None,
    score: float | None = 80.0,
    n: int | None = 200,
    **fields: object,
) -> Score:
    """A trust's score, or the national one where no trust is given."""
    values = {
        "level": "trust" if trust else "national",
        "org_code": trust.ods_code if trust else "All",
        "suppressed": score is None,
        **fields,
    }
    return Score.objects.create(
        survey_year=question.survey_year, question=question, trust=trust, score=score, n=n, **values
    )


def make_scheme(name: str | None = None, **fields: object) -> Scheme:
    values = {**PHASES, **fields}
    values.setdefault("baseline", make_survey_year(2014))
    values.setdefault("follow_up", make_survey_year(2015))
    return Scheme.objects.create(name=name or f"Scheme {next(_numbers)}", **values)


def make_participation(
    scheme: Scheme, trust: Trust, role: str = ParticipationRole.MENTEE, **fields: object
) -> Participation:
    offers = role in (ParticipationRole.MENTOR, ParticipationRole.BOTH)
    values = {"state": ParticipationState.ACCEPTED, "capacity": 2 if offers else 0, **fields}
    return Participation.objects.create(scheme=scheme, trust=trust, role=role, **values)


def make_pair(scheme: Scheme, mentor: Trust, mentee: Trust, **fields: object) -> BuddyPair:
    """An active pair by default; both trusts take part in the scheme."""
    for trust, role in ((mentor, ParticipationRole.MENTOR), (mentee, ParticipationRole.MENTEE)):
        if not Participation.objects.filter(scheme=scheme, trust=trust).exists():
            make_participation(scheme, trust, role)
    values = {
        "state": PairState.ACTIVE,
        "mentor_answer": PairAnswer.ACCEPTED,
        "mentee_answer": PairAnswer.ACCEPTED,
        "answer_by": scheme.pairing_to,
        **fields,
    }
    return BuddyPair.objects.create(scheme=scheme, mentor=mentor, mentee=mentee, **values)
