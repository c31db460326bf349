"""The forms that actions of the admin site ask before they act.

Each takes the thing that the action is about by the keyword `thing`.
"""

from __future__ import annotations

from typing import Any

from django import forms

from trusts.models import BuddyPair, PairAnswer, PairingDraft, Scheme
from trusts.pairing_choices import Codes, DraftChoices
from trusts.pairing_settings import FLOORS, WEIGHTS, WHOLE, PairingSettings
from trusts.selectors.participations import mentors_and_mentees

LONGEST_REASON = 2000
LABELS = {
    "coverage": "Needs covered, %",
    "similarity": "Alike, %",
    "travel": "Travel, %",
    "reciprocity": "Gives back, %",
    "coverage_floor": "Least share of the need that a mentor must cover, %",
    "shown_floor": "Least share of the need on which the mentor’s results must be shown, %",
}


class NothingForAction(forms.Form):
    """Only asks whether to go on."""

    def __init__(self, *args: Any, thing: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.thing = thing


class ReasonForAction(NothingForAction):
    """Why, for others to read later."""

    reason = forms.CharField(
        max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 4}), label="Reason"
    )


class AnswerByForAction(NothingForAction):
    """The last day for both trusts to answer."""

    answer_by = forms.DateField(
        label="Both trusts answer by",
        help_text="A day such as 2015-01-26",
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class ProposeForAction(AnswerByForAction):
    """The last day to answer and, where two trusts can be paired either way, which way."""

    def __init__(self, *args: Any, ways: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        if len(ways) > 1:
            self.fields["way"] = forms.ChoiceField(
                label="Which way round",
                choices=[(str(place), sentence) for place, sentence in enumerate(ways)],
                widget=forms.RadioSelect,
            )
            self.order_fields(["way", "answer_by"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "way" not in self.errors:
            cleaned["way"] = int(cleaned.get("way", 0))
        return cleaned


class NameForAction(NothingForAction):
    """What a copy is called."""

    name = forms.CharField(label="Name of the copy", max_length=80)


class AnswerForAction(ReasonForAction):
    """An answer that a trust gave outside the portal."""

    side = forms.ChoiceField(label="Trust that answered")
    answer = forms.ChoiceField(
        label="Answer", choices=[("accept", "Accepted"), ("decline", "Declined")]
    )
    field_order = ("side", "answer", "reason")

    def __init__(self, *args: Any, thing: BuddyPair, **options: Any) -> None:
        super().__init__(*args, thing=thing, **options)
        _offer(
            self,
            "side",
            [
                (getattr(thing, name).ods_code, f"{getattr(thing, name)} ({name})")
                for name in ("mentor", "mentee")
                if getattr(thing, f"{name}_answer") == PairAnswer.WAITING
            ],
        )
        self.fields["reason"].label = "How and when it answered, and why if it declined"


class LockForAction(NothingForAction):
    """A mentor and a mentee among the trusts that take part."""

    mentor = forms.ChoiceField(label="Mentor")
    mentee = forms.ChoiceField(label="Mentee")

    def __init__(self, *args: Any, thing: PairingDraft, **options: Any) -> None:
        super().__init__(*args, thing=thing, **options)
        mentors, mentees = mentors_and_mentees(thing.scheme)
        for name, found in (("mentor", mentors), ("mentee", mentees)):
            _offer(self, name, [(trust.ods_code, f"{trust} ({trust.ods_code})") for trust in found])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"mentor", "mentee"} <= set(cleaned):
            cleaned["pair"] = (cleaned["mentor"], cleaned["mentee"])
        return cleaned


class ForbidForAction(LockForAction, ReasonForAction):
    """The same with a reason, which is kept with the draft."""

    field_order = ("mentor", "mentee", "reason")


class DecidedPairForAction(NothingForAction):
    """One of the pairs that somebody locked, or forbade."""

    pair = forms.ChoiceField(label="Pair")

    def __init__(self, *args: Any, thing: PairingDraft, decided: str, **options: Any) -> None:
        super().__init__(*args, thing=thing, **options)
        choices = DraftChoices.from_json(thing.choices)
        pairs = choices.locked if decided == "locked" else tuple(choices.reasons)
        _offer(self, "pair", [(":".join(pair), " and ".join(pair)) for pair in pairs])
        if not pairs:
            self.fields["pair"].help_text = f"No pair of this draft is {decided}."

    def clean_pair(self) -> Codes:
        mentor, mentee = self.cleaned_data["pair"].split(":")
        return mentor, mentee


class SettingsForAction(ReasonForAction):
    """Weights and gates of a scheme's pairing, read at one version of the scheme."""

    read_at = forms.IntegerField(widget=forms.HiddenInput)
    field_order = (*WEIGHTS, *FLOORS, "reason", "read_at")

    def __init__(self, *args: Any, thing: Scheme, **options: Any) -> None:
        super().__init__(*args, thing=thing, **options)
        now = PairingSettings.from_json(thing.pairing_weights)
        for name in (*WEIGHTS, *FLOORS):
            self.fields[name] = forms.IntegerField(
                label=LABELS[name], min_value=0, max_value=WHOLE, initial=getattr(now, name)
            )
        self.fields["read_at"].initial = thing.version
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            cleaned["settings"] = PairingSettings(
                **{name: cleaned[name] for name in (*WEIGHTS, *FLOORS)}
            )
        return cleaned


def _offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
    field.choices = choices
