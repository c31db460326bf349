"""The base of every form: one crispy helper, NHS.UK controls, sentences that say what to do.

    class SchemeForm(NhsModelForm):
        nouns = {"name": "a name"}
        submit_text = "Save scheme"

        class Meta:
            model = Scheme
            fields = ["name", "starts_on"]

In the view: `form = SchemeForm(request.POST, back=("Back to schemes", url))`, and test
`request.method == "POST"` rather than `request.POST or None`: an empty post must show errors.
In the page: `{{ crispy(form) }}`. The base page shows the error summary and puts "Error: " in the
title for a form that it is given as `form` (or for several, as `forms`).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator

from buddy_portal.accounts.refusals import Refusal, StaleVersion
from buddy_portal.design import dates
from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.layout import Buttons
from buddy_portal.design.wording import OnlyShownCharacters, speak_plainly, subject_of

LONGEST_LINE = 200
LONGEST_TEXT = 4000
# Django makes these from its text field, but what they give is no text.
NOT_TEXT = (forms.UUIDField, forms.JSONField)


class FormHabits:
    """What all our forms do, whatever they are made from."""

    # How sentences speak of a field: {"name": "a name"} gives "Enter a name".
    nouns: ClassVar[Mapping[str, str]] = {}
    # Hints of single choices: {"role": {"mentor": "Shares what works"}}.
    choice_hints: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    submit_text: ClassVar[str] = "Save"
    # "warning" for a button that takes something away from others.
    submit_variant: ClassVar[str] = ""
    # Further submit buttons as (name, value, text).
    other_buttons: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    # Field names and layout objects in order; by default all fields as they were declared.
    layout: ClassVar[Sequence[Any]] = ()
    method: ClassVar[str] = "post"
    fields: dict[str, forms.Field]

    def __init__(
        self, *args: Any, back: tuple[str, str] | None = None, action: str = "", **options: Any
    ) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        self.back = back
        self.action = action
        self.saved_meanwhile: dict[str, str] = {}
        for name, field in list(self.fields.items()):
            self.fields[name] = self._prepared(name, field)

    def _prepared(self, name: str, field: forms.Field) -> forms.Field:
        """The field in our style: kind of control, length, characters, wording."""
        if isinstance(field, forms.DateField):
            field = _in_three_parts(field)
        if field.label is None:
            field.label = name.replace("_", " ").capitalize()
        if noun := self.nouns.get(name):
            field.noun = noun  # type: ignore[attr-defined]  # read by wording.noun_of
        if hints := self.choice_hints.get(name):
            field.choice_hints = hints  # type: ignore[attr-defined]  # read by field_markup
        if isinstance(field, forms.CharField) and not isinstance(field, NOT_TEXT):
            _bound_text(field)
        speak_plainly(field)
        return field

    @property
    def helper(self) -> FormHelper:
        """The crispy helper: all fields, then the buttons."""
        helper = FormHelper()
        helper.form_method = self.method
        helper.include_media = False
        helper.attrs = {"novalidate": True}
        if self.is_multipart():  # type: ignore[attr-defined]
            helper.attrs["enctype"] = "multipart/form-data"
        if self.action:
            helper.attrs["action"] = self.action
        helper.layout = Layout(*(self.layout or self.fields), self.buttons())
        helper.render_hidden_fields = True
        return helper

    def buttons(self) -> Buttons:
        """The buttons at the end of the form."""
        return Buttons(
            self.submit_text,
            others=self.other_buttons,
            back=self.back,
            variant="secondary" if self.method == "get" else self.submit_variant,
        )

    def refuse(self, refusal: Refusal) -> None:
        """Show why a service refused: at the field the refusal names, else above the form."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, refusal.sentence)  # type: ignore[attr-defined]


class CarriesVersion:
    """For a form of something that several people edit (accounts.versions.Versioned).

    Adds the hidden `read_version`. Give the service `form.read_at()`; where it raises StaleVersion,
    call `form.show_both(error)` and show the form again: both texts, nothing lost.
    """

    # 0 for a form that also begins a thing: it was opened while there was none yet.
    lowest_version: ClassVar[int] = 1

    def __init__(self, *args: Any, read_version: int | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        thing = getattr(self, "instance", None)
        self.fields["read_version"] = forms.IntegerField(  # type: ignore[attr-defined]
            widget=forms.HiddenInput,
            min_value=self.lowest_version,
            max_value=2_147_483_647,
            label="Version",
            initial=getattr(thing, "version", 1) if read_version is None else read_version,
            error_messages=dict.fromkeys(
                ("required", "invalid", "min_value", "max_value"),
                "This page was not sent whole. Open it again from the start",
            ),
        )

    def read_at(self) -> int:
        """The version of the thing that the person saw when they began to type."""
        return int(self.cleaned_data["read_version"])  # type: ignore[attr-defined]

    def carry(self, version: int) -> None:
        """Carry this version on, in place of the one that was sent: its words are shown now."""
        self.data = self.data.copy()  # type: ignore[has-type]
        self.data[self.add_prefix("read_version")] = str(version)  # type: ignore[attr-defined]

    def show_both(self, stale: StaleVersion, *, version: int) -> None:
        """Show what was saved meanwhile beside what was typed; the next save keeps the typed.

        `version` is the one that the thing has now.
        """
        self.refuse(stale)  # type: ignore[attr-defined]
        self.carry(version)
        for name, saved in stale.current.items():
            if name in self.fields and saved != stale.typed.get(name):  # type: ignore[attr-defined]
                self.saved_meanwhile[name] = shown(saved)  # type: ignore[attr-defined]


class NhsForm(FormHabits, forms.Form):
    """A form in NHS.UK style: see the head of this module."""


class NhsModelForm(FormHabits, forms.ModelForm):
    """A form of a model in NHS.UK style. It checks; saving is for a service."""


def shown(value: object) -> str:
    """A saved value as a person reads it."""
    if value is None or value == "":
        return "nothing"
    return dates.day(value) if isinstance(value, datetime.date) else str(value)


def _in_three_parts(field: forms.DateField) -> DateInThreeParts:
    """The same question as a date in three parts, as the NHS.UK design asks it."""
    options: dict[str, Any] = {"help_text": field.help_text} if field.help_text else {}
    return DateInThreeParts(
        label=field.label,
        required=field.required,
        initial=field.initial,
        disabled=field.disabled,
        validators=field.validators,
        noun=getattr(field, "noun", ""),
        **options,
    )


def _bound_text(field: forms.CharField) -> None:
    """Every text has a greatest length, and no control characters."""
    lines = isinstance(field.widget, forms.Textarea)
    if field.max_length is None:
        field.max_length = LONGEST_TEXT if lines else LONGEST_LINE
        field.validators.append(MaxLengthValidator(field.max_length))
    subject = subject_of(field)
    # Ours says the same of NUL, once.
    field.validators = [
        each for each in field.validators if not isinstance(each, ProhibitNullCharactersValidator)
    ]
    field.validators.append(OnlyShownCharacters(subject=subject, lines=lines))
