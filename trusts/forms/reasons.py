"""Small forms: a reason, an agreement, an answer."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django import forms

from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import NhsForm
from trusts.services.decisions import Decision

LONGEST_REASON = 2000


def reason_field(label: str, *, hint: str = "", required: bool = True) -> forms.CharField:
    """A text in which somebody says why, for others to read later."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter a reason"},
    )


class ReasonForm(NhsForm):
    """One act that needs a reason: `ReasonForm(label="Why it ends", submit="End this pair")`."""

    def __init__(
        self,
        *args: Any,
        label: str,
        submit: str,
        hint: str = "",
        name: str = "reason",
        variant: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.submit_variant = variant  # type: ignore[misc]  # as submit_text
        self.fields[name] = self._prepared(name, reason_field(label, hint=hint))
        self.submit_text = submit  # type: ignore[misc]  # one form for several acts


class DecisionForm(NhsForm):
    """What the programme decides about an application."""

    submit_text: ClassVar[str] = "Save decision"
    decision = forms.ChoiceField(
        label="Your decision",
        choices=[
            (Decision.ACCEPT, "Accept: the trust takes part"),
            (Decision.ASK_AGAIN, "Ask for more: the trust can change its application"),
            (Decision.DECLINE, "Decline: the trust does not take part this time"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide"},
    )
    reason = reason_field(
        "Reason or question", hint="The trust reads this. Needed unless you accept.", required=False
    )


class AnswerForm(NhsForm):
    """A trust's answer to a proposed pair."""

    submit_text: ClassVar[str] = "Send answer"
    answer = forms.ChoiceField(
        label="Your answer",
        choices=[("accept", "Accept this pair"), ("decline", "Decline this pair")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether to accept or decline"},
    )
    reason = reason_field(
        "Reason", hint="Needed if you decline. The other trust reads it.", required=False
    )

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["answer"] == "accept")


class RecordAnswerForm(AnswerForm):
    """An answer that a trust gave outside the portal."""

    submit_text: ClassVar[str] = "Record answer"
    side = forms.ChoiceField(
        label="Which trust answered",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the trust that answered"},
    )
    reason = reason_field("How and when it answered, and why if it declined")

    def __init__(self, *args: Any, sides: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        side = self.fields["side"]
        assert isinstance(side, forms.ChoiceField)  # noqa: S101 - declared above
        side.choices = sides
        self.order_fields(["side", "answer", "reason"])


class AgreeForm(NhsForm):
    """A box to tick before agreeing or signing: `AgreeForm(words=..., submit="Sign")`."""

    def __init__(self, *args: Any, words: str, submit: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agrees"] = self._prepared("agrees", forms.BooleanField(label=words))
        self.submit_text = submit  # type: ignore[misc]  # one form for several acts


class SendProposalsForm(NhsForm):
    """By when both trusts of each pair are asked to answer.

    `too_late` says why there is no such day any more: it is then the answer to whatever is typed.
    """

    def __init__(
        self,
        *args: Any,
        count: int,
        today: datetime.date,
        latest: datetime.date,
        too_late: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.too_late = too_late
        answer_by = DateInThreeParts(
            label="Answer by",
            noun="a day to answer by",
            help_text="Both trusts can answer up to the end of this day.",
            earliest=today + datetime.timedelta(days=1),
            latest=latest,
        )
        self.fields["answer_by"] = self._prepared("answer_by", answer_by)
        self.submit_text = f"Send {count} proposal{'' if count == 1 else 's'}"  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.too_late:
            self.errors.pop("answer_by", None)  # no date would be between tomorrow and a day past
            self.add_error("answer_by", self.too_late)
        return cleaned
