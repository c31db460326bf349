"""Error messages in NHS style, made from the label of the field: "Enter a name".

A message says what to do, not what is forbidden. Messages that a form gives itself always win.
"""

from __future__ import annotations

import unicodedata

from django import forms
from django.core.exceptions import ValidationError

FORBIDDEN = "contains a character that cannot be shown. Delete it, or type the text again"


def noun_of(field: forms.Field) -> str:
    """How a sentence speaks of the field: "the name of the scheme".

    Set `noun` on the field, or `nouns` on the form, for something better: "a name".
    """
    noun = getattr(field, "noun", "")
    label = str(field.label or "this").strip()
    if noun:
        return str(noun)
    if label.endswith("?"):
        return f"an answer to “{label}”"
    return f"the {lowered(label)}"


def lowered(words: str) -> str:
    """The words as they stand inside a sentence; ODS and MDT stay as they are."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def raised(words: str) -> str:
    """The words as they begin a sentence."""
    return words[:1].upper() + words[1:]


def subject_of(field: forms.Field) -> str:
    """How a sentence about the field begins: "Name of the scheme"."""
    label = str(field.label or "this answer").strip()
    return "Your answer" if "?" in label else raised(label)


def messages_for(field: forms.Field) -> dict[str, str]:
    """The sentences for every fault that this kind of field can have."""
    # Django fills messages in with "%", so a percent sign in a label must be doubled.
    noun, subject = noun_of(field).replace("%", "%%"), subject_of(field).replace("%", "%%")
    messages = {
        "required": f"Enter {noun}",
        "max_length": f"{subject} must be %(limit_value)d characters or fewer. "
        "You have typed %(show_value)d",
        "min_length": f"{subject} must be %(limit_value)d characters or more",
        "null_characters_not_allowed": f"{subject} {FORBIDDEN}",
        "unique": f"There is one with this {lowered(subject)} already. Enter another",
    }
    if isinstance(field, forms.EmailField):
        messages["invalid"] = "Enter an e-mail address in full, like name@example.nhs.uk"
    elif isinstance(field, forms.URLField):
        messages["invalid"] = "Enter a full web address, like https://www.example.nhs.uk"
    elif isinstance(field, forms.FileField):
        messages |= _about_files(noun)
    elif isinstance(field, forms.BooleanField):
        messages["required"] = f"Tick “{str(field.label).replace('%', '%%')}” to go on"
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        messages |= _about_choices(noun)
    elif isinstance(field, forms.IntegerField | forms.DecimalField):
        messages |= _about_numbers(field, subject)
    return messages


def _about_choices(noun: str) -> dict[str, str]:
    return {
        "required": f"Choose {noun}",
        "invalid_choice": f"Choose {noun} from the list",
        "invalid_list": f"Choose {noun} from the list",
        "invalid_pk_value": f"Choose {noun} from the list",
    }


def _about_files(noun: str) -> dict[str, str]:
    return {
        "required": f"Choose {noun}",
        "empty": "The file is empty. Choose another",
        "missing": f"Choose {noun}",
        "invalid": f"Choose {noun}",
        "max_length": "The name of the file is longer than %(max)d characters. "
        "Give it a shorter one",
    }


def _about_numbers(field: forms.Field, subject: str) -> dict[str, str]:
    whole = not isinstance(field, forms.DecimalField | forms.FloatField)
    unit = str(getattr(field, "suffix", "") or "").replace("%", "%%")
    unit = unit if not unit or unit == "%%" else f" {unit}"
    places = getattr(field, "decimal_places", None)
    example = "whole number, like 42" if whole or places == 0 else "number, like 42.5"
    return {
        "invalid": f"{subject} must be a {example}",
        "min_value": f"{subject} must be %(limit_value)s{unit} or more",
        "max_value": f"{subject} must be %(limit_value)s{unit} or less",
        "max_digits": f"{subject} must have %(max)s digits or fewer",
        "max_whole_digits": f"{subject} must have %(max)s digits or fewer before the point",
        "max_decimal_places": (
            f"{subject} must be a whole number"
            if places == 0
            else f"{subject} must have %(max)s decimal place{'' if places == 1 else 's'} or fewer"
        ),
    }


def speak_plainly(field: forms.Field) -> None:
    """Put our sentences in the place of Django's; what the form's author wrote stays."""
    standard: dict[str, object] = {}
    for kind in reversed(type(field).__mro__):
        standard.update(getattr(kind, "default_error_messages", {}))
    for code, sentence in messages_for(field).items():
        if field.error_messages.get(code) is standard.get(code):
            field.error_messages[code] = sentence


class OnlyShownCharacters:
    """Refuses control characters, and line breaks where there is one line only."""

    def __init__(self, *, subject: str, lines: bool) -> None:
        self.subject = subject
        self.allowed = "\n\r\t" if lines else "\t"

    def __call__(self, text: str) -> None:
        if any(
            unicodedata.category(character) in {"Cc", "Cs"} and character not in self.allowed
            for character in str(text)
        ):
            raise ValidationError(f"{self.subject} {FORBIDDEN}", code="control_characters")
