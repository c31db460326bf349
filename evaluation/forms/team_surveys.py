"""Forms of the team survey: opening it, inviting somebody, and the answer itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from buddy_portal.design.form_fields import DateInThreeParts
from buddy_portal.design.forms import NhsForm
from evaluation.models import TeamSurveyAnswer, TeamSurveyInvitation
from evaluation.selectors.team_surveys import ToAsk
from evaluation.services.team_surveys import Said
from improvement_plans.forms.sending import SentOnce

SCALE = (("4", "Very much"), ("3", "Mostly"), ("2", "A little"), ("1", "Not at all"))
MOST_ADDITIONS = 7
LONGEST_ITEM = 200


class TeamSurveyForm(SentOnce, NhsForm):
    """Whom to ask, until when, and the programme's own statements."""

    submit_text = "Open the team survey"
    nouns = {"asked": "a scheme or a cohort", "closes_on": "the last day to answer"}

    asked = forms.ChoiceField(
        label="Who is asked",
        help_text="A scheme with cohorts is asked cohort by cohort.",
    )
    closes_on = DateInThreeParts(
        label="Last day to answer", help_text="Results are shown after this day, and only then."
    )
    additions = forms.CharField(
        label="Your own statements (optional)",
        help_text="One a line, up to 7. People agree with them on a scale from 1 to 4, as with the "
        "three about team working, patients and carers, and staff.",
        required=False,
        widget=forms.Textarea,
        max_length=2000,
    )

    def __init__(self, *args: Any, offered: Sequence[ToAsk], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered = {each.key: each for each in offered}
        choices = [("", "Choose"), *((each.key, each.words) for each in offered)]
        self.fields["asked"].choices = choices  # type: ignore[attr-defined]

    def whom(self) -> ToAsk:
        """The scheme or cohort that was chosen."""
        return self.offered[self.cleaned_data["asked"]]

    def clean_additions(self) -> tuple[str, ...]:
        lines = [line.strip() for line in self.cleaned_data["additions"].splitlines()]
        found = tuple(line for line in lines if line)
        if len(found) > MOST_ADDITIONS:
            raise forms.ValidationError(f"Write up to {MOST_ADDITIONS} statements, one a line")
        if any(len(line) > LONGEST_ITEM for line in found):
            raise forms.ValidationError(
                f"Each statement must be {LONGEST_ITEM} characters or fewer"
            )
        return found


class InviteEverybodyForm(SentOnce, NhsForm):
    """Nothing to fill in: only the button."""

    submit_text = "Invite everybody who took part"


class InviteOneForm(SentOnce, NhsForm):
    """Somebody who took part without an account."""

    submit_text = "Send the link"
    submit_variant = "secondary"
    nouns = {"name": "a name", "email": "an e-mail address", "trust_code": "the trust"}

    name = forms.CharField(label="Name", max_length=150)
    email = forms.EmailField(label="E-mail address")
    trust_code = forms.CharField(label="ODS code of their trust", max_length=10)


class AnswerForm(NhsForm):
    """The statements of one survey. Every one may be left out."""

    submit_text = "Send my answer"

    def __init__(self, *args: Any, invitation: TeamSurveyInvitation, **options: Any) -> None:
        self.items = list(invitation.survey.items.all())
        answer: TeamSurveyAnswer | None = getattr(invitation, "answer", None)
        options.setdefault("initial", _initial(answer))
        super().__init__(*args, **options)
        for item in self.items:
            self.fields[f"item_{item.pk}"] = self._prepared(
                f"item_{item.pk}",
                forms.ChoiceField(
                    label=item.text, choices=SCALE, widget=forms.RadioSelect, required=False
                ),
            )
        for name, field in _further_fields().items():
            self.fields[name] = self._prepared(name, field)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("may_quote") and not values.get("quote", "").strip():
            self.add_error("quote", "Write what we may quote, or take the tick away")
        return values

    def said(self) -> Said:
        """The answer as the service takes it."""
        values = self.cleaned_data
        rated = {str(item.pk): values[f"item_{item.pk}"] for item in self.items}
        return Said(
            ratings={key: int(value) for key, value in rated.items() if value},
            recommends={"yes": True, "no": False}.get(values["recommends"]),
            quote=values["quote"],
            may_quote=values["may_quote"],
            quoted_as=values["quoted_as"],
        )


def _further_fields() -> dict[str, forms.Field]:
    return {
        "recommends": forms.ChoiceField(
            label="Would you recommend taking part to another trust?",
            choices=(("yes", "Yes"), ("no", "No")),
            widget=forms.RadioSelect,
            required=False,
        ),
        "quote": forms.CharField(
            label="In your own words (optional)",
            help_text="Please name no patient and no colleague.",
            widget=forms.Textarea,
            required=False,
            max_length=1000,
        ),
        "may_quote": forms.BooleanField(
            label="You may print my words in the public report", required=False
        ),
        "quoted_as": forms.CharField(
            label="Print them as those of (optional)",
            help_text="For example: a nurse of a mentee trust.",
            required=False,
            max_length=150,
        ),
    }


def _initial(answer: TeamSurveyAnswer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    recommends = "" if answer.recommends is None else "yes" if answer.recommends else "no"
    return {
        **{f"item_{key}": str(value) for key, value in answer.ratings.items()},
        "recommends": recommends,
        "quote": answer.quote,
        "may_quote": answer.may_quote,
        "quoted_as": answer.quoted_as,
    }
