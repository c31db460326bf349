"""Forms of comments: writing one, linking it, deleting it, and the filters of their list."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import Any, ClassVar

from django import forms
from markupsafe import Markup

from buddy_portal.accounts.refusals import StaleVersion
from buddy_portal.design.field_markup import field_component
from buddy_portal.design.form_fields import DateInThreeParts, WholeNumber
from buddy_portal.design.forms import CarriesVersion, NhsForm
from buddy_portal.design.layout import Section, Words
from buddy_portal.design.plain_forms import plain_form
from improvement_plans.characteristics import TUMOUR_GROUPS
from improvement_plans.coding.framework import SENTIMENTS, THEME_GROUPS
from improvement_plans.deidentifying import look_for, mask
from improvement_plans.forms.practices import choose, offer_trusts
from improvement_plans.forms.sending import SentOnce
from improvement_plans.insight_words import said_of, tidy
from improvement_plans.measures.protection import is_small
from improvement_plans.models import Action, Aim, Bearing, EngagementEvent, InsightSource, Plan
from improvement_plans.models.insight import LONGEST_EXCERPT, MOST_PEOPLE
from improvement_plans.presenters.insight import CODED_CHOICES
from improvement_plans.services.insight import FAR_BACK
from trusts.models import Question, Trust

ANY = ("", "Any")
GROUPS = [(group, group) for group in TUMOUR_GROUPS]
MOST_QUESTIONS = 3
QUESTIONS = tuple(f"question_{n}" for n in range(1, MOST_QUESTIONS + 1))
Places = tuple[tuple[str, str], ...]
MASK = ("mask", "yes", "Save it with the marks")


class InsightFilterForm(NhsForm):
    """Search and filters of the list."""

    method: ClassVar[str] = "get"
    submit_text: ClassVar[str] = "Show"

    q = forms.CharField(label="Words", required=False, max_length=100)
    theme = forms.ChoiceField(
        label="Theme",
        required=False,
        choices=[
            ANY,
            *((group, [(t.key, t.name) for t in themes]) for group, themes in THEME_GROUPS),
        ],
    )
    sentiment = forms.ChoiceField(
        label="Sentiment", required=False, choices=[ANY, *((str(k), w) for k, w in SENTIMENTS)]
    )
    source = forms.ChoiceField(
        label="Source", required=False, choices=[ANY, *InsightSource.choices]
    )
    coded = forms.ChoiceField(label="Coding", required=False, choices=[ANY, *CODED_CHOICES])
    group = forms.ChoiceField(label="Tumour group", required=False, choices=[ANY, *GROUPS])
    service = forms.ChoiceField(label="Service", required=False)
    since = forms.CharField(label="From, such as 2026-03-01", required=False, max_length=10)
    until = forms.CharField(label="Until", required=False, max_length=10)

    def __init__(
        self,
        *args: Any,
        trusts: Sequence[tuple[str, str]],
        services: Sequence[str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choose(self.fields["service"], [ANY, *((name, name) for name in services)])
        if len(trusts) > 1:
            self.fields["trust"] = self._prepared(
                "trust",
                forms.ChoiceField(label="Trust", required=False, choices=[ANY, *trusts]),
            )


def drawn_filters(
    filters: dict[str, str], *, trusts: Sequence[tuple[str, str]], services: Sequence[str]
) -> Markup:
    """The form of the filters.

    A field of which nothing is asked depends on the trusts and services alone: one drawing serves
    everybody who has the same. What was typed is drawn anew.
    """
    places = (tuple(trusts), tuple(services))
    if not filters:
        return _blank_form(*places)
    blank = _blank_fields(*places)
    form = _asking(filters, *places)
    return plain_form(
        form,
        "",
        lambda field: field_component(field) if field.name in filters else blank[field.name],
    )


@lru_cache(maxsize=500)
def _form(trusts: Places, services: tuple[str, ...]) -> InsightFilterForm:
    """A form whose fields nobody changes: it is only drawn."""
    return InsightFilterForm(trusts=trusts, services=services)


def _asking(
    filters: dict[str, str], trusts: Places, services: tuple[str, ...]
) -> InsightFilterForm:
    """The form with what is asked, on the fields of the blank one."""
    form = copy(_form(trusts, services))
    form.initial = filters
    form._bound_fields_cache = {}  # type: ignore[attr-defined]  # else drawn as it was blank
    return form


@lru_cache(maxsize=500)
def _blank_form(trusts: Places, services: tuple[str, ...]) -> Markup:
    return plain_form(_form(trusts, services), "")


@lru_cache(maxsize=500)
def _blank_fields(trusts: Places, services: tuple[str, ...]) -> Mapping[str, Markup]:
    form = _form(trusts, services)
    return {field.name: field_component(field) for field in form}


class InsightForm(CarriesVersion, SentOnce, NhsForm):
    """One comment. Where the check finds something, the form shows it and asks what to do."""

    submit_text = "Save comment"
    nouns = {
        "trust": "the trust",
        "excerpt": "what was said",
        "source": "where it was said",
        "people": "how many people said it",
    }

    trust = forms.ChoiceField(label="Trust")
    excerpt = forms.CharField(
        label="What was said?",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_EXCERPT,
        help_text="In the person’s words, without names, numbers or addresses.",
    )
    source = forms.ChoiceField(label="Where was it said?", choices=InsightSource.choices)
    said_on = DateInThreeParts(label="When?", noun="the day it was said", earliest=FAR_BACK)
    bearing = forms.ChoiceField(
        label="Is it about",
        choices=Bearing.choices,
        widget=forms.RadioSelect(attrs={"data-inline": "yes"}),
        required=False,
    )
    service = forms.CharField(
        label="Service", max_length=100, required=False, help_text="Such as Chemotherapy day unit."
    )
    tumour_group = forms.ChoiceField(
        label="Tumour group", choices=[("", "Not known"), *GROUPS], required=False
    )
    people = WholeNumber(
        label="How many people said it?",
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        help_text="Leave blank for one. Fewer than 10 are never shown as a number.",
    )
    event = forms.ChoiceField(label="At which event?", required=False)

    def __init__(
        self,
        *args: Any,
        trusts: Iterable[Trust],
        events: Iterable[EngagementEvent],
        today: datetime.date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._hide_few()
        offer_trusts(self.fields["trust"], trusts)
        when = self.fields["said_on"]
        assert isinstance(when, DateInThreeParts)  # noqa: S101 - declared above
        when.latest = today
        _offer_events(self, list(events))
        self.found = look_for(self._typed())
        if self.found:
            self._ask_what_to_do()

    def _hide_few(self) -> None:
        """A number of 1 to 9 people is shown to nobody, not even in its own field."""
        if is_small(self.initial.get("people") or 0):
            self.initial["people"] = None
            self.fields["people"].help_text = (
                "Fewer than 10 are noted, which are never shown as a number. Leave blank to keep "
                "that."
            )

    def show_both(self, stale: StaleVersion, *, version: int) -> None:
        """As every form does, but for a number of few people."""
        super().show_both(stale, version=version)
        saved = stale.current.get("people")
        if "people" in self.saved_meanwhile and isinstance(saved, int) and is_small(saved):
            self.saved_meanwhile["people"] = "fewer than 10"

    def _typed(self) -> str:
        """What was typed, no longer than may be stored."""
        return tidy(str(self.data.get("excerpt", "")))[:LONGEST_EXCERPT]

    def _ask_what_to_do(self) -> None:
        self.fields["kept_reason"] = self._prepared(
            "kept_reason",
            forms.CharField(
                label="Or say why it may stay as it is",
                max_length=300,
                required=False,
                help_text="For example: the name is that of a ward. Kept on record.",
            ),
        )
        self.other_buttons = (MASK,)  # type: ignore[misc]  # only where there is something to mark

    @property
    def findings(self) -> list[str]:
        """What looks as if it said who somebody is, in words."""
        return said_of(self._typed(), self.found)

    @property
    def masked(self) -> str:
        """The text with marks in place of what was found."""
        return mask(self._typed(), self.found)

    def values(self) -> dict[str, Any]:
        """The fields of the comment, marked where the person asked for it."""
        typed = self.typed_values()
        values = {
            name: typed[name]
            for name in ("source", "said_on", "bearing", "service", "tumour_group", "people")
        }
        asked_to_mask = bool(self.found) and self.data.get("mask") == "yes"
        return {**values, "excerpt": self.masked if asked_to_mask else typed["excerpt"]}

    def kept_reason(self) -> str:
        """Why what was found may stay."""
        return str(self.cleaned_data.get("kept_reason", ""))

    def event_id(self) -> int | None:
        """The key of the event chosen."""
        chosen = self.cleaned_data.get("event", "")
        return int(chosen) if chosen else None

    @property
    def layout(self) -> tuple[Any, ...]:  # type: ignore[override]
        """The decision stands right below the words it is about."""
        asked = ("kept_reason",) if self.found else ()
        marks = (Words(f"With marks: {self.masked}"),) if self.found else ()
        rest = ("bearing", "service", "tumour_group", "people")
        event = ("event",) if "event" in self.fields else ()
        return (
            *("trust", "excerpt", *marks, *asked, "source", "said_on", *event),
            Section("More, where it is known", *rest),
            *("form_key", "read_version"),
        )


class LinkForm(CarriesVersion, SentOnce, NhsForm):
    """What a comment speaks of, and the plan that it is shared with."""

    submit_text = "Save links"
    nouns = {"plan": "the plan"}

    plan = forms.ChoiceField(label="Share it with a plan", required=False)
    aims = forms.MultipleChoiceField(
        label="Aims it speaks of", required=False, widget=forms.CheckboxSelectMultiple
    )
    actions = forms.MultipleChoiceField(
        label="Actions it speaks of", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        plans: Iterable[Plan],
        aims: Iterable[Aim],
        actions: Iterable[Action],
        about: Iterable[Question],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        named = [(str(each.pk), f"{each.scheme}: {each.title}") for each in plans]
        choose(self.fields["plan"], [("", "No plan: only your trust sees it"), *named])
        self.fields["plan"].help_text = "Your buddy and the plan’s partners then see it too."
        for name, things in (
            ("aims", [(str(each.pk), each.title) for each in aims]),
            ("actions", [(str(each.pk), each.text) for each in actions]),
        ):
            choose(self.fields[name], things)
            if not things:
                del self.fields[name]
        choices = [(str(each.pk), f"{each.number} {each.label}") for each in about]
        for name, label in zip(QUESTIONS, ("Survey question", "And", "And"), strict=True):
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, choices=[("", "None"), *choices]
            )

    def keys(self, name: str) -> set[int]:
        """The keys chosen in a field."""
        return {int(key) for key in self.cleaned_data.get(name, [])}

    def questions(self) -> list[int]:
        """Keys of the questions chosen, each once."""
        return sorted({int(key) for name in QUESTIONS if (key := self.cleaned_data[name])})


def _offer_events(form: NhsForm, events: list[EngagementEvent]) -> None:
    if not events:
        del form.fields["event"]
        return
    named = [(str(each.pk), f"{each.on.isoformat()}: {each.title}") for each in events]
    choose(form.fields["event"], [("", "None"), *named])
