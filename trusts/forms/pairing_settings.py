"""The weights and gates of a scheme's pairing."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from buddy_portal.design.form_fields import WholeNumber
from buddy_portal.design.forms import CarriesVersion, NhsForm
from buddy_portal.design.layout import Section
from trusts.forms.reasons import reason_field
from trusts.pairing_settings import FLOORS, WEIGHTS, WHOLE, PairingSettings

SAVE = ("do", "save", "Save these settings")


def _percent(label: str, hint: str = "") -> WholeNumber:
    return WholeNumber(
        label=label,
        help_text=hint,
        noun=f"a number for “{label}”",
        min_value=0,
        max_value=WHOLE,
        suffix="%",
    )


class PairingSettingsForm(CarriesVersion, NhsForm):
    """Shows first what a change would do; saving is a second button that comes with the preview."""

    submit_text: ClassVar[str] = "See what would change"
    layout: ClassVar[tuple[Any, ...]] = (
        Section("Weights", *WEIGHTS, words="The four add up to 100."),
        Section("Gates", *FLOORS, words="A pair that does not reach them is not allowed."),
        "reason",
        "previewed",
        "read_version",
    )

    coverage = _percent("Needs covered", "How much of the mentee’s weighted need the mentor meets")
    similarity = _percent("Alike", "Size, type and tumour groups")
    travel = _percent("Travel", "Neighbours and far journeys count less")
    reciprocity = _percent("Gives back", "What the mentee could teach the mentor")
    coverage_floor = _percent("Least share of the need that a mentor must cover")
    shown_floor = _percent("Least share of the need on which the mentor’s results must be shown")
    reason = reason_field(
        "Why the settings change", hint="Kept with the version. Needed to save.", required=False
    )

    # The settings that the preview on the page was worked out for.
    previewed = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            for name, sentence in self.settings().problems():
                self.add_error(name, sentence)
        return cleaned

    def settings(self) -> PairingSettings:
        """What was typed, as the service takes it."""
        return PairingSettings(**{name: self.cleaned_data[name] for name in (*WEIGHTS, *FLOORS)})

    @property
    def was_previewed(self) -> bool:
        """Whether the person has seen what these very settings would do."""
        return bool(self.cleaned_data["previewed"] == _mark(self.settings()))

    def offer_saving(self) -> None:
        """The preview has been worked out: the second button saves what was seen."""
        self.data = self.data.copy()
        self.data["previewed"] = _mark(self.settings())
        self.other_buttons = (SAVE,)  # type: ignore[misc]  # only with the preview beside it


def _mark(settings: PairingSettings) -> str:
    return "-".join(str(value) for value in settings_initial(settings).values())


def settings_initial(settings: PairingSettings) -> dict[str, int]:
    """What the form starts with."""
    return {name: getattr(settings, name) for name in (*WEIGHTS, *FLOORS)}
