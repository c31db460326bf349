"""What a plan is written from: the pair's own survey results."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.prepared import prepared
from improvement_plans.models import Plan
from trusts.models import BuddyPair, Level, PairState, Participation, Question, Score
from trusts.selectors.groups import question_groups
from trusts.selectors.whole_trusts import whole_trust
from trusts.surveys.scales import SUPPRESSION_LIMIT, Band

# How a trust marks its own needs when it applies: 2 is its first choice.
FIRST_CHOICE = 2
TUMOUR_GROUPS = "tumour_group"


@dataclass(frozen=True)
class TargetFacts:
    """What stands beside the form of an aim: where the trust, its mentor and the country are."""

    question: Question
    own: Score
    mentor: Score | None
    national: Score | None
    is_first_choice: bool = False
    """Whether the trust put it first when it applied to take part."""
    has_mentor: bool = True
    """Whether the plan has a buddy to learn from; a project team has none."""

    @property
    def is_below(self) -> bool:
        """Whether the trust lies below its expected range."""
        return self.own.band == Band.BELOW or _is_less(self.own.score, self.own.expected_lower)

    @property
    def is_need(self) -> bool:
        """Whether this is where the plan should begin."""
        return self.is_below or self.is_first_choice

    @property
    def is_strength_of_mentor(self) -> bool:
        """Whether the mentor lies above its expected range."""
        mentor = self.mentor
        if mentor is None:
            return False
        return mentor.band == Band.ABOVE or _is_less(mentor.expected_upper, mentor.score)


def questions_to_choose(plan: Plan) -> list[TargetFacts]:
    """Questions of the baseline survey with a shown score of the mentee, the trust's needs first.

    Needs come as the trust put them, then by how far they lie below the country; the others in the
    order of the survey. 2 queries.
    """
    facts = _facts_of(plan)
    needs = sorted((each for each in facts if each.is_need), key=_how_pressing)
    return [*needs, *(each for each in facts if not each.is_need)]


def _how_pressing(fact: TargetFacts) -> tuple[bool, float]:
    national = fact.national.score if fact.national else None
    behind = 0.0 if national is None or fact.own.score is None else national - fact.own.score
    return not fact.is_first_choice, -behind


def _is_less(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one < other


def _facts_of(plan: Plan) -> list[TargetFacts]:
    buddy_id = plan.pair.mentor_id if plan.pair is not None else None
    scores = (
        Score.objects.filter(survey_year_id=plan.scheme.baseline_id, group_kind="")
        .filter(
            Q(level=Level.TRUST, trust_id__in=[plan.trust_id, buddy_id]) | Q(level=Level.NATIONAL)
        )
        .select_related("question")
        .order_by("question__position", "question__number")
    )
    by_question: dict[int, dict[str, Score]] = {}
    for score in scores:
        place = "national" if score.trust_id is None else str(score.trust_id)
        by_question.setdefault(score.question_id, {})[place] = score
    first = _first_choices(plan)
    return [
        TargetFacts(
            own.question,
            own,
            found.get(str(buddy_id)),
            found.get("national"),
            own.question.number in first,
            plan.pair is not None,
        )
        for found in by_question.values()
        if (own := found.get(str(plan.trust_id))) is not None and own.score is not None
    ]


def _first_choices(plan: Plan) -> set[str]:
    """The numbers of the questions that the mentee put first when it applied."""
    part = Participation.objects.filter(scheme_id=plan.scheme_id, trust_id=plan.trust_id).first()
    chosen = part.priorities if part else {}
    return {number for number, priority in chosen.items() if priority == FIRST_CHOICE}


def facts_for(plan: Plan, question_id: int) -> list[TargetFacts]:
    """The facts of one question, as a list of one or none."""
    return [fact for fact in questions_to_choose(plan) if fact.question.pk == question_id]


def group_score(plan: Plan, question: Question, group: str) -> tuple[float, int] | None:
    """(score, answers) of one tumour group of the mentee, where the hiding rules show it."""
    whole = whole_trust(plan.trust)
    found = question_groups(plan.scheme.baseline, whole, TUMOUR_GROUPS, number=question.number)
    for each in (cell for one in found for cell in one.shown):
        if each.name == group and each.score is not None and each.n is not None:
            return each.score, each.n
    return None


def tumour_groups_to_choose(plan: Plan) -> list[str]:
    """The tumour groups of which the baseline survey shows some score of the mentee. 1 query."""
    scores = Score.objects.filter(
        survey_year_id=plan.scheme.baseline_id,
        level=Level.TRUST,
        trust_id=plan.trust_id,
        group_kind=TUMOUR_GROUPS,
        score__isnull=False,
        n__gt=SUPPRESSION_LIMIT,
    )
    return sorted(scores.order_by().values_list("group_name", flat=True).distinct())


def pairs_without_plan(access: Access) -> QuerySet[BuddyPair]:
    """Agreed or active pairs whose plan this person may start."""
    codes = access.trusts_where(Permission.WRITE_PLANS)
    return BuddyPair.objects.filter(
        state__in=(PairState.AGREED, PairState.ACTIVE), plan=None, mentee__ods_code__in=codes
    ).select_related("mentor", "mentee", "scheme")


def pairs_to_start(access: Access) -> list[BuddyPair]:
    """The same pairs, loaded."""
    return _pairs_to_start(access) if access.trusts_where(Permission.WRITE_PLANS) else []


@prepared
def _pairs_to_start(access: Access) -> QuerySet[BuddyPair, BuddyPair]:
    return pairs_without_plan(access)


def pairs_awaiting_plan(access: Access) -> list[BuddyPair]:
    """Agreed or active pairs of the programme without a plan, for whoever watches all plans."""
    if not access.may_in_programme(Permission.SEE_PLANS):
        return []
    return _pairs_awaiting_plan()


@prepared
def _pairs_awaiting_plan() -> QuerySet[BuddyPair, BuddyPair]:
    waiting = BuddyPair.objects.filter(state__in=(PairState.AGREED, PairState.ACTIVE), plan=None)
    return waiting.select_related("mentor", "mentee", "scheme").order_by(
        "scheme__implementation_from", "mentee__name"
    )


def plan_of_pair(access: Access, pair_id: int) -> int | None:
    """The id of the plan of a pair in whose mentee trust this person writes, if there is one."""
    codes = access.trusts_where(Permission.WRITE_PLANS)
    found = Plan.objects.filter(pair_id=pair_id, trust__ods_code__in=codes)
    return found.values_list("pk", flat=True).first()
