"""The monthly check-in: one card for each open action, filled in with what was said last time."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from buddy_portal.design import dates
from buddy_portal.design.charts import numbers
from buddy_portal.design.tags import Tag
from improvement_plans import presenters, selectors
from improvement_plans.forms.reporting import UpdateForm
from improvement_plans.models import Action, ProgressUpdate


class CardForm(UpdateForm):
    """An update inside the check-in; a card that is not answered is left alone."""

    def __init__(self, *args: Any, action: Action, **options: Any) -> None:
        super().__init__(*args, action=action, **options)
        self.fields["claim"].required = False
        self.fields["form_key"].widget = forms.HiddenInput()


@dataclass
class CheckInCard:
    """One action of the check-in."""

    action: Action
    form: CardForm
    tag: Tag | str
    due: str
    last: str

    @property
    def is_answered(self) -> bool:
        """Whether the person chose how it goes; the other cards stay as they are."""
        return bool(self.form.is_bound and self.form.data.get(self.form.add_prefix("claim")))

    @property
    def prefix(self) -> str:
        return str(self.form.prefix)


def card_of(action: Action, posted: Mapping[str, Any] | None, *, on: datetime.date) -> CheckInCard:
    """The card of an action, with what was typed where the page was sent."""
    each = selectors.stated(action, on=on)
    initial = {"form_key": uuid.uuid4()}
    return CheckInCard(
        action=action,
        form=CardForm(posted, action=action, prefix=f"action-{action.pk}", initial=initial),
        tag=presenters.action_tag(each),
        due=f"Due {dates.day(action.due)}",
        last=_last_words(list(action.updates.all())),
    )


def _last_words(updates: list[ProgressUpdate]) -> str:
    if not updates:
        return ""
    newest = updates[0]
    said = newest.text or newest.get_claim_display()
    return f"Last entry, {dates.day(newest.at.date())}: “{said}”"


def done_words(count: int) -> str:
    """What is said after a check-in was sent."""
    return f"{numbers.counted(count, 'update')} saved. Thank you."
