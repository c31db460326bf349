"""What those who took part in the finished scheme say: the team survey, and a lead's foreword."""

from __future__ import annotations

from buddy_portal.demonstration.enrolment import Enrolment
from buddy_portal.demonstration.plan_writing import Day
from evaluation.models import TeamSurvey, TeamSurveyInvitation
from evaluation.services import team_surveys
from evaluation.services.report_texts import save_report_text
from evaluation.working_days import add_working_days

OWN_STATEMENT = "I could find the time that taking part needed"
FOREWORD = """Twelve trusts asked for help, and others opened their doors.

This report says **what changed for patients** and how sure we are. Please read the limits with
the same care as the results."""
CONTEXT = """Two other things happened in the same months:

- a new booking system in some of the trusts
- a national campaign on early diagnosis"""
QUOTES = (
    ("Seeing how another team runs its phone line changed ours in a week.", "A nurse of a mentee"),
    ("For the first time somebody asked me before the letter was written.", "A partner"),
    ("I learnt as much as the trust that I was meant to teach.", "A nurse of a mentor"),
)
DAYS_TO_ANSWER = 10


def tell_team_survey(enrolment: Enrolment, opened: Day) -> None:
    """The survey of the finished scheme, answered by most, and the words of the report."""
    schedule, lead = enrolment.schedule, enrolment.lead
    schedule.add(opened, lambda day: _open(enrolment, day))
    schedule.add(add_working_days(opened, 4), lambda day: _answer(enrolment, day))
    schedule.add(
        opened,
        lambda _day: save_report_text(
            by=lead, scheme=enrolment.scheme, foreword=FOREWORD, context=CONTEXT, read_at=0
        ),
    )


def _open(enrolment: Enrolment, day: Day) -> None:
    survey = team_surveys.open_team_survey(
        by=enrolment.lead,
        scheme=enrolment.scheme,
        closes_on=add_working_days(day, DAYS_TO_ANSWER),
        additions=[OWN_STATEMENT],
        today=day,
    )
    team_surveys.invite_everybody(by=enrolment.lead, survey=survey, today=day)


def _answer(enrolment: Enrolment, day: Day) -> None:
    survey = TeamSurvey.objects.get(scheme=enrolment.scheme)
    items = [str(pk) for pk in survey.items.values_list("pk", flat=True)]
    invitations = TeamSurveyInvitation.objects.filter(survey=survey).order_by("pk")
    for place, invitation in enumerate(invitations):
        if place % 4 == 3:
            continue
        quote, whom = QUOTES[place] if place < len(QUOTES) else ("", "")
        said = team_surveys.Said(
            ratings={key: _rating(place, column) for column, key in enumerate(items)},
            recommends=place % 11 != 5,
            quote=quote,
            may_quote=bool(quote),
            quoted_as=whom,
        )
        team_surveys.answer_team_survey(invitation=invitation, said=said, today=day)


def _rating(place: int, column: int) -> int:
    """Mostly 3 and 4; one in so many gives less, seldom on patients, often on time."""
    one_in = (6, 9, 7, 3)[column]
    return 2 if place % one_in == one_in - 1 else 3 + (place + column) % 2
