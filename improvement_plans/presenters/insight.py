"""Comments in words: lists, facts, files. No queries."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.models import User
from buddy_portal.accounts.permissions import Permission
from buddy_portal.design.charts.numbers import thousands
from buddy_portal.design.dates import day
from buddy_portal.design.tags import Tag
from improvement_plans import insight_rules as rules
from improvement_plans.coding.framework import SENTIMENTS, in_order, is_theme, theme
from improvement_plans.insight_words import kinds_words
from improvement_plans.models import (
    Bearing,
    Coding,
    CodingState,
    EngagementEvent,
    Insight,
    InsightSource,
    Reconciliation,
)
from improvement_plans.selectors.insight import SETTLED

# Counts of people below this are never shown.
FEWEST_SHOWN = 10
FEW_WORDS = f"fewer than {FEWEST_SHOWN}"
LONGEST_LINE = 240
COLUMNS = (
    *("What was said", "Trust", "Source", "Date", "Service", "Tumour group", "People"),
    *("About", "Coding", "Sentiment", "Themes", "Address"),
)
CODED_CHOICES = (
    ("no", "Not coded yet"),
    ("yes", "Coded"),
    ("second", "Waits for a second coder"),
    ("differs", "Two codings differ"),
    ("agreed", "Agreed by two coders"),
)
_BEFORE = {
    "since": "From ",
    "until": "Until ",
    "question": "Question ",
    "plan": "Plan ",
    "aim": "Aim ",
    "action": "Action ",
    "event": "Event ",
}
SENTIMENT_TAGS = {
    1: Tag("Very positive", "green", "disc"),
    2: Tag("Positive", "green", "disc"),
    3: Tag("Neutral", "grey", "ring"),
    4: Tag("Negative", "red", "square"),
    5: Tag("Very negative", "red", "square"),
}
STATE_TAGS = {
    CodingState.UNCODED: Tag("Not coded yet", "plain", "ring"),
    CodingState.CODED: Tag("Coded", "blue", "tick"),
    CodingState.SECOND: Tag("Waits for a second coder", "amber", "triangle"),
    CodingState.DIFFERS: Tag("Two codings differ", "amber", "triangle"),
    CodingState.AGREED: Tag("Agreed by two coders", "blue", "tick"),
}


_SOURCES = {source.value: str(source.label) for source in InsightSource}


@dataclass(frozen=True)
class MayDo:
    """What this person may do with a comment now."""

    change: bool
    code: bool
    delete: bool
    reconcile: bool
    ask_second: bool


def begun_at(event: EngagementEvent | None, *, today: datetime.date) -> dict[str, Any]:
    """What a comment that was said at an event begins with."""
    if event is None:
        return {}
    begun: dict[str, Any] = {"event": event.pk, "said_on": min(event.on, today)}
    if event.kind in InsightSource.values:
        begun["source"] = event.kind
    return begun


def may_do(insight: Insight, access: Access) -> MayDo:
    """Which steps to offer: the same rules as in the services. `codings` must be loaded."""
    code = insight.trust.ods_code
    codes = rules.code_insight.allows(access, code)
    own = any(each.coder_id == access.user_id for each in insight.codings.all())
    state = CodingState(insight.coding_state)
    waits_for = state == CodingState.UNCODED or (state == CodingState.SECOND and not own)
    return MayDo(
        change=rules.write_insight.allows(access, code),
        code=codes and (waits_for or (own and state in (CodingState.CODED, CodingState.SECOND))),
        delete=rules.delete_insight.allows(access, insight),
        reconcile=codes and state in (CodingState.DIFFERS, CodingState.AGREED),
        ask_second=codes and state == CodingState.CODED,
    )


def state_tag(insight: Insight) -> Tag:
    """How far a comment is coded."""
    return STATE_TAGS[CodingState(insight.coding_state)]


def sentiment_tag(insight: Insight) -> Tag | None:
    """The sentiment, where it is settled."""
    if insight.sentiment is None or insight.coding_state not in SETTLED:
        return None
    return SENTIMENT_TAGS[insight.sentiment]


def theme_names(insight: Insight) -> list[str]:
    """The themes, where they are settled: a second coder must not see the first one's."""
    if insight.coding_state not in SETTLED:
        return []
    return [each.name for each in in_order(insight.themes)]


def people_words(insight: Insight) -> str:
    """How many said it; never a number below ten."""
    if insight.people is None:
        return ""
    if insight.people < FEWEST_SHOWN:
        return FEW_WORDS
    return thousands(insight.people)


def list_items(insights: Iterable[Insight], *, many_trusts: bool) -> list[dict[str, Any]]:
    """The rows of the list."""
    return [
        {
            "text": each.excerpt,
            "href": _address(each.pk),
            "facts": _line(each, many_trusts=many_trusts),
            "themes": [{"text": name} for name in theme_names(each)],
            "tag": sentiment_tag(each) or state_tag(each),
        }
        for each in insights
    ]


@lru_cache(maxsize=10_000)
def _address(insight_id: int) -> str:
    return reverse("insight_detail", args=[insight_id])


def _line(insight: Insight, *, many_trusts: bool) -> str:
    parts = [insight.trust.name] if many_trusts else []
    parts += [_SOURCES[insight.source], day(insight.said_on)]
    parts += [part for part in (insight.service, insight.tumour_group) if part]
    if people := people_words(insight):
        parts.append(f"{people} people")
    return ", ".join(parts)


def beside(insights: Iterable[Insight]) -> tuple[tuple[str, str, str], ...]:
    """Words, address and a line of facts, for pages where something else is written."""
    return tuple(
        (
            short(each.excerpt),
            reverse("insight_detail", args=[each.pk]),
            f"{each.get_source_display()}, {day(each.said_on)}",
        )
        for each in insights
    )


def short(text: str, longest: int = 160) -> str:
    """The first words of a text."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + "…"


def facts(insight: Insight) -> list[tuple[str, str]]:
    """What stands beside a comment."""
    found = [
        ("Trust", insight.trust.name),
        ("Source", insight.get_source_display()),
        ("Said on", day(insight.said_on)),
        ("Service", insight.service or "-"),
        ("Tumour group", insight.tumour_group or "-"),
        ("People", people_words(insight) or "-"),
        ("About", insight.get_bearing_display() if insight.bearing else "-"),
    ]
    if insight.kept_kinds:
        found.append(("Kept", f"{kinds_words(insight.kept_kinds)}: {insight.kept_reason}"))
    return found


def links(insight: Insight, access: Access) -> list[tuple[str, str, str]]:
    """What a comment is linked to: kind, words, address."""
    plan, event = insight.plan, insight.event
    found = []
    if event is not None:
        found.append(("Event", event.title, ""))
    if plan is not None:
        found.append(("Plan", plan.title, reverse("plan_detail", args=[plan.pk])))
    found += [("Aim", each.title, "") for each in insight.aims.all()]
    found += [
        ("Action", each.text, reverse("action_detail", args=[each.pk]))
        for each in insight.actions.all()
    ]
    for each in insight.questions.all():
        address = ""
        if Permission.SEE_SURVEY_RESULTS in access.permissions:
            keys = {"year_id": each.survey_year_id, "number": each.number}
            address = reverse("question_results", kwargs=keys)
        found.append(("Question", f"{each.number} {each.label}", address))
    return found


def coding_lines(insight: Insight) -> list[tuple[str, str, str]]:
    """Who coded it and how, where that may be shown: who, sentiment, themes."""
    if insight.coding_state not in SETTLED:
        return []
    lines = [
        (_who(each.coder), dict(SENTIMENTS)[each.sentiment], coded_words(each))
        for each in insight.codings.all()
    ]
    agreed: Reconciliation | None = getattr(insight, "agreed", None)
    if agreed is not None:
        said = f"{coded_words(agreed)}. {agreed.reason}"
        lines.append((f"Agreed, {_who(agreed.by)}", dict(SENTIMENTS)[agreed.sentiment], said))
    return lines


def _who(person: User | None) -> str:
    return person.name if person else "somebody who has left"


def coded_words(coding: Coding | Reconciliation) -> str:
    """The themes of one coding."""
    return "; ".join(each.name for each in in_order(coding.themes))


def active_filters(
    shown: dict[str, str],
    trusts: Iterable[tuple[str, str]],
    without: Callable[[dict[str, str], str], str],
) -> list[tuple[str, str]]:
    """The filters that hold, each with the address of the list without it."""
    said: dict[str, dict[str, str]] = {
        "source": dict(InsightSource.choices),
        "coded": dict(CODED_CHOICES),
        "sentiment": {str(key): words for key, words in SENTIMENTS},
        "trust": dict(trusts),
        "theme": {shown["theme"]: theme(shown["theme"]).name}
        if is_theme(shown.get("theme", ""))
        else {},
    }
    return [
        (_BEFORE.get(name, "") + said.get(name, {}).get(value, value), without(shown, name))
        for name, value in shown.items()
    ]


def download_rows(insights: Iterable[Insight], portal: str) -> Iterable[list[object]]:
    """The same rows for a file."""
    bearings = dict(Bearing.choices)
    for each in insights:
        tag = sentiment_tag(each)
        yield [
            each.excerpt,
            each.trust.name,
            each.get_source_display(),
            each.said_on,
            each.service,
            each.tumour_group,
            people_words(each),
            bearings.get(each.bearing, ""),
            each.get_coding_state_display(),
            tag.text if tag else "",
            "; ".join(theme_names(each)),
            portal + reverse("insight_detail", args=[each.pk]),
        ]
