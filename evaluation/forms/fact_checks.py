"""Forms of the fact check: a comment on a figure, the answer, and the programme's reply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from buddy_portal.design.forms import NhsForm
from evaluation.models import FactAnswer
from improvement_plans.forms.sending import SentOnce


class OpenFactCheckForm(SentOnce, NhsForm):
    """Nothing to fill in: only the button."""

    submit_text = "Send the facts to the trusts"


class FactCommentForm(SentOnce, NhsForm):
    """What is wrong or unclear, figure by figure."""

    submit_text = "Add comment"
    submit_variant = "secondary"
    nouns = {"figure": "the figure", "text": "what is wrong or unclear"}

    figure = forms.ChoiceField(label="Which figure or fact?")
    text = forms.CharField(
        label="What is wrong or unclear?",
        help_text="Say what it should be, and how you know.",
        widget=forms.Textarea,
        max_length=4000,
    )

    def __init__(self, *args: Any, figures: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "Choose a figure"), *((figure, figure) for figure in figures)]
        self.fields["figure"].choices = choices  # type: ignore[attr-defined]


class FactAnswerForm(SentOnce, NhsForm):
    """The trust's answer. It can be changed until the last day."""

    submit_text = "Send our answer"
    nouns = {"answer": "your answer"}

    answer = forms.ChoiceField(
        label="Are the facts about your trust right?",
        choices=FactAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the facts are right"},
    )

    def clean_answer(self) -> FactAnswer:
        return FactAnswer(self.cleaned_data["answer"])


class ReplyForm(SentOnce, NhsForm):
    """What the programme makes of a comment."""

    submit_text = "Send reply"
    nouns = {"reply": "your reply"}

    reply = forms.CharField(
        label="Reply",
        help_text="Say what will be put right in a new version, or why the figure stays.",
        widget=forms.Textarea,
        max_length=4000,
    )
