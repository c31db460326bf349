"""Coding comments: by one person, by a second who does not see the first, and the agreed coding."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from django.db import transaction

from buddy_portal.accounts.access import access_of
from buddy_portal.accounts.audit import record_event
from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import Refusal, WrongState
from improvement_plans import insight_rules as rules
from improvement_plans.coding.framework import SENTIMENTS, in_order, is_theme
from improvement_plans.models import Coding, CodingState, Insight, Reconciliation
from improvement_plans.services.insight import locked
from trusts.models import Trust

ALONE = "not-possible"


def code_insight(
    *, by: User, insight: Insight, themes: Sequence[str], sentiment: int
) -> CodingState:
    """Code a comment: first, second, or one's own coding anew while it stands alone.

    Two codings that are the same are agreed at once; others wait to be reconciled.
    """
    themes = _themes(themes)
    _check_sentiment(sentiment)
    with transaction.atomic():
        insight = locked(insight)
        rules.code_insight.require(access_of(by), insight.trust.ods_code)
        first = insight.codings.filter(place=1).first()
        if first is None:
            _first(insight, by, themes, sentiment)
        elif insight.coding_state not in (CodingState.CODED, CodingState.SECOND):
            raise WrongState("Two people have coded this comment. Reconcile their codings instead.")
        elif first.coder_id == by.pk:
            first.themes, first.sentiment = themes, sentiment
            first.save()
            _settle(insight, CodingState(insight.coding_state), themes, sentiment)
        elif insight.coding_state == CodingState.CODED:
            raise WrongState(
                "This comment has been coded. Ask for a second coder where that is wanted."
            )
        else:
            _second(insight, by, first, themes, sentiment)
        _record(insight, by=by, action="comment coded")
    return CodingState(insight.coding_state)


def ask_for_second(*, by: User, insight: Insight) -> None:
    """Let a second person code a comment; until then nobody is shown how it was coded."""
    with transaction.atomic():
        insight = locked(insight)
        rules.code_insight.require(access_of(by), insight.trust.ods_code)
        if insight.coding_state != CodingState.CODED:
            raise WrongState("Only a comment that one person has coded can go to a second coder.")
        insight.coding_state = CodingState.SECOND
        insight.save(update_fields=["coding_state"])
        _record(insight, by=by, action="second coder asked for")


def ask_for_sample(*, by: User, trust: Trust, percent: int) -> int:
    """Let a second person code a share of what one person has coded. Returns how many.

    Which comments these are is a matter of chance: the order of the digests of their words.
    """
    if not 1 <= percent <= 100:
        raise Refusal("The share must be between 1 and 100", field="percent")
    with transaction.atomic():
        rules.code_insight.require(access_of(by), trust.ods_code)
        coded = Insight.objects.select_for_update().filter(
            trust=trust, coding_state=CodingState.CODED
        )
        keys = list(coded.order_by("excerpt_digest", "pk").values_list("pk", flat=True))
        if not keys:
            raise WrongState("No comment of this trust has been coded by one person only.")
        chosen = keys[: ceil(len(keys) * percent / 100)]
        Insight.objects.filter(pk__in=chosen).update(coding_state=CodingState.SECOND)
        record_event(
            by=by,
            action="second coder asked for a sample",
            thing=trust,
            trust_code=trust.ods_code,
            reason=f"{percent}% of the comments coded once",
        )
    return len(chosen)


def reconcile(
    *, by: User, insight: Insight, themes: Sequence[str], sentiment: int, reason: str
) -> None:
    """Keep what two coders agreed on where their codings differed, and why."""
    themes = _themes(themes)
    _check_sentiment(sentiment)
    if not reason.strip():
        raise Refusal("Say how you came to it", field="reason")
    with transaction.atomic():
        insight = locked(insight)
        rules.code_insight.require(access_of(by), insight.trust.ods_code)
        if insight.codings.count() < 2:
            raise WrongState("Only what two people have coded can be reconciled.")
        Reconciliation.objects.update_or_create(
            insight=insight,
            defaults={"by": by, "themes": themes, "sentiment": sentiment, "reason": reason.strip()},
        )
        _settle(insight, CodingState.AGREED, themes, sentiment)
        _record(insight, by=by, action="codings reconciled")


def _first(insight: Insight, by: User, themes: list[str], sentiment: int) -> None:
    Coding.objects.create(insight=insight, coder=by, place=1, themes=themes, sentiment=sentiment)
    _settle(insight, CodingState.CODED, themes, sentiment)


def _second(insight: Insight, by: User, first: Coding, themes: list[str], sentiment: int) -> None:
    Coding.objects.create(insight=insight, coder=by, place=2, themes=themes, sentiment=sentiment)
    same = (first.themes, first.sentiment) == (themes, sentiment)
    state = CodingState.AGREED if same else CodingState.DIFFERS
    _settle(insight, state, first.themes, first.sentiment)


def _settle(insight: Insight, state: CodingState, themes: list[str], sentiment: int) -> None:
    insight.coding_state, insight.themes, insight.sentiment = state, themes, sentiment
    insight.save(update_fields=["coding_state", "themes", "sentiment"])


def _themes(keys: Sequence[str]) -> list[str]:
    """The keys in the framework's order, each once."""
    if not keys:
        raise Refusal("Choose at least one theme", field="themes")
    if not all(is_theme(key) for key in keys):
        raise Refusal("This is no theme of the framework", field="themes")
    if ALONE in keys and len(set(keys)) > 1:
        raise Refusal("“Labelling not possible” stands alone", field="themes")
    return [theme.key for theme in in_order(keys)]


def _check_sentiment(sentiment: int) -> None:
    if sentiment not in dict(SENTIMENTS):
        raise Refusal("Choose a sentiment from very positive to very negative", field="sentiment")


def _record(insight: Insight, *, by: User, action: str, **more: Any) -> None:
    record_event(by=by, action=action, thing=insight, trust_code=insight.trust.ods_code, **more)
