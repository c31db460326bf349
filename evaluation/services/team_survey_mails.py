"""The mails of the team survey, each with the person's own link."""

from __future__ import annotations

from buddy_portal.design import dates
from buddy_portal.outbox.mail import enqueue_mail
from evaluation.models import TeamSurveyInvitation
from evaluation.team_survey_links import path_of


def asked_to_answer(invitation: TeamSurveyInvitation) -> None:
    """The personal link."""
    text = (
        f"You took part in the {invitation.survey.whom}. How was it? A few statements, about 3 "
        f"minutes. This link is yours alone; you can change your answer until "
        f"{dates.day(invitation.survey.closes_on)}. Only results over everybody are shown, and "
        "none from fewer than 5 answers."
    )
    subject = f"How was it to take part in the {invitation.survey.whom}?"
    _send(invitation, "asked", subject, text)


def still_to_answer(invitation: TeamSurveyInvitation) -> None:
    """The one reminder."""
    last = dates.day(invitation.survey.closes_on)
    text = (
        f"We have not heard from you yet how it was to take part in the "
        f"{invitation.survey.whom}. Your link works until {last}."
    )
    subject = f"Reminder: tell us how it was, by {last}"
    _send(invitation, "reminded", subject, text)


def _send(invitation: TeamSurveyInvitation, step: str, subject: str, text: str) -> None:
    enqueue_mail(
        to=invitation.email,
        subject=subject,
        template="evaluation_step",
        context={"text": text, "action": "Answer the survey", "path": path_of(invitation.token)},
        key=f"team-survey-{step}:{invitation.pk}",
    )
