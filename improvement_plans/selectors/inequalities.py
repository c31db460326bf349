"""Inequalities of a plan and of a scheme: from its aims, its events and the baseline survey."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from improvement_plans.characteristics import group_words
from improvement_plans.listening.inequalities import (
    Concern,
    InequalitySection,
    SurveyGap,
    not_counted,
    not_heard,
)
from improvement_plans.models import (
    Aim,
    ConcernedGroup,
    EngagementEvent,
    EventState,
    Plan,
    PlanState,
)
from improvement_plans.selectors.engagement import presences_of_events
from trusts.models import Scheme, SurveyYear, Trust
from trusts.selectors.groups import QuestionGroups, group_kinds, question_groups
from trusts.selectors.whole_trusts import whole_trust


def inequalities_of_plan(plan: Plan) -> InequalitySection:
    """One plan: its trust's own gaps on the questions of its aims."""
    aims = Aim.objects.filter(plan=plan)
    events = EngagementEvent.objects.filter(plan=plan).exclude(state=EventState.CANCELLED)
    return _section(aims, events, plan.scheme.baseline, plan.trust)


def inequalities_of_scheme(scheme: Scheme) -> InequalitySection:
    """A whole scheme: England's gaps on the questions that its plans aim at.

    Nobody works on a plan that was withdrawn, and nobody was heard at what was cancelled.
    """
    plans = Plan.objects.filter(scheme=scheme).exclude(state=PlanState.WITHDRAWN)
    aims = Aim.objects.filter(plan__in=plans)
    events = EngagementEvent.objects.filter(Q(plan__in=plans) | Q(scheme=scheme))
    events = events.exclude(state=EventState.CANCELLED)
    return _section(aims, events, scheme.baseline, None)


def inequalities_of_plans(
    plans: Collection[int], events: QuerySet[EngagementEvent], year: SurveyYear
) -> InequalitySection:
    """Some plans (their keys) and these events, beside England's gaps of a year: for a report."""
    aims = Aim.objects.filter(plan__in=plans).order_by("plan__trust__name", "position", "pk")
    return _section(aims, events, year, None)


def _section(
    aims: QuerySet[Aim],
    events: QuerySet[EngagementEvent],
    year: SurveyYear,
    trust: Trust | None,
) -> InequalitySection:
    loaded = list(
        aims.select_related("question", "plan__trust").prefetch_related("concerned_groups")
    )
    held = list(
        events.select_related("trust").prefetch_related("concerned_groups").order_by("-on", "-pk")
    )
    presences = [each for found in presences_of_events(held).values() for each in found]
    return InequalitySection(
        concerns=(
            *(Concern("Aim", each.title, each.plan.trust.name, _words(each)) for each in loaded),
            *(
                Concern(
                    each.get_kind_display(),
                    each.title,
                    each.trust.name if each.trust else "",
                    _words(each),
                )
                for each in held
            ),
        ),
        gaps=survey_gaps(year, trust, {aim.question.number for aim in loaded if aim.question}),
        not_heard=not_heard(presences),
        not_counted=not_counted(presences),
        events=len(held),
        missing=tuple((each.title, each.who_was_missing) for each in held if each.who_was_missing),
    )


def survey_gaps(
    year: SurveyYear, trust: Trust | None, numbers: Collection[str]
) -> tuple[SurveyGap, ...]:
    """For each of these questions and each kind of group, the group furthest below all others.

    One or two queries for each kind of group. What the hiding rules keep back is not in it.
    """
    whole = whole_trust(trust) if trust and numbers else None
    found = [
        _gap(question, kind)
        for kind in (group_kinds(year) if numbers else [])
        for question in question_groups(year, whole, kind)
        if question.number in numbers
    ]
    return tuple(gap for gap in found if gap is not None)


def _gap(question: QuestionGroups, kind: str) -> SurveyGap | None:
    lowest = question.lowest
    if lowest is None or lowest.difference is None or lowest.difference >= 0:
        return None
    if lowest.n is None or lowest.score is None or lowest.others is None:
        return None
    return SurveyGap(
        number=question.number,
        label=question.label,
        scale=question.scale,
        kind=kind,
        group=lowest.name,
        n=lowest.n,
        score=lowest.score,
        others=lowest.others,
        difference=lowest.difference,
        interval=lowest.difference_interval,
        is_clear=lowest.is_clear,
    )


def _words(thing: Aim | EngagementEvent) -> tuple[str, ...]:
    concerned: Iterable[ConcernedGroup] = thing.concerned_groups.all()
    said = [group_words(each.characteristic, each.group) for each in concerned]
    # An aim that is read from the score of a tumour group concerns it, whoever says so.
    if isinstance(thing, Aim) and thing.tumour_group:
        said.insert(0, f"Tumour group: {thing.tumour_group}")
    return tuple(dict.fromkeys(words for words in said if words))


def aims_to_concern(plan: Plan) -> list[Aim]:
    """The aims of a plan, in their order."""
    return list(plan.aims.all())


def concerns_of(aim: Aim) -> list[tuple[str, str]]:
    """The groups whose experience an aim concerns, as characteristic and group."""
    return [(each.characteristic, each.group) for each in aim.concerned_groups.all()]
