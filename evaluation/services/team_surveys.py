"""The team survey: opened, people invited by personal links, answered, reminded of."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from buddy_portal.design import dates
from evaluation import rules
from evaluation.models import (
    TeamSurvey,
    TeamSurveyAnswer,
    TeamSurveyInvitation,
    TeamSurveyItem,
)
from evaluation.selectors.team_surveys import Asked, asked_before, took_part
from evaluation.services import team_survey_mails as mails
from evaluation.working_days import subtract_working_days
from improvement_plans.models import Cohort
from trusts.models import Scheme

STANDARD_ITEMS = (
    "Taking part made our team work better together",
    "Taking part made the experience of our patients and carers better",
    "Taking part made the experience of our staff better",
)
REMIND_BEFORE = 3


class SurveyIsClosed(Refusal):
    """The last day to answer has passed."""


@dataclass(frozen=True)
class Said:
    """What one person answers. ratings: item id -> 1 to 4, without those left out."""

    ratings: Mapping[str, int]
    recommends: bool | None
    quote: str = ""
    may_quote: bool = False
    quoted_as: str = ""


def open_team_survey(
    *,
    by: User,
    scheme: Scheme,
    cohort: Cohort | None = None,
    closes_on: datetime.date,
    additions: Iterable[str] = (),
    today: datetime.date,
) -> TeamSurvey:
    """Begin the survey of a scheme, or of one of its cohorts where it has some.

    Three standard statements come first, then the programme's own.
    """
    rules.run_team_survey.require(access_of(by), scheme)
    _check_whom(scheme, cohort)
    if closes_on <= today:
        raise Refusal("The last day to answer must be after today", field="closes_on")
    try:
        with transaction.atomic():
            survey = TeamSurvey.objects.create(
                scheme=scheme,
                cohort=cohort,
                closes_on=closes_on,
                opened_by=by,
                opened_by_name=by.name,
            )
            TeamSurveyItem.objects.bulk_create(
                TeamSurveyItem(survey=survey, place=place, text=text)
                for place, text in enumerate((*STANDARD_ITEMS, *additions), 1)
            )
            record_event(by=by, action="team survey opened", thing=survey)
    except IntegrityError as error:
        whom = "scheme" if cohort is None else "cohort"
        raise WrongState(f"This {whom} has a team survey already.") from error
    return survey


def invite_everybody(*, by: User, survey: TeamSurvey, today: datetime.date) -> int:
    """Invite everybody who took part in what the survey is of; say how many."""
    people = took_part(survey.scheme, cohort=survey.cohort, on=today)
    return _invite(by, survey, people, today)


def invite_one(*, by: User, survey: TeamSurvey, person: Asked, today: datetime.date) -> int:
    """Invite somebody who took part without an account."""
    invited = _invite(by, survey, [person], today)
    if not invited:
        raise Refusal("This person has been invited already", field="email")
    return invited


def answer_team_survey(
    *, by: User | None = None, invitation: TeamSurveyInvitation, said: Said, today: datetime.date
) -> TeamSurveyAnswer:
    """Keep one person's answer; a later one replaces it until the survey closes.

    The trail says that an answer came in, not whose: `by` is nobody for those without an account.
    """
    with transaction.atomic():
        invitation = (
            TeamSurveyInvitation.objects.select_for_update(of=("self",))
            .select_related("survey")
            .get(pk=invitation.pk)
        )
        _refuse_closed(invitation.survey, today)
        known = {str(pk) for pk in invitation.survey.items.values_list("pk", flat=True)}
        if not set(said.ratings) <= known:
            raise Refusal("This page was not sent whole. Open your link again")
        answer, _made = TeamSurveyAnswer.objects.update_or_create(
            invitation=invitation,
            defaults={
                "ratings": dict(said.ratings),
                "recommends": said.recommends,
                "quote": said.quote.strip(),
                "may_quote": said.may_quote and bool(said.quote.strip()),
                "quoted_as": said.quoted_as.strip(),
            },
        )
        invitation.answered_at = timezone.now()
        invitation.save(update_fields=["answered_at"])
        record_event(by=by, action="team survey answered", thing=invitation.survey)
    return answer


def remind_of_team_surveys(*, today: datetime.date) -> int:
    """Remind, once, everybody who has not answered three working days before the last day."""
    surveys = TeamSurvey.objects.filter(closes_on__gte=today)
    due = [
        survey
        for survey in surveys
        if subtract_working_days(survey.closes_on, REMIND_BEFORE) <= today
    ]
    waiting = TeamSurveyInvitation.objects.filter(
        survey__in=due, answered_at=None, reminded_at=None
    ).values_list("pk", flat=True)
    return sum(_remind(pk) for pk in list(waiting))


def _remind(invitation_id: int) -> bool:
    with transaction.atomic():
        invitation = (
            TeamSurveyInvitation.objects.select_for_update(of=("self",))
            .select_related("survey__scheme", "survey__cohort")
            .get(pk=invitation_id)
        )
        if invitation.answered_at or invitation.reminded_at:
            return False
        invitation.reminded_at = timezone.now()
        invitation.save(update_fields=["reminded_at"])
        mails.still_to_answer(invitation)
        record_event(by=None, action="reminded of the team survey", thing=invitation.survey)
    return True


def _invite(by: User, survey: TeamSurvey, people: Iterable[Asked], today: datetime.date) -> int:
    with transaction.atomic():
        survey = TeamSurvey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
        rules.run_team_survey.require(access_of(by), survey.scheme)
        _refuse_closed(survey, today)
        made = [_invitation(survey, person) for person in people]
        new = [invitation for invitation in made if invitation is not None]
        for invitation in new:
            mails.asked_to_answer(invitation)
        if new:
            record_event(
                by=by,
                action="people invited to the team survey",
                thing=survey,
                reason=f"{len(new)} invited",
            )
    return len(new)


def _invitation(survey: TeamSurvey, person: Asked) -> TeamSurveyInvitation | None:
    invitation, is_new = TeamSurveyInvitation.objects.get_or_create(
        survey=survey,
        email=person.email.strip().lower(),
        defaults={"name": person.name, "trust_code": person.trust_code},
    )
    return invitation if is_new else None


def _check_whom(scheme: Scheme, cohort: Cohort | None) -> None:
    """A scheme with cohorts is asked cohort by cohort, and nobody's answers stand in two surveys.

    Otherwise the difference of two results would tell about the few who are in one of them only.
    """
    if cohort is None:
        if scheme.cohorts.exists():
            raise Refusal("This scheme has cohorts. Choose one of them", field="asked")
    elif cohort.scheme_id != scheme.pk:
        raise Refusal("Choose a cohort of the scheme", field="asked")
    elif asked_before(cohort).exists():
        raise WrongState("This cohort was asked with its whole scheme already.")


def _refuse_closed(survey: TeamSurvey, today: datetime.date) -> None:
    if not survey.is_open(today):
        raise SurveyIsClosed(f"This survey closed on {dates.day(survey.closes_on)}. Thank you.")
