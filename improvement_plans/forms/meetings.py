"""Forms of meetings: calling them, their people, agenda, minutes and decisions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms

from buddy_portal.accounts.models import User
from buddy_portal.design.form_fields import DateInThreeParts, WholeNumber
from buddy_portal.design.forms import CarriesVersion, NhsForm
from buddy_portal.design.layout import Section
from improvement_plans.forms.listening import ANY, choose
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import (
    Meeting,
    MeetingKind,
    Plan,
)
from improvement_plans.planned_days import FIRST_DAY, LAST_DAY
from trusts.models import Scheme, Trust

CLOCKS = ("%H:%M", "%H.%M", "%H", "%I%p", "%I:%M%p", "%I.%M%p", "%I %p", "%I:%M %p", "%I.%M %p")
OF_TRUSTS = [choice for choice in MeetingKind.choices if choice[0] != MeetingKind.PROGRAMME]
MOST_ITEMS = 200


class ClockTime(forms.TimeField):
    """A time of day as people type it: 9, 9:30, 14.30 or 2pm."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        said = "Enter a time, like 9:30 or 2pm"
        messages = dict.fromkeys(("required", "invalid"), said)
        super().__init__(input_formats=CLOCKS, error_messages=messages, **options)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H:%M") if isinstance(value, datetime.time) else value


class MeetingFilterForm(NhsForm):
    """Search and filters of the list of meetings."""

    method: ClassVar[str] = "get"
    submit_text: ClassVar[str] = "Find"

    q = forms.CharField(label="Words", required=False, max_length=100)
    trust = forms.ChoiceField(label="Trust", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[ANY, *MeetingKind.choices])
    show = forms.CharField(required=False, widget=forms.HiddenInput)
    plan = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, trusts: Sequence[Trust], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "trust", [ANY, *((each.ods_code, each.name) for each in trusts)])
        if len(trusts) < 2:
            del self.fields["trust"]


class PlaceForm(SentOnce, NhsForm):
    """Whose meeting it is: asked first, because people and plans follow from it."""

    method: ClassVar[str] = "get"
    submit_text: ClassVar[str] = "Continue"
    nouns = {"of": "whose meeting it is"}

    of = forms.ChoiceField(label="Whose meeting is it?", widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, trusts: Sequence[Trust], schemes: Sequence[Scheme], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        del self.fields["form_key"]
        choose(self, "of", place_choices(trusts, schemes))


def place_choices(trusts: Iterable[Trust], schemes: Iterable[Scheme]) -> list[tuple[str, str]]:
    """Trusts, then the programme by its schemes."""
    places = [(f"trust:{each.pk}", each.name) for each in trusts]
    return places + [(f"scheme:{each.pk}", f"The programme: {each.name}") for each in schemes]


class GatheringForm(SentOnce, CarriesVersion, NhsForm):
    """What a meeting and a standing schedule share: kind, time, place, chair, people."""

    nouns = {
        "kind": "what kind of meeting it is",
        "title": "a title",
        "on": "the day",
        "lasts": "how long it lasts",
        "chair": "who chairs it",
    }

    kind = forms.ChoiceField(label="Kind", widget=forms.RadioSelect)
    title = forms.CharField(label="Title", max_length=150)
    at = ClockTime(label="Time", help_text="London time, like 9:30 or 2pm")
    lasts = WholeNumber(label="How long?", suffix="minutes", min_value=5, max_value=600)
    place = forms.CharField(
        label="Place", max_length=200, required=False, help_text="A room, or where online."
    )
    chair = forms.CharField(label="Who chairs it?", max_length=150, help_text="A role or a name.")
    people = forms.MultipleChoiceField(
        label="Who is asked?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They get the pack and the minutes, and can read all of the meeting.",
    )

    def __init__(
        self,
        *args: Any,
        trust: Trust | None,
        people: Iterable[User],
        names: dict[int, str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        kinds = OF_TRUSTS if trust else [(MeetingKind.PROGRAMME.value, "Programme meeting")]
        choose(self, "kind", kinds)
        if len(kinds) == 1:
            self.fields["kind"].initial = kinds[0][0]
            self.fields["kind"].widget = forms.HiddenInput()
        choose(self, "people", people_choices(people, names))

    def shared(self) -> dict[str, Any]:
        """The values that a meeting and a schedule hold alike."""
        names = ("kind", "title", "at", "lasts", "place", "chair")
        return {name: self.cleaned_data[name] for name in names}


def people_choices(people: Iterable[User], names: dict[int, str]) -> list[tuple[str, str]]:
    """People to choose from, for those who invited them; partners are said to be partners."""
    return [
        (str(each.pk), f"{each}, partner" if each.pk in names else str(each)) for each in people
    ]


class MeetingForm(GatheringForm):
    """One meeting: when, where, who chairs it, which plans it covers, who is asked."""

    submit_text = "Save meeting"
    layout = (
        Section("The meeting", "kind", "title", "on", "at", "lasts", "place", "chair"),
        Section("What it is about, and who is asked", "plans", "people"),
        "form_key",
        "read_version",
    )

    on = DateInThreeParts(label="Day", noun="the day", earliest=FIRST_DAY, latest=LAST_DAY)
    plans = forms.MultipleChoiceField(
        label="Which plans does it cover?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Its agenda is made from what is recorded about these.",
    )

    def __init__(
        self, *args: Any, plans: Sequence[Plan], meeting: Meeting | None = None, **options: Any
    ) -> None:
        if meeting is not None:
            names = ("kind", "title", "on", "at", "lasts", "place", "chair")
            held: dict[str, Any] = {name: getattr(meeting, name) for name in names}
            held["plans"] = [str(each.pk) for each in meeting.plans.all()]
        else:
            held = {"lasts": 60, "plans": [str(each.pk) for each in plans]}
        held |= options.pop("initial", None) or {}
        version = meeting.version if meeting else 1
        super().__init__(*args, read_version=version, initial=held, **options)
        choose(self, "plans", [(str(each.pk), each.title) for each in plans])
        if not plans:
            self._leave_out("plans")
        if meeting is not None:
            self._leave_out("people")

    def _leave_out(self, name: str) -> None:
        del self.fields[name]
        self.layout = without(self.layout, name)  # type: ignore[misc]  # nothing to choose

    def words(self) -> dict[str, Any]:
        """The values that the meeting itself holds."""
        return {**self.shared(), "on": self.cleaned_data["on"]}


def without(layout: Sequence[Any], name: str) -> tuple[Any, ...]:
    """The layout without a field that is not asked for here."""
    return tuple(
        Section(part.legend, *(each for each in part.fields if each != name), words=part.words)
        if isinstance(part, Section) and name in part.fields
        else part
        for part in layout
    )


class PeopleForm(SentOnce, NhsForm):
    """Who is asked to a meeting."""

    submit_text = "Save people"

    people = forms.MultipleChoiceField(
        label="Who is asked?", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, people: Iterable[User], names: dict[int, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choose(self, "people", people_choices(people, names))
