"""The form with which a trust applies to take part in a scheme."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from buddy_portal.accounts.models import User
from buddy_portal.accounts.refusals import StaleVersion
from buddy_portal.design.form_fields import WholeNumber
from buddy_portal.design.forms import CarriesVersion, NhsForm, shown
from buddy_portal.design.layout import Section
from trusts.models import Participation, ParticipationRole, Trust
from trusts.selectors.needs import Need
from trusts.selectors.participations import colleagues
from trusts.services.applications import MOST_PLACES, NONE_YET, Application

LONGEST_JOURNEY_KM = 2000
MOST_CONFLICTS = 20
PRIORITY = "priority_"
PRIORITY_WORDS = {2: "First choice", 1: "A need", 0: "Leave out"}
PRIORITIES = [(str(value), words) for value, words in PRIORITY_WORDS.items()]
ROLES = [
    (ParticipationRole.MENTOR, "Mentor: share what works with another trust"),
    (ParticipationRole.MENTEE, "Mentee: learn from another trust"),
    (ParticipationRole.BOTH, "Both"),
]


class ApplicationForm(CarriesVersion, NhsForm):
    """What a trust offers, what it needs, and how it can work with another."""

    submit_text: ClassVar[str] = "Save and continue"
    lowest_version: ClassVar[int] = NONE_YET

    role = forms.ChoiceField(label="Take part as", choices=ROLES, widget=forms.RadioSelect)
    capacity = WholeNumber(
        label="How many mentees could you take?",
        help_text="1 to 5. Leave empty if you apply as a mentee only.",
        noun="how many mentees you could take",
        required=False,
        min_value=0,
        max_value=MOST_PLACES,
        suffix="mentees",
    )
    offers = forms.CharField(
        label="What you offer as a mentor",
        help_text="What works well at your trust, and how you could share it.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    statement = forms.CharField(
        label="Why your trust wants to take part",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    can_work_remotely = forms.BooleanField(
        label="We can work together by video call", required=False, initial=True
    )
    longest_journey_km = WholeNumber(
        label="Longest journey you would make (optional)",
        noun="the longest journey",
        required=False,
        min_value=0,
        max_value=LONGEST_JOURNEY_KM,
        suffix="km",
    )
    conflicts = forms.CharField(
        label="Conflicts of interest (optional)",
        help_text="One trust a line: its ODS code, then the reason. "
        "For example: RTR shared chief executive",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    lead = forms.ModelChoiceField(
        label="Who leads this for the trust",
        help_text="A colleague with a role in the trust.",
        queryset=User.objects.none(),
        empty_label="Choose a colleague",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        trust: Trust,
        needs: list[Need],
        today: datetime.date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.needs = needs
        for need in needs:
            name = f"{PRIORITY}{need.number}"
            self.fields[name] = self._prepared(name, _priority_field(need))
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ModelChoiceField)  # noqa: S101 - declared above
        lead.queryset = colleagues(trust, today)
        self.layout = self._parts()  # type: ignore[misc]  # depends on the trust's needs

    def _parts(self) -> tuple[Any, ...]:
        parts: list[Any] = [
            Section("Your part", "role", "capacity", "offers", "statement"),
            Section(
                "Working together", "can_work_remotely", "longest_journey_km", "conflicts", "lead"
            ),
        ]
        if self.needs:
            parts.append(
                Section(
                    "Your needs, from what your patients said",
                    *(f"{PRIORITY}{need.number}" for need in self.needs),
                    words="For mentees. Pairing gives your first choices double weight.",
                )
            )
        return (*parts, "read_version")

    def clean_conflicts(self) -> list[dict[str, str]]:
        """Each line as a trust's code and the reason."""
        lines = [line.strip() for line in self.cleaned_data["conflicts"].splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MOST_CONFLICTS:
            raise forms.ValidationError(f"Name {MOST_CONFLICTS} trusts or fewer, one a line")
        return [_conflict(number, line) for number, line in enumerate(lines, start=1)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        role, capacity = cleaned.get("role"), cleaned.get("capacity")
        if role in (ParticipationRole.MENTOR, ParticipationRole.BOTH):
            if not capacity and "capacity" not in self.errors:
                self.add_error("capacity", "Enter how many mentees you could take, 1 to 5")
        elif role and capacity:
            self.add_error("capacity", "Only a mentor takes mentees: leave this empty")
        return cleaned

    def application(self) -> Application:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        return Application(
            role=typed["role"],
            capacity=typed["capacity"] or 0,
            can_work_remotely=typed["can_work_remotely"],
            longest_journey_km=typed["longest_journey_km"],
            offers=typed["offers"].strip(),
            statement=typed["statement"].strip(),
            priorities={need.number: int(typed[f"{PRIORITY}{need.number}"]) for need in self.needs},
            conflicts=typed["conflicts"],
            lead=typed["lead"],
        )

    def show_both(self, stale: StaleVersion, *, version: int) -> None:
        """Each field that differs, in words: the priorities are one value, but many fields."""
        super().show_both(stale, version=version)
        saved, typed = (_fields_in_words(values) for values in (stale.current, stale.typed))
        self.saved_meanwhile = {
            name: shown(saved.get(name))
            for name in self.fields
            if saved.get(name) != typed.get(name)
        }


def _fields_in_words(values: Mapping[str, Any]) -> dict[str, str]:
    """An application's values by the fields of the form, each as a person reads it."""
    journey, priorities = values["longest_journey_km"], values["priorities"]
    return {
        "role": ParticipationRole(values["role"]).label,
        "capacity": str(values["capacity"] or ""),
        "offers": values["offers"],
        "statement": values["statement"],
        "can_work_remotely": "Yes" if values["can_work_remotely"] else "No",
        "longest_journey_km": "" if journey is None else f"{journey} km",
        "conflicts": "; ".join(_conflict_lines(values["conflicts"])),
        "lead": str(values["lead"] or "nobody"),
        **{f"{PRIORITY}{number}": PRIORITY_WORDS[value] for number, value in priorities.items()},
    }


def application_initial(found: Participation | None) -> dict[str, Any]:
    """What the form starts with: what was saved, or nothing."""
    if found is None:
        return {}
    fields = ("role", "can_work_remotely", "longest_journey_km", "offers", "statement", "lead")
    return {
        **{name: getattr(found, name) for name in fields},
        "capacity": found.capacity or None,
        "conflicts": "\n".join(_conflict_lines(found.conflicts)),
        **{f"{PRIORITY}{number}": str(value) for number, value in found.priorities.items()},
    }


def _conflict_lines(conflicts: list[dict[str, str]]) -> list[str]:
    """As they are typed: a trust's code and the reason."""
    return [f"{entry['ods_code']} {entry['reason']}" for entry in conflicts]


def _priority_field(need: Need) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"{need.number} {need.label}",
        help_text=need.words,
        choices=PRIORITIES,
        initial="1",
        widget=forms.RadioSelect(attrs={"data-inline": "yes", "data-small": "yes"}),
        error_messages={"required": f"Choose how much {need.number} matters to you"},
    )


def _conflict(number: int, line: str) -> dict[str, str]:
    match = re.fullmatch(r"([A-Za-z0-9]{2,10})[\s:,–-]+(\S.*)", line)
    if match is None:
        raise forms.ValidationError(
            f"Line {number}: enter an ODS code, then the reason, like RTR shared chief executive"
        )
    return {"ods_code": match.group(1).upper(), "reason": match.group(2).strip()}
