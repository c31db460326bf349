"""Reading what patients said: who sees which comments, search and filters."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from buddy_portal.prepared import prepared
from improvement_plans.models import (
    Action,
    Aim,
    CodingState,
    EngagementEvent,
    Insight,
    Plan,
)
from improvement_plans.selectors.visibility import plans_visible_to
from trusts.models import Question, Trust

NO_SUCH = "There is no such comment, or it is not one that you may see."
# Whose themes may be shown: a second coder must not see what the first one found.
SETTLED = (CodingState.CODED, CodingState.DIFFERS, CodingState.AGREED)
MOST_SERVICES = 60
MOST_BESIDE = 4
IN_LIST = (
    "excerpt",
    "source",
    "said_on",
    "service",
    "tumour_group",
    "people",
    "sentiment",
    "themes",
    "coding_state",
)
CODED = {
    "no": (CodingState.UNCODED,),
    "yes": SETTLED,
    "second": (CodingState.SECOND,),
    "differs": (CodingState.DIFFERS,),
    "agreed": (CodingState.AGREED,),
}


@dataclass(frozen=True)
class InsightQuery:
    """What a person looks for; every part may stay blank. The names are those of the address."""

    q: str = ""
    trust: str = ""
    source: str = ""
    theme: str = ""
    sentiment: str = ""
    group: str = ""
    service: str = ""
    since: str = ""
    until: str = ""
    coded: str = ""
    question: str = ""
    plan: str = ""
    aim: str = ""
    action: str = ""
    event: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> InsightQuery:
        """From the filters of an address; unknown names are left out."""
        return cls(**{name: asked[name] for name in FILTERS if name in asked})


FILTERS = tuple(each.name for each in fields(InsightQuery))


@dataclass(frozen=True)
class Scope:
    """Whose comments a person sees: keys, so that the database can use its indexes."""

    trusts: list[int]
    plans: list[int]

    @property
    def condition(self) -> Q:
        """Of these trusts, or shared with these plans."""
        return Q(trust__in=self.trusts) | Q(plan__in=self.plans)


def scope_of(access: Access) -> Scope | None:
    """The programme sees all (None), a trust's people their own, both sides of a pair and its
    partners those that are linked to the shared plan."""
    if access.may_in_programme(Permission.SEE_PLANS):
        return None
    codes = sorted(access.trusts_where(Permission.SEE_PLANS))
    plans = _plans_shared(access, timezone.localdate())
    return Scope(list(_trusts_of(codes)), list(plans))


@prepared
def _trusts_of(codes: list[str]) -> QuerySet[Any, int]:
    return Trust.objects.filter(ods_code__in=codes).order_by().values_list("pk", flat=True)


@prepared
def _plans_shared(access: Access, on: datetime.date) -> QuerySet[Any, int]:
    return plans_visible_to(access, on=on).order_by().values_list("pk", flat=True)


def insights_visible_to(access: Access) -> QuerySet[Insight]:
    """The comments that a person may see."""
    return _within(scope_of(access))


def _within(scope: Scope | None) -> QuerySet[Insight]:
    found = Insight.objects.select_related("trust").defer("words")
    return found if scope is None else found.filter(scope.condition)


def insight_visible_to(access: Access, insight_id: int) -> Insight:
    """One comment with all that is linked to it, or NotFound."""
    found = (
        insights_visible_to(access)
        .select_related(
            "plan__trust", "plan__team", "plan__pair__mentor", "event", "written_by", "agreed__by"
        )
        .prefetch_related("questions__survey_year", "aims", "actions", "codings__coder")
        .filter(pk=insight_id)
        .first()
    )
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def insights_found(
    access: Access, asked: InsightQuery, scope: Scope | None = None
) -> QuerySet[Insight]:
    """The comments that fit: the best match first where words are looked for, else the newest.

    `scope` is that of this person, where the page has asked for it already.
    """
    found = _within(scope or scope_of(access)).filter(_fits(asked))
    for condition in _linked(asked):
        found = found.filter(condition)
    if asked.q:
        query = SearchQuery(asked.q, config="english", search_type="websearch")
        found = found.filter(words=query).annotate(rank=SearchRank(F("words"), query))
        return found.order_by("-rank", "-said_on", "-pk")
    return found


def for_list(found: QuerySet[Insight], *, many_trusts: bool) -> QuerySet[Insight]:
    """The same comments with what their list shows: the trust's name only where there are many."""
    if many_trusts:
        return found.only(*IN_LIST, "trust__name")
    return found.select_related(None).only(*IN_LIST)


def _fits(asked: InsightQuery) -> Q:
    """The plain filters. What cannot be understood finds nothing rather than everything."""
    fits = Q()
    if asked.trust:
        fits &= Q(trust__ods_code=asked.trust)
    if asked.source:
        fits &= Q(source=asked.source)
    if asked.group:
        fits &= Q(tumour_group=asked.group)
    if asked.service:
        fits &= Q(service=asked.service)
    if asked.theme:
        fits &= Q(themes__contains=[asked.theme], coding_state__in=SETTLED)
    if asked.sentiment:
        fits &= Q(sentiment=number_of(asked.sentiment), coding_state__in=SETTLED)
    if asked.coded:
        fits &= Q(coding_state__in=CODED.get(asked.coded, ()))
    for day, lookup in ((asked.since, "said_on__gte"), (asked.until, "said_on__lte")):
        if day:
            read = day_of(day)
            fits &= Q(**{lookup: read}) if read else Q(pk__in=[])
    return fits


def _linked(asked: InsightQuery) -> list[Q]:
    found = []
    if asked.question:
        through = Insight.questions.through.objects.filter(question__number=asked.question)
        found.append(Q(pk__in=through.values("insight_id")))
    if asked.aim:
        linked = Insight.aims.through.objects.filter(aim=number_of(asked.aim))
        found.append(Q(pk__in=linked.values("insight_id")))
    if asked.action:
        done = Insight.actions.through.objects.filter(action=number_of(asked.action))
        found.append(Q(pk__in=done.values("insight_id")))
    if asked.plan:
        found.append(Q(plan=number_of(asked.plan)))
    if asked.event:
        found.append(Q(event=number_of(asked.event)))
    return found


def number_of(typed: str) -> int:
    """A whole number from an address; 0, which is no key, for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def day_of(typed: str) -> datetime.date | None:
    """A day from an address (2026-03-02), or None."""
    try:
        return datetime.date.fromisoformat(typed) if len(typed) == len("2026-03-02") else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Choices:
    """What the filters of the list offer to this person."""

    trusts: tuple[tuple[str, str], ...]
    services: tuple[str, ...]


def choices_for(access: Access, scope: Scope | None = None) -> Choices:
    """Trusts and services that the person's comments are of. `scope` as in `insights_found`."""
    scope = scope or scope_of(access)
    found = list(_all_places() if scope is None else _places(scope.trusts, scope.plans))
    services = sorted({service for _trust, service in found if service})
    trusts = _names_of(sorted({trust for trust, _service in found}))
    return Choices(tuple(trusts), tuple(services[:MOST_SERVICES]))


@prepared
def _all_places() -> QuerySet[Any, tuple[int, str]]:
    return _by_place(Insight.objects.all())


@prepared
def _places(trusts: list[int], plans: list[int]) -> QuerySet[Any, tuple[int, str]]:
    return _by_place(Insight.objects.filter(Q(trust__in=trusts) | Q(plan__in=plans)))


def _by_place(insights: QuerySet[Insight]) -> QuerySet[Any, tuple[int, str]]:
    """Key of the trust and the service, each once."""
    return insights.order_by().values_list("trust_id", "service").distinct()


@prepared
def _names_of(trusts: list[int]) -> QuerySet[Any, tuple[str, str]]:
    return Trust.objects.filter(pk__in=trusts).order_by("name").values_list("ods_code", "name")


def trusts_written_for(access: Access) -> list[Trust]:
    """The trusts for which this person may write comments, or NotFound."""
    codes = access.trusts_where(Permission.UPDATE_ACTIONS)
    found = list(Trust.objects.filter(ods_code__in=codes).order_by("name"))
    if not found:
        raise NotFound("Your trust is not in the portal yet.")
    return found


def plans_of(trust: Trust) -> list[Plan]:
    """The plans of a trust, the newest first."""
    return list(
        Plan.objects.filter(trust=trust)
        .select_related("pair__mentor", "team", "trust", "scheme")
        .order_by("-window_from", "-pk")
    )


def events_of(trust: Trust, named: EngagementEvent | None = None) -> list[EngagementEvent]:
    """The days on which a trust listened, the newest first; one that was named is there however
    old it is."""
    newest = list(EngagementEvent.objects.filter(trust=trust)[:MOST_SERVICES])
    if named is None or named.trust_id != trust.pk or named in newest:
        return newest
    return [named, *newest]


def event_named(trusts: Sequence[Trust], typed: str) -> EngagementEvent | None:
    """The event of one of these trusts that an address names, if it names one."""
    found = EngagementEvent.objects.filter(trust__in=trusts, pk=number_of(typed))
    return found.select_related("trust").first()


def aims_and_actions_of(trust: Trust) -> tuple[list[Aim], list[Action]]:
    """What comments of a trust can be linked to."""
    aims = Aim.objects.filter(plan__trust=trust).select_related("plan")
    actions = Action.objects.filter(plan__trust=trust).select_related("plan")
    return list(aims.order_by("-plan", "position")), list(actions.order_by("-plan", "due"))


def said_about(
    access: Access, *, question: Question | None = None, aim: Aim | None = None
) -> list[Insight]:
    """The newest comments linked to a survey question (whichever year) or an aim, that this
    person may see: for the pages of plans and of the survey."""
    about = Q()
    if question is not None:
        through = Insight.questions.through.objects.filter(
            question__number=question.number,
            question__survey_year__survey=question.survey_year.survey_id,
        )
        about |= Q(pk__in=through.values("insight_id"))
    if aim is not None:
        linked = Insight.aims.through.objects.filter(aim=aim)
        about |= Q(pk__in=linked.values("insight_id"))
    if not about:
        return []
    return list(insights_visible_to(access).filter(about)[:MOST_BESIDE])
