"""A scheme's protocol for its pages, starting from what the person may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from evaluation.loading_pairs import enrolled_pairs
from evaluation.loading_protocol import (
    drafted_content,
    planned_run,
    protocol_versions,
    scores_were_in,
)
from evaluation.models import ComparatorExclusion, EvaluationRun, Protocol
from evaluation.protocol_content import Content, changes_between
from trusts.models import Level, Scheme, SurveyYear, Trust

NO_SUCH_SCHEME = "There is no such scheme."


@dataclass(frozen=True)
class ProtocolState:
    """What is frozen for a scheme and follow-up, and what would be frozen today.

    pending: how today's scheme differs from the newest version, in sentences.
    """

    run: EvaluationRun
    versions: list[Protocol]
    today: Content
    pending: list[str]
    scores_are_in: bool

    @property
    def newest(self) -> Protocol | None:
        return self.versions[-1] if self.versions else None

    @property
    def in_time(self) -> bool:
        """Whether it was frozen before any result could be known."""
        return bool(self.versions) and not self.versions[0].scores_were_in

    @property
    def shown(self) -> Content:
        """What the page shows: the newest frozen version, or today's draft."""
        return self.versions[-1].content if self.versions else self.today


def scheme_to_evaluate(access: Access, scheme_id: int) -> Scheme:
    """A scheme with its survey years for the programme; NotFound for everybody else."""
    if access.may_in_programme(Permission.SEE_EVALUATIONS):
        schemes = Scheme.objects.select_related(
            "baseline__survey", "follow_up__survey", "prior__survey"
        ).prefetch_related("baseline__questions", "follow_up__questions")
        found = schemes.filter(pk=scheme_id).first()
        if found is not None:
            return found
    raise NotFound(NO_SUCH_SCHEME)


def follow_up_asked_for(scheme: Scheme, year_id: str) -> SurveyYear:
    """The follow-up that the address names; the scheme's own where it names none that fits."""
    if year_id.isdecimal() and len(year_id) <= 9:
        later = later_years(scheme).filter(pk=int(year_id)).first()
        if later is not None and later.pk != scheme.follow_up_id:
            return later
    return scheme.follow_up


def later_years(scheme: Scheme) -> QuerySet[SurveyYear]:
    """The years of the scheme's survey that can be a follow-up."""
    return (
        SurveyYear.objects.filter(survey=scheme.baseline.survey, year__gt=scheme.baseline.year)
        .select_related("survey")
        .prefetch_related("questions")
        .order_by("year")
    )


def protocol_state(scheme: Scheme, follow_up: SurveyYear) -> ProtocolState:
    """Everything that the protocol's pages say."""
    run = planned_run(scheme, follow_up)
    versions, today = protocol_versions(run), drafted_content(run)
    return ProtocolState(
        run=run,
        versions=versions,
        today=today,
        pending=changes_between(versions[-1].content, today) if versions else [],
        scores_are_in=scores_were_in(follow_up),
    )


def exclusions_of(scheme: Scheme) -> QuerySet[ComparatorExclusion]:
    """The trusts left out of comparison, by name."""
    return ComparatorExclusion.objects.filter(scheme=scheme).select_related(
        "trust", "scheme", "added_by"
    )


def exclusion_of(scheme: Scheme, exclusion_id: int) -> ComparatorExclusion:
    """One of them, or NotFound."""
    found = exclusions_of(scheme).filter(pk=exclusion_id).first()
    if found is None:
        raise NotFound("This trust is not left out of comparison.")
    return found


def trusts_to_exclude(scheme: Scheme) -> QuerySet[Trust]:
    """Trusts outside the scheme with scores at baseline, that are not left out yet."""
    inside = [
        trust.pk
        for pair in enrolled_pairs(EvaluationRun(scheme=scheme))
        for trust in (pair.mentor, pair.mentee)
    ]
    return (
        Trust.objects.filter(
            scores__survey_year=scheme.baseline, scores__level=Level.TRUST, scores__group_kind=""
        )
        .exclude(pk__in=inside)
        .exclude(pk__in=exclusions_of(scheme).values("trust_id"))
        .distinct()
        .order_by("name")
    )
