"""The practice library in words: lists, facts and who took a practice up. No queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from buddy_portal.accounts.access import Access
from buddy_portal.accounts.permissions import Permission
from buddy_portal.design.charts.numbers import counted, thousands
from buddy_portal.design.dates import day
from buddy_portal.design.tables import Cell, Column, Row, Table
from buddy_portal.design.tags import TAGS, Tag
from improvement_plans import practice_rules as rules
from improvement_plans.coding import framework
from improvement_plans.models import (
    AdoptionState,
    Effort,
    Practice,
    PracticeAdoption,
    PracticeState,
)
from trusts.models import Question
from trusts.presenters.trusts import kind_words

COLUMNS = (
    "Practice",
    "Trust",
    "Kind of trust",
    "Questions",
    "Themes",
    "Effort",
    "Result",
    "People",
    "Taken up by",
    "Published",
    "Address",
)
KINDS = (
    ("foundation", "Foundation trust"),
    ("teaching", "Teaching trust"),
    ("specialist", "Specialist cancer trust"),
)
STATE_TAGS = {
    PracticeState.DRAFT: TAGS["draft"],
    PracticeState.REVIEWED: Tag("Reviewed", "blue", "tick"),
    PracticeState.PUBLISHED: TAGS["published"],
    PracticeState.RETIRED: Tag("Retired", "grey", "cross"),
}
SENT = Tag("Waiting for review", "amber", "triangle")
ADOPTION_TAGS = {
    AdoptionState.INTERESTED: Tag("Interested", "grey", "ring"),
    AdoptionState.TESTING: Tag("Testing it", "amber", "triangle"),
    AdoptionState.ADOPTED: Tag("Adopted", "green", "disc"),
    AdoptionState.ADAPTED: Tag("Adopted in another form", "green", "disc"),
    AdoptionState.DROPPED: Tag("Tried and dropped", "grey", "cross"),
}


@dataclass(frozen=True)
class LibraryChoices:
    """What the library can be searched by: sections, (number, words) of questions, themes."""

    sections: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    themes: tuple[framework.Theme, ...]


@dataclass(frozen=True)
class MayDo:
    """What this person may do with a practice now."""

    change: bool
    send: bool
    review: bool
    publish: bool
    retire: bool
    take_up: bool
    thank: bool


def state_tag(practice: Practice) -> Tag:
    """Where a practice is on its way to the library."""
    if practice.state == PracticeState.DRAFT and practice.sent_at:
        return SENT
    return STATE_TAGS[PracticeState(practice.state)]


def may_do(practice: Practice, access: Access) -> MayDo:
    """Which steps to offer: the same rules as in the services."""
    state, code = practice.state, practice.trust.ods_code
    writes = rules.write_for_trust.allows(access, code)
    reviews = rules.review_practice.allows(access, practice)
    on_show = state in rules.ON_SHOW
    is_public = state == PracticeState.PUBLISHED
    waits = state == PracticeState.DRAFT and practice.sent_at is not None
    others = access.trusts_where(Permission.WRITE_PLANS) - {code}
    return MayDo(
        change=writes and not on_show,
        send=writes and state == PracticeState.DRAFT and not practice.sent_at,
        review=reviews and waits,
        publish=reviews and state == PracticeState.REVIEWED,
        retire=is_public and rules.retire_practice.allows(access, practice),
        take_up=is_public and bool(others),
        thank=is_public and access.user_id is not None,
    )


def others_did(practices: Iterable[Practice]) -> tuple[tuple[str, str, str], ...]:
    """Title, address and trust of each, for a page where a plan is written."""
    return tuple(
        (each.title, reverse("practice", args=[each.slug]), each.trust.name) for each in practices
    )


def facts(practice: Practice) -> list[tuple[str, str]]:
    """What stands beside the text of a practice."""
    found = [
        ("Trust", practice.trust.name),
        ("Kind of trust", kind_words(practice.trust)),
        ("About", "; ".join(question_words(practice)) or "-"),
        ("Themes", "; ".join(theme_words(practice)) or "-"),
        ("Effort", practice.get_effort_display()),
        ("Ask", practice.contact or "-"),
    ]
    if practice.published_at:
        found.append(("Published", day(practice.published_at)))
    return found


def question_words(practice: Practice) -> list[str]:
    """ "Q18 Easy to contact their nurse"."""
    return [f"{each.number} {each.label}" for each in practice.questions.all()]


def theme_words(practice: Practice) -> list[str]:
    """The names of its themes, as the framework lists them."""
    return [each.name for each in framework.in_order(practice.themes)]


def choices_of(
    sections: Iterable[str], questions: Iterable[Question], themes: Iterable[str]
) -> LibraryChoices:
    """What the library can be searched by: only what some practice on show is about."""
    return LibraryChoices(
        tuple(sections),
        tuple((each.number, f"{each.number} {each.label}") for each in questions),
        framework.in_order(themes),
    )


def result_words(practice: Practice) -> str:
    """On how many people the figures rest."""
    if practice.result_n is None:
        return ""
    return f"Figures rest on {thousands(practice.result_n)} people."


def thanks_words(number: int) -> str:
    """How many said thank you."""
    if not number:
        return ""
    return f"{counted(number, 'person', 'people')} said thank you."


def library_items(practices: Iterable[Practice]) -> list[dict[str, object]]:
    """The cards of the public list."""
    return [
        {
            "title": practice.title,
            "href": reverse("practice", args=[practice.slug]),
            "trust": practice.trust.name,
            "about": [*question_words(practice), *theme_words(practice)],
            "problem": practice.problem,
            "facts": _card_facts(practice),
        }
        for practice in practices
    ]


def _card_facts(practice: Practice) -> str:
    taken_up: int = practice.taken_up  # type: ignore[attr-defined]  # annotated
    parts = [practice.get_effort_display()]
    if practice.published_at:
        parts.append(f"published {day(practice.published_at)}")
    if taken_up:
        parts.append(f"in use at {counted(taken_up, 'other trust')}")
    return ", ".join(parts)


def active_filters(
    shown: dict[str, str],
    without: Callable[[dict[str, str], str], str],
    offered: LibraryChoices,
) -> list[tuple[str, str]]:
    """The filters that hold, each with the address of the list without it."""
    said = {
        "kind": dict(KINDS),
        "effort": dict(Effort.choices),
        "question": dict(offered.questions),
        "theme": {each.key: each.name for each in offered.themes},
    }
    return [
        (str(said.get(name, {}).get(value, value)), without(shown, name))
        for name, value in shown.items()
    ]


def order_links(filters: dict[str, str]) -> list[dict[str, object]]:
    """The ways to order the library."""
    asked = filters.get("sort", "newest")
    return [
        {
            "text": text,
            "href": "?" + urlencode({**filters, "sort": key}),
            "current": key == asked,
        }
        for key, text in (("newest", "Newest"), ("title", "By title"), ("taken", "Most in use"))
    ]


def download_rows(practices: Iterable[Practice], portal: str) -> list[list[object]]:
    """The same rows for a file."""
    return [
        [
            each.title,
            each.trust.name,
            kind_words(each.trust),
            "; ".join(question_words(each)),
            "; ".join(theme_words(each)),
            each.get_effort_display(),
            each.result,
            each.result_n,
            each.taken_up,  # type: ignore[attr-defined]  # annotated
            each.published_at.date() if each.published_at else None,
            portal + reverse("practice", args=[each.slug]),
        ]
        for each in practices
    ]


def draft_table(practices: Iterable[Practice]) -> Table:
    """What is being written, with where it is."""
    return Table(
        caption="Practices of your trusts",
        columns=[Column("Practice"), Column("Trust"), Column("State"), Column("Written by")],
        rows=[
            Row(
                [
                    Cell(each.title, href=reverse("practice_draft", args=[each.pk])),
                    each.trust.name,
                    Cell(tag=state_tag(each)),
                    each.author.name if each.author else "-",
                ]
            )
            for each in practices
        ],
    )


def adoption_table(adoptions: Iterable[PracticeAdoption]) -> Table:
    """Who took a practice up, and what came of it there."""
    return Table(
        caption="Trusts that took it up",
        columns=[Column("Trust"), Column("How far"), Column("What came of it"), Column("Said")],
        rows=[
            Row(
                [
                    each.trust.name,
                    Cell(tag=ADOPTION_TAGS[AdoptionState(each.state)]),
                    each.result or "-",
                    day(each.changed_at),
                ]
            )
            for each in adoptions
        ],
        empty="No other trust has taken it up yet.",
    )
