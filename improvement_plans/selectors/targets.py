"""What a plan is written from: the pair's own survey results."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from improvement_plans.models import Plan
from trusts.models import BuddyPair, Level, PairState, Question, Score


@dataclass(frozen=True)
class TargetFacts:
    """What stands beside the form of an aim: where the trust, its mentor and the country are."""

    question: Question
    own: Score
    mentor: Score | None
    national: Score | None


def questions_to_choose(plan: Plan) -> list[TargetFacts]:
    """Questions of the baseline survey with a shown score of the mentee, in survey order."""
    pair = plan.pair
    scores = (
        Score.objects.filter(survey_year_id=pair.scheme.baseline_id, group_kind="")
        .filter(
            Q(level=Level.TRUST, trust_id__in=[pair.mentee_id, pair.mentor_id])
            | Q(level=Level.NATIONAL)
        )
        .select_related("question")
        .order_by("question__position", "question__number")
    )
    by_question: dict[int, dict[str, Score]] = {}
    for score in scores:
        place = "national" if score.trust_id is None else str(score.trust_id)
        by_question.setdefault(score.question_id, {})[place] = score
    return [
        TargetFacts(own.question, own, found.get(str(pair.mentor_id)), found.get("national"))
        for found in by_question.values()
        if (own := found.get(str(pair.mentee_id))) is not None and own.score is not None
    ]


def facts_for(plan: Plan, question_id: int) -> list[TargetFacts]:
    """The facts of one question, as a list of one or none."""
    return [fact for fact in questions_to_choose(plan) if fact.question.pk == question_id]


def pairs_without_plan(access: Access) -> QuerySet[BuddyPair]:
    """Agreed or active pairs whose plan this person may start."""
    codes = access.trusts_where(Permission.WRITE_PLANS)
    return BuddyPair.objects.filter(
        state__in=(PairState.AGREED, PairState.ACTIVE), plan=None, mentee__ods_code__in=codes
    ).select_related("mentor", "mentee", "scheme")


def plan_of_pair(access: Access, pair_id: int) -> int | None:
    """The id of the plan of a pair in whose mentee trust this person writes, if there is one."""
    codes = access.trusts_where(Permission.WRITE_PLANS)
    found = Plan.objects.filter(pair_id=pair_id, pair__mentee__ods_code__in=codes)
    return found.values_list("pk", flat=True).first()
