"""Team surveys: who took part, how many have answered, and the results of closed ones."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import Membership
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.accounts.roles import Role
from evaluation.models import (
    ReportText,
    TeamSurvey,
    TeamSurveyAnswer,
    TeamSurveyInvitation,
)
from evaluation.team_results import Answered, TeamResults, team_results
from evaluation.team_survey_links import is_signed
from improvement_plans.models import Cohort, PlanGuest, ProjectTeam
from trusts.models import BuddyPair, Scheme

TEAM = (Role.TRUST_LEAD, Role.TEAM_MEMBER, Role.SPONSOR)
NO_SUCH_SURVEY = "There is no such team survey."


@dataclass(frozen=True)
class Asked:
    """Somebody to invite."""

    name: str
    email: str
    trust_code: str


@dataclass(frozen=True)
class ToAsk:
    """What a survey may be opened for: a scheme without cohorts, or one cohort."""

    scheme: Scheme
    cohort: Cohort | None

    @property
    def key(self) -> str:
        """How a form and an address name it."""
        return f"scheme-{self.scheme.pk}" if self.cohort is None else f"cohort-{self.cohort.pk}"

    @property
    def words(self) -> str:
        """How a person finds it in a list."""
        return self.scheme.name if self.cohort is None else f"{self.scheme}: {self.cohort}"


def surveys_visible_to(access: Access) -> QuerySet[TeamSurvey]:
    """Every scheme's survey with how many were asked and have answered, for the programme."""
    if not access.may_in_programme(Permission.SEE_EVALUATIONS):
        return TeamSurvey.objects.none()
    return (
        TeamSurvey.objects.select_related("scheme", "cohort")
        .prefetch_related("items")
        .annotate(
            asked=Count("invitations"),
            answered=Count("invitations", filter=Q(invitations__answered_at__isnull=False)),
        )
    )


def survey_visible_to(access: Access, survey_id: int) -> TeamSurvey:
    """One survey, or NotFound."""
    found = surveys_visible_to(access).filter(pk=survey_id).first()
    if found is None:
        raise NotFound(NO_SUCH_SURVEY)
    return found


def to_ask(access: Access) -> list[ToAsk]:
    """Cohorts, and schemes without cohorts, that nobody has asked; for those who may ask."""
    if not access.may_in_programme(Permission.COMPILE_EVALUATIONS):
        return []
    schemes = Scheme.objects.filter(team_surveys=None, cohorts=None).order_by("name", "pk")
    cohorts = (
        Cohort.objects.filter(team_surveys=None)
        .exclude(Exists(_of_scheme_at_the_time(OuterRef("scheme"), OuterRef("starts_on"))))
        .select_related("scheme")
        .order_by("scheme__name", "starts_on", "pk")
    )
    return [
        *(ToAsk(each, None) for each in schemes),
        *(ToAsk(each.scheme, each) for each in cohorts),
    ]


def survey_of_cohort(cohort_id: int) -> TeamSurvey | None:
    """The survey that asked a cohort: its own, or that of its whole scheme at the time."""
    own = Q(cohort=cohort_id)
    whole = Q(
        cohort=None,
        scheme__cohorts=cohort_id,
        scheme__cohorts__starts_on__lte=F("closes_on"),
    )
    return TeamSurvey.objects.filter(own | whole).prefetch_related("items").distinct().first()


def survey_asking(access: Access, typed: str) -> TeamSurvey | None:
    """The survey that asked a cohort, by its key as it stands in an address."""
    if not access.may_in_programme(Permission.SEE_EVALUATIONS) or not typed.isdecimal():
        return None
    return survey_of_cohort(int(typed[:9]))


def asked_before(cohort: Cohort) -> QuerySet[TeamSurvey]:
    """The survey of the whole scheme, where the cohort had begun when it could be answered."""
    return _of_scheme_at_the_time(cohort.scheme_id, cohort.starts_on)


def _of_scheme_at_the_time(scheme: Any, day: Any) -> QuerySet[TeamSurvey]:
    return TeamSurvey.objects.filter(scheme=scheme, cohort=None, closes_on__gte=day)


def invitation_behind(token: uuid.UUID, signature: str) -> TeamSurveyInvitation:
    """The invitation of a personal link; NotFound where the link is not whole."""
    if is_signed(token, signature):
        found = (
            TeamSurveyInvitation.objects.filter(token=token)
            .select_related("survey__scheme", "survey__cohort", "answer")
            .prefetch_related("survey__items")
            .first()
        )
        if found is not None:
            return found
    raise NotFound("This link is not complete. Copy the whole address from your e-mail.")


def answer_of(invitation: TeamSurveyInvitation) -> TeamSurveyAnswer | None:
    """What the person has answered so far."""
    found: TeamSurveyAnswer | None = getattr(invitation, "answer", None)
    return found


def took_part(scheme: Scheme, *, cohort: Cohort | None = None, on: datetime.date) -> list[Asked]:
    """Both sides of every agreed pair, the organisations of project teams, and all partners.

    With a cohort: the organisations of its teams, and the partners of their plans.
    """
    staying = ProjectTeam.objects.filter(cohort__scheme=scheme, withdrawn_at=None)
    plans = PlanGuest.objects.filter(plan__scheme=scheme)
    pairs = BuddyPair.objects.filter(scheme=scheme, plan__isnull=False)
    if cohort is not None:
        staying = staying.filter(cohort=cohort)
        plans = plans.filter(plan__team__cohort=cohort)
        pairs = pairs.none()
    codes = {code for team in staying for code in team.codes}
    for pair in pairs.select_related("mentor", "mentee"):
        codes |= {pair.mentor.ods_code, pair.mentee.ods_code}
    members = (
        Membership.objects.on(on)
        .filter(trust_code__in=codes, role__in=TEAM, user__is_active=True)
        .select_related("user")
        .order_by("user__email")
    )
    guests = (
        plans.filter(plan__team__withdrawn_at=None, user__is_active=True)
        .select_related("user", "plan__trust")
        .order_by("user__email")
    )
    return [
        *(Asked(one.user.name, one.user.email, one.trust_code) for one in members),
        *(Asked(guest.user.name, guest.user.email, guest.plan.trust.ods_code) for guest in guests),
    ]


def answers_to(surveys: Collection[TeamSurvey]) -> dict[int, list[TeamSurveyAnswer]]:
    """What was answered to each of these surveys, by the survey's key. One query for them all."""
    found: dict[int, list[TeamSurveyAnswer]] = {}
    answers = TeamSurveyAnswer.objects.filter(invitation__survey__in=surveys)
    for answer in answers.select_related("invitation").order_by("pk"):
        found.setdefault(answer.invitation.survey_id, []).append(answer)
    return found


def results_of(
    survey: TeamSurvey, answers: Iterable[TeamSurveyAnswer] | None = None
) -> TeamResults:
    """The results over everybody who answered; `answers` are all of them, where they are loaded."""
    if answers is None:
        answers = answers_to([survey]).get(survey.pk, [])
    items = {str(item.pk): item.text for item in survey.items.all()}
    said = [
        Answered(answer.invitation.trust_code, answer.ratings, answer.recommends)
        for answer in answers
    ]
    return team_results(items, said)


def consented_quotes(answers: Iterable[TeamSurveyAnswer]) -> list[tuple[str, str]]:
    """(words, as whom) of those who agreed to be quoted, in an order that says nothing of whom."""
    return sorted((answer.quote, answer.quoted_as) for answer in answers if answer.may_quote)


def newest_text(scheme: Scheme) -> ReportText | None:
    """The newest version of the words for a scheme's reports."""
    return ReportText.objects.filter(scheme=scheme).first()


def scheme_to_write_for(access: Access, scheme_id: int) -> Scheme:
    """The scheme whose reports a lead writes for; NotFound for everybody else."""
    if access.may_in_programme(Permission.SIGN_OFF_REPORTS):
        found = Scheme.objects.filter(pk=scheme_id).first()
        if found is not None:
            return found
    raise NotFound("There is no such scheme.")
