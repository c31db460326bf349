"""Saying whether a question may be compared between two years, and taking it back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from trusts import rules
from trusts.comparability import UNLIKE_SCALES
from trusts.models import Comparability, Question, Survey
from trusts.refusals import ReasonMissing, ScalesDiffer


@transaction.atomic
def say_comparability(
    *,
    survey: Survey,
    number: str,
    earlier_year: int,
    later_year: int,
    answer: str,
    reason: str,
    by: User,
) -> Comparability:
    """Enter in the map whether a question is comparable between two years, and why.

    Refused for a question that they score on different scales: nothing could follow from it.
    """
    rules.can_manage_trusts.require(access_of(by), None)
    _check_one_scale(survey, number, (earlier_year, later_year))
    if not reason.strip():
        raise ReasonMissing(
            "Enter a reason, so that readers of the report know why", field="reason"
        )
    key: dict[str, Any] = {
        "survey": survey,
        "question_number": number,
        "earlier_year": earlier_year,
        "later_year": later_year,
    }
    before = Comparability.objects.select_for_update().filter(**key).first()
    was = (before.answer, before.reason) if before else (None, None)
    entry, _made = Comparability.objects.update_or_create(
        **key, defaults={"answer": answer, "reason": reason.strip()}
    )
    record_event(
        by=by,
        action="said whether years are comparable",
        thing=entry,
        changes={"answer": (was[0], answer), "reason": (was[1], reason.strip())},
        reason=reason.strip(),
    )
    return entry


def _check_one_scale(survey: Survey, number: str, years: tuple[int, int]) -> None:
    asked = Question.objects.filter(
        survey_year__survey=survey, survey_year__year__in=years, number=number
    )
    if len(set(asked.values_list("scale", flat=True))) > 1:
        raise ScalesDiffer(UNLIKE_SCALES)


@transaction.atomic
def forget_comparability(
    *, survey: Survey, number: str, earlier_year: int, later_year: int, by: User
) -> None:
    """Take an entry out of the map, so that the default rule answers again."""
    rules.can_manage_trusts.require(access_of(by), None)
    entry = (
        Comparability.objects.select_for_update()
        .filter(
            survey=survey,
            question_number=number,
            earlier_year=earlier_year,
            later_year=later_year,
        )
        .first()
    )
    if entry is None:
        return
    record_event(
        by=by,
        action="took comparability back to the default rule",
        thing=entry,
        changes={"answer": (entry.answer, None)},
        reason=entry.reason,
    )
    entry.delete()
