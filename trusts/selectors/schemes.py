"""Schemes with what their pages count."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Aggregate, Count, FloatField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from trusts.models import (
    BuddyPair,
    Level,
    PairState,
    Participation,
    ParticipationRole,
    ParticipationState,
    Question,
    Scale,
    Scheme,
    Score,
    SurveyYear,
)
from trusts.power import DetectableEffect, TooFewToSay, detectable_effect
from trusts.refusals import NotFound

LIVE = (PairState.PROPOSED, PairState.AGREED, PairState.ACTIVE)
MENTEE_ROLES = (ParticipationRole.MENTEE, ParticipationRole.BOTH)
MENTOR_ROLES = (ParticipationRole.MENTOR, ParticipationRole.BOTH)


class Median(Aggregate):
    """The middle value, worked out by the database."""

    template = "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class SchemeCounts:
    """How many trusts and pairs of a scheme stand where."""

    applications: dict[str, int]
    pairs: dict[str, int]
    mentees: int
    mentors: int
    places: int

    @property
    def live_pairs(self) -> int:
        return sum(
            self.pairs.get(state, 0)
            for state in (PairState.PROPOSED, PairState.AGREED, PairState.ACTIVE)
        )

    @property
    def waiting_applications(self) -> int:
        return self.applications.get(ParticipationState.APPLIED, 0)


def all_schemes() -> QuerySet[Scheme]:
    """Every scheme, newest first, with its surveys and counts of pairs and applications."""
    return (
        Scheme.objects.select_related("baseline", "follow_up")
        .annotate(
            waiting=count_of(Participation.objects.filter(state=ParticipationState.APPLIED)),
            taking_part=count_of(Participation.objects.filter(state=ParticipationState.ACCEPTED)),
            live=count_of(BuddyPair.objects.filter(state__in=LIVE)),
        )
        .order_by("-implementation_from", "name")
    )


def count_of(found: QuerySet[Participation] | QuerySet[BuddyPair]) -> Coalesce:
    """How many of a scheme, each kind counted by itself: joined, they would multiply."""
    here = found.filter(scheme=OuterRef("pk")).order_by()
    counted = here.values("scheme").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def scheme_by_id(scheme_id: int) -> Scheme:
    """One scheme with its surveys; everybody who sees schemes sees every scheme."""
    found = (
        Scheme.objects.select_related("baseline__survey", "follow_up__survey", "prior")
        .filter(pk=scheme_id)
        .first()
    )
    if found is None:
        raise NotFound("There is no such scheme.")
    return found


def scheme_counts(scheme: Scheme) -> SchemeCounts:
    """Applications and pairs by state, and places. Three queries."""
    applications = dict(
        Participation.objects.filter(scheme=scheme)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    pairs = dict(
        BuddyPair.objects.filter(scheme=scheme)
        .order_by()
        .values_list("state")
        .annotate(count=Count("pk"))
    )
    accepted = list(
        Participation.objects.filter(scheme=scheme, state=ParticipationState.ACCEPTED).values_list(
            "role", "capacity"
        )
    )
    return SchemeCounts(
        applications=applications,
        pairs=pairs,
        mentees=sum(role in MENTEE_ROLES for role, _ in accepted),
        mentors=sum(role in MENTOR_ROLES for role, _ in accepted),
        places=sum(capacity for _, capacity in accepted),
    )


def scheme_detectable_effect(scheme: Scheme, mentees: int) -> DetectableEffect | None:
    """What the scheme could detect on a typical question of its baseline; None before results.

    Typical are the median number of a trust's answers and the median national score over the
    questions scored as a percentage. One query.
    """
    typical = Score.objects.filter(
        survey_year_id=scheme.baseline_id, group_kind="", question__scale=Scale.PERCENT
    ).aggregate(
        answers=Median("n", filter=Q(level=Level.TRUST, n__isnull=False)),
        national=Median("score", filter=Q(level=Level.NATIONAL, score__isnull=False)),
        trusts=Count("trust", distinct=True),
    )
    if typical["answers"] is None or typical["national"] is None:
        return None
    try:
        return detectable_effect(
            mentees=mentees,
            comparators=typical["trusts"] - mentees,
            answers=round(typical["answers"]),
            proportion=typical["national"] / 100,
        )
    except TooFewToSay:
        return None


def survey_years() -> QuerySet[SurveyYear]:
    """The survey years to choose from, newest first."""
    return SurveyYear.objects.select_related("survey").order_by("survey__name", "-year")


def question_labels(survey_year: SurveyYear) -> dict[str, str]:
    """The short name of each question of a year, by its number, in the questionnaire's order."""
    asked = Question.objects.filter(survey_year=survey_year).order_by("position", "number")
    return dict(asked.values_list("number", "label"))
