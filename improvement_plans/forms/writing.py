"""Forms for writing a plan: its words, aims and actions."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, cast

from django import forms
from django.db.models import Model, QuerySet

from buddy_portal.accounts.models import User
from buddy_portal.design.charts import numbers
from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import CarriesVersion, NhsForm
from improvement_plans.forms.sending import SentOnce
from improvement_plans.models import Action, Aim, ChangeIdea, Commitment, Plan
from improvement_plans.selectors import TargetFacts, people, plan_parts
from improvement_plans.states import BEING_WRITTEN
from improvement_plans.timing import due_hint


class PlanForm(SentOnce, CarriesVersion, NhsForm):
    """The words of a plan and who answers for it."""

    submit_text = "Save plan"
    nouns = {"title": "a title", "lead": "a lead", "sponsor": "an executive sponsor"}

    title = forms.CharField(label="Title", max_length=200)
    summary = forms.CharField(
        label="Summary",
        widget=forms.Textarea,
        max_length=4000,
        required=False,
        help_text="What the plan sets out to change, and why now.",
    )
    public_summary = forms.CharField(
        label="Summary in plain English",
        widget=forms.Textarea,
        max_length=2000,
        required=False,
        help_text="Partners and the public read this. Write it as you would tell a patient.",
    )
    lead = forms.ModelChoiceField(
        queryset=User.objects.none(), label="Lead", required=False, empty_label="Nobody yet"
    )
    sponsor = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Executive sponsor",
        required=False,
        empty_label="Nobody yet",
    )
    midpoint = DateInThreeParts(label="Midpoint review", noun="a date", required=False)
    no_partner_reason = forms.CharField(
        label="If no lived-experience partner takes part, say why",
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        names = list(self.base_fields)
        options.setdefault("initial", {name: getattr(plan, name) for name in names})
        super().__init__(*args, read_version=plan.version, **options)
        self.fields["lead"].queryset = people.leads_for(plan)  # type: ignore[attr-defined]
        self.fields["sponsor"].queryset = people.sponsors_for(plan)  # type: ignore[attr-defined]


class AimForm(SentOnce, CarriesVersion, NhsForm):
    """An aim: one survey question, a target above the baseline, a date in the window.

    The tumour group is offered where the survey shows groups of the trust.
    """

    submit_text = "Save aim"
    nouns = {
        "question": "a survey question",
        "title": "what patients should find",
        "target": "a target",
        "by_date": "the date of the aim",
    }

    question = forms.TypedChoiceField(label="Survey question", coerce=int)
    tumour_group = forms.ChoiceField(
        label="Of one tumour group only?",
        required=False,
        help_text="An aim for one group is reported by itself: the scheme’s main result is about "
        "all patients.",
    )
    title = forms.CharField(
        label="What should patients find?",
        max_length=200,
        help_text="In plain words, such as “Patients find it easy to contact their nurse”.",
    )
    target = forms.FloatField(
        label="Target",
        min_value=0,
        max_value=100,
        help_text="On the question’s own scale: a percentage, or a mean from 0 to 10.",
    )
    by_date = DateInThreeParts(label="By when?", noun="the date of the aim")
    population = forms.CharField(
        label="Which patients?",
        max_length=200,
        required=False,
        help_text="Leave empty for all cancer patients of the trust.",
    )
    why = forms.CharField(label="Why this?", widget=forms.Textarea, max_length=2000, required=False)

    def __init__(
        self,
        *args: Any,
        facts: Sequence[TargetFacts],
        groups: Sequence[str] = (),
        aim: Aim | None = None,
        chosen: TargetFacts | None = None,
        **options: Any,
    ) -> None:
        if aim is not None:
            names = ("title", "target", "by_date", "population", "why")
            options.setdefault("initial", {name: getattr(aim, name) for name in names})
        elif chosen is not None:
            options.setdefault("initial", {"question": chosen.question.pk})
        super().__init__(*args, read_version=aim.version if aim else 1, **options)
        if aim is not None:
            del self.fields["question"], self.fields["tumour_group"]
            return
        if groups:
            self.fields["tumour_group"].choices = [  # type: ignore[attr-defined]
                ("", "No, of all patients"),
                *((group, group) for group in groups),
            ]
        else:
            del self.fields["tumour_group"]
        self.questions = {fact.question.pk: fact.question for fact in facts}
        self.fields["question"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a question, your needs come first"),
            *((fact.question.pk, choice_words(fact)) for fact in facts),
        ]

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        kept = self.typed_values()
        if "question" in kept:
            kept["question"] = self.questions[kept["question"]]
        return kept


def choice_words(fact: TargetFacts) -> str:
    """A question as it is offered: "Q18 Easy to contact (63.8% from 298 answers, your need)"."""
    need = ", your need" if fact.is_need else ""
    return f"{fact.question.number} {fact.question.label} ({own_words(fact)}{need})"


def own_words(fact: TargetFacts) -> str:
    """The trust's own score with its answers."""
    answers = f" from {numbers.counted(fact.own.n, 'answer')}" if fact.own.n else ""
    if fact.question.scale == "mean_0_10":
        return f"{numbers.plain(fact.own.score, 2)} of 10{answers}"
    return f"{numbers.percent(fact.own.score)}{answers}"


class ActionForm(SentOnce, CarriesVersion, NhsForm):
    """An action: who does what by when."""

    submit_text = "Save action"
    nouns = {"text": "what will be done", "owner": "an owner", "due": "a due date"}

    text = forms.CharField(label="What will be done?", max_length=300)
    aim = forms.ModelChoiceField(
        queryset=Aim.objects.none(), label="For which aim?", required=False, empty_label="No aim"
    )
    change_idea = forms.ModelChoiceField(
        queryset=ChangeIdea.objects.none(),
        label="Which change idea does it carry out?",
        required=False,
        empty_label="None",
    )
    owner = forms.ModelChoiceField(
        queryset=User.objects.none(), label="Owner", empty_label="Choose an owner"
    )
    supporter = forms.CharField(label="Who supports?", max_length=150, required=False)
    starts_on = DateInThreeParts(label="Start", noun="a start")
    due = DateInThreeParts(label="Due date", noun="a due date")
    within_our_control = forms.BooleanField(
        label="This lies within our own control",
        required=False,
        initial=True,
        help_text="If not, the executive sponsor is asked to help.",
    )
    evidence_expected = forms.CharField(
        label="What will show that it is done?", max_length=300, required=False
    )

    def __init__(
        self,
        *args: Any,
        plan: Plan,
        today: datetime.date,
        action: Action | None = None,
        aim_id: str = "",
        carried: Action | None = None,
        promised: Commitment | None = None,
        **options: Any,
    ) -> None:
        if action is not None:
            names = list(self.base_fields)
            options.setdefault("initial", {name: getattr(action, name) for name in names})
        else:
            # One that is thought of later did not begin with the window: it would look stale.
            begun = {"starts_on": max(plan.window_from, today), "aim": aim_id}
            same = ("text", "supporter", "evidence_expected", "within_our_control")
            begun |= {name: getattr(carried, name) for name in same} if carried else {}
            if promised is not None:
                begun |= {"text": promised.text, "owner": promised.owner, "due": promised.due}
            options.setdefault("initial", begun)
        super().__init__(*args, read_version=action.version if action else 1, **options)
        self.fields["due"].help_text = due_hint(plan)
        self._offer("aim", plan.aims.all, plan_parts.aims_of(plan.pk))
        self._offer("owner", partial(people.owners_for, plan), people.possible_owners(plan))
        if ideas := plan_parts.ideas_of(plan.pk):
            of_plan = ChangeIdea.objects.filter(driver__aim__plan=plan)
            self._offer("change_idea", of_plan.all, ideas)
        else:
            del self.fields["change_idea"]
        if action is not None and plan.state not in BEING_WRITTEN:
            # Under way, dates move on a page of their own, with a reason.
            del self.fields["starts_on"], self.fields["due"]

    def _offer(self, name: str, check: Callable[[], QuerySet[Any]], rows: Iterable[Model]) -> None:
        """Offer these rows. Only what was sent is checked, by a query of its own."""
        field = cast(forms.ModelChoiceField, self.fields[name])
        if self.is_bound:
            field.queryset = check()
        choices = [(row.pk, field.label_from_instance(row)) for row in rows]
        none = [] if field.empty_label is None else [("", field.empty_label)]
        field.choices = [*none, *choices]
