"""What was heard in a scheme and what came of it, as far as everybody may read it.

Only what was shared with an approved plan of an enrolled pair, or belongs to the scheme itself,
is read: a trust's other listening is its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from django.db.models import Q

from evaluation.listening_input import (
    AdviceInput,
    ConcernInput,
    ListeningInput,
    SaidInput,
    StartingGapInput,
    ThemeInput,
)
from evaluation.loading_groups import FIFTHS
from evaluation.loading_thanks import advice_on, quotable, thanks_for
from improvement_plans.insight_words import names_nobody
from improvement_plans.listening.inequalities import (
    InequalitySection,
    SurveyGap,
    unattended_words,
)
from improvement_plans.listening.states import HAS_HAPPENED
from improvement_plans.models import (
    Commitment,
    CommitmentState,
    EngagementEvent,
    EventKind,
    GroupAdvice,
    Insight,
)
from improvement_plans.presenters.insight_themes import shown_count
from improvement_plans.selectors.inequalities import inequalities_of_plans
from improvement_plans.selectors.insight_themes import ThemeCount, counted
from trusts.models import Scale, Scheme, SurveyYear

PROGRAMME = "The programme"


def listening_of(scheme: Scheme, plans: Collection[int], baseline: SurveyYear) -> ListeningInput:
    """Of the scheme and of these plans (their keys): in a fixed number of queries."""
    events = EngagementEvent.objects.filter(_of(scheme, plans), state__in=HAS_HAPPENED)
    section = inequalities_of_plans(plans, events, baseline)
    promises = list(
        Commitment.objects.filter(_of(scheme, plans) | _of(scheme, plans, "event__"))
        .select_related("trust")
        .order_by("trust__name", "published_at", "pk")
    )
    advice = advice_on(plans)
    told = [each for each in promises if each.published_at is not None]
    may_tell = [each for each in told if names_nobody(f"{each.said}\n{each.did}", guess=True)]
    may_quote = quotable(advice)
    return ListeningInput(
        events=_counted(events.order_by().values_list("kind", flat=True), EventKind.choices),
        concerns=_concerns(section),
        gaps=tuple(_gap(each) for each in section.gaps if each.kind != FIFTHS),
        not_heard=section.not_heard,
        not_counted=section.not_counted if section.events else (),
        themes=_themes(scheme, plans),
        advice=tuple(_advice(each) for each in may_quote),
        thanks=thanks_for(may_quote),
        promises=_counted((each.state for each in promises), CommitmentState.choices),
        said=tuple(_said(each) for each in may_tell),
        unattended=unattended_words(gap for gap in section.unattended if gap.is_clear),
        withheld=len(told) - len(may_tell) + len(advice) - len(may_quote),
    )


def _of(scheme: Scheme, plans: Collection[int], through: str = "") -> Q:
    return Q(**{f"{through}scheme": scheme}) | Q(**{f"{through}plan__in": plans})


def _counted(
    found: Iterable[str], choices: Iterable[tuple[str, str]]
) -> tuple[tuple[str, int], ...]:
    numbers = Counter(found)
    return tuple((str(words), numbers[key]) for key, words in choices if numbers[key])


def _concerns(section: InequalitySection) -> tuple[ConcernInput, ...]:
    """A title whose words could say who somebody is gives way to what kind of thing it is."""
    return tuple(
        ConcernInput(
            kind=each.kind,
            title=each.title if names_nobody(each.title) else each.kind,
            trust=each.trust or PROGRAMME,
            groups=each.groups,
        )
        for each in section.concerns
    )


def _gap(gap: SurveyGap) -> StartingGapInput:
    places = 1 if gap.scale == Scale.PERCENT else 2
    return StartingGapInput(
        number=gap.number,
        label=gap.label,
        scale=gap.scale,
        kind=gap.kind,
        group=gap.group,
        score=round(gap.score, places),
        others=round(gap.others, places),
        is_clear=gap.is_clear,
    )


def _themes(scheme: Scheme, plans: Collection[int]) -> tuple[ThemeInput, ...]:
    comments = Insight.objects.filter(Q(plan__in=plans) | _of(scheme, plans, "event__"))
    return tuple(_theme(each) for each in counted(comments, by="theme"))


def _theme(row: ThemeCount) -> ThemeInput:
    return ThemeInput(
        key=row.key,
        name=row.label,
        comments=shown_count(row.comments, exact=False),
        positive=shown_count(row.positive, exact=False),
        neutral=shown_count(row.neutral, exact=False),
        negative=shown_count(row.negative, exact=False),
    )


def _advice(advice: GroupAdvice) -> AdviceInput:
    return AdviceInput(
        group=advice.group.name,
        trust=advice.group.trust.name,
        text=advice.text,
        outcome=advice.get_outcome_display(),
        became=advice.became,
    )


def _said(commitment: Commitment) -> SaidInput:
    trust = commitment.trust.name if commitment.trust else PROGRAMME
    return SaidInput(trust, commitment.said, commitment.did)
