"""Forms of coding: themes and sentiment, the agreed coding, and asking for a second coder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from crispy_forms.layout import Div
from django import forms

from buddy_portal.design.form_fields import WholeNumber
from buddy_portal.design.forms import NhsForm
from improvement_plans.coding.framework import SENTIMENTS, THEME_GROUPS
from improvement_plans.coding.suggesting import Suggestion
from improvement_plans.forms.practices import offer_trusts
from improvement_plans.forms.sending import SentOnce
from trusts.models import Trust

GROUP_FIELDS = tuple(f"themes_{n}" for n in range(len(THEME_GROUPS)))


class CodingForm(SentOnce, NhsForm):
    """Themes by group of the framework, and the sentiment. Suggestions are hints, never ticks."""

    submit_text = "Save and go to the next"
    nouns: ClassVar[dict[str, str]] = {"sentiment": "the sentiment"}

    sentiment = forms.TypedChoiceField(
        label="How does it sound?",
        choices=SENTIMENTS,
        coerce=int,
        widget=forms.RadioSelect(attrs={"data-inline": "yes", "data-small": "yes"}),
        error_messages={"required": "Choose how it sounds"},
    )

    def __init__(
        self,
        *args: Any,
        suggested: Iterable[Suggestion] = (),
        chosen: Iterable[str] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        hints = {each.theme.key: f"Suggested because of “{each.because}”" for each in suggested}
        ticked = set(chosen)
        for name, (group, themes) in zip(GROUP_FIELDS, THEME_GROUPS, strict=True):
            field = forms.MultipleChoiceField(
                label=group,
                required=False,
                choices=[(each.key, each.name) for each in themes],
                initial=[each.key for each in themes if each.key in ticked],
                widget=forms.CheckboxSelectMultiple(attrs={"data-small": "yes"}),
            )
            field.choice_hints = hints  # type: ignore[attr-defined]  # read by field_markup
            self.fields[name] = self._prepared(name, field)

    @property
    def layout(self) -> tuple[Any, ...]:  # type: ignore[override]
        """The groups of themes stand side by side where there is room."""
        reason = ("reason",) if "reason" in self.fields else ()
        themes = Div(*GROUP_FIELDS, css_class="app-themes")
        return ("sentiment", themes, *reason, "form_key")

    def clean(self) -> dict[str, Any]:
        """At least one theme, in whichever group."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.themes():
            self.add_error(GROUP_FIELDS[0], "Choose at least one theme")
        return cleaned

    def themes(self) -> list[str]:
        """The keys of the themes ticked."""
        return [key for name in GROUP_FIELDS for key in self.cleaned_data.get(name, [])]

    def refuse(self, refusal: Any) -> None:
        """What is wrong with the themes is said at their first group."""
        if refusal.field == "themes":
            refusal.field = GROUP_FIELDS[0]
        super().refuse(refusal)


class ReconcileForm(CodingForm):
    """The coding that two people agreed on."""

    submit_text = "Save the agreed coding"
    nouns: ClassVar[dict[str, str]] = {"sentiment": "the sentiment", "reason": "how you agreed"}

    reason = forms.CharField(
        label="How did you come to it?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One line is enough. It helps the next coder.",
    )


class SampleForm(SentOnce, NhsForm):
    """Ask for a second coder of a share of what one person coded."""

    submit_text = "Ask for a second coder"
    nouns: ClassVar[dict[str, str]] = {"trust": "the trust", "percent": "the share"}

    trust = forms.ChoiceField(label="Trust")
    percent = WholeNumber(
        label="How many of the comments coded once?",
        suffix="%",
        min_value=1,
        max_value=100,
        initial=20,
        help_text="They are chosen by chance.",
    )

    def __init__(self, *args: Any, trusts: Iterable[Trust], **options: Any) -> None:
        super().__init__(*args, **options)
        offer_trusts(self.fields["trust"], trusts)
