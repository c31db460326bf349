"""The monthly check-in: one card for each open action, filled in with what was said last time."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.forms import NhsForm
from buddy_portal.design.tags import Tag
from improvement_plans import selectors
from improvement_plans.forms.figures import FigureForm
from improvement_plans.forms.reporting import UpdateFields
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import Action, ActionState, Claim, Measure, ProgressUpdate
from improvement_plans.presenters.measures import day_label
from improvement_plans.presenters.tags import action_tag
from improvement_plans.services.progress import CheckInRefused, Report

# Each report of a check-in gets a key of its own, made from that of the page and the action's id.
_CARD = "action-{}"


class CheckInForm(SentOnce, NhsForm):
    """What belongs to the check-in as a whole."""

    help_wanted = forms.BooleanField(required=False)


@dataclass(frozen=True)
class FigureCard:
    """A figure that is overdue, as a form of its own."""

    name: str
    day: str
    form: FigureForm


_TYPED = ("claim", "text", "blockers", "needs_sponsor")


@dataclass
class CheckInCard:
    """One action of the check-in."""

    action: Action
    form: UpdateFields
    tag: Tag | str
    due: str
    last: str
    was_in_the_way: str = ""
    with_sponsor: str = ""
    """Said in place of asking the sponsor again, where the sponsor has been asked."""

    @property
    def is_answered(self) -> bool:
        """Whether the person said anything; the other cards stay as they are."""
        return self.form.is_bound

    @property
    def prefix(self) -> str:
        return str(self.form.prefix)

    @property
    def chosen(self) -> str:
        """The claim that is ticked: what was sent, or what was said last time."""
        return str(self.form["claim"].value() or "")

    def report(self, page: CheckInForm) -> Report:
        """What the service takes, from a valid card."""
        values = self.form.cleaned_data
        claim, blockers = Claim(values["claim"]), values["blockers"]
        if claim is not Claim.STUCK and blockers == self.was_in_the_way:
            # Filled in by us and not shown any more: what was in the way is gone.
            blockers = ""
        return Report(
            action=self.action,
            form_key=uuid.uuid5(page.key(), self.prefix),
            claim=claim,
            text=values["text"],
            blockers=blockers,
            needs_sponsor=values["needs_sponsor"],
            help_wanted=page.cleaned_data["help_wanted"],
        )


def card_of(action: Action, posted: Mapping[str, Any] | None, *, on: datetime.date) -> CheckInCard:
    """The card of an action, with what was typed where the page was sent."""
    updates = list(action.updates.all())
    prefix = _CARD.format(action.pk)
    typed = posted if posted and any(posted.get(f"{prefix}-{name}") for name in _TYPED) else None
    before = _as_before(action, updates)
    return CheckInCard(
        action=action,
        form=UpdateFields(typed, prefix=prefix, initial={} if posted else before),
        tag=action_tag(selectors.stated(action, on=on)),
        due=f"Due {dates.day(action.due)}",
        last=_last_words(updates),
        was_in_the_way=before.get("blockers", ""),
        with_sponsor=_with_sponsor(action),
    )


def _as_before(action: Action, updates: Sequence[ProgressUpdate]) -> dict[str, Any]:
    """What was said last time. A challenged claim is not said again by itself."""
    if action.state == ActionState.CHALLENGED or not updates:
        return {}
    blocked = action.state == ActionState.BLOCKED
    return {"claim": action.claim, "blockers": updates[0].blockers if blocked else ""}


def _with_sponsor(action: Action) -> str:
    """That the sponsor has been asked, and what they answered last."""
    if action.within_our_control:
        return ""
    newest = next(iter(action.sponsor_replies.all()), None)
    if newest is None:
        return "Your executive sponsor has been asked."
    return f"Your executive sponsor answered on {dates.day(newest.at)}: “{newest.text}”"


def show_refusals(cards: Sequence[CheckInCard], refused: CheckInRefused) -> None:
    """Put what a service refused at the cards it is about."""
    for card in cards:
        if refusal := refused.refusals.get(card.action.pk):
            card.form.refuse(refusal)


def _last_words(updates: Sequence[ProgressUpdate]) -> str:
    if not updates:
        return ""
    newest = updates[0]
    said = newest.text or newest.get_claim_display()
    return f"Last entry, {dates.day(newest.at)}: “{said}”"


def lede_of(cards: Sequence[CheckInCard]) -> str:
    """Whose actions these are, how many, and how long it takes."""
    trusts = sorted({card.action.plan.trust.name for card in cards})
    said = f"{', '.join(trusts)}, your {numbers.counted(len(cards), 'open action')}."
    if not any(card.last for card in cards):
        return f"{said} One choice and one line for each, about 2 minutes."
    return (
        f"{said} About 2 minutes. We filled in what you said last time; change what is different."
    )


def buddies_of(cards: Sequence[CheckInCard]) -> str:
    """The mentors that a tick asks for help."""
    return " and ".join(sorted({card.action.plan.beside for card in cards}))


def figure_cards(due: Sequence[tuple[Measure, datetime.date]]) -> list[FigureCard]:
    """A short form for each measure whose figure is overdue, filled in with its date."""
    cards = []
    for measure, day in due:
        address = reverse("figure_add", args=[measure.pk])
        form = FigureForm(measure=measure, for_day=day, action=f"{address}?from=check-in")
        form.brief(day)
        cards.append(FigureCard(measure.name, day_label(day, measure), form))
    return cards


def due_facts(action: Action) -> tuple[tuple[str, str], ...]:
    """What stands above the form that moves a date."""
    facts = [("Due now", dates.day(action.due))]
    if action.due_changes:
        facts.append(("First due", dates.day(action.original_due)))
        facts.append(("Moved", numbers.counted(action.due_changes, "time")))
    plan = action.plan
    facts.append(("Window", numbers.uk_date_range(plan.window_from, plan.window_to)))
    return tuple(facts)


def done_words(count: int) -> str:
    """What is said after a check-in was sent."""
    return f"{numbers.counted(count, 'update')} saved. Thank you."
