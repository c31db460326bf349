"""Forms for involvement groups, their members and their advice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import CarriesVersion, NhsForm
from improvement_plans.forms.listening import NONE, choose
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import AdviceOutcome, GroupAdvice, InvolvementGroup, Plan
from trusts.models import Trust


class GroupForm(SentOnce, CarriesVersion, NhsForm):
    """A group: its name, its constitution, since when."""

    submit_text = "Save group"
    nouns = {
        "trust": "the trust",
        "name": "a name",
        "constitution": "the constitution",
        "founded_on": "the founding day",
    }

    trust = forms.ChoiceField(label="Trust")
    name = forms.CharField(label="Name", max_length=150)
    constitution = forms.CharField(
        label="Constitution",
        widget=forms.Textarea,
        max_length=4000,
        help_text="What it is for, who may belong, how it decides, and how often it meets.",
    )
    founded_on = DateInThreeParts(
        label="Founded on", noun="the founding day", latest=timezone.localdate
    )

    def __init__(
        self,
        *args: Any,
        trusts: Sequence[Trust],
        group: InvolvementGroup | None = None,
        **options: Any,
    ) -> None:
        if group is not None:
            names = ("name", "constitution", "founded_on")
            options["initial"] = {name: getattr(group, name) for name in names}
        super().__init__(*args, read_version=group.version if group else 1, **options)
        choose(self, "trust", [(str(each.pk), each.name) for each in trusts])
        if len(trusts) == 1:
            self.fields["trust"].initial = str(trusts[0].pk)
            self.fields["trust"].widget = forms.HiddenInput()

    def words(self) -> dict[str, Any]:
        """The values that the group itself holds."""
        return {name: self.cleaned_data[name] for name in ("name", "constitution", "founded_on")}


class EndGroupForm(SentOnce, NhsForm):
    """The group's last day, and why it ends."""

    submit_text = "End this group"
    nouns = {"on": "the last day", "reason": "why the group ends"}

    on = DateInThreeParts(label="Last day", noun="the last day", latest=timezone.localdate)
    reason = forms.CharField(
        label="Why does it end?",
        widget=forms.Textarea,
        max_length=500,
        help_text="The members read this. It stays on the group’s page.",
    )


class AdviceForm(SentOnce, NhsForm):
    """What the group advises."""

    submit_text = "Save advice"
    nouns = {"text": "what the group advises", "on": "the day"}

    text = forms.CharField(
        label="What does the group advise?", widget=forms.Textarea, max_length=2000
    )
    on = DateInThreeParts(label="When?", noun="the day", latest=timezone.localdate)
    plan = forms.ChoiceField(label="Improvement plan it is about", required=False)

    def __init__(self, *args: Any, plans: Sequence[Plan], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "plan", [NONE, *((str(each.pk), each.title) for each in plans)])
        if not plans:
            self.fields["plan"].widget = forms.HiddenInput()


class AdviceAnswerForm(SentOnce, CarriesVersion, NhsForm):
    """What became of an advice."""

    submit_text = "Save"
    nouns = {"outcome": "what became of it", "became": "what became of it"}

    outcome = forms.ChoiceField(
        label="What became of it?", choices=AdviceOutcome.choices, widget=forms.RadioSelect
    )
    became = forms.CharField(
        label="Tell the group",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text="What you did, or why it was not possible.",
    )

    def __init__(self, *args: Any, advice: GroupAdvice, **options: Any) -> None:
        held = {"outcome": advice.outcome, "became": advice.became}
        super().__init__(*args, read_version=advice.version, initial=held, **options)
