"""Forms of what happens at a meeting: its agenda, minutes and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from buddy_portal.accounts.models import User
from buddy_portal.design.form_fields import DateInThreeParts, WholeNumber
from buddy_portal.design.forms import CarriesVersion, NhsForm
from buddy_portal.design.layout import Section
from improvement_plans.forms.agenda_rows import OrderRows, out_of, place_of
from improvement_plans.forms.listening import NONE, choose
from improvement_plans.forms.meetings import people_choices, without
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingMember,
    Plan,
)
from improvement_plans.services.meeting_decisions import ACTION, COMMITMENT, NOTHING, Follows

MOST_ITEMS = 200


class ItemForm(SentOnce, NhsForm):
    """Something of one's own for the agenda."""

    submit_text = "Add to the agenda"
    nouns = {"text": "what to talk about"}

    text = forms.CharField(label="What is to be talked about?", max_length=300)
    why = forms.CharField(label="Why, or what is asked for?", max_length=300, required=False)
    plan = forms.ChoiceField(label="Improvement plan", required=False)

    def __init__(self, *args: Any, plans: Sequence[Plan], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "plan", [NONE, *((str(each.pk), each.title) for each in plans)])


class OrderForm(SentOnce, NhsForm):
    """The order of the items, and which are left out."""

    submit_text = "Save the order"

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **options: Any) -> None:
        super().__init__(*args, **options)
        for number, item in enumerate(items, start=1):
            place = WholeNumber(
                label=f"The place of “{item.text}”",
                noun=f"the place of “{item.text}”",
                min_value=1,
                max_value=MOST_ITEMS,
                initial=number,
            )
            out = forms.BooleanField(label="Leave it out", required=False, initial=item.is_dropped)
            self.fields[place_of(item)] = self._prepared(place_of(item), place)
            self.fields[out_of(item)] = self._prepared(out_of(item), out)
        self.layout = (OrderRows(items), "form_key")  # type: ignore[misc]  # its own items
        self.items = items

    def places(self) -> dict[int, int]:
        """The place asked for each item, by its id."""
        return {item.pk: self.cleaned_data[place_of(item)] for item in self.items}

    def left_out(self) -> list[int]:
        """The ids of the items that are left out."""
        return [item.pk for item in self.items if self.cleaned_data[out_of(item)]]


class MinutesForm(SentOnce, CarriesVersion, NhsForm):
    """What was said and who came."""

    submit_text = "Save the minutes"
    nouns = {"minutes": "what was said"}

    minutes = forms.CharField(
        label="What was said?",
        widget=forms.Textarea,
        max_length=8000,
        help_text="In plain words. Name no patient. Decisions are written down beside it.",
    )
    others = forms.CharField(
        label="Who else was there?",
        max_length=500,
        required=False,
        help_text="Roles of people who are not in the list below.",
    )

    def __init__(
        self,
        *args: Any,
        meeting: Meeting,
        members: Sequence[MeetingMember],
        names: dict[int, str],
        **options: Any,
    ) -> None:
        held = {"minutes": meeting.minutes, "others": meeting.others}
        super().__init__(*args, read_version=meeting.version, initial=held, **options)
        self.people = [each.user_id for each in members]
        for each in members:
            who = f"{each.user}, partner" if each.user_id in names else str(each.user)
            field = forms.ChoiceField(
                label=f"{who}: was this person there?",
                choices=Attendance.choices,
                initial=each.attendance,
                required=False,
            )
            self.fields[f"came_{each.user_id}"] = self._prepared(f"came_{each.user_id}", field)

    def attendance(self) -> dict[int, Attendance]:
        """Who came, by user id; who was not said anything about is left out."""
        chosen = {key: self.cleaned_data[f"came_{key}"] for key in self.people}
        return {key: Attendance(said) for key, said in chosen.items() if said}


class DecisionForm(SentOnce, NhsForm):
    """What was decided, and what follows from it."""

    submit_text = "Save the decision"
    nouns = {"text": "what was decided", "due": "a due date"}
    layout = (
        Section("What was decided", "text", "item", "plan"),
        Section(
            "What follows?",
            *("follows", "owner", "due", "said"),
            words="An action stands in the plan from now on, a commitment in the list of "
            "commitments. Everything else comes back at the next meeting until it is settled.",
        ),
        "form_key",
    )

    text = forms.CharField(
        label="What was decided?",
        max_length=500,
        widget=forms.Textarea,
        help_text="Shown on the plan to both trusts and the programme. Name no patient.",
    )
    item = forms.ChoiceField(label="To which item of the agenda?", required=False)
    plan = forms.ChoiceField(label="About which plan?", required=False)
    follows = forms.ChoiceField(label="What follows?", widget=forms.RadioSelect)
    owner = forms.ChoiceField(label="Who carries it out?", required=False)
    due = DateInThreeParts(label="By when?", required=False, noun="a due date")
    said = forms.CharField(
        label="For a commitment: what did people say?",
        widget=forms.Textarea,
        max_length=1000,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        items: Sequence[AgendaItem],
        plans: Sequence[Plan],
        owners: Iterable[User],
        names: dict[int, str],
        may_act: bool,
        may_promise: bool,
        **options: Any,
    ) -> None:
        options["initial"] = {"follows": NOTHING, **(options.get("initial") or {})}
        super().__init__(*args, **options)
        choose(self, "item", [NONE, *((str(each.pk), each.text) for each in items)])
        choose(self, "plan", [NONE, *((str(each.pk), each.title) for each in plans)])
        choose(self, "owner", [("", "Nobody named"), *people_choices(owners, names)])
        ways = [(NOTHING, "It stands as decided, and comes back until it is settled")]
        ways += [(ACTION, "An action of the plan")] if may_act and plans else []
        ways += [(COMMITMENT, "A commitment to people who told us something")] * may_promise
        choose(self, "follows", ways)
        if not may_promise:
            del self.fields["said"]
            self.layout = without(self.layout, "said")  # type: ignore[misc]  # not theirs to ask

    def follow_up(self, owner: User | None) -> Follows:
        """What follows, as the service takes it."""
        typed = self.cleaned_data
        return Follows(typed["follows"], owner, typed["due"], typed.get("said", ""))


class SettleForm(SentOnce, CarriesVersion, NhsForm):
    """What became of a decision."""

    submit_text = "Settle it"
    nouns = {"became": "what became of it"}

    became = forms.CharField(label="What became of it?", max_length=500, widget=forms.Textarea)
