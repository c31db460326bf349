"""Reading the practice library: what is public, and what a person's trust is writing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.accounts.refusals import NotFound
from improvement_plans import practice_rules as rules
from improvement_plans.coding.framework import is_theme
from improvement_plans.models import (
    ActionState,
    AdoptionState,
    Insight,
    Plan,
    Practice,
    PracticeAdoption,
    PracticeState,
)
from improvement_plans.selectors.visibility import plan_visible_to
from trusts.models import Level, Question, Score, SurveyYear, Trust
from trusts.selectors.trusts import KINDS
from trusts.shared_practices import SharedPractice

LONGEST_SEARCH = 100
MOST_OTHERS = 5
ORDERS = {
    "newest": ("-published_at", "pk"),
    "title": ("title", "pk"),
    "taken": ("-taken_up", "title", "pk"),
}
IN_USE = (AdoptionState.TESTING, AdoptionState.ADOPTED, AdoptionState.ADAPTED)
DONE = (ActionState.CONFIRMED, ActionState.EMBEDDED)
NO_SUCH = "There is no such practice in the library."


@dataclass(frozen=True)
class LibraryQuery:
    """What a person looks for: words, a question by its number, a section of the survey, a theme
    by its key, a kind of trust, an effort.
    """

    words: str = ""
    question: str = ""
    section: str = ""
    theme: str = ""
    kind: str = ""
    effort: str = ""
    order: str = "newest"


def published_practices(asked: LibraryQuery = LibraryQuery()) -> QuerySet[Practice]:
    """Published practices that fit, each with `taken_up` and `thanked`."""
    found = _with_counts(Practice.objects.filter(state=PracticeState.PUBLISHED))
    for word in asked.words[:LONGEST_SEARCH].replace("\x00", "").split():
        found = found.filter(_has_word(word))
    if asked.section:
        section = asked.section.replace("\x00", "")
        found = found.filter(_on_question(Q(section=section)))
    if asked.question:
        number = asked.question.replace("\x00", "")
        found = found.filter(_on_question(Q(number__iexact=number)))
    if is_theme(asked.theme):
        found = found.filter(themes__contains=[asked.theme])
    if asked.kind in KINDS:
        of_kind = Trust.objects.filter(KINDS[asked.kind])
        found = found.filter(trust__in=of_kind)
    if asked.effort:
        found = found.filter(effort=asked.effort.replace("\x00", ""))
    ordered = found.order_by(*ORDERS.get(asked.order, ORDERS["newest"]))
    return ordered.prefetch_related("questions")


def practices_on(question: Question) -> QuerySet[Practice]:
    """Published practices about a question of this number, whichever survey year they speak of."""
    same = Q(number=question.number, survey_year__survey=question.survey_year.survey_id)
    return published_practices().filter(_on_question(same))[:MOST_OTHERS]


def shared_by(codes: Collection[str]) -> dict[str, list[SharedPractice]]:
    """The published practices of these trusts, newest first, as pairing shows them."""
    found: dict[str, list[SharedPractice]] = {}
    for each in published_practices().filter(trust__ods_code__in=codes):
        shared = SharedPractice(
            title=each.title,
            address=reverse("practice", args=[each.slug]),
            questions=tuple(question.number for question in each.questions.all()),
            taken_up=each.taken_up,  # type: ignore[attr-defined]  # annotated
        )
        found.setdefault(each.trust.ods_code, []).append(shared)
    return found


def sections() -> list[str]:
    """Sections of the survey that some published practice is about."""
    about = Question.objects.filter(practices__state=PracticeState.PUBLISHED).exclude(section="")
    return sorted(set(about.values_list("section", flat=True)))


def questions_on_show() -> list[Question]:
    """Questions that some published practice is about, each number once in its newest words."""
    about = Question.objects.filter(practices__state=PracticeState.PUBLISHED).distinct()
    newest = {each.number: each for each in about.order_by("survey_year__year", "pk")}
    return sorted(newest.values(), key=lambda each: (each.position, each.number))


def themes_on_show() -> list[str]:
    """Keys of the themes that some published practice is about."""
    shown = Practice.objects.filter(state=PracticeState.PUBLISHED).exclude(themes=[])
    return sorted({key for keys in shown.values_list("themes", flat=True) for key in keys})


def practice_on_show(slug: str) -> Practice:
    """A practice that everybody may read, also one that is retired, or NotFound."""
    shown = Practice.objects.filter(state__in=rules.ON_SHOW)
    return _one(shown.filter(slug=slug.replace("\x00", "")))


def drafts_visible_to(access: Access) -> QuerySet[Practice]:
    """What is being written: the programme sees all, a trust's people their own trust's."""
    # Counting drops the model's own order.
    found = _with_counts(Practice.objects.all()).order_by("-created_at", "-pk")
    if access.may_in_programme(Permission.SEE_PLANS):
        return found
    return found.filter(trust__ods_code__in=access.trusts_where(Permission.SEE_PLANS))


def draft_visible_to(access: Access, practice_id: int) -> Practice:
    """One practice for those who work on it, or NotFound."""
    return _one(drafts_visible_to(access).filter(pk=practice_id))


def waiting_for_review(access: Access) -> QuerySet[Practice]:
    """Drafts that this person can review or publish."""
    if not access.may_in_programme(Permission.APPROVE_PLANS):
        return Practice.objects.none()
    waits = Q(sent_at__isnull=False, state__in=[PracticeState.DRAFT, PracticeState.REVIEWED])
    return (
        Practice.objects.filter(waits)
        .exclude(author_id=access.user_id)
        .select_related("trust")
        .order_by("sent_at")
    )


def adoptions_of(practice: Practice) -> list[PracticeAdoption]:
    """Trusts that took the practice up, by name."""
    return list(practice.adoptions.select_related("trust"))


def trusts_written_for(access: Access) -> list[Trust]:
    """The trusts for which this person may write in the library."""
    codes = access.trusts_where(Permission.WRITE_PLANS)
    return list(Trust.objects.filter(ods_code__in=codes).order_by("name"))


def adoption_of(practice: Practice, trust: Trust) -> PracticeAdoption | None:
    """How far a trust is with a practice."""
    return PracticeAdoption.objects.filter(practice=practice, trust=trust).first()


def questions_to_name(*, extra: Iterable[object] = ()) -> list[Question]:
    """Questions of the newest survey year with results, and those with the `extra` keys."""
    with_results = SurveyYear.objects.filter(
        Exists(Score.objects.filter(survey_year=OuterRef("pk"), level=Level.TRUST))
    )
    newest = with_results.order_by("-year").values_list("pk", flat=True).first()
    keys = [key for key in extra if isinstance(key, int)]
    return list(
        Question.objects.filter(Q(survey_year=newest) | Q(pk__in=keys)).order_by(
            "-survey_year__year", "position", "number"
        )
    )


def questions_with(keys: list[int]) -> list[Question]:
    """The questions with these keys."""
    return list(Question.objects.filter(pk__in=keys))


def trusts_that_may_take_up(practice: Practice, access: Access) -> list[Trust]:
    """The person's trusts, without the one whose practice it is."""
    return [trust for trust in trusts_written_for(access) if trust.pk != practice.trust_id]


def start_from_plan(access: Access, plan_id: str) -> dict[str, object]:
    """What a plan that has ended already says, for a practice to begin with; nothing for none.

    Raises NotFound for a plan that the person does not see.
    """
    if not plan_id:
        return {}
    number = int(plan_id) if plan_id.isascii() and plan_id.isdigit() and len(plan_id) < 10 else 0
    plan, _sides = plan_visible_to(access, number)
    aims = list(plan.aims.all())
    asked = list(dict.fromkeys(aim.question_id for aim in aims if aim.question_id))
    done = plan.actions.filter(state__in=DONE).order_by("due")
    return {
        "plan": plan,
        "title": (aims[0].title if len(aims) == 1 else "")[:150],
        "problem": "\n".join(aim.why for aim in aims if aim.why)[:2000],
        "what_we_did": "\n".join(f"- {action.text}" for action in done)[:4000],
        "result": plan.learning[:2000],
        "adapting": plan.advice[:2000],
        **{f"question_{n}": question for n, question in enumerate(asked[:3], start=1)},
        **{f"theme_{n}": key for n, key in enumerate(_themes_of(plan), start=1)},
    }


def _themes_of(plan: Plan) -> list[str]:
    """The three themes that the comments shared with a plan were coded to most often."""
    coded = Insight.objects.filter(plan=plan).values_list("themes", flat=True)
    counts = Counter(key for keys in coded for key in keys)
    return sorted(counts, key=lambda key: (-counts[key], key))[:3]


def _with_counts(practices: QuerySet[Practice]) -> QuerySet[Practice]:
    return practices.select_related("trust", "author", "reviewed_by").annotate(
        taken_up=Count("adoptions", filter=Q(adoptions__state__in=IN_USE), distinct=True),
        thanked=Count("thanks", distinct=True),
    )


def _has_word(word: str) -> Q:
    text = Q()
    for name in ("title", "problem", "what_we_did", "result", "adapting", "trust__name"):
        text |= Q(**{f"{name}__icontains": word})
    return text | _on_question(Q(label__icontains=word) | Q(number__iexact=word))


def _on_question(which: Q) -> Q:
    # By keys, so that the join does not multiply rows under the counts.
    return Q(
        pk__in=Practice.questions.through.objects.filter(
            question_id__in=Question.objects.filter(which).values("pk")
        ).values("practice_id")
    )


def _one(practices: QuerySet[Practice]) -> Practice:
    found = _with_counts(practices).prefetch_related("questions__survey_year__survey").first()
    if found is None:
        raise NotFound(NO_SUCH)
    return found
