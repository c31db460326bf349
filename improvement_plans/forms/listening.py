"""Forms for engagement events: planning, counting who came, writing up; and the people served."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import CarriesVersion, NhsForm
from buddy_portal.design.layout import Section, Words
from improvement_plans.characteristics import group_choices
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import (
    Aim,
    EngagementEvent,
    EventKind,
    EventState,
    InvolvementGroup,
    Plan,
)
from improvement_plans.planned_days import FIRST_DAY, LAST_DAY
from trusts.models import Scheme, Trust

ANY = ("", "Any")
NONE = ("", "None")
MOST_FACILITATORS = 3
MOST_CONCERNS = 3
FACILITATORS = tuple((f"who_{n}", f"training_{n}") for n in range(1, MOST_FACILITATORS + 1))
CONCERNS = tuple(f"concern_{n}" for n in range(1, MOST_CONCERNS + 1))


class EventFilterForm(NhsForm):
    """Search and filters of the list of events."""

    method: ClassVar[str] = "get"
    submit_text: ClassVar[str] = "Show"

    q = forms.CharField(label="Words", required=False, max_length=100)
    trust = forms.ChoiceField(label="Trust", required=False)
    kind = forms.ChoiceField(label="Kind", required=False, choices=[ANY, *EventKind.choices])
    state = forms.ChoiceField(label="State", required=False, choices=[ANY, *EventState.choices])
    plan = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, trusts: Sequence[Trust], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "trust", [ANY, *((each.ods_code, each.name) for each in trusts)])
        if len(trusts) < 2:
            del self.fields["trust"]


class BelongsForm(NhsForm):
    """Something of a trust or, for a programme lead, of a whole scheme; often of a plan."""

    belongs = forms.ChoiceField(label="Whose is it?")
    plan = forms.ChoiceField(label="Improvement plan", required=False)

    def offer_places(
        self, trusts: Iterable[Trust], schemes: Iterable[Scheme], plans: Iterable[Plan]
    ) -> None:
        """Fill the choices; nothing is asked where there is only one place."""
        places = [(f"trust:{each.pk}", each.name) for each in trusts]
        places += [(f"scheme:{each.pk}", f"The whole programme: {each.name}") for each in schemes]
        choose(self, "belongs", places)
        if len(places) == 1:
            self.fields["belongs"].initial = places[0][0]
            self.fields["belongs"].widget = forms.HiddenInput()
        choose(self, "plan", [NONE, *((str(each.pk), each.title) for each in plans)])

    def owner_keys(self) -> tuple[int | None, int | None]:
        """The keys of the trust and of the scheme; one of them is None."""
        kind, _colon, key = self.cleaned_data["belongs"].partition(":")
        return (int(key), None) if kind == "trust" else (None, int(key))


class EventForm(SentOnce, CarriesVersion, BelongsForm):
    """What is planned: when, where, whom it concerns, and who leads the conversation."""

    submit_text = "Save event"
    nouns = {
        "belongs": "whose event it is",
        "kind": "what kind of event it is",
        "title": "a title",
        "on": "the day",
    }
    layout = (
        "belongs",
        Section("The event", "kind", "title", "on", "place"),
        Section("Where it belongs", "plan", "group"),
        Section(
            "Whose experience does it concern?",
            *CONCERNS,
            words="Leave these as they are where it is for everybody.",
        ),
        Section(
            "What is asked, and who leads it",
            "script",
            *(name for pair in FACILITATORS for name in pair),
        ),
        "form_key",
        "read_version",
    )

    kind = forms.ChoiceField(label="Kind", choices=EventKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(
        label="Title", max_length=150, help_text="For example, “Lung cancer focus group”."
    )
    on = DateInThreeParts(label="Day", noun="the day", earliest=FIRST_DAY, latest=LAST_DAY)
    place = forms.CharField(
        label="Place", max_length=200, required=False, help_text="A room, or where online."
    )
    group = forms.ChoiceField(label="Involvement group", required=False)
    script = forms.CharField(
        label="Questions to ask, or the agenda",
        widget=forms.Textarea,
        max_length=4000,
        required=False,
        help_text="The same questions in every group let you compare what was said.",
    )

    def __init__(
        self,
        *args: Any,
        trusts: Sequence[Trust],
        schemes: Sequence[Scheme],
        plans: Sequence[Plan],
        groups: Sequence[InvolvementGroup],
        event: EngagementEvent | None = None,
        **options: Any,
    ) -> None:
        if event is not None:
            options["initial"] = _held(event)
        super().__init__(*args, read_version=event.version if event else 1, **options)
        self.offer_places(trusts, schemes, plans)
        choose(self, "group", [NONE, *((str(each.pk), each.name) for each in groups)])
        for name, label in zip(CONCERNS, ("Group of people", "And", "And"), strict=True):
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, choices=[("", "Everybody"), *group_choices()]
            )
        self._add_facilitators()

    def _add_facilitators(self) -> None:
        for number, (who, training) in enumerate(FACILITATORS, start=1):
            self.fields[who] = self._prepared(
                who,
                forms.CharField(
                    label="Facilitator" if number == 1 else f"Facilitator {number}",
                    max_length=120,
                    required=False,
                    help_text="A role, such as “Lead cancer nurse”." if number == 1 else "",
                ),
            )
            self.fields[training] = self._prepared(
                training,
                forms.CharField(
                    label="What prepared them for it?",
                    max_length=200,
                    required=False,
                    help_text="Their training, or “none”." if number == 1 else "",
                ),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for who, training in FACILITATORS:
            if cleaned.get(training) and not cleaned.get(who):
                self.add_error(who, "Say whose training this is")
        return cleaned

    def facilitators(self) -> list[tuple[str, str]]:
        """Who leads the conversation, with their training."""
        pairs = [(self.cleaned_data[who], self.cleaned_data[what]) for who, what in FACILITATORS]
        return [pair for pair in pairs if pair[0]]

    def concerns(self) -> list[tuple[str, str]]:
        """The groups chosen, as characteristic and group."""
        chosen = [self.cleaned_data[name] for name in CONCERNS]
        return [(key.partition(":")[0], key.partition(":")[2]) for key in chosen if key]

    def words(self) -> dict[str, Any]:
        """The values that the event itself holds."""
        return {
            name: self.cleaned_data[name] for name in ("kind", "title", "on", "place", "script")
        }


def _held(event: EngagementEvent) -> dict[str, Any]:
    """What an event holds, as the form's first values."""
    held: dict[str, Any] = {
        name: getattr(event, name) for name in ("kind", "title", "on", "place", "script")
    }
    held["belongs"] = f"trust:{event.trust_id}" if event.trust_id else f"scheme:{event.scheme_id}"
    held |= {"plan": str(event.plan_id or ""), "group": str(event.group_id or "")}
    for (who, training), each in zip(FACILITATORS, event.facilitators.all(), strict=False):
        held |= {who: each.who, training: each.training}
    for name, concern in zip(CONCERNS, event.concerned_groups.all(), strict=False):
        held[name] = f"{concern.characteristic}:{concern.group}"
    return held


class WriteUpForm(SentOnce, CarriesVersion, NhsForm):
    """What was said: good, and could be better; and who was missing."""

    submit_text = "Save the findings"
    nouns = {"better": "what could be better"}

    good = forms.CharField(
        label="What is good?", widget=forms.Textarea, max_length=4000, required=False
    )
    better = forms.CharField(
        label="What could be better?", widget=forms.Textarea, max_length=4000, required=False
    )
    who_was_missing = forms.CharField(
        label="Who was not in the room?",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text="And how you will hear from them.",
    )
    minutes = forms.CharField(
        label="Minutes", widget=forms.Textarea, max_length=8000, required=False
    )

    def __init__(
        self, *args: Any, event: EngagementEvent, aims: Sequence[Aim], **options: Any
    ) -> None:
        names = ("good", "better", "who_was_missing", "minutes")
        held: dict[str, Any] = {name: getattr(event, name) for name in names}
        held["aims"] = [str(aim.pk) for aim in event.aims.all()]
        super().__init__(*args, read_version=event.version, initial=held, **options)
        texts: list[Any] = [Words("Write it in plain words. Name nobody."), *names]
        if event.kind != EventKind.GROUP_MEETING:
            del self.fields["minutes"]
            texts.remove("minutes")
        if aims:
            self.fields["aims"] = forms.MultipleChoiceField(
                label="Which aims does it speak to?",
                required=False,
                choices=[(str(aim.pk), aim.title) for aim in aims],
                widget=forms.CheckboxSelectMultiple,
            )
            texts.append("aims")
        self.layout = (*texts, "form_key", "read_version")  # type: ignore[misc]  # as above

    def words(self) -> dict[str, Any]:
        """The values that the event itself holds."""
        return {name: value for name, value in self.typed_values().items() if name != "aims"}

    def aims(self) -> set[int]:
        """Keys of the aims chosen."""
        return {int(key) for key in self.cleaned_data.get("aims", [])}


class AnotherDayForm(SentOnce, NhsForm):
    """A new day for what was cancelled."""

    submit_text = "Set it for this day"
    nouns = {"on": "the new day"}

    on = DateInThreeParts(
        label="New day", noun="the new day", earliest=timezone.localdate, latest=LAST_DAY
    )


class ConcernsForm(SentOnce, NhsForm):
    """Whose experience an aim concerns."""

    submit_text = "Save"

    def __init__(self, *args: Any, chosen: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        for place, name in enumerate(CONCERNS):
            field = forms.ChoiceField(
                label="Group of people" if place == 0 else "And",
                required=False,
                choices=[("", "Everybody"), *group_choices()],
            )
            field.initial = ":".join(chosen[place]) if place < len(chosen) else ""
            self.fields[name] = field

    def concerns(self) -> list[tuple[str, str]]:
        """The groups chosen, as characteristic and group."""
        chosen = [self.cleaned_data[name] for name in CONCERNS]
        return [(key.partition(":")[0], key.partition(":")[2]) for key in chosen if key]


def choose(form: NhsForm, name: str, choices: list[tuple[str, str]]) -> None:
    """Give a declared field its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared by the form
    field.choices = choices
