"""Whom a report thanks: the groups' members and the plans' partners who agreed to be named.

Read when a report is compiled, and again before it is signed off and published: whoever withdraws
their name in between is not named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from evaluation.loading_pairs import approved_plans_of
from evaluation.loading_people import partners_of
from evaluation.models import Report
from improvement_plans.insight_words import names_nobody
from improvement_plans.models import Credit, GroupAdvice, GroupMember


def advice_on(plans: Collection[int]) -> list[GroupAdvice]:
    """What groups advised on these plans (their keys), by trust and group."""
    return list(
        GroupAdvice.objects.filter(plan__in=plans)
        .select_related("group__trust")
        .order_by("group__trust__name", "group__name", "on", "pk")
    )


def quotable(advice: Iterable[GroupAdvice]) -> list[GroupAdvice]:
    """The advice whose words cannot say who somebody is."""
    return [each for each in advice if names_nobody(f"{each.text}\n{each.became}", guess=True)]


def thanks_for(advice: Iterable[GroupAdvice]) -> tuple[str, ...]:
    """Members of the groups that advised, by the names they agreed to; nobody else is named."""
    groups = {each.group_id for each in advice}
    members = GroupMember.objects.filter(group__in=groups).exclude(credit=Credit.NONE)
    return tuple(sorted({each.shown_as for each in members.select_related("user")}))


def names_withdrawn(report: Report) -> bool:
    """Whether a report names somebody in a way in which a compile of today would not.

    Who would be named now and was not then is no matter. Reports of older versions may have neither
    list. Five queries at most; none where the report names nobody.
    """
    partners = report.content.get("partners") or ()
    thanked = (report.content.get("listening") or {}).get("thanks") or ()
    if partners and set(partners) - set(partners_of(report.run)):
        return True
    if not thanked:
        return False
    advice = quotable(advice_on(approved_plans_of(report.run)))
    return bool(set(thanked) - set(thanks_for(advice)))
